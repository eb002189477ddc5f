"""The kinds of notices. Parts declare theirs when they start; nothing here knows which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from courses.catalogue.mail_texts import Facts
    from courses.common.mail import Attachment
    from courses.notices.models import Notice
    from courses.people.enums import ContactWay
    from courses.plugin_api.contributions.base import Text
    from courses.plugin_api.contributions.messages import NotificationKind


@dataclass(frozen=True)
class Placeholder:
    """A name that is filled in; `meaning` and `example` are for who writes the text."""

    name: str
    meaning: Text
    example: Text


@dataclass(frozen=True)
class Script:
    """For a telephone call: what to say, what to ask, and what to write down.

    Short sentences, with the placeholders of the kind.
    """

    say: Sequence[Text] = ()
    ask: Sequence[Text] = ()
    note: Sequence[Text] = ()
    yes: Text = ""
    """What it is called when somebody was spoken with and said yes; nothing where there is nothing
    to say yes to. A no is one of the things to do."""


CALLING_ABOUT = _("Ik bel over de training {training}.")
"""Why we call: the first thing to say, and another one when the person called us."""


@dataclass(frozen=True)
class Picture:
    """A JPEG for a letter, with what it shows in words."""

    content: bytes
    shows: str


@dataclass(frozen=True)
class CallLink:
    """A button beside what to say in a call: what staff do together with the person. A file opens
    beside the page, where what is written down stays in its field. What `may_be_left` is shown
    after the call too, for the rest of the day: somebody may have asked for it."""

    label: Text
    url: str
    is_file: bool = False
    may_be_left: bool = False


@dataclass(frozen=True)
class Content:
    """What one notice says, in the language that is set.

    `values` are those of the placeholders, lazy where they are dear and seldom used. `training_id`
    and `facts` are for the text of a plugin that is on in the training. `attachments` are made
    only for mail, `pictures` and `enclosures` (PDFs on sheets of their own) only for a letter.
    `secrets` are words that are for the person alone, such as a personal link: staff who look a
    notice up do not see them.
    """

    values: Mapping[str, Text]
    training_id: int | None = None
    facts: Facts | None = None
    attachments: Callable[[], list[Attachment]] = list
    pictures: Callable[[], list[Picture]] = list
    enclosures: Callable[[], list[bytes]] = list
    secrets: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """A kind of notice.

    `build(notice, way, anyway)` gives what a notice of the kind says when it goes `way`, or None
    when it is no news any more; then nobody hears it. With `anyway` it is a preview: what is said
    need not be so. The standard text stands in the templates `email/<template>.txt` and
    `email/<template>_subject.txt`, which are called as the kind unless said otherwise.

    `plugin_kind`: a plugin may have another text for it. `is_urgent`: a letter would come too
    late, so who has no e-mail is called. `before_edition`: a letter is in time only when the
    edition does not begin soon. `is_fleeting`: a newer one of the kind says all that this one
    would. `call_link`: what staff open while they call. `in_short`: what a line in a list says of
    this very notice, in the place of the title; it asks no queries. `for_trainer`: it is about
    somebody's work, not about taking part. `hidden_from_trainers`: who gave the edition sees
    nothing of it, and does not call. `keeps_facts`: its facts are kept as long as the notice, since
    nothing else says what it is about. `is_call`: somebody asked for it, so staff call that person,
    however he or she hears other things.
    """

    name: str
    title: Text
    build: Callable[[Notice, ContactWay, bool], Content | None]
    template: str = ""
    placeholders: Sequence[Placeholder] = ()
    script: Script = field(default_factory=Script)
    call_link: Callable[[Notice], CallLink | None] = lambda _notice: None
    in_short: Callable[[Notice], str] = lambda _notice: ""
    plugin_kind: NotificationKind | None = None
    is_urgent: bool = False
    before_edition: bool = False
    is_fleeting: bool = True
    is_editable: bool = True
    for_trainer: bool = False
    hidden_from_trainers: bool = False
    keeps_facts: bool = False
    is_call: bool = False


@dataclass(frozen=True)
class FactWords:
    """What a fact of notices is called, and how somebody reads it who asks for all that we keep.

    `in_words(values)` gives the words by value, for all of them at once; a value of which nothing
    is known any more is left out.
    """

    name: Text
    in_words: Callable[[Collection[Any]], Mapping[Any, str]]


def each(word: Callable[[Any], str]) -> Callable[[Collection[Any]], Mapping[Any, str]]:
    """For values that need no look: the word of each."""
    return lambda values: {value: word(value) for value in values}


FIRST_NAME = Placeholder("voornaam", _("de voornaam van wie het bericht krijgt"), "Sanne")
TRAINING = Placeholder("training", _("de naam van de training"), _("Eenzaamheid signaleren"))
WHEN = Placeholder(
    "wanneer",
    _("de bijeenkomsten, elk op een eigen regel"),
    _("- dinsdag 3 maart 2026, 19:00–22:00"),
)
WHERE = Placeholder(
    "waar",
    _("een zin met de plek, of met de link als het online is"),
    _("Waar: Buurthuis De Wissel, Dorpsstraat 1, Utrecht"),
)
LINK = Placeholder(
    "link", _("de pagina waar iemand verder kan"), "https://academie.example.org/inschrijven/1/"
)
TELEPHONE = Placeholder("telefoon", _("ons telefoonnummer"), "(030) 123 45 67")
ACADEMY = Placeholder("academie", _("de naam van de academie"), "Vrijwilligersacademie")

T = TypeVar("T")


def still_news(about: T | None, anyway: bool, is_news: Callable[[T], bool]) -> T | None:
    """What a notice is about, for its `build`, as long as there is something to tell of it: it is
    there, and it is news. In a preview (`anyway`) it need not be news."""
    if about is None or not (anyway or is_news(about)):
        return None
    return about


EVERYWHERE = (FIRST_NAME, TELEPHONE, ACADEMY)
"""What every kind has; filled in without asking the kind."""

NOTES_CARRIED = "notes_carried"
"""What notes of calls hang on that came along to another edition. It tells nobody anything, so it
has no words and is settled from the beginning."""

_kinds: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Declare kinds of notices; called when a part starts."""
    _kinds.update({kind.name: kind for kind in kinds})


