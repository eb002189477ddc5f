"""What waits for somebody, each kind as one sentence with where to do it.

A kind is a function that is given who looks, and gives a `Todo` or None. What a kind counts is
asked of the part that knows; here is only who sees it, in which words, and in which order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Min,
    OuterRef,
    Subquery,
    UUIDField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.attendance import queries as attendance
from courses.catalogue import reviews
from courses.certificates import admin as certificate_admin
from courses.certificates import queries as certificates
from courses.certificates.enums import Doubt
from courses.common import clock, formats
from courses.common.statements import Several, Statement
from courses.desk.first_few import SHOWN, FirstFew, FirstFewOfEditions, counted, first_few
from courses.editions import queries as editions
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.evaluation import queries as evaluation
from courses.interest import queries as interest
from courses.notices import kinds
from courses.notices import queries as notices
from courses.notices.models import Notice
from courses.people import erasing
from courses.people import queries as people
from courses.people.queries import is_coordinator, sees_everybody
from courses.records import queries as records
from courses.reports.selections import ended_in, held_by, period_of
from courses.reports.year_texts import report_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import TaskState

    from courses.common.statements import Parameter
    from courses.evaluation.models import EvaluationForm
    from courses.people.models import User

MANY = 3
"""From how many people who wait for a full edition another one is worth planning."""

MOST_LOOKED_AT = 40
"""Among how many of the first calls the people are looked for who are named."""

LAST_MONTH, LOOKED_AFTER = 12, 4
"""In which month the year report is shown first, and from which month on not any more."""

SOON = timedelta(hours=24)
"""How soon an offer ends of which the person is better reminded."""

_PERSON = ("person__first_name", "person__last_name")
_EDITION = tuple(f"edition__{name}" for name in editions.NAMED)
_CLAIM = (
    *("person__call_claim__at", "person__call_claim__by__first_name"),
    "person__call_claim__by__last_name",
)
"""What a line reads of whom or what it names: whole rows have a hundred columns."""


@dataclass(frozen=True)
class Line:
    """One of what waits: in words, and where it is."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Todo:
    """What waits of one kind. `url` is where all of it is; `lines` are the first few."""

    sentence: str
    count: int
    url: str = ""
    lines: Sequence[Line] = ()
    urgent: bool = False

    @property
    def number_more(self) -> int:
        """How many are not named."""
        return self.count - len(self.lines) if self.lines else 0


Kind = Callable[["User"], Todo | None]

_provided: list[Kind] = []


def provide(kind: Kind) -> Kind:
    """Add a kind, behind all others; for the site around the courses, from an app's `ready()`."""
    _provided.append(kind)
    return kind


def todos_for(user: User, present: Collection[object] | None = None) -> list[Todo]:
    """All that waits for this person, what is urgent first.

    `present` are those of `LOOKED_FOR` that find something, if that is known.
    """
    kinds = [kind for kind in KINDS if present is None or kind not in LOOKED_FOR or kind in present]
    found = [todo for kind in (*kinds, *_provided) if (todo := kind(user)) is not None]
    return sorted(found, key=lambda one: not one.urgent)


def _edition_line(edition: Edition, url: str, more: str = "") -> Line:
    name = str(edition)
    return Line(f"{name}: {more}" if more else name, url)


def _named(found: QuerySet[Notice], *more: str) -> QuerySet[Notice]:
    """With no more of each than `_about` reads, and `more` columns of what is related."""
    related = {"person", "edition__training", *(one.rpartition("__")[0] for one in more)}
    few = found.select_related(None).prefetch_related(None)
    return few.select_related(*sorted(related)).only("kind", *_PERSON, *_EDITION, *more)


def _about(notice: Notice) -> str:
    name, kind = notice.person.name_in_list, kinds.find(notice.kind)
    if kind is not None and kind.for_trainer:
        name = gettext("%(name)s, trainer") % {"name": name}
    about = f" ({notice.edition.training.title})" if notice.edition else ""
    return f"{name}{about}"


