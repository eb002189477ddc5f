"""Events reach their handlers after commit, at least once, and only where the plugin is on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

import tests.courses.plugin_host as this_package
from courses.catalogue.services import activate_plugin
from courses.common import clock, process_cache
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EditionEnded, Event, ProgressChanged, publish
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import chain, deliveries, outbox, registry, standing
from courses.plugin_host.models import Delivery, PluginFault
from tests.factories import TrainingFactory

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]


class Listening(EventHandler):
    name = "listening"
    events = (ProgressChanged,)

    def __init__(self) -> None:
        self.seen: list[Event] = []
        self.broken = False

    def handle(self, event: Event) -> None:
        if self.broken:
            raise RuntimeError("no")
        self.seen.append(event)


class Killed(KeyboardInterrupt):
    """The process ends."""


class Deadly(EventHandler):
    name = "deadly"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        raise Killed


class Broken(EventHandler):
    name = "broken"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        raise RuntimeError("no")


class Plugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "listening_plugin"
    slug = "listening_plugin"
    title = "Luisteraar"
    handlers: list[EventHandler] = []

    def contributions(self) -> list[EventHandler]:
        return self.handlers


@pytest.fixture
def listening(install_plugin: Callable[[Any], Any]) -> Listening:
    """A handler of a plugin in which a broken one comes first."""
    plugin = Plugin("tests.courses.plugin_host", this_package)
    handler = Listening()
    plugin.handlers = [Broken(), handler]
    install_plugin(plugin)
    return handler


@pytest.fixture
def training(listening: Listening) -> Any:
    """A training in which the plugin is on."""
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="listening_plugin")
    return training


@pytest.fixture
def event(training: Any) -> Event:
    return ProgressChanged(training_id=training.pk, enrolment_id=7)


def _row(handler: str) -> Delivery:
    return Delivery.objects.get(plugin="listening_plugin", handler=handler)


def test_an_event_waits_for_the_commit(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(event)
        assert listening.seen == []
    assert listening.seen == [event]


def test_nothing_is_told_of_what_was_rolled_back(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        publish(event)
        transaction.set_rollback(True)
    assert listening.seen == []
    assert not Delivery.objects.filter(plugin="listening_plugin").exists()


def test_a_handler_gets_what_it_asked_for_and_a_failing_one_stops_nobody(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(event, EditionEnded(training_id=event.training_id, edition_id=1))
    assert listening.seen == [event]
    assert PluginFault.objects.get().place == "EventHandler broken"
    assert (_row("listening").done_at is not None, _row("broken").done_at) == (True, None)


def test_events_of_other_trainings_are_not_for_the_plugin(
    training: Any, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    other = TrainingFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        publish(ProgressChanged(training_id=other.pk, enrolment_id=7))
    assert listening.seen == []


def test_an_event_that_is_published_twice_is_delivered_once(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    for _turn in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            publish(event)
    assert listening.seen == [event]


def test_a_failure_is_tried_again_and_the_handler_can_tell(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    now = clock.now()
    listening.broken = True
    with clock.at(now), django_capture_on_commit_callbacks(execute=True):
        publish(event)
    listening.broken = False
    with clock.at(now + timedelta(seconds=50)):
        assert outbox.deliver_due() == 0
    with clock.at(now + timedelta(minutes=2)):
        outbox.deliver_due()
    (seen,) = listening.seen
    assert (seen, seen.id, seen.attempt) == (event, event.id, 2)


def test_after_six_attempts_in_about_a_day_it_is_given_up(
    event: Event, django_capture_on_commit_callbacks: Commit
) -> None:
    now = clock.now()
    with clock.at(now), django_capture_on_commit_callbacks(execute=True):
        publish(event)
    for hour in range(40):
        with clock.at(now + timedelta(hours=hour, minutes=2)):
            outbox.deliver_due()
        with clock.at(now + timedelta(hours=hour, minutes=15)):
            outbox.deliver_due()
    row = _row("broken")
    assert (row.attempts, row.given_up) == (6, True)
    assert PluginFault.objects.get(place="EventHandler broken").count == 6


def test_a_handler_that_ends_the_process_is_given_up_after_six_attempts_too(
    event: Event, install_plugin: Callable[[Any], Any]
) -> None:
    plugin = Plugin("tests.courses.plugin_host", this_package)
    plugin.handlers = [Deadly()]
    install_plugin(plugin)
    publish(event)
    row, killed = _row("deadly"), 0
    for turn in range(20):
        with clock.at(clock.now() + timedelta(minutes=20 * turn)):
            try:
                deliveries.deliver(str(row.pk))
            except Killed:
                killed += 1
    row.refresh_from_db()
    assert (killed, row.attempts, row.given_up, row.data) == (6, 6, True, {})
    with clock.at(clock.now() + timedelta(days=1)):
        outbox.deliver_due()


def test_what_an_event_said_is_kept_no_longer_than_it_is_needed(
    event: Event, listening: Listening
) -> None:
    publish(event)
    now = clock.now()
    listening.broken = True
    deliveries.deliver(str(_row("listening").pk))
    assert _row("listening").data["enrolment_id"] == 7
    listening.broken = False
    with clock.at(now + timedelta(minutes=2)):
        outbox.deliver_due()
    assert (_row("listening").done_at is not None, _row("listening").data) == (True, {})
    for hour in range(40):
        with clock.at(now + timedelta(hours=hour, minutes=15)):
            outbox.deliver_due()
    assert (_row("broken").given_up, _row("broken").data) == (True, {})


def test_what_a_crash_left_is_taken_up_by_the_tick(event: Event, listening: Listening) -> None:
    publish(event)  # committed, and then the process died before the queue
    with clock.at(clock.now() + timedelta(minutes=1)):
        outbox.deliver_due()
    assert listening.seen == [event]


def test_what_is_being_delivered_is_not_delivered_twice(event: Event, listening: Listening) -> None:
    publish(event)
    row = _row("listening")
    assert deliveries._claim(str(row.pk)) is not None
    deliveries.deliver(str(row.pk))
    assert listening.seen == []


def test_a_plugin_that_is_switched_off_gets_its_event_when_it_is_back(
    event: Event, listening: Listening
) -> None:
    publish(event)
    now = clock.now()
    standing.switch(plugin="listening_plugin", on=False)
    standing.forget()
    with clock.at(now + timedelta(minutes=1)):
        outbox.deliver_due()
    assert listening.seen == []
    standing.switch(plugin="listening_plugin", on=True)
    standing.forget()
    with clock.at(now + timedelta(hours=1)):
        outbox.deliver_due()
    (seen,) = listening.seen
    assert (seen, seen.attempt) == (event, 1)


def test_old_deliveries_are_forgotten(event: Event) -> None:
    publish(event)
    with clock.at(clock.now() + timedelta(days=15)):
        assert deliveries.forget_old() > 0
    assert not Delivery.objects.exists()


# --- Events of events -------------------------------------------------------------------------


class Again(EventHandler):
    """Answers each event with another of its kind."""

    name = "again"
    events = (ProgressChanged,)

    def __init__(self) -> None:
        self.handled = 0

    def handle(self, event: Event) -> None:
        self.handled += 1
        publish(ProgressChanged(training_id=event.training_id, enrolment_id=7))


@pytest.mark.both_databases
def test_a_handler_that_answers_its_own_events_comes_to_an_end_and_is_named(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    again = Again()
    plugin = registry.find("listening_plugin")
    assert isinstance(plugin, Plugin)
    plugin.handlers = [again]
    process_cache.forget_plugins()
    with django_capture_on_commit_callbacks(execute=True):
        publish(event)
    assert again.handled == chain.MOST + 1
    found = [(one.place, one.error.rpartition(".")[2], one.count) for one in _faults()]
    assert found == [("EventHandler again", "EndlessEventsError", 1)]
    assert not Delivery.objects.filter(plugin="listening_plugin", done_at=None).exists()


def test_two_events_that_somebody_caused_are_not_taken_for_one_that_goes_on(
    event: Event, listening: Listening, django_capture_on_commit_callbacks: Commit
) -> None:
    for _turn in range(2 * chain.MOST):
        with django_capture_on_commit_callbacks(execute=True):
            publish(ProgressChanged(training_id=event.training_id, enrolment_id=7))
    assert len(listening.seen) == 2 * chain.MOST


def _faults() -> list[PluginFault]:
    return list(PluginFault.objects.filter(plugin="listening_plugin"))
