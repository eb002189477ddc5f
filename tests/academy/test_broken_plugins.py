"""Every plugin broken at once, in each way: no 500, nothing lost, and the doors that must stay shut
stay shut. The kit does the same for each plugin alone, with more ways (tests/plugins)."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from courses.catalogue.models import LessonPage
from courses.catalogue.services import activate_plugin
from courses.certificates.models import Certificate
from courses.certificates.services import issue_if_complete
from courses.common.errors import Refusal
from courses.enrolment.services import enrol
from courses.learning.services import finish_lesson
from courses.plugin_host import registry
from courses.plugin_host.models import PluginFault
from courses.plugin_kit.testing import breaking, walk
from courses.plugin_kit.testing.world import look_again, standing_in
from tests.academy.answers import ROLES, Row, asked, read_table
from tests.academy.world import World, held_edition
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from courses.plugin_api.contributions.base import Contribution

pytestmark = pytest.mark.django_db

ODD = breaking.ODD[0]


@dataclass
class Uses:
    """How often something of the broken plugins was used."""

    number: int = 0


questions, labels = Uses(), Uses()


def _counts_and_raises() -> object:
    questions.number += 1
    return breaking.RAISES.do()


def _counted(value: object) -> property:
    def read(_self: object) -> object:
        labels.number += 1
        return value

    return property(read)


def _raises_and_counts(one: Contribution) -> Contribution:
    """All methods raise; who reads a label is counted, and gets it as it is."""
    way = breaking.Way("raises", _counts_and_raises)
    names = (name for name in breaking.CONSTANTS if hasattr(one, name))
    return breaking.like(
        breaking.with_broken_methods(way)(one),
        {name: _counted(getattr(one, name)) for name in names},
    )


HARMS: dict[str, Callable[[Any], Any]] = {
    # First, for its walk finds out where plugins are asked something.
    "raises": lambda one: breaking.broken_plugin(one, _raises_and_counts),
    "nonsense": lambda one: breaking.broken_plugin(one, breaking.with_broken_methods(ODD)),
    "nonsense labels": lambda one: breaking.broken_plugin(one, breaking.with_broken_constants(ODD)),
    "no blocks or pages": lambda one: breaking.broken_plugin(
        one, breaking.with_broken_first_methods(breaking.RAISES)
    ),
    "open transaction": lambda one: breaking.broken_plugin(
        one, breaking.with_broken_methods(breaking.TRANSACTIONS[0])
    ),
}


@pytest.fixture(params=HARMS)
def harm(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def full_world(world: World) -> World:
    """The world with every plugin on in its training, and a block of each in a lesson."""
    look_again()
    blocks = []
    for plugin in registry.plugins():
        activate_plugin(training=world.training, plugin=plugin.slug)
    field = LessonPage._meta.get_field("body")
    for entry in registry.block_providers().values():
        if not entry.plugin.core:
            value = field.stream_block.child_blocks[entry.key].get_default()
            blocks.append((entry.key, value))
    lesson = LessonPage.objects.get(pk=world.open_lesson.pk)
    lesson.body = field.stream_block.normalize(blocks)
    lesson.save()
    assert len(lesson.body) >= 6
    return world


@pytest.fixture
def broken(full_world: World, harm: str) -> Iterator[World]:
    with ExitStack() as stack:
        for plugin in registry.plugins():
            stack.enter_context(standing_in(HARMS[harm](plugin)))
        yield full_world


OF_EACH_ROLE = ("/beheer/pages/", "/beheer/rapporten/", "/beheer/presentie/")
"""Where the administration asks plugins for something else of each role, as on its first page; the
rest of it looks alike to all who may see it, and the administrator sees all of it."""


OF_PLUGINS = ("/p/", "/beheer/extra/")
"""Where a plugin answers itself; a broken one does not."""
OF_WHAT_WAITS = "/insturen/"
"""The table is of a draft that was sent in; this one was not."""


def _is_as_for_the_administrator(row: Row, role: str) -> bool:
    return (
        role == "trainer"
        and row.get[ROLES.index(role)] == row.get[ROLES.index("administrator")]
        and row.address.startswith("/beheer/")
        and row.address != "/beheer/"
        and not row.address.startswith(OF_EACH_ROLE)
    )


where_plugins_are_asked: dict[str, set[str]] = {}
"""By role: all that a plugin's methods can break."""
where_labels_are_read: dict[str, set[str]] = {}
"""By role: all that labels can break, with those that are read when a method has answered."""


