"""What people hear when their edition changes, and what becomes of seats that are added."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.common import clock, formats
from courses.editions import services as edition_services
from courses.editions.calendar import FILE
from courses.editions.models import Edition, Session
from courses.editions.services.hybrids import add_half
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices import kinds, writing
from courses.notices import services as notices
from courses.notices.enums import CallOutcome
from courses.notices.models import Notice
from courses.notices.queries import call_list, letters_to_print
from courses.notices.scripts import script_of
from courses.notices.services import drop_stale
from courses.people.enums import ContactWay
from tests.factories import EditionFactory, PersonFactory, end_of, start_of
from tests.mails import message_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[..., None]:
    """Keep an edition as the administration does, and run what follows after commit."""

    def save(edition: Edition, **changes: Any) -> None:
        mail.outbox.clear()
        for name, value in changes.items():
            setattr(edition, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            edition_services.save_edition(edition=edition, actor=None)

    return save


def known_to_all(**fields: Any) -> Edition:
    """An edition with somebody who takes part, who has an offer, who waits, and who left."""
    edition = EditionFactory.create(capacity=2, **fields)
    gone, *_others = [
        services.enrol(person=PersonFactory.create(email=f"{name}@example.org"), edition=edition)
        for name in ("weg", "in", "aanbod", "wacht")
    ]
    services.withdraw(enrolment=gone, actor=gone.person)
    edition.refresh_from_db()
    return edition


def later(edition: Edition, delta: timedelta) -> Edition:
    """The edition with its only session moved; not kept yet."""
    (session,) = edition.sessions.all()
    session.starts_at += delta
    session.ends_at += delta
    edition.sessions = [session]
    return edition


def told() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


ALL = ["aanbod@example.org", "in@example.org", "wacht@example.org"]


def test_another_moment_is_told_to_everyone_who_is_in_it_or_waits(
    save: Callable[..., None],
) -> None:
    edition = later(known_to_all(), timedelta(days=1))
    save(edition)
    assert told() == ALL
    by_address = {message.to[0]: message for message in mail.outbox}
    message = by_address["in@example.org"]
    day = formats.day(start_of(edition))
    assert message.subject == f"Er is iets veranderd: {edition.training.title}, {day}"
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("training.ics", "application/ics")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == start_of(edition).replace(microsecond=0)
    assert by_address["wacht@example.org"].attachments == []
    found = [message_parts(by_address[one]) for one in ALL[1:]]
    assert [[kind for kind, _content in parts] for parts in found] == [
        ["text/html", "text/calendar; method=REQUEST"],
        ["text/html"],
    ]


@pytest.mark.parametrize(
    "place", [("Ander huis", ""), ("Buurthuis De Wissel", "Kade 2"), None], ids=str
)
def test_another_place_is_told_to_everyone(
    save: Callable[..., None], place: tuple[str, str] | None
) -> None:
    edition = known_to_all()
    if place is None:
        save(edition, place="online")
    else:
        name, address = place
        save(edition, location=edition_services.location_called(name=name, address=address))
    assert told() == ALL
    for words in filter(None, place or ()):
        assert [words in message.body for message in mail.outbox] == [True] * 3


def test_another_link_is_told_to_those_who_may_see_it(save: Callable[..., None]) -> None:
    edition = known_to_all(online_link="https://example.org/oud")
    save(edition, online_link="https://example.org/nieuw")
    assert told() == ["in@example.org"]
    assert "https://example.org/nieuw" in mail.outbox[0].body


def test_who_is_not_in_yet_reads_no_link(save: Callable[..., None]) -> None:
    save(later(known_to_all(online_link="https://example.org/kamer"), timedelta(hours=1)))
    shown = {message.to[0]: "/kamer" in message.body for message in mail.outbox}
    assert shown == {
        "aanbod@example.org": False,
        "in@example.org": True,
        "wacht@example.org": False,
    }


def test_what_matters_to_nobody_is_told_to_nobody(save: Callable[..., None]) -> None:
    edition = known_to_all()
    save(edition)
    save(
        later(edition, timedelta(microseconds=1)),
        note="Cijfers van toen",
        online_link="https://x.nl",
    )
    assert told() == []


@pytest.mark.parametrize("state", ["past", "cancelled", "draft"])
def test_an_edition_that_does_not_come_tells_nothing(save: Callable[..., None], state: str) -> None:
    edition = (
        EditionFactory.create(publish=state != "draft") if state == "draft" else known_to_all()
    )
    if state == "cancelled":
        services.cancel_edition(edition=edition, actor=None)
    moment = end_of(edition) + timedelta(days=1) if state == "past" else clock.now()
    with clock.at(moment):
        save(
            Edition.objects.get(pk=edition.pk),
            location=edition_services.location_called(name="Ander huis"),
        )
    assert told() == []


def test_seats_that_are_added_are_offered_at_once(save: Callable[..., None]) -> None:
    edition = known_to_all()
    save(edition, capacity=3)
    assert list(
        Enrolment.objects.filter(edition=edition).order_by("pk").values_list("status", flat=True)
    ) == [S.WITHDRAWN, S.CONFIRMED, S.OFFERED, S.OFFERED]
    assert [message.subject.partition(":")[0] for message in mail.outbox] == [
        "Er is een plaats voor je"
    ]


def test_seats_that_came_free_after_the_cut_off_are_offered_when_it_moves(
    save: Callable[..., None],
) -> None:
    edition = EditionFactory.create(capacity=1, enrol_until=clock.now() + timedelta(days=1))
    holder, _waiting = [
        services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)
    ]
    with clock.at(clock.now() + timedelta(days=2)):
        services.withdraw(enrolment=holder, actor=holder.person)
        save(Edition.objects.get(pk=edition.pk), enrol_until=clock.now() + timedelta(days=3))
    assert list(
        Enrolment.objects.filter(edition=edition).order_by("pk").values_list("status", flat=True)
    ) == [S.WITHDRAWN, S.OFFERED]


# --- What is said to have changed -----------------------------------------------------------------

JANUARY = datetime(2027, 1, 19, 19, tzinfo=ZoneInfo("Europe/Amsterdam"))
WEEK = timedelta(days=7)


def subject_of(notice: Notice) -> str:
    """As it is written in the weeks before: of what is over nothing is said any more."""
    with clock.at(JANUARY - 8 * WEEK):
        return kinds.subject_of(notice)


def in_january(**fields: Any) -> Edition:
    edition = EditionFactory.create(starts_at=JANUARY, **fields)
    with clock.at(JANUARY - 9 * WEEK):
        services.enrol(person=PersonFactory.create(email="in@example.org"), edition=edition)
    edition.refresh_from_db()
    return edition


def changes_in(message: Any) -> list[str]:
    """The lines between what is announced and how it is now."""
    told = message.body.partition("Er is iets veranderd")[2].partition("Zo is het nu:")[0]
    return [line for line in told.splitlines() if line.startswith("- ")]


def test_a_message_says_what_day_became_what_day(save: Callable[..., None]) -> None:
    edition = in_january()
    with clock.at(JANUARY - 8 * WEEK):
        save(later(edition, WEEK))
    (message,) = mail.outbox
    assert changes_in(message) == [
        "- dinsdag 19 januari 2027, 19:00–22:00 wordt dinsdag 26 januari 2027, 19:00–22:00"
    ]
    (notice,) = Notice.objects.filter(kind="enrolment_moved")
    assert subject_of(notice) == "19 januari wordt 26 januari"


def test_a_message_says_what_place_and_what_link_changed(save: Callable[..., None]) -> None:
    edition = in_january(online_link="https://example.org/oud")
    with clock.at(JANUARY - 8 * WEEK):
        save(edition, online_link="https://example.org/nieuw")
        (link,) = mail.outbox
        save(edition, location=edition_services.location_called(name="De Kom"), place="venue")
        (place,) = mail.outbox
    assert changes_in(link) == ["- de link om mee te doen is nieuw: https://example.org/nieuw"]
    assert changes_in(place) == ["- de plek was Online, en wordt De Kom"]
    short = Notice.objects.filter(kind="enrolment_moved").order_by("created_at")
    assert [subject_of(one) for one in short] == [
        "andere link",
        "de plek was Online, en wordt De Kom",
    ]


def test_a_meeting_more_and_a_meeting_less_are_said(save: Callable[..., None]) -> None:
    edition = in_january()
    edition.sessions = [
        Session(starts_at=JANUARY + 2 * WEEK, ends_at=JANUARY + 2 * WEEK + timedelta(hours=3))
    ]
    with clock.at(JANUARY - 8 * WEEK):
        save(edition)
    assert changes_in(mail.outbox[0]) == [
        "- dinsdag 19 januari 2027, 19:00–22:00 gaat niet door",
        "- dinsdag 2 februari 2027, 19:00–22:00 komt erbij",
    ]
    (notice,) = Notice.objects.filter(kind="enrolment_moved")
    assert subject_of(notice) == "19 januari gaat niet door, en nog 1 wijziging"


def test_who_did_not_hear_of_the_first_change_hears_what_it_was_before_both(
    save: Callable[..., None],
) -> None:
    edition = in_january()
    person = Enrolment.objects.get(edition=edition).person
    person.email, person.telephone = None, "0612345678"
    person.save()
    with clock.at(JANUARY - 8 * WEEK):
        save(later(edition, WEEK))
    with clock.at(JANUARY - 7 * WEEK):
        save(later(Edition.objects.get(pk=edition.pk), WEEK))
        drop_stale()
        call = call_list().get()
        script = script_of(call)
        assert script is not None
        assert [line for line in script.say if " wordt " in line] == [
            "dinsdag 19 januari 2027, 19:00–22:00 wordt dinsdag 2 februari 2027, 19:00–22:00"
        ]
    with clock.at(JANUARY - 6 * WEEK):
        save(later(Edition.objects.get(pk=edition.pk), -2 * WEEK))
        # It is again as this person knows it.
        drop_stale()
        assert not call_list().filter(kind="enrolment_moved").exists()


def to_call(edition: Edition) -> Notice:
    """The call about being enrolled that nobody made yet, to somebody without an address."""
    person = PersonFactory.create(email=None, telephone="0612345678")
    services.enrol(person=person, edition=edition)
    return call_list().get(person=person)


def test_who_was_not_called_yet_about_being_enrolled_hears_the_new_day_with_that(
    save: Callable[..., None],
) -> None:
    edition = in_january()
    with clock.at(JANUARY - 8 * WEEK):
        first = to_call(edition)
        save(later(Edition.objects.get(pk=edition.pk), WEEK))
        (call,) = call_list().filter(person=first.person)
        script = script_of(call)
        # Who has the first open cannot write down that it was told.
        first.refresh_from_db()
    assert (call.kind, first.state) == ("enrolment_confirmed", "dropped")
    assert script is not None
    assert "dinsdag 26 januari 2027, 19:00–22:00" in script.say
    assert not any("19 januari" in line or "veranderd" in line for line in script.say)


@pytest.mark.both_databases
def test_a_letter_that_nobody_printed_and_a_call_that_nobody_answered_say_the_new_day_alone(
    save: Callable[..., None],
) -> None:
    edition = in_january()
    with clock.at(JANUARY - 8 * WEEK):
        called = to_call(edition).person
        notices.record_attempt(notice=call_list().get(), outcome=CallOutcome.NO_ANSWER, actor=None)
        henk = PersonFactory.create(email=None, street="Kade 1", postcode="3511 AA", city="Utrecht")
        printed = PersonFactory.create(email=None, street="Kade 2", postcode="3511 AA", city="Ede")
        for person in (henk, printed):
            services.enrol(person=person, edition=edition)
        letters_to_print().filter(person=printed).update(state="sent", settled_at=clock.now())
        save(later(Edition.objects.get(pk=edition.pk), WEEK))
        (letter,) = letters_to_print().filter(person=henk)
        (call,) = call_list().filter(person=called)
        assert (letter.kind, call.kind) == ("enrolment_confirmed", "enrolment_confirmed")
        written = writing.write(letter, way=ContactWay.LETTER)
        assert written is not None
        assert "dinsdag 26 januari 2027, 19:00–22:00" in written.on_screen.body
        assert [one.kind for one in letters_to_print().filter(person=printed)] == [
            "enrolment_moved"
        ]


def test_it_is_told_once_however_often_the_change_is_handled() -> None:
    edition = in_january()
    with clock.at(JANUARY - 8 * WEEK):
        person = to_call(edition).person
        for _again in range(2):
            services.tell_of_change(edition_id=edition.pk, only_taking_part=False, key="een")
        assert call_list().filter(person=person).count() == 1


def test_who_was_called_already_hears_of_the_change(save: Callable[..., None]) -> None:
    edition = in_january()
    with clock.at(JANUARY - 8 * WEEK):
        call = to_call(edition)
        notices.record_attempt(notice=call, outcome=CallOutcome.REACHED, actor=None)
        save(later(Edition.objects.get(pk=edition.pk), WEEK))
        assert [one.kind for one in call_list().filter(person=call.person)] == ["enrolment_moved"]


def test_a_call_says_the_room() -> None:
    edition = in_january()
    Session.objects.filter(edition=edition).update(room="Zaal 2, boven")
    with clock.at(JANUARY - 8 * WEEK):
        script = script_of(to_call(Edition.objects.get(pk=edition.pk)))
    assert script is not None
    assert "dinsdag 19 januari 2027, 19:00–22:00, Zaal 2, boven" in script.say


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("", "Zaal 2", "nu in Zaal 2"),
        ("Zaal 1", "Zaal 2", "nu in Zaal 2"),
        (
            "Zaal 1",
            "",
            "de plek was Buurthuis De Wissel, Dorpsstraat 1, Utrecht, Zaal 1, en wordt Buurthuis "
            "De Wissel, Dorpsstraat 1, Utrecht",
        ),
    ],
)
def test_of_one_building_only_the_room_is_said(
    save: Callable[..., None], was: str, becomes: str, said: str
) -> None:
    edition = in_january()
    Session.objects.filter(edition=edition).update(room=was)
    edition = later(Edition.objects.get(pk=edition.pk), WEEK)
    (session,) = edition.sessions.all()
    session.room = becomes
    edition.sessions = [session]
    with clock.at(JANUARY - 8 * WEEK):
        save(edition)
    assert changes_in(mail.outbox[0])[1:] == [f"- {said}"]


def test_the_other_half_of_a_hybrid_edition_hears_of_its_day_and_not_of_a_place(
    save: Callable[..., None],
) -> None:
    edition = in_january()
    with clock.at(JANUARY - 8 * WEEK):
        online = add_half(
            edition=edition, online_link="https://example.org/kamer", capacity=5, actor=None
        )
        services.enrol(person=PersonFactory.create(email="thuis@example.org"), edition=online)
        moved = later(Edition.objects.get(pk=edition.pk), WEEK)
        save(moved, location=edition_services.location_called(name="De Kom"))
    by_address = {message.to[0]: changes_in(message) for message in mail.outbox}
    day = "- dinsdag 19 januari 2027, 19:00–22:00 wordt dinsdag 26 januari 2027, 19:00–22:00"
    assert by_address["thuis@example.org"] == [day]
    assert by_address["in@example.org"][0] == day
    assert by_address["in@example.org"][1].endswith("en wordt De Kom")


def test_a_meeting_that_is_not_held_any_more_goes_from_the_calendar(
    save: Callable[..., None],
) -> None:
    """The mail says that it is off; a calendar would keep it."""
    edition = known_to_all()
    (first,) = edition.sessions.all()
    second = Session(
        edition=edition,
        starts_at=first.starts_at + timedelta(days=7),
        ends_at=first.ends_at + timedelta(days=7),
    )
    edition.sessions = [first, second]
    save(edition)
    second = edition.sessions.get(starts_at=second.starts_at)
    by_address = {message.to[0]: message for message in mail.outbox}
    before = sequences(by_address["in@example.org"])

    edition.refresh_from_db()
    edition.sessions = [one for one in edition.sessions.all() if one.pk != second.pk]
    save(edition)

    message = next(one for one in mail.outbox if one.to == ["in@example.org"])
    assert "gaat niet door" in message.body
    files = {name: (str(content), kind) for name, content, kind in message.attachments}
    content, kind = files["vervalt.ics"]
    assert kind == "text/calendar; method=CANCEL"
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    uid = f"session-{second.pk}@vrijwilligersacademie"
    assert (str(event["uid"]), str(event["status"])) == (uid, "CANCELLED")
    assert int(str(event["sequence"])) > before[uid]
    # The other one goes on.
    assert sequences(message).keys() == {f"session-{first.pk}@vrijwilligersacademie"}
    [others] = [one for one in mail.outbox if one.to == ["wacht@example.org"]]
    assert others.attachments == []


def sequences(message: Any) -> dict[str, int]:
    """The number of each session in the file of a mail."""
    content = next(content for name, content, _kind in message.attachments if name == FILE)
    events = Calendar.from_ical(content).walk("VEVENT")
    return {str(one["uid"]): int(str(one["sequence"])) for one in events}


def test_another_link_takes_the_place_of_the_one_in_the_calendar(
    save: Callable[..., None],
) -> None:
    """Programs leave what has no higher number than what they have."""
    edition = known_to_all(place="online", online_link="https://example.org/oud")
    save(later(edition, timedelta(days=1)))
    [before] = [sequences(one) for one in mail.outbox if one.to == ["in@example.org"]]
    edition.refresh_from_db()
    save(edition, online_link="https://example.org/nieuw")
    [message] = mail.outbox
    assert "https://example.org/nieuw" in str(message.attachments[0])
    [(key, number)] = sequences(message).items()
    assert number > before[key]
