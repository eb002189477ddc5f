"""What must be so of enrolments, seats and the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Lag
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.common.invariants import Invariant, Violation, each, provide
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import ACTIVE, HOLDS_SEAT, TRANSITIONS, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.notice_kinds import kind_for
from courses.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITION, ENROLMENT = _("uitvoering"), _("inschrijving")
LATE = timedelta(hours=1)
"""How long the tick may let something wait that time has brought: it comes every few minutes."""
BY_HAND = _(
    "Hier is iets buiten de academie om veranderd. Kijk in het logboek van de inschrijving wat er "
    "is gebeurd, en zet de persoon in het beheer goed."
)
TICK = _("Kijk of `manage.py tick` elke paar minuten draait, en draai het nu een keer.")
MOVED = "enrolment.moved"
"""What the log says of who got a seat in another edition."""


def _counted() -> QuerySet[Edition]:
    held = Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT))
    erased = Coalesce("erased_participants__number", 0)
    # The type is lost where counts are added.
    return cast("QuerySet[Edition]", Edition.objects.annotate(held=held + erased))


def wrong_counts() -> Iterator[Violation]:
    """Editions that count more or fewer seats than people have."""
    wrong = _counted().exclude(held=F("seats_taken")).order_by("pk")
    for pk, held, taken in wrong.values_list("pk", "held", "seats_taken"):
        what = _now("telt %(taken)d bezette plaatsen, maar er zijn er %(held)d.")
        yield Violation(f"{EDITION} {pk}", what % {"taken": taken, "held": held})


def too_many() -> Iterator[Violation]:
    """Editions in which more people have a seat than there are seats."""
    wrong = _counted().filter(held__gt=F("capacity")).order_by("pk")
    for pk, held, capacity in wrong.values_list("pk", "held", "capacity"):
        what = _now("heeft %(capacity)d plaatsen, maar %(held)d mensen hebben er een.")
        yield Violation(f"{EDITION} {pk}", what % {"capacity": capacity, "held": held})


def unknown_states() -> Iterator[Violation]:
    """Enrolments in a state that there is not."""
    rows = Enrolment.objects.exclude(status__in=EnrolmentStatus.values).order_by("pk")
    return each(
        rows.values_list("pk", flat=True), ENROLMENT, _("heeft een status die niet bestaat.")
    )


def unlogged_states() -> Iterator[Violation]:
    """Enrolments that are not in the state that the log has last.

    Those of which nothing is logged any more are left out.
    """
    newest = _log().values("object_id").annotate(newest=Max("id")).values("newest")
    # By the key of the enrolment, and not of each enrolment by its log: that has no such index.
    status = Enrolment.objects.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    last = (
        _log()
        .filter(pk__in=newest)
        .annotate(status=Subquery(status.order_by().values("status")[:1]))
        .filter(status__isnull=False)
    )
    agrees = Q(action=MOVED, status=EnrolmentStatus.CONFIRMED)
    for one in EnrolmentStatus:
        agrees |= Q(action=f"enrolment.{one}", status=one)
    wanted = sorted(int(pk) for pk in last.exclude(agrees).values_list("object_id", flat=True))
    return each(wanted, ENROLMENT, _("heeft een andere status dan in het logboek staat."))


def impossible_moves() -> Iterator[Violation]:
    """Enrolments that went from one state to another to which no way leads."""
    before = Window(Lag("action"), partition_by=F("object_id"), order_by=F("id").asc())
    possible = Q(before__isnull=True) | Q(action=MOVED) | Q(before=F("action"))
    for status, following in TRANSITIONS.items():
        names = [f"enrolment.{one}" for one in following]
        possible |= Q(before=f"enrolment.{status}", action__in=names)
        if status == EnrolmentStatus.CONFIRMED:
            possible |= Q(before=MOVED, action__in=names)
    rows = _log().annotate(before=before).exclude(possible).values_list("object_id", flat=True)
    wanted = sorted({int(pk) for pk in rows})
    return each(wanted, ENROLMENT, _("ging van een status naar een andere waar geen weg heen is."))


def _log() -> QuerySet[ModelLogEntry]:
    """What the log says of the states of enrolments."""
    actions = [MOVED, *(f"enrolment.{status}" for status in EnrolmentStatus)]
    kind = ContentType.objects.get_for_model(Enrolment)
    entries: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(
        content_type=kind, action__in=actions
    ).order_by()
    return entries


def active_in_what_is_called_off() -> Iterator[Violation]:
    """Enrolments in which something is to come, in an edition that does not go on."""
    rows = Enrolment.objects.filter(
        status__in=ACTIVE, edition__status=EditionStatus.CANCELLED
    ).order_by("pk")
    return each(
        rows.values_list("pk", flat=True),
        ENROLMENT,
        _("loopt nog, maar de uitvoering gaat niet door."),
    )


def completed_before_it_began() -> Iterator[Violation]:
    """Enrolments that are completed, in an edition that is yet to begin."""
    done = (EnrolmentStatus.COMPLETED, EnrolmentStatus.NOT_COMPLETED)
    rows = Enrolment.objects.filter(status__in=done, edition__starts_at__gt=clock.now())
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        ENROLMENT,
        _("is afgerond, maar de uitvoering moet nog beginnen."),
    )


def lost_places_in_the_queue() -> Iterator[Violation]:
    """Who waits without a place in the queue, or since a moment that is yet to come."""
    waiting = Enrolment.objects.filter(status=EnrolmentStatus.WAITING)
    rows = waiting.filter(Q(queued_at__isnull=True) | Q(queued_at__gt=clock.now() + LATE))
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        ENROLMENT,
        _("wacht, maar heeft geen plek in de rij."),
    )


def waiting_for_nothing() -> Iterator[Violation]:
    """Who still waits though one can no longer enrol."""
    rows = Enrolment.objects.filter(
        _closed("edition__"), status=EnrolmentStatus.WAITING, edition__status=EditionStatus.OPEN
    )
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        ENROLMENT,
        _("wacht nog, maar de inschrijving is dicht."),
    )


def odd_deadlines() -> Iterator[Violation]:
    """Offers without a deadline, or with one after the edition closes; a deadline and no offer."""
    offered = Q(status=EnrolmentStatus.OFFERED)
    at, minute = F("offer_expires_at"), timedelta(minutes=1)
    wrong = (
        Q(offered, offer_expires_at__isnull=True)
        | Q(offered, edition__starts_at__lt=at - Value(minute))
        | Q(offered, edition__enrol_until__lt=at - Value(minute))
        | Q(~offered, offer_expires_at__isnull=False)
    )
    rows = Enrolment.objects.filter(wrong).order_by("pk").values_list("pk", flat=True)
    return each(rows, ENROLMENT, _("heeft een aanbod met een uiterste moment dat niet klopt."))


def overdue_offers() -> Iterator[Violation]:
    """Offers that ended a while ago and were passed on to nobody."""
    rows = Enrolment.objects.filter(
        status=EnrolmentStatus.OFFERED, offer_expires_at__lt=clock.now() - LATE
    )
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        ENROLMENT,
        _("heeft een aanbod dat al lang voorbij is."),
    )


def untold_offers() -> Iterator[Violation]:
    """Offers of which nothing was written to the person: a lost offer costs a seat."""
    told = Notice.objects.filter(
        person=OuterRef("person"),
        edition=OuterRef("edition"),
        kind=kind_for(EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING),
        created_at__gte=OuterRef("changed_at"),
    )
    rows = Enrolment.objects.filter(~Exists(told), status=EnrolmentStatus.OFFERED)
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        ENROLMENT,
        _("heeft een aanbod waarvan de persoon niets heeft gehoord."),
    )


def _closed(prefix: str) -> Q:
    """That one could no longer enrol a while ago."""
    before = clock.now() - LATE
    return Q(**{f"{prefix}starts_at__lt": before}) | Q(**{f"{prefix}enrol_until__lt": before})


COUNT_AGAIN = _(
    "Meld iemand af of schrijf iemand in: dan telt de academie opnieuw. Komt het terug? Dan is er "
    "iets buiten de academie om veranderd."
)

provide(
    Invariant(
        "seats_counted",
        _("Het aantal bezette plaatsen is dat van de mensen die er een hebben"),
        COUNT_AGAIN,
        wrong_counts,
    ),
    Invariant(
        "seats_enough",
        _("Er zijn nooit meer plaatsen bezet dan er zijn"),
        _("Geef de uitvoering meer plaatsen, of bel wie het laatst kwam."),
        too_many,
    ),
    Invariant(
        "enrolment_states",
        _("Elke inschrijving heeft een status die bestaat"),
        BY_HAND,
        unknown_states,
    ),
    Invariant(
        "enrolment_log",
        _("Elke inschrijving heeft de status die het logboek zegt"),
        BY_HAND,
        unlogged_states,
    ),
    Invariant(
        "enrolment_transitions",
        _("Elke inschrijving ging alleen wegen die er zijn"),
        BY_HAND,
        impossible_moves,
    ),
    Invariant(
        "enrolment_called_off",
        _("In een uitvoering die niet doorgaat loopt geen inschrijving meer"),
        _("Bel deze mensen en meld ze af in het beheer."),
        active_in_what_is_called_off,
    ),
    Invariant(
        "enrolment_completed",
        _("Niemand heeft afgerond wat nog moet beginnen"),
        BY_HAND,
        completed_before_it_began,
    ),
    Invariant(
        "queue_places",
        _("Wie wacht, heeft een plek in de rij"),
        _("Meld de persoon af en schrijf die opnieuw in. De plek in de rij is dan een andere."),
        lost_places_in_the_queue,
    ),
    Invariant(
        "queue_ended",
        _("Niemand wacht op een plaats die er niet meer komt"),
        TICK,
        waiting_for_nothing,
    ),
    Invariant(
        "offer_deadlines",
        _("Elk aanbod heeft een uiterste moment, niet na het sluiten van de inschrijving"),
        TICK,
        odd_deadlines,
    ),
    Invariant(
        "offers_told",
        _("Wie een aanbod heeft, krijgt er bericht van"),
        _("Bel deze mensen: zij weten niet dat er een plaats voor hen is."),
        untold_offers,
    ),
    Invariant("offers_ended", _("Elk aanbod dat voorbij is, is doorgegeven"), TICK, overdue_offers),
)
