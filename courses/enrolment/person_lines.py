"""What enrolments add to a person's page in the administration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, F, Q
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.editions.queries import ForStaff, editions_for_staff
from courses.enrolment import queries
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.providers import page_of_missing
from courses.notices.queries import notes_of
from courses.people import person_page, timeline
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.people.models import User


@person_page.provide_reach
def participants_of(viewer: User) -> Q:
    """Who is or was in an edition that somebody gives."""
    enrolments = Enrolment.objects.filter(edition__in=editions_for_staff(viewer).values("pk"))
    return Q(pk__in=enrolments.values("person"))


@person_page.provide_sections
def enrolments(person: User, viewer: User) -> Iterable[person_page.Section[Enrolment]]:
    """The trainings of somebody with the state of each: of a trainer only the own editions."""
    found = _SEEN.run(viewer, person=person.pk)
    may_move = viewer.has_perm("enrolment.change_enrolment")
    placed = {
        one.edition.training_id: one
        for one in found
        if one.status in ACTIVE and not one.edition.is_past
    }

    noted = notes_of(person, viewer=viewer)
    together = queries.names_of_companions(found)

    def row(one: Enrolment) -> person_page.Row:
        row = _row(one, person, placed.get(one.edition.training_id), may_move=may_move)
        notes = [call.note for call in noted.get(one.edition_id, ())]
        return replace(row, state=_with(together.get(one.pk, ""), row.state, one), notes=notes)

    yield person_page.Section(_("Trainingen"), found, row, _("Nog geen inschrijvingen."))


def _with(names: str, state: str, one: Enrolment) -> str:
    """The state with who hangs on it: who comes with this person, or waits with him or her."""
    if not names:
        return state
    words = (
        gettext("%(state)s, samen met %(names)s")
        if one.status == EnrolmentStatus.WAITING
        else gettext("%(state)s, komt samen met %(names)s")
    )
    return words % {"state": state, "names": names}


def _row(
    one: Enrolment, person: User, placed: Enrolment | None, *, may_move: bool
) -> person_page.Row:
    return person_page.Row(
        actions=list(_actions(one, person, placed)) if may_move else (),
        text=one.training,  # type: ignore[attr-defined]
        when=formats.day(one.edition.starts_at),
        state=str(one.state.label),
        url=reverse("edition_enrolments", args=[one.edition_id]),
    )


def _actions(
    one: Enrolment, person: User, placed: Enrolment | None
) -> Iterable[person_page.Action]:
    """Who rings wants another date, or cannot come."""
    back = f"?terug={reverse('person_page', args=[person.pk])}"
    edition = one.edition
    is_asked_for = edition.is_cancelled or not edition.is_past
    if is_asked_for and queries.may_go_elsewhere(one, placed=placed):
        url = reverse("edition_move_participant", args=[one.edition_id, one.pk])
        yield person_page.Action(_("Zet in een andere uitvoering"), url + back)
    if one.status in ACTIVE and not edition.is_past:
        missing = page_of_missing(one)
        if missing:
            yield person_page.Action(_("Kan één keer niet"), missing + back)
        waits = one.status == EnrolmentStatus.WAITING
        label = _("Haal van de wachtlijst") if waits else _("Meld af")
        url = reverse("edition_withdraw_participant", args=[one.edition_id, one.pk])
        yield person_page.Action(label, url + back)


@person_page.provide_actions
def enrol(person: User, viewer: User) -> Iterable[person_page.Action]:
    """Enrol somebody who calls."""
    may = is_coordinator(viewer) and viewer.has_perm("enrolment.change_enrolment")
    if may and person.is_active:
        url = reverse("enrol_by_telephone_edition", args=[person.pk])
        yield person_page.Action(_("Schrijf in"), url, is_main=True)


@timeline.provide
def what_happened(person: User, viewer: User, most: int | None) -> Iterable[timeline.Line]:
    """Every step of each enrolment, by whom."""
    seen = {
        pk: (training, reverse_lazy("edition_enrolments", args=[edition]))
        for pk, training, edition in _NAMED.run(viewer, person=person.pk)
    }
    return timeline.logged(Enrolment, seen, person=person, most=most)


_NAMED: ForStaff[tuple[int, str, int]] = ForStaff(
    lambda person: Enrolment.objects.filter(person=person).values_list(
        "pk", "edition__training__title", "edition"
    ),
    edition="edition",
    person=BigIntegerField(),
)

_SHOWN = ("status", "enrol_until", "starts_at", "ends_at", "training")
"""What is read of each edition, also to tell where an enrolment stands now: whole rows are long."""

_SEEN: ForStaff[Enrolment] = ForStaff(
    lambda person: (
        Enrolment.objects.filter(person=person)
        .select_related("edition")
        .only("status", "offer_expires_at", *(f"edition__{name}" for name in _SHOWN))
        .annotate(training=F("edition__training__title"))
        .order_by("-edition__starts_at", "-pk")
    ),
    edition="edition",
    person=BigIntegerField(),
)
