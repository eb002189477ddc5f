"""What staff closed with Wagtail's privacy stands in no list that everybody sees, and asks at each
of its addresses what its own page asks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from academy.api.enums import Scope
from academy.website.models import HomePage
from courses.catalogue.models import (
    LearningPathIndexPage,
    LearningPathPage,
    LearningPathStep,
    LectureIndexPage,
    LecturePage,
    TrainingPage,
)
from courses.catalogue.variant_services import make_variant
from courses.common import clock
from courses.editions.services import cancel_edition
from courses.enrolment.models import Enrolment
from courses.enrolment.services import enrol
from courses.interest.models import Interest
from courses.interest.services import register_interest, tell_interested
from courses.notices.models import Notice
from courses.people.enums import Role
from courses.search import queries as search
from tests.academy.answers import read_table
from tests.academy.api.programs import token_of
from tests.academy.everything import make_everything
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    add_page,
    make_lesson,
    make_theme,
    person_in_role,
)
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.editions.models import Edition
    from courses.people.models import User
    from tests.academy.world import World

pytestmark = pytest.mark.django_db

TITLE = "Zwanenzang"
"""In no other text of the site."""

LOGIN, PASSWORD, GROUPS = (
    PageViewRestriction.LOGIN,
    PageViewRestriction.PASSWORD,
    PageViewRestriction.GROUPS,
)


def close(page: Page, kind: str = LOGIN, *groups: Group) -> PageViewRestriction:
    """As staff do it with Wagtail's privacy."""
    made = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password="geheim" if kind == PASSWORD else ""
    )
    made.groups.set(groups)
    return made


def somebody(role: Role | None) -> Client:
    client = Client(raise_request_exception=False)
    if role is not None:
        client.force_login(person_in_role(role))
    return client


EVERYBODY = (None, Role.VOLUNTEER, Role.COORDINATOR)


@pytest.fixture
def training() -> TrainingPage:
    """A training that stands wherever one can stand, beside another one that is open."""
    theme = make_theme("Verlies")
    other = TrainingFactory.create(title="Gewoon open", slug="gewoon-open", theme=theme)
    training = TrainingFactory.create(title=TITLE, slug="dicht", theme=theme)
    make_lesson(training, title=f"{TITLE} beginnen", slug="beginnen", is_open=True)
    path = LearningPathPage(title="Een lijn", slug="een-lijn", summary="Kort")
    for one in (other, training):
        path.steps.add(LearningPathStep(training=one))
        EditionFactory.create(training=one)
    add_page(LearningPathIndexPage.objects.get(), path)
    lecture = LecturePage(
        title="Lezing over rouw",
        slug="lezing-over-rouw",
        summary="Kort",
        recorded_on=date(2026, 1, 5),
        transcript="<p>Wat er is gezegd.</p>",
    )
    add_page(LectureIndexPage.objects.get(), lecture)
    return training


@pytest.fixture
def edition(training: TrainingPage) -> Edition:
    found: Edition = training.editions.get()
    return found


LISTS = (
    "/",
    "/trainingen/",
    "/trainingen/?q=zwanenzang",
    "/trainingen/?thema=verlies",
    "/trainingen/?taal=nl&vorm=online",
    "/trainingen/gewoon-open/",
    "/agenda/",
    "/agenda/?weergave=maand",
    "/agenda/?taal=en&vorm=locatie",
    "/agenda.ics",
    "/agenda/op-papier/",
    "/leerlijnen/een-lijn/",
    "/welke-training/?thema=verlies",
    "/zoeken/?q=zwanenzang",
    "/zoeken/?q=xqxq",
    "/api/v1/trainings",
    "/api/v1/trainings?q=zwanenzang",
    "/api/v1/editions",
    "/api/v1/learning-paths",
    "/api/v1/trainings/gewoon-open",
)
"""Each address at which everybody finds trainings, lessons or dates."""


def text_of(answer: Any) -> str:
    if answer["Content-Type"] == "application/pdf":
        return " ".join(one.extract_text() for one in read_pdf(answer.content).pages)
    text: str = answer.content.decode(errors="replace")
    return text


