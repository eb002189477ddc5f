"""Daily work of plugins: once a day, again after a failure, seen by the operator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import tests.courses.plugin_host as this_package
from courses.common import clock
from courses.people.enums import Role
from courses.plugin_api.api import CoursePlugin, DailyJob, JobContext, Refusal
from courses.plugin_host import deliveries, jobs, planning, standing
from courses.plugin_host.models import JobRun, PluginFault
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


class Sweep(DailyJob):
    name = "sweep"
    title = "De stoep vegen"

    def __init__(self) -> None:
        self.seen: list[JobContext] = []
        self.does: Callable[[], Any] = lambda: "Schoon."

    def run(self, ctx: JobContext) -> Any:
        self.seen.append(ctx)
        return self.does()


class SweepPlugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "sweep"
    slug = "sweep"
    title = "Vegen"

    job: Any = None

    def contributions(self) -> list[DailyJob]:
        return [self.job]


@pytest.fixture
def sweep(install_plugin: Callable[[Any], Any]) -> Sweep:
    plugin = SweepPlugin("tests.courses.plugin_host", this_package)
    plugin.job = Sweep()
    install_plugin(plugin)
    job: Sweep = plugin.job
    return job


def _run() -> JobRun:
    return JobRun.objects.get(plugin="sweep")


def _tick() -> None:
    for pk in jobs.due():
        jobs.run(pk)


def _run_is_due() -> bool:
    return any(jobs.due())


def _fail() -> None:
    raise RuntimeError


def test_work_is_done_once_a_day_and_its_outcome_kept(sweep: Sweep) -> None:
    _tick()
    _tick()
    assert sweep.seen == [JobContext(day=clock.today(), attempt=1)]
    assert (_run().outcome, _run().done_at is None) == ("Schoon.", False)
    tomorrow = clock.now() + timedelta(days=1)
    with clock.at(tomorrow):
        _tick()
    assert [one.day for one in sweep.seen] == [clock.today(), clock.today() + timedelta(days=1)]


def test_who_says_nothing_has_done_it(sweep: Sweep) -> None:
    sweep.does = lambda: None
    _tick()
    assert (_run().outcome, _run().done_at is None) == ("", False)


def test_a_refusal_is_an_outcome_and_no_failure(sweep: Sweep) -> None:
    def refuse() -> None:
        raise Refusal("Het regent.")

    sweep.does = refuse
    _tick()
    assert (_run().outcome, _run().done_at is None) == ("Het regent.", False)
    assert not PluginFault.objects.filter(plugin="sweep").exists()


@pytest.mark.parametrize("does", [_fail, lambda: 42, lambda: "half \ud83d"])
def test_a_failure_is_tried_again_later_and_six_times_at_most(sweep: Sweep, does: Any) -> None:
    sweep.does = does
    # From the beginning of a day on, so that all of it is one day.
    start = clock.local(clock.now()).replace(hour=0, minute=5)
    waited = timedelta()
    for attempt in range(1, 8):
        with clock.at(start + waited):
            _tick()
            _tick()
        if attempt < 5:
            assert len(sweep.seen) == attempt
            waited += deliveries.PAUSES[attempt - 1]
    assert PluginFault.objects.filter(plugin="sweep", place="DailyJob sweep").exists()


def test_what_a_day_left_is_given_up_and_the_next_day_begins_anew(sweep: Sweep) -> None:
    sweep.does = _fail
    _tick()
    sweep.does = lambda: "Schoon."
    with clock.at(clock.now() + timedelta(days=1)):
        _tick()
    outcomes = (
        JobRun.objects.filter(plugin="sweep").order_by("day").values_list("given_up", "outcome")
    )
    assert list(outcomes) == [(True, ""), (False, "Schoon.")]


def test_after_the_last_attempt_it_is_given_up(sweep: Sweep) -> None:
    jobs.due()
    JobRun.objects.update(attempts=deliveries.MOST_ATTEMPTS - 1)
    sweep.does = _fail
    _tick()
    assert (_run().given_up, _run().attempts) == (True, deliveries.MOST_ATTEMPTS)


def test_of_two_who_begin_at_once_one_does_it(sweep: Sweep) -> None:
    jobs.due()
    pk = _run().pk
    sweep.does = lambda: jobs.run(pk)
    jobs.run(pk)
    assert len(sweep.seen) == 1


def test_a_plugin_that_is_off_has_no_work_and_loses_no_attempt(sweep: Sweep) -> None:
    jobs.due()
    pk = _run().pk
    standing.switch(plugin="sweep", on=False)
    jobs.run(pk)
    assert (sweep.seen, _run().attempts, pk in jobs.due()) == ([], 0, False)
    standing.switch(plugin="sweep", on=True)
    assert pk in jobs.due()
    jobs.run(0)


def test_the_tick_queues_it(sweep: Sweep, django_assert_num_queries: Any) -> None:
    assert planning.begin_daily_work() >= 1
    # The queue of the tests does at once what it gets.
    assert len(sweep.seen) <= 1
    _tick()
    with django_assert_num_queries(1):
        assert _run_is_due() is False


def test_while_the_queue_is_long_a_run_stands_in_it_once(sweep: Sweep, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    # All on one day, whenever the test runs.
    now = clock.local(clock.now()).replace(hour=9)
    with clock.at(now):
        assert planning.begin_daily_work() >= 1
    first = _run().due_at
    for minutes in (1, 59):
        with clock.at(now + timedelta(minutes=minutes)):
            assert planning.begin_daily_work() == 0
    with clock.at(now + jobs.IN_QUEUE):
        # It may have got lost. The one that was in the queue all the time comes after all.
        assert planning.begin_daily_work() >= 1
        jobs.run(_run().pk, first)
        assert sweep.seen == []
        jobs.run(_run().pk, _run().due_at)
        jobs.run(_run().pk, first)
    assert len(sweep.seen) == 1


def test_old_days_are_forgotten(sweep: Sweep) -> None:
    _tick()
    with clock.at(clock.now() + timedelta(days=60)):
        assert jobs.forget_old() >= 1
    assert not JobRun.objects.filter(plugin="sweep").exists()


def test_the_page_of_the_plugin_says_how_it_went(sweep: Sweep, client: Client) -> None:
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    page = "/beheer/uitbreidingen/sweep/"

    def told() -> str:
        return " ".join(client.get(page).content.decode().split())

    assert "De stoep vegen" in told()
    assert "Nog niet gedaan" in told()
    jobs.due()
    assert "Wacht op zijn beurt" in told()
    sweep.does = _fail
    _tick()
    assert "1 poging mislukt" in told()
    JobRun.objects.update(given_up=True)
    assert "Niet gelukt." in told()
    JobRun.objects.update(given_up=False, done_at=clock.now(), outcome="Schoon.")
    assert "Schoon." in told()
