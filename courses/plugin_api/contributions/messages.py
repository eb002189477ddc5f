"""Texts of mails."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class NotificationKind(StrEnum):
    """The mails that the academy sends about a training."""

    CONFIRMED = "enrolment_confirmed"
    WAITING = "enrolment_waiting"
    OFFERED = "enrolment_offered"
    EXPIRED = "enrolment_expired"
    WITHDRAWN = "enrolment_withdrawn"
    CANCELLED = "enrolment_cancelled"
    MOVED = "enrolment_moved"
    CERTIFICATE = "certificate_ready"


@dataclass(frozen=True)
class NotificationContext:
    """For which training, and in which language (`nl` or `en`), texts are asked.

    `settings` are the plugin's for the training.
    """

    training_id: int
    language: str
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class MailText:
    """A mail as a Django template of plain text.

    `subject` is a template too, of one line; empty keeps the academy's subject. Both get
    `first_name`, `training`, `url` (the page where the person sees it all), `when` (a line for
    each meeting) and `where` (both empty for a certificate), and the academy's own text and
    subject as `core` and `core_subject`, to add to. Nothing is escaped: mail is plain text.
    """

    body: str
    subject: str = ""


class NotificationTexts(Contribution):
    """Own texts for mails about a training.

    Called when such a mail is sent, by a task. Kinds that are left out keep the academy's text.
    Of several plugins the first that has the kind counts. When it fails, or when its template
    cannot be rendered or gives no text, the academy's own text is sent.
    """

    @abstractmethod
    def templates(self, ctx: NotificationContext) -> Mapping[NotificationKind, MailText]:
        """The texts by kind of mail."""


@dataclass(frozen=True)
class PlaceholderContext:
    """The mail for which values are asked.

    `settings` are the plugin's for the training.
    """

    kind: NotificationKind
    training_id: int
    language: str
    settings: Mapping[str, Json] = field(default_factory=dict)


class MailPlaceholders(Contribution):
    """Values that any text of a mail about a training may use: `{{ herinneringen.bring }}`.
    Since 1.3.

    Another plugin that writes the mail, or who writes the academy's texts, puts them where they
    belong: by the plugin's slug, and the name here. Called only for a text that uses one of them.
    When it fails, or the plugin is off in the training, they are empty.
    """

    placeholders: ClassVar[Mapping[str, Text]]
    """What each value tells, by name (lowercase letters and underscores)."""

    @abstractmethod
    def values(self, ctx: PlaceholderContext) -> Mapping[str, str]:
        """The values by name, as plain text of at most 5,000 characters each."""