def _about_call(notice: Notice) -> str:
    claim = getattr(notice.person, "call_claim", None)
    if claim is None or not claim.stands:
        return _about(notice)
    busy = gettext("%(name)s belt nu") % {"name": claim.by.name}
    return f"{_about(notice)}: {busy}"


# --- People to reach ------------------------------------------------------------------------------


def _up_by_now(now: Parameter) -> QuerySet[Notice]:
    return notices.call_list(now=now).filter(~notices.NO_NUMBER, due_at__lte=now)


def _without_number(now: Parameter) -> QuerySet[Notice]:
    """What people without a number are to be told by now."""
    return Notice.objects.filter(notices.TO_CALL, notices.NO_NUMBER, due_at__lte=now)


_TO_FIND: Statement[tuple[str, int]] = Statement(
    # Of each person one; a look for another one of the same person costs one for each row.
    lambda now: (
        _without_number(now)
        .order_by()
        .values("person")
        .annotate(key=Min(Cast("pk", CharField())), since=Min("due_at"), in_all=Window(Count("*")))
        .order_by("since", "key")
        .values_list("key", "in_all")[:SHOWN]
    ),
    now=DateTimeField(),
)


def to_find(user: User) -> Todo | None:
    """People whom nobody can reach: first somebody looks for a number or an address."""
    rows = _TO_FIND.run(now=clock.now()) if is_coordinator(user) else []
    if not rows:
        return None
    count = rows[0][1]
    return Todo(
        notices.not_reached(count),
        count,
        reverse("notices_call_list"),
        [
            Line(_about(one), reverse("notices_call", args=[one.pk]))
            for one in _calls([UUID(key) for key, _number in rows])
        ],
    )


_TO_CALL: Statement[tuple[int, UUID]] = Statement(
    lambda now: _up_by_now(now).values_list("person", "pk")[:MOST_LOOKED_AT], now=DateTimeField()
)
_PEOPLE_TO_CALL: Statement[int] = Statement(
    lambda now: (
        _up_by_now(now)
        .order_by()
        .values(constant=Value(1))
        .annotate(number=Count("person", distinct=True))
        .values_list("number", flat=True)
    ),
    now=DateTimeField(),
)
_CALLS = Statement(
    lambda pks: _named(Notice.objects.filter(pk__in=pks), *_CLAIM), pks=Several(UUIDField())
)


def _calls(pks: Sequence[UUID]) -> list[Notice]:
    """These notices, in this order."""
    found = {one.pk: one for one in _CALLS.run(pks=pks)}
    return [found[pk] for pk in pks if pk in found]


def to_call(user: User) -> Todo | None:
    """People whom a mail cannot reach, or cannot reach in time; only who is up by now."""
    if not is_coordinator(user):
        return None
    now = clock.now()
    keys = _TO_CALL.run(now=now)
    if not keys:
        return None
    # Who is to be told two things is called once.
    by_person: dict[int, UUID] = {}
    for person, pk in keys:
        by_person.setdefault(person, pk)
    is_all = len(keys) < MOST_LOOKED_AT
    count = len(by_person) if is_all else _PEOPLE_TO_CALL.run(now=now)[0]
    first = _calls(list(by_person.values())[:SHOWN])
    return Todo(
        ngettext("Bel %(n)d persoon", "Bel %(n)d mensen", count) % {"n": count},
        count,
        reverse("notices_call_list"),
        [Line(_about_call(one), reverse("notices_call", args=[one.pk])) for one in first],
        urgent=True,
    )


_TO_PRINT = FirstFew(lambda: _named(notices.letters_to_print()))


def to_print(user: User) -> Todo | None:
    """Letters that nobody has printed yet."""
    count, first = _TO_PRINT.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext("Print en verstuur %(n)d brief", "Print en verstuur %(n)d brieven", count)
        % {"n": count},
        count,
        reverse("notices_letters"),
        [Line(_about(one), reverse("notices_detail", args=[one.pk])) for one in first],
    )


