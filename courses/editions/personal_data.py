"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.editions import services
from courses.editions.models import ReportedParticipant
from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class ReportedParticipations(PersonalData):
    """In which editions of the past somebody took part, as others reported, and the certificates
    of then that we keep.

    The database removes both along with the person. Other papers of those editions may have the
    name on them: staff are asked to look.
    """

    name = "reported_participations"
    label = _("Trainingen van vroeger, volgens opgave")

    def export(self, person_id: int) -> Json:
        named = (
            ReportedParticipant.objects.filter(person=person_id)
            .select_related("edition__training", "edition__reported")
            .prefetch_related("papers")
            .order_by("edition__starts_at", "pk")
        )
        return [
            {
                "training": one.edition.training.title,
                "dag": moment(one.edition.starts_at),
                "bron": one.edition.reported.source,
                "certificaten van toen": [paper.name for paper in one.papers.all()],
            }
            for one in named
        ] or None

    def erase(self, person_id: int) -> None:
        services.mark_papers_of_erased(person_id=person_id)
