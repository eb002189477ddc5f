"""Work that takes long: done once, followed on a page, its result or refusal kept."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

import tests.courses.plugin_host as this_package
from courses.common import clock
from courses.people.enums import Role
from courses.people.queries import export_personal_data
from courses.people.services import erase_person
from courses.plugin_api.api import (
    CoursePlugin,
    Link,
    LongTask,
    Refusal,
    TaskContext,
    TaskResult,
    start_task,
)
from courses.plugin_host import long_tasks, planning, standing
from courses.plugin_host.enums import TaskState
from courses.plugin_host.models import PluginFault, TaskRun
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.people.models import User

pytestmark = pytest.mark.django_db


class Bake(LongTask):
    name = "bake"
    title = "Brood bakken"

    def __init__(self) -> None:
        self.seen: list[TaskContext] = []
        self.does: Callable[[TaskContext], Any] = lambda ctx: TaskResult(
            "Klaar: 3 broden.", links=(Link("Bekijk", "/beheer/"),)
        )

    def run(self, ctx: TaskContext) -> Any:
        self.seen.append(ctx)
        return self.does(ctx)


class BakePlugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "bake"
    slug = "bake"
    title = "Bakker"

    task: Any = None

    def contributions(self) -> list[LongTask]:
        return [self.task]


@pytest.fixture
def bake(install_plugin: Callable[[Any], Any]) -> Bake:
    plugin = BakePlugin("tests.courses.plugin_host", this_package)
    plugin.task = Bake()
    install_plugin(plugin)
    task: Bake = plugin.task
    return task


@pytest.fixture
def baker() -> User:
    return person_in_role(Role.COORDINATOR)


def _written(person: User, data: Any = None) -> TaskRun:
    return long_tasks.plan("bake", "bake", data or {"loaves": 3}, person.pk)


def _after(task: TaskRun) -> TaskRun:
    task.refresh_from_db()
    return task


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_task_is_done_once_and_what_came_of_it_is_kept(bake: Bake, baker: User) -> None:
    task = _written(baker)
    long_tasks.run(str(task.pk))
    long_tasks.run(str(task.pk))
    assert [(one.data, one.person_id) for one in bake.seen] == [({"loaves": 3}, baker.pk)]
    found = _after(task)
    assert (found.state, found.sentence, found.links, found.data) == (
        TaskState.DONE,
        "Klaar: 3 broden.",
        [["Bekijk", "/beheer/"]],
        {},
    )


def test_starting_gives_the_address_of_its_page(
    bake: Bake, baker: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        address = start_task("bake", "bake", data={"loaves": 1}, person_id=baker.pk)
    assert address == f"/beheer/werk/{TaskRun.objects.get().pk}/"
    assert _client(baker).get(address).status_code == 200


@pytest.mark.parametrize("data", [{"x": object()}, {"x": "x" * 200_000}, {"x": "\ud83d"}])
def test_what_is_no_json_is_refused(bake: Bake, baker: User, data: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        start_task("bake", "bake", data=data, person_id=baker.pk)
    assert not TaskRun.objects.exists()


def test_a_task_that_there_is_not_cannot_be_started(bake: Bake, baker: User) -> None:
    with pytest.raises(LookupError):
        start_task("bake", "fry", data={}, person_id=baker.pk)
    standing.switch(plugin="bake", on=False)
    with pytest.raises(LookupError):
        start_task("bake", "bake", data={}, person_id=baker.pk)


def test_a_refusal_is_kept_for_who_started_it(bake: Bake, baker: User) -> None:
    def refuse(ctx: TaskContext) -> None:
        raise Refusal("Er is geen meel.")

    bake.does = refuse
    task = _written(baker)
    long_tasks.run(str(task.pk))
    assert (_after(task).state, task.sentence) == (TaskState.REFUSED, "Er is geen meel.")
    assert "Er is geen meel." in _client(baker).get(f"/beheer/werk/{task.pk}/").content.decode()
    assert not PluginFault.objects.filter(plugin="bake").exists()


def _fail(ctx: TaskContext) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    "does",
    [
        _fail,
        lambda ctx: None,
        lambda ctx: TaskResult("x", links=(Link("Weg", "https://elders.example/"),)),
        lambda ctx: TaskResult("x", links=(Link("Weg", "//elders.example/"),)),
        lambda ctx: TaskResult("x", links=(Link("Weg", "/"),) * 6),
        lambda ctx: TaskResult("half \ud83d"),
    ],
)
def test_a_failure_is_told_and_is_not_tried_again(bake: Bake, baker: User, does: Any) -> None:
    bake.does = does
    task = _written(baker)
    long_tasks.run(str(task.pk))
    assert _after(task).state == TaskState.FAILED
    assert "Dit is niet gelukt." in _client(baker).get(f"/beheer/werk/{task.pk}/").content.decode()
    assert PluginFault.objects.filter(plugin="bake", place="LongTask bake").exists()
    long_tasks.run(str(task.pk))
    assert len(bake.seen) == 1


def test_the_page_tells_how_far_it_is(bake: Bake, baker: User) -> None:
    task = _written(baker)
    page = f"/beheer/werk/{task.pk}/"
    client = _client(baker)
    seen: list[Any] = [client.get(f"{page}?vorm=json").json()]

    def does(ctx: TaskContext) -> TaskResult:
        seen.append(client.get(f"{page}?vorm=json").json())
        ctx.tell(1, 3)
        seen.append(client.get(f"{page}?vorm=json").json())
        ctx.tell(2, 3)
        ctx.tell(-1, 10**20)
        seen.append(" ".join(client.get(page).content.decode().split()))
        return TaskResult("Klaar.")

    bake.does = does
    long_tasks.run(str(task.pk))
    assert seen[:3] == [
        {"done": 0, "total": 0, "words": "Begint zo", "ended": False},
        {"done": 0, "total": 0, "words": "Bezig", "ended": False},
        {"done": 1, "total": 3, "words": "Bezig: 1 van 3", "ended": False},
    ]
    assert 'max="3" value="1"' in seen[3]
    assert client.get(f"{page}?vorm=json").json()["ended"] is True


def test_it_is_for_who_started_it_and_for_who_runs_the_site(bake: Bake, baker: User) -> None:
    page = f"/beheer/werk/{_written(baker).pk}/"
    other, boss = person_in_role(Role.COORDINATOR), person_in_role(Role.ADMINISTRATOR)
    found = [_client(one).get(page).status_code for one in (baker, other, boss)]
    assert found == [200, 404, 200]
    assert _client(baker).get(f"/beheer/werk/{uuid.uuid4()}/").status_code == 404


def test_the_first_page_leads_back_to_it_for_a_day(bake: Bake, baker: User) -> None:
    task = _written(baker)
    client = _client(baker)
    assert "Brood bakken" in client.get("/beheer/").content.decode()
    long_tasks.run(str(task.pk))
    assert "Brood bakken" in client.get("/beheer/").content.decode()
    TaskRun.objects.update(ended_at=clock.now() - timedelta(days=2))
    assert "Brood bakken" not in client.get("/beheer/").content.decode()
    other = _client(person_in_role(Role.COORDINATOR))
    assert "Brood bakken" not in other.get("/beheer/").content.decode()


def test_what_died_without_a_word_is_failed_and_what_got_lost_is_begun(
    bake: Bake, baker: User
) -> None:
    dead, fresh, waits = (_written(baker) for _n in range(3))
    hour = clock.now() - timedelta(hours=2)
    TaskRun.objects.filter(pk=dead.pk).update(state=TaskState.RUNNING, told_at=hour)
    TaskRun.objects.filter(pk=fresh.pk).update(state=TaskState.RUNNING)
    TaskRun.objects.filter(pk=waits.pk).update(asked_at=hour)
    assert planning.begin_lost_tasks() == 1
    assert [_after(one).state for one in (dead, fresh)] == [TaskState.FAILED, TaskState.RUNNING]


def test_a_plugin_that_went_off_meanwhile_has_failed(bake: Bake, baker: User) -> None:
    task = _written(baker)
    standing.switch(plugin="bake", on=False)
    long_tasks.run(str(task.pk))
    assert _after(task).state == TaskState.FAILED
    assert "bake" in _client(baker).get(f"/beheer/werk/{task.pk}/").content.decode()


def test_a_number_that_is_none_changes_nothing(bake: Bake) -> None:
    long_tasks.run("geen nummer")
    assert bake.seen == []


def test_who_goes_takes_it_along_and_can_read_it_before(bake: Bake, baker: User) -> None:
    _written(baker)
    told = str(export_personal_data(baker))
    assert "Brood bakken" in told
    with clock.at(clock.now() + timedelta(days=60)):
        assert long_tasks.forget_old() == 1
    _written(baker)
    erase_person(person=baker, actor=None)
    assert not TaskRun.objects.exists()
