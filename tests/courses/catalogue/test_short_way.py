"""Pages of the catalogue are found in a short way, and are Wagtail's pages all the same."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.catalogue.models import CataloguePage, InfopuntSettings
from courses.common import clock
from courses.enrolment.services import enrol, withdraw
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)


@pytest.fixture
def visitor(client: Client) -> Client:
    """A visitor for whom no whole page is kept."""
    client.cookies["bypass"] = "1"
    return client


@pytest.mark.django_db
def test_drafts_and_pages_elsewhere_are_not_found(client: Client) -> None:
    training = TrainingFactory.create(slug="een", live=False)
    make_lesson(training, slug="les")
    other = TrainingFactory.create(slug="twee")
    make_lesson(other, slug="open", is_open=True)
    paths = (
        "/trainingen/een/",
        "/trainingen/drie/",
        "/trainingen/een/lessen/open/",
        "/trainingen/twee/lessen/les/",
        "/trainingen/twee/lessen/open/",
    )
    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 404, 200]


@pytest.mark.django_db
def test_the_list_follows_the_catalogue_to_another_address(client: Client) -> None:
    page = CataloguePage.objects.get()
    page.slug = "cursussen"
    page.save_revision().publish()
    answers = [client.get(path).status_code for path in ("/trainingen/", "/cursussen/")]
    assert answers == [404, 200]


@pytest.mark.django_db
@pytest.mark.parametrize("above", [True, False])
def test_who_may_see_a_page_is_still_asked(client: Client, above: bool) -> None:
    training = TrainingFactory.create(slug="besloten")
    page = CataloguePage.objects.get() if above else training
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = client.get("/trainingen/besloten/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/account/login/?next=/trainingen/besloten/",
    )


@pytest.mark.django_db(transaction=True)
def test_kept_parts_follow_every_change_at_once(visitor: Client) -> None:
    training = TrainingFactory.create(slug="vers", title="Oud")
    edition = EditionFactory.create(training=training, capacity=5)
    person = PersonFactory.create()

    def shown() -> list[bool]:
        pages = [
            visitor.get(path).content.decode() for path in ("/trainingen/", "/trainingen/vers/")
        ]
        return [text in page for page in pages for text in ("Nog 5 plaatsen", "Nog 4 plaatsen")]

    assert shown() == [True, False, True, False]
    enrolment = enrol(person=person, edition=edition)
    assert shown() == [False, True, False, True]
    withdraw(enrolment=enrolment, actor=person)
    assert shown() == [True, False, True, False]
    training.title = "Nieuw en anders"
    training.save_revision().publish()
    assert "Nieuw en anders" in visitor.get("/trainingen/").content.decode()
    make_lesson(training, title="Zo begin je", slug="begin")
    assert "Zo begin je" in visitor.get("/trainingen/vers/").content.decode()
    contact = InfopuntSettings.for_site(training.get_site())
    contact.phone = "(030) 000 00 00"
    contact.save()
    assert "(030) 000 00 00" in visitor.get("/trainingen/vers/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_restriction_counts_at_once(visitor: Client) -> None:
    training = TrainingFactory.create(slug="later-dicht")
    assert visitor.get("/trainingen/later-dicht/").status_code == 200
    PageViewRestriction.objects.create(page=training, restriction_type=PageViewRestriction.LOGIN)
    assert visitor.get("/trainingen/later-dicht/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_way_into_the_administration_follows_the_group(client: Client) -> None:
    TrainingFactory.create()
    client.force_login(person_in_role(Role.TRAINER))
    link = 'href="/beheer/"'
    assert link in client.get("/trainingen/").content.decode()
    Group.objects.get(name=Role.TRAINER.value).permissions.remove(
        *Permission.objects.filter(codename="access_admin")
    )
    assert link not in client.get("/trainingen/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_edition_that_begins_says_so_without_any_change(visitor: Client) -> None:
    training = TrainingFactory.create(slug="begint")
    soon = clock.now() + timedelta(hours=1)
    EditionFactory.create(training=training, starts_at=soon)
    texts = []
    for moment in (clock.now(), soon + timedelta(minutes=5)):
        with clock.at(moment):
            texts.append("Al begonnen" in visitor.get("/trainingen/begint/").content.decode())
    assert texts == [False, True]
