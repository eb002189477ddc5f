"""Notices as letters on paper: large type, for an envelope with a window on the left.

The address stands 25 to 100 mm from the left and, with three or four lines, 57 to 79 mm from the
top of an A4 that is folded in three. That shows in the window of a DL envelope (110 × 220 mm) with
the window on the left: 90 mm wide, 35 to 45 mm high, 20 mm from the left edge and 15 to 20 mm from
the bottom edge, wherever in the envelope the sheet slides (11 mm up and down, 10 mm sideways).
With five lines it needs a window of 45 mm. It also lies within the field for the address of DIN
5008 form B, as print services ask it: 85 × 45 mm, 20 mm from the left and 45 mm from the top.
Nothing else stands between 39 and 97 mm from the top. The type is that which PostNL asks: 12
points, without serifs, three to six lines, two spaces behind the postcode, the city in capitals.

Each letter begins on a sheet of its own, also where both sides are printed. The letters to one
person come after each other, for one envelope. What is enclosed with
a letter, such as a certificate, follows it on sheets of its own: who puts the pile into envelopes
goes on until the next address.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from courses.common import clock, pdf, pdf_joining
from courses.notices import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courses.common.mail import Letter
    from courses.notices.kinds import Picture
    from courses.people.models import User


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, or a list of which each line is an item."""

    lines: Sequence[str]
    is_list: bool = False


@dataclass(frozen=True)
class PaperLetter:
    """A letter to one person."""

    person: User
    letter: Letter
    pictures: Sequence[Picture] = ()
    enclosures: Sequence[bytes] = ()

    @property
    def images(self) -> list[tuple[str, str]]:
        """The pictures as addresses that hold them, with what they show."""
        return [
            (f"data:image/jpeg;base64,{b64encode(one.content).decode()}", one.shows)
            for one in self.pictures
        ]

    @property
    def address(self) -> list[str]:
        """The lines of the address, as the post wants them."""
        person = self.person
        return [person.name, person.street, f"{person.postcode}  {person.city.upper()}"]

    @property
    def text(self) -> str:
        """All that is on it."""
        return "\n".join([*self.address, self.letter.subject, self.letter.body])

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The text in parts, so that a screen reader meets lists as lists."""
        found: list[Paragraph] = []
        for block in self.letter.body.strip().split("\n\n"):
            lines: list[str] = []
            items: list[str] = []
            for line in block.splitlines():
                if line.startswith("- "):
                    items.append(line[2:])
                    continue
                if items:
                    found += _parts(lines, items)
                    lines, items = [], []
                lines.append(line)
            found += _parts(lines, items)
        return found


def _parts(lines: list[str], items: list[str]) -> list[Paragraph]:
    found = [Paragraph(lines)] if lines else []
    return [*found, Paragraph(items, is_list=True)] if items else found


class EnclosureError(ValueError):
    """What is to go along with somebody's letter is no PDF that can be joined."""


def render(letters: Sequence[PaperLetter], *, one_sided: bool = False) -> bytes:
    """One file with all letters, each in its reader's language, and behind each what is enclosed.

    `one_sided` leaves out the blank pages that begin each letter on a sheet of its own.

    A4, accessible, for an archive.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
        EnclosureError: what is enclosed cannot be printed along.
    """
    files: list[bytes] = []
    for run in _runs(letters):
        alone = len(letters) == 1
        files += [_render(run, alone=alone, one_sided=one_sided), *run[-1].enclosures]
    try:
        return pdf_joining.join(files, one_sided=one_sided)
    except ValueError as error:
        raise EnclosureError(str(error)) from error


def _runs(letters: Sequence[PaperLetter]) -> Iterator[Sequence[PaperLetter]]:
    """The letters in as few groups as can be, in each of which only the last encloses something."""
    begin = 0
    for number, one in enumerate(letters, start=1):
        if one.enclosures or number == len(letters):
            yield letters[begin:number]
            begin = number


def _render(letters: Sequence[PaperLetter], *, alone: bool, one_sided: bool) -> bytes:
    parts = []
    telephone, our_address = writing.our_telephone(), ", ".join(writing.our_postal_address())
    for one in letters:
        with override(one.person.language):
            values = {
                "one": one,
                "language": one.person.language,
                "day": date_format(clock.today(), "j F Y"),
                "telephone": telephone,
                "our_address": our_address,
                "academy": writing.academy_name(),
            }
            parts.append(get_template("notices/pdf/letter.html").render(values))
    title = letters[0].letter.subject if alone else gettext("Brieven")
    language = letters[0].person.language if alone else "nl"
    whole = {"parts": parts, "title": title, "language": language, "one_sided": one_sided}
    return pdf.render(
        get_template("notices/pdf/letters.html").render(whole),
        css=pdf.css_of("notices/pdf/letter.css"),
    )
