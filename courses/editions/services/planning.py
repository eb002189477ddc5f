"""Everything that changes an edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions import house_rules, queries
from courses.editions.enums import TRANSITIONS, EditionStatus, Language, Place
from courses.editions.house_rules import HouseRules
from courses.editions.models import Edition, Session
from courses.editions.plans import as_text, plan_of
from courses.editions.services.locations import location_called, publish_change
from courses.editions.services.locking import (
    lock_editions,
    lock_with_other_half,
    locked_edition,
)
from courses.plugin_api.events import (
    EditionApproaching,
    EditionCancelled,
    EditionConfirmed,
    EditionPublished,
    EditionReplanned,
    TrainerAssigned,
    TrainerRemoved,
    publish,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from courses.catalogue.models import TrainingPage
    from courses.common.edit_conflicts import FormSnapshot
    from courses.editions.models import Location
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
    location: Location | None = None
    room: str = ""
    online_link: str = ""

    @classmethod
    def like(cls, session: Session, starts_at: datetime, ends_at: datetime) -> Meeting:
        """The same session at another time."""
        return cls(
            starts_at,
            ends_at,
            session.title,
            location=session.location,
            room=session.room,
            online_link=session.online_link,
        )

    def as_session(self) -> Session:
        """What is stored of it, of an edition to come."""
        return Session(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            title=self.title,
            location=self.location,
            room=self.room,
            online_link=self.online_link,
        )


@transaction.atomic
def plan_edition(  # noqa: PLR0913 - all that is known of an edition, by name
    *,
    training: TrainingPage,
    meetings: Sequence[Meeting],
    capacity: int,
    actor: User | None,
    trainers: Sequence[User] = (),
    place: Place = Place.VENUE,
    location: Location | None = None,
    venue: str = "",
    address: str = "",
    online_link: str = "",
    enrol_until: datetime | None = None,
    language: Language = Language.DUTCH,
    rules: HouseRules | None = None,
    note: str = "",
    publish: bool = False,
    although_begun: bool = False,
) -> Edition:
    """Make an edition with its sessions; a draft unless `publish`.

    Who has a place in words (`venue`, `address`) and no `location` gets the one that is called so,
    or a new one. What `rules` leave open is as its training says.

    Raises:
        Refusal: there is no session, or a session ends before it begins; it cannot be published
            (see `publish_edition`).
    """
    if location is None and venue:
        location = location_called(name=venue, address=address)
    edition = Edition(
        training=training,
        capacity=capacity,
        place=place,
        location=location,
        online_link=online_link,
        enrol_until=enrol_until,
        language=language,
        note=note,
        created_at=clock.now(),
    )
    edition.sessions = [one.as_session() for one in meetings]
    for name in house_rules.NAMES:
        setattr(edition, name, getattr(rules or HouseRules(), name))
    edition.trainers = list(trainers)
    save_edition(edition=edition, actor=actor, new=True)
    if publish:
        # Nobody else knows of it yet: there is no row to wait for, and no other half.
        _open(edition, actor=actor, although_begun=although_begun)
    return edition


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
    return _store(edition, sessions, actor=actor, new=new, snapshot=snapshot)


def _store(
    edition: Edition,
    sessions: Sequence[Session],
    *,
    actor: User | None,
    new: bool = False,
    snapshot: FormSnapshot | None = None,
    along: bool = False,
) -> Edition:
    """`along` is whether it comes along with its other half, which is stored already."""
    if edition.pk and not along:
        lock_with_other_half(edition)
    begins = _begins(edition)
    _name_places(edition, sessions)
    _complete_rules(edition, new=new)
    _refuse_day_to_decide(edition)
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
                "Van een bijeenkomst die je weghaalt, is de presentie al ingevuld, of iemand heeft "
                "zich ervoor afgemeld. Laat die bijeenkomst staan."
            ),
            field="sessions",
        ) from error
    audit.record(edition, "edition.plan" if new else "edition.change", actor=actor)
    if change is not None:
        publish_change(change)
    if begins and not along:
        _bring_other_half_along(edition, begins, actor=actor)
    return edition


def _begins(edition: Edition) -> dict[int, datetime]:
    """When each session begins as it is stored, by its key."""
    if not edition.pk:
        return {}
    return dict(Session.objects.filter(edition=edition.pk).values_list("pk", "starts_at"))


def _bring_other_half_along(
    edition: Edition, begins: Mapping[int, datetime], *, actor: User | None
) -> None:
    """Give the other half of a hybrid edition the same sessions, trainers and training.

    `begins` is when each session of this half began before: so it is known which is which.
    """
    other = queries.other_half(edition)
    if other is None or other.status == EditionStatus.CANCELLED:
        return
    theirs = {one.starts_at: one for one in other.sessions.all()}
    sessions = []
    for mine in edition.sessions.all():
        before = begins.get(mine.pk)
        row = theirs.get(before, Session()) if before is not None else Session()
        row.starts_at, row.ends_at, row.title = mine.starts_at, mine.ends_at, mine.title
        sessions.append(row)
    other.sessions = sessions
    other.trainers = list(edition.trainers.all())
    other.training = edition.training
    other.starts_at, other.ends_at = edition.starts_at, edition.ends_at
    _store(other, sessions, actor=actor, along=True)


def _complete_rules(edition: Edition, *, new: bool) -> None:
    """Let the training say what an edition's rules leave open, and how many seats it has."""
    if edition.capacity is None:
        edition.capacity = edition.training.usual_capacity
    for name in house_rules.NAMES:
        # An edition that has been planned may do without a day to decide on.
        if name != "decide_by" and getattr(edition, name) is None:
            setattr(edition, name, getattr(edition.training, name))
    if new and edition.minimum and edition.decide_by is None and edition.starts_at is not None:
        first = clock.local_day(edition.starts_at)
        day = first - timedelta(days=edition.training.decide_days)
        # For what is planned late, that day has been; it is decided as soon as it can.
        edition.decide_by = min(first, max(day, clock.today()))


