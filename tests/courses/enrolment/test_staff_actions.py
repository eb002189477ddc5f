"""Everything that a participant can do, staff do for them."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from courses.common.errors import Refusal
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def offered() -> Enrolment:
    """Somebody to whom a seat is offered in an edition with one seat; one more waits."""
    holder = EnrolmentFactory.create(capacity=1)
    first, _second = (
        services.enrol(person=PersonFactory.create(), edition=holder.edition) for _ in range(2)
    )
    services.withdraw(enrolment=holder, actor=None)
    first.refresh_from_db()
    return first


def withdrawn() -> Enrolment:
    enrolment = EnrolmentFactory.create()
    return services.withdraw(enrolment=enrolment, actor=enrolment.person)


def action_url(enrolment: Enrolment, name: str) -> str:
    return f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/{enrolment.pk}/{name}/"


DO = [
    (offered, "aannemen", S.CONFIRMED, "Neemt"),
    (offered, "afslaan", S.DECLINED, "Slaat"),
    (withdrawn, "opnieuw", S.CONFIRMED, "opnieuw inschrijven?"),
]


@pytest.mark.parametrize(("make", "name", "status", "asked"), DO)
def test_staff_do_it_for_the_participant_after_asking(
    client: Client,
    coordinator: User,
    make: Callable[[], Enrolment],
    name: str,
    status: S,
    asked: str,
) -> None:
    enrolment = make()
    page = client.get(action_url(enrolment, name))
    shown = page.content.decode()
    assert asked in shown
    # Who refuses hears nothing more of it.
    assert ("1 krijgt een mail." in shown) == (status != S.DECLINED)
    assert Enrolment.objects.get(pk=enrolment.pk).status == enrolment.status
    snapshot = {"snapshot": page.context["snapshot_token"]}
    said = client.post(action_url(enrolment, name), snapshot, follow=True).content.decode()
    assert Enrolment.objects.get(pk=enrolment.pk).status == status
    assert f"{enrolment.person.name}: {status.label}." in said
    logged = ModelLogEntry.objects.filter(object_id=str(enrolment.pk)).latest("timestamp", "pk")
    assert (logged.action, logged.user_id) == (f"enrolment.{status.value}", coordinator.pk)


@pytest.mark.parametrize(("make", "name"), [one[:2] for one in DO])
def test_a_trainer_does_it_in_own_editions_only(
    client: Client, make: Callable[[], Enrolment], name: str
) -> None:
    enrolment, trainer = make(), person_in_role(Role.TRAINER)
    people = [(trainer, 404), (person_in_role(Role.VOLUNTEER), 302)]
    for person, answer in people:
        client.force_login(person)
        for send in (client.get, client.post):
            assert send(action_url(enrolment, name)).status_code == answer
    assert Enrolment.objects.get(pk=enrolment.pk).status == enrolment.status
    enrolment.edition.trainers.add(trainer)
    enrolment.edition.save()
    client.force_login(trainer)
    assert client.get(action_url(enrolment, name)).status_code == 200


def test_what_cannot_be_done_any_more_is_said(client: Client, coordinator: User) -> None:
    enrolment = offered()
    snapshot = client.get(action_url(enrolment, "aannemen")).context["snapshot_token"]
    services.decline_offer(enrolment=enrolment, actor=enrolment.person)
    url = action_url(enrolment, "aannemen")
    page = client.post(url, {"snapshot": snapshot}, follow=True).content.decode()
    assert f"{enrolment.person.name}: {S.DECLINED.label}." in page
    assert client.get(action_url(enrolment, "verzonnen")).status_code == 404


def test_a_list_offers_what_can_be_done(client: Client, coordinator: User) -> None:
    enrolment = offered()
    url = f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/"
    context = client.get(url).context
    buttons = {
        name: [[str(button.label) for button in one.buttons] for one in context[name]]
        for name in ("offered", "waiting", "gone")
    }
    assert buttons == {
        "offered": [["Neemt aan", "Slaat af", "Zet in een andere uitvoering", "Meld af"]],
        "waiting": [["Zet in een andere uitvoering", "Haal van de wachtlijst"]],
        "gone": [["Schrijf opnieuw in", "Zet in een andere uitvoering"]],
    }


# --- Who reads a refusal ------------------------------------------------------------------------


def enrolled_twice(enrolment: Enrolment, actor: User | None) -> None:
    services.enrol(person=enrolment.person, edition=enrolment.edition, actor=actor)


def out_twice(enrolment: Enrolment, actor: User | None) -> None:
    services.decline_offer(enrolment=enrolment, actor=enrolment.person)
    services.withdraw(enrolment=enrolment, actor=actor)


def declined(enrolment: Enrolment, actor: User | None) -> None:
    services.accept_offer(enrolment=enrolment, actor=enrolment.person)
    services.decline_offer(enrolment=enrolment, actor=actor)


def switched_off(enrolment: Enrolment, actor: User | None) -> None:
    enrolment.person.is_active = False
    enrolment.person.save()
    services.accept_offer(enrolment=enrolment, actor=actor)


@pytest.mark.parametrize(
    ("do", "to_person", "to_staff"),
    [
        (enrolled_twice, "Er is al een plaats voor je.", "Deze persoon heeft al een aanbod"),
        (out_twice, "Je bent niet ingeschreven.", "Deze persoon is niet ingeschreven."),
        (declined, "Er is geen aanbod dat je", "Deze persoon heeft geen aanbod"),
        (switched_off, "Dit account is niet actief.", "Het account van deze persoon is niet"),
    ],
)
def test_a_refusal_speaks_to_who_reads_it(
    do: Callable[[Enrolment, User | None], None], to_person: str, to_staff: str
) -> None:
    for by_staff in (False, True):
        enrolment = offered()
        actor = person_in_role(Role.COORDINATOR) if by_staff else enrolment.person
        with pytest.raises(Refusal) as refusal:
            do(enrolment, actor)
        assert str(refusal.value).startswith(to_staff if by_staff else to_person)


def seat_wanted() -> tuple[Enrolment, User, User]:
    """Somebody in a full edition for two, and who waits: two without e-mail, in this order."""
    leaves = EnrolmentFactory.create(capacity=2)
    services.enrol(person=PersonFactory.create(), edition=leaves.edition)
    first, second = (
        PersonFactory.create(first_name=name, last_name="Bos", email=None, telephone="030 2361745")
        for name in ("Bep", "Ans")
    )
    for one in (first, second):
        services.enrol(person=one, edition=leaves.edition, actor=person_in_role(Role.COORDINATOR))
    return leaves, first, second


NEXT = "Wat vrijkomt, bieden we meteen aan op de wachtlijst: 1 moet je bellen (Bep Bos)."


@pytest.mark.parametrize("page", ["afmelden/{pk}/", "inschrijvingen/{pk}/verplaats/"])
def test_who_is_offered_the_seat_is_said_before_somebody_is_taken_out(
    client: Client, coordinator: User, page: str
) -> None:
    leaves, first, _second = seat_wanted()
    url = f"/beheer/uitvoeringen/{leaves.edition_id}/{page.format(pk=leaves.pk)}"
    assert NEXT in client.get(url).content.decode()
    # Nothing was done yet.
    assert Enrolment.objects.get(person=first).status == S.WAITING


def test_who_is_offered_the_seat_is_the_same_before_and_after(
    client: Client, coordinator: User
) -> None:
    leaves, first, second = seat_wanted()
    url = f"/beheer/uitvoeringen/{leaves.edition_id}/afmelden/{leaves.pk}/"
    snapshot = {"snapshot": client.get(url).context["snapshot_token"]}
    said = client.post(url, snapshot, follow=True).content.decode()
    assert "1 moet je bellen (Bep Bos)" in said
    offer = Enrolment.objects.get(person=first)
    assert offer.status == S.OFFERED
    declined = client.get(action_url(offer, "afslaan")).content.decode()
    assert NEXT.replace("Bep", "Ans") in declined
    # Who only waits leaves no seat.
    waits = Enrolment.objects.get(person=second)
    page = client.get(f"/beheer/uitvoeringen/{leaves.edition_id}/afmelden/{waits.pk}/")
    assert "Wat vrijkomt" not in page.content.decode()


def test_a_seat_that_nobody_may_have_is_promised_to_nobody(
    client: Client, coordinator: User
) -> None:
    leaves, first, second = seat_wanted()
    User.objects.filter(pk__in=[first.pk, second.pk]).update(is_active=False)
    url = f"/beheer/uitvoeringen/{leaves.edition_id}/afmelden/{leaves.pk}/"
    assert "Wat vrijkomt" not in client.get(url).content.decode()
