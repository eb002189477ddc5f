"""The training as a whole."""

from __future__ import annotations

from courses.plugin_api.api import Training, TrainingDraft
from plugins.zingeving.content import (
    bronnen_van_zin,
    leeg_leven,
    levensvragen_herkennen,
    trage_vragen,
    verder_helpen,
)

INTRODUCTION = """
<p>Soms zegt iemand iets waar je stil van wordt. ‘Voor wie doe ik het eigenlijk nog?’ Wat zeg je
dan? In deze training leer je zulke vragen herkennen. Je leert er ook rustig over praten.</p>
<p>Je hoeft geen antwoorden te hebben. Je oefent met luisteren, met wachten en met kleine, open
vragen. Ook hoor je wie er verder kan helpen als een vraag te zwaar wordt.</p>
"""

FOR_WHOM = """
<p>Voor vrijwilligers die bij ouderen komen. Je gaat op bezoek, je belt, je rijdt iemand of je
schenkt koffie in het buurthuis. Je hoeft niets van geloof of filosofie te weten.</p>
<p>Het maakt niet uit of je zelf gelooft. Je eigen levenservaring is genoeg om te beginnen.</p>
"""

GOALS = [
    "Je herkent een levensvraag, ook als iemand hem niet hardop stelt.",
    "Je weet wat existentiële eenzaamheid is en waaraan je die kunt merken.",
    "Je vraagt naar de dingen waar iemand blij en sterk van wordt.",
    "Je stelt trage vragen en je laat een stilte rustig duren.",
    "Je praat open met mensen die anders geloven dan jij, of die niet geloven.",
    "Je weet wie er verder kan helpen en je kent je eigen grens.",
]


class ZingevingTraining(Training):
    """Five lessons, from recognising a life question to one's own sources and limits."""

    name = "zingeving"

    def build(self, draft: TrainingDraft) -> None:
        draft.slug = "zingeving"
        draft.title = "Zingeving"
        draft.summary = (
            "Herken de levensvragen van een oudere en praat er rustig over. Je leert horen wat "
            "iemand echt bedoelt."
        )
        draft.introduction = INTRODUCTION
        draft.goals = list(GOALS)
        draft.for_whom = FOR_WHOM
        draft.theme = "Zingeving"
        draft.minutes = 180
        draft.partner = "Zin in Utrecht"
        draft.lesson(
            "levensvragen-herkennen",
            "Levensvragen herkennen",
            summary="Wat is een levensvraag? En hoe hoor je hem als iemand over iets anders praat?",
            minutes=20,
            body=levensvragen_herkennen.BODY,
        )
        draft.lesson(
            "als-het-leven-leeg-voelt",
            "Als het leven leeg voelt",
            summary="Over mensen die niet meer weten waar zij voor leven, en wat jij dan kunt "
            "doen.",
            minutes=20,
            body=leeg_leven.BODY,
        )
        draft.lesson(
            "waar-haal-je-kracht-uit",
            "Waar haal je kracht uit?",
            summary="Over bronnen van zin, over geloven en niet geloven.",
            minutes=25,
            body=bronnen_van_zin.BODY,
        )
        draft.lesson(
            "trage-vragen",
            "Trage vragen",
            summary="Horen wat iemand echt bedoelt, open vragen stellen en een stilte laten duren.",
            minutes=25,
            body=trage_vragen.BODY,
        )
        draft.lesson(
            "wie-kan-verder-helpen",
            "Wie kan verder helpen, en waar sta jij?",
            summary="Over hulp van anderen, over privacy en over jouw eigen bronnen en grenzen.",
            minutes=25,
            body=verder_helpen.BODY,
        )
