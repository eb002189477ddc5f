"""Everything that changes an edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, dates
from courses.common.errors import Refusal
from courses.editions import queries
from courses.editions.enums import TRANSITIONS, EditionStatus, Place
from courses.editions.models import Edition, Session
from courses.plugin_api.events import EditionApproaching, EditionChanged, publish

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from courses.catalogue.models import TrainingPage
    from courses.common.edit_conflicts import FormSnapshot
    from courses.people.models import User

APPROACHING_DAYS = 7
"""From how many days before its first session an edition is approaching."""

APPROACHING_FROM = 8
"""The hour of the day, on the academy's clock, from which that is told."""


@dataclass(frozen=True)
class Meeting:
    """When a session is, and what about."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""


@transaction.atomic
def plan_edition(  # noqa: PLR0913 - all that is known of an edition, by name
    *,
    training: TrainingPage,
    meetings: Sequence[Meeting],
    capacity: int,
    actor: User | None,
    trainers: Sequence[User] = (),
    place: Place = Place.VENUE,
    venue: str = "",
    address: str = "",
    online_link: str = "",
    enrol_until: datetime | None = None,
    note: str = "",
    publish: bool = False,
    although_begun: bool = False,
) -> Edition:
    """Make an edition with its sessions; a draft unless `publish`.

    Raises:
        Refusal: there is no session, or a session ends before it begins; it cannot be published
            (see `publish_edition`).
    """
    edition = Edition(
        training=training,
        capacity=capacity,
        place=place,
        venue=venue,
        address=address,
        online_link=online_link,
        enrol_until=enrol_until,
        note=note,
        created_at=clock.now(),
    )
    edition.sessions = [
        Session(starts_at=one.starts_at, ends_at=one.ends_at, title=one.title) for one in meetings
    ]
    edition.trainers = list(trainers)
    save_edition(edition=edition, actor=actor, new=True)
    if publish:
        published = publish_edition(edition=edition, actor=actor, although_begun=although_begun)
        edition.status = published.status
    return edition


@transaction.atomic
def copy_edition(*, edition: Edition, actor: User | None) -> Edition:
    """A draft like this edition, a whole number of weeks later, with the first session to come.

    The training is the same, so the same plugins are on with the same settings. Who is enrolled,
    the moment until which one can enrol, and the note about figures belong to the edition that
    is copied.

    Raises:
        Refusal: the edition has no sessions.
    """
    sessions = list(edition.sessions.all())
    if not sessions:
        raise Refusal(_("Plan ten minste één bijeenkomst."), field="sessions")
    weeks = _weeks_on([moment for one in sessions for moment in (one.starts_at, one.ends_at)])
    return plan_edition(
        training=edition.training,
        meetings=[
            Meeting(_weeks_later(one.starts_at, weeks), _weeks_later(one.ends_at, weeks), one.title)
            for one in sessions
        ],
        capacity=edition.capacity,
        actor=actor,
        trainers=list(edition.trainers.all()),
        place=Place(edition.place),
        venue=edition.venue,
        address=edition.address,
        online_link=edition.online_link,
    )


def _weeks_on(moments: Sequence[datetime]) -> int:
    """After how many weeks the first of these is to come, by the clock on the wall.

    A week in which the clock skips one of them, or has it twice, is passed over.
    """
    now, first = (clock.local(one).replace(tzinfo=None) for one in (clock.now(), min(moments)))
    weeks = max(1, (now - first) // timedelta(weeks=1) + 1)
    while True:
        try:
            for moment in moments:
                _weeks_later(moment, weeks)
        except dates.Unreadable:
            weeks += 1
        else:
            return weeks


def _weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same time of day on the clock of the academy, also when summer time comes between.

    Raises:
        dates.Unreadable: the clock does not have that time then, or has it twice.
    """
    return dates.aware(clock.local(moment).replace(tzinfo=None) + timedelta(weeks=weeks))


@transaction.atomic
def save_edition(
    *, edition: Edition, actor: User | None, new: bool = False, snapshot: FormSnapshot | None = None
) -> Edition:
    """Store an edition with its sessions and bring what follows from them up to date.

    `snapshot` is what the page showed on which it was changed.

    Raises:
        Conflict: somebody else has changed since what this would change back.
        Refusal: no session; a session that ends before it begins; a session that goes while its
            attendance is marked; fewer seats than are taken; another training than people are
            enrolled for.
    """
    sessions = sorted(edition.sessions.all(), key=lambda session: session.starts_at)
    if not sessions:
        raise Refusal(_("Plan ten minste één bijeenkomst."), field="sessions")
    for session in sessions:
        if session.ends_at <= session.starts_at:
            raise Refusal(_("Een bijeenkomst eindigt na het begin."), field="sessions")
    edition.starts_at = sessions[0].starts_at
    edition.ends_at = max(session.ends_at for session in sessions)
    change = _bring_up_to_date(edition, snapshot) if edition.pk else None
    if edition.capacity < edition.seats_taken:
        raise Refusal(
            _("Er zijn al %(taken)d plaatsen bezet. Kies ten minste dat aantal.")
            % {"taken": edition.seats_taken},
            field="capacity",
        )
    try:
        with transaction.atomic():
            edition.save()
    except ProtectedError as error:
        raise Refusal(
            _(
                "Van een bijeenkomst die je weghaalt, is de presentie al ingevuld. "
                "Laat die bijeenkomst staan."
            ),
            field="sessions",
        ) from error
    audit.record(edition, "edition.plan" if new else "edition.change", actor=actor)
    if change is not None:
        publish(change)
    return edition