def names_it(answer: Any) -> bool:
    text = text_of(answer)
    return TITLE in text or "/trainingen/dicht/" in text


def told_at(client: Client, addresses: tuple[str, ...]) -> list[str]:
    answers = {one: client.get(one) for one in addresses}
    assert {one: answer.status_code for one, answer in answers.items()} == dict.fromkeys(
        addresses, 200
    )
    return [one for one, answer in answers.items() if names_it(answer)]


OF_OTHERS = {"/trainingen/gewoon-open/", "/api/v1/trainings/gewoon-open"}
"""The page of another training, which says nothing of this one as long as that is no variant."""


def test_it_stands_everywhere_while_nobody_closed_it(training: TrainingPage) -> None:
    """Or the tests below could not fail."""
    told = told_at(Client(), LISTS)
    assert {*LISTS} - {*told} == {
        *OF_OTHERS,
        # It is on a venue and in Dutch.
        "/trainingen/?taal=nl&vorm=online",
        "/agenda/?taal=en&vorm=locatie",
    } - {*told}
    assert len(told) >= 14


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("kind", [LOGIN, PASSWORD, GROUPS])
def test_no_list_has_it_for_anybody(training: TrainingPage, kind: str, role: Role | None) -> None:
    close(training, kind, *Group.objects.filter(name=Role.VOLUNTEER.value))
    client = somebody(role)
    assert told_at(client, LISTS) == []


def test_no_list_has_what_stands_below_a_closed_page(training: TrainingPage) -> None:
    close(training.get_parent())
    addresses = tuple(one for one in LISTS if not one.startswith("/trainingen/"))
    open_now = tuple(one for one in addresses if one not in OF_OTHERS)
    assert told_at(Client(), open_now) == []


def test_who_came_past_what_closes_the_list_finds_what_is_in_it(
    training: TrainingPage, edition: Edition
) -> None:
    """Whoever opens the catalogue that staff closed came for what stands there."""
    close(training.get_parent())
    member = somebody(Role.VOLUNTEER)
    assert told_at(member, ("/trainingen/",)) == ["/trainingen/"]
    assert "/agenda/" not in told_at(member, ("/agenda/",))
    restriction = close(training)
    assert told_at(member, ("/trainingen/",)) == []
    restriction.delete()
    assert Client().get("/trainingen/").status_code == 302
    page = member.get("/trainingen/").context["trainings"]
    dates = {card.title: first is not None for card, first in page}
    assert dates == {TITLE: True, "Gewoon open": True}


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_variant_and_a_chosen_other_date_are_not_named_either(role: Role | None) -> None:
    base = TrainingFactory.create(title="Basis", slug="basis", theme=make_theme("Verlies"))
    variant = make_variant(base=base, title=TITLE, for_whom="wie haast heeft", actor=None)
    other = TrainingPage.objects.get(pk=variant.training_id)
    other.save_revision().publish()
    other.refresh_from_db()
    cancelled = EditionFactory.create(training=base)
    instead = EditionFactory.create(training=other)
    cancel_edition(edition=cancelled, actor=None, reason="Ziek", alternatives=[instead])
    client = somebody(role)
    leads_to = {
        "/trainingen/basis/": "/trainingen/zwanenzang/",
        f"/inschrijven/{cancelled.pk}/": f"/inschrijven/{instead.pk}/",
    }

    def leading_there() -> list[bool]:
        return [to in client.get(one).content.decode() for one, to in leads_to.items()]

    assert leading_there() == [True, True]
    close(other)
    assert leading_there() == [False, False]


def test_an_alias_is_closed_with_its_page(training: TrainingPage) -> None:
    """Also one that was made before; of an alias Wagtail asks what its page asks."""
    TrainingPage.objects.get(pk=training.pk).create_alias(update_slug="nog-eens")
    assert b"/trainingen/nog-eens/" in Client().get("/trainingen/").content
    close(training)
    assert told_at(Client(), ("/trainingen/", "/agenda/", "/api/v1/trainings")) == []
    assert Client().get("/trainingen/nog-eens/").status_code == 302


