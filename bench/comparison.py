"""Sites beside each other: the same academy with more and more idle plugins."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bench import client, idle, report
from bench.report import Figure

if TYPE_CHECKING:
    from bench.guard_cost import GuardCost

T = TypeVar("T")

MOST_PERCENT = 2.0
"""What the largest number of idle plugins may add to a page."""
ENOUGH_STARTS = 4
"""Two processes of one program differ by a few percent; below this many that is not evened out."""


@dataclass(frozen=True)
class PageRequest:
    """A page to measure; `at_most` is its aim in percent, None has none."""

    name: str
    path: str
    cookie: str
    at_most: float | None = None

    @property
    def request(self) -> bytes:
        return client.get(self.path, self.cookie)


@dataclass
class Measurement:
    """What a page cost on one site: milliseconds of the server's processor, for each start the
    cost of each turn, and requests in a second by the clock on the wall."""

    costs: list[list[float]] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)


@dataclass
class Site:
    """The academy with `number` idle plugins; its starts in seconds, on the wall and of the
    processor."""

    name: str
    number: int
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    pages: dict[str, Measurement] = field(default_factory=dict)


def sites() -> list[Site]:
    """The sites that are compared. The first is there twice: two sites that are the same differ
    by what cannot be measured."""
    first, *others = (Site(f"{number} idle plugins", number) for number in idle.NUMBERS)
    return [first, Site(f"{first.number} once more", first.number), *others]


def in_order(items: list[T], number: int) -> list[T]:
    """All of them, and another one first every time."""
    first = number % len(items)
    return [*items[first:], *items[:first]]


@dataclass(frozen=True)
class Difference:
    """How much more a page costs, in percent: the middle one of all turns, and the lowest and
    highest of the starts."""

    middle: float
    lowest: float
    highest: float


def difference(measured: Measurement, *others: Measurement) -> Difference:
    """Compares each turn with the mean of the others' turns beside it, since a machine is not
    equally fast all the time."""
    starts = []
    for costs, *beside in zip(measured.costs, *(one.costs for one in others), strict=True):
        turns = zip(costs, *beside, strict=True)
        starts.append([100 * (cost / statistics.mean(base) - 1) for cost, *base in turns])
    middles = [statistics.median(turns) for turns in starts]
    return Difference(statistics.median(itertools.chain(*starts)), min(middles), max(middles))


def against_none(site: Site, found: list[Site], page: PageRequest) -> Difference:
    """What the page costs more than on the sites without idle plugins; of such a site itself,
    more than on the first of them."""
    first, again = found[0].pages[page.name], found[1].pages[page.name]
    others = (first, again) if site.number else (first,)
    return difference(site.pages[page.name], *others)


def figures(found: list[Site], pages: list[PageRequest], guard: GuardCost) -> list[Figure]:
    """One for each page with an aim, and the guard's."""
    last = found[-1]
    return [
        *(
            Figure(
                f"{page.name}_{last.number}_idle",
                against_none(last, found, page).middle,
                "%",
                "<=",
                page.at_most,
            )
            for page in pages
            if page.at_most is not None
        ),
        guard.figure(),
    ]


def noise(found: list[Site], pages: list[PageRequest]) -> float:
    """By how many percent the two sites that are the same seem to differ, on the worst page."""
    return max(abs(against_none(found[1], found, page).middle) for page in pages)


def show(found: list[Site], pages: list[PageRequest], guard: GuardCost) -> None:
    """Print the tables, the figures and how sure they are."""
    print(f"\n{'start to first lesson':24}{'s':>9}{'processor s':>13}")
    for site in found:
        wall, processor = statistics.median(site.wall), statistics.median(site.processor)
        print(f"{site.name:24}{wall:9.2f}{processor:13.2f}")
    for page in pages:
        print(f"\n{page.name:24}{'req/s':>9}{'processor ms':>14}{'more %':>9}{'starts':>18}")
        for site in found:
            measured = site.pages[page.name]
            speed = statistics.median(measured.per_second)
            cost = statistics.median(itertools.chain(*measured.costs))
            more = "" if site is found[0] else _percents(against_none(site, found, page))
            print(f"{site.name:24}{speed:9.0f}{cost:14.3f}{more}")
    print(f"\n{'the guard, a call':24}{'µs':>9}")
    for name, cost in (
        ("without it", guard.bare),
        ("added by it", guard.outside),
        ("in a transaction", guard.inside),
    ):
        print(f"{name:24}{cost:9.2f}")
    print()
    report.figures(figures(found, pages, guard))
    unsure = noise(found, pages)
    report.say(f"Noise: the two sites without idle plugins seem to differ by {unsure:.1f} %")
    if unsure > MOST_PERCENT / 2 or len(found[0].wall) < ENOUGH_STARTS:
        report.say("Too rough to judge by: run it on a quiet machine, and without QUICK")


def _percents(one: Difference) -> str:
    return f"{one.middle:+9.1f}{one.lowest:+10.1f} to {one.highest:+.1f}"
