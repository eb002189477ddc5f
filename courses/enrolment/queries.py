"""Questions about enrolments that more than one place asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.catalogue.queries import trainings_by_plugin
from courses.common import clock
from courses.common.edit_conflicts import Fact, fact, facts_of
from courses.common.public_version import memory
from courses.common.statements import Parameter, Statement, Update
from courses.common.text import plain_text
from courses.editions.enums import EditionStatus
from courses.editions.house_rules import partner_rule
from courses.editions.models import Edition, Session
from courses.editions.queries import editions_for_staff, overlapping
from courses.enrolment.enums import (
    ACTIVE,
    HOLDS_SEAT,
    TAKES_PART,
    EnrolmentStatus,
    MoveAnswer,
)
from courses.enrolment.models import Enrolment, MoveRequest
from courses.notices import trainer_kinds
from courses.notices.queries import Reach, reach_of_trainers, who_gets_what
from courses.people import queries as people_queries
from courses.plugin_api.contributions.enrolment import (
    Allow,
    Condition,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    Link,
    Waitlist,
)
from courses.plugin_host import asking
from courses.plugin_host.asking import Activations, Providers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Expression
    from wagtail.models import Page

    from courses.people.models import Partner, User
    from courses.plugin_api.contributions.base import Json

RuleAnswer = Allow | Deny | Waitlist
Rules = Providers[EnrolmentRule]

MOST_FOUND = 20
"""How many people a search shows."""


CANNOT_TELL = Deny(
    _("Inschrijven voor deze training lukt nu niet. Probeer het later opnieuw, of bel ons.")
)
"""What somebody reads when a rule cannot answer."""

OWN_ENROLMENT = (
    *("person", "status", "queued_at", "offer_expires_at"),
    "edition__status",
    # All of which `places` makes where it is; `test_ones_own_page` counts what is left out.
    *("edition__place", "edition__venue", "edition__address", "edition__location"),
    "edition__online_link",
    *("edition__starts_at", "edition__ends_at", "edition__enrol_until"),
    *("edition__training__title", "edition__training__slug", "edition__training__path"),
    "edition__training__live",
)
"""What someone's own page shows of an enrolment; the whole training is a long row."""


def participants(edition: Edition) -> QuerySet[Enrolment]:
    """Who is (or was) in the group, by name."""
    return (
        Enrolment.objects.filter(edition=edition, status__in=TAKES_PART)
        .select_related("person", "person__partner")
        .order_by("person__sort_name", "pk")
    )


def participants_for_staff(user: User, training_id: int) -> QuerySet[Enrolment]:
    """Who takes part in those editions of a training that this member of staff works with, by
    edition and name."""
    return (
        Enrolment.objects.filter(
            edition__in=editions_for_staff(user).filter(training=training_id).order_by(),
            status__in=TAKES_PART,
        )
        .select_related("person", "edition__training")
        .order_by("edition__starts_at", "edition", "person__sort_name", "person")
    )


LOCKED_EDITION = Statement(
    lambda edition: (
        Edition.objects.select_for_update(of=("self",))
        .select_related("training")
        .filter(pk=edition)
    ),
    edition=BigIntegerField(),
)
"""An edition for a service that changes something: whoever wants it too waits for the commit."""

_SEATS_TAKEN = Statement(
    lambda edition: (
        Edition.objects.filter(pk=edition)
        .order_by()
        .annotate(
            held=Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT)),
            erased=Coalesce("erased_participants__number", 0),
        )
        .values_list("held", "erased")
    ),
    edition=BigIntegerField(),
)


SEATS_TAKEN = Update(
    lambda edition: Edition.objects.filter(pk=edition),
    sets=["seats_taken"],
    edition=BigIntegerField(),
)
"""Writes down how many seats of an edition somebody has."""


def number_of_seats_taken(edition: Edition) -> int:
    """How many seats somebody has, counted; also those of who took part and was erased since."""
    ((held, erased),) = _SEATS_TAKEN.run(edition=edition.pk)
    return int(held + erased)


_OWN_AND_OFFERS = Statement(
    lambda person, edition: (
        Enrolment.objects.filter(
            Q(person=person) | Q(status=EnrolmentStatus.OFFERED), edition=edition
        )
        .select_related("person")
        .order_by("offer_expires_at", "pk")
    ),
    person=BigIntegerField(),
    edition=BigIntegerField(),
)