_FAILED = FirstFew(lambda: _named(notices.failed()))


def failed_mails(user: User) -> Todo | None:
    """Mails that did not arrive; those people are on the list of whom to call as well."""
    count, first = _FAILED.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext("%(n)d mail kwam niet aan", "%(n)d mails kwamen niet aan", count) % {"n": count},
        count,
        reverse("notices_log"),
        [Line(_about(one), reverse("notices_detail", args=[one.pk])) for one in first],
    )


# --- Editions to come -----------------------------------------------------------------------------


_OFFERS = FirstFewOfEditions(
    lambda now: (
        Enrolment.objects.filter(
            status=EnrolmentStatus.OFFERED,
            offer_expires_at__gt=now,
            offer_expires_at__lte=now + SOON,
        )
        .select_related("person", "edition__training")
        .only("offer_expires_at", *_PERSON, *_EDITION)
        .order_by("offer_expires_at", "pk")
    ),
    "now",
    edition="edition",
)


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
            _edition_line(
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
            _edition_line(
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
        lines=[_edition_line(one, reverse("uitvoeringen:edit", args=[one.pk])) for one in first],
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
            _edition_line(
                one,
                reverse("edition_enrolments", args=[one.pk]),
                ngettext("%(n)d wacht", "%(n)d wachten", one.waiting) % {"n": one.waiting},
            )
            for one in first
        ],
    )


# --- Afterwards -----------------------------------------------------------------------------------


_TO_MARK = FirstFewOfEditions(
    lambda now: attendance.sessions_to_mark(now=now).only("starts_at", "ends_at", *_EDITION),
    "now",
    edition="edition",
)


_WANTED: Statement[tuple[int, str, int]] = Statement(
    lambda now: interest.wanted_without_date(now), now=DateTimeField()
)


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


def sessions_to_mark(user: User) -> Todo | None:
    """Sessions that were held and of which nobody wrote down who was there."""
    count, first = _TO_MARK.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "Vul in wie er was bij %(n)d bijeenkomst",
        "Vul in wie er was bij %(n)d bijeenkomsten",
        count,
    )
    lines = [
        Line(
            f"{one.edition.training.title}, {formats.period(one.starts_at, one.ends_at)}",
            reverse("attendance_session", args=[one.edition_id, one.pk]),
        )
        for one in first
    ]
    return Todo(
        sentence % {"n": count},
        count,
        lines[0].url if count == 1 else reverse("attendance_left"),
        lines,
        urgent=True,
    )


_TO_ROUND_OFF = FirstFewOfEditions(
    lambda now: attendance.lists_to_round_off(now=now).only(*editions.NAMED), "now", edition="pk"
)


def lists_to_round_off(user: User) -> Todo | None:
    """Lists that are filled in and not closed: certificates follow the same evening, or else the
    next morning."""
    count, first = _TO_ROUND_OFF.found_for(user)
    if not count:
        return None
    sentence = ngettext("Rond %(n)d presentielijst af", "Rond %(n)d presentielijsten af", count)
    return Todo(
        sentence % {"n": count},
        count,
        lines=[_edition_line(one, reverse("attendance_sheet", args=[one.pk])) for one in first],
    )


_WITHOUT_ANSWERS = FirstFewOfEditions(
    lambda now: evaluation.without_answers(now=now).only(*editions.NAMED), "now", edition="pk"
)


def without_evaluation(user: User) -> Todo | None:
    """Editions that were held and of which nothing came back, or nothing was ever asked."""
    count, first = _WITHOUT_ANSWERS.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Van %(n)d uitvoering is er geen evaluatie",
            "Van %(n)d uitvoeringen is er geen evaluatie",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reports:index"),
        [_edition_line(one, reverse("edition_enrolments", args=[one.pk])) for one in first],
    )


