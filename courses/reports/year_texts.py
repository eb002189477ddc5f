"""What staff wrote for a year report, and what a page shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.common.edit_conflicts import fact
from courses.reports.models import ReportText, YearReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.common.edit_conflicts import Facts
    from courses.reports.enums import ReportPart
    from courses.reports.models import Target


def report_of(year: int) -> YearReport:
    """The report of a year; an unsaved draft where nobody wrote anything yet."""
    return YearReport.objects.filter(year=year).first() or YearReport(year=year)


def texts_of(report: YearReport) -> dict[str, str]:
    """What was written, by part."""
    if report.pk is None:
        return {}
    return dict(report.texts.values_list("part", "text"))


def text_of(report: YearReport, part: ReportPart) -> str:
    """What was written in one part; "" for nothing."""
    if report.pk is None:
        return ""
    found = ReportText.objects.filter(report=report, part=part).first()
    return found.text if found is not None else ""


def text_facts(part: ReportPart, text: str) -> Facts:
    """What a page shows of a part, to see whether somebody else changed it since."""
    return {"text": fact(part.label, text)}


def target_facts(targets: Mapping[str, Target]) -> Facts:
    """What a page shows of the targets of a year."""
    return {
        kind: fact(
            one.get_kind_display(),
            [one.fewest_held, one.most_held, one.fewest_people, one.most_people],
            gettext("%(held)s; deelnames: %(people)s")
            % {
                "held": _between(one.fewest_held, one.most_held),
                "people": _between(one.fewest_people, one.most_people),
            },
        )
        for kind, one in targets.items()
    }


def _between(fewest: int | None, most: int | None) -> str:
    return f"{'' if fewest is None else fewest}–{'' if most is None else most}"