def own_and_offers(person_id: int, edition: Edition) -> tuple[Enrolment | None, list[Enrolment]]:
    """Somebody's own enrolment in an edition, and all the offers in it."""
    found = _OWN_AND_OFFERS.run(person=person_id, edition=edition.pk)
    for one in found:
        one.edition = edition
    offers = [one for one in found if one.status == EnrolmentStatus.OFFERED]
    return next((one for one in found if one.person_id == person_id), None), offers


def enrolments_in(edition: Edition) -> QuerySet[Enrolment]:
    """Everybody who ever enrolled in an edition, by name."""
    return (
        Enrolment.objects.filter(edition=edition)
        .select_related("person", "person__partner", "comes_with__person")
        .order_by("person__sort_name", "pk")
    )


_SEATS_ELSEWHERE = Statement(
    lambda person, training, edition, now: (
        Enrolment.objects.filter(
            ~Q(edition=edition),
            person=person,
            status=EnrolmentStatus.CONFIRMED,
            edition__training=training,
            edition__status=EditionStatus.OPEN,
            edition__ends_at__gt=now,
        )
        .order_by("edition__starts_at", "pk")
        .values_list("pk", flat=True)
    ),
    person=BigIntegerField(),
    training=BigIntegerField(),
    edition=BigIntegerField(),
    now=DateTimeField(),
)


def seat_elsewhere(*, person_id: int, edition: Edition) -> Enrolment | None:
    """The seat that somebody has already in another edition to come of the same training."""
    found = _SEATS_ELSEWHERE.first(
        person=person_id, training=edition.training_id, edition=edition.pk, now=clock.now()
    )
    if found is None:
        # As nearly always: then a key is all that was asked for.
        return None
    return Enrolment.objects.select_related("edition__training", "person").get(pk=found)


def other_editions(edition: Edition, *, user: User, search: str = "") -> QuerySet[Edition]:
    """To which editions `user` can move somebody from this one, the first to begin first, and what
    has begun at the end.

    Published, of the same training, and not over. `search` is for words in the place or the name
    of a trainer, or a day as `14-12`.
    """
    found = (
        editions_for_staff(user)
        .filter(training=edition.training_id, status=EditionStatus.OPEN, ends_at__gt=clock.now())
        .exclude(pk=edition.pk)
        .prefetch_related("sessions")
        .order_by(Case(When(starts_at__lte=clock.now(), then=1), default=0), "starts_at", "pk")
    )
    return found.filter(pk__in=_fitting(found, search.split())) if search.strip() else found


def _fitting(editions: QuerySet[Edition], words: list[str]) -> list[int]:
    """Those in whose day, place or trainers every word is; there are never many of one training."""
    return [
        one.pk
        for one in editions.prefetch_related("trainers")
        if all(word.casefold() in _searched(one) for word in words)
    ]


def _searched(edition: Edition) -> str:
    days = [clock.local(one.starts_at) for one in edition.sessions.all()]
    written = [f"{day:%d-%m-%Y} {day.day}-{day.month}-{day.year}" for day in days]
    trainers = [trainer.name for trainer in edition.trainers.all()]
    title = str(edition.training.title)
    return " ".join([title, *written, edition.venue, edition.address, *trainers]).casefold()


def is_over(enrolment: Enrolment) -> bool:
    """Whether somebody is in the edition no more, and was not in it to its end."""
    return enrolment.status not in ACTIVE | TAKES_PART


def may_go_elsewhere(enrolment: Enrolment, *, placed: Enrolment | None) -> bool:
    """Whether somebody can be put in another edition: who is in this one as long as it is not over,
    or who is in it no more and has no place (`placed`) in another one yet."""
    if enrolment.status in ACTIVE:
        return not enrolment.edition.is_past
    return is_over(enrolment) and placed is None


def placed_elsewhere(edition: Edition) -> dict[int, Enrolment]:
    """Of people who are in an edition no more, where they are (or wait) now in another one of the
    same training, by person; the one that begins first. One query."""
    gone = Enrolment.objects.filter(edition=edition).exclude(status__in=ACTIVE | TAKES_PART)
    there = (
        Enrolment.objects.filter(
            edition__training=edition.training_id,
            person__in=gone.order_by().values("person"),
            status__in=ACTIVE,
            edition__ends_at__gt=clock.now(),
        )
        .exclude(edition=edition)
        .select_related("edition__training")
        .order_by("-edition__starts_at", "-pk")
    )
    return {one.person_id: one for one in there}


