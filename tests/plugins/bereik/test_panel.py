"""The panel on the coordinator's first page."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.html import strip_tags

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment.models import ErasedParticipants
from courses.people.enums import Role
from courses.plugin_api.api import Json, PanelContext
from courses.plugin_host import plugin_settings
from courses.reports.overview import overview
from plugins.bereik.forms import ReachSettings
from plugins.bereik.panel import ReachPanel, same_days
from plugins.bereik.queries import Period, reach
from tests.factories import TrainingFactory, person_in_role
from tests.plugins.bereik.held import hold, moment, people

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def render(*trainings: Any, **goals: Json) -> str:
    settings = {training.pk: {"goal": goals.get(training.slug)} for training in trainings}
    return str(ReachPanel().render(PanelContext(person_id=1, settings=settings)))


def table(html: str) -> list[list[str]]:
    """The rows of the table as somebody reads them."""
    return [
        [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr>.*?</tr>", html, re.S)
    ]


@pytest.fixture
def bellen() -> Any:
    return TrainingFactory.create(title="Bellen", slug="bellen")


@pytest.fixture
def rouw() -> Any:
    return TrainingFactory.create(title="Rouw & verlies", slug="rouw")


def test_this_year_stands_beside_the_same_days_of_last_year(bellen: Any, rouw: Any) -> None:
    regular = people(volunteer=6)
    hold(bellen, "2025-01-01 10:00", people(volunteer=5, professional=5, business=6))
    hold(bellen, "2025-05-20 23:00", people(resident=5))
    hold(bellen, "2025-05-21 00:00", people(resident=9))
    hold(bellen, "2026-01-01 10:00", regular, sessions=2)
    # The same people in another training count once.
    hold(rouw, "2026-02-03 10:00", [*regular, *people(resident=1, professional=5)])
    hold(bellen, "2026-05-20 13:00", people(resident=9))
    hold(TrainingFactory.create(), "2026-02-03 10:00", people(resident=9))
    assert table(render(bellen, rouw)) == [
        ["", "2026 tot en met 20 mei", "2025 tot en met 20 mei"],
        ["Bijeenkomsten", "3", "2"],
        ["Deelnames, ook van wat nog loopt", "18", "21"],
        ["Verschillende mensen", "12", "21"],
        ["Bewoner", "niet apart", "5 (24%)"],
        ["Vrijwilliger", "niet apart", "5 (24%)"],
        ["Beroepskracht", "niet apart", "5 (24%)"],
        ["Bedrijfsleven", "niet apart", "6 (29%)"],
        ["Samen geteld", "12 (100%)", "0 (0%)"],
    ]


def test_what_is_not_over_stands_apart_and_makes_the_number_of_the_year_report(
    bellen: Any,
) -> None:
    hold(bellen, "2026-01-06 10:00", people(volunteer=5))
    running = hold(bellen, "2026-05-19 10:00", people(volunteer=2), sessions=3)
    ErasedParticipants.objects.create(edition=running, number=1)
    assert table(render(bellen))[2:4] == [
        ["Deelnames, ook van wat nog loopt", "8", "0"],
        ["Waarvan nu nog loopt (telt nog niet in het jaarverslag)", "3", "0"],
    ]
    this_year = Period(since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert overview(Edition.objects.filter(ends_at__lt=clock.now())).whole.held.participants == 5
    assert reach([bellen.pk], this_year, this_year)[0].still_running == 3


def test_without_small_numbers_nothing_is_counted_together(bellen: Any) -> None:
    assert table(render(bellen))[1:] == [
        ["Bijeenkomsten", "0", "0"],
        ["Deelnames, ook van wat nog loopt", "0", "0"],
        ["Verschillende mensen", "0", "0"],
        *([name, "0 (0%)", "0 (0%)"] for name in ("Bewoner", "Vrijwilliger", "Beroepskracht")),
        ["Bedrijfsleven", "0 (0%)", "0 (0%)"],
    ]


def test_it_says_what_is_counted_and_where_there_is_more(bellen: Any, rouw: Any) -> None:
    one, two = render(bellen), render(bellen, rouw)
    assert "Hier telt 1 training mee." in one
    assert "Hier tellen 2 trainingen mee." in two
    assert "Een achtergrond met minder dan 5 mensen tonen we niet apart." in one
    # Nor a large one, where the small number would follow from it.
    assert "Zo kan ook een grote achtergrond niet apart staan" in one
    assert re.findall(r'href="([^"]+)"', one) == [
        "/beheer/rapporten/bereik/participants/",
        "/beheer/evaluaties/",
    ]
    # Other pages have another number, and this one says why.
    assert "telt een uitvoering pas mee als die voorbij is" in one


def test_bars_are_only_for_the_eye(bellen: Any) -> None:
    hold(bellen, "2026-01-01 10:00", people(volunteer=5, resident=10))
    html = render(bellen, bellen=20)
    bars = re.findall(r'<span aria-hidden="true"[^>]*inline-size: (\d+)%', html)
    assert bars == ["67", "33"]
    # And of the goal, on a track.
    assert html.count("inline-size: 75%") == 1
    assert "<script" not in html


def test_a_goal_shows_how_far_the_training_is(bellen: Any, rouw: Any) -> None:
    hold(bellen, "2026-01-06 10:00", people(volunteer=34))
    hold(rouw, "2025-06-03 10:00", people(volunteer=3))
    html = render(rouw, bellen, bellen=60, rouw=20)
    goals = [" ".join(strip_tags(item).split()) for item in re.findall(r"<li>.*?</li>", html, re.S)]
    assert goals == ["Bellen: 34 van 60", "Rouw &amp; verlies: 0 van 20"]
    assert "Doelen voor 2026" in html


def test_more_than_the_goal_is_a_full_bar(bellen: Any) -> None:
    hold(bellen, "2026-01-06 10:00", people(volunteer=4))
    html = render(bellen, bellen=3)
    assert "Bellen: 4 van 3" in html
    assert "inline-size: 133%" not in html


@pytest.mark.parametrize("goal", [None, 0, -1, "60", 1.5, [], {}])
def test_without_a_proper_goal_there_are_no_goals(bellen: Any, goal: Json) -> None:
    assert "Doelen" not in render(bellen, bellen=goal)


@pytest.mark.parametrize(
    ("today", "this_year", "last_year"),
    [
        ("2026-05-20", ("2026-01-01", "2026-05-20"), ("2025-01-01", "2025-05-20")),
        ("2026-01-01", ("2026-01-01", "2026-01-01"), ("2025-01-01", "2025-01-01")),
        ("2028-02-29", ("2028-01-01", "2028-02-29"), ("2027-01-01", "2027-02-28")),
    ],
)
def test_the_same_days(today: str, this_year: Any, last_year: Any) -> None:
    expected = tuple(
        Period(*(date.fromisoformat(day) for day in days)) for days in (this_year, last_year)
    )
    assert same_days(date.fromisoformat(today)) == expected


def test_the_year_begins_at_midnight_in_amsterdam(bellen: Any) -> None:
    hold(bellen, "2025-12-31 23:59", people(volunteer=5))
    hold(bellen, "2026-01-01 00:00", people(volunteer=3))
    with clock.at(moment("2026-01-01 00:30")):
        assert table(render(bellen))[2:5] == [
            ["Deelnames, ook van wat nog loopt", "3", "0"],
            ["Waarvan nu nog loopt (telt nog niet in het jaarverslag)", "3", "0"],
            ["Verschillende mensen", "3", "0"],
        ]


def test_more_trainings_ask_no_more_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    trainings = [TrainingFactory.create(slug=f"t{number}") for number in range(3)]
    for training in trainings:
        hold(training, "2026-02-03 19:00", people(volunteer=3))
    with django_assert_num_queries(7):
        render(trainings[0], t0=10)
    with django_assert_num_queries(7):
        render(*trainings, t0=10, t1=10, t2=10)


# --- The setting ------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "goal"), [("", None), ("60", 60), ("1", 1)])
def test_a_goal_is_a_whole_number_or_nothing(typed: str, goal: int | None) -> None:
    form = ReachSettings({"goal": typed})
    assert form.is_valid()
    assert plugin_settings.cleaned(form) == {"goal": goal}


@pytest.mark.parametrize("typed", ["0", "-3", "2,5", "veel", "100001"])
def test_another_goal_is_refused(typed: str) -> None:
    assert list(ReachSettings({"goal": typed}).errors) == ["goal"]


def test_at_first_there_is_no_goal() -> None:
    assert plugin_settings.defaults("bereik") == {"goal": None}


# --- On the site ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.COORDINATOR, True), (Role.ADMINISTRATOR, True), (Role.TRAINER, False)]
)
def test_it_stands_on_the_first_page_of_who_runs_the_academy(
    role: Role, sees: bool, bellen: Any, client: Client
) -> None:
    activate_plugin(training=bellen, plugin="bereik")
    client.force_login(person_in_role(role))
    page = client.get("/beheer/").content.decode()
    assert ("Bereik dit jaar" in page) is sees
    assert ("Hier telt 1 training mee." in page) is sees
