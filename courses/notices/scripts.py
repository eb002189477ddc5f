"""What to say on the telephone, in the order in which one talks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from courses.common.mail import Letter
from courses.notices import kinds, texts, writing
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courses.notices.kinds import NoticeKind
    from courses.notices.models import Notice
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


def script_of(notice: Notice, *, who_called: bool = False) -> CallScript | None:
    """What to say about a notice; None when it is no news any more.

    With `who_called` the person rang us: nobody says then who it is that calls, and why.

    Raises:
        UnknownKindError: no part declares its kind.
    """
    written = writing.write(notice, way=ContactWay.TELEPHONE)
    if written is None:
        return None
    script, person, values = writing.kind_of(notice).script, notice.person, written.values
    with override(person.language):
        opening = gettext("Dag, je spreekt met {caller} van de {academy}. Spreek ik met {name}?")
        hello = opening.format(caller="…", academy=str(values["academie"]), name=person.name)
        if who_called:
            about = gettext("Het gaat om de training {training}.")
            told = [about if line is kinds.CALLING_ABOUT else line for line in script.say]
            say = _sentences(told, values)
        else:
            say = [hello, *_sentences(script.say, values)]
        ask = _sentences(script.ask, values)
        say.append(
            gettext("Heb je nog vragen? Ons nummer is {number}.").format(
                number=str(values["telefoon"])
            )
        )
    return CallScript(
        name=person.name,
        telephone=person.telephone,
        language=str(person.get_language_display()),
        say=say,
        ask=ask,
        note=_sentences(script.note, values),
        letter=written.on_screen,
    )


@dataclass(frozen=True)
class SpokenWords:
    """What is said, asked and written down in a call."""

    say: Sequence[str]
    ask: Sequence[str]
    note: Sequence[str]


def example_of(kind: NoticeKind, language: str) -> SpokenWords:
    """What a call about a kind sounds like, with the examples of its placeholders."""
    with override(language):
        values = {one.name: str(one.example) for one in kinds.placeholders_of(kind)}
        parts = (kind.script.say, kind.script.ask, kind.script.note)
        return SpokenWords(*(_sentences(part, values) for part in parts))


def _sentences(lines: Iterable[Text], values: Mapping[str, Text]) -> list[str]:
    """The sentences with what they are about; a list becomes a sentence for each line."""
    filled = (texts.fill_in(Letter("", str(line)), values).body for line in lines)
    parts = [part.strip() for text in filled for part in text.splitlines()]
    return [part.removeprefix("- ") for part in parts if part]
