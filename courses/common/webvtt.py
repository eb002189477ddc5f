"""Captions in WebVTT: whether a file can be shown, what it says as plain text, and one that is made
of lines that somebody typed.

WebVTT is what browsers show below a video: lines of text, each with a begin and an end.
https://www.w3.org/TR/webvtt1/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from itertools import zip_longest

from django.utils.translation import gettext as _

from courses.common.errors import Refusal

MOST_BYTES = 1024 * 1024
"""A lecture of two hours has some 150 kB."""

TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
TIMES = re.compile(rf"(?P<start>{TIME})[ \t]+-->[ \t]+(?P<end>{TIME})(?:[ \t].*)?")
TAG = re.compile(r"<[^>]*>")
NO_CUES = ("NOTE", "STYLE", "REGION")

TYPED = re.compile(r"\[?(?P<time>(?:\d{1,2}:)?\d{1,3}:[0-5]\d)\]?(?![\d:])[\s.–-]*(?P<words>.*)")
"""A line that begins with a time, as people and YouTube write it: 0:04 Hallo."""

LONGEST_SHOWN = 10_000
"""How long a typed text stays when nothing follows it, in milliseconds."""

MOST_CHARACTERS = 160
"""What can be read in that time, at the pace of subtitles on television."""


@dataclass(frozen=True)
class Cue:
    """A text with its begin and end, in milliseconds."""

    start: int
    end: int
    text: str


def cues_in(content: bytes) -> list[Cue]:
    """The texts of a file, in order.

    Raises:
        Refusal: a browser would not show all of it; says in which line it goes wrong.
    """
    if len(content) > MOST_BYTES:
        raise _no(_("Dit bestand met ondertitels is te groot. Het mag hoogstens 1 MB zijn."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _no(
            _("De ondertitels zijn niet te lezen. Bewaar het bestand opnieuw, als UTF-8.")
        ) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise _no(
            _(
                "Dit zijn geen ondertitels in WebVTT. Op de eerste regel staat dan WEBVTT. Heb je "
                "een .srt? Bewaar die in je programma voor ondertitels als .vtt."
            )
        )
    found: list[Cue] = []
    for first, block in _blocks(lines):
        cue = _cue(first, block)
        if cue is None:
            continue
        if found and cue.start < found[-1].start:
            raise _wrong(first, _("deze tekst begint eerder dan de tekst die ervoor staat"))
        found.append(cue)
    if not found:
        raise _no(_("In dit bestand staan geen ondertitels."))
    return found


def typed_cues(text: str) -> list[Cue]:
    """The texts that somebody typed, each after the time at which it is said.

    A line without a time belongs to the one before, and a time without words ends the text that is
    shown. A text stays until the next, but not longer than `LONGEST_SHOWN`.

    Raises:
        Refusal: it cannot be shown so; says in which line it goes wrong.
    """
    said: list[tuple[int, int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = " ".join(line.split())
        if not words:
            continue
        if "-->" in words:
            raise _wrong(number, _("typ alleen het begin, zoals 0:04, en daarna de tekst"))
        timed = TYPED.fullmatch(words)
        if timed is None and not said:
            raise _wrong(number, _("zet de tijd ervoor, zoals 0:00 Hallo, ik ben Henk"))
        if timed is None:
            said[-1][2].append(words)
            continue
        start = _milliseconds(f"{timed['time']}.000")
        if said and start <= said[-1][1]:
            raise _wrong(number, _("deze tijd is niet later dan de tijd die ervoor staat"))
        said.append((number, start, [timed["words"]] if timed["words"] else []))
    return _shown_until_the_next(said)


def _shown_until_the_next(said: list[tuple[int, int, list[str]]]) -> list[Cue]:
    cues: list[Cue] = []
    for (number, start, words), after in zip_longest(said, said[1:]):
        text = " ".join(words)
        if not text:
            continue
        if len(text) > MOST_CHARACTERS:
            raise _wrong(number, _("deze tekst is te lang. Knip hem, met vaker een tijd ervoor"))
        end = start + LONGEST_SHOWN
        cues.append(Cue(start, min(after[1], end) if after else end, text))
    if not cues:
        raise _no(_("Hier staan nog geen ondertitels."))
    return cues


def file_of(cues: list[Cue]) -> str:
    """A file in WebVTT with these texts."""
    pieces = (
        f"{_time(cue.start)} --> {_time(cue.end)}\n{escape(cue.text, quote=False)}\n"
        for cue in cues
    )
    return "\n".join(["WEBVTT\n", *pieces])


def text_of(cues: list[Cue]) -> str:
    """What is said, as running text; a text that is repeated in the next cue stands there once."""
    said: list[str] = []
    for cue in cues:
        if not said or cue.text != said[-1]:
            said.append(cue.text)
    return " ".join(said)


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The pieces between empty lines, each with the number of its first line; the head is none."""
    found: list[tuple[int, list[str]]] = []
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            found.append((number - len(block), block))
            block = []
    return found[1:]


def _cue(first: int, block: list[str]) -> Cue | None:
    """The cue in a piece; None for remarks and styles."""
    if block[0].split()[0] in NO_CUES and "-->" not in block[0]:
        return None
    place = next((n for n, line in enumerate(block[:2]) if "-->" in line), None)
    if place is None:
        raise _wrong(first, _("hier hoort een tijd, zoals 00:01.000 --> 00:04.000"))
    number = first + place
    times = TIMES.fullmatch(block[place].strip())
    if times is None:
        raise _wrong(
            number, _("deze tijd klopt niet. Schrijf bijvoorbeeld 00:01.000 --> 00:04.000")
        )
    start, end = _milliseconds(times["start"]), _milliseconds(times["end"])
    if end <= start:
        raise _wrong(number, _("het einde is niet later dan het begin"))
    words = " ".join(" ".join(block[place + 1 :]).split())
    text = unescape(TAG.sub("", words)).strip()
    if not text:
        raise _wrong(number, _("onder deze tijd staat geen tekst"))
    return Cue(start, end, text)


def _milliseconds(time: str) -> int:
    seconds, _point, thousandths = time.partition(".")
    total = 0
    for part in seconds.split(":"):
        total = total * 60 + int(part)
    return total * 1000 + int(thousandths)


def _time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def _wrong(line: int, what: str) -> Refusal:
    return _no(_("Regel %(line)d van de ondertitels: %(what)s.") % {"line": line, "what": what})


def _no(sentence: str) -> Refusal:
    return Refusal(sentence, field="file")
