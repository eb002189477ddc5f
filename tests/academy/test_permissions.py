"""Who may see what: each role at each kind of page, and whose things appear in lists."""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

from courses.editions.enums import EditionStatus, Place
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from tests.academy.answers import (
    KEPT_OUT,
    NO_SUCH_METHOD,
    OPENS,
    ROLES,
    asked,
    expected,
    nothing_drawn,
    read_table,
    remembering,
    route_of,
    routes,
)
from tests.academy.everything import make_everything
from tests.factories import PersonFactory, person_in_role
from tests.index_later import settle as settle_indexes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

# Wagtail's drawings and words; nothing of ours is behind them.
OPEN_TO_ALL = {"/beheer/sprite/", "/beheer/jsi18n/"}
NEVER_REACHED = {
    # Our own stand before those of allauth.
    "account/oidc/(?P<provider_id>[^/]+)/login/",
    "account/oidc/(?P<provider_id>[^/]+)/login/callback/",
    # Our own way to documents stands before Wagtail's.
    "documenten/(\\d+)/(.*)$",
    # Behind these each page of a plugin has a line of its own.
    "trainingen/<page:training>/p/<slug:plugin>/",
    "trainingen/<page:training>/p/<slug:plugin>/<path:rest>",
}
OUR_OWN = re.compile(r"/beheer/(?!pages|images|documents)[^{]*[{]")


@pytest.fixture
def things(world: World) -> dict[str, Any]:
    """The keys of what the addresses of the table are about."""
    made = make_everything(world)
    settle_indexes()
    return made


def test_every_address_is_in_the_table(things: dict[str, Any]) -> None:
    """A new address fails here until `answers.txt` says what it answers to whom."""
    answered = {route_of(row.address.format(**things)) for row in read_table()}
    assert sorted(set(routes()) - answered - NEVER_REACHED) == []


def test_the_table_has_each_address_once() -> None:
    addresses = [row.address for row in read_table()]
    assert [one for one, times in Counter(addresses).items() if times > 1] == []


@pytest.mark.skipif("ACADEMY_ANSWERS" not in os.environ, reason="writes lines for the table")
def test_what_an_address_answers(
    things: dict[str, Any], client_of: Callable[[str], Client]
) -> None:
    """No test: with ACADEMY_ANSWERS="/an/address/ /and/{past}/" and -s it says the lines for these
    addresses; ACADEMY_ANSWERS="" says which patterns have none. Whoever adds one judges it."""
    addresses = os.environ["ACADEMY_ANSWERS"].split()
    said = {address: {"get": "", "post": ""} for address in addresses}
    with nothing_drawn(), remembering():
        for role in ROLES:
            for method in ("get", "post"):
                for address, answer, _to in asked(client_of(role), addresses, things, method):
                    said[address][method] += answer
    answered = {route_of(one.address.format(**things)) for one in read_table()}
    for route in sorted(set(routes()) - answered - NEVER_REACHED):
        print(route)
    for address, by in said.items():
        post = "-" if NO_SUCH_METHOD in by["post"] else by["post"]
        print(f"{address:72} {by['get']} {post}")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_exactly_what_belongs_to_it(
    things: dict[str, Any], client_of: Callable[[str], Client], role: str
) -> None:
    """At every address; and who is kept out changes nothing, whatever he or she sends."""
    different, changed_all_the_same = {}, {}
    with nothing_drawn(), remembering():
        for method in ("get", "post"):
            table = expected(read_table(), role, method)
            for address, answer, changed in asked(client_of(role), table, things, method):
                if answer != table[address]:
                    different[method, address] = f"{answer}, not {table[address]}"
                if answer in KEPT_OUT and changed:
                    changed_all_the_same[method, address] = changed
    assert different == {}
    assert changed_all_the_same == {}


def test_the_administration_opens_to_nobody_from_outside() -> None:
    """What the table says, whoever writes in it."""
    outside = slice(0, ROLES.index("trainer"))
    inside = [row for row in read_table() if row.address.startswith("/beheer/")]
    assert [
        row.address
        for row in inside
        if {*row.get[outside], *row.post[outside]} - KEPT_OUT - {"-"}
        and row.address not in OPEN_TO_ALL
    ] == []


ABOUT_ONESELF = "/ik-kan-niet/"
"""Where who gives a session says not to come: nobody else does that."""