def people_known_to(user: User | AnonymousUser) -> QuerySet[User]:
    """Whom somebody who enrols others can choose from: whom that person sees at all, as far as
    the account is active."""
    return people_queries.people_for_staff(user).filter(is_active=True)


def find_people(text: str, *, user: User | AnonymousUser) -> list[User]:
    """Of those, who may be meant by what was typed (`people.queries.find`)."""
    return people_queries.find(text, limit=MOST_FOUND, people=people_known_to(user))


def editions_to_choose(user: User, *, search: str) -> QuerySet[Edition]:
    """In which editions `user` can enrol somebody who calls: with free seats first, then full ones,
    then what one cannot enrol in on the site any more, and at the end what has begun; each by day.
    """
    now = clock.now()
    last = Case(
        When(starts_at__lte=now, then=3),
        When(enrol_until__lte=now, then=2),
        When(seats_taken__gte=F("capacity"), then=1),
        default=0,
    )
    found = (
        editions_for_staff(user)
        .filter(status=EditionStatus.OPEN, ends_at__gt=clock.now(), training__live=True)
        .prefetch_related("sessions")
        .order_by(last, "starts_at", "pk")
    )
    return found.filter(pk__in=_fitting(found, search.split())) if search.strip() else found


def active_by_edition(person: User) -> dict[int, Enrolment]:
    """What somebody has, or waits for, by edition."""
    active = Enrolment.objects.filter(person=person, status__in=ACTIVE | TAKES_PART)
    return {one.edition_id: one for one in active}


def people_with_enrolments(partner: Partner) -> list[User]:
    """The people of a partner, each with `own_enrolments`: what is to come, and how often earlier
    (`earlier`). Nothing of how they did there. Two queries, however many people there are."""
    people = list(people_queries.people_of(partner))
    found: dict[int, list[Enrolment]] = {}
    earlier: Counter[int] = Counter()
    for one in enrolments_of_partner(partner):
        if one.edition.is_past:
            earlier[one.person_id] += 1
        else:
            found.setdefault(one.person_id, []).append(one)
    for person in people:
        person.own_enrolments = found.get(person.pk, [])  # type: ignore[attr-defined]
        person.earlier = earlier[person.pk]  # type: ignore[attr-defined]
    return people


def enrolments_of_partner(partner: Partner) -> QuerySet[Enrolment]:
    """What the people of a partner are in or wait for, and what they took part in, by day."""
    return (
        Enrolment.objects.filter(
            person__partner=partner, person__is_active=True, status__in=ACTIVE | TAKES_PART
        )
        .select_related("person", "edition__training")
        .order_by("edition__starts_at", "pk")
    )


def withdrawn_of_partner(partner: Partner) -> QuerySet[Enrolment]:
    """What the people of a partner are in no more, since they or somebody for them withdrew."""
    return Enrolment.objects.filter(
        person__partner=partner, person__is_active=True, status=EnrolmentStatus.WITHDRAWN
    )


def people_not_in(edition: Edition, partner: Partner) -> QuerySet[User]:
    """Who of a partner can be signed up for an edition: not who is in it, or waits for it."""
    there = Enrolment.objects.filter(edition=edition, status__in=ACTIVE | TAKES_PART)
    return people_queries.people_of(partner).exclude(pk__in=there.values("person"))


def leave_along(enrolment: Enrolment) -> QuerySet[Enrolment]:
    """Who was brought along to this edition, and leaves when this person does.

    Only who never signed in: who did, decides for him- or herself.
    """
    return (
        enrolment.companions.filter(
            edition=enrolment.edition_id, status__in=ACTIVE, person__last_login__isnull=True
        )
        .select_related("person", "comes_with")
        .order_by("pk")
    )


def companions_of(enrolment: Enrolment) -> QuerySet[Enrolment]:
    """With whom somebody comes together who is in the same edition, or waits for it: whom he or she
    brought, or by whom he or she was brought."""
    return (
        Enrolment.objects.filter(
            Q(comes_with=enrolment.pk) | Q(companions=enrolment.pk),
            edition=enrolment.edition_id,
            status__in=ACTIVE,
        )
        .select_related("person", "comes_with")
        .order_by("pk")
        .distinct()
    )


def waiting_list(edition: Edition | Expression) -> QuerySet[Enrolment]:
    """Who is waiting, first in line first; who has no active account is passed over."""
    return (
        Enrolment.objects.filter(
            edition=edition, status=EnrolmentStatus.WAITING, person__is_active=True
        )
        .select_related("person")
        .order_by("queued_at", "pk")
    )


