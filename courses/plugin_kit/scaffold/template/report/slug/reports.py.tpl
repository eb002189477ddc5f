"""A table under "Rapporten", with filters and exports by the academy."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import Column, Report, ReportFilters, Row


class EnrolmentsPerTraining(Report):
    """How many people enrolled, left and completed, by training."""

    name = "enrolments"
    title = _("Inschrijvingen per training")
    description = _(
        "Alle inschrijvingen van de gekozen trainingen, op de dag dat iemand zich inschreef. "
        "Afgemeld en afgerond zijn delen daarvan, zoals het nu is."
    )
    columns = (
        Column(_("Training")),
        Column(_("Inschrijvingen"), is_number=True),
        Column(_("Afgemeld"), is_number=True),
        Column(_("Afgerond"), is_number=True),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        found = Enrolment.objects.filter(edition__training__in=filters.training_ids)
        if filters.since:
            found = found.filter(enrolled_at__date__gte=filters.since)
        if filters.until:
            found = found.filter(enrolled_at__date__lte=filters.until)
        counted = found.values("edition__training__title").annotate(
            number=Count("pk"),
            left=Count("pk", filter=Q(status=EnrolmentStatus.WITHDRAWN)),
            completed=Count("pk", filter=Q(status=EnrolmentStatus.COMPLETED)),
        )
        for row in counted.order_by("edition__training__title"):
            yield row["edition__training__title"], row["number"], row["left"], row["completed"]
