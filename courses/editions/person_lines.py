"""What editions of the past add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.editions.queries import ForStaff, reported_participations
from courses.people import person_page
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courses.people.models import User

    _Reported = tuple[int, str, datetime | None]
    """An edition by key, title of its training, and beginning."""


@person_page.provide_sections
def reported(person: User, viewer: User) -> Iterable[person_page.Section[_Reported]]:
    """In which editions somebody took part as others reported; nothing when there are none."""

    def row(one: _Reported) -> person_page.Row:
        edition, training, starts_at = one
        return person_page.Row(
            text=training,
            when=formats.day(starts_at),
            state=gettext("volgens opgave"),
            url=_url(edition, viewer),
        )

    found = _REPORTED.run(viewer, person=person.pk)
    yield person_page.Section(_("Eerder, volgens opgave"), found, row)


_REPORTED: ForStaff[_Reported] = ForStaff(
    lambda person: reported_participations(person).values_list(
        "edition", "edition__training__title", "edition__starts_at"
    ),
    edition="edition",
    person=BigIntegerField(),
)


def _url(edition: int, viewer: User) -> str:
    return reverse("edition_reported_people", args=[edition]) if is_coordinator(viewer) else ""