def _refuse_day_to_decide(edition: Edition) -> None:
    """A day that has been is refused when it is chosen, and not when it just went by."""
    if edition.decide_by is None or edition.starts_at is None:
        return
    begins = clock.local_day(edition.starts_at)
    if edition.decide_by > begins:
        raise Refusal(_("Beslis voor de eerste bijeenkomst."), field="decide_by")
    if not edition.decide_by < clock.today() <= begins:
        return
    if not Edition.objects.filter(pk=edition.pk, decide_by=edition.decide_by).exists():
        raise Refusal(_("Deze dag is al geweest. Kies vandaag of later."), field="decide_by")


def _publish_trainers(before: Edition, after: Edition) -> None:
    """Let it be known who begins and who stops as a trainer of what people know of."""
    if before.status != EditionStatus.OPEN or after.is_past:
        return
    was, becomes = ({one.pk for one in edition.trainers.all()} for edition in (before, after))
    publish(
        *(_assigned(after, pk) for pk in sorted(becomes - was)),
        *(
            TrainerRemoved(training_id=after.training_id, edition_id=after.pk, person_id=pk)
            for pk in sorted(was - becomes)
        ),
    )


def _assigned(edition: Edition, person_id: int) -> TrainerAssigned:
    return TrainerAssigned(
        training_id=edition.training_id, edition_id=edition.pk, person_id=person_id
    )


def _name_places(edition: Edition, sessions: Sequence[Session]) -> None:
    """Repeat on an edition and its sessions what their locations are called.

    What has been held keeps the name that it had, unless it gets another location.
    """
    kept = _places_as_stored(edition) if edition.is_past and edition.pk else {}
    rows: list[Edition | Session] = [edition, *sessions]
    for one in rows:
        location = one.location
        named = (location.name, location.address) if location is not None else ("", "")
        one.venue, one.address = kept.get((type(one), one.pk, one.location_id), named)