_WITHOUT_REACTION = FirstFewOfEditions(
    lambda now: evaluation.without_reaction(now=now).only("title", *_EDITION),
    "now",
    edition="edition",
)


def without_reaction(user: User) -> Todo | None:
    """Evaluations that closed long ago, of which nobody told what was done with them."""
    count, first = _WITHOUT_REACTION.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Vertel wat je deed met %(n)d evaluatie",
            "Vertel wat je deed met %(n)d evaluaties",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reactions"),
        [Line(str(one), reverse("evaluation_reaction", args=[one.pk])) for one in first],
    )


def year_report(user: User) -> Todo | None:
    """Around New Year: that the report of the year writes itself, until somebody has made it final.

    In December nobody need ask anything; from January on it is asked whether it is final.
    """
    today = clock.today()
    if not is_coordinator(user):
        return None
    if today.month == LAST_MONTH:
        year, sentence = today.year, gettext("Kijk alvast naar het jaarverslag van %(year)d")
    elif today.month < LOOKED_AFTER:
        year, sentence = today.year - 1, gettext("Stel het jaarverslag van %(year)d vast")
        held = ended_in(held_by(Edition.objects.all()), period_of(year))
        if report_of(year).is_final or not held.exists():
            return None
    else:
        return None
    return Todo(sentence % {"year": year}, 1, reverse("year_report", args=[year]))


_LOST = FirstFew(lambda now: evaluation.lost_forms(now=now).only("title", *_EDITION), "now")


def lost_evaluations(user: User) -> Todo | None:
    """Evaluations of which the key went lost, and so all answers: nobody can bring them back."""
    count, first = _LOST.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Van %(n)d evaluatie zijn de antwoorden verloren",
            "Van %(n)d evaluaties zijn de antwoorden verloren",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reports:index"),
        # With a way to ask the people anew.
        [Line(one.subject, reverse("evaluation_ask_again", args=[one.pk])) for one in first],
    )


_PAPER = FirstFew(
    lambda now: evaluation.forms_with_paper(now=now).only("title", "closes_at", *_EDITION), "now"
)


def paper_to_count(user: User) -> Todo | None:
    """Evaluations that were typed in from paper and count only when somebody ticks the names."""
    count, first = _PAPER.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext(
            "Van %(n)d evaluatie tellen papieren formulieren nog niet mee",
            "Van %(n)d evaluaties tellen papieren formulieren nog niet mee",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_asking"),
        [
            Line(
                f"{one.subject}: {gettext('sluit op')} {formats.deadline(one.closes_at)}",
                reverse("evaluation_paper", args=[one.pk]),
            )
            for one in first
        ],
        urgent=any(one.closes_at < clock.now() + SOON for one in first),
    )


_TEXTS: Statement[EvaluationForm] = Statement(
    lambda user: first_few(evaluation.forms_for_reviewer(user)), user=BigIntegerField()
)


def texts_to_review(user: User) -> Todo | None:
    """Open answers that nobody reads before this person has looked at them and released them."""
    count, first = counted(_TEXTS.run(user=user.pk)) if evaluation.is_reviewer(user) else (0, [])
    if not count:
        return None
    return Todo(
        ngettext(
            "Bekijk de open antwoorden van %(n)d evaluatie",
            "Bekijk de open antwoorden van %(n)d evaluaties",
            count,
        )
        % {"n": count},
        count,
        reverse("evaluation_reviews"),
        [
            Line(f"{one}: {_to_see(one)}", reverse("evaluation_review", args=[one.pk]))
            for one in first
        ],
    )


def _to_see(form: EvaluationForm) -> str:
    number: int = form.to_see  # type: ignore[attr-defined]  # counted by the query
    if not number:
        return gettext("alles is bekeken, geef het vrij")
    return ngettext("%(n)d tekst", "%(n)d teksten", number) % {"n": number}


