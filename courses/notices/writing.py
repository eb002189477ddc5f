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
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from courses.common.mail import Attachment
    from courses.notices.kinds import Content, NoticeKind, Picture
    from courses.notices.models import Notice
    from courses.people.models import User
    from courses.plugin_api.contributions.base import Text


class UnknownKindError(LookupError):
    """No part declares the kind of a notice (any more)."""


@dataclass(frozen=True)
class Written:
    """What a notice says to its person, and what goes along by mail or with a letter."""

    letter: Letter
    values: Mapping[str, Text]
    attachments: Callable[[], list[Attachment]]
    pictures: Callable[[], list[Picture]]
    enclosures: Callable[[], list[bytes]]
    secrets: Sequence[str]

    @property
    def on_screen(self) -> Letter:
        """The letter for who looks it up, without what is for the person alone."""
        subject, body = self.letter.subject, self.letter.body
        for secret in filter(None, self.secrets):
            subject, body = subject.replace(secret, "…"), body.replace(secret, "…")
        return Letter(subject, body)


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
        text = text_of(kind, language)
        if str(values.get("link", "")) and not reads_own_page(notice.person, way):
            text = texts.without_link(
                text, gettext("Wil je iets laten weten of vragen? Bel ons: {telefoon}.")
            )
        own = texts.fill_in(text, values)
        return Written(
            letter=_by_plugin(kind, own, content, language),
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
        values = {one.name: str(one.example) for one in kinds.placeholders_of(kind)}
        known = {**_values_of(notice), **(content.values if content else {})}
        values |= {name: str(value) for name, value in known.items() if str(value)}
        own = texts.fill_in(text or text_of(kind, language), values)
        return own if content is None else _by_plugin(kind, own, content, language)


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


def text_of(kind: NoticeKind, language: str) -> Letter:
    """The text for a kind that counts: a coordinator's where there is one."""
    own = queries.own_text(kind.name, language) if kind.is_editable else None
    return Letter(own.subject, own.body) if own else standard_text(kind, language)


def text_now(kind: str, language: str) -> Letter:
    """The text that counts for the kind of this name; nothing for a kind that nobody declares."""
    found = kinds.find(kind)
    return text_of(found, language) if found else Letter("", "")


def text_facts(text: Letter) -> dict[str, Fact]:
    """What the page for a text shows, as stored or as it would become."""
    return {
        "subject": fact(_("Onderwerp"), text.subject),
        "body": fact(_("Tekst"), text.body),
    }


def example(kind: NoticeKind, language: str, text: Letter) -> Letter:
    """What a text for a kind looks like with the examples of its placeholders."""
    with override(language):
        values = {one.name: str(one.example) for one in kinds.placeholders_of(kind)}
        return texts.fill_in(text, values)


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
