"""What everybody may know, asked by a program."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.catalogue.models import (
    LearningPathIndexPage,
    LearningPathPage,
    LearningPathStep,
    LectureIndexPage,
    LecturePage,
    TrainingGoal,
)
from courses.common import clock
from courses.editions import services as editions
from courses.enrolment.models import EnrolmentQuestion
from tests.academy.api.programs import BASE, Program, kind
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    add_page,
    make_lesson,
    make_theme,
)

pytestmark = pytest.mark.django_db

VISITOR = Program()


def same_with_three(path: str, make_one: Any) -> None:
    """A list of three asks the database as much as a list of one."""

    def number() -> int:
        VISITOR.get(path)
        with CaptureQueriesContext(connection) as asked:
            VISITOR.get(path)
        return len(asked)

    make_one(1)
    with_one = number()
    make_one(2)
    make_one(3)
    assert number() == with_one


def test_a_training_is_told_with_its_theme_partner_goals_and_languages() -> None:
    training = TrainingFactory.create(
        title="Luisteren", slug="luisteren", theme=make_theme(), partner=PartnerFactory(name="NIZU")
    )
    TrainingGoal.objects.create(training=training, text="Vragen stellen", sort_order=0)
    EditionFactory.create(training=training, language="en")
    EditionFactory.create(training=training)
    told = VISITOR.get("/trainings")
    assert told == {
        "items": [
            {
                "id": training.pk,
                "slug": "luisteren",
                "title": "Luisteren",
                "url": "http://testserver/trainingen/luisteren/",
                "kind": "training",
                "summary": "Een korte samenvatting.",
                "theme": {"slug": "eenzaamheid", "name": "Eenzaamheid"},
                "partner": "NIZU",
                "minutes": 180,
                "goals": ["Vragen stellen"],
                "languages": ["en", "nl"],
            }
        ],
        "count": 1,
        "page": 1,
        "pages": 1,
        "next": None,
        "previous": None,
    }


def test_what_is_not_on_the_site_is_not_told() -> None:
    TrainingFactory.create(live=False, slug="in-de-maak")
    hidden = TrainingFactory.create(slug="besloten")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    concept = EditionFactory.create(publish=False)
    assert VISITOR.get(f"/trainings/{concept.training.slug}")["editions"] == []
    assert [one["slug"] for one in VISITOR.get("/trainings")["items"]] == [concept.training.slug]
    assert VISITOR.get("/editions")["items"] == []
    for path in ("/trainings/in-de-maak", "/trainings/besloten", f"/editions/{concept.pk}"):
        assert kind(VISITOR.get(path, 404)) == "not-found"


def test_trainings_are_found_by_word_theme_and_kind() -> None:
    TrainingFactory.create(title="Rouw", slug="rouw", theme=make_theme("Verlies"))
    TrainingFactory.create(title="Bellen", slug="bellen", kind="lecture")

    def found(query: str) -> list[str]:
        return [one["slug"] for one in VISITOR.get(f"/trainings?{query}")["items"]]

    assert found("q=rouw") == ["rouw"]
    assert found("q=rouw&kind=lecture") == []
    # The best first, wherever it stands in the catalogue.
    TrainingFactory.create(title="Luisteren", slug="luisteren", summary="Ook over bellen.")
    assert found("q=bellen") == ["bellen", "luisteren"]
    assert found("q=luisteren") == ["luisteren"]
    assert found("theme=verlies") == ["rouw"]
    assert found("kind=lecture") == ["bellen"]
    assert found("theme=niets") == []
    assert VISITOR.get("/trainings?kind=x", 422)["errors"][0]["field"] == "kind"


def test_a_training_is_told_with_its_lessons_and_the_editions_to_come() -> None:
    training = TrainingFactory.create(slug="luisteren")
    make_lesson(training, title="Beginnen", slug="beginnen", is_open=True)
    edition = EditionFactory.create(training=training, capacity=5)
    told = VISITOR.get("/trainings/luisteren")
    assert told["certificate"] is True
    assert told["lessons"] == [
        {
            "title": "Beginnen",
            "url": "http://testserver/trainingen/luisteren/lessen/beginnen/",
            "minutes": 10,
            "open": True,
        }
    ]
    assert told["editions"] == [VISITOR.get(f"/editions/{edition.pk}")]


def test_an_edition_tells_the_seats_as_the_site_does() -> None:
    def seats(pk: int) -> dict[str, object]:
        found: dict[str, object] = VISITOR.get(f"/editions/{pk}")["seats"]
        return found

    free = EditionFactory.create(capacity=2)
    assert seats(free.pk) == {"state": "free", "left": 2}
    EnrolmentFactory.create(edition=free)
    EnrolmentFactory.create(edition=free)
    EnrolmentFactory.create(edition=free)  # waits
    assert seats(free.pk) == {"state": "full", "left": 0}
    closed = EditionFactory.create(enrol_until=clock.now() - timedelta(days=1))
    assert seats(closed.pk) == {"state": "closed", "left": None}
    editions.cancel_edition(edition=free, actor=None)
    assert seats(free.pk) == {"state": "cancelled", "left": None}


def test_the_link_of_an_online_edition_is_for_who_takes_part() -> None:
    edition = EditionFactory.create(online_link="https://example.org/meet/geheim")
    response = Client().get(f"{BASE}/editions/{edition.pk}")
    assert response.json()["where"] == "Online"
    assert b"geheim" not in response.content


def test_the_agenda_is_narrowed_as_the_site_narrows_it() -> None:
    soon = EditionFactory.create(starts_at=clock.now() + timedelta(days=3))
    late = EditionFactory.create(
        starts_at=clock.now() + timedelta(days=60), language="ar", place="online", venue=""
    )
    day = (clock.today() + timedelta(days=30)).isoformat()

    def found(query: str) -> list[int]:
        return [one["id"] for one in VISITOR.get(f"/editions?{query}")["items"]]

    assert found("") == [soon.pk, late.pk]
    assert found(f"since={day}") == [late.pk]
    assert found(f"until={day}") == [soon.pk]
    assert found("place=online") == [late.pk]
    assert found("language=ar") == [late.pk]
    assert found(f"training={soon.training_id}") == [soon.pk]
    assert found("free=true") == [soon.pk, late.pk]
    assert found("district=oost") == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_before_or_after_everything(
    client: Client, day: str
) -> None:
    for name in ("since", "until"):
        answer = client.get(f"/api/v1/editions?{name}={day}")
        assert (answer.status_code, answer.json()["count"]) == (200, 0)


def test_a_list_comes_in_parts() -> None:
    for _number in range(3):
        EditionFactory.create(training=TrainingFactory.create())
    first = VISITOR.get("/editions?per_page=2")
    assert (len(first["items"]), first["count"], first["pages"]) == (2, 3, 2)
    assert first["next"] == "http://testserver/api/v1/editions?per_page=2&page=2"
    second = VISITOR.get("/editions?per_page=2&page=2")
    assert (len(second["items"]), second["next"]) == (1, None)
    assert second["previous"] == "http://testserver/api/v1/editions?per_page=2&page=1"
    assert kind(VISITOR.get("/editions?per_page=2&page=3", 404)) == "not-found"
    assert kind(VISITOR.get("/editions?per_page=1000", 422)) == "invalid"


def test_learning_paths_tell_the_steps_that_are_on_the_site() -> None:
    path = add_page(
        LearningPathIndexPage.objects.get(),
        LearningPathPage(title="Beginnen", slug="beginnen", summary="Kort"),
    )
    shown, gone = TrainingFactory.create(), TrainingFactory.create(live=False)
    for number, training in enumerate((gone, shown)):
        LearningPathStep.objects.create(
            learning_path=path, training=training, why="Zo begin je", sort_order=number
        )
    (told,) = VISITOR.get("/learning-paths")["items"]
    assert told["url"] == "http://testserver/leerlijnen/beginnen/"
    assert [(one["training"]["id"], one["why"]) for one in told["steps"]] == [
        (shown.pk, "Zo begin je")
    ]


def _lecture(number: int) -> LecturePage:
    return add_page(
        LectureIndexPage.objects.get(),
        LecturePage(
            title=f"Lezing {number}",
            slug=f"lezing-{number}",
            summary="Kort",
            recorded_on=date(2026, 3, number),
            transcript="<p>Woorden</p>",
        ),
    )


def test_lectures_come_newest_first() -> None:
    _lecture(1)
    _lecture(2)
    assert [one["slug"] for one in VISITOR.get("/lectures")["items"]] == ["lezing-2", "lezing-1"]


def test_what_a_training_asks_is_told_with_the_reason() -> None:
    training = TrainingFactory.create(slug="luisteren")
    question = EnrolmentQuestion.objects.create(
        training=training, text="Eet je mee?", reason="Voor de boodschappen", is_required=True
    )
    assert VISITOR.get("/trainings/luisteren/questions") == [
        {
            "id": question.pk,
            "text": "Eet je mee?",
            "reason": "Voor de boodschappen",
            "required": True,
        }
    ]
    assert kind(VISITOR.get("/trainings/niets/questions", 404)) == "not-found"


def _path(number: int) -> None:
    path = add_page(
        LearningPathIndexPage.objects.get(),
        LearningPathPage(title="Pad", slug=f"pad-{number}", summary="Kort"),
    )
    LearningPathStep.objects.create(learning_path=path, training=TrainingFactory.create())


@pytest.mark.parametrize(
    ("path", "make_one"),
    [
        ("/trainings", lambda _number: EditionFactory.create(sessions=2)),
        ("/editions", lambda _number: EditionFactory.create(sessions=2)),
        ("/learning-paths", _path),
        ("/lectures", _lecture),
    ],
)
def test_a_list_of_three_costs_as_much_as_a_list_of_one(path: str, make_one: Any) -> None:
    same_with_three(path, make_one)


def test_one_training_costs_as_much_with_three_editions() -> None:
    training = TrainingFactory.create(slug="luisteren")

    def make_one(number: int) -> None:
        EditionFactory.create(training=training, sessions=2)
        make_lesson(training, slug=f"les-{number}")

    same_with_three("/trainings/luisteren", make_one)


def test_who_enrols_changes_what_is_told() -> None:
    edition = EditionFactory.create(capacity=4)
    before = VISITOR.get(f"/editions/{edition.pk}")["seats"]["left"]
    EnrolmentFactory.create(edition=edition, person=PersonFactory.create())
    assert (before, VISITOR.get(f"/editions/{edition.pk}")["seats"]["left"]) == (4, 3)
