"""What to say on the telephone, in the order in which one talks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from courses.common.mail import Letter
from courses.notices import kinds, queries, texts, writing
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from courses.notices.kinds import NoticeKind
    from courses.notices.models import Notice
    from courses.notices.texts import Wording
    from courses.plugin_api.contributions.base import Text


@dataclass(frozen=True)
class CallScript:
    """A call: whom, what to say and to ask in that person's language, and what to write down.

    `letter` has all the words, as a letter would.
    """

    name: str
    telephone: str
    language: str
    say: Sequence[str]
    ask: Sequence[str]
    note: Sequence[str]
    letter: Letter


@dataclass(frozen=True)
class SpokenWords:
    """What is said, asked and written down in a call."""

    say: Sequence[str]
    ask: Sequence[str]
    note: Sequence[str]


def script_of(notice: Notice, *, who_called: bool = False, caller: str = "…") -> CallScript | None:
    """What to say about a notice, with the name of who calls; None when it is no news any more.

    With `who_called` the person rang us: nobody says then who it is that calls, and why.

    Raises:
        UnknownKindError: no part declares its kind.
    """
    written = writing.write(notice, way=ContactWay.TELEPHONE)
    if written is None:
        return None
    person, values = notice.person, written.values
    with override(person.language):
        academy, number = str(values["academie"]), str(values["telefoon"])
        hello = gettext("Dag, je spreekt met {caller} van de {academy}. Spreek ik met {name}?")
        opening = [hello.format(caller=caller, academy=academy, name=person.name)]
        wording = written.wording
        if who_called:
            opening, wording = [], _as_answer(wording)
        if not writing.reads_own_page(person, ContactWay.TELEPHONE):
            wording = _without_link(wording)
        spoken = _spoken(wording, values, shown=written.without_secrets)
        added = [written.without_secrets(one) for one in _lines(written.added)]
        closing = gettext("Heb je nog vragen? Ons nummer is {number}.").format(number=number)
    return CallScript(
        name=person.name,
        telephone=person.telephone,
        language=str(person.get_language_display()),
        say=[*opening, *spoken.say, *added, closing],
        ask=spoken.ask,
        note=spoken.note,
        letter=written.on_screen,
    )


def _as_answer(wording: Wording) -> Wording:
    """The words for somebody who called us: not why we call."""
    usual, about = str(kinds.CALLING_ABOUT), gettext("Het gaat om de training {training}.")
    told = [about if line == usual else line for line in wording.say.splitlines()]
    return replace(wording, say=texts.in_lines(told))


def _without_link(wording: Wording) -> Wording:
    """The words for who cannot open a page of one's own. Our number is said at the end anyway."""
    return replace(wording, say=texts.without_link(Letter("", wording.say), "").body)


def lines_of(wording: Wording) -> SpokenWords:
    """The words for a call as they were written, with their placeholders."""
    parts = (wording.say, wording.ask, wording.note)
    return SpokenWords(*(part.splitlines() for part in parts))


def example_of(kind: NoticeKind, language: str, wording: Wording) -> SpokenWords:
    """What a call about a kind sounds like, with the examples of its placeholders."""
    with override(language):
        return _spoken(wording, writing.examples_of(kind))


def preview_of(notice: Notice, wording: Wording) -> SpokenWords:
    """What one would say in a call about a notice, with these words for its kind.

    A line that is left out of the call about it is left out; of a notice that nobody was told, and
    that is only to look at a text with, each line has an example.

    Raises:
        UnknownKindError: no part declares its kind.
    """
    kind = writing.kind_of(notice)
    with override(notice.person.language):
        known = writing.known_values(notice, ContactWay.TELEPHONE)
        if queries.was_told(notice):
            wording = _without_empty(wording, writing.examples_of(kind) | known)
        return _spoken(wording, writing.or_examples(kind, known))


def _without_empty(wording: Wording, values: Mapping[str, Text]) -> Wording:
    said = {name: wording.parts[name] for name in texts.SPOKEN}
    kept = {name: "\n".join(texts.without_empty(part, values)) for name, part in said.items()}
    return replace(wording, **kept)


def _spoken(
    wording: Wording, values: Mapping[str, Text], *, shown: Callable[[str], str] = str
) -> SpokenWords:
    """The words for a call with what they are about; `shown` is how staff may see a sentence."""
    parts = (wording.say, wording.ask, wording.note)
    said = ([shown(one) for one in _sentences(part, values)] for part in parts)
    return SpokenWords(*said)


def _sentences(lines: str, values: Mapping[str, Text]) -> list[str]:
    """The sentences with what they are about; a list becomes a sentence for each line."""
    return _lines(texts.fill_in(Letter("", lines), values).body)


def _lines(text: str) -> list[str]:
    parts = [part.strip() for part in text.splitlines()]
    return [part.removeprefix("- ").removeprefix("PS ") for part in parts if part]