def _places_as_stored(
    edition: Edition,
) -> dict[tuple[type, int, int | None], tuple[str, str]]:
    """What is stored of the names of places, by whose they are and of which location."""
    stored: list[Edition | Session] = [
        *Edition.objects.filter(pk=edition.pk),
        *Session.objects.filter(edition=edition.pk),
    ]
    return {(type(one), one.pk, one.location_id): (one.venue, one.address) for one in stored}


def _bring_up_to_date(edition: Edition, snapshot: FormSnapshot | None) -> EditionReplanned | None:
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
    _publish_trainers(current, edition)
    edition.seats_taken = current.seats_taken
    edition.decided_at = current.decided_at
    edition.cancel_reason = current.cancel_reason
    edition.status = current.status
    edition.calendar_version = current.calendar_version
    if _plan(current) != _plan(edition) or _links(current) != _links(edition):
        edition.calendar_version += 1
    return change_between(current, edition)


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
    locked = locked_edition(edition)
    if locked.status == EditionStatus.OPEN:
        return locked
    _open(locked, actor=actor, although_begun=although_begun)
    other = queries.other_half(locked)
    if other is not None and other.status == EditionStatus.DRAFT:
        publish_edition(edition=other, actor=actor, although_begun=although_begun)
    return locked


def _open(edition: Edition, *, actor: User | None, although_begun: bool) -> None:
    """Open an edition that nobody else changes meanwhile."""
    if not edition.training.live:
        raise Refusal(_("Publiceer eerst de training. Daarna kan de uitvoering erbij."))
    if edition.has_begun and not although_begun:
        raise Refusal(
            _(
                "Deze uitvoering is al geweest of al begonnen. Kies een andere datum, of zet een "
                "vinkje als je haar toch wilt publiceren."
            ),
            field="although_begun",
        )
    _move(edition, EditionStatus.OPEN, actor=actor, action="edition.publish")
    publish(EditionPublished(training_id=edition.training_id, edition_id=edition.pk))
    if not edition.is_past:
        publish(*(_assigned(edition, one.pk) for one in edition.trainers.all()))


@transaction.atomic
def confirm_edition(*, edition: Edition, actor: User | None) -> Edition:
    """Decide that an edition goes on, few as they are.

    Raises:
        Refusal: it is not published, or has begun.
    """
    locked = locked_edition(edition)
    if locked.decided_at is not None:
        return locked
    if locked.status != EditionStatus.OPEN or locked.has_begun:
        raise Refusal(_("Over deze uitvoering valt niets meer te beslissen."))
    locked.decided_at = clock.now()
    locked.save(update_fields=["decided_at"])
    audit.record(locked, "edition.confirm", actor=actor)
    publish(EditionConfirmed(training_id=locked.training_id, edition_id=locked.pk))
    return locked


@transaction.atomic
def hand_over_editions(*, people: Collection[int], successor: User, actor: User | None) -> int:
    """Make somebody the trainer of the editions to come that only these people give; how many."""
    editions = list(queries.given_only_by(people))
    for edition in editions:
        locked = locked_edition(edition)
        before = Edition.objects.get(pk=locked.pk)
        locked.trainers.add(successor)
        _publish_trainers(before, locked)
        locked.save()
        audit.record(locked, "edition.change", actor=actor)
    return len(editions)