def test_a_closed_lesson_is_left_out_of_its_training(training: TrainingPage) -> None:
    lesson = make_lesson(training, title="Achterdeurtje", slug="achter", is_open=True)
    addresses = ("/trainingen/dicht/", "/trainingen/dicht/boekje/", "/api/v1/trainings/dicht")
    before = [b"Achterdeurtje" in Client().get(one).content for one in addresses]
    close(lesson, PASSWORD)
    after = [b"Achterdeurtje" in Client().get(one).content for one in addresses]
    assert (before, after) == ([True] * 3, [False] * 3)


def test_closed_paths_and_lectures_are_left_out_of_their_lists(training: TrainingPage) -> None:
    close(LearningPathPage.objects.get())
    close(LecturePage.objects.get())
    client = somebody(Role.VOLUNTEER)
    assert b"Een lijn" not in client.get("/leerlijnen/").content
    assert b"Lezing over rouw" not in client.get("/lezingen/").content


# --- Every address ----------------------------------------------------------------------------

OWN = re.compile(r"^/(?:mijn|account|beheer|organisatie)/")


@pytest.mark.parametrize("role", ["visitor", "stranger"])
def test_at_no_public_address_of_the_site_it_is_named(
    world: World, client_of: Callable[[str], Client], role: str
) -> None:
    """All that the table of answers has, also what was added yesterday."""
    things = make_everything(world)
    page = TrainingPage.objects.get(pk=world.training.pk)
    page.title = TITLE
    page.save_revision().publish()
    client = client_of(role)

    def naming() -> set[str]:
        found = set()
        for row in read_table():
            if OWN.match(row.address) or row.get == "-":
                continue
            address = row.address.format(**things)
            answer = client.get(address)
            if answer.status_code == 200 and not answer.streaming and TITLE in text_of(answer):
                found.add(row.address)
        return found

    open_to_all = naming()
    assert len(open_to_all) > 15
    close(page, GROUPS)
    assert naming() == {
        # Who has the code of a certificate reads whose it is and of what.
        *{"/certificaat/{code}/"} & open_to_all
    }


# --- The page of an edition -------------------------------------------------------------------


def test_the_page_of_an_edition_asks_to_sign_in(edition: Edition) -> None:
    close(edition.training)
    address = f"/inschrijven/{edition.pk}/"
    for answer in (Client().get(address), Client().post(address, {"action": "enrol"})):
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/account/login/?next={address}",
        )
    # The page on which one signs in says no more of it.
    visitor = Client()
    assert TITLE not in visitor.get(f"/account/login/?next={address}").content.decode()
    assert told_at(somebody(Role.VOLUNTEER), (address,)) == [address]


def test_the_page_of_an_edition_asks_for_the_password(edition: Edition) -> None:
    restriction = close(edition.training, PASSWORD)
    address, client = f"/inschrijven/{edition.pk}/", somebody(Role.VOLUNTEER)
    asked = client.get(address)
    assert (asked.status_code, 'type="password"' in asked.content.decode()) == (200, True)
    assert "Schrijf je in" not in asked.content.decode()
    client.post(address, {"action": "enrol"})
    assert not Enrolment.objects.exists()
    page = edition.training.pk
    given = client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page}/",
        {"password": "geheim", "return_url": address},
    )
    assert given["Location"] == address
    client.post(address, {"action": "enrol"})
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COORDINATOR])
def test_who_is_not_in_the_group_is_told_so_instead_of_sent_round(
    edition: Edition, role: Role
) -> None:
    group = Group.objects.create(name="Ploeg")
    close(edition.training, GROUPS, group)
    person = person_in_role(role)
    client = Client()
    client.force_login(person)
    addresses = (
        f"/inschrijven/{edition.pk}/",
        "/trainingen/dicht/",
        "/trainingen/dicht/nieuwe-datum/",
    )
    assert [client.get(one).status_code for one in addresses] == [403] * 3
    assert client.post(addresses[0], {"action": "enrol"}).status_code == 403
    assert not Enrolment.objects.exists()
    person.groups.add(group)
    assert [client.get(one).status_code for one in addresses] == [200] * 3