def _answers(world: World, client: Client, role: str, harm: str) -> dict[str, tuple[str, str]]:
    """What each address of the world answers, beside what it should, where the two differ."""
    addresses, expected = world.addresses(), {}
    for row in read_table():
        known = {name for _text, name, *_more in Formatter().parse(row.address) if name}
        if known - addresses.keys() or _is_as_for_the_administrator(row, role):
            continue
        if any(part in row.address for part in (*OF_PLUGINS, OF_WHAT_WAITS, "/1/")):
            continue
        expected[row.address] = row.get[ROLES.index(role)]
    known_places = where_labels_are_read if harm == "nonsense labels" else where_plugins_are_asked
    if harm != "raises" and role in known_places:
        expected = {one: expected[one] for one in expected.keys() & known_places[role]}
    differing, breakable, readable = {}, set(), set()
    before = questions.number, labels.number
    for address, said, _changed in asked(client, expected, addresses):
        if said != expected[address]:
            differing[address] = (said, expected[address])
        if questions.number > before[0]:
            breakable.add(address)
        if labels.number > before[1]:
            readable.add(address)
        before = questions.number, labels.number
    if harm == "raises":
        assert breakable
        assert readable
        where_plugins_are_asked[role] = breakable
        where_labels_are_read[role] = breakable | readable
    return differing


@pytest.mark.parametrize("role", ["visitor", "participant", "trainer", "administrator"])
def test_every_page_answers_as_always_and_no_row_is_lost(
    broken: World, client_of: Callable[[str], Client], role: str, harm: str
) -> None:
    body = walk.stored_body(broken.open_lesson)
    before = walk.rows_kept()
    differing = _answers(broken, client_of(role), role, harm)
    # A report that cannot say what it is, is not there.
    if harm == "nonsense labels":
        differing.pop("/beheer/rapporten/bereik/participants/", None)
    assert differing == {}
    assert walk.lost(before, walk.rows_kept()) == []
    assert walk.stored_body(broken.open_lesson) == body


@pytest.mark.parametrize("harm", ["raises", "nonsense", "open transaction"], indirect=True)
def test_enrolment_stays_closed_and_certificates_wait(broken: World) -> None:
    with pytest.raises(Refusal):
        enrol(person=PersonFactory.create(), edition=broken.coming)
    person = PersonFactory.create()
    for plugin in registry.plugins():
        activate_plugin(training=broken.training, plugin=plugin.slug, active=False)
    edition = held_edition(broken.training, [person])
    for plugin in registry.plugins():
        activate_plugin(training=broken.training, plugin=plugin.slug)
    for lesson in LessonPage.objects.child_of(broken.training):
        finish_lesson(person=person, lesson=lesson)
    issued = Certificate.objects.count()
    assert issue_if_complete(enrolment_id=edition.enrolments.get().pk) is None
    assert Certificate.objects.count() == issued
    assert Certificate.objects.get(pk=broken.certificate.pk).revoked_at is None


@pytest.mark.parametrize("harm", ["raises", "nonsense"], indirect=True)
def test_participants_read_a_plain_sentence_and_operators_who_did_it(
    broken: World, client_of: Callable[[str], Client]
) -> None:
    address = f"/trainingen/{broken.training.slug}/lessen/{broken.open_lesson.slug}/"
    page = client_of("participant").get(address).content.decode()
    assert "broken on purpose" not in page
    assert "Traceback" not in page
    client = client_of("administrator")
    client.get("/beheer/")
    client.get(f"/inschrijven/{broken.coming.pk}/")
    culprits = set(PluginFault.objects.values_list("plugin", flat=True))
    assert {"voorkennis", "bereik"} <= culprits
    shown = client.get("/beheer/").content.decode()
    for slug in culprits:
        assert f"/beheer/uitbreidingen/{slug}/" in shown


def test_once_they_are_whole_again_everything_works_again(
    full_world: World, client_of: Callable[[str], Client]
) -> None:
    for change in HARMS.values():
        with ExitStack() as stack:
            for plugin in registry.plugins():
                stack.enter_context(standing_in(change(plugin)))
            client_of("participant").get(f"/inschrijven/{full_world.coming.pk}/")
    activate_plugin(training=full_world.training, plugin="voorkennis", active=False)
    person = PersonFactory.create()
    assert enrol(person=person, edition=full_world.coming).status == "confirmed"
