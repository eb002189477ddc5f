"""The panels of plugins on somebody's first page."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.catalogue.queries import trainings_by_plugin
from courses.common.text import plain_html
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import DashboardPanel, PanelContext
from courses.plugin_host import guard
from courses.reports.cells import heading
from courses.reports.plugin_screens import (
    Trainings,
    described,
    is_for,
    trainings_for_staff,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser
    from django.utils.safestring import SafeString

    from courses.people.models import User
    from courses.plugin_host.entry import Entry


@dataclass(frozen=True)
class Panel:
    """What is shown; `key` is unique on the page."""

    key: str
    title: str
    html: SafeString
    audience: Audience


@dataclass(frozen=True)
class PanelOnOffer:
    """A panel that works on this site."""

    entry: Entry[DashboardPanel]
    title: str
    audience: Audience


def panels_for_participant(
    person: User | AnonymousUser, training_ids: Collection[int]
) -> list[Panel]:
    """The panels for somebody who takes part in these trainings.

    Without a plugin that has such a panel it asks the database nothing.
    """
    offered = [one for one in _offered() if one.audience is Audience.PARTICIPANT]
    if not (offered and training_ids):
        return []
    trainings = trainings_by_plugin()
    panels = []
    for one in offered:
        if (on := trainings.get(one.entry.plugin.slug)) is not None:
            own = {pk: settings for pk, settings in on.items() if pk in training_ids}
            panels.append(_render(one, person, own))
    return [panel for panel in panels if panel]


def panels_for_staff(user: User | AnonymousUser) -> list[Panel]:
    """The panels for somebody who gives trainings or runs the academy."""
    panels = [
        _render(offered, user, trainings_for_staff(user, offered.entry.plugin.slug))
        for offered in _offered()
        if offered.audience is not Audience.PARTICIPANT and is_for(user, offered.audience)
    ]
    return [panel for panel in panels if panel]


def _offered() -> list[PanelOnOffer]:
    return described(DashboardPanel, _describe)


def _describe(entry: Entry[DashboardPanel]) -> PanelOnOffer:
    audience = Audience(entry.contribution.audience)
    if audience is Audience.EVERYONE:
        raise ValueError("a panel is on somebody's own page")
    return PanelOnOffer(entry, heading(entry.contribution.title), audience)


def _render(
    offered: PanelOnOffer, person: User | AnonymousUser, trainings: Trainings
) -> Panel | None:
    """The panel; None when there is none to show, or the plugin fails."""
    if not trainings:
        return None
    # A copy: a plugin may do with its settings as it likes.
    context = PanelContext(person_id=person.pk or 0, settings=deepcopy(dict(trainings)))
    html = guard.call_plugin(
        offered.entry, lambda panel: _checked(panel.render(context)), default=None
    )
    if html is None:
        return None
    plugin, name = offered.entry.plugin.slug, offered.entry.contribution.name
    return Panel(f"panel-{plugin}-{name}", offered.title, html, offered.audience)


def _checked(html: object) -> SafeString | None:
    if html is None:
        return None
    # What cannot be sent to a browser would cost the whole page.
    copied = plain_html(html)
    return copied if copied.strip() else None
