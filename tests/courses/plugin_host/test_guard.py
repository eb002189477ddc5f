"""A broken plugin breaks only itself."""

import decimal
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from operator import attrgetter
from time import sleep
from typing import Any

import pytest
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import get_script_prefix, get_urlconf, set_script_prefix, set_urlconf
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

import tests.courses.plugin_host as this_package
from courses.common import clock
from courses.common.errors import Refusal
from courses.common.public_version import version as public_version
from courses.people.models import Partner
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import asking, chain, guard, registry, usage
from courses.plugin_host.entry import Entry
from courses.plugin_host.models import PluginFault, PluginUsage

pytestmark = pytest.mark.django_db


class Thing(Contribution):
    name = "thing"

    def work(self) -> str:
        return "done"


class Plugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "guard_test_plugin"
    slug = "guard_test_plugin"
    title = "Testplugin"
    offered: Any = ()

    def contributions(self) -> Sequence[Any]:
        if self.offered is None:
            raise RuntimeError("cannot say")
        offered: Sequence[Any] = self.offered
        return offered


@pytest.fixture
def plugin() -> Plugin:
    return Plugin("tests.courses.plugin_host", this_package)


@pytest.fixture
def thing(plugin: Plugin) -> Entry[Thing]:
    return Entry(plugin, Thing())


def fail(_thing: Thing) -> str:
    raise ValueError("boom")


def test_a_working_plugin_just_answers(thing: Entry[Thing]) -> None:
    assert guard.call_plugin(thing, lambda one: one.work(), default=None) == "done"
    assert PluginFault.objects.count() == 0


def test_a_failure_gives_the_default_and_names_the_culprit(thing: Entry[Thing]) -> None:
    assert guard.call_plugin(thing, fail, default="later") == "later"
    fault = PluginFault.objects.get()
    assert (fault.plugin, fault.place, fault.error, fault.count) == (
        "guard_test_plugin",
        "Thing thing",
        "ValueError",
        1,
    )
    assert re.fullmatch(r".*/test_guard\.py:\d+ fail", fault.last_frame)
    assert fault.frames.splitlines()[-1] == fault.last_frame


def test_what_somebody_typed_is_neither_kept_nor_logged(
    thing: Entry[Thing], caplog: pytest.LogCaptureFixture
) -> None:
    typed = "mevrouw Geheim"

    def choke(_thing: Thing) -> str:
        return str(int(typed))

    assert guard.call_plugin(thing, choke, default="later") == "later"
    kept = str(list(PluginFault.objects.values()))
    assert ("Geheim" in kept, "Geheim" in caplog.text) == (False, False)
    assert "Plugin guard_test_plugin failed in Thing thing: ValueError" in caplog.text


def test_the_same_failure_is_one_row_that_counts(thing: Entry[Thing]) -> None:
    first = clock.now()
    for hours in range(3):
        with clock.at(first + timedelta(hours=hours)):
            guard.call_plugin(thing, fail, default=None)
    with clock.at(first):
        guard.call_plugin(thing, attrgetter("gone"), default=None)
    assert list(PluginFault.objects.values_list("error", "count", "first_at", "last_at")) == [
        ("ValueError", 3, first, first + timedelta(hours=2)),
        ("AttributeError", 1, first, first),
    ]


def test_a_fault_that_does_not_come_back_is_forgotten_after_ninety_days(
    thing: Entry[Thing],
) -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=91)):
        guard.call_plugin(thing, attrgetter("gone"), default=None)
    with clock.at(now - timedelta(days=89)):
        guard.call_plugin(thing, fail, default=None)
    call_command("tick", stdout=StringIO())
    assert PluginFault.objects.get().error == "ValueError"


def test_calls_faults_and_time_are_counted(thing: Entry[Thing]) -> None:
    before = usage.unwritten().get(("guard_test_plugin", "Thing thing"), usage.UsageTotals())
    guard.call_plugin(thing, lambda one: one.work(), default=None)
    guard.call_plugin(thing, fail, default=None)
    spent = usage.unwritten()["guard_test_plugin", "Thing thing"]
    assert (spent.calls - before.calls, spent.faults - before.faults) == (2, 1)
    assert spent.seconds > 0


