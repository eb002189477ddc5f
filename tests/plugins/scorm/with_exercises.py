"""A training with an exercise of each kind that can be done away from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courses.catalogue.services import activate_plugin
from tests.factories import KNOWLEDGE_CHECK, TrainingFactory, make_lesson
from tests.plugins.vragenbank.kept import bank_with

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage

QUESTIONS = """
// [id:paren]
::Paren::Wat hoort bij elkaar? {=Koffie -> Kopje =Soep -> Kom = -> Schoen}

// [id:woord]
::Woord::Hoe heet ons infopunt? {=Zin#Ja! =Het infopunt}

// [id:veel]
::Veel::Welke zijn even? {~%50%Twee ~%50%Vier ~%-50%Drie}

// [id:ongeveer]
::Ongeveer::Hoeveel ongeveer? {#10:2}
"""
"""The last one stays here: no list of words holds all numbers from 8 to 12."""


def _words(key: str, following: str) -> dict[str, Any]:
    return {"key": key, "text": f"Zin {key}", "next": following, "effect": f"Gevolg {key}"}


def _ending(key: str, quality: str) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"Dag {key}",
        "quality": quality,
        "title": f"Einde {key}",
        "reflection": f"Terugblik {key}",
    }


CALL = {
    "title": "Een gesprek",
    "situation": "<p>Je belt.</p><ul><li>Het is &lt;elf&gt; uur.</li></ul>",
    "other": "Mevrouw Bakker",
    "face": "",
    "turns": [
        {"key": "start", "text": "Hallo?", "choices": [_words("a", "meer"), _words("b", "op")]},
        {"key": "meer", "text": "Vertel.", "choices": [_words("c", "goed"), _words("d", "half")]},
    ],
    "endings": [_ending("goed", "good"), _ending("half", "mixed"), _ending("op", "poor")],
}

SENTENCES = {
    "title": "Op de stoep",
    "situation": "Je ziet mevrouw Smit.",
    "who": "Mevrouw Smit",
    "face": "",
    "says": "Hij veegde altijd.",
    "options": [
        {"say": "Dicht", "effect": "closes", "reply": "Nou ja.", "why": "Zo stopt het."},
        {"say": "Open", "effect": "opens", "reply": "Ja, hij.", "why": "Zo gaat het verder."},
        {"say": "Half", "effect": "mixed", "reply": "Hm.", "why": "Zo kan het ook."},
    ],
    "remember": "Noem de naam.",
}

VISIT = {
    "title": "Bij Noor",
    "face": "",
    "scene": "<p>Het is <b>elf</b> uur.</p>",
    "question": "Wat kan een signaal zijn?",
    "fragments": [
        {"text": "Schorre stem", "signal": True, "why": "Weinig gepraat.", "ask": "Hoe was het?"},
        {"text": "Een rollator", "signal": False, "why": "Dat zegt weinig.", "ask": ""},
        {"text": "Gordijnen dicht", "signal": True, "why": "Het is al laat.", "ask": ""},
    ],
    "closing": "Vraag het haar.",
}

LIFE = {
    "title": "Welke vraag zit hieronder?",
    "context": "Je drinkt koffie.",
    "quote": "Ik zit hier maar.",
    "who": "Meneer Vos",
    "face": "",
    "questions": [
        {"text": "Doe ik er nog toe?", "fit": "good", "feedback": "Goed gehoord."},
        {"text": "Waar hoor ik bij?", "fit": "possible", "feedback": "Dat speelt mee."},
    ],
    "helpers": [
        {"name": "Een vriendin", "fits": True, "feedback": "Vraag wie."},
        {"name": "De huisarts", "fits": False, "feedback": "Niet ziek."},
    ],
    "open_question": "Voor wie was u er vroeger?",
    "explanation": "Zo hoor je meer.",
}

TEST = {
    "title": "Toets",
    "introduction": "Drie vragen.",
    "questions": [
        {
            "text": "Is 2 < 3?",
            "multiple": True,
            "options": [
                {"text": "Ja", "correct": True},
                {"text": "Zeker", "correct": True},
                {"text": "<script>alert(1)</script>", "correct": False},
            ],
            "explanation": "Drie is meer.",
        }
    ],
}


def training_with_exercises() -> tuple[TrainingPage, LessonPage]:
    """One lesson with them all; the test and the plugin of Kennistoets in it too."""
    training = TrainingFactory.create(slug="t", title="Oefenen")
    for plugin in (
        *("bellen", "rouw_en_verlies", "signaleren", "zingeving"),
        *("kennistoets", "vragenbank", "scorm"),
    ):
        activate_plugin(training=training, plugin=plugin)
    bank = bank_with(QUESTIONS, training=training)
    asked = {"title": "Uit de bank", "introduction": "", "questions": [], "bank": str(bank.pk)}
    body = [
        ("knowledge_check", KNOWLEDGE_CHECK),
        ("kennistoets_test", TEST),
        ("signaleren_visit", VISIT),
        ("rouw_en_verlies_conversation", SENTENCES),
        ("zingeving_life_question", LIFE),
        ("bellen_phone_call", CALL),
        ("vragenbank_questions", {**asked, "number": None}),
    ]
    return training, make_lesson(training, slug="les", title="Oefenen", body=body)
