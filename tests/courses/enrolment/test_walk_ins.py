"""Who walks in with a trainer, and whom the academy knows from elsewhere."""

import pytest
from django.test import Client

from courses.common import clock
from courses.common.limits import DAY, Limit
from courses.desk.todos.people import maybe_doubles
from courses.editions.models import Edition
from courses.enrolment import limits
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client: Client) -> User:
    trainer = person_in_role(Role.TRAINER)
    client.force_login(trainer)
    return trainer


@pytest.fixture
def edition(trainer: User) -> Edition:
    return EditionFactory.create(trainers=[trainer])


@pytest.fixture
def known() -> User:
    """Somebody from another group."""
    person = PersonFactory.create(
        first_name="Anja",
        last_name="Verkuil",
        email="anja@example.org",
        telephone="06 12345678",
        city="Zeist",
    )
    EnrolmentFactory.create(person=person)
    return person


def write_down(client: Client, edition: Edition, **said: str) -> str:
    address = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/"
    return client.post(address, {"first_name": "Anja", **said}, follow=True).content.decode()


def in_group(edition: Edition) -> list[User]:
    return [one.person for one in Enrolment.objects.filter(edition=edition)]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "said",
    [
        {"last_name": "verkuil", "email": "Anja@example.org"},
        {"last_name": "Verkuil", "telephone": "+31 6 1234 5678"},
    ],
)
def test_who_says_the_name_and_a_way_to_reach_that_we_know_is_that_person(
    client: Client, edition: Edition, known: User, said: dict[str, str]
) -> None:
    page = write_down(client, edition, **said)
    assert in_group(edition) == [known]
    assert "Deze persoon kenden wij al." in page


@pytest.mark.parametrize(
    "said",
    [
        {"last_name": "Verkuil", "telephone": "06 87654321"},
        {"last_name": "Verkuil", "email": "another@example.org", "telephone": "030 1234567"},
        {"last_name": "Verkuil"},
        {"last_name": "Anders", "email": "anja@example.org"},
    ],
)
def test_of_whom_only_half_is_right_the_trainer_learns_no_more(
    client: Client, edition: Edition, known: User, said: dict[str, str]
) -> None:
    page = write_down(client, edition, **said)
    assert known not in in_group(edition)
    secrets = {"anja@example.org", "06 12345678", "Zeist"} - set(said.values())
    assert [one for one in secrets if one in page] == []


def test_an_address_of_another_name_is_left_out_and_a_coordinator_looks(
    client: Client, edition: Edition, known: User
) -> None:
    said = {"last_name": "Anders", "email": "anja@example.org"}
    page = write_down(client, edition, **said)
    # On top, and beside the field.
    assert page.count("Iemand heeft dit e-mailadres al, met een andere naam.") == 2
    assert in_group(edition) == []
    page = write_down(client, edition, **said, without_address="on")
    (new,) = in_group(edition)
    assert (new.name, new.email) == ("Anja Anders", None)
    assert "Een coördinator kijkt of wij deze persoon al kennen." in page
    coordinator = person_in_role(Role.COORDINATOR)
    todo = maybe_doubles(coordinator)
    assert todo is not None
    assert [one.url for one in todo.lines] == [f"/beheer/personen/{known.pk}/samenvoegen/{new.pk}/"]
    client.force_login(coordinator)
    asked = client.get(todo.lines[0].url).content.decode()
    assert "Anja Anders gaf een e-mailadres op dat Anja Verkuil al heeft." in asked
    client.post(todo.lines[0].url, {"two": "1"})
    assert maybe_doubles(coordinator) is None


def test_who_turned_out_to_be_double_is_not_asked_about_after_merging(
    client: Client, edition: Edition, known: User
) -> None:
    said = {"last_name": "Anders", "email": "anja@example.org", "without_address": "on"}
    write_down(client, edition, **said)
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    todo = maybe_doubles(coordinator)
    assert todo is not None
    form = client.get(todo.lines[0].url).context["form"]
    fields = {form.add_prefix(name): form[name].initial for name in form.fields}
    snapshot = client.get(todo.lines[0].url).context["snapshot_token"]
    kept = {name: value for name, value in fields.items() if value is not None}
    client.post(todo.lines[0].url, {**kept, "sure": "on", "snapshot": snapshot})
    assert in_group(edition) == [known]
    assert maybe_doubles(coordinator) is None


