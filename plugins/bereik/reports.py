"""The tables under "Rapporten"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.people.enums import Background
from courses.plugin_api.api import Cell, Column, Report, ReportFilters, Row
from plugins.bereik import queries
from plugins.bereik.privacy import ERASED, RULE, protect
from plugins.bereik.queries import Month, Period, Quarter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


NOT_TIMES = _(
    "Bij “Evaluaties” en in het jaarverslag staan deelnames: daar telt wie twee keer meedeed, "
    "twee keer."
)
"""Why another page has a higher number."""


class Participants(Report):
    """Who was reached, by training and quarter."""

    name = "participants"
    title = _("Bereik: mensen")
    description = format_lazy(
        "{} {} {} {} {}",
        _(
            "Per training en kwartaal. Bijeenkomsten zijn in het kwartaal gehouden. Deze mensen "
            "deden mee aan een uitvoering die in het kwartaal begon en doorging. Iedereen "
            "telt in een rij één keer, ook in de rij “Alles samen” onderaan. Van een partner: "
            "mensen die bij een partnerorganisatie horen. Afgerond: mensen die de training tot nu "
            "toe afrondden. Wat anderen opgaven, telt hier niet mee."
        ),
        NOT_TIMES,
        RULE,
        _("Valt een kwartaal deels buiten je periode? Dan tellen we alle achtergronden samen."),
        ERASED,
    )
    columns = (
        Column(_("Training")),
        Column(_("Kwartaal")),
        Column(_("Bijeenkomsten"), is_number=True),
        Column(_("Verschillende mensen"), is_number=True),
        *(Column(background.label, is_number=True) for background in Background),
        Column(_("Samen geteld"), is_number=True),
        Column(_("Van een partner"), is_number=True),
        Column(_("Partners"), is_number=True),
        Column(_("Afgerond"), is_number=True),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        period = Period(filters.since, filters.until)
        found = queries.quarters(filters.training_ids, period)
        rows = [_quarter_row(quarter, period) for quarter in found]
        yield from rows
        if len(rows) > 1:
            all_shown = not any(gettext("niet apart") in row for row in rows)
            yield _total_row(filters.training_ids, period, all_shown=all_shown)


def _total_row(training_ids: Collection[int], period: Period, *, all_shown: bool) -> Row:
    """Everybody once, whichever training it was.

    Backgrounds only where every row shows them: else the total minus the rows would tell what a
    row does not show. How many came from a partner or finished is not the sum of the rows, since
    one person can be in more than one.
    """
    reached, _same = queries.reach(training_ids, period, period)
    shown = protect(reached.counts, whole=all_shown)
    backgrounds: list[Cell] = [
        gettext("niet apart") if number is None else number for number in shown.numbers.values()
    ]
    totals: list[Cell] = [gettext("Alles samen"), "", reached.meetings, reached.participants]
    return (*totals, *backgrounds, shown.together, None, None, None)


def _quarter_row(quarter: Quarter, period: Period) -> Row:
    whole = period.has_all_of(quarter.first, quarter.last)
    shown = protect(quarter.counts, whole=whole)
    backgrounds: list[Cell] = [
        gettext("niet apart") if number is None else number for number in shown.numbers.values()
    ]
    return (
        quarter.title,
        gettext("%(year)d, kwartaal %(number)d")
        % {"year": quarter.first.year, "number": quarter.number},
        quarter.meetings,
        quarter.participants,
        *backgrounds,
        shown.together,
        quarter.from_partner,
        quarter.partners,
        quarter.completed,
    )


class Growth(Report):
    """Whether more people are reached, by month."""

    name = "growth"
    title = _("Bereik: groei")
    description = _(
        "Per maand, voor de gekozen trainingen samen. Deze mensen deden mee aan een uitvoering die "
        "in die maand begon en doorging. Nieuw: zij deden voor het eerst mee. Opnieuw: zij "
        "deden al eerder mee. Tot nu toe bereikt: alle verschillende mensen tot en met die maand, "
        "ook die van voor je periode."
    )
    columns = (
        Column(_("Maand")),
        Column(_("Verschillende mensen"), is_number=True),
        Column(_("Nieuw"), is_number=True),
        Column(_("Opnieuw"), is_number=True),
        Column(_("Tot nu toe bereikt"), is_number=True),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        period = Period(filters.since, filters.until)
        for month in queries.months(filters.training_ids, period):
            yield _month_row(month)


def _month_row(month: Month) -> Row:
    return (
        date_format(month.first, "F Y"),
        month.new + month.returning,
        month.new,
        month.returning,
        month.so_far,
    )


class Reported(Report):
    """What others reported of editions before the academy kept its own lists."""

    name = "reported"
    title = _("Bereik: volgens opgave")
    description = _(
        "Uitvoeringen van vroeger, zoals anderen ze opgaven. De academie heeft deze deelnemers "
        "niet zelf geteld. Tel ze niet op bij de andere cijfers: iemand kan in allebei staan."
    )
    columns = (
        Column(_("Training")),
        Column(_("Dag")),
        Column(_("Deelnemers volgens opgave"), is_number=True),
        Column(_("Bron")),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        known = queries.as_reported(filters.training_ids, Period(filters.since, filters.until))
        for one in known.select_related("edition__training").order_by("edition__starts_at", "pk"):
            day = formats.day(one.edition.starts_at)
            yield (one.edition.training.title, day, one.participants, one.source)
