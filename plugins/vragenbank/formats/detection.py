"""Which format a file is in: by what is in it, not by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.plugin_api.api import Refusal
from plugins.vragenbank.formats.gift_reader import read_gift
from plugins.vragenbank.formats.moodle_reader import read_moodle
from plugins.vragenbank.formats.qti_package import read_qti

if TYPE_CHECKING:
    from plugins.vragenbank.formats.reading import ReadFile

MOST_BYTES = 10 * 1024 * 1024
QUIZ = re.compile(rb"<(?:[\w-]+:)?quiz[\s>]")
BEGINNING = 4000


def read_file(content: bytes) -> ReadFile:
    """The questions in a file of any format that we read.

    Raises:
        Refusal: at the field `file`: it is empty, too large, or in none of the formats.
    """
    if not content.strip():
        raise Refusal(_("Dit bestand is leeg. Kies een ander bestand."), field="file")
    if len(content) > MOST_BYTES:
        raise Refusal(_("Dit bestand is te groot. Het mag hoogstens 10 MB zijn."), field="file")
    # Of UTF-16 every other byte is empty.
    beginning = content[:BEGINNING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if content.startswith(b"PK"):
        return read_qti(content)
    if not beginning.startswith(b"<"):
        return read_gift(content)
    return read_moodle(content) if QUIZ.search(beginning) else read_qti(content)
