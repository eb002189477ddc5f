"""The words of a notice: a plugin's, a coordinator's, or the academy's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from courses.catalogue.mail_texts import letter_about
from courses.catalogue.queries import infopunt_of_default_site
from courses.common import mail
from courses.common.edit_conflicts import Fact, fact
from courses.common.mail import Letter
from courses.notices import kinds, queries, texts
from courses.notices.texts import Wording
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from courses.common.mail import Attachment
    from courses.notices.kinds import Content, NoticeKind, Picture
    from courses.notices.models import Notice
    from courses.people.models import User
    from courses.plugin_api.contributions.base import Text


PARTS = {
    "subject": _("Onderwerp"),
    "body": _("Tekst"),
    "say": _("Wat je zegt"),
    "ask": _("Wat je vraagt"),
    "note": _("Wat je doet"),
}
"""What the parts of the words of a kind are called."""


class UnknownKindError(LookupError):
    """No part declares the kind of a notice (any more)."""


@dataclass(frozen=True)
class Written:
    """What a notice says to its person, and what goes along by mail or with a letter.

    `wording` has the words with their placeholders, `added` what a plugin puts below them.
    """

    letter: Letter
    added: str
    wording: Wording
    values: Mapping[str, Text]
    attachments: Callable[[], list[Attachment]]
    pictures: Callable[[], list[Picture]]
    enclosures: Callable[[], list[bytes]]
    secrets: Sequence[str]

    @property
    def on_screen(self) -> Letter:
        """The letter for who looks it up, without what is for the person alone."""
        return Letter(
            self.without_secrets(self.letter.subject), self.without_secrets(self.letter.body)
        )

    def without_secrets(self, text: str) -> str:
        """A text for who looks it up, without what is for the person alone."""
        for secret in filter(None, self.secrets):
            text = text.replace(secret, "…")
        return text


def write(notice: Notice, *, way: ContactWay) -> Written | None:
    """What a notice says when it goes `way`; None when it is no news any more.

    Raises:
        UnknownKindError: no part declares its kind.
    """
    kind, language = kind_of(notice), notice.person.language
    with override(language):
        content = kind.build(notice, way, False)
        if content is None:
            return None
        values = {**_values_of(notice), **content.values}
        wording = wording_of(kind, language)
        text = wording.letter
        if str(values.get("link", "")) and not reads_own_page(notice.person, way):
            text = texts.without_link(
                text, gettext("Wil je iets laten weten of vragen? Bel ons: {telefoon}.")
            )
        own = texts.fill_in(text, values)
        letter = _by_plugin(kind, own, content, language)
        return Written(
            letter=letter,
            added=_below(own, letter),
            wording=wording,
            values=values,
            attachments=content.attachments,
            pictures=content.pictures,
            enclosures=content.enclosures,
            secrets=content.secrets,
        )


def preview(notice: Notice, *, text: Letter | None = None) -> Letter:
    """What a notice would say by mail, with this text for its kind or the one that counts now.

    What the notice does not know, such as a deadline where there is no offer, is an example.

    Raises:
        UnknownKindError: no part declares its kind.
    """
    kind, language = kind_of(notice), notice.person.language
    with override(language):
        content = kind.build(notice, ContactWay.MAIL, True)
        values = or_examples(kind, _known(notice, content))
        own = texts.fill_in(text or wording_of(kind, language).letter, values)
        return own if content is None else _by_plugin(kind, own, content, language)


def known_values(notice: Notice, way: ContactWay) -> dict[str, Text]:
    """What a preview knows of a notice that would go `way`, in the language that is set.

    Raises:
        UnknownKindError: no part declares its kind.
    """
    return _known(notice, kind_of(notice).build(notice, way, True))


def _known(notice: Notice, content: Content | None) -> dict[str, Text]:
    return {**_values_of(notice), **(content.values if content else {})}


def or_examples(kind: NoticeKind, known: Mapping[str, Text]) -> dict[str, Text]:
    """What is known for the placeholders of a kind; an example of what is not."""
    return examples_of(kind) | {name: str(value) for name, value in known.items() if str(value)}


def kind_of(notice: Notice) -> NoticeKind:
    """The kind of a notice.

    Raises:
        UnknownKindError: no part declares it.
    """
    kind = kinds.find(notice.kind)
    if kind is None:
        raise UnknownKindError(notice.kind)
    return kind


def standard_text(kind: NoticeKind, language: str) -> Letter:
    """The academy's own text for a kind, with its placeholders."""
    text = mail.compose(kind.template or kind.name, {}, language=language)
    return Letter(" ".join(text.subject.split()), text.body.strip())


