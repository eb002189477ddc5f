"""One search box finds people, editions and certificates, of who may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.desk.search import search
from courses.enrolment.services import enrol
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def found(text: str, user: User) -> dict[str, list[str]]:
    return {group.title: [one.name for one in group.found] for group in search(text, user=user)}


def test_a_coordinator_finds_everybody_and_every_edition() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    PersonFactory.create(first_name="Jan", last_name="de Vries")
    edition = EditionFactory.create(training=TrainingFactory.create(title="De Vries en rouw"))
    assert found("vries", coordinator) == {
        "Mensen": ["Vries, Jan de"],
        "Uitvoeringen": [str(edition)],
    }


def test_a_trainer_finds_own_participants_and_editions_only() -> None:
    trainer = person_in_role(Role.TRAINER)
    own = EditionFactory.create(trainers=[trainer], training=TrainingFactory.create(title="Bellen"))
    EditionFactory.create(training=own.training)
    enrol(person=PersonFactory.create(first_name="Bella", last_name="Bel"), edition=own)
    PersonFactory.create(first_name="Bella", last_name="Ander")
    assert found("bel", trainer) == {"Mensen": ["Bel, Bella"], "Uitvoeringen": [str(own)]}


@pytest.mark.parametrize("text", ["", "   ", "x" * 500, "zzzqqq"])
def test_what_fits_nothing_finds_nothing(text: str, client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    assert client.get("/beheer/zoek/", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.COORDINATOR, (200, 200)),
        (Role.TRAINER, (200, 302)),
        (Role.VOLUNTEER, (302, 302)),
    ],
)
def test_who_may_search_and_who_sees_who_may_what(
    role: Role, statuses: tuple[int, int], client: Client
) -> None:
    client.force_login(person_in_role(role))
    pages = ("/beheer/zoek/", "/beheer/wie-mag-wat/")
    assert tuple(client.get(page).status_code for page in pages) == statuses


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [(Role.COORDINATOR, "/beheer/zoek/"), (Role.TRAINER, "/beheer/zoek/")],
)
def test_the_box_above_the_menu_searches_people_too(
    role: Role, leads_to: str, client: Client
) -> None:
    client.force_login(person_in_role(role))
    menu = client.get("/beheer/account/").content.decode()
    assert f'"wagtail.sidebar.SearchModule", "_args": ["{leads_to}"]' in menu
    found_nothing = client.get(leads_to, {"q": "zzzqqq"}).content.decode()
    assert "/beheer/pages/search/?q=zzzqqq" in found_nothing


def test_what_stands_in_the_menu_is_found_by_its_name(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))

    def in_menu(text: str) -> list[str]:
        groups = client.get("/beheer/zoek/", {"q": text}).context["groups"]
        return [one.url for group in groups if group.title == "In het menu" for one in group.found]

    assert in_menu("jaarverslag") == in_menu("Jaarv") == ["/beheer/jaarverslag/"]
    assert in_menu("cijfers") == ["/beheer/evaluaties/"]
    assert in_menu("verslag") == in_menu("ja") == []
    # Only what that person has there.
    client.force_login(person_in_role(Role.TRAINER))
    assert in_menu("jaarverslag") == []


def answers(client: Client, text: str, user: User) -> list[tuple[str, str]]:
    client.force_login(user)
    groups = client.get("/beheer/zoek/", {"q": text}).context["groups"]
    return [
        (one.name, one.url)
        for group in groups
        for one in group.found
        if group.title == "Hoe doe je dat?"
    ]


def test_a_trainer_who_is_ill_or_asks_about_catching_up_is_led_there(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = EditionFactory.create(trainers=[trainer], starts_at=clock.now() + timedelta(days=3))
    url = f"/beheer/presentie/{edition.pk}/bijeenkomst/{edition.sessions.get().pk}/ik-kan-niet/"
    assert answers(client, "ziek", trainer) == [("Ik kan niet komen", url)]
    caught_up = [("Een gemiste keer inhalen", "/beheer/presentie/")]
    assert answers(client, "inhalen", trainer) == caught_up
    assert answers(client, "ziek", person_in_role(Role.TRAINER)) == []


def test_what_is_next_stands_before_what_is_further_away_and_what_is_over() -> None:
    trainer = person_in_role(Role.TRAINER)
    training = TrainingFactory.create(title="Luisteren")
    far, near, over = (
        EditionFactory.create(
            training=training, trainers=[trainer], starts_at=clock.now() + timedelta(days=days)
        )
        for days in (30, 3, -3)
    )
    assert found("luisteren", trainer)["Uitvoeringen"] == [str(near), str(far), str(over)]


@pytest.mark.parametrize(
    ("text", "name", "url"),
    [
        ("nieuwe training", "Een nieuwe training maken", "/beheer/trainingen/nieuw/"),
        ("module", "Een nieuwe training maken", "/beheer/trainingen/nieuw/"),
        ("cursus toevoegen", "Een nieuwe training maken", "/beheer/trainingen/nieuw/"),
        ("les maken", "Een les maken of insturen", "/beheer/lessen/"),
        ("datum", "Een nieuwe datum plannen (uitvoering)", "/beheer/uitvoeringen/new/"),
    ],
)
def test_what_somebody_wants_to_do_is_found_by_other_words_too(
    client: Client, text: str, name: str, url: str
) -> None:
    assert (name, url) in answers(client, text, person_in_role(Role.TRAINER))


@pytest.mark.parametrize("text", ["rechten", "account", "nieuwe trainer", "rol", "trainer maken"])
def test_who_gives_a_role_is_found_by_who_may_read_it(client: Client, text: str) -> None:
    found = ("Wie mag wat, en wie geeft een rol", "/beheer/wie-mag-wat/")
    coordinator = person_in_role(Role.COORDINATOR)
    assert found in answers(client, text, coordinator)
    assert "Een rol geeft een beheerder." in client.get(found[1]).content.decode()
    assert found not in answers(client, text, person_in_role(Role.TRAINER))


def test_a_word_that_says_nothing_of_what_is_to_be_made_leads_nowhere(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    assert answers(client, "nieuwe", trainer) == answers(client, "goedkeuren", trainer) == []
    assert answers(client, "goedkeuren", person_in_role(Role.COORDINATOR)) == [
        ("Nakijken wat is ingestuurd", "/beheer/")
    ]