def test_who_may_less_is_never_let_in_where_who_may_more_is_not() -> None:
    """An administrator may all that a coordinator may, and a coordinator what a trainer may with
    the editions of all."""
    trainer, coordinator, administrator = (
        ROLES.index(role) for role in ("trainer", "coordinator", "administrator")
    )
    turned_round = [
        row.address
        for row in read_table()
        if row.address.startswith("/beheer/") and not row.address.endswith(ABOUT_ONESELF)
        for answers in (row.get, row.post)
        if answers != "-"
        for less, more in ((trainer, coordinator), (coordinator, administrator))
        if answers[less] not in KEPT_OUT and answers[more] in KEPT_OUT
    ]
    assert turned_round == []


@pytest.mark.parametrize("role", ["visitor", "participant"])
def test_what_opens_in_dutch_opens_in_english_too(
    things: dict[str, Any], client_of: Callable[[str], Client], role: str
) -> None:
    """By the cookie, and by the language of who is signed in; with pages drawn."""
    client = client_of(role)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    User.objects.update(language="en")
    rows = [row for row in read_table() if not row.address.startswith("/beheer/")]
    table = expected(rows, role, "get")
    answers = {address: answer for address, answer, _changed in asked(client, table, things)}
    assert answers == table


def test_what_opens_for_a_trainer_can_be_drawn(
    things: dict[str, Any], client_of: Callable[[str], Client]
) -> None:
    """The screens about something of the trainer's own: the rest is drawn by other tests."""
    table = {
        address: answer
        for address, answer in expected(read_table(), "trainer", "get").items()
        if answer == OPENS and OUR_OWN.match(address)
    }
    assert len(table) > 50
    answers = {
        address: answer for address, answer, _to in asked(client_of("trainer"), table, things)
    }
    assert answers == table


@pytest.mark.parametrize(("role", "shown"), [("trainer", False), ("coordinator", True)])
def test_the_history_of_the_site_is_in_the_menu_of_who_may_see_it(
    client_of: Callable[[str], Client], role: str, shown: bool
) -> None:
    page = client_of(role).get("/beheer/").content.decode()
    assert ("/beheer/reports/workflow/" in page, "/beheer/reports/site-history/" in page) == (
        True,
        shown,
    )


# --- Whose things appear in lists -----------------------------------------------------------


def test_lists_show_a_trainer_the_own_editions_and_a_coordinator_all(
    world: World, client_of: Callable[[str], Client]
) -> None:
    def listed(role: str, address: str) -> set[int]:
        response = client_of(role).get(address)
        return {getattr(one, "edition_id", one.pk) for one in response.context["object_list"]}

    own = {world.coming.pk, world.past.pk, world.concept.pk}
    assert listed("trainer", "/beheer/uitvoeringen/") == own
    assert listed("other_trainer", "/beheer/uitvoeringen/") == {world.others.pk}
    assert listed("coordinator", "/beheer/uitvoeringen/") == own | {world.others.pk}
    published = own - {world.concept.pk}
    assert listed("trainer", "/beheer/presentie/") == published
    assert listed("other_trainer", "/beheer/presentie/") == {world.others.pk}
    assert listed("administrator", "/beheer/presentie/") == published | {world.others.pk}


def _named(client: Client, address: str, people: dict[str, User]) -> set[str]:
    response = client.get(address)
    text = response.content.decode("utf-8-sig")
    return {key for key, person in people.items() if person.last_name in text}


def test_names_and_addresses_stay_within_the_group(
    world: World, client_of: Callable[[str], Client]
) -> None:
    people: dict[str, Any] = {key: world.people[key] for key in ("stranger", "participant")}
    for key, person in people.items():
        person.last_name = f"Bijzonder{key}"
        person.save()
    sheet = f"/beheer/presentie/{world.past.pk}/"
    for address in (sheet, f"{sheet}deelnemers.csv"):
        assert _named(client_of("trainer"), address, people) == {"participant"}
        assert _named(client_of("other_trainer"), address, people) == set()
        assert _named(client_of("coordinator"), address, people) == {"participant"}
    for address in (
        "/beheer/",
        "/beheer/reports/site-history/",
        f"/beheer/uitvoeringen/history/{world.past.pk}/",
        "/beheer/evaluaties/",
        f"/beheer/evaluaties/uitvoering/{world.past.pk}/",
        f"/beheer/evaluatie/uitvoering/{world.past.pk}/",
        f"/trainingen/{world.training.slug}/",
        f"/inschrijven/{world.past.pk}/",
        "/agenda/",
    ):
        for role in ("trainer", "other_trainer", "stranger"):
            if role != "stranger" or "beheer" not in address:
                assert _named(client_of(role), address, people) <= {role}, (role, address)


