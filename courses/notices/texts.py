"""The language of texts that a coordinator may change: words, and names between braces.

`{voornaam}` is filled in when the notice is sent. There is no logic, and nothing else means
anything. A line of which nothing is left but a placeholder without a value is left out.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from courses.common.mail import Letter
from courses.common.text import made_keepable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from courses.plugin_api.contributions.base import Text

MOST_IN_SUBJECT = 200
MOST_IN_BODY = 20_000
MOST_IN_SCRIPT = 2_000

SPOKEN = ("say", "ask", "note")
"""The parts of the words of a kind that are for a call."""

LINK = "{link}"
TELEPHONE = "{telefoon}"
"""Leads to a page for which one signs in."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ALONE = re.compile(r"\s*\{([a-z_]+)\}\s*")
_BRACES = re.compile(r"\{[^{}\n]*\}?|\}")


@dataclass(frozen=True)
class Wording:
    """All words of a kind in one language, with placeholders: what people read, and what who calls
    says, asks and does, a line a sentence."""

    subject: str = ""
    body: str = ""
    say: str = ""
    ask: str = ""
    note: str = ""

    @property
    def letter(self) -> Letter:
        """What people read."""
        return Letter(self.subject, self.body)

    @property
    def parts(self) -> dict[str, str]:
        """Each part by its name."""
        return asdict(self)


def misunderstood(text: str, known: Collection[str]) -> list[str]:
    """What stands between braces in a text and is no placeholder; each once, in order."""
    found = [one for one in _BRACES.findall(text) if one[1:-1] not in known or one[-1] != "}"]
    return list(dict.fromkeys(found))


def tidy(typed: Wording) -> Wording:
    """What somebody typed, as it is kept: a subject of one line, lines without loose ends, and no
    empty lines in what is for a call."""
    lines = [line.rstrip() for line in made_keepable(typed.body).splitlines()]
    return Wording(
        subject=" ".join(made_keepable(typed.subject).split()),
        body="\n".join(lines).strip(),
        say=in_lines([typed.say]),
        ask=in_lines([typed.ask]),
        note=in_lines([typed.note]),
    )


def in_lines(sentences: Iterable[Text]) -> str:
    """Sentences for a call as they are typed: each on a line of its own."""
    typed = made_keepable("\n".join(str(one) for one in sentences))
    return "\n".join(line.strip() for line in typed.splitlines() if line.strip())


def fill_in(text: Letter, values: Mapping[str, Text]) -> Letter:
    """The text with values in the place of the placeholders.

    What is in a value is never read as a placeholder.

    Raises:
        KeyError: a placeholder has no value, not even an empty one.
    """
    subject = " ".join(_filled(text.subject, values).split())
    lines = [_filled(line, values) for line in without_empty(text.body.strip(), values)]
    return Letter(subject, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def without_empty(text: str, values: Mapping[str, Text]) -> list[str]:
    """The lines of a text but those of which nothing is left: a placeholder without a value."""
    return [line for line in text.splitlines() if not _is_left_out(line, values)]


def without_link(text: Letter, instead: str) -> Letter:
    """The text for who cannot open a page of one's own: a sentence in the place of the link, and of
    the line above it that leads to it; nothing where the text gives our number anyway."""
    is_said = TELEPHONE in text.body
    lines: list[str] = []
    for line in text.body.splitlines():
        if line.strip() != LINK:
            lines.append(line)
            continue
        if lines and (lines[-1].rstrip().endswith(":") or _ALONE.fullmatch(lines[-1])):
            lines.pop()
        if not is_said:
            lines.append(instead)
    return Letter(text.subject, "\n".join(lines))


def _is_left_out(line: str, values: Mapping[str, Text]) -> bool:
    alone = _ALONE.fullmatch(line)
    return alone is not None and not str(values[alone[1]])


def _filled(text: str, values: Mapping[str, Text]) -> str:
    return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)