_fact_words: dict[str, FactWords] = {}


def explain_facts(**words: FactWords) -> None:
    """Say what facts mean, by the names under which notices keep them, when a part starts."""
    _fact_words.update(words)


def facts_in_words(notices: Iterable[Notice]) -> list[dict[str, str]]:
    """The facts of each of these notices in words; some queries, however many there are."""
    every_one = list(notices)
    values: dict[str, set[Any]] = {}
    for one in every_one:
        for fact, value in one.facts.items():
            values.setdefault(fact, set()).add(value)
    words = {
        fact: _fact_words[fact].in_words(found)
        for fact, found in values.items()
        if fact in _fact_words
    }
    return [
        {
            str(_fact_words[fact].name): words[fact][value]
            for fact, value in one.facts.items()
            if value in words.get(fact, {})
        }
        for one in every_one
    ]


def explained_facts() -> frozenset[str]:
    """Which facts have words."""
    return frozenset(_fact_words)


def find(name: str) -> NoticeKind | None:
    """The kind of this name; None when nobody declares it (any more)."""
    return _kinds.get(name)


def every() -> list[NoticeKind]:
    """All kinds, in the order in which they were declared."""
    return list(_kinds.values())


def title_of(name: str) -> str:
    """What a kind is called on the screen; its name when nobody declares it any more."""
    if name == NOTES_CARRIED:
        return str(_("Eerdere notitie"))
    kind = _kinds.get(name)
    return str(kind.title) if kind else name


def subject_of(notice: Notice) -> str:
    """What a line in a list says of a notice: what it is about, or what it is called."""
    kind = _kinds.get(notice.kind)
    return (kind.in_short(notice) if kind else "") or title_of(notice.kind)


def placeholders_of(kind: NoticeKind) -> list[Placeholder]:
    """All that may stand in a text of this kind."""
    return [*EVERYWHERE, *kind.placeholders]


def yes_to(notice: Notice) -> str:
    """What it is called that somebody said yes to a notice; nothing when one cannot."""
    kind = _kinds.get(notice.kind)
    return str(kind.script.yes) if kind else ""


def call_link(notice: Notice) -> CallLink | None:
    """What staff open while they call about a notice."""
    kind = _kinds.get(notice.kind)
    return kind.call_link(notice) if kind else None
