"""Processes that are killed between two steps, and what those that come later find.

Run as a program by `test_sealing`: it starts Django once, and each case in processes that it forks,
with a database and a folder of keys of their own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    import django

    django.setup()

from django.conf import settings
from django.db import connection

from courses.evaluation import keys
from courses.evaluation.models import AnswerCount, EvaluationForm
from courses.evaluation.services import answering, closing, opening, sealing
from courses.evaluation.services.answering import submit
from courses.evaluation.services.opening import open_due_forms, open_form
from courses.evaluation.services.sealing import settle_boxes
from tests.courses.evaluation.factories import (
    FULL,
    answer,
    close,
    counted,
    held_edition,
    open_evaluation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = 12


def die(*args: object, **more: object) -> None:
    """End as when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


def only_form() -> EvaluationForm:
    return EvaluationForm.objects.get()


def open_halfway() -> None:
    edition = held_edition(people=3)
    vars(opening)["invite"] = die
    open_form(edition=edition)


def open_again() -> None:
    assert open_due_forms() == 1
    assert len(keys.store().ages()) == 2
    assert only_form().participations.count() == 3


def answer_halfway() -> None:
    form = open_evaluation(people=3)
    put_in = sealing.put_in

    def put_in_and_die(*args: Any) -> None:
        put_in(*args)
        die()

    vars(answering)["put_in"] = put_in_and_die
    answer(form, [FULL])


def answer_again() -> None:
    assert counted(only_form()) == {}
    answer(only_form(), [FULL] * 3)
    assert counted(only_form())["overall", "8"] == 3


def answered() -> EvaluationForm:
    form = open_evaluation(people=6)
    answer(form, [FULL] * 5)
    return form


def close_halfway() -> None:
    form = answered()
    vars(closing)["end_box"] = die
    close(form)


def close_again() -> None:
    assert (only_form().status, AnswerCount.objects.count()) == ("open", 0)
    close(only_form())
    assert counted(only_form())["overall", "8"] == 5
    assert keys.store().ages() == {}


def commit_and_no_more() -> None:
    form = answered()
    vars(sealing)["_destroy"] = die
    close(form)


def overwrite_and_no_more() -> None:
    form = answered()
    unlink = Path.unlink
    Path.unlink = lambda self: die() if self.suffix == ".key" else unlink(self)  # type: ignore[method-assign, assignment, misc]
    close(form)


def settle() -> None:
    assert (only_form().status, counted(only_form())["overall", "8"]) == ("closed", 5)
    assert (settle_boxes(), settle_boxes(), keys.store().ages()) == (1, 0, {})


def answer_third(place: int) -> None:
    form = only_form()
    for one in list(form.participations.order_by("pk")[:PEOPLE])[place::3]:
        assert one.person is not None
        submit(form=form, person=one.person, answers=FULL)


def all_answered() -> None:
    close(only_form())
    assert counted(only_form())["overall", "8"] == PEOPLE
    assert only_form().participations.filter(answered=True).count() == PEOPLE


CASES: dict[str, tuple[Callable[[], object], Callable[[], None]]] = {
    "key written, form not committed": (open_halfway, open_again),
    "answer in the box, invitation not ticked off": (answer_halfway, answer_again),
    "counted, not committed": (close_halfway, close_again),
    "committed, key not destroyed": (commit_and_no_more, settle),
    "key overwritten, not taken away": (overwrite_and_no_more, settle),
    "several at once": (lambda: open_evaluation(people=PEOPLE + 1), all_answered),
}


def fork(work: Callable[[], object]) -> int:
    """Start a process that does this; returns its number."""
    process = os.fork()
    if process:
        return process
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - the test reads it
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def end_of(process: int) -> int:
    """With what the process ended; the number of a signal is negative."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def main(migrated: Path, folder: Path) -> None:
    """Try each case, and print its name when all went well."""
    for number, (name, (before, after)) in enumerate(CASES.items()):
        database = folder / f"{number}.sqlite3"
        shutil.copy(migrated, database)
        connection.settings_dict["NAME"] = str(database)
        settings.EVALUATION_KEYS = str(folder / f"keys-{number}")
        ended = [end_of(fork(before))]
        if name == "several at once":
            running = [fork(lambda place=place: answer_third(place)) for place in range(3)]  # type: ignore[misc]
            ended += map(end_of, running)
            expected = [0, 0, 0, 0]
        else:
            expected = [-signal.SIGKILL]
        if (ended, end_of(fork(after))) != (expected, 0):
            raise SystemExit(name)
        print(name, flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
