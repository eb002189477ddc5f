"""Questions about editions that more than one place asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.common.children import Children
from courses.common.edit_conflicts import Fact, fact, facts_of
from courses.common.formats import deadline, meetings, one_decimal
from courses.common.public_version import memory
from courses.common.statements import Day, Keys, Moment, Parameter, Statement
from courses.editions.enums import District, EditionStatus, Language, Place
from courses.editions.models import (
    Edition,
    Location,
    ReportedFigures,
    ReportedPaper,
    ReportedParticipant,
    Session,
)
from courses.people.enums import MAY_GIVE
from courses.people.queries import is_coordinator, is_trainer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Field

    from courses.catalogue.queries import TrainingCard
    from courses.editions.places import Where
    from courses.people.models import User

R = TypeVar("R")

FEW_AHEAD = 13
"""From how many days before its beginning an edition is said to have few people, which is in the
last two weeks: in time to tell them of another date, also by letter."""

FEW = 5
"""Fewer people than this are few where an edition has no minimum of its own; of fewer, what they
think of it cannot be shown either."""

DECIDE_AHEAD = 3
"""From how many days before the day to decide on, the academy is asked whether a group goes on."""

MOST_OTHER_DATES = 3
"""How many other editions are named to who cannot be in this one."""


def next_first(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """What is next comes first, as one works with that; what is over stands below it."""
    is_over = Case(When(ends_at__lt=clock.now(), then=1), default=0)
    to_come = Case(When(is_over=0, then="starts_at"))
    found: QuerySet[Edition] = (
        editions.alias(is_over=is_over)
        .alias(to_come=to_come)
        .order_by("is_over", "to_come", "-starts_at", "-pk")
    )
    return found


def editions_for_staff(user: User | AnonymousUser) -> QuerySet[Edition]:
    """The editions that `user` works with: a trainer's own, a coordinator's all, else none."""
    editions = Edition.objects.select_related("training")
    if is_coordinator(user):
        return editions
    if is_trainer(user):
        return editions.filter(trainers=user.pk)
    return editions.none()


def given_by(trainer: int | Parameter, edition: str) -> Q:
    """A condition on rows that name their edition so: this person gives it."""
    given = Edition.trainers.through.objects.filter(user=trainer)
    return Q(**{f"{edition}__in": given.values("edition")})


class ForStaff(Generic[R]):
    """A statement on rows of editions, or of those that a trainer gives.

    `build` makes the query of its parameters, as for a `Statement`; `edition` is what its rows call
    their edition.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, R]],
        *,
        edition: str,
        finish: Callable[[QuerySet[Any, R]], QuerySet[Any, R]] = lambda found: found,
        **fields: Field[Any, Any],
    ) -> None:
        self._all: Statement[R] = Statement(lambda **values: finish(build(**values)), **fields)
        self._own: Statement[R] = Statement(
            lambda own_of, **values: finish(build(**values).filter(given_by(own_of, edition))),
            own_of=BigIntegerField(),
            **fields,
        )

    def run(self, user: User | AnonymousUser, **values: object) -> list[R]:
        """What it finds of the editions that somebody works with: see `editions_for_staff`."""
        if is_coordinator(user):
            return self._all.run(**values)
        return self._own.run(own_of=user.pk, **values) if is_trainer(user) else []


NAMED = ("starts_at", "ends_at", "training__title")
"""What a line reads that only names an edition; the whole training is a long row."""


EDITABLE = (
    "training",
    "capacity",
    "enrol_until",
    "place",
    "location",
    "online_link",
    "language",
    "minimum",
    "decide_by",
    "withdraw_until_hours",
    "first_session_required",
    "may_catch_up",
    "partners_only",
    "trainers",
    "note",
)


def edition_facts(edition: Edition) -> dict[str, Fact]:
    """What the page for an edition shows, as stored or as it would become."""
    sessions = sorted(edition.sessions.all(), key=lambda one: (one.starts_at, one.ends_at))
    plan = [
        f"{clock.local(one.starts_at):%d-%m-%Y %H:%M} – {clock.local(one.ends_at):%d-%m-%Y %H:%M}"
        + (f" ({one.title})" if one.title else "")
        + "".join(f", {where}" for where in (one.location, one.room, one.online_link) if where)
        for one in sessions
    ]
    return {
        **facts_of(edition, EDITABLE),
        "sessions": fact(_("Bijeenkomsten"), plan, "\n".join(plan)),
    }


