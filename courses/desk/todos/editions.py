"""Editions to come: what has to be decided, planned, or put on the site, and drafts of pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.catalogue import reviews
from courses.catalogue.queries import DraftPlace, places_of_drafts
from courses.common import clock, formats
from courses.common.statements import Statement
from courses.desk.first_few import SHOWN, FirstFew, FirstFewOfEditions, counted, first_few
from courses.desk.todos.todo import EDITION, PERSON, SOON, Line, Todo, edition_line, looks_for
from courses.editions import queries as editions
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.interest import queries as interest
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from wagtail.models import TaskState

    from courses.people.models import User

MANY = 3
"""From how many people who wait for a full edition another one is worth planning."""


_OFFERS = FirstFewOfEditions(
    lambda now: (
        Enrolment.objects.filter(
            status=EnrolmentStatus.OFFERED,
            offer_expires_at__gt=now,
            offer_expires_at__lte=now + SOON,
        )
        .select_related("person", "edition__training")
        .only("offer_expires_at", *PERSON, *EDITION)
        .order_by("offer_expires_at", "pk")
    ),
    "now",
    edition="edition",
)


@looks_for(_OFFERS.build)
def offers_that_end(user: User) -> Todo | None:
    """Seats that were offered and that nobody took yet, in their last day."""
    count, first = _OFFERS.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "%(n)d aanbod loopt binnen een dag af",
            "%(n)d aanbiedingen lopen binnen een dag af",
            count,
        )
        % {"n": count},
        count,
        lines=[
            Line(
                gettext("%(person)s, %(edition)s: tot %(deadline)s")
                % {
                    "person": one.person.name_in_list,
                    "edition": one.edition,
                    "deadline": formats.deadline(one.offer_expires_at),
                },
                reverse("edition_enrolments", args=[one.edition_id]),
            )
            for one in first
            if one.offer_expires_at is not None
        ],
        urgent=True,
    )


_TOO_FEW = FirstFewOfEditions(
    lambda now, today: editions.to_decide(now=now, today=today).only(
        *editions.NAMED, "seats_taken", "minimum"
    ),
    "now",
    "today",
    edition="pk",
)


@looks_for(_TOO_FEW.build)
def too_few(user: User) -> Todo | None:
    """Editions with fewer people than they need, of which somebody decides by now."""
    count, first = _TOO_FEW.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Beslis of %(n)d uitvoering doorgaat", "Beslis of %(n)d uitvoeringen doorgaan", count
        )
        % {"n": count},
        count,
        lines=[
            edition_line(
                one,
                reverse("edition_decide", args=[one.pk]),
                gettext("%(taken)d van minstens %(minimum)d plaatsen")
                % {"taken": one.seats_taken, "minimum": one.minimum or 0},
            )
            for one in first
        ],
        urgent=True,
    )


_FEW_PEOPLE = FirstFew(
    lambda now, today: (
        editions.with_few_people(now=now, today=today)
        .filter(minimum=0)
        .only(*editions.NAMED, "seats_taken", "capacity")
    ),
    "now",
    "today",
)


def few_people(user: User) -> Todo | None:
    """Editions that begin soon with few people, and that have no day to decide on of their own."""
    count, first = _FEW_PEOPLE.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "%(n)d uitvoering begint binnenkort met weinig mensen",
            "%(n)d uitvoeringen beginnen binnenkort met weinig mensen",
            count,
        )
        % {"n": count},
        count,
        lines=[
            edition_line(
                one,
                reverse("uitvoeringen:edit", args=[one.pk]),
                gettext("%(taken)d van %(capacity)d plaatsen")
                % {"taken": one.seats_taken, "capacity": one.capacity},
            )
            for one in first
        ],
    )


_WITHOUT_TRAINER = FirstFew(
    lambda now: editions.without_trainer(now=now).only(*editions.NAMED), "now"
)


def without_trainer(user: User) -> Todo | None:
    """Editions to come that nobody gives."""
    count, first = _WITHOUT_TRAINER.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "%(n)d uitvoering heeft geen trainer", "%(n)d uitvoeringen hebben geen trainer", count
        )
        % {"n": count},
        count,
        lines=[edition_line(one, reverse("uitvoeringen:edit", args=[one.pk])) for one in first],
        urgent=True,
    )


_WAITING = Coalesce(
    Subquery(
        Enrolment.objects.filter(edition=OuterRef("pk"), status=EnrolmentStatus.WAITING)
        .order_by()
        .values("edition")
        .annotate(number=Count("pk"))
        .values("number")
    ),
    0,
    output_field=IntegerField(),
)
_FULL = FirstFew(
    lambda now: (
        editions.open_for_enrolment(now=now)
        .filter(seats_taken__gte=F("capacity"))
        .annotate(waiting=_WAITING)
        .filter(waiting__gte=MANY)
        .select_related("training")
        .only(*editions.NAMED)
        .order_by("-waiting", "starts_at", "pk")
    ),
    "now",
)


def full_with_many_waiting(user: User) -> Todo | None:
    """Full editions for which so many wait that another one is worth it."""
    count, first = _FULL.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "%(n)d volle uitvoering heeft een lange wachtlijst",
            "%(n)d volle uitvoeringen hebben een lange wachtlijst",
            count,
        )
        % {"n": count},
        count,
        lines=[
            edition_line(
                one,
                reverse("edition_enrolments", args=[one.pk]),
                ngettext("%(n)d wacht", "%(n)d wachten", one.waiting) % {"n": one.waiting},
            )
            for one in first
        ],
    )


_WANTED: Statement[tuple[int, str, int]] = Statement(
    lambda now: interest.wanted_without_date(now), now=DateTimeField()
)


@looks_for(interest.wanted_without_date)
def wanted_dates(user: User) -> Todo | None:
    """Trainings without a date that people wait for; for who plans all of them."""
    rows = _WANTED.run(now=clock.now()) if is_coordinator(user) else []
    wanted = [interest.Wanted(*row) for row in rows]
    if not wanted:
        return None
    people = sum(one.people for one in wanted)
    sentence = ngettext(
        "%(n)d persoon wacht op een nieuwe datum",
        "%(n)d mensen wachten op een nieuwe datum",
        people,
    )
    lines = [
        Line(f"{one.title}: {one.people}", reverse("interest_admin", args=[one.training_id]))
        for one in wanted[:SHOWN]
    ]
    return Todo(sentence % {"n": people}, len(wanted), lines=lines)


_WITHOUT_BUS = FirstFew(lambda now: editions.places_without_bus(now=now), "now")


@looks_for(_WITHOUT_BUS.build)
def places_without_bus(user: User) -> Todo | None:
    """Buildings where people are to come by bus or tram, and nobody wrote down which."""
    count, first = _WITHOUT_BUS.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "Bij %(n)d locatie staat niet welke bus of tram er stopt",
        "Bij %(n)d locaties staat niet welke bus of tram er stopt",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[Line(str(one), reverse("locaties:edit", args=[one.pk])) for one in first],
    )


_DRAFTS = FirstFewOfEditions(
    lambda now: (
        Edition.objects.filter(
            status=EditionStatus.DRAFT, starts_at__gt=now, starts_at__lte=now + timedelta(days=14)
        )
        .select_related("training")
        .only(*editions.NAMED)
        .order_by("starts_at", "pk")
    ),
    "now",
    edition="pk",
)


@looks_for(_DRAFTS.build)
def drafts_of_editions(user: User) -> Todo | None:
    """Editions that begin within two weeks and were never published."""
    count, first = _DRAFTS.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "%(n)d uitvoering begint binnenkort en staat nog niet op de site",
        "%(n)d uitvoeringen beginnen binnenkort en staan nog niet op de site",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[edition_line(one, reverse("edition_publish", args=[one.pk])) for one in first],
    )


_DRAFTS_TO_JUDGE = FirstFew(reviews.all_to_review)
_OWN_TO_JUDGE: Statement[TaskState] = Statement(
    lambda user: first_few(reviews.to_review(user)), user=BigIntegerField()
)


def drafts_to_judge(user: User) -> Todo | None:
    """Drafts of pages that somebody asked to put on the site, for who is asked to look."""
    if user.is_superuser:
        count, first = _DRAFTS_TO_JUDGE.found()
    else:
        count, first = counted(_OWN_TO_JUDGE.run(user=user.pk))
    if not count:
        return None
    return Todo(
        ngettext("Kijk %(n)d concept na", "Kijk %(n)d concepten na", count) % {"n": count},
        count,
        f"{reverse('wagtailadmin_reports:workflow_tasks')}?status=in_progress",
        _draft_lines(first),
    )


_SENT_BACK: Statement[TaskState] = Statement(
    lambda user: first_few(reviews.sent_back(user)), user=BigIntegerField()
)


def drafts_sent_back(user: User) -> Todo | None:
    """Drafts that somebody sent in and that were not good yet."""
    count, first = counted(_SENT_BACK.run(user=user.pk))
    if not count:
        return None
    words = ngettext(
        "Pas %(n)d concept aan dat terugkwam", "Pas %(n)d concepten aan die terugkwamen", count
    )
    return Todo(words % {"n": count}, count, reverse("desk_lessons"), list(map(_back_line, first)))


def _back_line(state: TaskState) -> Line:
    title, judge = state.revision.object_str, state.finished_by
    if judge is not None:
        names = {"title": title, "name": judge.name}
        title = gettext("%(title)s, teruggestuurd door %(name)s") % names
    return Line(title, reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]))


def _draft_lines(states: list[TaskState]) -> list[Line]:
    """A line for each draft. A lesson says of which training it is, and stands below that."""
    drafts = [(int(one.revision.object_id), one) for one in states]
    places = places_of_drafts([page_id for page_id, _one in drafts])
    of_each = [(places.get(page_id, DraftPlace("")), one) for page_id, one in drafts]
    with_their_training = sorted(of_each, key=lambda draft: draft[0].path)
    return [_draft_line(place, one) for place, one in with_their_training]


def _draft_line(place: DraftPlace, state: TaskState) -> Line:
    title, asked_by = state.revision.object_str, state.workflow_state.requested_by
    if place.training:
        title = gettext("%(title)s (les van ‘%(training)s’)") % {
            "title": title,
            "training": place.training,
        }
    elif place.lessons_along:
        words = ngettext(
            "%(title)s, met %(n)d nieuwe les",
            "%(title)s, met %(n)d nieuwe lessen",
            place.lessons_along,
        )
        title = words % {"title": title, "n": place.lessons_along}
    if asked_by is not None:
        title = gettext("%(title)s, gevraagd door %(name)s") % {
            "title": title,
            "name": asked_by.name,
        }
    return Line(title, reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]))
