"""What the learning record adds to a person's page in the administration: for coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.people import person_page
from courses.people.queries import is_coordinator
from courses.records import queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.people.models import User
    from courses.records.models import TrainingElsewhere


@person_page.provide_actions
def learning_record(person: User, viewer: User) -> Iterable[person_page.Action]:
    """The record as a PDF, for who asks by telephone. It tells of all editions."""
    if is_coordinator(viewer):
        url = reverse("person_learning_record", args=[person.pk])
        yield person_page.Action(_("Leeroverzicht (pdf)"), url)


@person_page.provide_sections
def elsewhere(person: User, viewer: User) -> Iterable[person_page.Section[TrainingElsewhere]]:
    """What somebody followed elsewhere."""
    if not is_coordinator(viewer):
        return
    yield person_page.Section(
        _("Elders gevolgd, niet gecontroleerd"),
        queries.ELSEWHERE.run(person=person.pk),
        _row,
        _("Niets van elders."),
    )


def _row(one: TrainingElsewhere) -> person_page.Row:
    return person_page.Row(
        text=one.title,
        when=formats.day(one.added_at),
        state=gettext("gezien") if one.seen_at else gettext("nog niet gezien"),
        url=reverse("elsewhere_admin", args=[one.pk]),
    )
