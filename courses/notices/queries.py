"""Questions about notices that more than one place asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from courses.common import clock, contact_details
from courses.common.statements import Keys, Statement
from courses.editions.plans import PLAN_BEFORE, read_plan
from courses.editions.queries import ForStaff, editions_for_staff
from courses.notices import kinds
from courses.notices.enums import FOR_STAFF, OPEN, CallOutcome, NoticeState
from courses.notices.models import CallAttempt, CallClaim, Notice, NoticeText
from courses.people.enums import LETTER_TAKES, ContactWay
from courses.people.queries import is_coordinator, is_trainer, way_to_reach, ways_to_reach

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from courses.common.statements import Moment, Parameter
    from courses.editions.models import Edition
    from courses.notices.kinds import NoticeKind
    from courses.people.models import User


@dataclass
class Reach:
    """Who is told in which way; each person once."""

    mail: list[User] = field(default_factory=list)
    letter: list[User] = field(default_factory=list)
    called: list[User] = field(default_factory=list)
    """Whom staff would have to call, whether or not they can."""

    def __len__(self) -> int:
        return sum(map(len, (self.mail, self.called, self.letter)))

    def add(self, person: User, way: str) -> None:
        """Count a person among those who are reached so."""
        people = {
            ContactWay.MAIL.value: self.mail,
            ContactWay.TELEPHONE.value: self.called,
            ContactWay.LETTER.value: self.letter,
        }[str(way)]
        people.append(person)
        self.__dict__.pop("_wrong", None)

    def still_to_tell(self, told: int | None) -> Reach:
        """The same but for who is told at this moment; a mail goes all the same."""
        letter, called = (
            [one for one in people if one.pk != told] for people in (self.letter, self.called)
        )
        return Reach(self.mail, letter, called)

    @cached_property
    def _wrong(self) -> set[int]:
        """Of whom to call the number is another's: one query, and none where nobody is called."""
        return wrong_numbers(self.called) if self.called else set()

    def know_wrong_numbers(self, wrong: set[int]) -> None:
        """Of whom the number is another's, asked for many groups at once."""
        self._wrong = wrong

    @property
    def telephone(self) -> list[User]:
        """Whom staff can call."""
        return [one for one in self.called if one.telephone and one.pk not in self._wrong]

    @property
    def unreachable(self) -> list[User]:
        """Whom staff would have to call, and of whom they have no number, or a wrong one."""
        return [one for one in self.called if not one.telephone or one.pk in self._wrong]

    @property
    def sentence(self) -> str:
        """`5 krijgen een mail, 2 moet je bellen, 1 krijgt een brief.`"""
        return self._said(lambda _people: "")

    @property
    def with_names(self) -> str:
        """The same with who they are: `1 moet je bellen (Sanne Bos).`"""
        return self._said(lambda people: f" ({some_names(people)})")

    def _said(self, who: Callable[[Sequence[User]], str]) -> str:
        mail, called, written = self.mail, self.telephone, self.letter
        counted = [
            (ngettext("%(n)d krijgt een mail", "%(n)d krijgen een mail", len(mail)), mail),
            (ngettext("%(n)d moet je bellen", "%(n)d moet je bellen", len(called)), called),
            (ngettext("%(n)d krijgt een brief", "%(n)d krijgen een brief", len(written)), written),
            (not_reached(len(self.unreachable)), self.unreachable),
        ]
        said = [part % {"n": len(people)} + who(people) for part, people in counted if people]
        return f"{', '.join(said)}." if said else gettext("Niemand krijgt bericht.")

    @property
    def not_by_mail(self) -> dict[int, str]:
        """In a word how somebody is told who gets no mail, by the person's key."""
        ways = {
            gettext("Moet je bellen"): self.telephone,
            gettext("Krijgt een brief"): self.letter,
            gettext("Kun je niet bereiken"): self.unreachable,
        }
        return {person.pk: way for way, people in ways.items() for person in people}

    @property
    def sentence_about_trainers(self) -> str:
        """The same of who gives the training: `Trainers: 1 moet je bellen.`"""
        return gettext("Trainers: %(who)s") % {"who": self.sentence}

    @property
    def trainers_with_names(self) -> str:
        """That, with who they are."""
        return gettext("Trainers: %(who)s") % {"who": self.with_names}


