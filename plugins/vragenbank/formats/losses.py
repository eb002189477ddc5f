"""What a format cannot hold: said before somebody takes a bank along."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from plugins.vragenbank.formats.markup import pictures_in
from plugins.vragenbank.formats.model import (
    Numerical,
    OneChoice,
    Ordering,
    SeveralChoices,
    ShortAnswer,
    html_of,
)

if TYPE_CHECKING:
    from courses.plugin_api.api import Text
    from plugins.vragenbank.formats.model import Question


class Format(StrEnum):
    """A format that we write."""

    GIFT = "gift"
    MOODLE = "moodle"
    QTI_21 = "qti21"
    QTI_30 = "qti30"


NAMES: dict[Format, Text] = {
    Format.GIFT: _("GIFT (Moodle, als tekst)"),
    Format.MOODLE: _("Moodle XML"),
    Format.QTI_21: _("QTI 2.1"),
    Format.QTI_30: _("QTI 3.0"),
}

WHOLE_QUESTION: Text = _("Deze vraag gaat niet mee: dit soort vraag kan daar niet.")
WITH_JOKERS: Text = _("Deze vraag gaat niet mee: een sterretje voor ‘van alles’ kan daar niet.")
WITH_ARROWS: Text = _("Deze vraag gaat niet mee: een pijltje (->) in een antwoord kan daar niet.")


def has_jokers(question: Question) -> bool:
    """Whether an answer has a `*` that stands for anything."""
    return isinstance(question.task, ShortAnswer) and any(
        "*" in answer.text.replace("\\*", "") for answer in question.task.answers
    )


def has_arrows(question: Question) -> bool:
    """Whether an answer has the arrow by which GIFT, that has no escape for it, tells a question of
    pairs from one of short answers."""
    return isinstance(question.task, ShortAnswer) and any(
        "->" in answer.text for answer in question.task.answers
    )


def is_held_by_gift(question: Question) -> bool:
    """Whether GIFT can hold the question at all."""
    return not isinstance(question.task, Ordering) and not has_arrows(question)


def is_held_by_qti(question: Question) -> bool:
    """Whether QTI can hold the question at all."""
    return bool(question.key) and not has_jokers(question)


def losses(question: Question, form: Format) -> list[Text]:
    """What of a question does not go along, in words; nothing where all does."""
    if form is Format.GIFT:
        return _of_gift(question)
    if form is Format.MOODLE:
        return _of_moodle(question)
    return _of_qti(question)


def _of_gift(question: Question) -> list[Text]:
    if isinstance(question.task, Ordering):
        return [WHOLE_QUESTION]
    if has_arrows(question):
        return [WITH_ARROWS]
    found: list[Text] = []
    if any(pictures_in(html) for html in html_of(question)):
        found.append(_("De plaatjes gaan niet mee. Kies een ander formaat."))
    if isinstance(question.task, ShortAnswer) and question.task.case_sensitive:
        found.append(_("Daar maken hoofdletters niet uit."))
    if isinstance(question.task, OneChoice | SeveralChoices) and not question.task.shuffled:
        found.append(_("Daar staan de antwoorden steeds in een andere volgorde."))
    return [*found, *_of_moodle(question)]


def _of_moodle(question: Question) -> list[Text]:
    found: list[Text] = []
    if isinstance(question.task, SeveralChoices) and question.task.all_or_nothing:
        found.append(_("Daar levert een deel van de goede antwoorden ook punten op."))
    if not question.must_answer:
        found.append(_("Dat deze vraag open mag blijven, gaat niet mee."))
    return found


def _of_qti(question: Question) -> list[Text]:
    if has_jokers(question):
        return [WITH_JOKERS]
    if not question.must_answer and isinstance(question.task, ShortAnswer | Numerical | Ordering):
        return [_("Dat deze vraag open mag blijven, gaat niet mee.")]
    return []
