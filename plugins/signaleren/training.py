"""The training as the plugin proposes it; trainers make it their own afterwards."""

from courses.plugin_api.api import Training, TrainingDraft
from plugins.signaleren.content import (
    causes_and_risks,
    conversation,
    next_step,
    noticing,
    what_is_loneliness,
)


class NoticingLoneliness(Training):
    """Five lessons: what loneliness is, where it comes from, noticing, talking, passing it on."""

    name = "signaleren"

    def build(self, draft: TrainingDraft) -> None:
        _describe(draft)
        draft.lesson(
            "wat-is-eenzaamheid",
            "Wat is eenzaamheid?",
            summary="Je leert wat eenzaamheid is en wat je er zelf al van weet.",
            minutes=20,
            body=what_is_loneliness.BODY,
        )
        draft.lesson(
            "oorzaken-en-risicos",
            "Waar komt eenzaamheid vandaan?",
            summary="Je leert de oorzaken en gevolgen kennen, en wie meer risico loopt.",
            minutes=20,
            body=causes_and_risks.BODY,
        )
        draft.lesson(
            "signalen-leren-zien",
            "Signalen leren zien",
            summary="Je leert waar je op let en je oefent met een huisbezoek.",
            minutes=25,
            body=noticing.BODY,
        )
        draft.lesson(
            "het-gesprek-beginnen",
            "Het gesprek beginnen",
            summary="Je leert hoe je vraagt, luistert en een nee respecteert.",
            minutes=25,
            body=conversation.BODY,
        )
        draft.lesson(
            "waar-breng-ik-mijn-signaal",
            "Waar breng ik mijn signaal?",
            summary="Je weet waar je met je zorg terechtkunt en wat je wel en niet deelt.",
            minutes=25,
            body=next_step.BODY,
        )


def _describe(draft: TrainingDraft) -> None:
    draft.slug = "eenzaamheid-signaleren"
    draft.title = "Eenzaamheid signaleren en bespreekbaar maken"
    draft.summary = (
        "Leer eenzaamheid herkennen, er een goed gesprek over beginnen, en ontdek waar je met "
        "je signaal terechtkunt."
    )
    draft.introduction = (
        "<p>Je komt bij mensen thuis, aan de deur of aan de telefoon. Soms merk je iets. Een "
        "stille stem. Dichte gordijnen. Een grapje waar je later nog aan denkt. Is dat "
        "eenzaamheid? En mag je daar iets over zeggen?</p><p>In deze training leer je kijken, "
        "vragen en luisteren. Je oefent met huisbezoeken. De mensen daarin bestaan niet echt. Je "
        "leert dat een signaal geen bewijs is. En je weet na afloop waar je met je zorg "
        "terechtkunt.</p>"
    )
    draft.goals = [
        "Je kent de vormen, oorzaken en gevolgen van eenzaamheid.",
        "Je weet wie meer risico loopt en je blijft kijken naar de mens zelf.",
        "Je merkt signalen op en je weet dat een signaal geen bewijs is.",
        "Je begint een gesprek zonder te oordelen en je luistert goed.",
        "Je helpt de ander om steun te vinden in de eigen kring, in een eigen tempo.",
        "Je weet waar je met een signaal terechtkunt en je beschermt de privacy van de ander.",
    ]
    draft.for_whom = (
        "<p>Voor vrijwilligers en voor bewoners die iets voor anderen doen. Ook voor "
        "beroepskrachten en voor mensen die in een winkel of bedrijf werken. Je hoeft niets "
        "te weten over zorg.</p>"
    )
    draft.theme = "Eenzaamheid signaleren"
    draft.minutes = 180
    draft.partner = "Vrijwilligerscentrale Utrecht"