@transaction.atomic
def cancel_edition(
    *,
    edition: Edition,
    actor: User | None,
    reason: str = "",
    alternatives: Iterable[Edition] | None = None,
) -> Edition:
    """Call an edition off. Who is enrolled is told by the enrolment part.

    `reason` is what they read; `alternatives` are the editions that they are offered instead, by
    itself other dates of the training.

    Raises:
        Refusal: it has been held already.
    """
    offered = list(queries.other_dates(edition) if alternatives is None else alternatives)
    # To name an edition as another date locks its row too, so all of them at once and in order.
    lock_editions([edition.pk, *(one.pk for one in offered)])
    locked = locked_edition(edition)
    if locked.status == EditionStatus.CANCELLED:
        return locked
    if locked.is_past:
        raise Refusal(_("Deze uitvoering is al geweest. Dat kan niet meer."))
    was_published = locked.status == EditionStatus.OPEN
    cancelled = _move(locked, EditionStatus.CANCELLED, actor=actor, action="edition.cancel")
    cancelled.cancel_reason = " ".join(reason.split())
    cancelled.save(update_fields=["cancel_reason"])
    cancelled.alternatives.set(offered)
    publish(
        EditionCancelled(
            training_id=cancelled.training_id,
            edition_id=cancelled.pk,
            was_published=was_published,
        )
    )
    return cancelled


def refuse_if_too_late_to_withdraw(edition: Edition) -> None:
    """Raise a `Refusal` that says so, and whom to call, when it is."""
    reason = house_rules.why_too_late_to_withdraw(edition)
    if reason:
        raise Refusal(reason)


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


def change_between(before: Edition, after: Edition) -> EditionReplanned | None:
    """What is different for those who are in it; None when that is nothing, or comes too late."""
    if after.status != EditionStatus.OPEN or after.is_past:
        return None
    change = EditionReplanned(
        training_id=after.training_id,
        edition_id=after.pk,
        moved=_moved(before, after),
        new_link=_links(before) != _links(after) and bool(_links(after)),
        more_room=after.capacity > before.capacity or before.closes_at != after.closes_at,
        before=as_text(plan_of(before)),
    )
    return change if change.moved or change.new_link or change.more_room else None


def _moved(before: Edition, after: Edition) -> bool:
    """Whether somebody who knows it as it was would come at a wrong hour, or to a wrong place."""
    was, becomes = _plan(before), _plan(after)
    if [one[:2] for one in was] != [one[:2] for one in becomes]:
        return True
    is_news = first_room_is_news(before)
    return any(
        old[2] != new[2] or (old[3] != new[3] and (is_news or old[3] != ""))
        for old, new in zip(was, becomes, strict=True)
    )


def first_room_is_news(edition: Edition) -> bool:
    """Whether people have to be told at once of a room where none was known: once it approaches.

    Before that the reminder tells them, together with all else that they need on that day.
    """
    if edition.starts_at is None:
        return False
    day = clock.local_day(edition.starts_at) - timedelta(days=APPROACHING_DAYS)
    return clock.now() >= clock.moment_of(day, time(APPROACHING_FROM))


def _plan(edition: Edition) -> list[tuple[datetime, datetime, tuple[str, str, str], str]]:
    """When and where each session is, as people read it: to the minute, with building and room."""
    return sorted(
        (
            session.starts_at.replace(second=0, microsecond=0),
            session.ends_at.replace(second=0, microsecond=0),
            session.where.building,
            session.where.room,
        )
        for session in _with_edition(edition)
    )


def _links(edition: Edition) -> list[str]:
    """The links of what is online, in the order of the sessions."""
    return [
        session.where.online_link
        for session in sorted(_with_edition(edition), key=lambda one: one.starts_at)
        if session.where.is_online
    ]


def _with_edition(edition: Edition) -> list[Session]:
    """The sessions, each of which asks this very edition where it is, as it is about to become."""
    sessions = list(edition.sessions.all())
    for session in sessions:
        session.edition = edition
    return sessions


def _move(edition: Edition, status: EditionStatus, *, actor: User | None, action: str) -> Edition:
    if status not in TRANSITIONS[EditionStatus(edition.status)]:
        raise Refusal(_("Dat kan niet bij een uitvoering met deze status."))
    edition.status = status
    edition.calendar_version += 1
    edition.save(update_fields=["status", "calendar_version"])
    audit.record(edition, action, actor=actor)
    return edition
