"""The panels of plugins on somebody's first page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import TrainingPage
from courses.catalogue.services import activate_plugin
from courses.people.enums import Role
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import PanelContext
from courses.plugin_host import standing
from courses.plugin_host.models import PluginFault
from tests.courses.reports.counting import SLUG, Counter, install, switch_on
from tests.factories import EditionFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

Install = Callable[[Any], Any]


@pytest.fixture
def panel(install_plugin: Install) -> Counter:
    """A panel for trainers, of a plugin that is on nowhere yet."""
    counter = Counter()
    counter.audience = Audience.TRAINER
    install(install_plugin, counter)
    return counter


@pytest.fixture
def training(panel: Counter) -> TrainingPage:
    """A training in which the plugin is on."""
    return switch_on(TrainingFactory.create(), weeks=3)


@pytest.fixture
def trainer(training: TrainingPage) -> User:
    """Who gives that training."""
    person = person_in_role(Role.TRAINER)
    EditionFactory.create(training=training, trainers=[person])
    return person


def front_page(person: User) -> str:
    client = Client()
    client.force_login(person)
    response = client.get("/beheer/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def is_shown(page: str) -> bool:
    return 'id="panel-counting-counter-section"' in page


# --- Who sees it ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.PARTICIPANT, [False, False, False]),
        (Audience.TRAINER, [True, True, True]),
        (Audience.COORDINATOR, [False, True, True]),
    ],
)
def test_each_role_sees_what_is_for_it(
    panel: Counter, trainer: User, audience: Audience, expected: list[bool]
) -> None:
    panel.audience = audience
    people = [trainer, person_in_role(Role.COORDINATOR), person_in_role(Role.ADMINISTRATOR)]

    assert [is_shown(front_page(one)) for one in people] == expected
    assert {one.person_id for one in panel.asked} == {
        person.pk for person, shown in zip(people, expected, strict=True) if shown
    }


def test_it_has_its_title_as_a_heading_in_a_panel_of_wagtails_own(
    panel: Counter, trainer: User
) -> None:
    page = front_page(trainer)

    assert re.search(r"<h2[^>]*>.*?Gesprekken tot nu toe.*?</h2>", page)
    # What waits leads to it, and does not say that there is nothing.
    assert '<a class="va-reach" href="#panel-counting-counter-section">' in page
    assert "Hier staat nu niets om te doen." not in page
    assert "<p>Over 1 trainingen</p>" in page


# --- Of which trainings ---------------------------------------------------------------------


def test_a_trainer_gets_the_own_trainings_and_a_coordinator_all(
    panel: Counter, training: TrainingPage, trainer: User
) -> None:
    elsewhere = switch_on(TrainingFactory.create(), weeks=5)
    EditionFactory.create(training=elsewhere, trainers=[person_in_role(Role.TRAINER)])
    own_but_off = TrainingFactory.create()
    EditionFactory.create(training=own_but_off, trainers=[trainer])
    coordinator = person_in_role(Role.COORDINATOR)

    for person in (trainer, coordinator):
        front_page(person)

    own = {training.pk: {"weeks": 3}}
    assert panel.asked == [
        PanelContext(trainer.pk, own),
        PanelContext(coordinator.pk, {**own, elsewhere.pk: {"weeks": 5}}),
    ]


def test_it_is_not_asked_where_the_plugin_is_off(panel: Counter, trainer: User) -> None:
    activate_plugin(training=TrainingPage.objects.get(), plugin=SLUG, active=False)

    assert [is_shown(front_page(one)) for one in (trainer, person_in_role(Role.COORDINATOR))] == [
        False,
        False,
    ]
    assert panel.asked == []


def test_a_plugin_that_is_off_on_the_site_has_no_panels(panel: Counter, trainer: User) -> None:
    standing.switch(plugin=SLUG, on=False)
    standing.forget()

    assert not is_shown(front_page(trainer))


def test_what_a_plugin_does_with_its_settings_stays_there(panel: Counter, trainer: User) -> None:
    def spoil(ctx: PanelContext) -> Any:
        for one in ctx.settings.values():
            one["weeks"] = "spoilt"  # type: ignore[index]
        return mark_safe("<p>x</p>")

    panel.give = spoil
    front_page(trainer)
    panel.give = lambda ctx: format_html("<p>{}</p>", ctx.settings[ctx.training_ids[0]]["weeks"])

    assert "<p>3</p>" in front_page(trainer)


# --- When the plugin fails ------------------------------------------------------------------


def failing(_ctx: PanelContext) -> Any:
    raise RuntimeError


@pytest.mark.parametrize("give", [failing, "<p>Tekst</p>", 7, b"x", mark_safe("\ud800")])
def test_a_panel_that_fails_is_left_out(
    panel: Counter, trainer: User, install_plugin: Install, give: Any
) -> None:
    class Other(Counter):
        name = "other"
        audience: Any = Audience.TRAINER  # type: ignore[misc]

    panel.give = give
    install(install_plugin, panel, Other())

    page = front_page(trainer)

    assert (is_shown(page), 'id="panel-counting-other-section"' in page) == (False, True)
    assert PluginFault.objects.get().place == "DashboardPanel counter"


def test_html_that_changes_its_mind_is_shown_as_it_was(panel: Counter, trainer: User) -> None:
    class Fickle(SafeString):
        def __html__(self) -> Any:
            raise RuntimeError

        __str__ = encode = strip = __html__  # type: ignore[assignment]

    panel.give = lambda ctx: Fickle("<p>Eerst</p>")

    assert "<p>Eerst</p>" in front_page(trainer)


@pytest.mark.parametrize("give", [None, mark_safe(" \n")])
def test_a_panel_may_have_nothing_to_show(panel: Counter, trainer: User, give: Any) -> None:
    panel.give = give

    assert not is_shown(front_page(trainer))
    assert PluginFault.objects.count() == 0


@pytest.mark.parametrize(
    "nonsense", [{"audience": Audience.EVERYONE}, {"audience": "boss"}, {"title": None}], ids=str
)
def test_a_panel_that_cannot_say_what_it_is_is_left_out_and_reported_once(
    panel: Counter, trainer: User, nonsense: dict[str, Any]
) -> None:
    for name, value in nonsense.items():
        setattr(panel, name, value)

    assert [is_shown(front_page(trainer)) for _turn in range(2)] == [False, False]
    assert PluginFault.objects.get().count == 1
    assert panel.asked == []


def test_the_title_is_escaped(panel: Counter, trainer: User) -> None:
    panel.title = mark_safe("<script>alert(1)</script>")

    assert "<script>alert" not in front_page(trainer)


# --- What it costs --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_the_queries_do_not_grow_with_trainings(panel: Counter, role: Role) -> None:
    person = person_in_role(role)

    def make_one() -> None:
        EditionFactory.create(training=switch_on(TrainingFactory.create()), trainers=[person])

    def questions() -> int:
        front_page(person)
        with CaptureQueriesContext(connection) as asked:
            front_page(person)
        return len(asked)

    make_one()
    with_one = questions()
    make_one()
    make_one()

    assert questions() == with_one
    assert len(panel.asked[-1].settings) == 3
