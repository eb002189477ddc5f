"""Enrolling, the waiting list, offers and withdrawing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, end_of, start_of

pytestmark = pytest.mark.django_db


def statuses(edition: Edition) -> list[str]:
    return [one.status for one in Enrolment.objects.filter(edition=edition).order_by("pk")]


def taken(edition: Edition) -> int:
    return int(Edition.objects.get(pk=edition.pk).seats_taken)


def full_edition(capacity: int = 1, waiting: int = 0) -> Edition:
    edition = EditionFactory.create(capacity=capacity)
    for _ in range(capacity + waiting):
        services.enrol(person=PersonFactory.create(), edition=edition)
    return edition


def test_a_free_seat_is_confirmed_and_counted() -> None:
    edition = EditionFactory.create(capacity=2)
    enrolment = services.enrol(person=PersonFactory.create(), edition=edition)
    assert enrolment.status == S.CONFIRMED
    assert taken(edition) == 1


def test_in_a_full_edition_one_waits_and_sees_the_place_in_the_queue() -> None:
    edition = full_edition(waiting=1)
    second = services.enrol(person=PersonFactory.create(), edition=edition)
    assert statuses(edition) == [S.CONFIRMED, S.WAITING, S.WAITING]
    assert queries.place_in_queue(second) == 2
    assert [vars(one)["ahead"] for one in queries.enrolments_of(second.person)] == [1]


def test_enrolling_twice_is_refused_and_changes_nothing() -> None:
    edition = EditionFactory.create()
    person = PersonFactory.create()
    services.enrol(person=person, edition=edition)
    with pytest.raises(Refusal, match="al ingeschreven"):
        services.enrol(person=person, edition=edition)
    assert taken(edition) == 1


def closed_draft() -> Edition:
    return EditionFactory.create(publish=False)


def closed_cancelled() -> Edition:
    return edition_services.cancel_edition(edition=EditionFactory.create(), actor=None)


def closed_past() -> Edition:
    return EditionFactory.create(starts_at=clock.now() - timedelta(days=3))


def closed_running() -> Edition:
    return EditionFactory.create(starts_at=clock.now() - timedelta(hours=1))


def closed_early() -> Edition:
    return EditionFactory.create(enrol_until=clock.now() - timedelta(minutes=1))


def closed_with_training() -> Edition:
    edition = EditionFactory.create()
    edition.training.unpublish()
    return edition


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (closed_draft, "nog niet open"),
        (closed_cancelled, "gaat niet door"),
        (closed_past, "al geweest"),
        (closed_running, "al begonnen"),
        (closed_early, "gesloten"),
        (closed_with_training, "nu niet op de site"),
    ],
)
def test_an_edition_that_is_not_open_refuses_and_says_why(
    make: Callable[[], Edition], why: str
) -> None:
    edition = make()
    with pytest.raises(Refusal, match=why):
        services.enrol(person=PersonFactory.create(), edition=edition)
    assert statuses(edition) == []


def test_a_freed_seat_is_offered_to_the_first_in_line() -> None:
    edition = full_edition(waiting=2)
    first = Enrolment.objects.get(edition=edition, status=S.CONFIRMED)
    services.withdraw(enrolment=first, actor=first.person)
    assert statuses(edition) == [S.WITHDRAWN, S.OFFERED, S.WAITING]
    assert taken(edition) == 1


def test_a_newcomer_does_not_pass_those_who_wait() -> None:
    edition = full_edition(waiting=1)
    Edition.objects.filter(pk=edition.pk).update(capacity=2)
    newcomer = services.enrol(person=PersonFactory.create(), edition=edition)
    assert newcomer.status == S.WAITING


def test_an_accepted_offer_becomes_a_seat() -> None:
    edition = full_edition(waiting=1)
    holder, waiting = Enrolment.objects.filter(edition=edition).order_by("pk")
    services.withdraw(enrolment=holder, actor=holder.person)
    waiting.refresh_from_db()
    services.accept_offer(enrolment=waiting, actor=waiting.person)
    assert statuses(edition) == [S.WITHDRAWN, S.CONFIRMED]
    assert taken(edition) == 1


def test_a_declined_offer_goes_to_the_next() -> None:
    edition = full_edition(waiting=2)
    holder, first, _second = Enrolment.objects.filter(edition=edition).order_by("pk")
    services.withdraw(enrolment=holder, actor=holder.person)
    services.decline_offer(enrolment=first, actor=first.person)
    assert statuses(edition) == [S.WITHDRAWN, S.DECLINED, S.OFFERED]


def test_silence_passes_the_offer_on_and_a_late_answer_is_refused() -> None:
    edition = full_edition(waiting=2)
    holder, first, _second = Enrolment.objects.filter(edition=edition).order_by("pk")
    services.withdraw(enrolment=holder, actor=holder.person)
    with clock.at(clock.now() + services.OFFER_LASTS + timedelta(seconds=1)):
        assert services.settle_waiting_lists() == 2
        with pytest.raises(Refusal, match="geldt niet meer"):
            services.accept_offer(enrolment=first, actor=first.person)
    assert statuses(edition) == [S.WITHDRAWN, S.EXPIRED, S.OFFERED]


def test_after_the_cut_off_nothing_is_offered() -> None:
    edition = full_edition(waiting=1)
    holder = Enrolment.objects.filter(edition=edition).order_by("pk")[0]
    with clock.at(start_of(edition) + timedelta(minutes=1)):
        services.withdraw(enrolment=holder, actor=None)
        assert statuses(edition) == [S.WITHDRAWN, S.WAITING]
        assert services.settle_waiting_lists() == 1
    assert statuses(edition) == [S.WITHDRAWN, S.NO_PLACE]


def test_settling_twice_changes_nothing_more() -> None:
    edition = full_edition(waiting=2)
    holder = Enrolment.objects.filter(edition=edition).order_by("pk")[0]
    services.withdraw(enrolment=holder, actor=holder.person)
    assert [services.settle_waiting_lists(), services.settle_waiting_lists()] == [0, 0]


def test_more_seats_are_offered_to_those_who_wait() -> None:
    edition = full_edition(waiting=2)
    Edition.objects.filter(pk=edition.pk).update(capacity=2)
    assert services.settle_waiting_lists() == 1
    assert statuses(edition) == [S.CONFIRMED, S.OFFERED, S.WAITING]


def test_a_wrong_count_of_seats_is_set_right_and_the_seat_offered() -> None:
    edition = full_edition(waiting=1)
    Enrolment.objects.filter(edition=edition, status=S.CONFIRMED).update(status=S.WITHDRAWN)
    assert taken(edition) == 1
    assert services.settle_waiting_lists() == 1
    assert statuses(edition) == [S.WITHDRAWN, S.OFFERED]
    assert taken(edition) == 1


def test_the_seat_of_a_deleted_person_goes_to_the_first_in_line(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = full_edition(capacity=2, waiting=2)
    first, second, waiting, last = Enrolment.objects.filter(edition=edition).order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        User.objects.filter(pk__in=[first.person_id, waiting.person_id]).delete()
    found = dict(Enrolment.objects.filter(edition=edition).values_list("pk", "status"))
    assert found == {second.pk: S.CONFIRMED, last.pk: S.OFFERED}
    assert taken(edition) == 2


def test_without_a_waiting_list_the_seat_of_a_deleted_person_is_free_again() -> None:
    edition = full_edition(capacity=2)
    Enrolment.objects.filter(edition=edition)[0].person.delete()
    assert taken(edition) == 1


def test_who_left_comes_back_at_the_end_of_the_queue() -> None:
    edition = full_edition(waiting=2)
    _holder, first, second = Enrolment.objects.filter(edition=edition).order_by("pk")
    services.withdraw(enrolment=first, actor=first.person)
    back = services.enrol(person=first.person, edition=edition)
    assert [queries.place_in_queue(second), queries.place_in_queue(back)] == [1, 2]


def test_withdrawing_after_the_end_is_refused() -> None:
    edition = full_edition()
    enrolment = Enrolment.objects.get(edition=edition)
    with clock.at(end_of(edition) + timedelta(days=1)), pytest.raises(Refusal):
        services.withdraw(enrolment=enrolment, actor=enrolment.person)


def test_cancelling_an_edition_tells_everyone(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = full_edition(waiting=1)
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_edition(edition=edition, actor=None)
    assert statuses(edition) == [S.CANCELLED, S.CANCELLED]
    assert (
        sorted(message.subject for message in mail.outbox)
        == [f"Gaat niet door: {edition.training.title}"] * 2
    )


def test_a_confirmation_arrives_with_the_meeting_as_calendar(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = EditionFactory.create(
        training=TrainingFactory.create(title="Rouw & verlies"),
        online_link="https://example.org/kamer",
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=PersonFactory.create(email="a@example.org"), edition=edition)
    (message,) = mail.outbox
    assert message.subject == "Je bent ingeschreven: Rouw & verlies"
    assert message.to == ["a@example.org"]
    assert "https://example.org/kamer" in message.body
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("training.ics", "application/ics")
    assert "https://example.org/kamer" in str(content)


def test_who_has_no_address_gets_no_mail_and_no_error(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=PersonFactory.create(email=None), edition=EditionFactory.create())
    assert mail.outbox == []


@pytest.mark.parametrize("status", [S.WAITING, S.OFFERED, S.EXPIRED, S.WITHDRAWN])
def test_every_other_change_has_its_mail(
    status: S, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = full_edition(waiting=1)
    holder, waiting = Enrolment.objects.filter(edition=edition).order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        if status == S.WAITING:
            waiting = services.enrol(person=PersonFactory.create(), edition=edition)
        elif status == S.WITHDRAWN:
            services.withdraw(enrolment=waiting, actor=waiting.person)
        else:
            services.withdraw(enrolment=holder, actor=holder.person)
    if status == S.EXPIRED:
        mail.outbox.clear()
        moment = clock.now() + services.OFFER_LASTS + timedelta(minutes=1)
        with clock.at(moment), django_capture_on_commit_callbacks(execute=True):
            services.settle_waiting_lists()
    to_waiting = [one for one in mail.outbox if one.to == [waiting.person.email]]
    assert len(to_waiting) == 1
    assert f"Beste {waiting.person.first_name}," in to_waiting[0].body


def test_the_audit_log_tells_who_did_it() -> None:
    from wagtail.models import ModelLogEntry

    person = PersonFactory.create()
    enrolment = services.enrol(person=person, edition=EditionFactory.create())
    entry = ModelLogEntry.objects.for_instance(enrolment).get()
    assert (entry.action, entry.user) == ("enrolment.confirmed", person)


def test_who_is_taken_out_by_staff_is_not_thanked_for_telling(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    enrolment = services.enrol(person=PersonFactory.create(), edition=EditionFactory.create())
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(enrolment=enrolment, actor=PersonFactory.create())
    assert mail.outbox[-1].body.splitlines()[2] == "Je bent afgemeld voor deze training."


@pytest.mark.both_databases
@pytest.mark.parametrize("make", [closed_past, closed_running, closed_early])
def test_staff_enrol_who_came_or_called_late_while_there_is_a_seat(
    make: Callable[[], Edition],
) -> None:
    edition = make()
    Edition.objects.filter(pk=edition.pk).update(capacity=1)
    staff = PersonFactory.create()
    enrolment = services.enrol(person=PersonFactory.create(), edition=edition, actor=staff)
    assert enrolment.status == S.CONFIRMED
    with pytest.raises(Refusal, match="Alle plaatsen zijn bezet"):
        services.enrol(person=PersonFactory.create(), edition=edition, actor=staff)
    assert statuses(edition) == [S.CONFIRMED]


@pytest.mark.parametrize("make", [closed_draft, closed_cancelled, closed_with_training])
def test_staff_enrol_nobody_in_what_is_not_on(make: Callable[[], Edition]) -> None:
    with pytest.raises(Refusal):
        services.enrol(person=PersonFactory.create(), edition=make(), actor=PersonFactory.create())


def test_the_mail_of_calling_off_names_the_dates_that_one_can_enrol_in(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = full_edition()
    other = EditionFactory.create(training=edition.training)
    EditionFactory.create(training=edition.training, enrol_until=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_edition(edition=edition, actor=None)
    (message,) = mail.outbox
    assert [
        line.partition("/inschrijven/")[2] for line in message.body.splitlines() if "/ins" in line
    ] == [f"{other.pk}/"]


@pytest.mark.parametrize("leave", [services.withdraw, services.decline_offer])
def test_leaving_twice_is_leaving_once(
    leave: Callable[..., Enrolment],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = full_edition(waiting=2)
    first, second, _third = Enrolment.objects.filter(edition=edition).order_by("pk")
    services.withdraw(enrolment=first, actor=None)
    second.refresh_from_db()
    assert second.status == S.OFFERED

    left = leave(enrolment=second, actor=None)
    with django_capture_on_commit_callbacks(execute=True):
        again = leave(enrolment=second, actor=None)

    assert again.status == left.status
    assert statuses(edition) == [S.WITHDRAWN, left.status, S.OFFERED]
    assert (taken(edition), mail.outbox) == (1, [])


def test_only_an_offer_can_be_declined() -> None:
    edition = full_edition(waiting=1)
    for enrolment in Enrolment.objects.filter(edition=edition):
        with pytest.raises(Refusal, match="geen aanbod"):
            services.decline_offer(enrolment=enrolment, actor=None)
    assert statuses(edition) == [S.CONFIRMED, S.WAITING]


def test_what_somebody_did_is_undone_once_and_only_of_who_takes_part() -> None:
    edition = full_edition(waiting=1)
    taking_part, waiting = Enrolment.objects.filter(edition=edition).order_by("pk")

    services.complete(enrolment=taking_part, actor=None)
    undone = [services.undo_completion(enrolment=taking_part, actor=None).status for _ in "ab"]
    with pytest.raises(Refusal, match="doet niet mee"):
        services.undo_completion(enrolment=waiting, actor=None)

    assert undone == [S.NOT_COMPLETED, S.NOT_COMPLETED]
    assert statuses(edition) == [S.NOT_COMPLETED, S.WAITING]


def test_who_withdraws_reads_what_the_file_with_the_mail_is_for(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sentence = "Bij deze mail zit een bestand. Open het. Dan gaat de training weer uit je agenda."
    edition = EditionFactory.create()
    enrolment = services.enrol(person=PersonFactory.create(email="a@example.org"), edition=edition)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(enrolment=enrolment, actor=enrolment.person)
    (message,) = mail.outbox
    assert (sentence in message.body, len(message.attachments)) == (True, 1)
    assert "\n\n\n" not in message.body