_WAITING_LIST = Statement(waiting_list, edition=BigIntegerField())


def enrolment_of(person: User | AnonymousUser, edition: Edition) -> Enrolment | None:
    """The person's enrolment in this edition, whatever its state."""
    if not person.is_authenticated:
        return None
    enrolment = Enrolment.objects.filter(person=person, edition=edition).first()
    if enrolment is not None:
        enrolment.edition = edition
    return enrolment


def _ahead_of(
    *, queued_at: datetime | OuterRef | None, pk: int | OuterRef, edition: int | OuterRef
) -> QuerySet[Enrolment]:
    earlier = Q(queued_at__lt=queued_at) | Q(queued_at=queued_at, pk__lt=pk)
    return Enrolment.objects.filter(
        earlier, edition=edition, status=EnrolmentStatus.WAITING, person__is_active=True
    )


def place_in_queue(enrolment: Enrolment) -> int | None:
    """The place on the waiting list, 1 for the first; None for who is not waiting."""
    if enrolment.status != EnrolmentStatus.WAITING:
        return None
    counted = getattr(enrolment, "ahead", None)
    if counted is None:
        counted = _ahead_of(
            queued_at=enrolment.queued_at,
            pk=enrolment.pk,
            edition=enrolment.edition_id,
        ).count()
    return int(counted) + 1


def may_follow(person: User | AnonymousUser, training_id: int) -> bool:
    """Whether the person takes part in some edition of the training, and so may read it."""
    return person.is_authenticated and bool(_TAKES_PART.run(person=person, training=training_id))


_TAKES_PART = Statement(
    lambda person, training: Enrolment.objects.filter(
        person=person, edition__training=training, status__in=TAKES_PART
    ).values_list("pk")[:1],
    person=BigIntegerField(),
    training=BigIntegerField(),
)


def latest_in(person: User, training_id: int) -> Enrolment | None:
    """Where somebody takes part in a training, with its edition; the one that began last."""
    return (
        Enrolment.objects.filter(
            person=person, edition__training=training_id, status__in=TAKES_PART
        )
        .select_related("edition__training")
        .order_by("-edition__starts_at", "-pk")
        .first()
    )


def trainings_followed(person: User) -> frozenset[int]:
    """The trainings in which somebody takes part or took part."""
    found = Enrolment.objects.filter(person=person, status__in=TAKES_PART)
    return frozenset(found.values_list("edition__training", flat=True))


def closes_lessons(enrolment: Enrolment) -> bool:
    """Whether the training's lessons close to somebody who gives up this enrolment.

    Not to who does not take part yet, or takes part in another edition of the training too.
    """
    training = enrolment.edition.training
    others = Enrolment.objects.filter(
        person=enrolment.person_id, edition__training=training.pk, status__in=TAKES_PART
    ).exclude(pk=enrolment.pk)
    return enrolment.status in TAKES_PART and bool(training.lessons) and not others.exists()


def enrolments_of(person: User) -> list[Enrolment]:
    """All enrolments of a person by date, with what their own page shows of them.

    Who waits carries `ahead`, the number of people before it in the queue: two queries at most,
    however many enrolments there are.
    """
    found = _OWN.run(person=person.pk)
    waiting = [one for one in found if one.status == EnrolmentStatus.WAITING]
    if waiting:
        ahead = dict(_AHEAD.run(person=person.pk))
        for one in waiting:
            one.ahead = ahead.get(one.pk, 0)  # type: ignore[attr-defined]
    return found


_OWN = Statement(
    lambda person: (
        Enrolment.objects.filter(person=person)
        .select_related("edition__training")
        .only(*OWN_ENROLMENT)
        .order_by("edition__starts_at", "pk")
    ),
    person=BigIntegerField(),
)


def _numbers_ahead(person: Parameter) -> QuerySet[Enrolment, tuple[int, int]]:
    ahead = (
        _ahead_of(
            queued_at=OuterRef("queued_at"),
            pk=OuterRef("pk"),
            edition=OuterRef("edition"),
        )
        .order_by()
        .values("edition")
        .annotate(number=Count("pk"))
        .values("number")
    )
    waiting = Enrolment.objects.filter(person=person, status=EnrolmentStatus.WAITING)
    return waiting.annotate(number=Coalesce(Subquery(ahead), 0)).values_list("pk", "number")


