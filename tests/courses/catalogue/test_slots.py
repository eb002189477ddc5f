"""What plugins put on the academy's pages: where, for whom, at what cost, and what failures do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

import tests.courses.catalogue as this_package
from courses.catalogue import slots
from courses.catalogue.services import activate_plugin
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import Audience, CoursePlugin, Slot, SlotContext, SlotPlace
from courses.plugin_host.models import PluginFault
from tests.factories import EditionFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db


class Note(Slot):
    name = "note"

    def __init__(self, place: Any, audience: Any = Audience.EVERYONE) -> None:
        self.place = place  # type: ignore[misc]
        self.audience = audience  # type: ignore[misc]
        self.seen: list[SlotContext] = []
        self.answer: Any = None

    def render(self, ctx: SlotContext) -> Any:
        self.seen.append(ctx)
        if self.answer is not None:
            return self.answer(ctx)
        return {key: mark_safe(f"<p>Briefje voor {key}</p>") for key in ctx.keys}


class NotePlugin(CoursePlugin):
    name = "tests.courses.catalogue"
    label = "note"
    slug = "note"
    title = "Briefjes"

    slot: Any = None

    def contributions(self) -> list[Slot]:
        return [self.slot]


@pytest.fixture
def install(install_plugin: Callable[[Any], Any]) -> Callable[..., Note]:
    def make(place: Any, audience: Any = Audience.EVERYONE) -> Note:
        plugin = NotePlugin("tests.courses.catalogue", this_package)
        plugin.slot = Note(place, audience)
        install_plugin(plugin)
        slot: Note = plugin.slot
        return slot

    return make


def _edition() -> Edition:
    edition: Edition = EditionFactory.create(training=TrainingFactory.create(lessons=1))
    activate_plugin(training=edition.training, plugin="note", actor=None)
    return edition


def _participant(edition: Edition) -> tuple[User, Client]:
    person = PersonFactory.create()
    Enrolment.objects.create(person=person, edition=edition, status=EnrolmentStatus.CONFIRMED)
    client = Client()
    client.force_login(person)
    return person, client


def test_the_page_of_a_training_has_it_for_every_reader(install: Callable[..., Note]) -> None:
    slot = install(SlotPlace.TRAINING)
    edition = _edition()
    page = edition.training.url
    _person, client = _participant(edition)
    for reader in (Client(), client):
        assert f"Briefje voor {edition.training_id}" in reader.get(page).content.decode()
    assert {one.person_id for one in slot.seen} == {None}
    other = TrainingFactory.create()
    assert "Briefje" not in Client().get(other.url).content.decode()


def test_what_is_for_participants_others_do_not_see(install: Callable[..., Note]) -> None:
    slot = install(SlotPlace.TRAINING, Audience.PARTICIPANT)
    edition = _edition()
    person, client = _participant(edition)
    pages = [one.get(edition.training.url).content.decode() for one in (Client(), client)]
    assert ["Briefje" in page for page in pages] == [False, True]
    assert [one.person_id for one in slot.seen] == [person.pk]


def test_the_page_of_an_edition_has_it(install: Callable[..., Note]) -> None:
    install(SlotPlace.EDITION, Audience.PARTICIPANT)
    edition = _edition()
    _person, client = _participant(edition)
    page = f"/inschrijven/{edition.pk}/"
    assert f"Briefje voor {edition.pk}" in client.get(page).content.decode()
    assert "Briefje" not in Client().get(page).content.decode()


def test_somebodys_own_page_asks_once_for_all_editions(install: Callable[..., Note]) -> None:
    slot = install(SlotPlace.OWN_EDITION, Audience.PARTICIPANT)
    person, client = _participant(_edition())
    others = [_edition() for _n in range(2)]
    for edition in others:
        Enrolment.objects.create(person=person, edition=edition, status=EnrolmentStatus.CONFIRMED)
    text = client.get("/mijn/").content.decode()
    assert [text.count(f"Briefje voor {one.pk}<") for one in others] == [1, 1]
    assert (len(slot.seen), len(slot.seen[0].keys)) == (1, 3)


def test_settings_come_along_and_may_be_spoiled(install: Callable[..., Note]) -> None:
    slot = install(SlotPlace.TRAINING)
    training = _edition().training

    def spoil(ctx: SlotContext) -> Any:
        ctx.settings[training.pk]["x"] = 1  # type: ignore[index]
        return {}

    slot.answer = spoil
    slots.fill(SlotPlace.TRAINING, {training.pk: training.pk})
    slots.fill(SlotPlace.TRAINING, {training.pk: training.pk})
    assert [dict(one.settings) for one in slot.seen] == [{training.pk: {"x": 1}}] * 2


def test_no_plugin_with_a_slot_costs_no_query(
    install: Callable[..., Note], django_assert_num_queries: Any
) -> None:
    slot = install(SlotPlace.OWN_EDITION)
    training = _edition().training
    for place in SlotPlace:
        # What the plugins are is asked once in a process.
        slots.fill(place, {1: training.pk})
    slot.seen.clear()
    with django_assert_num_queries(0):
        assert slots.fill(SlotPlace.EDITION, {1: training.pk}) == {}
        assert slots.fill(SlotPlace.OWN_EDITION, {}) == {}
    for keys in ({1: training.pk}, {1: training.pk, 2: training.pk, 3: 0}):
        # Two for the savepoint of the guard, one since this test itself changed what is on.
        with django_assert_num_queries(3):
            slots.fill(SlotPlace.OWN_EDITION, keys)
    assert len(slot.seen) == 2


def _fail(ctx: SlotContext) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    "answer",
    [
        _fail,
        lambda ctx: "tekst",
        lambda ctx: dict.fromkeys(ctx.keys, "geen html"),
        lambda ctx: dict.fromkeys(ctx.keys, 42),
        lambda ctx: dict.fromkeys(ctx.keys, mark_safe("half \ud83d")),
    ],
)
def test_a_failure_leaves_it_out(install: Callable[..., Note], answer: Any) -> None:
    slot = install(SlotPlace.TRAINING)
    slot.answer = answer
    training = _edition().training
    assert Client().get(training.url).status_code == 200
    assert slots.fill(SlotPlace.TRAINING, {training.pk: training.pk}) == {}
    assert PluginFault.objects.filter(plugin="note", place="Slot note").exists()


def test_empty_html_and_other_pages_are_left_out(install: Callable[..., Note]) -> None:
    slot = install(SlotPlace.TRAINING)
    slot.answer = lambda ctx: {**dict.fromkeys(ctx.keys, mark_safe(" ")), 0: mark_safe("<p>x</p>")}
    training = _edition().training
    assert slots.fill(SlotPlace.TRAINING, {training.pk: training.pk}) == {}
    assert not PluginFault.objects.filter(plugin="note").exists()


@pytest.mark.parametrize(
    ("place", "audience"),
    [("dak", Audience.EVERYONE), (SlotPlace.TRAINING, Audience.TRAINER), (None, None)],
)
def test_a_slot_that_is_none_is_left_out(
    install: Callable[..., Note], place: Any, audience: Any
) -> None:
    slot = install(place, audience)
    training = _edition().training
    assert slots.fill(SlotPlace.TRAINING, {training.pk: training.pk}) == {}
    assert slot.seen == []
    assert PluginFault.objects.filter(plugin="note").exists()
