"""Somebody calls: who it is, which edition, and what to say."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.common import clock, formats
from courses.editions.house_rules import HouseRules
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from courses.people.services import change_profile
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db

START = "/beheer/inschrijven/"


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def test_somebody_new_is_enrolled_in_three_steps(client: Client, coordinator: User) -> None:
    full = EnrolmentFactory.create(capacity=1, starts_at=clock.now() + timedelta(days=2)).edition
    edition = EditionFactory.create()
    begun = EditionFactory.create(starts_at=clock.now() - timedelta(days=1), sessions=2)
    closed = EditionFactory.create(
        starts_at=clock.now() + timedelta(days=9), enrol_until=clock.now() + timedelta(hours=1)
    )
    Edition.objects.filter(pk=closed.pk).update(enrol_until=clock.now() - timedelta(hours=1))
    page = client.get(START, {"q": "Greet de Boer"})
    assert page.context["form"].initial == {"first_name": "Greet", "last_name": "de Boer"}
    new = {"first_name": "Greet", "last_name": "de Boer", "telephone": "06 12345678"}
    page = client.post(START, new, follow=True)
    person = User.objects.get(first_name="Greet")
    assert page.redirect_chain == [(f"{START}{person.pk}/", 302)]
    # Where there is a seat first; last what has begun, which is said.
    assert page.context["editions"] == [edition, full, closed, begun]
    assert page.content.decode().count("is al begonnen op") == 1
    page = client.post(f"{START}{person.pk}/", {"edition": edition.pk}, follow=True)
    enrolment = Enrolment.objects.get(person=person)
    assert (enrolment.status, enrolment.by_staff) == (S.CONFIRMED, True)
    assert page.redirect_chain == [(f"{START}klaar/{enrolment.pk}/", 302)]
    script = page.context["script"]
    # She called, so nobody says who calls, and why.
    assert script.say[0] == f"Het gaat om de training {edition.training.title}."
    assert [line for line in script.say if "Ik bel" in line or "je spreekt met" in line] == []
    said = page.content.decode()
    assert all(str(one) in unescape(said) for one in script.say)
    # What is for who reads it aloud stands apart.
    aloud, _heading, for_staff = unescape(said).partition("<h2>Wat je doet</h2>")
    assert ["Meld die persoon dan af." in one for one in (aloud, for_staff)] == [False, True]
    assert "Dit gesprek is de bevestiging." in said
    # What was told just now need not be told by who works through the list.
    assert page.context["is_to_call"]
    client.post(f"/beheer/berichten/{page.context['notice'].pk}/klaar/")
    assert not client.get(f"{START}klaar/{enrolment.pk}/").context["is_to_call"]


def test_after_enrolling_one_can_take_it_back_or_note_a_wish_for_another_date(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    without_date = TrainingFactory.create(title="Luisteren bij rouw")
    person = PersonFactory.create(first_name="Greet", last_name="Boer", telephone="06 12345678")
    which = f"{START}{person.pk}/"
    # Where no date suits, or there is none at all.
    page = unescape(client.get(which, {"q": "bestaat niet"}).content.decode())
    assert "Past er geen datum?" in page
    waiting = f"/beheer/trainingen/{without_date.pk}/belangstelling/?q=Greet+Boer"
    assert f'href="{waiting}">Luisteren bij rouw</a>' in page
    assert "Zet Greet Boer op de lijst" in client.get(waiting).content.decode()

    client.post(which, {"edition": edition.pk})
    enrolment = Enrolment.objects.get(person=person)
    done = f"{START}klaar/{enrolment.pk}/"
    withdraw = f"/beheer/uitvoeringen/{edition.pk}/afmelden/{enrolment.pk}/"
    page = unescape(client.get(done).content.decode())
    assert f"/beheer/trainingen/{edition.training_id}/belangstelling/?q=Greet+Boer" in page
    [address] = re.findall(r'href="([^"]+)"\s+class="[^"]+">Kan toch niet komen', page)
    assert address.startswith(withdraw)
    client.post(address, {"snapshot": client.get(address).context["snapshot_token"]})
    enrolment.refresh_from_db()
    assert enrolment.status == S.WITHDRAWN
    assert "Kan toch niet komen" not in client.get(done).content.decode()


def test_who_rather_has_a_letter_gets_one_and_that_page_says_so(
    client: Client, coordinator: User
) -> None:
    person = PersonFactory.create(
        email=None, telephone="030 236 17 45", street="Kade 1", postcode="3511 AA", city="Utrecht"
    )
    enrolment = services.enrol(person=person, edition=EditionFactory.create(), actor=coordinator)
    page = f"{START}klaar/{enrolment.pk}/"
    before = client.get(page).content.decode()
    assert ("Dit gesprek is de bevestiging." in before, "Er staat een brief klaar." in before) == (
        True,
        False,
    )
    assert f"/beheer/personen/{person.pk}/gegevens/" in before
    person.preferred_way = "letter"
    change_profile(person=person, changed=["preferred_way"])
    after = client.get(page)
    said, letter = after.content.decode(), f"/beheer/berichten/{after.context['notice'].pk}/"
    assert ("Er staat een brief klaar." in said, "Dit gesprek is" in said) == (True, False)
    assert f'href="{letter}"' in said
    assert "Print deze brief" in client.get(letter).content.decode()


def test_who_rather_has_a_letter_that_comes_too_late_can_have_one_all_the_same(
    client: Client, coordinator: User
) -> None:
    address = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}
    person = PersonFactory.create(
        email=None, telephone="030 236 17 45", preferred_way="letter", **address
    )
    edition = EditionFactory.create(starts_at=clock.now() + timedelta(days=3))
    enrolment = services.enrol(person=person, edition=edition, actor=coordinator)
    page = client.get(f"{START}klaar/{enrolment.pk}/")
    said, letter = page.content.decode(), f"/beheer/berichten/{page.context['notice'].pk}/"
    assert ("een brief komt te laat" in said, f'href="{letter}"' in said) == (True, True)
    # Nothing to change there: the person likes letters best already.
    assert f"/beheer/personen/{person.pk}/gegevens/" not in said
    assert "Maak er een brief van" in client.get(letter).content.decode()


def test_of_what_has_begun_only_the_days_to_come_are_said_and_asked(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create(starts_at=clock.now() - timedelta(days=1), sessions=2)
    past, coming = (formats.period(one.starts_at, one.ends_at) for one in edition.sessions.all())
    person = PersonFactory.create()
    page = client.post(f"{START}{person.pk}/", {"edition": edition.pk}, follow=True)
    script = page.context["script"]
    began = f"Let op: deze training is al begonnen op {formats.day(edition.starts_at)}."
    assert [line in script.say for line in (began, past, coming)] == [True, False, True]
    assert script.ask[0] == "Kun je dan?"
    written = page.context["notice"]
    letter = client.get(f"/beheer/berichten/{written.pk}/").context["letter"].body
    assert [line in letter for line in (began, past, coming)] == [True, False, True]


@pytest.mark.parametrize("typed", ["Jansen", "wil@example.org", "06-12 34 56 78", "1944"])
def test_somebody_we_know_is_found_by_what_is_said(
    client: Client, coordinator: User, typed: str
) -> None:
    known = PersonFactory.create(
        first_name="Wil",
        last_name="Jansen",
        email="wil@example.org",
        telephone="0612345678",
        birth_year=1944,
    )
    PersonFactory.create()
    assert client.get(START, {"q": typed}).context["found"] == [known]


def test_somebody_who_may_be_known_is_shown_before_a_second_account_is_made(
    client: Client, coordinator: User
) -> None:
    PersonFactory.create(first_name="Greet", last_name="Boer", email=None)
    before = User.objects.count()
    new = {"first_name": "Greet", "last_name": "Boer"}
    page = client.post(START, new).content.decode()
    assert "Wij kennen al iemand" in page
    assert User.objects.count() == before
    assert client.post(START, {**new, "somebody_else": "on"}).status_code == 302


def test_who_waits_hears_the_place_and_who_is_there_already_is_said(
    client: Client, coordinator: User
) -> None:
    edition = EnrolmentFactory.create(capacity=1).edition
    person = PersonFactory.create()
    url = f"{START}{person.pk}/"
    page = client.post(url, {"edition": edition.pk}, follow=True).content.decode()
    assert "nummer 1" in page
    page = client.post(url, {"edition": edition.pk}, follow=True).content.decode()
    assert "Deze persoon staat al op de wachtlijst" in page


def test_a_person_who_is_elsewhere_then_is_asked_about(client: Client, coordinator: User) -> None:
    busy = EnrolmentFactory.create()
    other = EditionFactory.create(starts_at=busy.edition.starts_at)
    url = f"{START}{busy.person.pk}/"
    page = client.post(url, {"edition": other.pk})
    assert (len(page.context["clashes"]), other.enrolments.count()) == (1, 0)
    assert client.post(url, {"edition": other.pk, "anyway": "1"}).status_code == 302
    assert other.enrolments.count() == 1


def test_who_could_not_enrol_alone_is_asked_about_with_the_reason(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create(rules=HouseRules(partners_only=True))
    person = PersonFactory.create()
    url = f"{START}{person.pk}/"
    page = client.post(url, {"edition": edition.pk})
    reason = page.context["not_met"]
    assert f"“{reason}”" in unescape(page.content.decode())
    assert (bool(reason), edition.enrolments.count()) == (True, 0)
    assert client.post(url, {"edition": edition.pk, "anyway": "1"}).status_code == 302
    assert edition.enrolments.count() == 1


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_only_coordinators_answer_the_telephone(client: Client, role: Role) -> None:
    enrolment = EnrolmentFactory.create()
    client.force_login(person_in_role(role))
    for path in ("", f"{enrolment.person.pk}/", f"klaar/{enrolment.pk}/"):
        assert client.get(f"{START}{path}").status_code == 302
        assert client.post(f"{START}{path}", {"edition": enrolment.edition_id}).status_code == 302
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_choice_costs_the_same_for_any_number_of_editions(
    client: Client,
    coordinator: User,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    person = PersonFactory.create()
    for _ in range(number):
        services.enrol(person=person, edition=EditionFactory.create(), actor=coordinator)
    client.get(f"{START}{person.pk}/")
    with django_assert_max_num_queries(19):
        client.get(f"{START}{person.pk}/")


LIKES_LETTERS = {
    "email": None,
    "telephone": "06 12345678",
    "street": "Kade 1",
    "postcode": "3500 AA",
    "city": "Utrecht",
    "preferred_way": "letter",
}


def test_who_likes_letters_hears_that_a_place_is_called_about_and_gets_one_letter(
    client: Client, coordinator: User
) -> None:
    full = EnrolmentFactory.create(capacity=1, starts_at=clock.now() + timedelta(days=60)).edition
    services.enrol(person=PersonFactory.create(), edition=full, actor=None)
    person = PersonFactory.create(**LIKES_LETTERS)
    choice = client.get(f"{START}{person.pk}/").content.decode()
    assert "1 wacht al" in " ".join(choice.split())
    page = client.post(f"{START}{person.pk}/", {"edition": full.pk}, follow=True)
    said = [line for line in page.context["script"].say if "plaats vrij" in line]
    assert said == [
        "Komt er een plaats vrij en ben jij aan de beurt? Dan bellen we je, want een brief komt te "
        "laat."
    ]
    notice = page.context["notice"]
    shown = page.content.decode()
    assert notice.way == "letter"
    assert f'href="/beheer/berichten/{notice.pk}/">Naar deze brief</a>' in shown
    letter = client.get(f"/beheer/berichten/{notice.pk}/").content.decode()
    assert ("Print deze brief" in letter, "Stuur nog een keer" in letter) == (True, False)
    assert "Laad deze pagina opnieuw" in letter
    # In the letter stands where it is.
    assert "Waar: Buurthuis De Wissel, Dorpsstraat 1, Utrecht" in letter


def test_who_waits_for_the_training_elsewhere_is_asked_about(
    client: Client, coordinator: User
) -> None:
    full = EnrolmentFactory.create(capacity=1).edition
    person = PersonFactory.create()
    services.enrol(person=person, edition=full, actor=None)
    other = EditionFactory.create(training=full.training)
    sent = {"edition": other.pk}
    page = client.post(f"{START}{person.pk}/", sent, follow=True)
    shown = unescape(page.content.decode())
    assert "staat voor dezelfde training ook hier" in shown
    assert not Enrolment.objects.filter(person=person, edition=other).exists()
    client.post(f"{START}{person.pk}/", {**sent, "anyway": "1"})
    assert Enrolment.objects.filter(person=person, edition=other, status=S.CONFIRMED).exists()


def test_a_second_seat_in_one_training_is_asked_about_with_the_way_to_change(
    client: Client, coordinator: User
) -> None:
    seat = EnrolmentFactory.create()
    person, other = seat.person, EditionFactory.create(training=seat.edition.training)
    sent = {"edition": other.pk}
    shown = unescape(client.post(f"{START}{person.pk}/", sent, follow=True).content.decode())
    assert "heeft al een plaats bij deze training" in shown
    swap = f"/beheer/uitvoeringen/{seat.edition_id}/inschrijvingen/{seat.pk}/verplaats/"
    assert f'href="{swap}?naar={other.pk}"' in shown
    assert not Enrolment.objects.filter(person=person, edition=other).exists()
    assert client.get(f"{swap}?naar={other.pk}").context["form"].initial == {
        "to_edition": str(other.pk)
    }
    client.post(f"{START}{person.pk}/", {**sent, "anyway": "1"})
    assert Enrolment.objects.filter(person=person, status=S.CONFIRMED).count() == 2


def test_a_link_is_spelled_and_not_read_aloud(client: Client, coordinator: User) -> None:
    edition = EditionFactory.create(online_link="https://example.org/kamer")
    person = PersonFactory.create(email=None, telephone="06 12345678")
    page = client.post(f"{START}{person.pk}/", {"edition": edition.pk}, follow=True)
    script = page.context["script"]
    assert [line for line in (*script.say, *script.ask) if "example.org" in line] == []
    assert "De training is online. Ik spel zo de link. Heb je pen en papier?" in script.say
    assert script.note[0] == "Spel de link: https://example.org/kamer"


def test_a_preference_for_letters_without_an_address_is_said_above_the_form(
    client: Client, coordinator: User
) -> None:
    new = {"first_name": "Greet", "last_name": "de Boer", "preferred_way": "letter"}
    page = client.post(START, new).content.decode()
    said = "Voor een brief zijn straat, postcode en woonplaats nodig."
    before = page.partition('name="first_name"')[0]
    assert (said in before, 'href="#id_preferred_way"' in before) == (True, True)
    assert "autofocus" in before
    person = PersonFactory.create(email=None)
    details = {"first_name": "Greet", "background": "volunteer", "language": "nl"}
    url = f"/beheer/personen/{person.pk}/gegevens/"
    page = client.post(url, {**details, "preferred_way": "letter"}).content.decode()
    assert said in page.partition('name="first_name"')[0]


def test_a_surname_that_nobody_has_stands_in_the_field_for_it(
    client: Client, coordinator: User
) -> None:
    form = client.get("/beheer/inschrijven/?q=Bakema").context["form"]
    assert (form["last_name"].value(), form["first_name"].value()) == ("Bakema", None)
    both = client.get("/beheer/inschrijven/?q=Truus+Bakema").context["form"]
    assert (both["first_name"].value(), both["last_name"].value()) == ("Truus", "Bakema")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rouw avond", ["evening"]),
        ("Rouw, ’s avonds", ["evening"]),
        ("rou overdag", ["day"]),
        ("rouw", ["evening", "day"]),
        ("Rouw en verlies", ["evening", "day"]),
        ("avond", ["evening", "other"]),
        ("rouw weekendje zeilen", []),
    ],
)
def test_an_edition_is_found_by_what_a_caller_says(
    client: Client, coordinator: User, typed: str, found: list[str]
) -> None:
    grief = TrainingFactory.create(title="Rouw & verlies")
    day = clock.moment_of(clock.today() + timedelta(days=10))
    while clock.local(day).weekday() != 2:
        day += timedelta(days=1)
    made = {
        # In the name of its building stands what one hears between two words of the title.
        "evening": EditionFactory.create(
            training=grief, starts_at=day + timedelta(hours=19), venue="Het Groene Huis"
        ),
        "day": EditionFactory.create(training=grief, starts_at=day + timedelta(days=1, hours=11)),
        "other": EditionFactory.create(
            training=TrainingFactory.create(title="Luisteren"),
            starts_at=day + timedelta(days=2, hours=20),
        ),
    }
    person = PersonFactory.create()
    page = client.get(f"/beheer/inschrijven/{person.pk}/", {"q": typed})
    assert [one.pk for one in page.context["editions"]] == [made[name].pk for name in found]