def test_who_is_in_it_keeps_what_he_or_she_has(edition: Edition) -> None:
    person = PersonFactory.create()
    enrol(person=person, edition=edition)
    close(edition.training, GROUPS)
    client = Client()
    client.force_login(person)
    own = (f"/inschrijven/{edition.pk}/", "/mijn/", f"/inschrijven/{edition.pk}/afmelden/")
    assert told_at(client, own) == [*own]
    # By the link in a mail, not signed in: first to sign in.
    answer = Client().get(f"/inschrijven/{edition.pk}/?bericht")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


def test_staff_find_it_where_they_work(edition: Edition) -> None:
    close(edition.training, GROUPS)
    coordinator = somebody(Role.COORDINATOR)
    addresses = ("/beheer/uitvoeringen/", "/beheer/zoek/?q=zwanenzang")
    found = [one for one in addresses if TITLE in coordinator.get(one).content.decode()]
    assert found == [*addresses]


def test_a_contact_person_is_offered_what_opens_for_him_or_her(edition: Edition) -> None:
    contact, partner = person_in_role(Role.VOLUNTEER), PartnerFactory.create()
    partner.contacts.add(contact)
    group = Group.objects.create(name="Ploeg")
    close(edition.training, GROUPS, group)
    client = Client()
    client.force_login(contact)
    listed, sign_up = (
        f"/organisatie/{partner.pk}/",
        f"/organisatie/{partner.pk}/aanmelden/{edition.pk}/",
    )
    assert (told_at(client, (listed,)), client.get(sign_up).status_code) == ([], 404)
    contact.groups.add(group)
    assert told_at(client, (listed, sign_up)) == [listed, sign_up]


def test_a_learning_path_that_is_closed_enrols_nobody_and_leaves_out_a_closed_step(
    training: TrainingPage,
) -> None:
    close(training)
    client = somebody(Role.VOLUNTEER)
    address = "/leerlijnen/een-lijn/inschrijven/"
    assert told_at(client, (address,)) == []
    close(LearningPathPage.objects.get(), GROUPS)
    assert client.get(address).status_code == 403


# --- The lists of what fits next, and mails ---------------------------------------------------


def test_what_fits_next_leaves_it_out(training: TrainingPage) -> None:
    done = TrainingPage.objects.get(slug="gewoon-open")
    person = PersonFactory.create()
    EnrolmentFactory.create(person=person, edition=done.editions.get())
    client = Client()
    client.force_login(person)
    address = ("/trainingen/gewoon-open/klaar/",)
    assert told_at(client, address) == [*address]
    close(training)
    assert told_at(client, address) == []


def waiting_for(training: TrainingPage) -> User:
    person = PersonFactory.create()
    register_interest(person=person, training=training, actor=person)
    return person


def told_of_a_date() -> set[int]:
    found = Notice.objects.filter(kind="interest_new_date")
    return set(found.values_list("person", flat=True))


@pytest.mark.parametrize("kind", [LOGIN, PASSWORD, GROUPS])
def test_of_a_new_date_hears_to_whom_it_opens(training: TrainingPage, kind: str) -> None:
    group = Group.objects.create(name="Ploeg")
    outside, inside = waiting_for(training), waiting_for(training)
    inside.groups.add(group)
    restriction = close(training, kind, group)
    EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=40))
    tell_interested()
    expected = {LOGIN: {outside.pk, inside.pk}, PASSWORD: set(), GROUPS: {inside.pk}}
    assert told_of_a_date() == expected[kind]
    # What was kept from somebody is told once it is open again.
    restriction.delete()
    with clock.at(clock.now() + timedelta(days=1)):
        tell_interested()
    assert told_of_a_date() == {outside.pk, inside.pk}


def test_nobody_asks_for_new_dates_that_are_told_to_nobody(training: TrainingPage) -> None:
    restriction = close(training, PASSWORD)
    client = somebody(Role.VOLUNTEER)
    address = "/trainingen/dicht/nieuwe-datum/"
    assert 'type="password"' in client.get(address).content.decode()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{training.pk}/",
        {"password": "geheim", "return_url": address},
    )
    said = client.post(address, follow=True).content.decode()
    assert "Deze training is afgesloten." in said
    assert not Interest.objects.exists()