_AHEAD: Statement[tuple[int, int]] = Statement(_numbers_ahead, person=BigIntegerField())


def rules_of(training_id: int, activations: Activations | None = None) -> Rules:
    """The rules that are on in a training, each with its settings there."""
    return asking.here(EnrolmentRule, training_id, activations)


def ask_rules(
    *,
    person_id: int,
    edition: Edition,
    by_staff: bool = False,
    rules: Rules | None = None,
    person: User | None = None,
) -> RuleAnswer:
    """Whether the rules of the edition and its training let this person have a seat now.

    One that denies is enough; else one that wants the waiting list; else all allow. A rule that
    cannot answer denies with `CANNOT_TELL`, unless another gives a reason to deny: a seat that was
    given by mistake cannot be taken back. `rules` and `person` save finding them for each person.
    """
    own = partner_rule(person_id=person_id, edition=edition, by_staff=by_staff, person=person)
    if isinstance(own, Deny):
        return own
    asked = rules_of(edition.training_id) if rules is None else rules
    if asked.silent:
        return CANNOT_TELL
    answers: list[RuleAnswer] = []
    for rule in asked:
        request = EnrolmentRequest(
            person_id=person_id,
            edition_id=edition.pk,
            training_id=edition.training_id,
            by_staff=by_staff,
            settings=rule.settings,
        )
        answers.append(rule.ask(partial(_rule_answer, request), default=CANNOT_TELL))
    denials = (one for one in answers if isinstance(one, Deny))
    waitlists = (one for one in answers if isinstance(one, Waitlist))
    by_weight: list[RuleAnswer] = [*sorted(denials, key=lambda one: one is CANNOT_TELL), *waitlists]
    return by_weight[0] if by_weight else Allow()


def what_staff_deviate_from(person: User, edition: Edition) -> str:
    """What a rule would say to this person, where it lets staff give a seat all the same; empty
    where they do what the person could do too, or where staff are refused as well."""
    rules = rules_of(edition.training_id)
    own, of_staff = (
        ask_rules(person_id=person.pk, edition=edition, by_staff=by_staff, rules=rules)
        for by_staff in (False, True)
    )
    if isinstance(own, Allow) or isinstance(of_staff, type(own)):
        return ""
    return str(own.reason)


def _rule_answer(request: EnrolmentRequest, rule: EnrolmentRule) -> RuleAnswer:
    answer = rule.check(request)
    if isinstance(answer, Allow):
        return answer
    if isinstance(answer, Deny):
        return replace(answer, reason=_words(answer.reason), links=_links(answer.links))
    if isinstance(answer, Waitlist):
        return replace(answer, reason=_words(answer.reason))
    raise TypeError(f"check() gave {type(answer).__name__}")


def conditions_of(training_id: int, rules: Rules | None = None) -> list[Condition]:
    """What the rules of a training ask of everybody, for who has not said yet who it is.

    A rule that cannot say it is left out: it is asked anyway when somebody enrols. `rules` saves
    finding them.
    """
    found: list[Condition] = []
    for rule in rules_of(training_id) if rules is None else rules:
        found += rule.ask(partial(_conditions, training_id, rule.settings), default=())
    return found


def conditions_by_training() -> Mapping[int, list[Condition]]:
    """What `conditions_of` gives for each training in which a plugin asks something; in a list of
    many editions nothing is asked for each. Kept, so change nothing in it."""

    def ask() -> dict[int, list[Condition]]:
        on = trainings_by_plugin()
        asking_plugins = {one.plugin.slug for one in asking.everywhere(EnrolmentRule)}
        trainings = {one for slug in asking_plugins for one in on.get(slug, ())}
        found = {one: conditions_of(one) for one in trainings}
        return {training: conditions for training, conditions in found.items() if conditions}

    return memory.get("conditions by training", ask)


def _conditions(
    training_id: int, settings: Mapping[str, Json], rule: EnrolmentRule
) -> list[Condition]:
    return [
        replace(one, sentence=_words(one.sentence), links=_links(one.links))
        for one in rule.conditions(training_id, settings)
    ]


# Words are made inside the guard, where it is known whose they are.


def _words(text: object) -> str:
    words = plain_text(text)
    if not words.strip():
        raise ValueError("a rule without words")
    return words


