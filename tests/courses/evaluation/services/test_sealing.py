"""Boxes and keys as forms open, are answered and close, and what becomes of a key that is away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from courses.common import clock
from courses.common.errors import Refusal
from courses.desk.todos.evaluations import lost_evaluations
from courses.enrolment.models import Enrolment
from courses.evaluation import keys
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import AnswerCount, EvaluationForm, SealedBox, TextAnswer
from courses.evaluation.queries.closing import LOST_AFTER
from courses.evaluation.queries.disclosure import Reason, figures
from courses.evaluation.queries.sealing import box_sizes, slots_of
from courses.evaluation.services.answering import submit
from courses.evaluation.services.closing import close_due_forms, close_form
from courses.evaluation.services.opening import open_form
from courses.evaluation.services.sealing import STRAY_AFTER, settle_boxes
from courses.people.enums import Role
from tests.courses.evaluation.factories import (
    FULL,
    answer,
    close,
    counted,
    edition_of,
    held_edition,
    mark,
    open_evaluation,
    tallied,
    texts,
)
from tests.courses.evaluation.services import killed
from tests.factories import PersonFactory, person_in_role

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks, Settings


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.EVALUATION_KEYS = str(tmp_path / "keys")
    return tmp_path / "keys"


def there(place: Path) -> set[str]:
    """The ids of the keys in the folder."""
    return {one.stem for one in place.glob("*.key")}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_key_is_there_exactly_while_the_form_is_open(
    place: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    form = open_evaluation(people=6)
    answer(form, [FULL] * 5)
    assert there(place) == {str(form.sealed_with)}

    with django_capture_on_commit_callbacks() as after_commit:
        close(form)
    # Killed before it was destroyed: the answers are counted, and the tick destroys it.
    assert (there(place), SealedBox.objects.count()) == ({str(form.sealed_with)}, 0)
    assert (settle_boxes(), settle_boxes(), there(place)) == (1, 0, set())
    for one in after_commit:
        one()
    assert EvaluationForm.objects.get().sealed_with is None
    assert (there(place), counted(form)["overall", "8"]) == (set(), 5)


@pytest.mark.both_databases
@pytest.mark.django_db
def test_each_question_knows_how_many_answered_it_and_how_many_were_there_in_time() -> None:
    """Of several choices too. Who joined after the form opened counts in `answered` only."""
    form = open_evaluation(people=6)
    late = PersonFactory.create()
    with clock.at(form.opened_at + timedelta(hours=1)):
        Enrolment.objects.create(person=late, edition=edition_of(form), status="confirmed")
        open_form(edition=edition_of(form))
    answer(form, [FULL] * 4 + [mark(7)])
    submit(form=form, person=late, answers=FULL)
    close(form)

    found = form.questions.values_list("key", "answered", "enough")
    assert {key: (n, enough) for key, n, enough in found} == {
        "overall": (6, True),
        "trainer": (5, False),
        "content": (0, False),
        "mix": (5, False),
        "practice": (0, False),
        "improve": (5, False),
        "takeaway": (5, False),
        "remarks": (0, False),
    }
    kept = EvaluationForm.objects.values_list("invited_count", "answered_count", "status")
    assert kept.get(pk=form.pk) == (7, 6, "closed")


@pytest.mark.django_db
@pytest.mark.parametrize("lose", ["folder", "key"])
def test_without_its_key_a_form_takes_nothing_and_what_was_typed_stays(
    client: Client, place: Path, lose: str
) -> None:
    me = PersonFactory.create()
    form = open_evaluation(people=[me, *PersonFactory.create_batch(5)])
    client.force_login(me)
    away = place.with_name("away")
    if lose == "folder":
        place.rename(away)
    else:
        away.mkdir()
        (place / f"{form.sealed_with}.key").rename(away / "key")
    address = reverse("evaluation:form", args=[form.edition_id])

    page = client.post(address, {"q0": "8", "q6": "Luisteren."}).content.decode()

    assert "We kunnen je antwoorden nu niet veilig bewaren." in page
    assert ("Luisteren." in page, form.participations.get(person=me).answered) == (True, False)
    with clock.at(form.closes_at), pytest.raises(Refusal, match="sleutel"):
        answer_and_close(form, away, place, lose)
    assert EvaluationForm.objects.get().status == "closed"


def answer_and_close(form: EvaluationForm, away: Path, place: Path, lose: str) -> None:
    """The key comes back, somebody answers, it goes again: the form waits, and closes at last."""
    with clock.at(form.opened_at + timedelta(days=1)):
        move_back(form, away, place, lose)
        answer(form, [FULL] * 5)
    (place / f"{form.sealed_with}.key").rename(place / "elsewhere")
    assert close_due_forms() == 0
    try:
        close_form(form=form)
    finally:
        (place / "elsewhere").rename(place / f"{form.sealed_with}.key")
        assert close_due_forms() == 1
        assert (counted(form)["overall", "8"], len(texts(form))) == (5, 2)


def move_back(form: EvaluationForm, away: Path, place: Path, lose: str) -> None:
    if lose == "folder":
        away.rename(place)
    else:
        (away / "key").rename(place / f"{form.sealed_with}.key")


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_key_that_stays_away_costs_the_answers_of_its_form_and_everybody_hears_so(
    place: Path,
) -> None:
    form, other, unanswered = (open_evaluation(people=6) for _ in range(3))
    answer(form, [FULL] * 6)
    answer(other, [FULL] * 6)
    for one in (form, unanswered):
        (place / f"{one.sealed_with}.key").unlink()

    with clock.at(form.closes_at + LOST_AFTER - timedelta(hours=1)):
        # Nothing is lost where nobody answered.
        assert close_due_forms() == 2
    with clock.at(form.closes_at + LOST_AFTER):
        assert (close_due_forms(), close_due_forms()) == (1, 0)
        todo = lost_evaluations(person_in_role(Role.COORDINATOR))
    assert todo is not None
    assert [line.text for line in todo.lines] == [form.subject]
    states = dict(EvaluationForm.objects.values_list("pk", "status"))
    assert states == {
        form.pk: FormStatus.LOST,
        other.pk: FormStatus.CLOSED,
        unanswered.pk: FormStatus.CLOSED,
    }
    found = figures(EvaluationForm.objects.filter(pk=form.pk))
    assert (found.shown, found.withheld[0].reason) == (False, Reason.LOST)
    assert (found.withheld[0].invited, found.withheld[0].answered) == (6, 6)
    assert counted(form) == {}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_form_that_opened_before_there_were_boxes_keeps_what_it_has() -> None:
    """Its counters and texts stand in the tables. The next answer gets a box, else the tick."""
    form = open_evaluation(people=7)
    SealedBox.objects.all().delete()
    EvaluationForm.objects.update(sealed_with=None)
    by_key = {one.key: one for one in form.questions.all()}
    AnswerCount.objects.create(question=by_key["overall"], value="9", count=3)
    AnswerCount.objects.create(question=by_key["improve"], value="Het tempo", count=2)
    TextAnswer.objects.create(question=by_key["takeaway"], text="Van eerder.")
    early = list(form.participations.order_by("pk").values_list("pk", flat=True)[:3])
    form.participations.filter(pk__in=early).update(answered=True)

    answer(EvaluationForm.objects.get(), [FULL] * 2)
    assert (settle_boxes(), box_sizes()[0].invited) == (0, 7)

    assert counted(form) == {
        ("overall", "8"): 2,
        ("overall", "9"): 3,
        ("trainer", "9"): 2,
        ("mix", "Precies goed"): 2,
        ("improve", "Meer oefenen"): 2,
        ("improve", "Het tempo"): 2,
        ("improve", "__other__"): 2,
    }
    assert texts(form)["takeaway"] == ["Ik bel nog een keer."] * 2 + ["Van eerder."]
    close(EvaluationForm.objects.get())
    assert (counted(form), texts(form)) == ({("overall", "8"): 2, ("overall", "9"): 3}, {})
    kept = {one.key: (one.answered, one.enough) for one in form.questions.all()}
    assert (kept["overall"], kept["improve"], kept["takeaway"]) == (
        (5, True),
        (None, False),
        (3, False),
    )


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_tick_puts_right_what_was_left_half_done(place: Path) -> None:
    """A form without a box, a box that is too small because the key was away, and stray keys."""
    without, small = open_evaluation(people=1), open_evaluation(people=1)
    SealedBox.objects.filter(form=without).delete()
    EvaluationForm.objects.filter(pk=without.pk).update(sealed_with=None)
    place.rename(place.with_name("away"))
    Enrolment.objects.create(
        person=PersonFactory.create(), edition=edition_of(small), status="confirmed"
    )
    open_form(edition=edition_of(small))
    assert settle_boxes() == 0
    place.with_name("away").rename(place)
    old, new = keys.store().make(), keys.store().make()
    long_ago = time.time() - STRAY_AFTER.total_seconds() - 60
    os.utime(place / f"{old}.key", (long_ago, long_ago))
    os.utime(place / f"{small.sealed_with}.key", (long_ago, long_ago))

    # The key of the box that was taken away by hand is a stray too, and is young.
    assert (settle_boxes(), settle_boxes()) == (3, 0)

    assert [slots_of(pk).count(size or 0) for pk, size, _n in box_sizes()] == [1, 2]
    assert {str(new), str(small.sealed_with), str(without.sealed_with)} < there(place)
    assert (str(old) in there(place), len(there(place))) == (False, 4)


@pytest.mark.django_db
def test_the_tick_seals_a_form_that_was_opened_before_any_key_was_made(place: Path) -> None:
    form = open_evaluation(people=2)
    SealedBox.objects.all().delete()
    EvaluationForm.objects.update(sealed_with=None)
    shutil.rmtree(place)

    assert (settle_boxes(), settle_boxes()) == (1, 0)

    form.refresh_from_db()
    assert there(place) == {str(form.sealed_with)}


@pytest.mark.django_db
def test_no_form_opens_while_its_answers_could_not_be_sealed(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.EVALUATION_KEYS = str(tmp_path / "file" / "keys")
    edition = held_edition(people=1)
    with pytest.raises(Refusal, match="niet veilig"):
        open_form(edition=edition)
    settings.EVALUATION_KEYS = str(tmp_path / "keys")
    assert tallied(open_form(edition=edition))


# --- Processes that are killed, and many at once ------------------------------------------------


@pytest.mark.skipif(
    django_settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="a database of its own is made of SQLite's file",
)
def test_wherever_processes_are_killed_or_meet_no_answer_is_lost_and_no_key_stays(
    migrated_database: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", killed.__name__, str(migrated_database), str(tmp_path)],
        env={
            **os.environ,
            "ACADEMY_DATA_DIR": str(tmp_path),
            "ACADEMY_DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
            "DJANGO_SETTINGS_MODULE": "academy.settings.base",
        },
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split("\n")[:-1]) == (0, list(killed.CASES)), done.stderr