_IN_DOUBT: Statement[tuple[str, int]] = Statement(
    lambda: (
        certificates.in_doubt()
        .order_by()
        .values("doubt")
        .annotate(number=Count("pk"))
        .values_list("doubt", "number")
    )
)


_NOT_MADE: Statement[int] = Statement(
    lambda: (
        certificates.waiting()
        .order_by()
        .values(constant=Value(1))
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)


def certificates_in_doubt(user: User) -> Todo | None:
    """Certificates that are not right any more since a list was corrected."""
    return _certificates(
        user,
        lambda: sum(n for doubt, n in _IN_DOUBT.run() if doubt != Doubt.EARNED_AGAIN),
        lambda count: ngettext(
            "%(n)d certificaat klopt niet meer sinds een lijst is verbeterd",
            "%(n)d certificaten kloppen niet meer sinds een lijst is verbeterd",
            count,
        ),
    )


def certificates_earned_again(user: User) -> Todo | None:
    """Revoked certificates that were earned after all."""
    return _certificates(
        user,
        lambda: sum(n for doubt, n in _IN_DOUBT.run() if doubt == Doubt.EARNED_AGAIN),
        lambda count: ngettext(
            "%(n)d ingetrokken certificaat is toch verdiend sinds een lijst is verbeterd",
            "%(n)d ingetrokken certificaten zijn toch verdiend sinds een lijst is verbeterd",
            count,
        ),
    )


def certificates_waiting(user: User) -> Todo | None:
    """Certificates that were earned and cannot be made."""
    return _certificates(
        user,
        lambda: _NOT_MADE.run()[0],
        lambda count: ngettext(
            "%(n)d certificaat kan niet gemaakt worden",
            "%(n)d certificaten kunnen niet gemaakt worden",
            count,
        ),
    )


def _certificates(
    user: User, counted: Callable[[], int], sentence: Callable[[int], str]
) -> Todo | None:
    """For who may do something about certificates."""
    count = counted() if user.has_perm(certificate_admin.CHANGE) else 0
    if not count:
        return None
    return Todo(sentence(count) % {"n": count}, count, reverse("certificates_admin"))


_ELSEWHERE = Statement(
    lambda user: first_few(
        records.unseen_elsewhere(user)
        .select_related(None)
        .select_related("person")
        .only("title", *_PERSON)
    ),
    user=BigIntegerField(),
)


def trainings_elsewhere(user: User) -> Todo | None:
    """What people say to have followed elsewhere, and nobody looked at."""
    if not is_coordinator(user):
        return None
    count, first = counted(_ELSEWHERE.run(user=user.pk))
    if not count:
        return None
    sentence = ngettext(
        "Bekijk %(n)d training van elders", "Bekijk %(n)d trainingen van elders", count
    )
    return Todo(
        sentence % {"n": count},
        count,
        f"{reverse('elsewhere_list')}?seen=no",
        [
            Line(
                f"{one.person.name_in_list}: {one.title}", reverse("elsewhere_admin", args=[one.pk])
            )
            for one in first
        ],
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
        lines=[_edition_line(one, reverse("edition_publish", args=[one.pk])) for one in first],
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
        [_draft_line(one) for one in first],
    )


def _draft_line(state: TaskState) -> Line:
    title, asked_by = state.revision.object_str, state.workflow_state.requested_by
    if asked_by is not None:
        title = gettext("%(title)s, gevraagd door %(name)s") % {
            "title": title,
            "name": asked_by.name,
        }
    return Line(title, reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]))


# --- What must not stay ---------------------------------------------------------------------------


_NOT_ERASED = FirstFew(
    lambda now: (
        erasing.due(now=now).only("first_name", "last_name", "erase_at").order_by("erase_at", "pk")
    ),
    "now",
)