def _bring_up_to_date(edition: Edition, snapshot: FormSnapshot | None) -> EditionChanged | None:
    """Lock what is stored of an edition, and say what changes in it.

    What only services write is taken from the stored row.
    """
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    if snapshot is not None:
        snapshot.refuse_if_stale(
            stored=queries.edition_facts(current), wanted=queries.edition_facts(edition)
        )
    if edition.training_id != current.training_id and current.seats_taken:
        raise Refusal(
            _("Er zijn al mensen ingeschreven voor deze training. Maak een nieuwe uitvoering."),
            field="training",
        )
    edition.seats_taken = current.seats_taken
    edition.status = current.status
    edition.calendar_version = current.calendar_version
    if _moved(current, edition):
        edition.calendar_version += 1
    return _change(current, edition)


@transaction.atomic
def publish_edition(
    *, edition: Edition, actor: User | None, although_begun: bool = False
) -> Edition:
    """Open an edition for enrolment.

    One that has begun, or has been held, only when it is said so (`although_begun`): for its
    attendance and certificates. Nobody can enrol in it on the site; staff can enrol people.

    Raises:
        Refusal: it is called off, its training is not public yet, or it has begun.
    """
    locked = _locked(edition)
    if locked.status == EditionStatus.OPEN:
        return locked
    if not locked.training.live:
        raise Refusal(_("Publiceer eerst de training. Daarna kan de uitvoering erbij."))
    if locked.has_begun and not although_begun:
        raise Refusal(
            _(
                "Deze uitvoering is al geweest of al begonnen. Kies een andere datum, of zet een "
                "vinkje als je haar toch wilt publiceren."
            ),
            field="although_begun",
        )
    return _move(locked, EditionStatus.OPEN, actor=actor, action="edition.publish")


@transaction.atomic
def hand_over_editions(*, people: Collection[int], successor: User, actor: User | None) -> int:
    """Make somebody the trainer of the editions to come that only these people give; how many."""
    editions = list(queries.given_only_by(people))
    for edition in editions:
        locked = _locked(edition)
        locked.trainers.add(successor)
        locked.save()
        audit.record(locked, "edition.change", actor=actor)
    return len(editions)


@transaction.atomic
def cancel_edition(*, edition: Edition, actor: User | None) -> Edition:
    """Call an edition off. Who is enrolled is told by the enrolment part.

    Raises:
        Refusal: it has been held already.
    """
    locked = _locked(edition)
    if locked.status == EditionStatus.CANCELLED:
        return locked
    if locked.is_past:
        raise Refusal(_("Deze uitvoering is al geweest. Je kunt haar niet meer annuleren."))
    return _move(locked, EditionStatus.CANCELLED, actor=actor, action="edition.cancel")


def announce_approaching() -> int:
    """Publish for each edition that begins within a week how many days are left; how many.

    Not before eight in the morning: what follows may be a mail. Harmless to repeat: the event of
    an edition and a day has one id.
    """
    if clock.local(clock.now()).hour < APPROACHING_FROM:
        return 0
    today = clock.today()
    events = []
    for edition in queries.approaching(days=APPROACHING_DAYS):
        begins = clock.local_day(edition.starts_at)  # type: ignore[arg-type]
        days = (begins - today).days
        if days > 0:
            events.append(
                EditionApproaching(
                    id=f"approaching-{edition.pk}-{begins.isoformat()}-{days}",
                    training_id=edition.training_id,
                    edition_id=edition.pk,
                    days=days,
                )
            )
    with transaction.atomic():
        publish(*events)
    return len(events)


def _change(before: Edition, after: Edition) -> EditionChanged | None:
    """What is different for those who are in it; None when that is nothing, or comes too late."""
    if after.status != EditionStatus.OPEN or after.is_past:
        return None
    change = EditionChanged(
        training_id=after.training_id,
        edition_id=after.pk,
        moved=_moved(before, after),
        new_link=after.is_online and before.online_link != after.online_link,
        more_room=after.capacity > before.capacity or before.closes_at != after.closes_at,
    )
    return change if change.moved or change.new_link or change.more_room else None


def _moved(before: Edition, after: Edition) -> bool:
    return _times(before) != _times(after) or _where(before) != _where(after)


def _times(edition: Edition) -> list[tuple[datetime, datetime]]:
    """To the minute, as people read them."""
    return sorted(
        (
            session.starts_at.replace(second=0, microsecond=0),
            session.ends_at.replace(second=0, microsecond=0),
        )
        for session in edition.sessions.all()
    )


def _where(edition: Edition) -> tuple[str, ...]:
    """The place as people know it; an online edition's address is shown nowhere."""
    if edition.is_online:
        return (edition.place,)
    return (edition.place, edition.venue, edition.address)


def _locked(edition: Edition) -> Edition:
    return (
        Edition.objects.select_for_update(of=("self",))
        .select_related("training")
        .get(pk=edition.pk)
    )


def _move(edition: Edition, status: EditionStatus, *, actor: User | None, action: str) -> Edition:
    if status not in TRANSITIONS[EditionStatus(edition.status)]:
        raise Refusal(_("Dat kan niet bij een uitvoering met deze status."))
    edition.status = status
    edition.calendar_version += 1
    edition.save(update_fields=["status", "calendar_version"])
    audit.record(edition, action, actor=actor)
    return edition
