"""What this part keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.notices import kinds
from courses.notices.models import Notice
from courses.notices.queries import notices
from courses.people import services
from courses.people.queries import moment
from courses.plugin_api.contributions.people import PersonalData

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class NoticesToPerson(PersonalData):
    """What somebody was told, how and when, and the calls about it.

    Erasing takes the name out of the audit log. The notices themselves go with the person.
    """

    name = "notices"
    label = _("Berichten die je kreeg")

    def export(self, person_id: int) -> Json:
        found = list(notices().filter(person=person_id).order_by("created_at", "pk"))
        told = zip(found, kinds.facts_in_words(found), strict=True)
        return [_shown(one, facts) for one, facts in told] or None

    def erase(self, person_id: int) -> None:
        own = Notice.objects.filter(person=person_id).values_list("pk", flat=True)
        services.forget_names(model=Notice, keys=own)


def _shown(notice: Notice, facts: dict[str, str]) -> dict[str, Json]:
    return {
        "bericht": kinds.title_of(notice.kind),
        "training": notice.edition.training.title if notice.edition else None,
        "gemaakt op": moment(notice.created_at),
        "hoe": str(notice.get_way_display()),
        "status": str(notice.get_state_display()),
        "klaar op": moment(notice.settled_at),
        "gegevens": {**facts} or None,
        "gebeld": [
            {
                "op": moment(one.at),
                "uitkomst": str(one.get_outcome_display()),
                "opmerking": one.note or None,
            }
            for one in notice.calls.all()
        ],
    }
