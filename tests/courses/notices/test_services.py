"""What staff do with notices: calls, done, again, and texts of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.mail import Letter
from courses.enrolment.services import enrol
from courses.notices import kinds, queries, sending, services, writing
from courses.notices.enums import CallOutcome
from courses.notices.models import CallAttempt, Notice, NoticeText
from courses.notices.texts import Wording
from courses.people.services import change_profile
from tests.factories import EditionFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User
    from tests.courses.notices.conftest import Words

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}


@pytest.fixture
def colleague() -> User:
    return PersonFactory.create()


def to_call(**fields: str) -> Notice:
    person = PersonFactory.create(email=None, telephone="030 236 17 45", **fields)
    return services.notify(person=person, kind="slow", key="1")


# --- Calls ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("words")
def test_who_was_reached_is_off_the_list_and_it_is_kept_by_whom(colleague: User) -> None:
    notice = to_call()
    services.record_attempt(notice=notice, outcome=CallOutcome.NO_ANSWER, actor=colleague)
    assert list(queries.call_list()) == [notice]
    services.record_attempt(notice=notice, outcome=CallOutcome.REACHED, actor=colleague)
    notice.refresh_from_db()
    assert (list(queries.call_list()), notice.state, notice.by) == ([], "sent", colleague)
    assert list(CallAttempt.objects.values_list("outcome", "by")) == [
        ("no_answer", colleague.pk),
        ("reached", colleague.pk),
    ]
    with pytest.raises(Refusal, match="Iemand anders was je voor"):
        services.record_attempt(notice=notice, outcome=CallOutcome.REACHED, actor=colleague)
    assert ModelLogEntry.objects.filter(action="notices.call").count() == 2


@pytest.mark.usefixtures("words")
def test_who_does_not_answer_goes_to_the_end_and_who_asked_is_up_later() -> None:
    now = clock.now()
    notices = []
    for minute in range(3):
        with clock.at(now + timedelta(minutes=minute)):
            notices.append(to_call())
    first, second, third = notices
    with clock.at(now + timedelta(minutes=5)):
        services.record_attempt(notice=first, outcome=CallOutcome.NO_ANSWER, actor=None)
        services.record_attempt(
            notice=second,
            outcome=CallOutcome.CALL_AGAIN,
            actor=None,
            again_at=now + timedelta(hours=3),
        )
    assert list(queries.call_list()) == [third, first, second]


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.CALL_AGAIN])
def test_who_does_not_answer_is_behind_others_with_all_there_is_to_call_about(
    outcome: CallOutcome,
) -> None:
    now = clock.now()
    first = to_call()
    with clock.at(now + timedelta(minutes=1)):
        more = services.notify(person=first.person, kind="urgent", key="1")
        other = to_call()
    with clock.at(now + timedelta(minutes=2)):
        services.record_attempt(notice=first, outcome=outcome, actor=None)
        # What cannot wait keeps its place, above all that can.
        assert list(queries.call_list()) == [more, other, first]
    assert CallAttempt.objects.filter(outcome=outcome).count() == 2


@pytest.mark.usefixtures("words")
def test_what_cannot_wait_is_called_first_and_of_that_whom_nobody_tried() -> None:
    now = clock.now()
    slow = to_call()
    with clock.at(now + timedelta(minutes=1)):
        urgent = services.notify(person=slow.person, kind="urgent", key="1")
        later = services.notify(
            person=slow.person, kind="urgent", key="2", wait_until=now + timedelta(days=1)
        )
        assert list(queries.call_list()) == [urgent, slow, later]
        services.record_attempt(notice=urgent, outcome=CallOutcome.NO_ANSWER, actor=None)
    with clock.at(now + timedelta(minutes=2)):
        assert list(queries.call_list()) == [urgent, slow, later]
    with clock.at(now + timedelta(minutes=3)):
        new = services.notify(person=PersonFactory.create(email=None), kind="urgent", key="3")
        assert list(queries.call_list()) == [new, urgent, slow, later]


@pytest.mark.usefixtures("words")
def test_a_wrong_number_makes_a_letter_where_there_is_an_address() -> None:
    known, unknown = to_call(**ADDRESS), to_call()
    for one in (known, unknown):
        services.record_attempt(notice=one, outcome=CallOutcome.WRONG_NUMBER, actor=None)
    assert (list(queries.call_list()), list(queries.letters_to_print())) == ([unknown], [known])


@pytest.mark.usefixtures("words")
def test_what_waits_follows_how_somebody_likes_to_be_reached(colleague: User) -> None:
    notice = to_call(**ADDRESS)
    urgent = services.notify(person=notice.person, kind="urgent", key="1")
    tried = services.notify(person=notice.person, kind="slow", key="2")
    services.record_attempt(notice=tried, outcome=CallOutcome.NO_ANSWER, actor=colleague)
    Notice.objects.filter(pk__in=[notice.pk, urgent.pk]).update(due_at=notice.due_at)
    CallAttempt.objects.exclude(notice=tried).delete()
    person = notice.person

    def change(**details: str) -> dict[str, str]:
        for name, value in details.items():
            setattr(person, name, value)
        change_profile(person=person, changed=list(details))
        found = Notice.objects.filter(pk__in=[notice.pk, urgent.pk, tried.pk])
        return {str(one.pk): one.way for one in found}

    keys = [str(one.pk) for one in (notice, urgent, tried)]
    assert change(preferred_way="letter") == dict(
        # What cannot wait stays a call, and so does what was called about.
        zip(keys, ["letter", "telephone", "telephone"], strict=True)
    )
    assert change(preferred_way="telephone") == dict(
        zip(keys, ["telephone", "telephone", "telephone"], strict=True)
    )
    # Where nobody can call any more, that too goes another way.
    assert change(telephone="") == dict(zip(keys, ["letter", "letter", "letter"], strict=True))
    # A mail goes only where something new is to be told.
    assert change(preferred_way="letter", city="", street="") == dict(
        zip(keys, ["telephone", "telephone", "telephone"], strict=True)
    )


@pytest.mark.usefixtures("words")
def test_all_there_is_to_call_about_goes_otherwise_with_a_wrong_number_until_it_changes() -> None:
    notice = to_call(**ADDRESS)
    services.notify(person=notice.person, kind="urgent", key="1")
    services.record_attempt(notice=notice, outcome=CallOutcome.WRONG_NUMBER, actor=None)
    assert {one.way for one in Notice.objects.all()} == {"letter"}
    assert not queries.call_list().exists()
    person = notice.person
    assert queries.wrong_numbers([person]) == {person.pk}
    assert queries.wrong_number_call(person) is not None
    person.telephone = "030 236 17 46"
    change_profile(person=person, changed=["telephone"])
    assert (queries.wrong_numbers([person]), queries.wrong_number_call(person)) == (set(), None)


@pytest.mark.usefixtures("words")
def test_who_is_known_by_a_wrong_number_gets_a_letter_once_there_is_an_address() -> None:
    notice = to_call()
    services.record_attempt(notice=notice, outcome=CallOutcome.WRONG_NUMBER, actor=None)
    assert list(queries.call_list()) == [notice]
    person = notice.person
    for name, value in ADDRESS.items():
        setattr(person, name, value)
    change_profile(person=person, changed=list(ADDRESS))
    assert (list(queries.call_list()), list(queries.letters_to_print())) == ([], [notice])


@pytest.mark.usefixtures("words")
def test_who_is_reached_after_all_has_the_right_number() -> None:
    first = to_call()
    services.record_attempt(notice=first, outcome=CallOutcome.WRONG_NUMBER, actor=None)
    services.record_attempt(notice=first, outcome=CallOutcome.REACHED, actor=None)
    assert queries.wrong_numbers([first.person]) == set()
    first.refresh_from_db()
    assert queries.WRONG_NUMBER not in first.facts


@pytest.mark.usefixtures("words")
def test_a_wrong_number_of_somebody_with_mail_sends_the_mail(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = PersonFactory.create(preferred_way="telephone", telephone="030 236 17 45")
    notice = services.notify(person=person, kind="slow", key="1")
    with django_capture_on_commit_callbacks(execute=True):
        services.record_attempt(notice=notice, outcome=CallOutcome.WRONG_NUMBER, actor=None)
    assert (len(mail.outbox), list(queries.call_list())) == (1, [])


@pytest.mark.usefixtures("words")
def test_a_wrong_number_after_mail_that_failed_for_days_stays_a_call() -> None:
    person = PersonFactory.create(telephone="030 236 17 45")
    notice = services.notify(person=person, kind="slow", key="1")
    Notice.objects.update(state="failed", way="telephone")
    services.record_attempt(notice=notice, outcome=CallOutcome.WRONG_NUMBER, actor=None)
    assert [(one.way, one.state) for one in queries.call_list()] == [("telephone", "failed")]


@pytest.mark.usefixtures("words")
def test_what_was_told_by_telephone_is_not_mailed_as_well() -> None:
    notice = services.notify(person=PersonFactory.create(), kind="urgent", key="1")
    Notice.objects.update(call_too=True)
    services.record_attempt(notice=notice, outcome=CallOutcome.NO_ANSWER, actor=None)
    assert Notice.objects.get().due_at == notice.due_at  # the mail keeps its own turn
    services.record_attempt(notice=notice, outcome=CallOutcome.REACHED, actor=None)
    sending.send(notice.pk)
    assert (mail.outbox, Notice.objects.get().state) == ([], "sent")


@pytest.mark.usefixtures("words")
def test_what_people_heard_otherwise_is_marked_done_once(colleague: User) -> None:
    notices = [to_call(), to_call()]
    assert services.mark_done(notices=notices, actor=colleague) == 2
    assert services.mark_done(notices=notices, actor=colleague) == 0
    assert list(queries.call_list()) == []


# --- Again ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("words")
def test_a_notice_is_sent_again_in_the_way_that_fits_now(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    notice = to_call()
    notice.person.email = "nieuw@example.org"
    notice.person.save()
    with django_capture_on_commit_callbacks(execute=True):
        again = services.send_again(notice=notice, actor=None)
        twice = services.send_again(notice=notice, actor=None)
    assert (again.pk == twice.pk, again.again_of_id) == (True, notice.pk)
    assert [message.to for message in mail.outbox] == [["nieuw@example.org"]]


@pytest.mark.usefixtures("words")
def test_who_has_no_address_is_called_again() -> None:
    again = services.send_again(notice=to_call(), actor=None)
    assert (again.way, again.state) == ("telephone", "to_do")


def test_what_is_no_news_any_more_is_not_sent_again(words: Words) -> None:
    notice = to_call()
    words.values = None
    with pytest.raises(Refusal, match="klopt nu niet meer"):
        services.send_again(notice=notice, actor=None)


# --- When ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "told"),
    [(7, (3, 8)), (8, (3, 8)), (20, (3, 20)), (21, (4, 8)), (23, (4, 8)), (0, (3, 8))],
)
def test_what_can_wait_is_told_in_the_daytime(hour: int, told: tuple[int, int]) -> None:
    here = ZoneInfo("Europe/Amsterdam")
    moment = services.in_the_daytime(datetime(2026, 3, 3, hour, tzinfo=here))
    assert (clock.local(moment).day, clock.local(moment).hour) == told


def test_of_an_edition_that_is_gone_nobody_is_told(colleague: User) -> None:
    found = services.tell_person(person_id=colleague.pk, edition_id=0, kind="x", key="1")
    found += services.tell_trainers(edition_id=0, kind="x", key="1")
    assert found == []


# --- Kept -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("words")
def test_what_was_told_is_forgotten_after_a_year_and_its_words_after_a_month() -> None:
    person = PersonFactory.create()
    notice = services.notify(person=person, kind="slow", key="1", facts={"body": "Dag"})
    waiting = services.notify(
        person=PersonFactory.create(email=None), kind="slow", key="1", facts={"body": "Dag"}
    )
    sending.send(notice.pk)
    now, kept = clock.now(), []
    for days in (29, 31, 366):
        with clock.at(now + timedelta(days=days)):
            services.forget_facts()
            services.forget_old()
        kept.append({one.pk: one.facts for one in Notice.objects.all()})
    open_still = {waiting.pk: {"body": "Dag"}}
    assert kept == [
        {notice.pk: {"body": "Dag"}, **open_still},
        {notice.pk: {}, **open_still},
        open_still,
    ]


# --- Texts ----------------------------------------------------------------------------------------

KIND = "enrolment_confirmed"


def change(
    subject: str = "Welkom bij {training}", body: str = "Dag {voornaam}"
) -> NoticeText | None:
    words = Wording(subject, body)
    return services.change_text(kind=KIND, language="nl", wording=words, actor=None)


def test_a_text_of_ones_own_is_sent_until_the_standard_text_is_back(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(title="Luisteren"))
    subjects = []
    change()
    for turn in range(2):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            enrol(person=PersonFactory.create(first_name="Mo"), edition=edition)
        (message,) = mail.outbox
        subjects.append((message.subject, message.body.splitlines()[0]))
        assert services.reset_text(kind=KIND, language="nl", actor=None) is (turn == 0)
    assert subjects == [
        ("Welkom bij Luisteren", "Dag Mo"),
        ("Je bent ingeschreven: Luisteren", "Beste Mo,"),
    ]


@pytest.mark.parametrize(
    ("subject", "body", "field", "said"),
    [
        ("", "Dag", "subject", "Vul een onderwerp in"),
        ("Dag", " \n ", "body", "Vul een tekst in"),
        ("Dag {naam}", "Dag", "subject", "{naam}"),
        ("Dag", "Kies vóór {deadline}", "body", "{deadline}"),
        ("Dag", "Dag {voornaam", "body", "{voornaam"),
        ("Dag", "Dag }", "body", "}"),
        ("Dag", "{{ voornaam }}", "body", "{ voornaam }"),
        ("Dag", "{voornaam.__class__}", "body", "{voornaam.__class__}"),
        ("Dag", "{% load x %}", "body", "{% load x %}"),
        ("x" * 201, "Dag", "subject", "korter"),
        ("Dag", "x" * 20_001, "body", "korter"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_at_its_field(
    subject: str, body: str, field: str, said: str
) -> None:
    with pytest.raises(Refusal) as refused:
        change(subject, body)
    assert (refused.value.field, said in str(refused.value)) == (field, True)
    assert not NoticeText.objects.exists()


@pytest.mark.parametrize("field", ["say", "ask", "note"])
def test_nobody_reads_aloud_longer_than_a_page(field: str) -> None:
    longest = Wording("Dag", "Dag", **{field: "x" * 2_000})
    services.change_text(kind=KIND, language="nl", wording=longest, actor=None)
    longer = Wording("Dag", "Dag", **{field: "x" * 2_001})
    with pytest.raises(Refusal) as refused:
        services.change_text(kind=KIND, language="nl", wording=longer, actor=None)
    assert (refused.value.field, "korter" in str(refused.value)) == (field, True)
    assert getattr(NoticeText.objects.get(), field) == "x" * 2_000


def test_trainers_hear_nothing_of_an_edition_that_is_gone() -> None:
    edition = EditionFactory.create()
    key = edition.pk
    edition.delete()
    told = services.tell_trainers_of_change(edition_id=key, key="x", before="", new_link=True)
    assert (told, Notice.objects.count()) == ([], 0)


def test_a_kind_without_words_of_its_own_keeps_them() -> None:
    with pytest.raises(Refusal):
        services.change_text(
            kind="enrolment_message", language="nl", wording=Wording("Dag", "Dag"), actor=None
        )


def test_what_somebody_is_called_is_no_placeholder(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    change(body="Dag {voornaam}")
    with django_capture_on_commit_callbacks(execute=True):
        enrol(person=PersonFactory.create(first_name="{link}"), edition=EditionFactory.create())
    assert mail.outbox[0].body == "Dag {link}\n"


def test_a_preview_is_about_a_real_enrolment_with_examples_for_what_it_lacks() -> None:
    edition = EditionFactory.create(training=TrainingFactory.create(title="Luisteren"))
    person = PersonFactory.create(first_name="Mo")
    enrol(person=person, edition=edition)
    notice = Notice(person=person, edition=edition, kind="enrolment_offered")
    shown = writing.preview(notice, text=Letter("{training}", "Dag {voornaam}: {deadline}"))
    assert (shown.subject, shown.body) == ("Luisteren", "Dag Mo: dinsdag 3 maart om 19:00 uur")
    stranger = Notice(person=person, kind="enrolment_offered")
    shown = writing.preview(stranger, text=Letter("{training}", "Dag {voornaam}"))
    assert (shown.subject, shown.body) == ("Eenzaamheid signaleren", "Dag Mo")


def test_every_kind_can_be_previewed() -> None:
    edition = EditionFactory.create()
    person = PersonFactory.create()
    enrol(person=person, edition=edition)
    previews = [
        writing.preview(Notice(person=person, edition=edition, kind=kind.name))
        for kind in kinds.every()
        if kind.is_editable
    ]
    assert all(one.subject and one.body for one in previews)