def test_who_waits_can_stop_after_it_was_closed(training: TrainingPage) -> None:
    person = waiting_for(training)
    close(training, GROUPS)
    client = Client()
    client.force_login(person)
    client.post("/trainingen/dicht/nieuwe-datum/", {"action": "withdraw"})
    assert not Interest.objects.exists()


# --- At once, and for nothing -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_follows_a_restriction_at_once() -> None:
    """Lists are kept in memory, and the index of what can be found."""
    training = TrainingFactory.create(title=TITLE, slug="dicht")
    edition = EditionFactory.create(training=training)
    client = Client()
    client.cookies["bypass"] = "1"
    addresses = ("/", "/trainingen/", "/agenda.ics", "/agenda/", "/zoeken/?q=zwanenzang")
    assert told_at(client, addresses) == [*addresses]
    restriction = close(training)
    assert told_at(client, addresses) == []
    assert client.get(f"/inschrijven/{edition.pk}/").status_code == 302
    restriction.delete()
    assert told_at(client, addresses) == [*addresses]


def test_the_index_of_another_server_follows_without_a_signal(training: TrainingPage) -> None:
    """Its stamp tells, where no token does."""
    from courses.catalogue.search_documents import CatalogueSource

    before = CatalogueSource().stamp()
    restriction = close(training)
    closed = CatalogueSource().stamp()
    assert closed != before
    restriction.delete()
    close(TrainingPage.objects.get(slug="gewoon-open"))
    assert CatalogueSource().stamp() not in (before, closed)
    found = {hit.document.title for hit in search.find("Gewoon open").hits}
    assert "Gewoon open" not in found


@pytest.mark.parametrize("address", ["/", "/trainingen/", "/agenda/", "/leerlijnen/een-lijn/"])
def test_a_list_asks_as_much_with_three_closed_as_with_one(
    training: TrainingPage, address: str
) -> None:
    client = Client()

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    close(training)
    with_one = asked()
    path = LearningPathPage.objects.get()
    for number in (1, 2):
        other = TrainingFactory.create(title=f"Ook dicht {number}")
        EditionFactory.create(training=other)
        LearningPathStep.objects.create(learning_path=path, training=other)
        close(other)
    assert asked() == with_one


def test_the_whole_site_can_be_closed(training: TrainingPage) -> None:
    close(HomePage.objects.get())
    assert Client().get("/").status_code == 302
    assert told_at(somebody(Role.VOLUNTEER), ("/", "/trainingen/")) == ["/", "/trainingen/"]


def test_a_theme_of_nothing_else_is_not_offered(training: TrainingPage) -> None:
    alone = TrainingFactory.create(title="Alleen", theme=make_theme("Zeldzaam"))
    addresses = ("/trainingen/", "/welke-training/")
    offered = ["Zeldzaam" in Client().get(one).content.decode() for one in addresses]
    close(alone)
    after = ["Zeldzaam" in Client().get(one).content.decode() for one in addresses]
    assert (offered, after) == ([True] * 2, [False] * 2)


def test_what_describes_a_badge_is_for_who_has_it(training: TrainingPage) -> None:
    address = f"/p/openbadges/training/{training.pk}.json"
    assert TITLE in Client().get(address).content.decode()
    close(training)
    assert Client().get(address).status_code == 404


def test_the_api_enrols_nobody_to_whom_it_is_closed(edition: Edition) -> None:
    group = Group.objects.create(name="Ploeg")
    close(edition.training, GROUPS, group)
    person = PersonFactory.create()
    headers = {"Authorization": f"Bearer {token_of(person, Scope.ENROL)}"}

    def sent() -> int:
        answer = Client().post(
            "/api/v1/me/enrolments",
            {"edition": edition.pk},
            content_type="application/json",
            headers=headers,
        )
        return answer.status_code

    assert sent() == 404
    person.groups.add(group)
    assert sent() == 201