def test_a_refusal_is_an_answer_not_a_failure(thing: Entry[Thing]) -> None:
    def refuse(_thing: Thing) -> None:
        raise Refusal("Kies een antwoord.")

    with pytest.raises(Refusal):
        guard.call_plugin(thing, refuse, default=None, passes=(Refusal,))
    assert PluginFault.objects.count() == 0
    assert guard.call_plugin(thing, refuse, default="nobody asked") == "nobody asked"
    assert PluginFault.objects.count() == 1


def test_a_database_error_of_a_plugin_does_not_spoil_our_transaction(thing: Entry[Thing]) -> None:
    def break_database(_thing: Thing) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM there_is_no_such_table")

    with transaction.atomic():
        Partner.objects.create(name="Voor")
        assert guard.call_plugin(thing, break_database, default="rest") == "rest"
        Partner.objects.create(name="Na")
    assert list(Partner.objects.values_list("name", flat=True)) == ["Na", "Voor"]


def test_what_a_failing_plugin_wrote_is_undone(thing: Entry[Thing]) -> None:
    def half(_thing: Thing) -> None:
        Partner.objects.create(name="Half")
        raise RuntimeError

    with transaction.atomic():
        guard.call_plugin(thing, half, default=None)
    assert not Partner.objects.filter(name="Half").exists()


def test_a_plugin_that_cannot_say_what_it_offers_offers_nothing(plugin: Plugin) -> None:
    plugin.offered = None
    assert registry.contents(plugin) == registry.Contents((), None)
    assert PluginFault.objects.get().place == "contributions"


