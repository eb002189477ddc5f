"""The catalogue as visitors see it."""

from datetime import timedelta

import pytest
from django.test import Client

from courses.catalogue.models import (
    LearningPathIndexPage,
    LearningPathPage,
    LearningPathStep,
    LectureIndexPage,
    LecturePage,
    TrainingPage,
)
from courses.common import clock
from courses.common.public_version import version
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    TrainingFactory,
    make_lesson,
    make_theme,
)
from tests.responses import Response

pytestmark = pytest.mark.django_db


def titles(response: Response) -> list[str]:
    return [training.title for training, _edition in response.context["trainings"]]


@pytest.fixture
def two_trainings() -> tuple[TrainingPage, TrainingPage]:
    first = TrainingFactory.create(
        title="Rouw en verlies", summary="Na een afscheid.", theme=make_theme("Rouw")
    )
    second = TrainingFactory.create(
        title="Bellen", summary="Contact tegen eenzaamheid.", theme=make_theme("Telefoon")
    )
    return first, second


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Rouw en verlies", "Bellen"]),
        ("q=rouw", ["Rouw en verlies"]),
        ("q=eenzaam", ["Bellen"]),
        ("q=bellen+contact", ["Bellen"]),
        ("q=rouw+contact", ["Rouw en verlies", "Bellen"]),
        ("thema=rouw", ["Rouw en verlies"]),
        ("thema=bestaat-niet", ["Rouw en verlies", "Bellen"]),
        ("q=telefoon", ["Bellen"]),
    ],
)
def test_search_and_theme_narrow_the_list(
    client: Client, two_trainings: tuple[TrainingPage, TrainingPage], query: str, found: list[str]
) -> None:
    assert titles(client.get(f"/trainingen/?{query}")) == found


def test_filters_on_when_and_where_ask_for_one_edition_that_fits_all(
    client: Client, two_trainings: tuple[TrainingPage, TrainingPage]
) -> None:
    first, second = two_trainings
    soon, late = clock.now() + timedelta(days=5), clock.now() + timedelta(days=40)
    EditionFactory.create(training=first, starts_at=soon)
    EditionFactory.create(training=first, starts_at=late, online_link="https://example.org/x")
    EditionFactory.create(training=second, starts_at=late, capacity=1)
    until = (clock.today() + timedelta(days=10)).isoformat()

    def get(query: str) -> list[str]:
        return titles(client.get(f"/trainingen/?{query}"))

    assert get(f"tot={until}") == [first.title]
    assert get("vorm=online") == [first.title]
    assert get(f"vorm=online&tot={until}") == []
    assert get("vrij=on") == [first.title, second.title]
    EnrolmentFactory.create(edition=second.editions.get())
    assert get("vrij=on") == [first.title]


def test_nothing_found_says_so_and_offers_a_way_back(
    client: Client, two_trainings: tuple[TrainingPage, TrainingPage]
) -> None:
    page = client.get("/trainingen/?q=xyz").content.decode()
    assert "Geen training past bij je zoekvraag" in page
    assert "Toon alle trainingen" in page


def test_filters_that_leave_nothing_name_what_there_is_otherwise_and_the_way_to_a_new_date(
    client: Client, two_trainings: tuple[TrainingPage, TrainingPage]
) -> None:
    first, _second = two_trainings
    edition = EditionFactory.create(training=first, capacity=1)
    EnrolmentFactory.create(edition=edition)
    answer = client.get("/trainingen/?thema=rouw&vorm=online")
    near = [
        (card.title, [one.edition.pk for one in dates]) for card, dates in answer.context["nearby"]
    ]
    assert near == [(first.title, [edition.pk])]
    page = answer.content.decode()
    assert page.count(f'href="/trainingen/{first.slug}/nieuwe-datum/"') == 1
    assert "Vol – wachtlijst" in page
    # What was found needs no other, and words that fit nothing have none.
    for query in ("", "thema=rouw", "q=xyz&vorm=online"):
        assert client.get(f"/trainingen/?{query}").context["nearby"] == [], query


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Er zijn nu geen trainingen" in client.get("/trainingen/").content.decode()


