"""The panel on the coordinator's front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.people.enums import Background
from courses.plugin_api.api import Audience, DashboardPanel, PanelContext
from plugins.bereik import queries
from plugins.bereik.forms import goal_in
from plugins.bereik.privacy import ERASED, RULE
from plugins.bereik.queries import Period, Reach

if TYPE_CHECKING:
    from datetime import date

    from django.utils.safestring import SafeString


class ReachPanel(DashboardPanel):
    """This year so far beside the same days of last year, and the goals."""

    name = "reach"
    audience = Audience.COORDINATOR
    title = _("Bereik dit jaar")

    def render(self, ctx: PanelContext) -> SafeString:
        this_year, last_year = same_days(queries.today())
        reached, before = queries.reach(ctx.training_ids, this_year, last_year)
        return render_to_string(
            "bereik/panel.html",
            {
                "periods": (this_year, last_year),
                "totals": total_rows(reached, before),
                "backgrounds": background_rows(reached, before),
                "reported": (reached.reported, before.reported),
                "goals": goals(ctx, this_year),
                "trainings": len(ctx.training_ids),
                "rule": RULE,
                "erased": ERASED,
                "marks": reverse("evaluation_reports:index"),
                "report": f"{reverse('wagtailadmin_home')}rapporten/bereik/participants/",
            },
        )


def same_days(day: date) -> tuple[Period, Period]:
    """This year until `day`, and last year until the same day (28 February for 29)."""
    try:
        before = day.replace(year=day.year - 1)
    except ValueError:
        before = day.replace(year=day.year - 1, day=28)
    return _year_until(day), _year_until(before)


def _year_until(day: date) -> Period:
    return Period(since=day.replace(month=1, day=1), until=day)


# --- The table ------------------------------------------------------------------------------


@dataclass(frozen=True)
class TotalRow:
    label: str
    this_year: int
    last_year: int


def total_rows(this_year: Reach, last_year: Reach) -> list[TotalRow]:
    """How much was held, and for how many people; what is not over apart as well, where there is
    some: elsewhere it does not count yet."""
    running = (this_year.still_running, last_year.still_running)
    rows = [
        TotalRow(gettext("Bijeenkomsten"), this_year.meetings, last_year.meetings),
        TotalRow(
            gettext("Deelnames, ook van wat nog loopt"),
            this_year.participations,
            last_year.participations,
        ),
        TotalRow(gettext("Verschillende mensen"), this_year.participants, last_year.participants),
    ]
    if any(running):
        rows.insert(
            2,
            TotalRow(gettext("Waarvan nu nog loopt (telt nog niet in het jaarverslag)"), *running),
        )
    return rows


@dataclass(frozen=True)
class Bar:
    """How many people, and how many of a hundred participants; None is not shown on its own."""

    number: int | None
    share: int


@dataclass(frozen=True)
class BackgroundRow:
    label: str
    this_year: Bar
    last_year: Bar


def background_rows(this_year: Reach, last_year: Reach) -> list[BackgroundRow]:
    """Each background, and at the end those that are counted together, if there are."""
    years = (this_year, last_year)
    rows = [
        BackgroundRow(
            str(one.label), *(_bar(year, year.backgrounds.numbers[one.value]) for year in years)
        )
        for one in Background
    ]
    together = [year.backgrounds.together for year in years]
    if together != [None, None]:
        last = (_bar(year, number or 0) for year, number in zip(years, together, strict=True))
        rows.append(BackgroundRow(gettext("Samen geteld"), *last))
    return rows


def _bar(reach: Reach, number: int | None) -> Bar:
    return Bar(number, _share(number or 0, reach.participants))


def _share(number: int, total: int) -> int:
    return round(100 * number / total) if total else 0


# --- Goals ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Goal:
    """What a training wanted to reach, and what it reached."""

    training: str
    reached: int
    goal: int

    @property
    def share(self) -> int:
        """How much of the goal is reached, of a hundred; more than all counts as all."""
        return min(100, _share(self.reached, self.goal))


def goals(ctx: PanelContext, year: Period) -> list[Goal]:
    """The trainings that have a goal, in order of the alphabet."""
    found = {training: goal_in(settings) for training, settings in ctx.settings.items()}
    wanted = {training: goal for training, goal in found.items() if goal is not None}
    if not wanted:
        return []
    reached = queries.people_by_training(wanted, year)
    return [
        Goal(title, reached.get(training, 0), wanted[training])
        for training, title in queries.titles(wanted).items()
    ]