def standard_wording(kind: NoticeKind, language: str) -> Wording:
    """All of the academy's own words for a kind, also those of a call."""
    text, script = standard_text(kind, language), kind.script
    with override(language):
        return Wording(
            text.subject,
            text.body,
            texts.in_lines(script.say),
            texts.in_lines(script.ask),
            texts.in_lines(script.note),
        )


def wording_of(kind: NoticeKind, language: str) -> Wording:
    """The words for a kind that count: of each part a coordinator's where there is one."""
    own = queries.own_text(kind.name, language) if kind.is_editable else None
    standard = standard_wording(kind, language)
    if own is None:
        return standard
    return completed(
        Wording(**{name: getattr(own, name) for name in standard.parts}), standard=standard
    )


def completed(wording: Wording, *, standard: Wording) -> Wording:
    """Words with the standard ones in the place of each part that is left empty."""
    usual = standard.parts
    return Wording(**{name: part or usual[name] for name, part in wording.parts.items()})


def text_facts(wording: Wording) -> dict[str, Fact]:
    """What the page for a text shows, as stored or as it would become."""
    return {name: fact(PARTS[name], part) for name, part in wording.parts.items()}


def example(kind: NoticeKind, language: str, text: Letter) -> Letter:
    """What a text for a kind looks like with the examples of its placeholders."""
    with override(language):
        return texts.fill_in(text, examples_of(kind))


def examples_of(kind: NoticeKind) -> dict[str, Text]:
    """The examples of the placeholders of a kind, in the language that is set."""
    return {one.name: str(one.example) for one in kinds.placeholders_of(kind)}


def _values_of(notice: Notice) -> dict[str, Text]:
    return {
        "voornaam": notice.person.first_name,
        "telefoon": lazy(our_telephone, str)(),
        "academie": academy_name(),
    }


def academy_name() -> str:
    """What the academy is called."""
    return str(settings.WAGTAIL_SITE_NAME)


def our_telephone() -> str:
    """The number that people can call."""
    return infopunt_of_default_site().phone


def our_postal_address() -> list[str]:
    """The lines of where people send post; none where nobody filled that in."""
    return infopunt_of_default_site().postal_lines


def _by_plugin(kind: NoticeKind, own: Letter, content: Content, language: str) -> Letter:
    if kind.plugin_kind is None or content.training_id is None or content.facts is None:
        return own
    return letter_about(
        kind.plugin_kind,
        own=own,
        training_id=content.training_id,
        language=language,
        facts=content.facts,
    )


def _below(own: Letter, letter: Letter) -> str:
    """What a plugin added below our words; nothing where it has words of its own instead."""
    if not own.body or not letter.body.startswith(own.body):
        return ""
    return letter.body.removeprefix(own.body).strip()


def reads_own_page(person: User, way: ContactWay) -> bool:
    """Whether a notice can send somebody to a page for which one signs in.

    One signs in with an e-mail address. Who has none calls instead.
    """
    return way == ContactWay.MAIL or bool(person.email)


def link_for(way: ContactWay, path: str) -> str:
    """An address of this site: whole in a mail, and short enough to type over elsewhere."""
    url = mail.absolute_url(path)
    if way == ContactWay.MAIL:
        return url
    return url.partition("://")[2].rstrip("/")
