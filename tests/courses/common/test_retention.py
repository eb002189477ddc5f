"""How long what is kept: said once, chosen within bounds, and forgotten by it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import UploadedFile

from academy.api.models import PersonalToken
from academy.webhooks.models import Webhook, WebhookMessage
from academy.website.management.commands.tick import STEPS
from courses.attendance.enums import Mark
from courses.attendance.models import Attendance, MarkChange
from courses.common import clock, retention
from courses.common.models import Tally
from courses.editions.models import Edition
from courses.enrolment.answers import keep_answers
from courses.enrolment.models import EnrolmentAnswer, EnrolmentQuestion
from courses.interest.models import Interest
from courses.notices.enums import CallOutcome, NoticeState
from courses.notices.models import CallAttempt, Notice
from courses.people.models import User
from courses.plugin_host.models import Delivery, JobRun, PluginFault, PluginUsage, TaskRun
from courses.records.models import TrainingElsewhere, TrainingElsewhereFile
from courses.search.models import UnfoundWord
from plugins.aanwezigheid_online.models import OnlinePresence
from plugins.vragenbank.models import HeldFile, QuestionBank
from tests.factories import EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

PERIODS = {
    "tries": None,
    "enrolment_answers": (28, 1, 91),
    "wishes": (365, 30, 730),
    "notices": (365, 180, 730),
    "notice_words": (30, 7, 90),
    "call_notes": (28, 1, 91),
    "search_words": (365, 60, 730),
    "online_presence": (365, 28, 730),
    "erasure": (14, 7, 30),
    "unused_accounts": (1095, 365, 1825),
    "attendance_changes": (730, 91, 1825),
    "attendance_remarks": (730, 91, 1825),
    "training_proofs": (365, 28, 1095),
    "question_files": (1, 1, 30),
    "unfinished_uploads": (7, 1, 91),
    "unsaved_forms": None,
    "open_editors": None,
    "plugin_faults": (90, 7, 365),
    "deliveries": (14, 7, 60),
    "plugin_counts": (30, 7, 365),
    "plugin_jobs": (30, 7, 365),
    "plugin_tasks": (30, 1, 365),
    "api_tokens": (30, 1, 365),
    "webhook_messages": (30, 7, 90),
}
"""Each kind, with its days and what an operator may choose."""

LONGEST = timedelta(days=1096)
"""By then the time of all kinds is over."""


def forget(*words: str) -> dict[str, int]:
    """What the command says of each kind."""
    out = StringIO()
    call_command("forget", *words, stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines()]
    return {line[1]: int(line[0]) for line in lines if line[0].isdigit()}


def rows() -> list[int]:
    kept = (
        *(Tally, EnrolmentAnswer, Interest, UnfoundWord),
        *(PluginFault, Delivery, PluginUsage, MarkChange),
        *(TrainingElsewhereFile, HeldFile, UploadedFile, FormState, EditingSession),
    )
    people = User.objects.filter(is_active=True).count()
    worded = Notice.objects.exclude(facts={}).count()
    return [*(one.objects.count() for one in kept), Notice.objects.count(), worded, people]


def one_of_each() -> None:
    """A row of each kind, of now; whoever asks to be erased has nothing else."""
    now, person = clock.now(), PersonFactory.create()
    enrolment = EnrolmentFactory.create(person=person)
    Edition.objects.filter(pk=enrolment.edition_id).update(ends_at=now)
    training = enrolment.edition.training
    question = EnrolmentQuestion.objects.create(training=training, text="Wat eet je?")
    keep_answers(enrolment=enrolment, answers={question.pk: "Alles"})
    Notice.objects.all().delete()
    Delivery.objects.all().delete()
    Interest.objects.create(person=person, training=training, since=now)
    Tally.objects.create(key="x", used=1, ends_at=int(now.timestamp()))
    notice = Notice.objects.create(
        person=person, kind="x", facts={"a": 1}, way="mail", state=NoticeState.SENT, settled_at=now
    )
    CallAttempt.objects.create(notice=notice, outcome=CallOutcome.REACHED, note="x")
    UnfoundWord.objects.create(word="fiets", month=clock.today().replace(day=1), times=1)
    PluginFault.objects.create(plugin="x", place="x", error="x", first_at=now, last_at=now)
    Delivery.objects.create(plugin="x", handler="x", event="x", data={}, due_at=now, given_up=True)
    PluginUsage.objects.create(plugin="x", place="x", day=clock.today())
    PersonFactory.create(erase_at=now)
    session = enrolment.edition.sessions.get()
    session.starts_at, session.ends_at = now - timedelta(hours=2), now
    session.save()
    OnlinePresence.objects.create(enrolment=enrolment, session=session, minutes=9)
    PersonFactory.create(unused_told_at=now + LONGEST - timedelta(days=60))
    PersonalToken.objects.create(person=person, name="x", digest="x", hint="x", expires_at=now)
    JobRun.objects.create(plugin="x", job="x", day=clock.today(), due_at=now, given_up=True)
    TaskRun.objects.create(plugin="x", task="x", person=person, asked_at=now)
    webhook = Webhook.objects.create(name="x", url="https://example.org/", is_on=False)
    WebhookMessage.objects.create(webhook=webhook, event="x", payload={}, created_at=now)
    proof = TrainingElsewhere.objects.create(
        person=person, title="x", day=clock.today(), file_name="x.pdf", seen_at=now
    )
    TrainingElsewhereFile.objects.create(training=proof, content=b"x")
    bank = QuestionBank.objects.create(title="x")
    HeldFile.objects.create(bank=bank, person=person, name="x", content=b"x")
    UploadedFile.objects.create(file=ContentFile(b"x", "x.jpg"))
    edited = {"user": person, "content_type_id": 1, "object_id": "1"}
    FormState.objects.create(**edited, data="x", parent_object_id="", last_updated_at=now)
    EditingSession.objects.create(**edited, last_seen_at=now)
    MarkChange.objects.create(enrolment=enrolment, session=session, after=Mark.CAUGHT_UP)
    Attendance.objects.create(
        enrolment=enrolment, session=session, mark=Mark.CAUGHT_UP, caught_up_note="Gebeld"
    )


def test_every_kind_says_its_period_and_bounds_and_the_tick_goes_by_it() -> None:
    found = {
        one.name: one.period and (one.period.default, one.period.least, one.period.most)
        for one in retention.provided()
    }
    assert found == PERIODS
    assert all(least <= days <= most for days, least, most in filter(None, PERIODS.values()))
    ticked = {name: step for name, step in STEPS.items() if name.startswith("forgotten of ")}
    assert ticked == {f"forgotten of {one.name}": one.forget for one in retention.provided()}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_dry_run_counts_what_goes_and_takes_nothing() -> None:
    one_of_each()
    before = rows()
    with clock.at(clock.now() - timedelta(minutes=1)):
        assert set(forget("--dry-run").values()) == {0}
    with clock.at(clock.now() + LONGEST):
        # Words of a notice that goes as a whole are counted of both.
        assert forget("--dry-run") == dict.fromkeys(PERIODS, 1)
        assert rows() == before
        assert forget("wishes") == {"wishes": 1}
        assert forget() == {name: int(name != "wishes") for name in PERIODS}
        assert forget("--dry-run") == dict.fromkeys(PERIODS, 0)
    # What was delivered is gone; that somebody was erased is to be delivered still.
    assert not Delivery.objects.filter(plugin="x").exists()
    Delivery.objects.all().delete()
    assert rows() == [0] * 15 + [before[-1] - 2]
    assert [one.mark for one in Attendance.objects.all()] == [Mark.CAUGHT_UP]
    assert [one.file_name for one in TrainingElsewhere.objects.all()] == [""]
    assert default_storage.listdir("wagtail_uploads") == ([], [])


@pytest.mark.django_db
def test_the_operator_chooses_how_long_something_is_kept(
    settings: Settings, client: Client
) -> None:
    settings.KEEP = "wishes=30, notices=180"
    one_of_each()
    with clock.at(clock.now() + timedelta(days=181)):
        due = forget("--dry-run", "wishes", "notices", "plugin_faults")
    assert due == {"wishes": 1, "notices": 1, "plugin_faults": 1}
    text = unescape(client.get("/privacy/").content.decode())
    assert "<li>Welke berichten je van ons kreeg: 180 dagen na het bericht.</li>" in text
    assert [one for one in retention.provided() if f"{one.what}: {one.how_long}." not in text] == []
    assert [one for one in retention.staying() if f"{one.what}: {one.why}." not in text] == []


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        ("", []),
        ("notices=180 wishes=730,erasure=7", []),
        ("notices=179", ["ACADEMY_KEEP: notices='179' is not possible."]),
        ("erasure=31 wishes", [
            "ACADEMY_KEEP: erasure='31' is not possible.",
            "ACADEMY_KEEP: wishes='' is not possible.",
        ]),
        ("notices=1e3 coffee=3", [
            "ACADEMY_KEEP: notices='1e3' is not possible.",
            "ACADEMY_KEEP: there is no period 'coffee'.",
        ]),
        ("notices=99999999999999999999", [
            "ACADEMY_KEEP: notices='99999999999999999999' is not possible."
        ]),
    ],
)  # fmt: skip
def test_a_period_out_of_bounds_is_refused_and_counts_for_nothing(
    settings: Settings, chosen: str, errors: list[str]
) -> None:
    settings.KEEP = chosen
    assert [one.msg for one in run_checks(tags=["retention"])] == errors
    if errors:
        assert {one.name: one.period and one.period.days for one in retention.provided()} == {
            name: days and days[0] for name, days in PERIODS.items()
        }


def test_a_kind_that_nobody_knows_is_not_forgotten() -> None:
    with pytest.raises(CommandError, match=r"^coffee\?$"):
        call_command("forget", "coffee")


def test_periods_are_said_as_people_say_them() -> None:
    with translation.override("nl"):
        said = [retention.in_words(days) for days in (0, 1, 7, 14, 28, 30, 90, 91, 365, 730)]
    assert said == [
        "0 dagen", "1 dag", "1 week", "2 weken", "4 weken", "30 dagen", "90 dagen", "91 dagen",
        "1 jaar", "2 jaar",
    ]  # fmt: skip
