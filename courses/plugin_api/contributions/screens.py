"""Panels, reports and pages of a plugin's own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courses.common import addresses
from courses.plugin_api.contributions.base import Audience, Contribution, Json, Text

if TYPE_CHECKING:
    from django.urls import URLPattern
    from django.utils.safestring import SafeString

# --- Panels ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PanelContext:
    """Who looks, and for which trainings.

    `settings` has, for each training that the panel is about (never none), the plugin's settings
    there: those where the plugin is on and that the person follows, gives or oversees.
    """

    person_id: int
    settings: Mapping[int, Mapping[str, Json]]

    @property
    def training_ids(self) -> tuple[int, ...]:
        """The trainings that the panel is about."""
        return tuple(self.settings)


class DashboardPanel(Contribution):
    """A panel on somebody's first page.

    `audience` says on which: `PARTICIPANT` on the person's own page (`/mijn/`), `TRAINER` and
    `COORDINATOR` on the front page of the administration. Called each time that page is shown to
    somebody of that audience with at least one training in which the plugin is on. A failure
    leaves the panel out.
    """

    audience: ClassVar[Audience]
    title: ClassVar[Text]

    @abstractmethod
    def render(self, ctx: PanelContext) -> SafeString | None:
        """What stands under the title, as HTML; None for no panel."""


# --- Reports --------------------------------------------------------------------------------

Cell = str | int | float | Decimal | date | Promise | None
Row = Sequence[Cell]

MOST_ROWS = 10_000


@dataclass(frozen=True)
class Column:
    """A column of a report; `is_number` puts its cells to the right."""

    label: Text
    is_number: bool = False


@dataclass(frozen=True)
class ReportFilters:
    """What was asked for.

    `since` and `until` are days, both included; None has no limit. `training_ids` are trainings
    in which the plugin is on and that the person may see, narrowed to the chosen one.
    """

    person_id: int
    training_ids: frozenset[int]
    since: date | None = None
    until: date | None = None

    def covers(self, day: date | None) -> bool:
        """Whether a day is in the period; no day is in none but the one without limits."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Report(Contribution):
    """A table in the administration, under "Rapporten", with filters, paging and exports.

    `audience` is `COORDINATOR` or `TRAINER`. `description` is the definition: what is counted,
    over which period, n of how many. Called when the page or the export is asked for.
    A failure gives a row that says so, after the rows that came before it; more than 10,000 rows
    are cut off, and the page says so.
    """

    title: ClassVar[Text]
    description: ClassVar[Text]
    audience: ClassVar[Audience] = Audience.COORDINATOR
    columns: ClassVar[Sequence[Column]]

    @abstractmethod
    def rows(self, filters: ReportFilters) -> Iterable[Row]:
        """The rows, each with a cell for every column."""


# --- Pages ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class CourseContext:
    """The training in which a plugin's page is shown, and who looks.

    `url` is the address of the plugin's pages in this training, with a slash at the end.
    `takes_part` is whether the person is a participant, `is_staff` whether he or she gives or
    oversees the training. `settings` are the plugin's for the training.
    """

    training_id: int
    training_title: str
    training_url: str
    url: str
    person_id: int | None
    takes_part: bool
    is_staff: bool
    settings: Mapping[str, Json] = field(default_factory=dict)

    def page_values(self, title: Text, *above: tuple[Text, str]) -> dict[str, object]:
        """For `base.html` on a page in a training: `course`, `title`, `crumbs` and `noindex`.

        `above` are the pages between the training's and this one, each with its address.
        """
        crumbs: list[tuple[Text, str | None]] = [
            (_("Home"), addresses.HOME),
            (_("Trainingen"), addresses.CATALOGUE),
            (self.training_title, self.training_url),
            *above,
            (title, None),
        ]
        return {"course": self, "title": title, "crumbs": crumbs, "noindex": True}


class CourseUrls(Contribution):
    """Pages of the plugin's own, under `/trainingen/<training>/p/<plugin>/`.

    A view is called as `view(request, course, **kwargs)` with a `CourseContext`, for who belongs
    to `audience`; others are sent to sign in or told no. What changes something is asked with
    POST, which runs in a transaction; GET does not, nor does a view with Django's
    `transaction.non_atomic_requests`. A view may raise `Http404`,
    `PermissionDenied`, and `Refusal` with a plain sentence; these, and a failure, undo what a POST
    wrote and what the view put in the session. With a `label` the training's page gets a link to
    the first page. Where the plugin is off, every address answers 404; a failure is a page with
    status 404 that says to try later. A stream that fails halfway ends there.
    """

    audience: ClassVar[Audience] = Audience.PARTICIPANT
    label: ClassVar[Text | None] = None

    @abstractmethod
    def patterns(self) -> Sequence[URLPattern]:
        """Patterns made with `django.urls.path`; called once in each process."""


# --- Documents ------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicDocument:
    """A document for whoever asks. `media_type` is `type/subtype`; `seconds` is how long others may
    keep it, at most a day; at most 1,000,000 bytes."""

    content: bytes
    media_type: str
    seconds: int = 0


class PublicDocuments(Contribution):
    """Documents of the plugin's own for other programs, at addresses that never change:
    `/p/<plugin>/<name>`. Since 1.2.

    For what must be found for years, whatever becomes of a training: keys, lists, descriptions. So
    they do not depend on where the plugin is on, only on whether it is on for the site. Called for
    each request (GET). Everybody may read them, also scripts of other sites, and nobody is known.
    When it fails, or has no such document, the answer is 404.
    """

    @abstractmethod
    def document(self, name: str) -> PublicDocument | None:
        """The document of this name (letters, digits, dots, hyphens and slashes), or None."""
