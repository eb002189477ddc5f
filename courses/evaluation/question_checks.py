"""What a question may do wrong: push people to an answer, or ask who they are.

Each rule is a sentence for who writes the form; it warns and never stops anybody. The rules look at
words, so they are kept few and narrow: one that is wrong now and then is soon not read any more.
They read Dutch and English at once, since both stand in one form.

| rule | looks for |
|---|---|
| `leading` | “Vind je ook niet dat …”, “Ben je het ermee eens dat …”, “…, toch?” |
| `praise` | praise or blame: *geweldig* anywhere, *leuk* where it belongs to what is asked |
| `double` | *en* between two things in one mark or choice, or two question marks; not in what is
compared (*de mix van uitleg en oefenen*), and not in fixed pairs |
| `identifying` | name, address, telephone, age, birth date, function, sex: one can be enough |
| `ends` | a mark of which 1 or 10 has no words |
| `overlap` | groups of numbers to choose from in which one number stands twice |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.plugin_api.contributions.base import Text


class Concern(StrEnum):
    """What can be wrong with a question."""

    LEADING = "leading"
    PRAISE = "praise"
    DOUBLE = "double"
    IDENTIFYING = "identifying"
    ENDS = "ends"
    OVERLAP = "overlap"


SENTENCES: dict[Concern, Text] = {
    Concern.LEADING: _(
        "Deze vraag stuurt naar één antwoord. Vraag liever open: “Wat vond je van …?”"
    ),
    Concern.PRAISE: _(
        "In deze vraag zit al een oordeel. Laat dat woord weg. Dan geeft iedereen een eigen mening."
    ),
    Concern.DOUBLE: _(
        "Deze vraag gaat over twee dingen tegelijk. Maak er twee vragen van, anders weet je niet "
        "waar het antwoord over gaat."
    ),
    Concern.IDENTIFYING: _(
        "Met het antwoord op deze vraag kun je iemand herkennen. De evaluatie is anoniem. Vraag "
        "dit niet."
    ),
    Concern.ENDS: _("Zeg in een paar woorden wat 1 betekent, en wat 10 betekent."),
    Concern.OVERLAP: _("Twee antwoorden overlappen. Iemand kan bij allebei horen."),
}


@dataclass(frozen=True)
class QuestionWords:
    """What people read of a question, in Dutch and in English."""

    kind: str
    text: str
    text_en: str = ""
    options: Sequence[str] = ()
    low_end: str = ""
    high_end: str = ""


def concerns(question: QuestionWords) -> list[Concern]:
    """What may be wrong with a question, in a fixed order."""
    if question.kind == Kind.INTRO:
        return []
    texts = [_plain(text) for text in (question.text, question.text_en) if text.strip()]
    found = {
        Concern.LEADING: any(map(_LEADING.search, texts)),
        Concern.PRAISE: any(map(_PRAISE.search, texts)),
        Concern.DOUBLE: any(_asks_two_things(question.kind, text) for text in texts),
        Concern.IDENTIFYING: any(map(_IDENTIFYING.search, texts)),
        Concern.ENDS: question.kind == Kind.SCORE
        and not (question.low_end.strip() and question.high_end.strip()),
        Concern.OVERLAP: _overlap(question.options),
    }
    return [concern for concern, is_so in found.items() if is_so]


def warnings(question: QuestionWords) -> list[str]:
    """The same in sentences."""
    return [str(SENTENCES[concern]) for concern in concerns(question)]


def _plain(text: str) -> str:
    """In small letters, one space between words, with straight apostrophes."""
    return " ".join(text.casefold().replace("’", "'").split())


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_YOU = r"(?:je|jij|u|jullie)"

_LEADING = _any_of(
    rf"\b(?:vind|vond|vindt|denk|denkt) {_YOU} (?:ook )?niet (?:dat|ook)\b",
    rf"\b(?:vind|vond|vindt) {_YOU} (?:dat )?ook (?:dat|zo)\b",
    rf"\b(?:ben|bent|zijn) {_YOU} het (?:er ?)?(?:ook )?(?:mee |met ons )?eens dat\b",
    rf"\b{_YOU} (?:vindt?|vond|denkt?) (?:toch|vast|zeker|natuurlijk)\b",
    r"\b(?:toch|hè|nietwaar|of niet|waar of niet) ?\?$",
    r"\b(?:don't|didn't|wouldn't) you (?:also )?(?:think|agree|find|like|love)\b",
    r"\bdo you (?:also )?agree that\b",
    r", (?:right|isn't it|wasn't it|don't you|didn't you) ?\?$",
)

_STRONG = (
    r"geweldige?|fantastische?|fantastic|amazing|awesome|wonderful|uitstekende?|excellent|"
    r"vreselijke?|waardeloze?|waardeloos|terrible|awful"
)
_MILD = (
    r"leuke|fijne|mooie|prettige|boeiende|inspirerende|leerzame|waardevolle|deskundige|"
    r"enthousiaste|professionele|prachtige|saaie|slechte|"
    r"nice|lovely|great|inspiring|valuable|skilled|enthusiastic|boring|bad"
)
_PRAISE = _any_of(
    rf"\b(?:{_STRONG})\b",
    rf"\b(?:de|het|deze|dit|die|dat|onze|ons|the|this|these|our) (?:\w+ )?(?:{_MILD})\b",
    r"\bhoe (?:leuk|fijn|mooi|prettig|prachtig|saai|slecht) (?:vind|vond|was|is|waren|zijn)\b",
    r"\bhow (?:nice|lovely|great|boring|bad) (?:is|was|were|are|did)\b",
)

_COMPARED = _any_of(
    r"\b(?:mix|verhouding|balans|combinatie|verdeling|afwisseling|verschil|samenhang|tussen)\b",
    r"\b(?:mixture|balance|combination|difference|between)\b",
)
_FIXED_PAIRS = _any_of(
    r"\btot en met\b",
    r"\baf en toe\b",
    r"\bvoor en na\b",
    r"\bin en (?:om|rond)\b",
    r"\ben (?:zo|dergelijke|omgeving)\b",
    r"\b(?:vrienden en familie|familie en vrienden|eten en drinken|koffie en thee)\b",
    r"\b(?:vragen en antwoorden|normen en waarden|wel en wee)\b",
    r"\b(?:now and then|friends and family|family and friends|food and drinks?)\b",
    r"\b(?:questions and answers|before and after)\b",
)
_TWO_THINGS = re.compile(r"\w (?:en|and) \w")
TWO = 2


def _asks_two_things(kind: str, text: str) -> bool:
    if text.count("?") >= TWO:
        return True
    if kind not in (Kind.SCORE, Kind.CHOICE) or _COMPARED.search(text):
        return False
    return _TWO_THINGS.search(_FIXED_PAIRS.sub("…", text)) is not None


_OF_A_PERSON = (
    r"naam|voornaam|achternaam|e-?mail(?:adres)?|mailadres|telefoonnummer|telefoon|mobiele nummer|"
    r"06-?nummer|adres|huisadres|postcode|woonplaats|geboorte(?:datum|jaar|plaats|dag)|leeftijd|"
    r"functie|beroep|geslacht|nationaliteit|bsn|"
    r"name|first name|last name|surname|e-?mail address|phone number|telephone number|address|"
    r"postcode|date of birth|birth ?date|year of birth|age|job title|profession|gender"
)
_ASK = (
    r"(?:wat is|wat zijn|wat was|noteer|vul|geef|schrijf|noem|typ|"
    r"what is|what's|give|write|fill in|enter)"
)
_IDENTIFYING = _any_of(
    # A label, as on a form: "Naam:", "Je leeftijd".
    rf"^(?:je |jouw |uw |your )?(?:{_OF_A_PERSON}) ?[:?.]?$",
    rf"\b{_ASK}\b[^.?!]*\b(?:je|jouw|uw|your) (?:\w+ )?(?:{_OF_A_PERSON})\b",
    rf"\b(?:welke functie|welk beroep) (?:heb|hebt|heeft|had) {_YOU}\b",
    rf"\bhoe oud (?:ben|bent|zijn) {_YOU}\b",
    rf"\bhoe heet(?:te|en)? {_YOU}\b",
    rf"\bwaar (?:woon|woont|wonen|werk|werkt|werken) {_YOU}\b",
    rf"\bin welke (?:straat|wijk|buurt|stad|gemeente) (?:woon|woont|wonen) {_YOU}\b",
    rf"\bbij welke (?:organisatie|vereniging|werkgever) (?:werk|werkt|hoor|hoort|zit) {_YOU}\b",
    rf"\bwanneer (?:ben|bent) {_YOU} (?:\w+ )?geboren\b",
    rf"\bwie (?:ben|bent) {_YOU}\b",
    r"\bman of (?:een )?vrouw\b",
    r"\bhow old are you\b",
    r"\bwhere do you (?:live|work)\b",
    r"\bwhen were you born\b",
    r"\bwho are you\b",
    r"\bwhat are you called\b",
    r"\bmale or female\b|\bman or (?:a )?woman\b",
)

_RANGE = re.compile(r"(\d+)(?:[.,]\d+)? ?(?:-|–|tot en met|t/m|tot|to) ?(\d+)")


def _overlap(options: Sequence[str]) -> bool:
    ranges = sorted(
        (int(found[1]), int(found[2])) for one in options if (found := _RANGE.search(one))
    )
    return any(last >= first for (_low, last), (first, _high) in pairwise(ranges))