def test_the_list_has_pages_of_twenty_and_odd_page_numbers_get_the_nearest(client: Client) -> None:
    for _ in range(21):
        TrainingFactory.create()
    sizes = [
        len(client.get(f"/trainingen/?pagina={number}").context["trainings"])
        for number in ("1", "2", "99", "-1", "abc", "")
    ]
    assert sizes == [20, 1, 1, 1, 20, 20]


def test_a_draft_training_is_not_there(client: Client) -> None:
    page = TrainingFactory.create(live=False, slug="concept")
    assert titles_or_none(client) == []
    assert client.get(f"/trainingen/{page.slug}/").status_code == 404


def titles_or_none(client: Client) -> list[str]:
    return titles(client.get("/trainingen/"))


def test_a_training_tells_what_you_learn_and_when(client: Client) -> None:
    training = TrainingFactory.create(lessons=2, for_whom="<p>Voor jou.</p>")
    EditionFactory.create(training=training, capacity=5)
    page = client.get(f"/trainingen/{training.slug}/").content.decode()
    assert [text in page for text in ("Voor jou.", "Les 1", "3 uur", "Nog 5 plaatsen")] == [
        True
    ] * 4


def test_lessons_have_an_address_below_lessen_only(client: Client) -> None:
    training = TrainingFactory.create(slug="t")
    lesson = make_lesson(training, slug="een", is_open=True)
    assert lesson.url == "/trainingen/t/lessen/een/"
    assert client.get("/trainingen/t/lessen/een/").status_code == 200
    assert [
        client.get(path).status_code
        for path in ("/trainingen/t/een/", "/trainingen/t/lessen/", "/trainingen/t/lessen/nee/")
    ] == [404] * 3


def test_a_learning_path_shows_its_published_trainings_in_order(client: Client) -> None:
    second, first = TrainingFactory.create(title="Tweede"), TrainingFactory.create(title="Eerste")
    draft = TrainingFactory.create(title="Geheim", live=False)
    path = LearningPathPage(title="Lijn", slug="lijn", summary="Kort")
    path.steps = [
        LearningPathStep(training=one, sort_order=order)
        for order, one in enumerate([first, draft, second])
    ]
    LearningPathIndexPage.objects.get().add_child(instance=path)
    response = client.get("/leerlijnen/lijn/")
    assert [step.training.title for step in response.context["steps"]] == ["Eerste", "Tweede"]
    assert "Lijn" in client.get("/leerlijnen/").content.decode()


def test_a_lecture_has_its_text_written_out(client: Client) -> None:
    LectureIndexPage.objects.get().add_child(
        instance=LecturePage(
            title="Lezing", slug="lezing", summary="Kort", transcript="<p>Alles wat er klonk.</p>"
        )
    )
    assert "Alles wat er klonk." in client.get("/lezingen/lezing/").content.decode()
    # Without a recording there is nothing to look at, and the text takes less time to read.
    shown = client.get("/lezingen/").content.decode()
    assert ("Om te lezen" in shown, "45 minuten" in shown) == (True, False)
    assert "De lezing duurde" in client.get("/lezingen/lezing/").content.decode()
    LecturePage.objects.update(recording_url="https://example.org/lezing")
    version.bump()
    shown = client.get("/lezingen/").content.decode()
    assert ("Om te kijken of te lezen" in shown, "45 minuten" in shown) == (True, True)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1999-12-31", "gisteren"])
def test_a_day_that_cannot_be_reckoned_with_filters_nothing_and_says_so(
    client: Client, day: str
) -> None:
    training = TrainingFactory.create()
    for path in ("/trainingen/", "/agenda/"):
        response = client.get(f"{path}?van={day}&tot={day}")
        assert response.status_code == 200
        assert "Vul een datum in" in response.content.decode()
    assert titles(client.get(f"/trainingen/?van={day}")) == [training.title]
