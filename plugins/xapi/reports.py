"""How far people are in courses of cmi5."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.enrolment.queries import participants_for_staff
from courses.people.models import User
from courses.plugin_api.api import Audience, Column, Report, ReportFilters, Row
from plugins.xapi.cmi5 import overview, placing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.xapi.cmi5.overview import Progress


class Results(Report):
    """Each participant and each course in the lessons: what was opened, done and passed."""

    name = "results"
    title = _("Cursussen (cmi5)")
    description = _(
        "Elke deelnemer met elke cmi5-cursus in de lessen van de gekozen trainingen. Het gaat over "
        "de laatste poging. Een trainer ziet de eigen uitvoeringen. De periode gaat over de dag "
        "waarop iemand er het laatst mee bezig was."
    )
    audience = Audience.TRAINER
    columns: ClassVar[Sequence[Column]] = (
        Column(_("Deelnemer")),
        Column(_("Uitvoering")),
        Column(_("Cursus")),
        Column(_("Geopend op")),
        Column(_("Onderdelen"), is_number=True),
        Column(_("Afgerond"), is_number=True),
        Column(_("Gehaald"), is_number=True),
        Column(_("Vrijstelling"), is_number=True),
        Column(_("Klaar")),
        Column(_("Score (%)"), is_number=True),
        Column(_("Minuten"), is_number=True),
        Column(_("Poging"), is_number=True),
        Column(_("Laatst bezig op")),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        user = User.objects.filter(pk=filters.person_id).first()
        if user is None:
            return
        for training_id in sorted(filters.training_ids):
            for one in _progress_in(training_id, user):
                last = clock.local_day(one.times.last) if one.times.last else None
                if filters.covers(last):
                    yield _row(one)


def _progress_in(training_id: int, user: User) -> list[Progress]:
    every = placing.placed_in(training_id)
    return overview.progress_of(participants_for_staff(user, training_id), every) if every else []


def _row(one: Progress) -> Row:
    units = one.standing.units
    times = one.times
    return (
        one.enrolment.person.name_in_list,
        str(one.enrolment.edition),
        one.title,
        clock.local_day(times.first) if times.first else None,
        len(units),
        sum(unit.completed for unit in units),
        sum(unit.passed for unit in units),
        sum(unit.waived for unit in units),
        _("ja") if one.registration and one.standing.is_satisfied else _("nee"),
        one.standing.percent,
        round(times.spent.total_seconds() / 60) if one.registration else None,
        one.registration.attempt if one.registration else None,
        clock.local_day(times.last) if times.last else None,
    )
