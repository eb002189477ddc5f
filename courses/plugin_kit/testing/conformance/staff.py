"""What a plugin brings for staff, and does by itself: screens, slots, placeholders, work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.utils.safestring import SafeString

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.text import plain_text
from courses.plugin_api.contributions.base import Audience, Json
from courses.plugin_api.contributions.jobs import (
    DailyJob,
    JobContext,
    LongTask,
    TaskContext,
    TaskResult,
)
from courses.plugin_api.contributions.messages import (
    MailPlaceholders,
    NotificationKind,
    PlaceholderContext,
)
from courses.plugin_api.contributions.slots import Slot, SlotContext, SlotPlace
from courses.plugin_host import standing
from courses.plugin_kit.testing import walk
from courses.plugin_kit.testing.conformance.base import Checks, contributions_of
from courses.plugin_kit.testing.faults import demand_none, watched
from courses.plugin_kit.testing.world import look_again, undone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from courses.plugin_kit.testing.world import World


class StaffChecks(Checks):
    """Checks on screens for staff, on what stands on the academy's pages, and on work."""

    task_data: ClassVar[Mapping[str, Sequence[Json]]] = {}
    """What long tasks are started with, by name: examples of `data`."""

    def test_its_screens_open_for_who_has_the_right(self, world: World) -> None:
        problems: list[str] = []
        for right, address in walk.screens(world):
            with watched(world.plugin.slug) as faults:
                seen = walk.with_right(world, right).get(address).status_code
                others = {
                    role: world.client(role).get(address).status_code
                    for role in ("visitor", "participant")
                }
            problems += map(str, faults)
            if seen != 200:
                problems.append(f"{address} for who has the right: status {seen}")
            problems += [
                f"{address} for {role}: status {status}"
                for role, status in others.items()
                if status != 302
            ]
        demand_none(problems, "The first page of a viewset opens for who has its right, only:")

    def test_its_screens_show_rows(self, world: World) -> None:
        """The same with something in it."""
        problems: list[str] = []
        with undone():
            self.keep(world, world.participant, "merk")
            for right, address in walk.screens(world):
                with watched(world.plugin.slug) as faults:
                    walk.with_right(world, right).get(address)
                problems += map(str, faults)
        demand_none(problems, "A list shows the rows that there are:")

    def test_its_screens_are_closed_where_it_is_off(self, world: World) -> None:
        found = walk.screens(world)
        if not found:
            return
        with undone():
            clients = [(walk.with_right(world, right), address) for right, address in found]
            standing.switch(plugin=world.plugin.slug, on=False)
            look_again()
            problems = [
                f"{address}: status {status}"
                for client, address in clients
                if (status := client.get(address).status_code) != 404
            ]
        look_again()
        demand_none(problems, "Bring screens by Screens only, so that the academy closes them:")

    def test_its_slots_give_html(self, world: World) -> None:
        demand_none(
            [one for slot in contributions_of(world, Slot) for one in _bad_slot(world, slot)],
            "render() gives a SafeString (by render_to_string) for keys of ctx.keys:",
        )

    def test_its_placeholders_have_values(self, world: World) -> None:
        problems = []
        for one in contributions_of(world, MailPlaceholders):
            for kind in NotificationKind:
                asked = PlaceholderContext(kind, world.training.pk, "nl", dict(world.settings))
                problems += _wrong(f"{one.name} at {kind}", partial(_values, one, asked))
        demand_none(problems, "values() gives a text for each of `placeholders`:")

    def test_its_daily_work_can_be_repeated(self, world: World) -> None:
        problems: list[str] = []
        for job in contributions_of(world, DailyJob):
            with undone():
                # The second time finds what the first left.
                for attempt in (1, 2):
                    asked = JobContext(clock.today(), attempt)
                    problems += _wrong(f"{job.name}, attempt {attempt}", partial(_did, job, asked))
        demand_none(problems, "run() may be called again after a crash; let it do no harm:")

    def test_its_long_tasks_tell_what_came_of_them(self, world: World) -> None:
        problems: list[str] = []
        for task in contributions_of(world, LongTask):
            for data in self.task_data.get(task.name, ()):
                asked = TaskContext(data, world.coordinator.pk, lambda _done, _total: None)
                with undone():
                    problems += _wrong(
                        f"{task.name} with {data}",
                        partial(_came, task, asked),
                    )
        demand_none(problems, "run() gives a TaskResult, or raises Refusal:")


def _wrong(what: str, ask: Callable[[], object]) -> list[str]:
    """What goes wrong when this is asked; a `Refusal` is an answer."""
    try:
        ask()
    except Refusal:
        return []
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything
        return [f"{what}: {type(error).__name__}: {str(error)[:300]}"]
    return []


@transaction.atomic
def _did(job: DailyJob, asked: JobContext) -> str:
    return plain_text(job.run(asked) or "")


def _came(task: LongTask, asked: TaskContext) -> str:
    result = task.run(asked)
    if not isinstance(result, TaskResult):
        raise TypeError(f"gives {type(result).__name__}")
    return plain_text(result.sentence)


def _values(one: MailPlaceholders, asked: PlaceholderContext) -> None:
    given = one.values(asked)
    for name in one.placeholders:
        plain_text(given[name])


def _bad_slot(world: World, slot: Slot) -> list[str]:
    person = world.participant.pk if slot.audience == Audience.PARTICIPANT else None
    training: int = world.training.pk
    editions = (world.edition.pk, world.past_edition.pk)
    here = dict.fromkeys((training,) if slot.place == SlotPlace.TRAINING else editions, training)
    none: dict[int, int] = {}
    problems = []
    for keys in (none, here):
        asked = SlotContext(slot.place, keys, person, {training: dict(world.settings)})
        try:
            given = slot.render(asked)
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            problems.append(f"{slot.name}: {type(error).__name__}: {error}")
            continue
        problems += [
            f"{slot.name}: gives {type(html).__name__}"
            for html in given.values()
            if not isinstance(html, SafeString)
        ]
        problems += [
            f"{slot.name}: gives {key}, which nobody asked" for key in set(given) - set(keys)
        ]
    return problems