def _links(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links of a rule, each to a page of this site.

    Raises:
        ValueError: one leads elsewhere.
    """
    made = tuple(replace(one, label=_words(one.label), url=plain_text(one.url)) for one in links)
    for one in made:
        if not (
            one.url.startswith("/") and url_has_allowed_host_and_scheme(one.url, allowed_hosts=None)
        ):
            raise ValueError(f"a link to another site: {one.url}")
    return made


def allowed_from_waiting_list(
    edition: Edition, activations: Activations | None = None
) -> Iterator[Enrolment]:
    """Who waits and may have a seat now, first in line first.

    Who waits because a rule says so keeps the place in the queue and is passed over. Where a rule
    cannot tell about somebody the list ends: nobody may go by who might have had the seat.
    """
    for enrolment, answer in _not_held_back(edition, activations=activations):
        if answer is CANNOT_TELL:
            return
        yield enrolment


def _not_held_back(
    edition: Edition, rules: Rules | None = None, activations: Activations | None = None
) -> Iterator[tuple[Enrolment, RuleAnswer]]:
    """Who waits though no rule says so, first in line first, with `Allow` or `CANNOT_TELL`."""
    for enrolment in _WAITING_LIST.run(edition=edition.pk):
        # Found once, and only when somebody waits.
        rules = rules or rules_of(edition.training_id, activations)
        answer = ask_rules(
            person_id=enrolment.person_id,
            edition=edition,
            by_staff=enrolment.by_staff,
            rules=rules,
            person=enrolment.person,
        )
        if isinstance(answer, Allow) or answer is CANNOT_TELL:
            yield enrolment, answer


def has_free_seat(edition: Edition, rules: Rules | None = None) -> bool:
    """Whether somebody who comes now gets a seat.

    A free one belongs to who waits and may have it, or of whom no rule can tell just now.
    """
    return edition.seats_left > 0 and next(_not_held_back(edition, rules), None) is None


def offers_in(edition: Edition) -> QuerySet[Enrolment]:
    """The offers in an edition, the first to end first."""
    return (
        Enrolment.objects.filter(edition=edition, status=EnrolmentStatus.OFFERED)
        .select_related("person", "edition")
        .order_by("offer_expires_at", "pk")
    )


def to_settle() -> QuerySet[Edition]:
    """Editions in which something must happen to an offer or to who waits.

    An offer that is overdue, longer than its edition can be enrolled in, or made to who has no
    active account (any more); a free seat and somebody who waits for one; somebody who waits
    though one can no longer enrol. Counts the seats itself: this is what sets right a count that
    went wrong.
    """
    now = clock.now()
    own = Enrolment.objects.filter(edition=OuterRef("pk"))
    offered = own.filter(status=EnrolmentStatus.OFFERED)
    waiting = own.filter(status=EnrolmentStatus.WAITING)
    too_long = (
        Q(offer_expires_at__lte=now)
        | Q(offer_expires_at__gt=F("edition__starts_at"))
        | Q(offer_expires_at__gt=F("edition__enrol_until"))
        | Q(person__is_active=False)
    )
    closed = Q(starts_at__lte=now) | Q(enrol_until__lte=now)
    holding = Count("enrolments", filter=Q(enrolments__status__in=HOLDS_SEAT))
    # The type is lost where a count is added.
    found = (
        Edition.objects.annotate(holding=holding)
        .filter(
            Exists(offered.filter(too_long))
            | Q(
                Q(closed) & Exists(waiting)
                # Nothing is offered of what nobody can see; it goes on when it is public again.
                | Q(holding__lt=F("capacity"), training__live=True)
                & Exists(waiting.filter(person__is_active=True)),
                status=EditionStatus.OPEN,
            )
        )
        .order_by("pk")
    )
    return cast("QuerySet[Edition]", found)


def concerned_by_change(edition_id: int, *, only_taking_part: bool) -> QuerySet[Enrolment]:
    """Who must know that an edition has changed: who takes part, has an offer or waits."""
    states = {EnrolmentStatus.CONFIRMED}
    if not only_taking_part:
        states |= {EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING}
    return Enrolment.objects.filter(edition=edition_id, status__in=states).order_by("pk")


def _elsewhere(
    seats: Q,
    given: Q,
    starts_at: datetime | Expression,
    ends_at: datetime | Expression,
) -> QuerySet[Enrolment, tuple[int, int]]:
    """Who has a seat in an edition between these moments, or gives it: person and edition."""
    meanwhile = {"edition__starts_at__lt": ends_at, "edition__ends_at__gt": starts_at}
    held = Enrolment.objects.filter(seats, status__in=HOLDS_SEAT, **meanwhile)
    through = Edition.trainers.through.objects.filter(given, **meanwhile)
    both = held.order_by().values_list("person_id", "edition_id")
    return both.union(through.order_by().values_list("user_id", "edition_id"))


_ELSEWHERE = Statement(
    lambda person, starts_at, ends_at: _elsewhere(
        Q(person=person), Q(user=person), starts_at, ends_at
    ),
    person=BigIntegerField(),
    starts_at=DateTimeField(),
    ends_at=DateTimeField(),
)


def people_with_seat(edition: Edition) -> list[int]:
    """The keys of who takes part, or has an offer."""
    holders = Enrolment.objects.filter(edition=edition, status__in=HOLDS_SEAT)
    return list(holders.values_list("person", flat=True))


def double_booked(people: Collection[int], edition: Edition) -> dict[int, list[Session]]:
    """By person: meetings of other editions at the same hour as this one, in which the person has
    a seat or an offer, or which the person gives.

    Some queries, however many people there are; who has none is left out. It begins with where
    these people are, as that is usually nowhere else.
    """
    if not people or edition.starts_at is None or edition.ends_at is None:
        return {}
    if len(people) == 1:
        (person_id,) = people
        rows = _ELSEWHERE.run(
            person=person_id, starts_at=edition.starts_at, ends_at=edition.ends_at
        )
    else:
        rows = list(
            _elsewhere(Q(person__in=people), Q(user__in=people), edition.starts_at, edition.ends_at)
        )
    busy = [(person_id, pk) for person_id, pk in rows if pk != edition.pk]
    if not busy:
        return {}
    found: dict[int, list[Session]] = {}
    for session in overlapping([edition]).filter(edition__in={pk for _person, pk in busy}):
        for person_id in sorted(one for one, pk in busy if pk == session.edition_id):
            found.setdefault(person_id, []).append(session)
    return found


# --- Trainings that go off the site ---------------------------------------------------------------


@dataclass(frozen=True)
class ParticipantCounts:
    """How many people are in trainings: everybody once in each kind."""

    enrolled: int
    """Who has a seat, or an offer of one, in an edition that is not over."""
    waiting: int
    earlier: int
    """Who took part in an edition that is over."""


def people_in(page: Page) -> ParticipantCounts:
    """Who is in the trainings at and below a page; of a lesson, in its training. One query."""
    coming = Q(edition__status=EditionStatus.OPEN, edition__ends_at__gt=clock.now())
    seats = {EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED}
    counts = _enrolments_at(page).aggregate(
        enrolled=_people(coming & Q(status__in=seats)),
        waiting=_people(coming & Q(status=EnrolmentStatus.WAITING)),
        earlier=_people(Q(status__in=TAKES_PART, edition__ends_at__lte=clock.now())),
    )
    return ParticipantCounts(**counts)


def expecting(page: Page) -> QuerySet[Enrolment]:
    """Who has a seat, an offer or a place in the queue in an edition to come of these trainings."""
    return (
        _enrolments_at(page)
        .filter(
            edition__status=EditionStatus.OPEN,
            edition__ends_at__gt=clock.now(),
            status__in=(
                EnrolmentStatus.CONFIRMED,
                EnrolmentStatus.OFFERED,
                EnrolmentStatus.WAITING,
            ),
        )
        .order_by("pk")
    )


def _enrolments_at(page: Page) -> QuerySet[Enrolment]:
    above = page.path[: -page.steplen]
    trainings = TrainingPage.objects.filter(Q(path__startswith=page.path) | Q(path=above))
    return Enrolment.objects.filter(edition__training__in=trainings.order_by().values("pk"))


def _people(condition: Q) -> Count:
    return Count("person", distinct=True, filter=condition)


def enrolment_facts(enrolment: Enrolment) -> dict[str, Fact]:
    """What a page shows that asks to take somebody out."""
    return facts_of(enrolment, ["status"])


def reach_when_cancelled(edition: Edition) -> Reach:
    """How everyone is told who is in an edition or waits for it, when it is called off."""
    active = Enrolment.objects.filter(edition=edition, status__in=ACTIVE)
    people = [one.person for one in active.select_related("person").order_by("person__sort_name")]
    return who_gets_what(people, kind="enrolment_cancelled")


def told_that_it_goes_on(edition: Edition) -> QuerySet[Enrolment]:
    """Who hears that an edition with too few people goes on: who has a seat, or may take it."""
    return (
        concerned_by_change(edition.pk, only_taking_part=False)
        .exclude(status=EnrolmentStatus.WAITING)
        .select_related("person")
    )


def reach_when_confirmed(edition: Edition) -> Reach:
    """How they are told; nobody when it was not uncertain."""
    if not edition.is_too_small or edition.decided_at is not None:
        return Reach()
    people = [one.person for one in told_that_it_goes_on(edition)]
    return who_gets_what(people, kind="enrolment_goes_on")


def reach_of_trainers_when_confirmed(edition: Edition) -> Reach:
    """How who gives it is told; nobody when it was not uncertain."""
    if not edition.is_too_small or edition.decided_at is not None:
        return Reach()
    return reach_of_trainers(edition, kind=trainer_kinds.CONFIRMED)


def reach_of_trainers_when_cancelled(edition: Edition) -> Reach:
    """How who gives it is told that an edition is off; of a draft nobody knew."""
    if edition.status != EditionStatus.OPEN:
        return Reach()
    return reach_of_trainers(edition, kind=trainer_kinds.CANCELLED)


def reach_when_asked_to_move(edition: Edition) -> Reach:
    """How everyone with a seat is asked whether another date is right too."""
    people = [one.person for one in participants(edition).filter(status=EnrolmentStatus.CONFIRMED)]
    return who_gets_what(people, kind="enrolment_move_asked")


def move_requests_from(edition: Edition) -> QuerySet[MoveRequest]:
    """Who was asked to go from this edition to another date, by name, with the answers.

    Who said yes is in the other edition by now.
    """
    return (
        MoveRequest.objects.filter(from_edition=edition)
        .select_related("enrolment__person", "to_edition__training")
        .order_by("enrolment__person__sort_name", "pk")
    )


def open_move_requests(enrolment: Enrolment) -> list[MoveRequest]:
    """To which other dates somebody is asked to go, and has not answered.

    Also those to which one cannot go any more: who was asked reads that there is nothing to answer.
    """
    if enrolment.status != EnrolmentStatus.CONFIRMED or enrolment.edition.has_begun:
        return []
    asked = MoveRequest.objects.filter(
        enrolment=enrolment, from_edition=enrolment.edition_id, answer=MoveAnswer.OPEN
    )
    found = asked.select_related("to_edition__training").prefetch_related("to_edition__sessions")
    return list(found)


def reach_when_moved(edition: Edition) -> Reach:
    """How everyone is told who must know when and where an edition is."""
    concerned = concerned_by_change(edition.pk, only_taking_part=False)
    people = [
        one.person for one in concerned.select_related("person").order_by("person__sort_name")
    ]
    return who_gets_what(people, kind="enrolment_moved")


def who_is_told(edition: Edition) -> dict[str, Fact]:
    """What a page shows that asks to call an edition off: who is in it or waits for it."""
    active = Enrolment.objects.filter(edition=edition, status__in=ACTIVE)
    people = sorted(active.values_list("person", flat=True))
    return {"told": fact(_("Krijgen bericht"), people, len(people))}


STANDS = {
    EnrolmentStatus.COMPLETED: "done",
    EnrolmentStatus.CONFIRMED: "in",
    EnrolmentStatus.NOT_COMPLETED: "in",
    EnrolmentStatus.OFFERED: "offered",
    EnrolmentStatus.WAITING: "waiting",
}
"""How somebody stands with a training, what weighs most first; of other states nothing is said."""


_STANDING: Statement[tuple[int, str, datetime | None]] = Statement(
    lambda person: Enrolment.objects.filter(person=person, status__in=list(STANDS)).values_list(
        "edition__training", "status", "edition__ends_at"
    ),
    person=BigIntegerField(),
)


def where_somebody_stands(person: User) -> dict[int, str]:
    """By training how the person stands with it (`STANDS`), in one query."""
    order = list(STANDS)
    rows = _STANDING.run(person=person.pk)
    now = clock.now()
    found: dict[int, int] = {}
    for training_id, name, ends_at in rows:
        status = EnrolmentStatus(name)
        # What was held and has no result yet, or none, is neither going on nor done.
        if STANDS[status] != "done" and (ends_at is None or ends_at <= now):
            continue
        place = order.index(status)
        found[training_id] = min(place, found.get(training_id, place))
    return {training_id: STANDS[order[place]] for training_id, place in found.items()}
