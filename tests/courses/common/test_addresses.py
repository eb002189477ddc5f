"""Every letter that the address of a page may hold works below it too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.contrib.redirects.models import Redirect

from courses.catalogue.models import (
    CataloguePage,
    LectureIndexPage,
    LecturePage,
    LessonPage,
    TrainingPage,
)
from courses.common.addresses import PageName
from courses.common.mail import absolute_url
from courses.editions.calendar import own_feed
from courses.editions.models import Edition
from courses.learning.models import LessonProgress
from courses.people.enums import Role
from tests.factories import (
    KNOWLEDGE_CHECK,
    EditionFactory,
    EnrolmentFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

ACCENTS = "coördineren-één-gesprek"
LONG = "ö" * 255
OTHER_SPELLING = "\u212bngst"
"""With the character of a unit for its first letter, which is another than the letter that it is
read as."""


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, object]]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route, one.pattern


def test_no_address_below_a_page_takes_less_than_a_page_may_have() -> None:
    routes = list(_routes(get_resolver().url_patterns, ""))
    below = {
        route: pattern.converters  # type: ignore[attr-defined]
        for route, pattern in routes
        if route.startswith("trainingen/<")
    }
    assert len(below) >= 6
    narrow = {
        (route, name)
        for route, converters in below.items()
        for name, converter in converters.items()
        if name in ("training", "lesson") and not isinstance(converter, PageName)
    }
    assert narrow == set()
    assert {next(iter(converters)) for converters in below.values()} == {"training"}
    assert all("lesson" in converters for route, converters in below.items() if "/lessen/" in route)


def _lesson(slug: str) -> LessonPage:
    training = TrainingFactory.create(title="Coördineren", slug=slug)
    return make_lesson(
        training, title="Één", slug=slug, body=[("knowledge_check", KNOWLEDGE_CHECK)]
    )


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("slug", [ACCENTS, LONG, OTHER_SPELLING, "漢字", "Ügly_Ç-1"])
def test_all_below_a_page_works_with_any_letter(client: Client, slug: str) -> None:
    lesson = _lesson(slug)
    person = EnrolmentFactory.create(training=lesson.training).person
    client.force_login(person)
    training_url = f"/trainingen/{quote(slug)}/"
    base = f"{training_url}lessen/{quote(slug)}/"
    exercise = lesson.body[0].id
    answer = {f"opdracht-{exercise}-option": "1"}
    pages = [client.get(path).status_code for path in (training_url, base)]
    answered = client.post(f"{base}opdracht/{exercise}/", answer)
    by_htmx = client.post(f"{base}opdracht/{exercise}/", answer, headers={"HX-Request": "true"})
    finished = client.post(f"{base}klaar/")
    assert pages == [200, 200]
    assert (answered.status_code, answered["Location"]) == (302, f"{base}#opdracht-{exercise}")
    assert (by_htmx.status_code, finished.status_code) == (200, 302)
    assert LessonProgress.objects.filter(person=person, lesson=lesson).exists()
    # Unknown plugins are "not found" by us; what no pattern takes ends at Wagtail.
    nothing = client.get(f"{training_url}p/bestaat-niet/")
    assert nothing.resolver_match.view_name == "learning:plugin"


@pytest.mark.both_databases
@pytest.mark.django_db
def test_an_accent_that_is_a_character_of_its_own_reaches_the_same_page(client: Client) -> None:
    lesson = _lesson(ACCENTS)
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    apart = quote(normalize("NFD", ACCENTS))
    assert apart != quote(ACCENTS)
    base = f"/trainingen/{apart}/lessen/{apart}/"
    assert client.get(base).status_code == 200
    assert client.post(f"{base}klaar/").status_code == 302
    assert LessonProgress.objects.filter(lesson=lesson).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        f"/lezingen/{normalize('NFD', 'één')}/",
        "/Lezingen/één/",
        "/lezingen/één/).",
        "/lezingen/één.",
        "/lezingen/één ",
    ],
)
def test_an_address_that_is_typed_a_little_differently_leads_to_the_page(
    client: Client, typed: str
) -> None:
    LectureIndexPage.objects.get().add_child(
        instance=LecturePage(title="Één", slug="één", summary="x", transcript="<p>x</p>")
    )
    answer = client.get(quote(typed, safe="/"), {"x": "1"})
    if answer.status_code == 301:
        # Django first puts the slash at the end.
        answer = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"]) == (302, f"/lezingen/{quote('één')}/?x=1")


@pytest.mark.django_db
def test_an_address_that_means_nothing_is_not_found(client: Client) -> None:
    for path in ("/lezingen/Niets/", "/Niets.", "/trainingen/x)/", "/" + "A" * 3000 + "/"):
        assert client.get(path, follow=True).status_code == 404


@pytest.mark.django_db
def test_who_signs_in_comes_back_to_a_lesson_with_accents(client: Client) -> None:
    lesson = _lesson(ACCENTS)
    base = f"/trainingen/{quote(ACCENTS)}/lessen/{quote(ACCENTS)}/"
    asked = client.get(base)
    assert asked["Location"] == f"/account/login/?next={quote(base)}"
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    back = client.get(asked["Location"])
    assert (back.status_code, client.get(back["Location"]).status_code) == (302, 200)
    switched = client.post("/taal/", {"language": "en", "next": f"/trainingen/{ACCENTS}/"})
    assert switched["Location"] == f"/trainingen/{quote(ACCENTS)}/"


@pytest.mark.django_db
def test_what_is_sent_after_the_session_ended_comes_back_with_accents(client: Client) -> None:
    lesson = _lesson(ACCENTS)
    person = EnrolmentFactory.create(training=lesson.training).person
    base = f"/trainingen/{quote(ACCENTS)}/lessen/{quote(ACCENTS)}/"
    exercise = lesson.body[0].id
    answer = {f"opdracht-{exercise}-option": "1", f"opdracht-{exercise}-text": "een twee"}
    sent = client.post(f"{base}opdracht/{exercise}/", answer)
    assert sent["Location"] == "/account/login/?next=/verder/"
    session = dict(client.session.items())
    client.force_login(person)
    store = client.session
    store.update(session)
    store.save()
    sent_on = client.post("/verder/")
    assert (sent_on.status_code, sent_on["Location"]) == (307, f"{base}opdracht/{exercise}/")
    assert client.post(sent_on["Location"], answer).status_code == 302


@pytest.mark.django_db
def test_addresses_in_mails_and_calendars_are_escaped() -> None:
    training = TrainingFactory.create(slug=ACCENTS)
    EditionFactory.create(training=training)
    address = f"http://testserver/trainingen/{quote(ACCENTS)}/"
    assert absolute_url(f"/trainingen/{ACCENTS}/") == address
    assert absolute_url(training.url) == address
    calendar = own_feed("", Edition.objects.all()).decode().replace("\r\n ", "")
    assert f"URL:{address}\r\n" in calendar


@pytest.mark.django_db
def test_a_new_page_gets_an_address_that_can_be_typed_and_an_old_one_keeps_its_own(
    client: Client,
) -> None:
    new = CataloguePage.objects.get().add_child(
        instance=TrainingPage(title="Coördineren: één gesprek", summary="x")
    )
    assert new.slug == "coordineren-een-gesprek"
    old = TrainingFactory.create(slug=ACCENTS)
    client.force_login(person_in_role(Role.COORDINATOR))
    forms = {
        page: client.get(f"/beheer/pages/{page.pk}/edit/").context["form"] for page in (new, old)
    }
    kept = {
        page.slug: str(form.fields["slug"].widget.attrs["data-w-slug-allow-unicode-value"])
        for page, form in forms.items()
    }
    assert kept == {new.slug: "False", ACCENTS: "true"}
    form = forms[old]
    assert form.fields["slug"].clean(ACCENTS) == ACCENTS


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_old_address_with_accents_leads_to_the_new_one(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    lesson = _lesson(ACCENTS)
    training = lesson.training
    training.slug = "gesprek"
    with django_capture_on_commit_callbacks(execute=True):
        training.save_revision().publish()
    assert Redirect.objects.filter(old_path=f"/trainingen/{ACCENTS}").exists()
    answer = client.get(f"/trainingen/{quote(ACCENTS)}/")
    assert (answer.status_code, answer["Location"]) == (301, "/trainingen/gesprek/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/Agenda/", "/agenda/"),
        ("/AGENDA/?vorm=online", "/agenda/?vorm=online"),
        ("/Agenda", "/agenda/"),
        ("/Agenda.ics", "/agenda.ics"),
        ("/agenda,", "/agenda/"),
        ("/Account/Login/?next=/mijn/", "/account/login/?next=/mijn/"),
        ("/Mijn/", "/mijn/"),
        ("/Beheer/", "/beheer/"),
        ("/Certificaat/AbCdEfGh/", "/certificaat/AbCdEfGh/"),
    ],
)
def test_a_known_address_with_capitals_leads_to_it(
    client: Client, typed: str, address: str
) -> None:
    response = client.get(typed)
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["/Nergens/", "/Trainingen/Bestaat-Niet/", "/nergens"])
def test_capitals_in_an_unknown_address_lead_nowhere(client: Client, typed: str) -> None:
    response = client.get(typed, follow=True)
    assert response.status_code == 404
    assert len(response.redirect_chain) <= 1
