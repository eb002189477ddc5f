"""A partner's contact person signs up own people, and sees nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment import limits, queries, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.group_lists import read_text
from courses.enrolment.group_plans import NOT_FOR_OTHERS, Outcome, plan_group
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import Partner, User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db

SITE = "/organisatie/"


@pytest.fixture
def partner() -> Partner:
    made: Partner = PartnerFactory.create(name="Buurtzorgers")
    return made


@pytest.fixture
def contact(client: Client, partner: Partner) -> User:
    contact = person_in_role(Role.VOLUNTEER)
    partner.contacts.add(contact)
    client.force_login(contact)
    return contact


def sign_up_url(partner: Partner, edition: Edition) -> str:
    return f"{SITE}{partner.pk}/aanmelden/{edition.pk}/"


def withdraw_url(partner: Partner, enrolment: Enrolment) -> str:
    return f"{SITE}{partner.pk}/afmelden/{enrolment.pk}/"


def test_own_people_are_shown_with_where_they_stand_and_nobody_else(
    client: Client, contact: User, partner: Partner
) -> None:
    own = PersonFactory.create(partner=partner)
    other = EnrolmentFactory.create(person=PersonFactory.create(partner=PartnerFactory.create()))
    EnrolmentFactory.create(person=own)
    EnrolmentFactory.create(person=own, starts_at=clock.now() - timedelta(days=20))
    page = client.get(SITE, follow=True)
    assert page.redirect_chain == [(f"{SITE}{partner.pk}/", 302)]
    [shown] = page.context["people"]
    assert (shown, shown.earlier) == (own, 1)
    assert [one.status for one in shown.own_enrolments] == [S.CONFIRMED]
    assert other.person.last_name not in page.content.decode()
    assert "Mijn organisatie" in client.get("/mijn/").content.decode()


@pytest.mark.parametrize("who", ["visitor", "volunteer", "trainer", "coordinator", "former"])
def test_who_is_no_contact_person_of_it_finds_nothing(
    client: Client, contact: User, partner: Partner, who: str
) -> None:
    own = EnrolmentFactory.create(person=PersonFactory.create(partner=partner))
    edition = EditionFactory.create()
    client.logout()
    if who == "former":
        partner.contacts.remove(contact)
        client.force_login(contact)
    elif who != "visitor":
        roles = {"volunteer": Role.VOLUNTEER, "trainer": Role.TRAINER}
        person = person_in_role(roles.get(who, Role.COORDINATOR))
        PartnerFactory.create().contacts.add(person)
        client.force_login(person)
    expected = 302 if who == "visitor" else 404
    for path in (
        f"{SITE}{partner.pk}/",
        sign_up_url(partner, edition),
        withdraw_url(partner, own),
    ):
        assert client.get(path).status_code == expected
        assert client.post(path, {"own": "1", "people": own.person.pk}).status_code in {
            expected,
            403,
            405,
        }
    assert Enrolment.objects.get().status == S.CONFIRMED


def test_a_contact_person_enters_no_administration(client: Client, contact: User) -> None:
    edition = EditionFactory.create()
    for path in ("", f"uitvoeringen/{edition.pk}/inschrijvingen/", "contactpersonen/"):
        assert client.get(f"/beheer/{path}").status_code == 302


@pytest.mark.parametrize("status", [S.CONFIRMED, S.COMPLETED, S.NOT_COMPLETED])
def test_how_it_went_is_not_told(
    client: Client, contact: User, partner: Partner, status: S
) -> None:
    own = EnrolmentFactory.create(
        person=PersonFactory.create(partner=partner, first_name="Jan", last_name="Smit")
    )
    Enrolment.objects.filter(pk=own.pk).update(status=status)
    page = client.get(f"{SITE}{partner.pk}/").content.decode()
    assert ("<strong>Ingeschreven</strong>" in page, "fgerond" in page) == (True, False)
    checked = client.post(sign_up_url(partner, own.edition), {"all": "1", "text": "Jan Smit"})
    assert checked.context["plan"].rows[0].notes == ["Ingeschreven"]


def test_people_of_others_cannot_be_withdrawn_or_chosen(
    client: Client, contact: User, partner: Partner
) -> None:
    others = EnrolmentFactory.create()
    assert client.post(withdraw_url(partner, others)).status_code == 404
    edition = EditionFactory.create()
    stranger = PersonFactory.create()
    url = sign_up_url(partner, edition)
    page = client.post(url, {"own": "1", "people": stranger.pk})
    assert (page.status_code, edition.enrolments.count()) == (200, 0)


def test_own_people_are_signed_up_and_withdrawn(
    client: Client, contact: User, partner: Partner
) -> None:
    edition = EditionFactory.create()
    own = PersonFactory.create(partner=partner)
    client.post(sign_up_url(partner, edition), {"own": "1", "people": own.pk})
    enrolment = Enrolment.objects.get()
    assert (enrolment.person, enrolment.status, enrolment.by_staff) == (own, S.CONFIRMED, False)
    url = withdraw_url(partner, enrolment)
    assert client.get(url).status_code == 200
    client.post(url, follow=True)
    assert Enrolment.objects.get().status == S.WITHDRAWN
    # Also by the button Back.
    for answer in (client.get(url, follow=True), client.post(url, follow=True)):
        assert [str(one) for one in answer.context["messages"]] == ["Deze persoon is al afgemeld."]


def test_somebody_new_and_a_list_are_looked_at_first_and_come_from_the_partner(
    client: Client, contact: User, partner: Partner
) -> None:
    edition, url = EditionFactory.create(), ""
    url = sign_up_url(partner, edition)
    people = User.objects.count()
    page = client.post(url, {"new": "1", "first_name": "An", "last_name": "Een"})
    assert User.objects.count() == people
    client.post(url, {"list": page.context["state"].as_json(), "enrol": "1", "row-1": "1"})
    page = client.post(url, {"all": "1", "text": "Bo Twee\nCor Drie\n"})
    client.post(url, {"list": page.context["state"].as_json(), "enrol": "1", "row-1": "1"})
    enrolled = User.objects.filter(enrolments__edition=edition, partner=partner)
    assert sorted(enrolled.values_list("first_name", flat=True)) == ["An", "Bo"]


def test_of_people_of_others_a_list_tells_nothing(
    client: Client, contact: User, partner: Partner
) -> None:
    edition = EditionFactory.create()
    named = PersonFactory.create(first_name="Piet", last_name="Jansen", telephone="0612345678")
    addressed = PersonFactory.create(email="elders@example.org")
    text = "Naam;E-mail;Telefoon\nPiet Jansen;;0612345678\nAn Een;elders@example.org;\n"
    page = client.post(sign_up_url(partner, edition), {"all": "1", "text": text})
    by_name, by_address = page.context["plan"].rows
    assert (by_name.outcome.value, by_name.candidates) == ("new", [])
    assert by_address.outcome.value == "refused"
    content = page.content.decode()
    assert (str(named.email) in content, addressed.last_name in content) == (False, False)


def test_of_own_people_no_address_is_told_and_of_who_left_nothing(
    client: Client, contact: User, partner: Partner
) -> None:
    for active, name in ((True, "Smit"), (False, "Weg")):
        PersonFactory.create(
            partner=partner,
            first_name="Jan",
            last_name=name,
            email=f"{name}@example.org".lower(),
            birth_year=1950,
            is_active=active,
        )
    url = sign_up_url(partner, EditionFactory.create())
    text = "Naam;E-mail\nJan Smit;\nJan Weg;\nJan Weg;weg@example.org\n"
    page = client.post(url, {"all": "1", "text": text})
    outcomes = [row.outcome.value for row in page.context["plan"].rows]
    assert outcomes == ["doubtful", "new", "refused"]
    content = page.content.decode()
    assert ("smit@example.org" in content, "1950" in content) == (False, False)
    assert "Smit, Jan s…@example.org" in content


def test_whatever_the_reason_is_a_contact_person_reads_the_same(
    client: Client, contact: User, partner: Partner
) -> None:
    other = PersonFactory.create(email="eerste@example.org")
    EmailAddress.objects.create(user=other, email="tweede@example.org", verified=True)
    url = sign_up_url(partner, EditionFactory.create())
    text = "Naam;E-mail\nAn Een;eerste@example.org\nBo Twee;tweede@example.org\n"
    page = client.post(url, {"all": "1", "text": text})
    told = {(row.outcome.value, *row.notes) for row in page.context["plan"].rows}
    assert told == {("refused", str(NOT_FOR_OTHERS))}


@pytest.mark.parametrize("limit", ["LOOKED_UP", "NEW_PEOPLE"])
def test_a_contact_person_looks_up_and_brings_so_many_a_day(
    client: Client,
    contact: User,
    partner: Partner,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
) -> None:
    monkeypatch.setattr(limits, limit, replace(getattr(limits, limit), times=4))
    url = sign_up_url(partner, EditionFactory.create())
    people = User.objects.count()

    def bring(names: str) -> str:
        page = client.post(url, {"all": "1", "text": names})
        state = page.context["state"]
        assert [" ".join(row) for row in state.table.rows] == names.splitlines()
        ticked = {f"row-{number}": "1" for number in state.chosen}
        page = client.post(url, {"list": state.as_json(), "enrol": "1", **ticked})
        return page.content.decode()

    bring("An Een\nBo Twee")
    assert User.objects.count() == people + 2
    refused = bring("Cor Drie\nDirk Vier\nEl Vijf")
    assert "Je kunt vandaag niet nog meer mensen" in refused
    assert ("Dirk Vier" in refused, User.objects.count()) == (True, people + 2)


def test_a_contact_person_may_no_more_than_the_person(
    client: Client, contact: User, partner: Partner
) -> None:
    own = PersonFactory.create(partner=partner)
    closed = EditionFactory.create(enrol_until=clock.now() - timedelta(hours=1))
    assert client.get(sign_up_url(partner, closed)).status_code == 404
    enrolment = EnrolmentFactory.create(person=own)
    other = EditionFactory.create(training=enrolment.edition.training)
    page = client.post(
        sign_up_url(partner, other), {"own": "1", "people": own.pk}, follow=True
    ).content.decode()
    assert "heeft al een plaats bij deze training" in page
    assert other.enrolments.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    client: Client,
    contact: User,
    partner: Partner,
    people: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(people):
        EnrolmentFactory.create(person=PersonFactory.create(partner=partner))
    client.get(f"{SITE}{partner.pk}/")
    with django_assert_max_num_queries(15):
        client.get(f"{SITE}{partner.pk}/")


# --- Who is a contact person ----------------------------------------------------------------------


def test_a_coordinator_says_who_is_the_contact_person(client: Client, partner: Partner) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    person = PersonFactory.create(first_name="Wil", last_name="Zoek")
    without = PersonFactory.create(email=None)
    url = f"/beheer/contactpersonen/{partner.pk}/"
    assert client.get(url, {"q": "Zoek"}).context["found"] == [person]
    for one in (person, without):
        client.post(url, {"person": one.pk})
    assert list(partner.contacts.all()) == [person]
    client.post(url, {"person": person.pk, "remove": "1"})
    assert list(partner.contacts.all()) == []
    assert client.post(url, {"person": "x"}).status_code == 302


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_nobody_else_does(client: Client, partner: Partner, role: Role) -> None:
    person = person_in_role(role)
    client.force_login(person)
    for path in ("/beheer/contactpersonen/", f"/beheer/contactpersonen/{partner.pk}/"):
        assert client.get(path).status_code == 302
        client.post(path, {"person": person.pk})
    assert list(partner.contacts.all()) == []


def test_contact_persons_withdraw_as_long_as_the_person_could(
    client: Client, contact: User, partner: Partner
) -> None:
    enrolment = EnrolmentFactory.create(person=PersonFactory.create(partner=partner))
    late = enrolment.edition.starts_at
    assert late is not None
    with clock.at(late - timedelta(hours=2)):
        client.post(withdraw_url(partner, enrolment))
    enrolment.refresh_from_db()
    assert enrolment.status == S.CONFIRMED
    assert services.withdraw(enrolment=enrolment, actor=contact, by_contact=True).status == (
        S.WITHDRAWN
    )


def for_partners_only() -> Edition:
    made: Edition = EditionFactory.create(capacity=9)
    made.partners_only = True
    made.save()
    return made


@pytest.mark.parametrize("rows", [1, 3])
def test_an_edition_for_partners_only_asks_no_more_of_more_people(
    partner: Partner, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = for_partners_only()
    text = "Voornaam;Achternaam;E-mail\n"
    for _ in range(rows):
        one = PersonFactory.create(partner=partner)
        text += f"{one.first_name};{one.last_name};{one.email}\n"
    table = read_text(text)
    plan_group(table, edition=edition, decisions={}, partner=partner)
    with django_assert_max_num_queries(8):
        plan = plan_group(table, edition=edition, decisions={}, partner=partner)
    assert plan.count(Outcome.KNOWN) == rows


@pytest.mark.parametrize("waiting", [1, 3])
def test_nor_of_who_waits(
    waiting: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = EditionFactory.create(capacity=9)
    for _ in range(waiting):
        one = EnrolmentFactory.create(edition=edition)
        Enrolment.objects.filter(pk=one.pk).update(status=S.WAITING, queued_at=clock.now())
    edition.partners_only = True
    queries.has_free_seat(edition)
    with django_assert_max_num_queries(3):
        assert queries.has_free_seat(edition)
