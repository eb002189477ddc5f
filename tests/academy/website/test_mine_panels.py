"""The panels of plugins on somebody's own page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.enrolment.services import withdraw
from courses.people.enums import Role
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import PanelContext
from courses.plugin_host.models import PluginFault
from tests.academy.world import held_edition
from tests.courses.reports.counting import SLUG, Counter, Talks, install, switch_on
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from courses.people.models import User

pytestmark = pytest.mark.django_db

Install = Callable[[Any], Any]


@pytest.fixture
def panel(install_plugin: Install) -> Counter:
    """A panel for participants."""
    counter = Counter()
    install(install_plugin, counter)
    return counter


def mine(person: User) -> str:
    client = Client()
    client.force_login(person)
    response = client.get("/mijn/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def follow(person: User, **settings: Any) -> Any:
    """The person takes part in a new training in which the plugin is on."""
    training = switch_on(TrainingFactory.create(), **settings)
    EnrolmentFactory.create(person=person, training=training)
    return training


def count(person: User) -> list[str]:
    """The questions of the page, when everything that can be remembered is."""
    mine(person)
    with CaptureQueriesContext(connection) as asked:
        mine(person)
    return [query["sql"] for query in asked.captured_queries]


def test_a_panel_is_a_section_with_its_title(panel: Counter) -> None:
    person = PersonFactory.create()
    follow(person)

    section = re.search(
        r'<section aria-labelledby="panel-counting-counter">.*?</section>', mine(person)
    )

    assert section is not None
    assert (
        '<h2 class="utrecht-heading-2" id="panel-counting-counter">Gesprekken tot nu toe</h2>'
        in section[0]
    )
    assert "<p>Over 1 trainingen</p>" in section[0]


def test_it_is_about_the_trainings_that_the_person_takes_part_in(panel: Counter) -> None:
    person = PersonFactory.create()
    coming = follow(person, weeks=3)
    held = switch_on(TrainingFactory.create(), weeks=4)
    held_edition(held, [person], ended=clock.now() - timedelta(days=3))
    EnrolmentFactory.create(person=person)  # the plugin is off there
    follow(PersonFactory.create())
    full = EditionFactory.create(training=switch_on(TrainingFactory.create()), capacity=1)
    EnrolmentFactory.create(edition=full)
    EnrolmentFactory.create(person=person, edition=full)  # waits
    left = switch_on(TrainingFactory.create())
    withdraw(enrolment=EnrolmentFactory.create(person=person, training=left), actor=person)

    mine(person)

    assert panel.asked == [
        PanelContext(person.pk, {coming.pk: {"weeks": 3}, held.pk: {"weeks": 4}})
    ]


@pytest.mark.parametrize(
    "role", [Role.VOLUNTEER, Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR]
)
@pytest.mark.parametrize(
    ("audience", "shown"),
    [
        (Audience.PARTICIPANT, True),
        (Audience.TRAINER, False),
        (Audience.COORDINATOR, False),
        (Audience.EVERYONE, False),
    ],
)
def test_only_what_is_for_participants_is_shown_whoever_looks(
    panel: Counter, audience: Audience, shown: bool, role: Role
) -> None:
    panel.audience = audience
    person = person_in_role(role)
    follow(person)

    assert ("Gesprekken tot nu toe" in mine(person)) == shown


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_who_takes_part_in_nothing_has_no_panel(panel: Counter, role: Role) -> None:
    person = person_in_role(role)
    training = switch_on(TrainingFactory.create())
    EditionFactory.create(training=training, trainers=[person])

    assert "Gesprekken tot nu toe" not in mine(person)
    assert panel.asked == []


def test_visitors_are_asked_to_sign_in(panel: Counter) -> None:
    switch_on(TrainingFactory.create())

    assert Client().get("/mijn/").status_code == 302
    assert panel.asked == []


def failing(_ctx: PanelContext) -> Any:
    raise RuntimeError


@pytest.mark.parametrize("give", [failing, "<p>Tekst</p>", 7, mark_safe("\ud800")])
def test_a_panel_that_fails_is_left_out(panel: Counter, give: Any) -> None:
    panel.give = give
    person = PersonFactory.create()
    follow(person)

    assert "Gesprekken tot nu toe" not in mine(person)
    assert PluginFault.objects.get().place == "DashboardPanel counter"


@pytest.mark.parametrize("give", [None, mark_safe("")])
def test_a_panel_may_have_nothing_to_show(panel: Counter, give: Any) -> None:
    panel.give = give
    person = PersonFactory.create()
    follow(person)

    assert "Gesprekken tot nu toe" not in mine(person)
    assert PluginFault.objects.count() == 0


def test_the_title_is_escaped(panel: Counter) -> None:
    panel.title = mark_safe("<b>Titel</b>")
    person = PersonFactory.create()
    follow(person)

    assert "&lt;b&gt;Titel&lt;/b&gt;" in mine(person)


# --- What it costs --------------------------------------------------------------------------


def test_the_queries_do_not_grow_with_trainings(panel: Counter) -> None:
    person = PersonFactory.create()
    follow(person)
    with_one = count(person)
    follow(person)
    follow(person)

    with_three = count(person)

    assert len(with_three) == len(with_one), "\n\n".join(with_three)
    assert len(panel.asked[-1].settings) == 3


@pytest.mark.parametrize("audience", [Audience.TRAINER, Audience.COORDINATOR, Audience.EVERYONE])
def test_without_a_panel_for_participants_the_page_asks_nothing_more(
    install_plugin: Install, audience: Audience
) -> None:
    person = PersonFactory.create()
    follow(person)
    without_plugin = len(count(person))
    counter = Counter()
    counter.audience = audience
    install(install_plugin, counter, Talks())
    # What nobody could yet know is asked once, and stays in memory.
    mine(person)

    assert len(count(person)) == without_plugin


def test_a_panel_of_a_plugin_that_is_off_is_not_asked(panel: Counter) -> None:
    person = PersonFactory.create()
    activate_plugin(training=follow(person), plugin=SLUG, active=False)

    assert "Gesprekken tot nu toe" not in mine(person)
    assert panel.asked == []
