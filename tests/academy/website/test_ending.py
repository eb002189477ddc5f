"""The end of a training: what somebody did, what is still to do, and what fits next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from courses.catalogue.models import LearningPathIndexPage, LearningPathPage, LearningPathStep
from courses.common import clock
from courses.evaluation.services import open_form
from courses.learning.services import finish_lesson
from tests.academy.world import held_edition
from tests.factories import (
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    make_theme,
)
from tests.plugins.kennistoets.written import TWO_QUESTIONS, lesson_with, switch_on

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

URL = "/trainingen/t/klaar/"


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create(slug="t", theme=make_theme("Bellen"))
    make_lesson(training, title="Begin", slug="begin")
    return training


def shown(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_says_what_was_done_and_what_is_still_to_do_with_the_reason(
    client: Client, training: TrainingPage
) -> None:
    person = EnrolmentFactory.create(training=training).person
    client.force_login(person)
    before = shown(client)
    assert "Zo ver ben je" in before
    assert "0 van 1 les" in before
    assert "Nog te doen voor je certificaat" in before
    assert "Lessen: Je hebt nog 1 les te doen." in before
    assert 'href="/trainingen/t/lessen/begin/"' in before
    left = "Deze lessen heb je nog niet gedaan:"
    assert '/trainingen/t/lessen/begin/" lang="nl">Begin</a>' in before.partition(left)[2]
    done = client.post("/trainingen/t/lessen/begin/klaar/")
    assert done["Location"] == URL
    after = shown(client)
    assert left not in after
    assert "1 van 1 les" in after
    assert "Lessen: gedaan" in after
    assert 'href="/trainingen/t/boekje/"' in after


def test_a_lesson_that_the_certificate_asks_for_is_a_link(
    client: Client, training: TrainingPage
) -> None:
    switch_on(training)
    lesson_with(training, TWO_QUESTIONS, title="Luisteren")
    enrolment = EnrolmentFactory.create(training=training)
    client.force_login(enrolment.person)
    enrol = reverse("enrolment:enrol", args=[enrolment.edition_id])
    for html in (shown(client), " ".join(client.get(enrol).content.decode().split())):
        assert "Maak de kennistoets in de les ‘<a class=" in html
        assert 'href="/trainingen/t/lessen/luisteren/">Luisteren</a>’.' in html


def test_who_did_everything_reads_of_the_certificate_and_is_asked_what_it_was_like(
    client: Client, training: TrainingPage
) -> None:
    person = PersonFactory.create()
    edition = held_edition(training, [person], ended=clock.now() - timedelta(hours=2))
    finish_lesson(person=person, lesson=training.lessons[0])
    open_form(edition=edition)
    client.force_login(person)
    page = shown(client)
    assert "Knap gedaan!" in page
    assert "1 van 1 bijeenkomst" in page
    assert f'href="/evaluatie/{edition.pk}/"' in page


def test_what_fits_next_is_the_next_of_a_path_and_others_on_the_theme(
    client: Client, training: TrainingPage
) -> None:
    theme = training.theme
    done, following, other = (
        TrainingFactory.create(slug=slug, title=slug.title(), theme=theme)
        for slug in ("gedaan", "volgende", "ander")
    )
    path = LearningPathPage(title="Eenzaamheid", slug="pad", summary="Kort")
    path.steps = [
        LearningPathStep(training=one, sort_order=order)
        for order, one in enumerate((training, done, following))
    ]
    LearningPathIndexPage.objects.get().add_child(instance=path)
    path.save_revision().publish()
    person = EnrolmentFactory.create(training=training).person
    EnrolmentFactory.create(training=done, person=person)
    client.force_login(person)
    page = shown(client)
    assert "Leerlijn Eenzaamheid" in page
    links = [f'href="/trainingen/{one.slug}/"' in page for one in (done, following, other)]
    assert links == [False, True, True]
    assert page.count('href="/trainingen/volgende/"') == 1


def test_it_is_for_who_takes_part(client: Client, training: TrainingPage) -> None:
    assert client.get(URL)["Location"].startswith("/account/login/")
    client.force_login(PersonFactory.create())
    assert client.get(URL)["Location"] == "/trainingen/t/"
    assert client.get("/trainingen/nee/klaar/").status_code == 404
