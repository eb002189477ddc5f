"""Banks as files, to take along."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import slugify

from plugins.vragenbank.formats.gift_writer import write_gift
from plugins.vragenbank.formats.losses import NAMES, Format, losses
from plugins.vragenbank.formats.moodle_writer import write_moodle
from plugins.vragenbank.formats.qti_names import Version
from plugins.vragenbank.formats.qti_package import write_qti

if TYPE_CHECKING:
    from plugins.vragenbank.formats.model import Bank

ENDINGS = {
    Format.GIFT: ("gift.txt", "text/plain; charset=utf-8"),
    Format.MOODLE: ("moodle.xml", "application/xml"),
    Format.QTI_21: ("qti21.zip", "application/zip"),
    Format.QTI_30: ("qti30.zip", "application/zip"),
}


@dataclass(frozen=True)
class Loss:
    """Something that does not go along, and with how many questions."""

    text: str
    number: int


@dataclass(frozen=True)
class Choice:
    """A format, and what it cannot hold of a bank."""

    form: Format
    name: str
    losses: tuple[Loss, ...]


def choices_for(bank: Bank) -> list[Choice]:
    """Each format that we write, with what of this bank does not go along."""
    return [Choice(form, str(name), _losses(bank, form)) for form, name in NAMES.items()]


def _losses(bank: Bank, form: Format) -> tuple[Loss, ...]:
    counted = Counter(str(text) for one in bank.questions for text in losses(one, form))
    return tuple(Loss(text, number) for text, number in counted.items())


def written(bank: Bank, form: Format, *, title: str) -> bytes:
    """The bank as a file."""
    if form is Format.GIFT:
        return write_gift(bank)
    if form is Format.MOODLE:
        return write_moodle(bank)
    version = Version.QTI_21 if form is Format.QTI_21 else Version.QTI_30
    return write_qti(bank, version, title=title)


def file_name(title: str, form: Format) -> str:
    """What the file is called."""
    return f"{slugify(title)[:60] or 'vragen'}.{ENDINGS[form][0]}"
