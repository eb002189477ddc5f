"""The training as a whole."""

from __future__ import annotations

from courses.plugin_api.api import Training, TrainingDraft
from plugins.rouw_en_verlies.content import (
    als_je_partner_wegvalt,
    bijzondere_dagen,
    hoe_rouw_gaat,
    jij_en_je_grens,
    wat_helpt,
)

INTRODUCTION = """
<p>Iemand die je bezoekt, verliest haar man. Je wilt er zijn, maar je weet niet wat je moet zeggen.
Deze training helpt je daarbij. Je leert hoe rouw kan gaan. Je oefent met woorden die ruimte geven,
en met stil zijn.</p>
<p>De training gaat vooral over het verlies van een partner. Ook ander verlies komt langs: van
gezondheid, een huis, werk of een land. Verlies maakt mensen vaak eenzaam. Een vrijwilliger die
blijft komen, maakt dan echt verschil.</p>
<p>De mensen in de voorbeelden bestaan niet echt. Over de mensen die jij bezoekt, schrijven we hier
niets op.</p>
"""

FOR_WHOM = """
<p>Voor vrijwilligers die contact hebben met iemand die een partner verloor. Je gaat op bezoek, je
belt, je brengt maaltijden of je woont gewoon in dezelfde straat.</p>
<p>Je hoeft nog niets van rouw te weten. Heb je zelf kort geleden iemand verloren? Overleg dan eerst
met je coördinator of dit een goed moment is. Heb je geen coördinator? Bel dan het Infopunt. Het
nummer staat onderaan deze pagina.</p>
"""

GOALS = [
    "Je weet wat iemand allemaal kan verliezen als een partner overlijdt.",
    "Je begrijpt waarom verlies mensen eenzaam kan maken.",
    "Je weet dat rouw geen vaste fasen heeft en heen en weer gaat.",
    "Je kiest woorden die een gesprek openen, en je durft stil te zijn.",
    "Je hebt aandacht voor bijzondere dagen en voor andere gewoonten bij rouw.",
    "Je kent je eigen grens en je weet wie kan helpen als er meer nodig is.",
]


class RouwEnVerliesTraining(Training):
    """Five lessons, from what a loss takes away to one's own limits and who can help."""

    name = "rouw_en_verlies"

    def build(self, draft: TrainingDraft) -> None:
        draft.slug = "rouw-en-verlies"
        draft.title = "Rouw & verlies"
        draft.summary = (
            "Wees er voor iemand die een partner verloor. Je leert wat helpt, wat pijn doet en hoe "
            "je stil kunt zijn."
        )
        draft.introduction = INTRODUCTION
        draft.goals = list(GOALS)
        draft.for_whom = FOR_WHOM
        draft.theme = "Rouw en verlies"
        draft.minutes = 180
        draft.partner = "Humanitas Utrecht"
        draft.lesson(
            "als-je-partner-wegvalt",
            "Als je partner wegvalt",
            summary="Wat iemand verliest als een partner overlijdt, en waarom dat eenzaam maakt.",
            minutes=20,
            body=als_je_partner_wegvalt.BODY,
        )
        draft.lesson(
            "hoe-rouw-gaat",
            "Hoe rouw gaat",
            summary="Geen vaste fasen, maar heen en weer tussen verlies en verder leven.",
            minutes=20,
            body=hoe_rouw_gaat.BODY,
        )
        draft.lesson(
            "wat-helpt-en-wat-pijn-doet",
            "Wat helpt en wat pijn doet",
            summary="Oefen met woorden waardoor iemand gaat vertellen, en met stilte.",
            minutes=25,
            body=wat_helpt.BODY,
        )
        draft.lesson(
            "bijzondere-dagen-en-gewoonten",
            "Bijzondere dagen en andere gewoonten",
            summary="Over maanden later, dagen die pijn doen en rouw in andere culturen.",
            minutes=25,
            body=bijzondere_dagen.BODY,
        )
        draft.lesson(
            "jij-en-je-grens",
            "Jij, je grens en extra hulp",
            summary="Over je eigen verlies, wanneer er meer hulp nodig is en wie die geeft.",
            minutes=25,
            body=jij_en_je_grens.BODY,
        )
