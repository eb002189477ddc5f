"""What somebody has to do now, for the top of the own page: the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.common import addresses, clock
from courses.common.formats import deadline, period
from courses.enrolment.enums import EnrolmentStatus
from courses.learning.open_work import open_work_of
from courses.learning.reading import places_of
from courses.translations.reading import file_label, marks_of, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from courses.catalogue.models import TrainingPage
    from courses.certificates.models import Certificate
    from courses.editions.models import Session
    from courses.enrolment.models import Enrolment, MoveRequest
    from courses.evaluation.models import EvaluationForm
    from courses.learning.queries import TrainingProgress

NEW_FOR = timedelta(days=14)
"""How long a certificate is told of as something new."""

MOST_LESSONS = 3
"""Of how many trainings the lesson to go on with stands at the top."""


@dataclass(frozen=True)
class ToDo:
    """One thing to do: what, about which training, what there is to know of it, and the way."""

    icon: str
    title: str
    subject: str
    url: str
    label: str
    facts: tuple[str, ...] = ()

    @property
    def about(self) -> SafeString:
        """The subject, in the language of the reader where there is a translation; empty where it
        is about several."""
        if not self.subject:
            return SafeString("")
        shown = read(self.subject)
        return format_html("<span {}>{}</span>", marks_of(shown), shown)


def offers(
    enrolments: Iterable[Enrolment], sessions: Mapping[int, Sequence[Session]]
) -> Iterator[ToDo]:
    """The seats that somebody can still choose."""
    for one in enrolments:
        if one.state != EnrolmentStatus.OFFERED or one.offer_expires_at is None:
            continue
        when = tuple(
            period(session.starts_at, session.ends_at) for session in sessions[one.edition_id]
        )
        choose = _("Kies vóór %(moment)s.") % {"moment": deadline(one.offer_expires_at)}
        yield ToDo(
            "star",
            _("Er is een plaats voor je"),
            one.edition.training.title,
            reverse("enrolment:enrol", args=[one.edition_id]),
            _("Kies nu"),
            (*when, choose),
        )


def other_dates(requests: Iterable[MoveRequest]) -> Iterator[ToDo]:
    """The questions whether another date is right too."""
    for one in requests:
        when = tuple(
            period(session.starts_at, session.ends_at) for session in one.to_edition.sessions.all()
        )
        yield ToDo(
            "calendar",
            _("Kun je ook op een andere datum?"),
            one.to_edition.training.title,
            reverse("enrolment:enrol", args=[one.from_edition_id]),
            _("Zeg ja of nee"),
            when,
        )


def sessions_soon(
    enrolments: Iterable[Enrolment], sessions: Mapping[int, Sequence[Session]]
) -> Iterator[ToDo]:
    """The sessions of today and tomorrow, with the room."""
    now, today = clock.now(), clock.today()
    days = {
        today: _("Vandaag is je training"),
        today + timedelta(days=1): _("Morgen is je training"),
    }
    for one in enrolments:
        if one.state != EnrolmentStatus.CONFIRMED:
            continue
        for session in sessions[one.edition_id]:
            title = days.get(clock.local_day(session.starts_at))
            if title is None or session.ends_at <= now:
                continue
            where = str(one.edition.where)
            place = ", ".join(filter(None, (where, session.place_note)))
            yield ToDo(
                "calendar",
                title,
                one.edition.training.title,
                reverse("enrolment:enrol", args=[one.edition_id]),
                _("Bekijk waar en wanneer"),
                (period(session.starts_at, session.ends_at), place),
            )


def evaluations(forms: Iterable[tuple[EvaluationForm, str]]) -> Iterator[ToDo]:
    """The forms that wait for an answer."""
    for form, url in forms:
        occasion = () if form.occasion == "end" else (str(form.get_occasion_display()),)
        until = _("Invullen kan tot %(moment)s.") % {"moment": deadline(form.closes_at)}
        short = _("Het kost twee minuten. Niemand ziet wie wat heeft ingevuld.")
        yield ToDo(
            "chat",
            _("Wat vond je ervan?"),
            str(form.subject),
            url,
            _("Geef je mening"),
            (*occasion, until, short),
        )


def work(person_id: int, training_ids: frozenset[int]) -> Iterator[ToDo]:
    """What is to be handed in for these trainings."""
    if not training_ids:
        return
    for one in open_work_of(person_id, training_ids):
        yield ToDo(
            "send",
            _("Lever je opdracht in"),
            one.training_title,
            one.url,
            _("Naar de opdracht"),
            (one.title,),
        )


def to_go_on_with(
    enrolments: Iterable[Enrolment], progress: Mapping[int, TrainingProgress]
) -> list[Enrolment]:
    """Where somebody has a lesson to do, of the trainings that begin first: who does many has the
    others with their dates."""
    found = [
        one
        for one in enrolments
        if one.state == EnrolmentStatus.CONFIRMED
        and one.edition.training_id in progress
        and progress[one.edition.training_id].next_lesson
    ]
    return sorted(found, key=_begins)[:MOST_LESSONS]


def _begins(enrolment: Enrolment) -> tuple[bool, float]:
    starts_at = enrolment.edition.starts_at
    return (starts_at is None, starts_at.timestamp() if starts_at else 0.0)


def lessons(
    person_id: int, going_on: Iterable[Enrolment], progress: Mapping[int, TrainingProgress]
) -> Iterator[ToDo]:
    """The lesson with which somebody goes on in each of these, at the step where that was."""
    trainings = {one.edition.training: progress[one.edition.training_id] for one in going_on}
    places = places_of(
        person_id, [own.next_lesson for own in trainings.values() if own.next_lesson]
    )
    for training, own in trainings.items():
        lesson = own.next_lesson
        if lesson is None:
            continue
        title = (
            _("Ga verder: %(title)s")
            if own.done or lesson.pk in places
            else _("Begin met: %(title)s")
        )
        done = _("%(done)s van de %(total)s lessen gedaan") % {"done": own.done, "total": own.total}
        yield ToDo(
            "book",
            title % {"title": read(lesson.title)},
            training.title,
            addresses.lesson(training.slug, lesson.slug),
            _("Ga verder") if lesson.pk in places else _("Naar de les"),
            tuple(filter(None, (places.get(lesson.pk, ""), done, _skipped(training, own)))),
        )


def _skipped(training: TrainingPage, own: TrainingProgress) -> SafeString:
    """The lessons before the one to go on with that are not done: nobody sees them otherwise."""
    lesson = own.next_lesson
    before = tuple(takewhile(lambda one: one != lesson, own.to_do))
    if not before:
        return SafeString("")
    links = format_html_join(
        ", ",
        '<a class="utrecht-link" href="{}" {}>{}</a>',
        (
            (addresses.lesson(training.slug, one.slug), marks_of(shown), shown)
            for one in before
            for shown in [read(one.title)]
        ),
    )
    return format_html("{} {}", _("Ook nog te doen:"), links)


def certificates(found: Iterable[Certificate], *, fetched: Collection[int]) -> Iterator[ToDo]:
    """The certificates that came in the last days and were not fetched since signing in: several in
    one line, which leads to them."""
    since = clock.now() - NEW_FOR
    new = [
        one
        for one in found
        if one.revoked_at is None and one.issued_at > since and one.pk not in fetched
    ]
    if len(new) > 1:
        title = _("%(number)d certificaten zijn klaar") % {"number": len(new)}
        yield ToDo("certificate", title, "", "#certificaten", _("Bekijk je certificaten"))
        return
    for one in new:
        yield ToDo(
            "certificate",
            _("Je certificaat is klaar"),
            one.training_title,
            reverse("certificates:download", args=[one.code]),
            file_label(_("Haal je certificaat op (pdf)"), one.language),
        )
