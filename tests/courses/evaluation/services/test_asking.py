"""Asking people, and reminding them, without telling when somebody answered."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.test import Client

from courses.common import clock
from courses.common.errors import Refusal
from courses.editions.models import Edition
from courses.editions.services import save_edition
from courses.evaluation.enums import INVITATION, REMINDER, Kind, Occasion
from courses.evaluation.models import EvaluationForm, FormQuestion
from courses.evaluation.queries.answering import asked
from courses.evaluation.queries.asking import code_of, in_room, reminder_moments
from courses.evaluation.services import open_form, remind_due, submit
from courses.evaluation.services.opening import invite, open_due_forms, start_form
from courses.notices import services as notices
from courses.notices import writing
from courses.notices.enums import CallOutcome, NoticeState
from courses.notices.models import Notice
from courses.people.enums import ContactWay, Role
from tests.courses.evaluation.factories import held_edition, mark, open_evaluation
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    end_of,
    person_in_role,
)

if TYPE_CHECKING:
    from datetime import datetime

    from courses.evaluation.models import Participation
    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = {"street": "Dorpsstraat 1", "postcode": "3511 AB", "city": "Utrecht"}


def people() -> dict[str, User]:
    return {
        "mail": PersonFactory.create(first_name="Mail"),
        "late": PersonFactory.create(first_name="Laat"),
        "call": PersonFactory.create(first_name="Bel", email=None, telephone="030 123 45 67"),
        "letter": PersonFactory.create(
            first_name="Brief", email=None, preferred_way=ContactWay.LETTER, **ADDRESS
        ),
    }


def opened(group: dict[str, User]) -> EvaluationForm:
    begin = clock.moment_of(clock.today() - timedelta(days=2), time(10))
    edition = held_edition(people=list(group.values()), starts_at=begin)
    assert edition.ends_at is not None
    with clock.at(edition.ends_at):
        form = open_form(edition=edition)
    with clock.at(edition.ends_at + timedelta(minutes=1)):
        notices.send_due()
    # What people were told about enrolling is another matter.
    Notice.objects.exclude(kind=INVITATION).delete()
    return form


def at(moment: datetime) -> int:
    with clock.at(moment):
        reminded = remind_due()
        again = remind_due()
    assert again == 0
    return reminded


def reminded(form: EvaluationForm) -> list[tuple[str, int]]:
    rows = Notice.objects.filter(kind=REMINDER).order_by("created_at", "person__first_name")
    return [(one.person.first_name, one.facts["number"]) for one in rows]


def names(found: list[Participation]) -> list[str]:
    return sorted(one.person.first_name for one in found if one.person)


def test_who_was_asked_and_has_not_answered_is_reminded_twice_all_at_the_same_moments() -> None:
    group = people()
    form = opened(group)
    first, second = reminder_moments(form)
    assert at(first - timedelta(minutes=1)) == 0
    # The letter and the call wait still: those two were not asked yet.
    assert names(list(asked(form))) == ["Laat", "Mail"]
    with clock.at(first - timedelta(days=4)):
        submit(form=form, person=group["mail"], answers=mark(8))
    assert at(first) == 1
    with clock.at(first + timedelta(hours=1)):
        for one in Notice.objects.filter(kind=INVITATION, state=NoticeState.TO_DO):
            if one.way == ContactWay.TELEPHONE:
                notices.record_attempt(notice=one, outcome=CallOutcome.REACHED, actor=None)
            else:
                notices.mark_done(notices=[one], actor=None)
    assert names(list(asked(form))) == ["Bel", "Brief", "Laat", "Mail"]
    assert at(second) == 3
    assert at(form.closes_at) == 0
    assert reminded(form) == [("Laat", 1), ("Bel", 2), ("Brief", 2), ("Laat", 2)]
    moments = Notice.objects.filter(kind=REMINDER).values_list("created_at", flat=True)
    assert set(moments) == {first, second}


def test_answering_changes_no_notice_however_late_it_goes_out() -> None:
    """A notice that was dropped, or not sent, because somebody answered would tell when."""
    group = people()
    form = opened(group)
    first, second = reminder_moments(form)
    with clock.at(first - timedelta(days=5)):
        waiting = Notice.objects.filter(kind=INVITATION, state=NoticeState.TO_DO)
        notices.mark_done(notices=waiting, actor=None)
    assert at(first) == 4
    with clock.at(first):
        for person in group.values():
            submit(form=form, person=person, answers=mark(8))
    before = list(Notice.objects.order_by("pk").values_list("pk", "state", "checked_at"))
    with clock.at(first + timedelta(hours=2)):
        assert notices.drop_stale() == 0
        mail.outbox.clear()
        notices.send_due()
    after = dict(Notice.objects.order_by("pk").values_list("pk", "state"))
    assert [one for one, state, _at in before if state == NoticeState.TO_DO] == [
        one for one, state in after.items() if state == NoticeState.TO_DO
    ]
    assert len(mail.outbox) == 2
    # A paper that nobody printed is no news once the next reminder was written, answered or not.
    with clock.at(second):
        remind_due()
        assert notices.drop_stale() == 2


def test_when_the_tick_was_away_only_the_last_reminder_goes_out() -> None:
    form = opened({"mail": PersonFactory.create(first_name="Mail")})
    assert at(reminder_moments(form)[1] + timedelta(hours=2)) == 1
    assert reminded(form) == [("Mail", 2)]


def moved_on(edition: Edition, days: int) -> Edition:
    edition = Edition.objects.get(pk=edition.pk)
    (session,) = edition.sessions.all()
    session.starts_at += timedelta(days=days)
    session.ends_at += timedelta(days=days)
    edition.sessions = [session]
    save_edition(edition=edition, actor=None)
    return Edition.objects.get(pk=edition.pk)


def test_of_what_was_moved_after_its_hour_people_are_asked_when_it_is_over() -> None:
    """The trainer was ill, and the day is moved that evening: the form is open then."""
    form = opened(people())
    edition = form.edition
    assert edition is not None
    first, second = reminder_moments(form)
    with clock.at(end_of(edition) + timedelta(hours=5)):
        edition = moved_on(edition, 15)
        assert open_due_forms() == 0
    form.refresh_from_db()
    assert form.closes_at == end_of(edition) + timedelta(days=21)
    # The call and the letter that say "you were there" wait until that is so.
    waiting = Notice.objects.filter(kind=INVITATION, state=NoticeState.TO_DO)
    assert [one.due_at >= end_of(edition) for one in waiting] == [True, True]
    assert (at(first), at(second)) == (0, 0)
    assert at(end_of(edition) - timedelta(hours=4)) == 0
    assert at(end_of(edition) + timedelta(hours=1)) == 2


def test_a_form_that_opens_in_the_last_session_is_open_no_longer_for_it() -> None:
    edition = held_edition(people=1, starts_at=clock.now() - timedelta(hours=1))
    form = open_form(edition=edition)
    assert (end_of(edition) > clock.now(), open_due_forms()) == (True, 0)
    closes_at = form.closes_at
    form.refresh_from_db()
    assert form.closes_at == closes_at


def test_each_way_says_how_to_answer_and_only_the_person_reads_the_link() -> None:
    group = people()
    form = opened(group)
    (message,) = [one for one in mail.outbox if one.to == [group["mail"].email]]
    assert "/evaluatie/link/" in message.body
    assert "Je hoeft niet in te loggen" in message.body
    by_name = {
        one.person.first_name: one
        for one in Notice.objects.filter(kind=INVITATION).select_related("person", "edition")
    }
    with clock.at(form.opened_at + timedelta(hours=1)):
        shown = writing.write(by_name["Mail"], way=ContactWay.MAIL)
        assert shown is not None
        assert "/evaluatie/link/" not in shown.on_screen.body
        letter = writing.write(by_name["Brief"], way=ContactWay.LETTER)
        assert letter is not None
        assert "testserver/evaluatie en typ deze code: " in letter.letter.body
        assert "Inloggen" not in letter.letter.body
        assert letter.letter.body != letter.on_screen.body
        assert len(letter.enclosures()) == 1
        call = writing.write(by_name["Bel"], way=ContactWay.TELEPHONE)
        assert call is not None
        assert "code" not in call.letter.body


def test_a_form_may_open_while_the_last_session_goes_on_and_mail_waits_for_its_end() -> None:
    edition = EditionFactory.create(starts_at=clock.now() + timedelta(days=3))
    EnrolmentFactory.create(edition=edition)
    edition.refresh_from_db()
    with pytest.raises(Refusal, match="nog niet begonnen"):
        open_form(edition=edition)
    assert edition.starts_at is not None
    assert edition.ends_at is not None
    with clock.at(edition.starts_at + timedelta(minutes=5)):
        form = open_form(edition=edition)
        assert form.takes_answers
        assert open_form(edition=edition) == form
    invitation = Notice.objects.get(kind=INVITATION)
    assert invitation.due_at >= edition.ends_at


def test_surveys_ask_and_remind_each_of_its_own_and_have_a_code_for_the_room() -> None:
    person = PersonFactory.create(first_name="Mail", email="mail@example.org")
    with clock.at(clock.moment_of(clock.today(), time(12))):
        forms = [survey(title, person) for title in ("Wat mis je?", "Hoe gaat het?")]
    with clock.at(clock.moment_of(clock.today(), time(12, 5))):
        notices.send_due()
    subjects = {one.subject for one in mail.outbox}
    assert subjects == {
        "We horen graag van je: Wat mis je?",
        "We horen graag van je: Hoe gaat het?",
    }
    assert [names(list(asked(form))) for form in forms] == [["Mail"], ["Mail"]]
    assert [getattr(in_room(code_of(form)), "form", None) for form in forms] == forms
    # As they are read back: what was just opened counts in the hours of its own zone.
    first, second = (reminder_moments(EvaluationForm.objects.get(pk=form.pk)) for form in forms)
    assert first == second
    with clock.at(first[0]):
        submit(form=forms[0], person=person, answers=mark(8))
        notices.forget_facts()
    assert at(first[0]) == 1
    assert at(first[1]) == 1
    reminders = Notice.objects.filter(kind=REMINDER)
    assert {one.facts["form"] for one in reminders} == {forms[1].pk}
    client = Client()
    client.force_login(person)
    with clock.at(first[1]):
        page = client.get("/mijn/").content.decode()
        assert "Hoe gaat het?" in page
        assert "Wat mis je?" not in page
        address = f"/evaluatie/formulier/{forms[1].pk}/"
        assert address in page
        assert client.post(address, {"q1": "7"})["Location"] == f"{address}bedankt/"


def survey(title: str, person: User) -> EvaluationForm:
    form = start_form(
        edition=None,
        occasion=Occasion.SURVEY,
        title=title,
        closes_at=clock.now() + timedelta(days=90),
        questions=[
            FormQuestion(key="why", kind=Kind.INTRO, text="We willen het beter doen."),
            FormQuestion(key="overall", kind=Kind.SCORE, text="Welk cijfer?", required=True),
        ],
    )
    invite(form, [person])
    return form


@pytest.mark.parametrize("answers", [False, True])
def test_what_is_to_be_told_tells_no_trainer_who_did_not_answer(
    client: Client, answers: bool
) -> None:
    """A reminder that goes by telephone stands in no number of the edition's page either."""
    trainer = person_in_role(Role.TRAINER)
    by_telephone = PersonFactory.create(email=None, telephone="030 123 45 67")
    form = open_evaluation(people=[by_telephone], trainers=[trainer])
    told = Notice.objects.filter(person=by_telephone)
    notices.mark_done(notices=told, actor=person_in_role(Role.COORDINATOR))
    told.update(settled_at=form.opened_at)
    if answers:
        submit(form=form, person=by_telephone, answers=mark(8))
    client.force_login(trainer)
    with clock.at(form.opened_at + timedelta(days=8)):
        assert remind_due() == (0 if answers else 1)
        page = client.get(f"/beheer/uitvoeringen/{form.edition_id}/inschrijvingen/")
    assert "Bel nog" not in page.content.decode()