def test_the_online_link_is_for_participants_and_staff(world: World) -> None:
    link = "https://vergaderen.example/geheim"
    Edition.objects.filter(pk=world.coming.pk).update(place=Place.ONLINE, online_link=link)
    stranger, participant = PersonFactory.create(), PersonFactory.create()
    Enrolment.objects.create(
        person=participant, edition=world.coming, status=EnrolmentStatus.CONFIRMED
    )
    seen = {}
    for name, person in (("visitor", None), ("stranger", stranger), ("participant", participant)):
        client = Client()
        if person:
            client.force_login(person)
        for address in (f"/inschrijven/{world.coming.pk}/", "/agenda/", "/agenda.ics"):
            seen[name, address] = link in client.get(address).content.decode()
    assert [key for key, shown in seen.items() if shown] == [
        ("participant", f"/inschrijven/{world.coming.pk}/")
    ]


# --- Changing things ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 302), ("other_trainer", 404), ("trainer", 302), ("coordinator", 302)],
)
def test_only_staff_of_an_edition_call_it_off(
    world: World, client_of: Callable[[str], Client], role: str, status: int
) -> None:
    response = client_of(role).post(f"/beheer/uitvoeringen/{world.coming.pk}/annuleer/")
    world.coming.refresh_from_db()
    allowed = role in ("trainer", "coordinator")
    assert response.status_code == status
    assert world.coming.status == (EditionStatus.CANCELLED if allowed else EditionStatus.OPEN)


def test_a_trainer_submits_but_never_publishes(
    world: World, client_of: Callable[[str], Client]
) -> None:
    trainer = client_of("trainer")
    page = trainer.get(f"/beheer/pages/{world.draft.pk}/edit/").content.decode()
    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page
    world.draft.refresh_from_db()
    trainer.post(f"/beheer/pages/{world.draft.pk}/edit/", {"action-publish": "1"})
    world.draft.refresh_from_db()
    assert not world.draft.live


def test_who_may_not_enter_the_administration_is_told_so(
    client_of: Callable[[str], Client],
) -> None:
    """And is not sent round and round between two pages."""
    visitor = client_of("visitor").get("/beheer/", follow=True)
    assert [address for address, _status in visitor.redirect_chain] == [
        "/toegang/?next=/beheer/",
        "/account/login/?next=/beheer/",
    ]
    volunteer = client_of("stranger").get("/beheer/", follow=True)
    assert [address for address, _status in volunteer.redirect_chain] == ["/toegang/?next=/beheer/"]
    assert volunteer.status_code == 403
    assert "Deze pagina is niet voor jou" in volunteer.content.decode()


def test_the_administration_has_no_way_in_of_its_own(world: World) -> None:
    """A password alone, past the second step, opens nothing."""
    coordinator = world.people["coordinator"]
    assert coordinator is not None
    coordinator.set_password("een-lang-wachtwoord")
    coordinator.save()
    client = Client()
    credentials = {"username": coordinator.email, "password": "een-lang-wachtwoord"}
    assert client.post("/beheer/login/", credentials).status_code == 405
    assert client.get("/beheer/presentie/").status_code == 302


def test_somebody_who_left_gets_nowhere(world: World) -> None:
    """An account that was switched off, and a trainer whose role was taken away."""
    gone = person_in_role(Role.COORDINATOR)
    client = Client()
    client.force_login(gone)
    assert client.get("/beheer/presentie/").status_code == 200
    gone.groups.clear()
    assert client.get("/beheer/presentie/").status_code == 302
    gone.is_active = False
    gone.save()
    assert client.get("/mijn/").status_code == 302


def test_a_change_needs_the_token_of_this_site(world: World) -> None:
    """A form on another site cannot enrol somebody or cancel an edition."""
    person = world.people["stranger"]
    assert person is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    for address in (
        f"/inschrijven/{world.coming.pk}/",
        f"/trainingen/{world.training.slug}/lessen/{world.open_lesson.slug}/klaar/",
        f"/evaluatie/{world.past.pk}/",
    ):
        assert client.post(address, {"action": "enrol"}).status_code == 403
    assert not Enrolment.objects.filter(person=person, edition=world.coming).exists()