def test_without_a_table_the_fault_is_in_the_log(
    thing: Entry[Thing], caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {PluginFault._meta.db_table}")
    assert guard.call_plugin(thing, fail, default=1) == 1
    assert "Plugin guard_test_plugin failed in Thing thing" in caplog.text


def test_the_cores_parts_are_plugins_that_the_safe_mode_leaves_on(settings: Settings) -> None:
    settings.PLUGINS_DISABLED = ["all"]
    allowed = {one.slug for one in registry.installed() if registry.is_allowed(one)}
    assert "learning" in allowed
    assert allowed.isdisjoint({"signaleren", "bellen", "zingeving", "rouw_en_verlies"})


def test_names_of_contributions_are_unique_within_their_kind() -> None:
    for kind in Contribution.__subclasses__():
        keys = [entry.key for entry in asking.everywhere(kind)]
        assert sorted(set(keys)) == sorted(keys)


# --- What a plugin does to a transaction ------------------------------------------------------


def _swallow_a_database_error(_thing: Thing) -> str:
    with suppress(IntegrityError):
        Partner.objects.create(name="Dubbel")
        Partner.objects.create(name="Dubbel")
    return "all is well"


def _ask_for_rollback(_thing: Thing) -> str:
    Partner.objects.create(name="Half")
    transaction.set_rollback(True)
    return "all is well"


def _leave_a_block_open(_thing: Thing) -> str:
    Partner.objects.create(name="Half")
    transaction.atomic().__enter__()
    Partner.objects.create(name="Heel")
    return "all is well"


def _leave_three_blocks_open_and_fail(_thing: Thing) -> str:
    for number in range(3):
        transaction.atomic().__enter__()
        Partner.objects.create(name=f"Half {number}")
    raise RuntimeError


def _break_sql(_thing: Thing) -> str:
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    _leave_a_block_open(_thing)
    return "all is well"


BREAKERS = [
    _swallow_a_database_error,
    _ask_for_rollback,
    _leave_a_block_open,
    _leave_three_blocks_open_and_fail,
    _break_sql,
]


@pytest.mark.both_databases
@pytest.mark.parametrize("harm", BREAKERS)
def test_inside_our_transaction_what_a_plugin_breaks_is_mended(
    thing: Entry[Thing], harm: Callable[[Thing], str]
) -> None:
    with transaction.atomic():
        Partner.objects.create(name="Voor")
        assert guard.call_plugin(thing, harm, default="rest") == "rest"
        Partner.objects.create(name="Na")
    assert list(Partner.objects.values_list("name", flat=True)) == ["Na", "Voor"]
    assert PluginFault.objects.count() == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("harm", [_leave_a_block_open, _leave_three_blocks_open_and_fail])
def test_outside_a_transaction_none_is_left_open(
    thing: Entry[Thing], harm: Callable[[Thing], str]
) -> None:
    assert guard.call_plugin(thing, harm, default="rest") == "rest"
    assert (connection.in_atomic_block, connection.get_autocommit()) == (False, True)
    Partner.objects.create(name="Na")
    # What was written before the first block was opened is nobody's to undo.
    written = {"Na", "Half"} if harm is _leave_a_block_open else {"Na"}
    assert set(Partner.objects.values_list("name", flat=True)) == written
    assert PluginFault.objects.count() == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_autocommit_that_was_switched_off_is_on_again(thing: Entry[Thing]) -> None:
    def switch_off(_thing: Thing) -> str:
        transaction.set_autocommit(False)
        return "all is well"

    assert guard.call_plugin(thing, switch_off, default="rest") == "rest"
    assert connection.get_autocommit() is True


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_a_transaction_that_fails_as_a_whole_is_kept_after_the_request(
    thing: Entry[Thing],
) -> None:
    with suppress(RuntimeError), transaction.atomic():
        guard.call_plugin(thing, fail, default=None)
        raise RuntimeError
    assert PluginFault.objects.count() == 0
    request_finished.send(sender=None)
    assert PluginFault.objects.get().place == "Thing thing"
    request_finished.send(sender=None)
    assert PluginFault.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_a_transaction_before_there_is_a_table_is_in_the_log_alone(
    thing: Entry[Thing], caplog: pytest.LogCaptureFixture
) -> None:
    table = PluginFault._meta.db_table
    with connection.schema_editor() as editor:
        editor.alter_db_table(PluginFault, table, f"{table}_away")
    try:
        with transaction.atomic():
            guard.call_plugin(thing, fail, default=None)
        assert guard.call_plugin(thing, fail, default="rest") == "rest"
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(PluginFault, f"{table}_away", table)
    assert "Plugin guard_test_plugin failed in Thing thing" in caplog.text


# --- Other ways to misbehave ------------------------------------------------------------------


def _leave_the_program(_thing: Thing) -> str:
    raise SystemExit(3)


def _recurse(thing: Thing) -> str:
    return _recurse(thing)


class _OwnWayToCancelError(BaseException):
    """As libraries have for what runs at the same time."""


def _cancel(_thing: Thing) -> str:
    raise _OwnWayToCancelError


@pytest.mark.parametrize("harm", [_leave_the_program, _recurse, _cancel])
def test_leaving_the_program_or_recursing_for_ever_is_a_fault_like_others(
    thing: Entry[Thing], harm: Callable[[Thing], str]
) -> None:
    assert guard.call_plugin(thing, harm, default="rest") == "rest"
    assert PluginFault.objects.count() == 1


def test_who_stops_the_program_by_hand_is_obeyed(thing: Entry[Thing]) -> None:
    def interrupt(_thing: Thing) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guard.call_plugin(thing, interrupt, default="rest")


@pytest.mark.parametrize("nonsense", [None, object(), "x", b"", 4.2, []])
def test_an_answer_of_another_kind_is_a_fault(thing: Entry[Thing], nonsense: object) -> None:
    assert guard.call_plugin(thing, lambda _one: nonsense, default=0, expect=int) == 0
    assert PluginFault.objects.get().error == "TypeError"


def test_a_slow_answer_counts_and_is_told(
    thing: Entry[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SLOW", 0.01)

    def late(_thing: Thing) -> str:
        sleep(0.02)
        return "late"

    assert guard.call_plugin(thing, late, default=None) == "late"
    assert PluginFault.objects.get().error.endswith("SlowCallError")


def test_items_come_one_by_one_until_the_plugin_fails(thing: Entry[Thing]) -> None:
    def items(_thing: Thing) -> Iterator[int]:
        yield 1
        yield 2
        raise RuntimeError

    given = guard.guarded(thing, items)
    assert [next(given), next(given)] == [1, 2]
    with pytest.raises(guard.PluginFailedError):
        next(given)
    assert list(guard.guarded(thing, lambda _one: [3])) == [3]


class Misnamed(Thing):
    name = "Not OK"


@pytest.mark.parametrize(
    "offered", [[object()], ["x"], [Thing], 42, [Thing(), Thing()], [Misnamed()]]
)
def test_contributions_that_are_none_are_left_out_and_told(plugin: Plugin, offered: object) -> None:
    plugin.offered = offered
    listed = registry.contents(plugin)
    assert [type(one) for one in listed.contributions] in ([], [Thing])
    assert PluginFault.objects.get().place == "contributions"


# --- What it costs ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_costs_are_written_down_per_day_and_added_up(thing: Entry[Thing]) -> None:
    usage.write()
    PluginUsage.objects.all().delete()
    for _turn in range(2):
        guard.call_plugin(thing, lambda one: one.work(), default=None)
        guard.call_plugin(thing, fail, default=None)
        usage.write()
    row = PluginUsage.objects.get(plugin="guard_test_plugin")
    assert (row.place, row.calls, row.faults, row.day) == ("Thing thing", 4, 2, clock.today())
    assert 0 < row.slowest <= row.seconds
    with clock.at(clock.now() + timedelta(days=31)):
        usage.forget_old()
    assert not PluginUsage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_costs_are_written_after_a_request_when_it_is_time(
    thing: Entry[Thing], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage.write()
    PluginUsage.objects.all().delete()
    guard.call_plugin(thing, lambda one: one.work(), default=None)
    request_finished.send(sender=None)
    assert not PluginUsage.objects.exists()
    settings.PLUGIN_USAGE_SECONDS = 60
    request_finished.send(sender=None)
    assert not PluginUsage.objects.exists()
    monkeypatch.setattr(usage, "_written_at", usage._written_at - 61)
    request_finished.send(sender=None)
    assert PluginUsage.objects.get(plugin="guard_test_plugin").calls == 1


# --- Marks on what comes after ----------------------------------------------------------------


def test_what_a_plugin_wants_done_after_commit_stops_nobody_else(
    thing: Entry[Thing], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    done = []

    def plan(_thing: Thing) -> None:
        transaction.on_commit(lambda: done.append("plugin"))
        transaction.on_commit(lambda: 1 / 0)

    with django_capture_on_commit_callbacks(execute=True):
        transaction.on_commit(lambda: done.append("before"))
        guard.call_plugin(thing, plan, default=None)
        transaction.on_commit(lambda: done.append("after"))
    assert done == ["before", "plugin", "after"]
    assert PluginFault.objects.get().error == "ZeroDivisionError"


def _surroundings() -> list[Any]:
    return [
        translation.get_language(),
        timezone.get_current_timezone_name(),
        get_urlconf(),
        get_script_prefix(),
        decimal.getcontext().prec,
    ]


@pytest.mark.parametrize("fails", [True, False])
def test_language_zone_addresses_and_precision_are_what_they_were(
    thing: Entry[Thing], fails: bool
) -> None:
    def change(_thing: Thing) -> str:
        translation.activate("en")
        timezone.activate("America/New_York")
        set_urlconf("nowhere")
        set_script_prefix("/elders/")
        decimal.getcontext().prec = 2
        if fails:
            raise RuntimeError
        return "all is well"

    before = _surroundings()
    guard.call_plugin(thing, change, default=None)
    assert _surroundings() == before


def test_a_plugin_that_gives_items_is_in_one_context_all_the_time(thing: Entry[Thing]) -> None:
    later = clock.now() + timedelta(days=1)

    def items(_thing: Thing) -> Iterator[Any]:
        with clock.at(later), translation.override("en"):
            yield clock.now()
            yield translation.get_language()

    assert list(guard.guarded(thing, items)) == [later, "en"]
    assert (clock.now() < later, translation.get_language()) == (True, "nl")


def test_what_a_plugin_made_public_is_seen_by_the_rest_of_the_request(
    thing: Entry[Thing],
) -> None:
    with public_version.held():
        guard.call_plugin(thing, lambda _thing: public_version.bump(), default=None)
        assert public_version.current() is None


def test_counts_wait_for_the_end_of_a_transaction(thing: Entry[Thing]) -> None:
    guard.call_plugin(thing, lambda one: one.work(), default=None)
    waiting = dict(usage.unwritten())
    with transaction.atomic():
        usage.write()
    assert dict(usage.unwritten()) == waiting


def test_without_a_handler_no_chain_of_events_is_reported() -> None:
    chain.report_endless()
    assert PluginFault.objects.count() == 0
