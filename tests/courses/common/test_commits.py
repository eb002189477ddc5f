"""What comes with a commit comes with it or not at all, and what comes after it undoes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from courses.common.commits import enqueue_with_commit
from courses.notices.services import notify
from courses.notices.tasks import send
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

IN_THE_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class UndoneError(Exception):
    """Something goes wrong before the commit."""


@transaction.atomic
def enqueue_and_fail() -> None:
    enqueue_with_commit(send, ["1"])
    raise UndoneError


def test_where_tasks_are_rows_they_are_stored_or_undone_with_the_rest(settings: Settings) -> None:
    settings.TASKS = IN_THE_DATABASE
    with pytest.raises(UndoneError):
        enqueue_and_fail()
    assert DBTaskResult.objects.count() == 0
    with transaction.atomic():
        notice = notify(person=PersonFactory.create(), kind="evaluation_invitation", key="1")
    (task,) = DBTaskResult.objects.all()
    assert (task.task_name, task.args_kwargs["args"]) == ("send", [[str(notice.pk)]])


def test_the_row_is_as_the_queue_itself_would_write_it(settings: Settings) -> None:
    settings.TASKS = IN_THE_DATABASE
    later = timezone.now() + timedelta(hours=1)
    for task in (send, send.using(priority=7, run_after=later)):
        task.enqueue(["1"])
        enqueue_with_commit(task, ["1"])
    own = {"id", "enqueued_at"}
    theirs, ours, theirs_later, ours_later = (
        {name: value for name, value in row.items() if name not in own}
        for row in DBTaskResult.objects.order_by("enqueued_at").values()
    )
    assert (ours, ours_later) == (theirs, theirs_later)
    assert (theirs_later["priority"], theirs_later["run_after"]) == (7, later)


@pytest.mark.django_db(transaction=True)
def test_elsewhere_they_begin_after_the_commit_and_one_that_cannot_be_queued_undoes_nothing(
    settings: Settings,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    queue = send.get_backend()
    with pytest.raises(UndoneError):
        enqueue_and_fail()
    with transaction.atomic():
        enqueue_with_commit(send, ["2"])
        assert queue.results == []
        person = PersonFactory.create()
        enqueue_with_commit(send, [object()])
    assert [one.args for one in queue.results] == [[["2"]]]
    person.refresh_from_db()
