"""A training that the plugin brings."""

from __future__ import annotations

from typing import Any

from courses.plugin_api.api import Training, TrainingDraft

PREPARING: list[tuple[str, Any]] = [
    (
        "paragraph",
        "<p>Je gaat voor het eerst bij iemand op bezoek. Dat is voor jullie allebei spannend. Met "
        "een beetje voorbereiding voelt het al snel gewoon.</p>",
    ),
    (
        "tips",
        {
            "title": "Voor je gaat",
            "items": [
                "Bel een dag eerder en vraag of het uitkomt.",
                "Bedenk één vraag die je graag wilt stellen.",
                "Spreek met jezelf af hoelang je blijft.",
            ],
        },
    ),
    (
        "reflection",
        {"question": "Wat vind jij fijn als er iemand voor het eerst bij je komt?", "hint": ""},
    ),
]

VISITING: list[tuple[str, Any]] = [
    (
        "paragraph",
        "<p>Begin met wat je ziet: een foto, de kat, het uitzicht. Dat praat makkelijk. Laat de "
        "ander vertellen en vraag door.</p>",
    ),
    (
        "knowledge_check",
        {
            "title": "Wat zeg je?",
            "question": "Mevrouw vertelt dat ze vroeger kok was. Wat is een goede volgende vraag?",
            "options": [
                {
                    "text": "Wat kookte u het liefst?",
                    "correct": True,
                    "feedback": "Met een open vraag kan ze vertellen.",
                },
                {
                    "text": "Dus u kunt goed koken?",
                    "correct": False,
                    "feedback": "Hierop is het antwoord alleen ja of nee.",
                },
            ],
        },
    ),
    ("callout", {"kind": "remember", "text": "<p>Luisteren is ook iets doen.</p>"}),
]


class FirstVisit(Training):
    """Two short lessons about a first visit. Once installed it belongs to the trainers."""

    name = "first_visit"

    def build(self, draft: TrainingDraft) -> None:
        draft.slug = "$dash-eerste-bezoek"
        draft.title = "Voor het eerst op bezoek"
        draft.summary = "Leer hoe je je voorbereidt op een eerste bezoek, en hoe je begint."
        draft.introduction = "<p>In twee korte lessen ben je klaar voor je eerste bezoek.</p>"
        draft.goals = [
            "Je bereidt een bezoek voor in vijf minuten.",
            "Je begint een gesprek met een open vraag.",
        ]
        draft.for_whom = "<p>Voor vrijwilligers die mensen thuis bezoeken.</p>"
        draft.theme = "Contact"
        draft.minutes = 60
        draft.lesson(
            "voorbereiden",
            "Voorbereiden",
            summary="Wat je doet voor je gaat.",
            minutes=5,
            body=PREPARING,
        )
        draft.lesson(
            "op-bezoek",
            "Op bezoek",
            summary="Hoe je een gesprek begint.",
            minutes=5,
            body=VISITING,
        )
