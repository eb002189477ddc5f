"""Who may see a plugin's pages, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from courses.catalogue.services import activate_plugin
from courses.common import addresses
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import CourseUrls
from courses.plugin_host import standing
from courses.plugin_kit.testing.conformance.base import Checks, contributions_of
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.world import World, look_again

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALLOWED: Mapping[Audience, tuple[str, ...]] = {
    Audience.EVERYONE: World.ROLES,
    Audience.PARTICIPANT: ("participant", "trainer", "coordinator"),
    Audience.TRAINER: ("trainer", "coordinator"),
    Audience.COORDINATOR: ("coordinator",),
}

_MADE_UP = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


class AccessChecks(Checks):
    """Checks on who may see a plugin's pages."""

    def test_its_pages_are_for_its_audience_alone(self, world: World) -> None:
        problems: list[str] = []
        for audience, address in self._pages(world):
            if audience not in _ALLOWED:
                problems.append(f"{address}: the audience {audience!r} is none of Audience")
                continue
            for role in World.ROLES:
                expected = role in _ALLOWED[audience]
                with watched(world.plugin.slug) as faults:
                    status = world.client(role).get(address).status_code
                problems += [f"{address}: {fault}" for fault in faults]
                refused = status == (302 if role == "visitor" else 403)
                if refused == expected and not (expected and status == 302):
                    problems.append(f"{address} ({audience}) for {role}: status {status}")
        demand_none(problems, "Pages open for their `audience`, and only for them:")

    def test_its_pages_are_closed_where_it_is_off(self, world: World) -> None:
        problems = []
        pages = [address for _audience, address in self._pages(world)]
        elsewhere = [one.replace(world.training.slug, world.other_training.slug) for one in pages]
        problems += _not_closed(world, elsewhere, "in a training where it is off")
        activate_plugin(training=world.training, plugin=world.plugin.slug, active=False)
        look_again()
        problems += _not_closed(world, pages, "once it is switched off in the training")
        activate_plugin(training=world.training, plugin=world.plugin.slug, active=True)
        standing.switch(plugin=world.plugin.slug, on=False)
        look_again()
        problems += _not_closed(world, pages, "once it is switched off on the site")
        demand_none(problems, "Mount pages with CourseUrls only, so that the academy closes them:")

    def _pages(self, world: World) -> list[tuple[Audience, str]]:
        """The audience and address of each page of the plugin."""
        base = f"{addresses.training(world.training.slug)}p/{world.plugin.slug}/"
        return [
            (urls.audience, base + _filled_in(str(pattern.pattern), self.arguments))
            for urls in contributions_of(world, CourseUrls)
            for pattern in urls.patterns()
        ]


def _filled_in(route: str, arguments: Mapping[str, object]) -> str:
    def value(match: re.Match[str]) -> str:
        converter, _colon, name = match[1].rpartition(":")
        return str(arguments.get(name, _MADE_UP.get(converter, "x")))

    return re.sub(r"<([^>]+)>", value, route)


def _not_closed(world: World, addresses: list[str], where: str) -> list[str]:
    found = []
    for address in addresses:
        for role in ("visitor", "participant", "coordinator"):
            status = world.client(role).get(address).status_code
            if status != 404:
                found.append(f"{address} for {role} {where}: status {status}, not 404")
    return found