LOCATION_FIELDS = (
    *("name", "address", "district", "own_map_link"),
    *("entrance", "step_free", "hearing", "transport", "photo", "is_archived"),
)


def location_facts(location: Location) -> dict[str, Fact]:
    """What the page for a location shows, as stored or as it would become."""
    return facts_of(location, LOCATION_FIELDS)


def other_half(edition: Edition) -> Edition | None:
    """The online half of an edition at a venue, or the other way round; None when it has none."""
    return (
        Edition.objects.filter(Edition.one_of_halves(edition.pk))
        .exclude(pk=edition.pk)
        .select_related("training")
        .prefetch_related("sessions")
        .first()
    )


def counted_once(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """The editions to count how many there were: a hybrid one is one edition, held at a venue and
    online at once. Its people are counted in the half where they were. Of one of which a half was
    called off, the other counts."""
    return editions.exclude(half_of__status=EditionStatus.OPEN)


def sessions_counted_once(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The same of meetings: both halves of a hybrid edition have the same ones."""
    return sessions.exclude(edition__half_of__status=EditionStatus.OPEN)


def to_come_at(location: Location) -> QuerySet[Edition]:
    """Editions that are not over and not called off, with a session at this location."""
    here = Q(location=location) | Q(sessions__location=location)
    return (
        Edition.objects.filter(here, ends_at__gt=clock.now())
        .exclude(status=EditionStatus.CANCELLED)
        .distinct()
        .order_by("starts_at", "pk")
    )


def places_without_bus(*, now: Moment) -> QuerySet[Location]:
    """Buildings where something is to come and of which nobody wrote down how to get there."""
    coming = Edition.objects.filter(ends_at__gt=now, status=EditionStatus.OPEN)
    meets = Session.objects.filter(
        ends_at__gt=now, edition__status=EditionStatus.OPEN, location=OuterRef("pk")
    )
    return (
        Location.objects.filter(transport="", is_archived=False)
        .filter(Exists(coming.filter(location=OuterRef("pk"))) | Exists(meets))
        .order_by("name", "pk")
    )


def locations_of(edition: Edition) -> list[Location]:
    """The buildings where its sessions are, in their order; none of what is online."""
    wanted = [one.where.location_id for one in edition.sessions.all()]
    found = Location.objects.select_related("photo").in_bulk({pk for pk in wanted if pk})
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def with_access(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """These editions with all that `buildings_of` looks at; two queries more."""
    return editions.select_related("location").prefetch_related("sessions__location")


def buildings_of(edition: Edition) -> list[Location]:
    """The same as `locations_of` without a query, for editions of `with_access`."""
    sessions = list(edition.sessions.all())
    places = [one.where for one in sessions] or [edition.where]
    known = [edition.location, *(one.location for one in sessions)]
    by_key = {one.pk: one for one in known if one is not None}
    wanted = dict.fromkeys(one.location_id for one in places)
    return [by_key[key] for key in wanted if key in by_key]


def is_all_online(edition: Edition) -> bool:
    """Whether one has to go nowhere for any of its sessions."""
    places = [one.where for one in edition.sessions.all()] or [edition.where]
    return all(one.is_online for one in places)


def access_in_words(edition: Edition) -> list[str]:
    """For who chooses a place for somebody else: whether one can get in with a wheelchair and
    whether there is an induction loop, for each building; or that we do not know. Nothing of what
    is online. Without queries for editions of `with_access`."""
    if is_all_online(edition):
        return []
    there = buildings_of(edition)
    unknown = gettext("We weten niet of je er met een rolstoel in kunt. Vraag het na.")
    if not there:
        return [unknown]
    loop = gettext("Ringleiding")
    said: list[str] = []
    for location in there:
        about = f"{location.name}: " if len(there) > 1 else ""
        said.append(f"{about}{location.step_free or unknown}")
        if location.hearing:
            said.append(f"{about}{loop}: {location.hearing}")
    return said


def is_called(location: Location, name: str, address: str = "") -> bool:
    """Whether this is the location that is meant, however it is typed; an address that is left
    out says nothing."""
    return _plain(location.name) == _plain(name) and _same_address(location.address, address)


_WITH_TRAINING = Statement(
    lambda edition: Edition.objects.select_related("training").filter(pk=edition),
    edition=BigIntegerField(),
)


def edition_with_training(pk: int) -> Edition | None:
    """An edition with its training, if there is one."""
    return _WITH_TRAINING.first(edition=pk)


PUBLIC = (EditionStatus.OPEN, EditionStatus.CANCELLED)
"""The states of editions that visitors may know of, when their training is public."""


def public_editions() -> QuerySet[Edition]:
    """Editions that visitors may know of: published (or called off), of a published training."""
    return Edition.objects.filter(status__in=PUBLIC, training__live=True)


def is_public(edition: Edition) -> bool:
    """Whether visitors may know of this one."""
    return edition.status in PUBLIC and edition.training.live


def coming_editions() -> QuerySet[Edition]:
    """Published editions whose last session is not over, the first to begin first."""
    return with_what_lists_show(public_editions().filter(ends_at__gt=clock.now()))


def coming_in(training_id: int) -> list[Edition]:
    """Those of one training, with who gives them and with SQL that is built once."""
    found = _COMING_IN.run(training=training_id, now=clock.now())
    SESSIONS.add_to(found)
    _add_trainer_names(found)
    return found


def _add_trainer_names(editions: Sequence[Edition]) -> None:
    by_key = {edition.pk: edition for edition in editions}
    if not by_key:
        return
    names: dict[int, list[str]] = {pk: [] for pk in by_key}
    for given in _GIVEN.run(editions=list(by_key)):
        names[given.edition_id].append(given.user.name)
    for pk, found in names.items():
        by_key[pk].trainer_names = ", ".join(found)


_GIVEN: Statement[Any] = Statement(
    lambda editions: (
        Edition.trainers.through.objects.filter(edition__in=editions)
        .select_related("user")
        .only("edition", "user__first_name", "user__last_name")
        .order_by("user__sort_name", "user")
    ),
    editions=Keys(),
)


SESSIONS = Children(Edition, "sessions")
"""The sessions of editions, as `prefetch_related("sessions")` finds them."""

_COMING_IN = Statement(
    lambda training, now: (
        public_editions()
        .filter(training=training, ends_at__gt=now)
        .select_related("training", "location")
        .order_by("starts_at", "pk")
    ),
    training=BigIntegerField(),
    now=DateTimeField(),
)


def with_what_lists_show(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """With all that an item in a list of dates reads (`editions/_item.html`), in their order."""
    return (
        editions.select_related("training", "location")
        .prefetch_related("sessions")
        .order_by("starts_at", "pk")
    )


def open_for_enrolment(*, now: Moment | None = None) -> QuerySet[Edition]:
    """Published editions that one can still enrol in (or wait for)."""
    return _open_ones(Edition.objects.filter(training__live=True), now or clock.now())


def _open_ones(editions: QuerySet[Edition], now: Moment) -> QuerySet[Edition]:
    return editions.filter(_is_open(now))


def _is_open(now: Moment) -> Q:
    """As `Edition.is_open_for_enrolment` says of each."""
    until = Q(enrol_until__isnull=True) | Q(enrol_until__gt=now)
    return until & Q(status=EditionStatus.OPEN, starts_at__gt=now)


def bookable_first(editions: QuerySet[Edition], *, now: Moment | None = None) -> QuerySet[Edition]:
    """Those with a seat to enrol for before the others, and of both the first to begin first."""
    is_bookable = _is_open(now or clock.now()) & Q(seats_taken__lt=F("capacity"))
    return editions.order_by(Case(When(is_bookable, then=0), default=1), "starts_at", "pk")


def next_to_enrol_for(most: int) -> list[Edition]:
    """The editions that one can still enrol in, those with a free seat first, with what an item in
    a list of dates reads."""
    found = _NEXT_TO_ENROL_FOR.run(now=clock.now())[:most]
    SESSIONS.add_to(found)
    return found


MOST_SOON = 4
"""How many of those anybody asks for."""

_NEXT_TO_ENROL_FOR = Statement(
    lambda now: bookable_first(
        open_for_enrolment(now=now).select_related("training", "location"), now=now
    )[:MOST_SOON],
    now=DateTimeField(),
)


def other_dates(edition: Edition) -> list[Edition]:
    """Other editions of the same training with a free seat that one can enrol in, the first to
    begin first."""
    free = dates_with_seats(edition.training_id).exclude(pk=edition.pk)
    return list(free.prefetch_related("sessions")[:MOST_OTHER_DATES])


def dates_with_seats(training_id: int) -> QuerySet[Edition]:
    """The editions of a training with a free seat that one can enrol in, the first to begin
    first."""
    return dates_to_enrol_for(training_id).filter(seats_taken__lt=F("capacity"))


def dates_to_enrol_for(training_id: int) -> QuerySet[Edition]:
    """The editions of a training that one can enrol in, or wait for where they are full; the first
    to begin first."""
    return open_for_enrolment().filter(training=training_id).order_by("starts_at", "pk")


def spoken_with_seats(training_id: int) -> set[str]:
    """The languages of those; nothing where there is no date with a free seat."""
    return set(dates_with_seats(training_id).values_list("language", flat=True))


def alternatives(edition: Edition) -> list[Edition]:
    """What is named to who cannot be in an edition: what was chosen when it was called off, and
    one can still enrol in; else other dates."""
    return chosen_alternatives(edition) or other_dates(edition)


def alternatives_to_tell(edition: Edition) -> list[Edition]:
    """The same in a notice: of what was called off exactly what was chosen, and nothing where staff
    chose nothing."""
    if edition.status == EditionStatus.CANCELLED:
        return chosen_alternatives(edition)
    return other_dates(edition)


def chosen_alternatives(edition: Edition) -> list[Edition]:
    """What was chosen when an edition was called off, as far as one can still enrol in it."""
    if edition.status != EditionStatus.CANCELLED:
        return []
    chosen = (
        open_for_enrolment()
        .filter(pk__in=edition.alternatives.values("pk"))
        .select_related("training")
        .prefetch_related("sessions")
        .order_by("starts_at", "pk")
    )
    return list(chosen)


def possible_alternatives(edition: Edition) -> QuerySet[Edition]:
    """What one can offer to who is in an edition: others of its training, and of its theme."""
    theme = edition.training.theme_id
    alike = Q(training=edition.training_id)
    if theme is not None:
        alike |= Q(training__theme=theme)
    return (
        open_for_enrolment()
        .filter(alike)
        .exclude(pk=edition.pk)
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def drafts_of(edition: Edition) -> QuerySet[Edition]:
    """Other dates of the same training that are still to be published."""
    return (
        Edition.objects.filter(
            training=edition.training_id, status=EditionStatus.DRAFT, starts_at__gt=clock.now()
        )
        .exclude(pk=edition.pk)
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def to_decide(*, now: Moment | None = None, today: Day | None = None) -> QuerySet[Edition]:
    """Published editions with too few people of which somebody must soon say whether they go on:
    the day for that is at most `DECIDE_AHEAD` days away, or was before today."""
    return (
        Edition.objects.filter(
            status=EditionStatus.OPEN,
            starts_at__gt=now or clock.now(),
            decide_by__lte=(today or clock.today()) + timedelta(days=DECIDE_AHEAD),
            decided_at__isnull=True,
            seats_taken__lt=F("minimum"),
        )
        .select_related("training")
        .order_by("decide_by", "starts_at", "pk")
    )


def with_few_people(*, now: Moment | None = None, today: Day | None = None) -> QuerySet[Edition]:
    """Published editions with fewer people than they need: their minimum, or `FEW` where they have
    none. Those that begin soon, and those of which somebody must soon say whether they go on; not
    those of which somebody has said so."""
    begin = now or clock.now()
    decide = (today or clock.today()) + timedelta(days=DECIDE_AHEAD)
    is_soon = Q(starts_at__lte=begin + timedelta(days=FEW_AHEAD))
    enough = Case(When(minimum__gt=0, then=F("minimum")), default=Value(FEW))
    return (
        Edition.objects.filter(
            is_soon | Q(decide_by__lte=decide, minimum__gt=0),
            status=EditionStatus.OPEN,
            starts_at__gt=begin,
            decided_at__isnull=True,
            seats_taken__lt=Least(enough, F("capacity")),
        )
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def is_too_small(pk: int) -> bool:
    """Whether an edition has fewer people than it needs."""
    return Edition.objects.filter(pk=pk, seats_taken__lt=F("minimum")).exists()


def without_trainer(
    leaving: Collection[int] = (), *, now: Moment | None = None
) -> QuerySet[Edition]:
    """Editions to come that nobody gives: no trainer who is active and still has such a role.

    `leaving`: people who are about to go, and do not count any more.
    """
    through = Edition.trainers.through
    may_give = Q(user__is_superuser=True) | Q(user__groups__name__in=MAY_GIVE)
    moment = now or clock.now()
    # That it is to come is said of these too: else twenty years of trainers are looked through.
    given = through.objects.filter(
        may_give, edition=OuterRef("pk"), edition__ends_at__gt=moment, user__is_active=True
    )
    return (
        Edition.objects.filter(ends_at__gt=moment)
        .exclude(status=EditionStatus.CANCELLED)
        .exclude(Exists(given.exclude(user__in=leaving)))
        .select_related("training")
        .order_by("starts_at", "pk")
    )


def given_only_by(people: Collection[int]) -> QuerySet[Edition]:
    """Editions to come that these people give and nobody else."""
    theirs = Edition.trainers.through.objects.filter(edition=OuterRef("pk"), user__in=people)
    return without_trainer(leaving=people).filter(Exists(theirs))


def approaching(*, days: int) -> QuerySet[Edition]:
    """Published editions that begin within this number of days."""
    now = clock.now()
    return Edition.objects.filter(
        status=EditionStatus.OPEN, starts_at__gt=now, starts_at__lte=now + timedelta(days=days + 1)
    ).order_by("starts_at", "pk")


def gives(user: User | AnonymousUser, training_id: int) -> bool:
    """Whether the person gives or oversees a training: coordinators all, trainers those that they
    made or of which they have an edition that everybody can see. A draft of one's own is seen by
    nobody, so anybody could make it for that."""
    if is_coordinator(user):
        return True
    if not is_trainer(user):
        return False
    made = TrainingPage.objects.filter(pk=training_id, owner=user.pk)
    given = editions_for_staff(user).filter(training=training_id, status=EditionStatus.OPEN)
    return given.exists() or made.exists()


def trainings_given(user: User | AnonymousUser) -> QuerySet[TrainingPage]:
    """The trainings of which `gives` says yes, in one query."""
    trainings: QuerySet[TrainingPage] = TrainingPage.objects.all()
    if is_coordinator(user):
        return trainings
    if not is_trainer(user):
        return trainings.none()
    given = editions_for_staff(user).filter(status=EditionStatus.OPEN)
    return trainings.filter(Q(owner=user.pk) | Q(pk__in=given.values("training")))


def reported_editions(user: User | AnonymousUser) -> QuerySet[Edition]:
    """The editions with figures as others reported them, the newest first; a coordinator's."""
    return (
        editions_for_staff(user)
        .filter(status=EditionStatus.REPORTED)
        .select_related("reported")
        .order_by("-starts_at", "-pk")
    )


@dataclass(frozen=True)
class ReportedDetails:
    """What the page for an edition of others shows."""

    training: TrainingPage
    day: date
    location: Location | None
    participants: int
    answers: int | None
    mean: Decimal | None
    source: str

    @classmethod
    def stored(cls, known: ReportedFigures) -> ReportedDetails:
        """As it is kept."""
        edition = known.edition
        assert edition.starts_at is not None  # noqa: S101 - it has a session
        return cls(
            edition.training,
            clock.local_day(edition.starts_at),
            edition.location,
            known.participants,
            known.answers,
            known.mean,
            known.source,
        )

    @property
    def facts(self) -> dict[str, Fact]:
        """The same to compare."""
        mean = self.mean
        return {
            "training": fact(_("Training"), self.training.pk, self.training.title),
            "day": fact(_("Op welke dag"), self.day),
            "location": fact(_("Locatie"), self.location and self.location.pk, self.location or ""),
            "participants": fact(_("Deelnemers"), self.participants),
            "answers": fact(_("Ingevulde evaluaties"), self.answers),
            "mean": fact(_("Gemiddeld cijfer"), mean and f"{mean:.1f}", mean and one_decimal(mean)),
            "source": fact(_("Bron"), self.source),
        }


def reported_figures(pk: int) -> ReportedFigures | None:
    """What was reported of an edition, with all that its page shows; None of one of ours."""
    return (
        ReportedFigures.objects.select_related("edition__training", "edition__location")
        .filter(edition=pk)
        .first()
    )


def reported_participations(person: int | Parameter | None) -> QuerySet[ReportedParticipant]:
    """In which editions of the past somebody took part as others reported, the newest first."""
    return (
        ReportedParticipant.objects.filter(person=person)
        .select_related("edition__training")
        .order_by("-edition__starts_at", "-pk")
    )


OWN_REPORTED = Statement(reported_participations, person=BigIntegerField())
"""The same for one's own page, with SQL that is built once."""


def participants_as_reported(edition: Edition) -> QuerySet[ReportedParticipant]:
    """Who is named in an edition of the past, in the order of lists of people."""
    return (
        ReportedParticipant.objects.filter(edition=edition)
        .select_related("person__partner")
        .order_by("person__sort_name", "pk")
    )


def papers_of(edition: Edition) -> QuerySet[ReportedPaper]:
    """The papers of an edition of the past, without what is in them."""
    return ReportedPaper.objects.filter(edition=edition).select_related("participant__person")


def papers_to_look_at() -> QuerySet[ReportedPaper]:
    """Papers on which somebody may stand who was erased."""
    return (
        ReportedPaper.objects.filter(names_who_was_erased=True)
        .select_related("edition__training")
        .order_by("edition", "pk")
    )


def with_free_seats(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Only those that still have a seat which one can enrol for."""
    return _open_ones(editions, clock.now()).filter(seats_taken__lt=F("capacity"))


def sessions_of(editions: Iterable[Edition | NextEdition]) -> dict[int, tuple[Session, ...]]:
    """The sessions by edition, in order, in one query; kept, so change nothing in them."""
    wanted = frozenset(edition.pk for edition in editions)
    if not wanted:
        return {}

    def ask() -> dict[int, tuple[Session, ...]]:
        found: dict[int, list[Session]] = {pk: [] for pk in wanted}
        for session in Session.objects.filter(edition__in=wanted).order_by("starts_at", "pk"):
            found[session.edition_id].append(session)
        return {pk: tuple(sessions) for pk, sessions in found.items()}

    return memory.get(("sessions", wanted), ask)


def first_session(editions: QuerySet[Edition]) -> datetime | None:
    """When the first session to come of these editions begins; not of what is called off."""
    coming = Session.objects.filter(
        edition__in=editions.filter(status=EditionStatus.OPEN).order_by().values("pk"),
        starts_at__gt=clock.now(),
    )
    return coming.order_by("starts_at").values_list("starts_at", flat=True).first()


def sessions_between(editions: QuerySet[Edition], first: datetime, last: datetime) -> list[Session]:
    """The sessions of these editions that begin from `first` on and before `last`, in order, with
    what the agenda shows of them; not of what is called off."""
    return list(
        Session.objects.filter(
            edition__in=editions.filter(status=EditionStatus.OPEN).order_by().values("pk"),
            starts_at__gte=first,
            starts_at__lt=last,
        )
        .select_related("edition__training", "edition__location", "location")
        .order_by("starts_at", "pk")
    )


class NextEdition(NamedTuple):
    """What a list shows of the first edition that one can enrol in."""

    pk: int
    training_id: int
    status: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    seats_taken: int
    language: str
    district: str | None
    sessions: tuple[Session, ...] = ()
    """Its meetings, of one with more days than one."""

    @property
    def when(self) -> str:
        """When it begins, and of one with more days than one all of them: who reads only the
        first keeps one day free."""
        if len(self.sessions) < 2:
            return deadline(self.starts_at)
        return meetings([(one.starts_at, one.ends_at) for one in self.sessions])

    @property
    def language_in_words(self) -> str:
        """What is spoken when that is not plain Dutch; else nothing."""
        return Language.words_unless_dutch(self.language)

    @property
    def seats_left(self) -> int:
        """How many seats are free."""
        return self.capacity - self.seats_taken

    @property
    def is_open_for_enrolment(self) -> bool:
        """One can enrol in it: others are not listed."""
        return True

    def get_place_display(self) -> str:
        """Whether it is online, or else in which district if we know, in words."""
        place = str(Place(self.place).label)
        if self.place == Place.ONLINE or not self.district:
            return place
        return gettext("%(place)s, wijk %(district)s") % {
            "place": place,
            "district": District(self.district).label,
        }

    def get_language_display(self) -> str:
        """What is spoken, in words."""
        return str(Language(self.language).label)


OF_NEXT = tuple(name for name in NextEdition._fields if name != "sessions")
"""What is asked of the database for it at once."""


def with_next_edition(
    trainings: Sequence[TrainingCard], *, among: QuerySet[Edition] | None = None
) -> list[tuple[TrainingCard, NextEdition | None]]:
    """Each training with its first edition that is open for enrolment, in one query.

    `among`: only of these, which are open for enrolment.
    """
    first = next_editions([training.pk for training in trainings], among=among)
    return [(training, first.get(training.pk)) for training in trainings]


def next_editions(
    keys: Sequence[int], *, among: QuerySet[Edition] | None = None
) -> dict[int, NextEdition]:
    """The same by the key of the training; none of a training without such an edition."""
    return {key: dates.shown[0] for key, dates in next_dates(keys, among=among, most=1).items()}


class NextDates(NamedTuple):
    """The first editions of a training that one can enrol in, and how many there are in all."""

    shown: list[NextEdition]
    total: int


def next_dates(
    keys: Sequence[int], *, among: QuerySet[Edition] | None = None, most: int
) -> dict[int, NextDates]:
    """The first so many by the key of the training; two queries at most."""
    if not keys:
        return {}
    rows: Iterable[tuple[Any, ...]]
    if among is None:
        rows = _NEXT.run(trainings=keys, now=clock.now())
    else:
        rows = _next_of(among, keys)
    found: dict[int, list[NextEdition]] = defaultdict(list)
    for row in rows:
        edition = NextEdition(*row)
        found[edition.training_id].append(edition)
    chosen = [one for editions in found.values() for one in editions[:most]]
    whole = {one.pk: one for one in with_all_days(chosen)}
    return {
        key: NextDates([whole[one.pk] for one in editions[:most]], len(editions))
        for key, editions in found.items()
    }


def with_all_days(editions: Sequence[NextEdition]) -> list[NextEdition]:
    """The same, with the meetings of those with more days than one; no query where none is so."""
    longer = [
        one for one in editions if clock.local_day(one.ends_at) > clock.local_day(one.starts_at)
    ]
    sessions = sessions_of(longer)
    return [one._replace(sessions=sessions.get(one.pk, ())) for one in editions]


def _next_of(
    editions: QuerySet[Edition], trainings: Collection[int] | Parameter
) -> QuerySet[Edition, tuple[Any, ...]]:
    """What a list shows of these editions of these trainings, the first to begin first."""
    return as_next(editions.filter(training__in=trainings).order_by("starts_at", "pk"))


def as_next(editions: QuerySet[Edition], *more: str) -> QuerySet[Edition, tuple[Any, ...]]:
    """The values of a `NextEdition` of each of these, in their order; behind them `more`."""
    rows: QuerySet[Edition, tuple[Any, ...]] = editions.annotate(
        district=F("location__district")
    ).values_list(*OF_NEXT, *more)
    return rows


_NEXT: Statement[tuple[Any, ...]] = Statement(
    lambda trainings, now: _next_of(open_for_enrolment(now=now), trainings),
    trainings=Keys(),
    now=DateTimeField(),
)


# --- At one hour ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """A meeting of another edition at the same hour, and what the two have in common."""

    session: Session
    trainers: tuple[str, ...]
    same_place: bool

    @property
    def edition(self) -> Edition:
        """The other edition."""
        edition: Edition = self.session.edition
        return edition


def overlapping(editions: Sequence[Edition]) -> QuerySet[Session]:
    """Meetings at the same hour as one of another of these editions; not of what is called off.

    One that begins as the other ends is not at the same hour.
    """
    own = Session.objects.filter(
        edition__in=[edition.pk for edition in editions],
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(edition=OuterRef("edition"))
    return (
        Session.objects.filter(Exists(own))
        .exclude(edition__status=EditionStatus.CANCELLED)
        .select_related("edition__training")
        .order_by("starts_at", "pk")
    )


def clashes(editions: Sequence[Edition]) -> dict[int, list[Clash]]:
    """By edition: meetings to come at the same hour with the same trainer, or at the same place.

    Some queries, however many editions there are. What is called off collides with nothing.
    """
    now = clock.now()
    going_on = [one for one in editions if one.status != EditionStatus.CANCELLED]
    found: dict[int, list[Clash]] = {edition.pk: [] for edition in editions}
    others = list(
        overlapping(going_on).filter(ends_at__gt=now).prefetch_related("edition__trainers")
    )
    if not others:
        return found
    own = Edition.objects.filter(pk__in=[one.pk for one in going_on]).prefetch_related(
        "sessions", "trainers"
    )
    for edition in own:
        for other in others:
            if other.edition_id == edition.pk or edition.is_half_with(other.edition):
                continue
            if not any(one.overlaps(other) for one in edition.sessions.all()):
                continue
            clash = _clash(edition, other)
            if clash.trainers or clash.same_place:
                found[edition.pk].append(clash)
    return found


def clashes_of(edition: Edition, sessions: Sequence[Session]) -> list[list[Clash]]:
    """For each of these sessions, which the edition might have: with what it would collide.

    Some queries, however many there are. They are not stored, and may be of many editions to come.
    """
    if not sessions:
        return []
    others = list(
        Session.objects.filter(
            starts_at__lt=max(one.ends_at for one in sessions),
            ends_at__gt=min(one.starts_at for one in sessions),
        )
        .exclude(edition__status=EditionStatus.CANCELLED)
        .select_related("edition__training")
        .prefetch_related("edition__trainers")
        .order_by("starts_at", "pk")
    )
    found = []
    for own in sessions:
        clashes_here = [
            Clash(other, _trainers_of_both(edition, other.edition), _meet(own.where, other.where))
            for other in others
            if own.overlaps(other)
        ]
        found.append([one for one in clashes_here if one.trainers or one.same_place])
    return found


def _trainers_of_both(edition: Edition, other: Edition) -> tuple[str, ...]:
    there = {trainer.pk for trainer in other.trainers.all()}
    return tuple(trainer.name for trainer in edition.trainers.all() if trainer.pk in there)


def _clash(edition: Edition, other: Session) -> Clash:
    both = _trainers_of_both(edition, other.edition)
    return Clash(other, both, _is_same_place(edition, other))


def _is_same_place(one: Edition, other: Session) -> bool:
    """Whether a session of the edition is at the place of the other, at its hour."""
    return any(_meet(own.where, other.where) for own in one.sessions.all() if own.overlaps(other))


def _meet(one: Where, other: Where) -> bool:
    """The same location, or the same venue however it is typed, and not in two rooms."""
    if one.is_online or other.is_online:
        return False
    if one.room and other.room and _plain(one.room) != _plain(other.room):
        return False
    if one.location_id is not None and one.location_id == other.location_id:
        return True
    return (
        bool(_plain(one.venue))
        and _plain(one.venue) == _plain(other.venue)
        and _same_address(one.address, other.address)
    )


def _same_address(one: str, other: str) -> bool:
    return len({_plain(one), _plain(other)} - {""}) < 2


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