def not_erased_yet(user: User) -> Todo | None:
    """People who asked to be erased, of whom that should have been done by now."""
    if not sees_everybody(user):
        return None
    count, first = _NOT_ERASED.found()
    if not count:
        return None
    sentence = ngettext(
        "%(n)d persoon vroeg om gewist te worden, en dat is nog niet gelukt",
        "%(n)d mensen vroegen om gewist te worden, en dat is nog niet gelukt",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(
                gettext("%(name)s, sinds %(day)s")
                % {"name": one.name_in_list, "day": formats.day(one.erase_at)},
                reverse("person_page", args=[one.pk]),
            )
            for one in first
        ],
        urgent=True,
    )


_PAPERS = FirstFewOfEditions(
    lambda: editions.papers_to_look_at().only("name", *_EDITION), edition="edition"
)


def papers_of_erased(user: User) -> Todo | None:
    """Scans of editions of the past on which somebody may stand who was erased."""
    count, first = _PAPERS.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "%(n)d papier van vroeger kan de naam hebben van iemand die gewist is",
        "%(n)d papieren van vroeger kunnen de naam hebben van iemand die gewist is",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(
                f"{one.edition}: {one.name}",
                reverse("edition_reported_people", args=[one.edition_id]),
            )
            for one in first
        ],
    )


_DOUBLES = FirstFew(people.maybe_doubles, "now")


def maybe_doubles(user: User) -> Todo | None:
    """People whom a trainer wrote down, and of whom somebody has to look whether we knew them."""
    count, first = _DOUBLES.found_for(user)
    if not count:
        return None
    sentence = ngettext(
        "%(n)d persoon staat er misschien dubbel in",
        "%(n)d mensen staan er misschien dubbel in",
        count,
    )
    return Todo(
        sentence % {"n": count},
        count,
        lines=[
            Line(one.label, reverse("person_merge", args=[one.data["known"], one.object_id]))
            for one in first
            if "known" in one.data
        ],
    )


KINDS: tuple[Kind, ...] = (
    to_call,
    to_find,
    offers_that_end,
    too_few,
    without_trainer,
    sessions_to_mark,
    lists_to_round_off,
    to_print,
    failed_mails,
    maybe_doubles,
    drafts_to_judge,
    drafts_of_editions,
    few_people,
    full_with_many_waiting,
    wanted_dates,
    without_evaluation,
    without_reaction,
    lost_evaluations,
    paper_to_count,
    texts_to_review,
    certificates_in_doubt,
    certificates_earned_again,
    certificates_waiting,
    trainings_elsewhere,
    year_report,
    not_erased_yet,
    papers_of_erased,
)
"""All kinds of the courses, in the order in which they stand. Plugins have panels."""

LOOKED_FOR: Mapping[Kind, Callable[..., QuerySet[Any, Any]]] = {
    to_find: _without_number,
    to_print: _TO_PRINT.build,
    failed_mails: _FAILED.build,
    maybe_doubles: _DOUBLES.build,
    offers_that_end: _OFFERS.build,
    too_few: _TOO_FEW.build,
    lists_to_round_off: _TO_ROUND_OFF.build,
    drafts_of_editions: _DRAFTS.build,
    wanted_dates: interest.wanted_without_date,
    without_evaluation: _WITHOUT_ANSWERS.build,
    without_reaction: _WITHOUT_REACTION.build,
    lost_evaluations: _LOST.build,
    paper_to_count: _PAPER.build,
    texts_to_review: lambda user: evaluation.forms_for_reviewer(user),
    certificates_in_doubt: lambda: certificates.in_doubt().exclude(doubt=Doubt.EARNED_AGAIN),
    certificates_earned_again: lambda: certificates.in_doubt().filter(doubt=Doubt.EARNED_AGAIN),
    certificates_waiting: certificates.waiting,
    trainings_elsewhere: lambda user: records.unseen_elsewhere(user),
    papers_of_erased: _PAPERS.build,
}
"""What each of these kinds looks for, in whatever edition: where that is nothing, nobody need ask
it. The other kinds nearly always find something."""
