"""What must be so of editions and their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.common.invariants import Invariant, Violation, each, provide
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITION = _("uitvoering")
SAVE_AGAIN = _("Open de uitvoering in het beheer en bewaar haar opnieuw.")


def other_times_than_sessions() -> Iterator[Violation]:
    """Editions that begin or end at another moment than their sessions say."""
    times = Edition.objects.annotate(
        first=Min("sessions__starts_at"), last=Max("sessions__ends_at")
    )
    wrong = times.filter(
        Q(first__isnull=False) & ~Q(starts_at=F("first"), ends_at=F("last"))
        | Q(first__isnull=False, starts_at__isnull=True)
        | Q(first__isnull=False, ends_at__isnull=True)
        | Q(first__isnull=True, starts_at__isnull=False)
    )
    rows = wrong.order_by("pk").values_list("pk", flat=True)
    return each(rows, EDITION, _("begint of eindigt op een ander moment dan haar bijeenkomsten."))


def without_sessions() -> Iterator[Violation]:
    """Published editions without a session."""
    none = Edition.objects.annotate(number=Count("sessions")).filter(
        number=0, status=EditionStatus.OPEN
    )
    rows = none.order_by("pk").values_list("pk", flat=True)
    return each(rows, EDITION, _("is gepubliceerd en heeft geen bijeenkomst."))


def backward_sessions() -> Iterator[Violation]:
    """Sessions that end before they begin."""
    rows = Session.objects.filter(ends_at__lte=F("starts_at")).order_by("pk")
    return each(rows.values_list("pk", flat=True), _("bijeenkomst"), _("eindigt voor het begin."))


def names_that_were_not_reported() -> Iterator[Violation]:
    """Editions with more participants named than were reported, or of which none were."""
    named = Edition.objects.annotate(named=Count("reported_participants")).filter(named__gt=0)
    wrong = named.filter(
        ~Q(status=EditionStatus.REPORTED)
        | Q(reported__isnull=True)
        | Q(named__gt=F("reported__participants"))
    )
    rows = wrong.order_by("pk").values_list("pk", flat=True)
    return each(rows, EDITION, _("noemt meer deelnemers dan er zijn opgegeven."))


def halves_that_differ() -> Iterator[Violation]:
    """Hybrid editions of which the halves have other sessions, trainers or another training."""
    wrong = Edition.objects.filter(
        _has_more("pk", than="half_of")
        | _has_more("half_of", than="pk")
        | ~Q(training=F("half_of__training")),
        half_of__isnull=False,
    )
    # Of one that is called off the other goes its own way.
    off = Q(status=EditionStatus.CANCELLED) | Q(half_of__status=EditionStatus.CANCELLED)
    rows = wrong.exclude(off).order_by("pk").values_list("pk", flat=True)
    return each(
        rows,
        EDITION,
        _("heeft andere bijeenkomsten, trainers of een andere training dan haar andere helft."),
    )


def _has_more(half: str, *, than: str) -> Q:
    """Whether one half has a session or a trainer that the other has not."""
    other = OuterRef(OuterRef(than))
    trainers = Edition.trainers.through.objects
    same_session = Session.objects.filter(
        edition=other, starts_at=OuterRef("starts_at"), ends_at=OuterRef("ends_at")
    )
    same_trainer = trainers.filter(edition=other, user=OuterRef("user"))
    return Q(Exists(Session.objects.filter(~Exists(same_session), edition=OuterRef(half)))) | Q(
        Exists(trainers.filter(~Exists(same_trainer), edition=OuterRef(half)))
    )


def unknown_states() -> Iterator[Violation]:
    """Editions in a state that there is not."""
    rows = Edition.objects.exclude(status__in=EditionStatus.values).order_by("pk")
    return each(rows.values_list("pk", flat=True), EDITION, _("heeft een status die niet bestaat."))


provide(
    Invariant(
        "edition_times",
        _("Elke uitvoering begint en eindigt met haar bijeenkomsten"),
        SAVE_AGAIN,
        other_times_than_sessions,
    ),
    Invariant(
        "edition_sessions",
        _("Elke gepubliceerde uitvoering heeft een bijeenkomst"),
        _("Open de uitvoering in het beheer en plan een bijeenkomst, of kies “Gaat niet door”."),
        without_sessions,
    ),
    Invariant(
        "session_times", _("Elke bijeenkomst eindigt na het begin"), SAVE_AGAIN, backward_sessions
    ),
    Invariant(
        "reported_names",
        _("Een eerdere uitvoering noemt niet meer deelnemers dan er zijn opgegeven"),
        _("Open de cijfers volgens opgave in het beheer, en pas het aantal of de namen aan."),
        names_that_were_not_reported,
    ),
    Invariant(
        "edition_halves",
        _("De twee helften van een uitvoering op locatie en online zijn op dezelfde uren"),
        _("Open een van beide helften in het beheer en bewaar haar: de andere volgt."),
        halves_that_differ,
    ),
    Invariant(
        "edition_states",
        _("Elke uitvoering heeft een status die bestaat"),
        _("Hier is iets buiten de academie om veranderd. Zet een reservekopie terug."),
        unknown_states,
    ),
)
