"""To another edition of the same training: one step, one message, exact seats."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.attendance.queries import presence
from courses.common import clock, formats
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices import writing
from courses.notices.models import Notice
from courses.people.enums import ContactWay, Role
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)
from tests.mails import message_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def two_editions(*, capacity: int = 2, sessions: tuple[int, int] = (1, 1)) -> tuple[Edition, ...]:
    training = TrainingFactory.create()
    later = clock.now() + timedelta(days=28)
    return tuple(
        EditionFactory.create(
            training=training, capacity=capacity, sessions=number, starts_at=later if n else None
        )
        for n, number in enumerate(sessions)
    )


def enrolled(edition: Edition) -> Enrolment:
    return services.enrol(person=PersonFactory.create(), edition=edition)


def taken(*editions: Edition) -> list[int]:
    return [Edition.objects.get(pk=one.pk).seats_taken for one in editions]


@pytest.mark.both_databases
def test_a_move_gives_one_seat_for_another_and_the_old_one_to_who_waits(
    coordinator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition, other = two_editions(capacity=1)
    enrolment, waiting = enrolled(edition), enrolled(edition)
    with django_capture_on_commit_callbacks(execute=True):
        moved = services.move(enrolment=enrolment, to_edition=other, actor=coordinator)
    assert (moved.pk, moved.edition_id, moved.status) == (enrolment.pk, other.pk, S.CONFIRMED)
    waiting.refresh_from_db()
    assert (waiting.status, taken(edition, other)) == (S.OFFERED, [1, 1])
    logged = ModelLogEntry.objects.filter(object_id=str(moved.pk)).latest("timestamp", "pk")
    assert (logged.action, logged.user_id) == ("enrolment.moved", coordinator.pk)
    # One message to who moved; the other is the offer.
    to_mover = [one for one in mail.outbox if one.to == [moved.person.email]]
    assert [one.subject for one in to_mover] == [f"Je nieuwe datum: {edition.training.title}"]
    # Two methods are no versions of one text.
    assert [kind for kind, _content in message_parts(to_mover[0])] == [
        "text/html",
        "text/calendar; method=REQUEST",
    ]
    files = {name: (str(content), kind) for name, content, kind in to_mover[0].attachments}
    assert {
        name: ("METHOD:CANCEL" in content, kind) for name, (content, kind) in files.items()
    } == {
        "nieuw.ics": (False, "application/ics"),
        "oud.ics": (True, "text/calendar; method=CANCEL"),
    }


def test_a_full_edition_refuses_or_lets_wait_at_choice(coordinator: User) -> None:
    edition, other = two_editions(capacity=1)
    enrolment = enrolled(edition)
    holder = enrolled(other)
    with pytest.raises(Refusal, match="vol") as refusal:
        services.move(enrolment=enrolment, to_edition=other, actor=coordinator)
    assert refusal.value.field == "waiting_list"
    waits = services.move(
        enrolment=enrolment, to_edition=other, actor=coordinator, waiting_list=True
    )
    assert (waits.status, waits.edition_id, taken(edition, other)) == (S.WAITING, other.pk, [1, 1])
    services.withdraw(enrolment=holder, actor=holder.person)
    accepted = services.accept_offer(enrolment=waits, actor=waits.person)
    # The seat that one had is given up for it: nobody has two.
    assert (accepted.pk, accepted.edition_id, accepted.status) == (
        enrolment.pk,
        other.pk,
        S.CONFIRMED,
    )
    assert (taken(edition, other), Enrolment.objects.filter(person=waits.person).count()) == (
        [0, 1],
        1,
    )


def test_who_was_there_before_and_left_moves_there_too(coordinator: User) -> None:
    edition, other = two_editions()
    person = PersonFactory.create()
    old = services.enrol(person=person, edition=other)
    services.withdraw(enrolment=old, actor=person)
    enrolment = services.enrol(person=person, edition=edition)
    moved = services.move(enrolment=enrolment, to_edition=other, actor=person)
    assert list(Enrolment.objects.filter(person=person)) == [moved]
    assert taken(edition, other) == [0, 1]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("another training", "Dat is een andere training."),
        ("the same edition", "Deze persoon is al ingeschreven"),
        ("withdrawn", "Deze persoon is niet ingeschreven."),
        ("called off", "Deze datum gaat niet door."),
        ("has both", "Deze persoon is al ingeschreven"),
        ("held", "Deze datum is al geweest."),
        ("moved meanwhile", "Deze inschrijving is intussen verplaatst."),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_changes_nothing(
    coordinator: User, what: str, said: str
) -> None:
    edition, other = two_editions()
    enrolment = enrolled(edition)
    if what == "another training":
        other = EditionFactory.create()
    elif what == "the same edition":
        other = edition
    elif what == "withdrawn":
        services.withdraw(enrolment=enrolment, actor=None)
    elif what == "called off":
        edition_services.cancel_edition(edition=other, actor=None)
    elif what == "has both":
        services.enrol(person=enrolment.person, edition=other, actor=coordinator)
    elif what == "moved meanwhile":
        stale = Enrolment.objects.select_related("edition").get(pk=enrolment.pk)
        services.move(enrolment=enrolment, to_edition=other, actor=coordinator)
        enrolment, other = stale, edition
    later = clock.now() + timedelta(days=20 if what == "held" else 0)
    before = list(Enrolment.objects.order_by("pk").values_list("edition", "status"))
    with clock.at(later), pytest.raises(Refusal) as refusal:
        services.move(enrolment=enrolment, to_edition=other, actor=coordinator)
    assert str(refusal.value).startswith(said)
    assert list(Enrolment.objects.order_by("pk").values_list("edition", "status")) == before


@pytest.mark.parametrize(
    ("sessions", "present"), [((2, 2), [True, False]), ((2, 3), [False, False, False])]
)
def test_presence_counts_where_the_meetings_match(
    coordinator: User, sessions: tuple[int, int], present: list[bool]
) -> None:
    edition, other = two_editions(sessions=sessions)
    enrolment = enrolled(edition)
    first = edition.sessions.order_by("starts_at")[0]
    Attendance.objects.create(enrolment=enrolment, session=first, mark=Mark.PRESENT)
    moved = services.move(enrolment=enrolment, to_edition=other, actor=coordinator)
    there = other.sessions.order_by("starts_at")
    marked = set(Attendance.objects.filter(mark=Mark.PRESENT).values_list("session", flat=True))
    assert [one.pk in marked for one in there] == present
    assert presence(enrolment_id=moved.pk).present == sum(present)
    # Nothing is lost: who moves back was there.
    back = services.move(enrolment=moved, to_edition=edition, actor=coordinator)
    assert presence(enrolment_id=back.pk).present == 1


# --- "Wil je ruilen?" -----------------------------------------------------------------------------


def test_a_second_seat_in_one_training_is_asked_about_and_swapped(client: Client) -> None:
    edition, other = two_editions()
    enrolment = enrolled(edition)
    client.force_login(enrolment.person)
    url = f"/inschrijven/{other.pk}/"
    assert "Wil je ruilen?" in client.get(url).content.decode()
    response = client.post(url, {"action": "enrol"})
    assert (response.status_code, response.content.decode().count("Wil je ruilen?")) == (409, 1)
    assert taken(edition, other) == [1, 0]
    page = client.post(url, {"action": "swap"}, follow=True).content.decode()
    assert "Je hebt geruild." in page
    assert taken(edition, other) == [0, 1]


def test_in_a_full_edition_one_waits_and_keeps_the_seat(client: Client) -> None:
    edition, other = two_editions(capacity=1)
    enrolment, holder = enrolled(edition), enrolled(other)
    client.force_login(enrolment.person)
    url = f"/inschrijven/{other.pk}/"
    assert "Die houd je tot je hier een plaats aanneemt" in client.get(url).content.decode()
    client.post(url, {"action": "enrol"})
    services.withdraw(enrolment=holder, actor=holder.person)
    assert "Wil je ruilen?" in client.get(url).content.decode()
    client.post(url, {"action": "accept"})
    assert taken(edition, other) == [0, 1]


def test_staff_may_give_two_seats(coordinator: User) -> None:
    edition, other = two_editions()
    enrolment = enrolled(edition)
    services.enrol(person=enrolment.person, edition=other, actor=coordinator)
    assert taken(edition, other) == [1, 1]


# --- The page for staff ---------------------------------------------------------------------------


def move_url(enrolment: Enrolment) -> str:
    return f"/beheer/uitvoeringen/{enrolment.edition_id}/inschrijvingen/{enrolment.pk}/verplaats/"


def test_staff_search_for_the_other_edition_and_move(client: Client, coordinator: User) -> None:
    edition, other = two_editions()
    third = EditionFactory.create(training=edition.training, venue="Wijkhuis Oost")
    EditionFactory.create()
    enrolment = enrolled(edition)
    url = move_url(enrolment)
    found = {
        search: list(client.get(url, {"q": search}).context["form"]["to_edition"].field.queryset)
        for search in ("", "wijkhuis", "nergens")
    }
    assert found == {"": [third, other], "wijkhuis": [third], "nergens": []}
    asked = client.get(url)
    assert "1 krijgt een mail." in asked.content.decode()
    sent = {"to_edition": third.pk, "snapshot": asked.context["snapshot_token"]}
    page = client.post(url, sent, follow=True)
    assert page.redirect_chain == [(f"/beheer/uitvoeringen/{third.pk}/inschrijvingen/", 302)]
    moved = queries.enrolment_of(enrolment.person, third)
    assert moved is not None
    # Who moved the wrong person finds the way back chosen already.
    undo = f"{move_url(moved)}?naar={edition.pk}"
    assert undo in page.content.decode()
    assert client.get(undo).context["form"]["to_edition"].value() == str(edition.pk)


def test_after_a_move_the_seats_are_said_as_they_are_now(client: Client, coordinator: User) -> None:
    edition, other = two_editions(capacity=1)
    url = move_url(enrolled(edition))
    sent = {"to_edition": other.pk, "snapshot": client.get(url).context["snapshot_token"]}
    said = [str(one) for one in client.post(url, sent, follow=True).context["messages"]]
    assert "vol" in said[0].rpartition("· ")[2]
    assert "plaats vrij" not in said[0]


def test_after_a_move_who_is_offered_the_seat_that_was_left_is_counted_too(
    client: Client, coordinator: User
) -> None:
    edition, other = two_editions(capacity=1)
    url = move_url(enrolled(edition))
    waiting = PersonFactory.create(
        first_name="Bert", last_name="Bos", email=None, telephone="030 236 17 45"
    )
    services.enrol(person=waiting, edition=edition)
    sent = {"to_edition": other.pk, "snapshot": client.get(url).context["snapshot_token"]}
    said = [str(one) for one in client.post(url, sent, follow=True).context["messages"]]
    assert said[1].startswith("1 krijgt een mail (")
    assert said[1].endswith("), 1 moet je bellen (Bert Bos).")


def test_what_has_begun_is_at_the_end_of_the_choice_and_says_so(
    client: Client, coordinator: User
) -> None:
    edition, other = two_editions()
    begun = EditionFactory.create(
        training=edition.training, starts_at=clock.now() - timedelta(days=1), sessions=2
    )
    field = client.get(move_url(enrolled(edition))).context["form"]["to_edition"].field
    assert list(field.queryset) == [other, begun]
    said = f"is al begonnen op {formats.day(begun.starts_at)}"
    assert [said in field.label_from_instance(one) for one in (other, begun)] == [False, True]


def test_the_page_says_that_the_other_is_full_and_lets_wait(
    client: Client, coordinator: User
) -> None:
    edition, other = two_editions(capacity=1)
    enrolment = enrolled(edition)
    enrolled(other)
    page = client.post(move_url(enrolment), {"to_edition": other.pk})
    assert page.context["form"].errors == {"waiting_list": ["De andere datum is vol."]}
    client.post(move_url(enrolment), {"to_edition": other.pk, "waiting_list": "on"})
    assert queries.waiting_list(other).get().person == enrolment.person


def test_a_trainer_moves_within_own_editions_only(client: Client) -> None:
    edition, other = two_editions()
    trainer = person_in_role(Role.TRAINER)
    enrolment = enrolled(edition)
    client.force_login(trainer)
    assert client.get(move_url(enrolment)).status_code == 404
    edition = Edition.objects.get(pk=edition.pk)
    edition.trainers.add(trainer)
    edition.save()
    page = client.post(move_url(enrolment), {"to_edition": other.pk})
    assert list(page.context["form"].errors) == ["to_edition"]
    assert taken(edition, other) == [1, 0]


def test_who_is_moved_twice_before_hearing_it_hears_what_was_known_before_both() -> None:
    first = EditionFactory.create(starts_at=clock.now() + timedelta(days=3))
    second, third = (
        EditionFactory.create(training=first.training, starts_at=clock.now() + timedelta(days=days))
        for days in (20, 40)
    )
    person = PersonFactory.create(email=None, telephone="0612345678")
    enrolment = services.enrol(person=person, edition=first, actor=None)
    for edition in (second, third):
        enrolment = services.move(enrolment=enrolment, to_edition=edition, actor=None)
    notice = Notice.objects.get(kind="enrolment_other_edition", edition=third)
    assert notice.facts["edition_before"] == first.pk
    services.move(enrolment=enrolment, to_edition=first, actor=None)
    back = Notice.objects.get(kind="enrolment_other_edition", edition=first)
    assert writing.write(back, way=ContactWay.TELEPHONE) is None