def test_a_trainer_cannot_go_on_guessing(
    client: Client, edition: Edition, known: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit("trainer recognised", 1, DAY)
    monkeypatch.setattr(limits, "RECOGNISED", few)
    for telephone in ("06 11111111", "06 12345678"):
        write_down(client, edition, last_name="Verkuil", telephone=telephone)
    assert in_group(edition) == []


def test_a_family_shares_a_number_and_a_name(client: Client, edition: Edition, known: User) -> None:
    write_down(client, edition, last_name="Verkuil", telephone="06 12345678", somebody_else="on")
    (new,) = in_group(edition)
    assert new != known


def test_a_trainer_who_finds_nobody_reads_how_it_goes_on(client: Client, edition: Edition) -> None:
    address = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/"
    page = client.get(address, {"q": "Verkuil"}).content.decode()
    assert "Niemand gevonden in jouw groepen." in page
    assert "Deed deze persoon al eens mee?" in page


def page_of(client: Client, edition: Edition, **asked: str) -> str:
    address = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/"
    return client.get(address, asked).content.decode()


def test_who_is_in_it_already_is_said_so_when_found_and_has_no_button(
    client: Client, edition: Edition
) -> None:
    enrolled = EnrolmentFactory.create(
        edition=edition, person=PersonFactory.create(first_name="Bep", last_name="Vecht")
    )
    page = page_of(client, edition, q="Vecht")
    assert "Staat al bij deze uitvoering: Ingeschreven." in page
    assert f'name="person" value="{enrolled.person_id}"' not in page


def test_after_a_refusal_of_somebody_known_one_can_write_somebody_new_down(
    client: Client, edition: Edition
) -> None:
    enrolled = EnrolmentFactory.create(edition=edition)
    address = f"/beheer/uitvoeringen/{edition.pk}/inschrijven/"
    refused = client.post(address, {"person": enrolled.person_id}).content.decode()
    # What the form of somebody new sends along, holds nothing of who was chosen before.
    assert 'name="person"' not in refused
    write_down(client, edition, last_name="Nieuw")
    assert [one.last_name for one in in_group(edition)] == [enrolled.person.last_name, "Nieuw"]


def test_what_was_searched_is_filled_in_only_where_nobody_was_found(
    client: Client, edition: Edition
) -> None:
    EnrolmentFactory.create(
        edition=edition, person=PersonFactory.create(first_name="Bep", last_name="Vecht")
    )
    assert 'value="Vecht" maxlength' not in page_of(client, edition, q="Vecht")
    assert 'value="Onbekend" maxlength' in page_of(client, edition, q="Onbekend")


def test_how_many_seats_are_left_is_said_before_and_a_full_room_leads_to_more(
    client: Client, edition: Edition
) -> None:
    Edition.objects.filter(pk=edition.pk).update(capacity=2)
    EnrolmentFactory.create(edition=edition)
    assert "Er is nog 1 van de 2 plaatsen vrij." in page_of(client, edition)
    EnrolmentFactory.create(edition=edition)
    with clock.at(edition.sessions.get().starts_at):
        page = page_of(client, edition)
    assert "Alle plaatsen zijn bezet: 2 van 2." in page
    assert f"/beheer/uitvoeringen/edit/{edition.pk}/#id_capacity" in page
    assert 'name="first_name"' not in page


def test_a_number_can_be_written_down_at_the_door_without_opening_more(
    client: Client, edition: Edition
) -> None:
    session = edition.sessions.get()
    page = page_of(client, edition, hier=str(session.pk))
    assert page.index('name="telephone"') < page.index("<details") < page.index('name="email"')
