"""What pages tell search engines is what they tell people, and somebody else's program reads it."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.website.structured_data import _as_script
from courses.catalogue.models import LectureIndexPage, LecturePage, TrainingGoal
from courses.common import clock
from courses.editions import services as editions
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    TrainingFactory,
    add_page,
    make_theme,
)

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

PROGRAM = Path(__file__).parent / "structured_data.mjs"
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph_at(address: str) -> list[dict[str, Any]]:
    """What a page tells."""
    (found,) = ELEMENT.findall(Client().get(address).content.decode())
    document = json.loads(found)
    assert document["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = document["@graph"]
    return graph


def issues(*graphs: list[dict[str, Any]]) -> list[list[str]]:
    """What somebody else's program says of each."""
    done = subprocess.run(
        ["node", str(PROGRAM)],
        input=json.dumps(graphs),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture
def training() -> TrainingPage:
    page = TrainingFactory.create(
        title="Luisteren </script><b>",
        slug="luisteren",
        theme=make_theme(),
        partner=PartnerFactory.create(name="NIZU"),
    )
    TrainingGoal.objects.create(training=page, text="Vragen stellen", sort_order=0)
    return page


@pytest.fixture
def lecture() -> LecturePage:
    return add_page(
        LectureIndexPage.objects.get(),
        LecturePage(
            title="Over rouw",
            slug="over-rouw",
            summary="Kort",
            recorded_on=date(2026, 3, 2),
            minutes=50,
            recording_url="https://example.org/opname",
            transcript="<p>Woorden</p>",
        ),
    )


def test_a_training_is_told_as_a_course_with_what_stands_on_its_page(
    training: TrainingPage,
) -> None:
    edition = EditionFactory.create(training=training, capacity=5, language="nl-eenvoudig")
    EnrolmentFactory.create(edition=edition)
    course, crumbs = graph_at("/trainingen/luisteren/")
    (instance,) = course.pop("hasCourseInstance")
    assert course == {
        "@type": "Course",
        "url": "http://testserver/trainingen/luisteren/",
        "name": "Luisteren </script><b>",
        "description": "Een korte samenvatting.",
        "provider": {"@type": "Organization", "name": "NIZU"},
        "timeRequired": "PT180M",
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR", "category": "Free"},
        "about": "Eenzaamheid",
        "teaches": ["Vragen stellen"],
        "inLanguage": ["nl"],
    }
    assert instance["remainingAttendeeCapacity"] == 4
    assert instance["courseMode"] == "Onsite"
    assert instance["location"] == {
        "@type": "Place",
        "name": "Buurthuis De Wissel",
        "address": "Dorpsstraat 1, Utrecht",
    }
    assert instance["eventStatus"] == "https://schema.org/EventScheduled"
    assert [one["name"] for one in crumbs["itemListElement"]] == [
        "Home",
        "Trainingen",
        "Luisteren </script><b>",
    ]


def test_what_was_called_off_is_full_or_closed_is_told_so(training: TrainingPage) -> None:
    called_off = EditionFactory.create(training=training)
    full = EditionFactory.create(training=training, capacity=1)
    EnrolmentFactory.create(edition=full)
    EditionFactory.create(training=training, enrol_until=clock.now() - timedelta(days=1))
    editions.cancel_edition(edition=called_off, actor=None)
    course, _crumbs = graph_at("/trainingen/luisteren/")
    told = [
        (one["eventStatus"].rpartition("/")[2], one.get("remainingAttendeeCapacity"))
        for one in course["hasCourseInstance"]
    ]
    assert sorted(told, key=str) == [
        ("EventCancelled", None),
        ("EventScheduled", 0),
        ("EventScheduled", None),
    ]


def test_the_link_of_an_online_edition_is_not_told(training: TrainingPage) -> None:
    edition = EditionFactory.create(
        training=training, online_link="https://example.org/meet/geheim"
    )
    course, _crumbs = graph_at("/trainingen/luisteren/")
    assert course["hasCourseInstance"][0]["location"] == {
        "@type": "VirtualLocation",
        "url": f"http://testserver/inschrijven/{edition.pk}/",
    }
    assert "geheim" not in json.dumps(course)


def test_a_lecture_is_an_event(training: TrainingPage, lecture: LecturePage) -> None:
    event, crumbs = graph_at("/lezingen/over-rouw/")
    assert (event["@type"], event["startDate"], event["duration"]) == (
        "Event",
        "2026-03-02",
        "PT50M",
    )
    assert event["recordedIn"]["url"] == "https://example.org/opname"
    assert [one.get("item") for one in crumbs["itemListElement"]] == [
        "http://testserver/",
        "http://testserver/lezingen/",
        None,
    ]
    training.kind = "lecture"
    training.save()
    EditionFactory.create(training=training)
    told, _crumbs = graph_at("/trainingen/luisteren/")
    assert told["@type"] == "Event"


def test_somebody_elses_program_has_nothing_to_say(
    training: TrainingPage, lecture: LecturePage
) -> None:
    EditionFactory.create(training=training)
    EditionFactory.create(online_link="https://example.org/meet")
    EditionFactory.create(training=TrainingFactory.create(slug="netwerk", kind="network"))
    addresses = [
        "/trainingen/luisteren/",
        "/trainingen/netwerk/",
        "/lezingen/over-rouw/",
        "/agenda/",
    ]
    wrong: list[dict[str, Any]] = [
        {"@type": "Course", "nonsense": 1},
        {"@type": "Courze"},
        {"@type": "BreadcrumbList"},
    ]
    *found, of_wrong = issues(*(graph_at(address) for address in addresses), wrong)
    assert found == [[], [], [], []]
    # It does look: of nonsense it has something to say.
    assert len(of_wrong) == 3


def test_the_agenda_tells_what_stands_on_its_page(training: TrainingPage) -> None:
    first = EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=1))
    EditionFactory.create(starts_at=clock.now() + timedelta(days=2))
    *told, _crumbs = graph_at("/agenda/")
    assert [one["@type"] for one in told] == ["CourseInstance", "CourseInstance"]
    assert told[0]["url"] == f"http://testserver/inschrijven/{first.pk}/"
    assert told[0]["about"] == {
        "@type": "Course",
        "url": "http://testserver/trainingen/luisteren/",
    }


def test_it_is_small_and_costs_no_query_once_it_is_known(training: TrainingPage) -> None:
    for days in range(1, 6):
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
    import gzip

    (found,) = ELEMENT.findall(Client().get("/trainingen/luisteren/").content.decode())
    assert len(gzip.compress(found.encode())) < 1000
    with CaptureQueriesContext(connection) as asked:
        Client().get("/agenda/")
    with_five = len(asked)
    EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=9))
    with CaptureQueriesContext(connection) as asked:
        Client().get("/agenda/")
    assert len(asked) == with_five


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=80))
def test_no_text_ends_the_element_that_it_stands_in(text: str) -> None:
    written = str(_as_script([{"name": text}]))
    assert not re.search(r"[<>&\u2028\u2029]", written)
    assert json.loads(written)["@graph"] == [{"name": text}]
