"""Everything that changes a year report: what is aimed at, the texts, and when it is final."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.reports.enums import ReportPart, ReportStatus
from courses.reports.keeping import kept
from courses.reports.models import FIRST_YEAR, LAST_YEAR, MOST_CHARACTERS, ReportText, YearReport
from courses.reports.protected import tells_no_more
from courses.reports.year_figures import YearFigures, figures_now, published_figures, targets_of
from courses.reports.year_texts import target_facts, text_facts, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.common.edit_conflicts import FormSnapshot
    from courses.people.models import User

AIMS = ("fewest_held", "most_held", "fewest_people", "most_people")
"""What one fills in of a target."""


@transaction.atomic
def save_text(
    *,
    year: int,
    part: ReportPart,
    text: str,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
) -> YearReport:
    """Write what stands in one part of the report on a year; an empty text takes it out.

    `snapshot` is what the page showed on which it was typed.

    Raises:
        Conflict: somebody else has changed it meanwhile.
        Refusal: the report is final, or the text is too long.
    """
    report = _lock(year)
    _refuse_final(report)
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().splitlines())
    stored = text_of(report, part)
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=text_facts(part, stored), wanted=text_facts(part, text))
    if len(text) > MOST_CHARACTERS:
        raise Refusal(
            gettext("Houd het korter: ten hoogste %(most)d tekens.") % {"most": MOST_CHARACTERS},
            field="text",
        )
    if text == stored:
        return report
    if text:
        ReportText.objects.update_or_create(report=report, part=part, defaults={"text": text})
    else:
        ReportText.objects.filter(report=report, part=part).delete()
    audit.record(report, "reports.text", actor=actor, part=str(part))
    return report


@transaction.atomic
def save_targets(
    *,
    year: int,
    aims: Mapping[str, Mapping[str, int | None]],
    actor: User | None,
    snapshot: FormSnapshot | None = None,
) -> YearReport:
    """Say what is aimed at in a year: for each kind of meeting a number, or None, for each of
    `AIMS`. Without any number there is no target.

    Raises:
        Conflict: somebody else has changed it meanwhile.
        Refusal: the report is final, or a number "at least" is above the one "at most".
    """
    report = _lock(year)
    _refuse_final(report)
    stored, wanted = targets_of(year), targets_of(year)
    for kind in EventKind.values:
        for name in AIMS:
            setattr(wanted[kind], name, aims.get(kind, {}).get(name))
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=target_facts(stored), wanted=target_facts(wanted))
    for kind, one in wanted.items():
        for fewest, most in (("fewest_held", "most_held"), ("fewest_people", "most_people")):
            low, high = getattr(one, fewest), getattr(one, most)
            if low is not None and high is not None and low > high:
                raise Refusal(
                    _("Dit is minder dan wat er bij “ten minste” staat."), field=f"{kind}-{most}"
                )
        if any(getattr(one, name) is not None for name in AIMS):
            one.save()
        elif one.pk:
            one.delete()
    if target_facts(stored) != target_facts(wanted):
        audit.record(report, "reports.targets", actor=actor)
    return report


@transaction.atomic
def finalise(*, year: int, actor: User | None) -> YearReport:
    """Keep the figures of a year as they are, for good: what is corrected afterwards does not
    change the report. Harmless when it is final already.

    Where it was published before, as what people took part stays as it was last, unless the new
    numbers beside any that were published tell nothing of fewer people than may be shown.

    Raises:
        Refusal: the year is not over.
    """
    report = _lock(year)
    if report.is_final:
        return report
    if clock.today().year <= year:
        raise Refusal(_("Het jaar is nog niet voorbij. Vaststellen kan vanaf 1 januari."))
    figures = figures_now(year)
    if report.figures is not None:
        figures = _telling_no_more(figures, published_figures(report))
    report.figures = kept(figures)
    report.status, report.finalised_at = ReportStatus.FINAL, clock.now()
    report.save()
    audit.record(report, "reports.finalised", actor=actor)
    return report


@transaction.atomic
def reopen(*, year: int, actor: User | None) -> YearReport:
    """Make a draft of a final report, to correct it. What was published stays known.

    Raises:
        Refusal: it is a draft.
    """
    report = _lock(year)
    if not report.is_final:
        raise Refusal(_("Dit jaarverslag is nog een concept."))
    report.status, report.finalised_at = ReportStatus.DRAFT, None
    report.save(update_fields=["status", "finalised_at"])
    audit.record(report, "reports.reopened", actor=actor)
    return report


def _telling_no_more(figures: YearFigures, before: YearFigures) -> YearFigures:
    # With each that went out: what differs by five from the last may differ by one from the first.
    published = dict.fromkeys((*before.backgrounds_published, before.backgrounds))
    if all(tells_no_more(figures.backgrounds, one) for one in published):
        published.pop(figures.backgrounds, None)
        return replace(figures, backgrounds_published=(*published,))
    return replace(
        figures,
        backgrounds=before.backgrounds,
        backgrounds_published=before.backgrounds_published,
        background_day=before.background_day or clock.local_day(before.as_of),
    )


def _lock(year: int) -> YearReport:
    """The report of a year, made if there is none; nobody else changes it meanwhile."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(_("Van dit jaar is er geen verslag."))
    YearReport.objects.get_or_create(year=year)
    return YearReport.objects.select_for_update().get(year=year)


def _refuse_final(report: YearReport) -> None:
    if report.is_final:
        raise Refusal(
            _("Dit jaarverslag is vastgesteld. Open het eerst weer, als er iets niet klopt.")
        )
