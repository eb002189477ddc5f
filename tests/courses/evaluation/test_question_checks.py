"""What is warned of in a question, and what is not: a table of examples."""

import importlib

import pytest

from courses.evaluation.enums import Kind
from courses.evaluation.question_checks import Concern, QuestionWords, concerns, warnings

ENDS = {"low_end": "heel slecht", "high_end": "heel goed"}

SUSPECT = """
leading      open      Vind je ook niet dat de training te kort was?
leading      choice    Ben je het ermee eens dat oefenen helpt?
leading      open      Je vindt toch dat het beter kan
leading      choice    Was het nuttig, toch?
leading      choice    Het was nuttig, hè?
leading      open      Don’t you think the room was too small?
leading      choice    Do you agree that practising helps?
praise       score     Wat vond je van de geweldige trainer?
praise       score     Welk cijfer geef je onze leuke training?
praise       choice    Was de training fantastisch?
praise       score     Hoe fijn vond je de groep?
praise       open      Wat vond je van deze saaie les?
praise       open      How nice was the training?
double       score     Welk cijfer geef je de trainer en de inhoud?
double       choice    Waren de zaal en het eten in orde?
double       open      Wat ging goed? Wat ging slecht?
double       score     What mark do you give the trainer and the content?
identifying  open      Wat is je naam?
identifying  open      Naam:
identifying  open      Je e-mailadres
identifying  open      Vul hier je volledige naam in
identifying  open      Wat is jouw telefoonnummer?
identifying  choice    Hoe oud ben je?
identifying  choice    Wat is je leeftijd?
identifying  open      Geef je geboortedatum
identifying  open      Wat is je functie?
identifying  open      Welke functie heb je?
identifying  open      Waar woon je?
identifying  choice    In welke wijk woon je?
identifying  open      Bij welke organisatie werk je?
identifying  choice    Ben je man of vrouw?
identifying  open      What is your e-mail address?
identifying  choice    How old are you?
"""

FINE = """
open      Wat vond je ervan?
open      Wat vond je goed?
open      Wat was de leukste opdracht?
open      Noem een mooi voorbeeld
open      Wat maakt een goede trainer?
score     Hoe goed kun je het nu zelf?
choice    Wat vond je van de mix van uitleg en oefenen?
choice    Hoe is de verhouding tussen luisteren en praten?
choice    Gebruik je het af en toe?
score     Geef een cijfer van 1 tot en met 10
multiple  Wat gebruik je thuis en op je werk?
open      Waarom geef je dit cijfer, en wat zou helpen?
open      Welke organisaties mis je bij ons?
open      Welke naam past bij deze training?
choice    Helpt de training je in je functie?
choice    Weet je waar je naam op de lijst staat?
choice    Durf je nu iemand aan te spreken?
choice    Vind je de training te lang?
choice    Vond je ook iets moeilijk?
open      Wat wil je ons nog vertellen over de zaal?
intro     Vind je ook niet dat deze zin geen vraag is? Naam:
"""


def _rows(table: str, columns: int) -> list[list[str]]:
    return [line.split(maxsplit=columns - 1) for line in table.strip().splitlines()]


@pytest.mark.parametrize("language", ["text", "text_en"])
def test_each_suspect_question_is_warned_of(language: str) -> None:
    found = {}
    for concern, kind, text in _rows(SUSPECT, 3):
        words = {"text": "Wat vond je ervan?", **ENDS, language: text}
        found[text] = (concern, concerns(QuestionWords(kind=kind, **words)))
    assert {text: seen for text, (wanted, seen) in found.items() if seen != [wanted]} == {}


def test_ordinary_questions_raise_no_alarm() -> None:
    found = {
        text: concerns(QuestionWords(kind=kind, text=text, **ENDS)) for kind, text in _rows(FINE, 2)
    }
    assert {text: seen for text, seen in found.items() if seen} == {}


def test_the_standard_questions_raise_no_alarm() -> None:
    standard = importlib.import_module("courses.evaluation.migrations.0006_standard_forms")
    names = QuestionWords.__dataclass_fields__
    alarms = {
        question["text"]: seen
        for _purpose, _title, questions in standard.FORMS
        for question in questions
        if (seen := concerns(QuestionWords(**{k: v for k, v in question.items() if k in names})))
    }
    assert alarms == {}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (QuestionWords(Kind.SCORE, "Welk cijfer?"), [Concern.ENDS]),
        (QuestionWords(Kind.SCORE, "Welk cijfer?", low_end="slecht"), [Concern.ENDS]),
        (QuestionWords(Kind.SCORE, "Welk cijfer?", low_end="a", high_end="b"), []),
        (QuestionWords(Kind.CHOICE, "Hoe vaak?", options=["1-2 keer", "2-5 keer"]), ["overlap"]),
        (QuestionWords(Kind.CHOICE, "Hoe vaak?", options=["1-2 keer", "3 tot en met 5"]), []),
        (QuestionWords(Kind.CHOICE, "Hoe vaak?", options=["Soms", "Vaak"]), []),
    ],
)
def test_ends_and_options_are_looked_at_too(words: QuestionWords, wanted: list[Concern]) -> None:
    assert concerns(words) == wanted


def test_a_warning_is_a_sentence_for_each_concern() -> None:
    words = QuestionWords(
        Kind.SCORE, "Vind je ook niet dat de geweldige zaal en het eten goed zijn?"
    )
    assert len(warnings(words)) == len(concerns(words)) == 4
