"""What editions of the past add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.editions.queries import reported_participations
from courses.people import person_page
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.people.models import User


@person_page.provide_sections
def reported(person: User, viewer: User) -> Iterable[person_page.Section]:
    """In which editions somebody took part as others reported; nothing when there are none."""
    rows = [
        person_page.Row(
            text=str(one.edition.training.title),
            when=formats.day(one.edition.starts_at),
            state=gettext("volgens opgave"),
            url=_url(one.edition_id, viewer),
        )
        for one in reported_participations(person, viewer=viewer)
    ]
    if rows:
        yield person_page.Section(_("Eerder, volgens opgave"), rows)


def _url(edition: int, viewer: User) -> str:
    return reverse("edition_reported_people", args=[edition]) if is_coordinator(viewer) else ""