MOST_NAMED = 10
"""How many people are named in a sentence; the rest are a number."""


def some_names(people: Sequence[User]) -> str:
    """`Sanne Bos, Noor Vos en nog 12`"""
    names = ", ".join(one.name for one in people[:MOST_NAMED])
    left = len(people) - MOST_NAMED
    if left <= 0:
        return names
    return gettext("%(names)s en nog %(n)d") % {"names": names, "n": left}


def not_reached(number: int) -> str:
    """`1 kun je niet bereiken: zoek een telefoonnummer of adres`"""
    return ngettext(
        "%(n)d kun je niet bereiken: zoek een telefoonnummer of adres",
        "%(n)d kun je niet bereiken: zoek een telefoonnummer of adres",
        number,
    ) % {"n": number}


def who_gets_what(
    people: Iterable[User],
    *,
    kind: str | None = None,
    actor: User | None = None,
    edition: Edition | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Reach:
    """How each of these people would be told something of this kind, by somebody, about an edition;
    no queries until it is asked whom one can call. `facts` are those of the notice, as far as they
    matter to the way."""
    reach, found = Reach(), kinds.find(kind) if kind else None
    for person in people:
        way = way_of(person, kind=found, actor=actor, edition=edition, facts=facts)
        reach.add(person, way)
    return reach


def reach_of(notices: Iterable[Notice]) -> Reach:
    """How the people are told to whom these notices were written."""
    reach = Reach()
    for notice in notices:
        reach.add(notice.person, notice.way)
    return reach


def reach_since(moment: datetime, *editions: Edition) -> Reach:
    """How people are told what was written to them about editions from this moment on.

    The trainers are not among them: `trainers_reached_since`.
    """
    new = _written_since(moment, *editions).exclude(kind__in=_kinds_for_trainers())
    by_person = {one.person_id: one for one in new.select_related("person").order_by("created_at")}
    return reach_of(by_person.values())


def trainers_reached_since(moment: datetime, *editions: Edition) -> Reach:
    """How trainers are told what was written to them about editions from this moment on."""
    new = _written_since(moment, *editions).filter(kind__in=_kinds_for_trainers())
    by_person = {one.person_id: one for one in new.select_related("person").order_by("created_at")}
    return reach_of(by_person.values())


def reach_of_trainers(edition: Edition, *, kind: str) -> Reach:
    """How who gives an edition would be told something of this kind."""
    trainers = edition.trainers.order_by("sort_name", "pk")
    return who_gets_what(trainers, kind=kind, edition=edition)


def _written_since(moment: datetime, *editions: Edition) -> QuerySet[Notice]:
    return Notice.objects.filter(edition__in=editions, created_at__gte=moment)


def _kinds_for_trainers() -> list[str]:
    return [kind.name for kind in kinds.every() if kind.for_trainer]


def way_of(
    person: User,
    *,
    kind: NoticeKind | None,
    actor: User | None = None,
    edition: Edition | None = None,
    facts: Mapping[str, Any] | None = None,
) -> ContactWay:
    """How a person is told something of this kind, about this edition.

    Who did it on the site gets the mail about it: there is no sense in calling to say that
    somebody has done what he or she just did. What a letter would be too late for, does not go by
    letter. What asks for a call is one.
    """
    if kind is not None and kind.is_call:
        return ContactWay.TELEPHONE
    if actor is not None and actor.pk == person.pk and person.email:
        return ContactWay.MAIL
    way = way_to_reach(person)
    if way == ContactWay.LETTER and is_letter_late(kind, edition, facts or {}):
        return _fastest(ways_to_reach(person)) or way
    return way


def way_besides(person: User, failed: ContactWay, *, notice: Notice) -> ContactWay:
    """How a person is told something when one way has failed; a call where none is left."""
    others = [way for way in ways_to_reach(person) if way != failed]
    usual = person.preferred_way if person.preferred_way in others else next(iter(others), "")
    kind = kinds.find(notice.kind)
    late = is_letter_late(kind, notice.edition, notice.facts)
    return (_fastest(others) if late else None) or ContactWay(usual or ContactWay.TELEPHONE)


def is_letter_late(
    kind: NoticeKind | None, edition: Edition | None, facts: Mapping[str, Any]
) -> bool:
    """Whether a letter would come too late for what a notice of this kind says.

    What moved has to be known before the first day on which somebody would come: the old one or
    the new one.
    """
    if kind is None:
        return False
    if not kind.before_edition or edition is None:
        return kind.is_urgent
    now = clock.now()
    known = [one.starts_at for one in read_plan(str(facts.get(PLAN_BEFORE, "")))]
    coming = [one for one in (edition.starts_at, *known) if one is not None and one > now]
    # Of what has begun, the next meeting may be tomorrow.
    begun = edition.starts_at is None or edition.starts_at <= now
    return begun or min(coming) < now + timedelta(days=LETTER_TAKES)


def _fastest(ways: Sequence[ContactWay]) -> ContactWay | None:
    """The first way that is no letter."""
    return next((way for way in ways if way != ContactWay.LETTER), None)


def why_not_as_preferred(notice: Notice) -> str:
    """Why somebody is told this in another way than he or she likes best, in one line; nothing
    when it goes as preferred."""
    person, way, kind = notice.person, notice.way, kinds.find(notice.kind)
    if kind is not None and kind.is_call:
        return ""
    if not person.preferred_way or person.preferred_way == way:
        return ""
    liked = str(person.get_preferred_way_display()).lower()
    if person.preferred_way not in ways_to_reach(person):
        return gettext("Liefst %(way)s, maar dat kan niet.") % {"way": liked}
    if person.preferred_way == ContactWay.LETTER:
        return gettext("Liefst per brief, maar een brief komt te laat.")
    if person.preferred_way == ContactWay.MAIL and way == ContactWay.TELEPHONE:
        return gettext("Liefst per mail, maar de mail kwam niet aan.")
    return ""


def notices() -> QuerySet[Notice]:
    """All notices, with what a list shows of them."""
    return Notice.objects.select_related("person", "edition__training", "by").prefetch_related(
        "calls__by"
    )


@dataclass(frozen=True)
class ToTell:
    """How many people are still to be called about an edition, and how many letters printed."""

    people: int
    letters: int


def to_tell_about(edition: Edition, *, viewer: User | AnonymousUser) -> ToTell:
    """What staff have yet to do to tell people about an edition, of what `viewer` works with; one
    query."""
    return ToTell(
        **visible(Notice.objects.filter(edition=edition), viewer).aggregate(
            people=Count("person", filter=TO_CALL, distinct=True),
            letters=Count("pk", filter=TO_PRINT),
        )
    )


NOT_TOLD = Q(state__in=OPEN)
"""What has yet to reach somebody: a call, a letter, or a mail that did not go yet."""

LATE_FOR = timedelta(days=28)
"""How long after it began it is shown of an edition who did not hear of it in time."""

_EDITION_ORDER = ("turn", "edition__starts_at", "edition")
"""What begins first of what is not over; then what is, and what is about no edition."""


def not_told() -> QuerySet[Notice]:
    """What has yet to reach somebody, in whatever way, by edition and then the oldest first."""
    return _by_edition(notices().filter(NOT_TOLD))


def _by_edition(found: QuerySet[Notice]) -> QuerySet[Notice]:
    to_come = When(edition__ends_at__gt=clock.now(), then=0)
    return found.alias(turn=Case(to_come, default=1)).order_by(*_EDITION_ORDER, "created_at", "pk")


def first_of_each_edition(found: QuerySet[Notice]) -> QuerySet[Notice]:
    """Of what `not_told` gives the first of each edition, in that order; what is about none is one
    too."""
    nth = Window(RowNumber(), partition_by=F("edition"), order_by=("created_at", "pk"))
    return found.alias(nth=nth).filter(nth=1)


def told_too_late() -> QuerySet[Notice]:
    """What was no news any more before anybody told it: the edition had begun, and its person heard
    nothing else of it before. For a while, since nobody can make up for it; the newest first."""
    to_hear = [one.name for one in kinds.every() if one.before_edition or one.is_urgent]
    heard = Notice.objects.filter(
        person=OuterRef("person"),
        edition=OuterRef("edition"),
        state=NoticeState.SENT,
        settled_at__lt=OuterRef("edition__starts_at"),
    )
    return newest_first().filter(
        ~Exists(heard),
        state=NoticeState.DROPPED,
        kind__in=to_hear,
        settled_at__gte=F("edition__starts_at"),
        edition__starts_at__gte=clock.now() - LATE_FOR,
    )


@dataclass(frozen=True)
class Untold:
    """Who has yet to hear one thing about an edition, and in which way."""

    subject: str
    reach: Reach


def untold(found: Iterable[Notice]) -> dict[int | None, list[Untold]]:
    """By edition what these notices have yet to tell, and to whom; one query for all numbers."""
    groups: dict[int | None, dict[str, Reach]] = {}
    told = set()
    for one in found:
        key = (one.edition_id, kinds.title_of(one.kind))
        reach = groups.setdefault(key[0], {}).setdefault(key[1], Reach())
        if (*key, one.person_id) not in told:
            told.add((*key, one.person_id))
            reach.add(one.person, ContactWay.TELEPHONE if one.call_too else one.way)
    every_reach = [reach for subjects in groups.values() for reach in subjects.values()]
    wrong = wrong_numbers(one for reach in every_reach for one in reach.called)
    for reach in every_reach:
        reach.know_wrong_numbers(wrong)
    return {
        edition: [Untold(subject, reach) for subject, reach in subjects.items()]
        for edition, subjects in groups.items()
    }


def newest_first() -> QuerySet[Notice]:
    """All notices, the newest first."""
    return notices().order_by("-created_at", "pk")


def notices_of(person: User | int | Parameter) -> QuerySet[Notice]:
    """What somebody was told, the newest first."""
    return newest_first().filter(person=person)


def notices_about(edition: Edition) -> QuerySet[Notice]:
    """What people were told about an edition, the newest first."""
    return newest_first().filter(edition=edition)


def may_tell(user: User | AnonymousUser) -> bool:
    """Whether somebody calls people and prints letters: who gives trainings or runs the academy."""
    return is_coordinator(user) or is_trainer(user)


def visible(notices: QuerySet[Notice], user: User | AnonymousUser) -> QuerySet[Notice]:
    """Of these notices, those that `user` works with: a coordinator's all, a trainer's those about
    own editions, and not what other trainers are told."""
    if is_coordinator(user):
        return notices
    of_own = notices.filter(edition__in=editions_for_staff(user).values("pk"))
    return of_own.exclude(kind__in=_work_of_trainers())


TO_CALL = Q(state__in=FOR_STAFF, way=ContactWay.TELEPHONE) | Q(
    state=NoticeState.DUE, way=ContactWay.MAIL, call_too=True
)
"""What somebody has to call about: no mail can go, it failed, or it cannot wait."""

WRONG_NUMBER = "wrong_number"
"""The fact of a notice that somebody called about it and got another person. It names the number by
what only the same number gives: no number of the past is kept."""


def number_token(person: User) -> str:
    """What stands for somebody's number in `WRONG_NUMBER`."""
    digits = contact_details.telephone_digits(person.telephone)
    return salted_hmac("courses.notices.wrong_number", digits).hexdigest()[:16]


def wrong_numbers(people: Iterable[User]) -> set[int]:
    """Of these people, whose number is another's: somebody called it, nobody reached that person
    there since, and it is still the number that we have. One query."""
    # Of a group that is not written down yet nobody was called.
    tokens = {one.pk: number_token(one) for one in people if one.telephone and one.pk}
    found = _WRONG_NUMBERS.run(people=tuple(tokens)) if tokens else []
    return {pk for pk, facts in found if facts[WRONG_NUMBER] == tokens[pk]}


_WRONG_NUMBERS: Statement[tuple[int, dict[str, str]]] = Statement(
    lambda people: Notice.objects.filter(
        person__in=people, facts__has_key=WRONG_NUMBER
    ).values_list("person_id", "facts"),
    people=Keys(),
)


def calls_to_wrong_numbers(*, now: Moment | None = None) -> QuerySet[Notice]:
    """What people are to be told by now whose number was found to be another's: see
    `is_wrong_number` for whether it is still that number."""
    return Notice.objects.filter(
        TO_CALL, facts__has_key=WRONG_NUMBER, due_at__lte=now or clock.now()
    ).select_related("person")


def is_wrong_number(notice: Notice) -> bool:
    """Whether the call about a notice found the number of somebody to be another's, and it is the
    number that we have. Nobody reaches that person, as with no number."""
    number = notice.facts.get(WRONG_NUMBER)
    return bool(notice.person.telephone) and number == number_token(notice.person)


def wrong_number_call(person: User) -> CallAttempt | None:
    """The call by which we know that somebody's number is another's; None while it may be right."""
    if person.pk not in wrong_numbers([person]):
        return None
    calls = CallAttempt.objects.filter(notice__person=person, outcome=CallOutcome.WRONG_NUMBER)
    return calls.select_related("by").order_by("-at", "-pk").first()


def wrong_number_in_words(call: CallAttempt) -> str:
    """Since when, and who says so: `Het nummer klopt niet. Dat bleek op 3 maart (Noor Vos).`"""
    day = date_format(clock.local(call.at), "j F Y")
    if call.by is None:
        return gettext("Het nummer klopt niet. Dat bleek op %(day)s.") % {"day": day}
    words = gettext("Het nummer klopt niet. Dat bleek op %(day)s (%(name)s).")
    return words % {"day": day, "name": call.by.name}


NO_NUMBER = Q(person__telephone="")
"""Whom nobody can call: first somebody looks for a number or an address."""

TO_PRINT = Q(state__in=FOR_STAFF, way=ContactWay.LETTER)
"""What somebody has to print."""


def call_list(*, edition: Edition | None = None, now: Moment | None = None) -> QuerySet[Notice]:
    """Whom to call, who is up first; of one edition or of all.

    What cannot wait comes first: of that, whom nobody tried yet. Then who waits longest. Who
    asked to be called later is up later.
    """
    found = notices().filter(TO_CALL).select_related("person__call_claim__by")
    if edition is not None:
        found = found.filter(edition=edition)
    untried = ~Exists(CallAttempt.objects.filter(notice=OuterRef("pk")))
    is_first = Q(kind__in=_urgent_kinds(), due_at__lte=now or clock.now())
    turn = Case(When(untried & is_first, then=0), When(is_first, then=1), default=2)
    return found.alias(turn=turn).order_by(*_TURNS)


_TURNS = ("turn", "due_at", "created_at", "pk")
"""In which order calls are made."""


def _urgent_kinds() -> list[str]:
    return [kind.name for kind in kinds.every() if kind.is_urgent]


def is_urgent(notice: Notice) -> bool:
    """Whether it cannot wait."""
    kind = kinds.find(notice.kind)
    return kind is not None and kind.is_urgent


def last_calls(people: Collection[int], viewer: User) -> dict[int, CallAttempt]:
    """By person the last call since yesterday's morning, whatever it was about: who was spoken to
    about one thing was spoken to. As far as `viewer` works with what it was about."""
    since = clock.moment_of(clock.today() - timedelta(days=1))
    found = CallAttempt.objects.filter(
        notice__in=visible(Notice.objects.filter(person__in=people), viewer), at__gte=since
    ).exclude(notice__kind=kinds.NOTES_CARRIED)
    return {
        one.notice.person_id: one for one in found.select_related("notice", "by").order_by("at")
    }


MOST_LEFT = 20


def told_today_by(caller: User, *, person: User | None = None) -> list[Notice]:
    """What somebody told people by telephone today, the last first."""
    spoken = CallAttempt.objects.filter(
        notice=OuterRef("pk"),
        by=caller,
        outcome=CallOutcome.REACHED,
        at__gte=clock.moment_of(clock.today()),
    )
    # What came with a list was not said in a call.
    found = notices().filter(Exists(spoken), edition__isnull=False)
    found = found.exclude(kind=kinds.NOTES_CARRIED)
    if person is not None:
        found = found.filter(person=person)
    return list(found.order_by("-settled_at", "pk")[:MOST_LEFT])


def first_of_each(calls: QuerySet[Notice]) -> QuerySet[Notice]:
    """Of a list of calls the first for each person, in the order of that list: who is called hears
    all there is at once."""
    nth = Window(RowNumber(), partition_by=F("person"), order_by=_TURNS)
    return calls.alias(nth=nth).filter(nth=1)


def who_calls(person: User) -> CallClaim | None:
    """Who says to be calling somebody now."""
    claim = CallClaim.objects.filter(person=person).select_related("by").first()
    return claim if claim is not None and claim.stands else None


def number_of_people(found: QuerySet[Notice]) -> int:
    """How many people these notices are for: who is called hears all of them at once."""
    return found.order_by().values("person").distinct().count()


def not_heard_yet(
    edition: Edition, *, people: Collection[int], kinds: Collection[str]
) -> QuerySet[Notice]:
    """Of these people and kinds, what they are to be called about an edition and nobody spoke to
    them about yet, and the letters that nobody printed; the oldest first."""
    calls = CallAttempt.objects.filter(notice=OuterRef("pk"))
    return (
        notices()
        .filter(
            ~Exists(calls.exclude(outcome=CallOutcome.NO_ANSWER)),
            edition=edition,
            person__in=people,
            kind__in=kinds,
            way__in=(ContactWay.TELEPHONE, ContactWay.LETTER),
            state=NoticeState.TO_DO,
        )
        .order_by("created_at", "pk")
    )


def is_still_to_hear(person: User, edition: Edition, *, kinds: Collection[str]) -> bool:
    """Whether something of these kinds about an edition has yet to reach somebody, in any way."""
    waiting = Notice.objects.filter(
        person=person, edition=edition, kind__in=sorted(kinds), state__in=OPEN
    )
    return waiting.exists()


def letters_to_print() -> QuerySet[Notice]:
    """Which letters wait for the printer: first what cannot wait, then the oldest."""
    found = notices().filter(TO_PRINT)
    first = When(kind__in=_urgent_kinds(), then=0)
    return found.alias(turn=Case(first, default=1)).order_by("turn", "created_at", "pk")


BY_PERSON = ("person__sort_name", "person", "created_at", "pk")
"""The order in which letters go into envelopes: all to one person together."""


def letters_by_person() -> QuerySet[Notice]:
    """Which letters wait for the printer, by envelope: first those with something that cannot
    wait."""
    found = letters_to_print()
    first = Window(Min("turn"), partition_by=F("person"))
    return found.alias(first=first).order_by("first", *BY_PERSON)


def letters_printed() -> QuerySet[Notice]:
    """Letters that were printed, the last first."""
    found = notices().filter(
        way=ContactWay.LETTER, state=NoticeState.SENT, settled_at__isnull=False
    )
    return found.order_by("-settled_at", "pk")


def failed() -> QuerySet[Notice]:
    """Mails that could not be sent and of which nobody took care yet, the newest first."""
    return notices().filter(state=NoticeState.FAILED).order_by("-created_at", "pk")


def is_superseded(notice: Notice) -> bool:
    """Whether a newer notice of the kind says the same person all that this one would."""
    kind = kinds.find(notice.kind)
    if kind is None or not kind.is_fleeting:
        return False
    newer = Notice.objects.filter(
        person=notice.person_id,
        kind=notice.kind,
        edition=notice.edition_id,
        created_at__gt=notice.created_at,
    )
    return newer.exists()


def to_do_about(person: User, edition: Edition) -> QuerySet[Notice]:
    """What staff have yet to tell somebody about an edition, by letter or call; newest first."""
    found = Notice.objects.filter(person=person, edition=edition, state__in=FOR_STAFF)
    return found.order_by("-created_at", "pk")


def own_text(kind: str, language: str) -> NoticeText | None:
    """A coordinator's own text for a kind in a language, if there is one."""
    return NoticeText.objects.filter(kind=kind, language=language).first()


def kinds_with_own_text() -> set[tuple[str, str]]:
    """For which kinds, in which languages, a coordinator wrote a text."""
    return set(NoticeText.objects.values_list("kind", "language"))


def last_of_kind(kind: str, language: str) -> QuerySet[Notice]:
    """The last people who were told something of a kind in a language, the newest first."""
    return notices().filter(kind=kind, person__language=language).order_by("-created_at", "pk")


def to_look_at(kind: NoticeKind, language: str, most: int) -> list[Notice]:
    """With what a text of a kind can be looked at: the last people who were told something of it.
    Where nobody was yet: people who take part, or who give something; not stored."""
    told = list(last_of_kind(kind.name, language)[:most])
    if told:
        return told
    alike = [one.name for one in kinds.every() if one.for_trainer == kind.for_trainer]
    others = newest_first().filter(kind__in=alike, edition__isnull=False, person__language=language)
    each = {(one.person_id, one.edition_id): one for one in reversed(others[: 5 * most])}
    return [
        Notice(id=one.pk, person=one.person, kind=kind.name, edition=one.edition)
        for one in list(reversed(each.values()))[:most]
    ]


def was_told(notice: Notice) -> bool:
    """Whether a notice is stored, and not only there to look at a text with (see `to_look_at`)."""
    return Notice.objects.filter(pk=notice.pk, kind=notice.kind).exists()


def other_notes(notice: Notice, *, viewer: User) -> QuerySet[CallAttempt]:
    """What was noted in calls with the same person about something else, the newest first: as far
    as `viewer` works with that."""
    others = visible(notices_of(notice.person_id), viewer).exclude(pk=notice.pk)
    return (
        CallAttempt.objects.filter(notice__in=others.order_by().values("pk"))
        .exclude(note="")
        .select_related("by", "notice__edition__training")
        .order_by("-at", "-pk")
    )


def notes_about(edition: Edition) -> dict[int, list[CallAttempt]]:
    """What was noted in calls about an edition, by person; one query. Only for who works with it:
    what its trainers are told themselves, and what they may not see, is left out."""
    found: dict[int, list[CallAttempt]] = {}
    for one in _noted().filter(notice__edition=edition):
        found.setdefault(one.notice.person_id, []).append(one)
    return found


def notes_of(person: User, *, viewer: User) -> dict[int, list[CallAttempt]]:
    """What was noted in calls with somebody about taking part, by edition; one query. Of a trainer
    only about the own editions."""
    found: dict[int, list[CallAttempt]] = {}
    work = _work_of_trainers()
    for one in _NOTES_OF.run(viewer, person=person.pk):
        if one.notice.edition_id is not None and one.notice.kind not in work:
            found.setdefault(one.notice.edition_id, []).append(one)
    return found


_NOTES_OF: ForStaff[CallAttempt] = ForStaff(
    lambda person: _with_note().filter(notice__person=person, notice__edition__isnull=False),
    edition="notice__edition",
    person=BigIntegerField(),
)


def noted_with(person: User, edition: Edition) -> QuerySet[CallAttempt]:
    """What was noted in calls with somebody about taking part in an edition."""
    return _noted().filter(notice__person=person, notice__edition=edition)


def _noted() -> QuerySet[CallAttempt]:
    return _with_note().exclude(notice__kind__in=_work_of_trainers())


def _with_note() -> QuerySet[CallAttempt]:
    noted = CallAttempt.objects.exclude(note="").select_related("notice")
    return noted.order_by("at", "pk")


def _work_of_trainers() -> list[str]:
    """Kinds of what trainers are told themselves, or may not see."""
    return [one.name for one in kinds.every() if one.for_trainer or one.hidden_from_trainers]


def attempts_of(notice: Notice) -> QuerySet[CallAttempt]:
    """The calls about a notice, the first first."""
    return CallAttempt.objects.filter(notice=notice).select_related("by")


def due() -> QuerySet[Notice]:
    """Mails whose turn it is by now."""
    return Notice.objects.filter(
        state=NoticeState.DUE, way=ContactWay.MAIL, due_at__lte=clock.now()
    )
