"""The demo's life of today: editions past, running, coming, full and called off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from courses.attendance.services import close_list, mark_attendance
from courses.catalogue.models import LessonPage, TrainingPage
from courses.certificates.services import issue_if_complete
from courses.common import clock
from courses.common.edit_conflicts import FormSnapshot
from courses.editions.enums import District, Place
from courses.editions.services import Meeting, location_called, plan_edition, save_location
from courses.enrolment.services import cancel_edition, enrol
from courses.evaluation.enums import INVITATION, TextStatus
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import readable_texts
from courses.evaluation.queries.texts import texts_of_review
from courses.evaluation.screening.due import screen_due
from courses.evaluation.services import Answer, close_form, open_due_forms, open_form, submit
from courses.evaluation.services.reviewing import Decision, release_texts, review_texts
from courses.evaluation.services.topics import add_topic, give_topic, mark_golden_tips
from courses.learning.services import finish_lesson
from courses.notices.enums import NoticeState
from courses.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from academy.demo.people import Cast
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

DEMO_NOTE = "Voorbeeld uit de demo: deze antwoorden zijn verzonnen."

VENUES = [
    ("Buurthuis De Wissel", "Wisselstraat 12, Utrecht"),
    ("Bibliotheek Neude", "Neude 11, Utrecht"),
    ("Wijkcentrum Het Anker", "Ankerweg 4, Utrecht"),
    ("Vrijwilligerscentrale Utrecht", "Oudegracht 300, Utrecht"),
]

ACCESS: dict[str, dict[str, str]] = {
    "Buurthuis De Wissel": {
        "district": District.OVERVECHT,
        "entrance": "De blauwe deur, naast de speeltuin. De bel is links.",
        "step_free": "Geen drempels. De zaal is beneden. Er is een aangepast toilet.",
        "hearing": "Er is een ringleiding in de grote zaal.",
        "transport": "Bus 3, halte Wisselplein. Dan 2 minuten lopen. Er zijn fietsenrekken.",
    },
    "Bibliotheek Neude": {
        "district": District.CENTRE,
        "entrance": "De hoofdingang aan het plein. Vraag bij de balie naar de zaal.",
        "step_free": "Er is een lift naar alle verdiepingen.",
        "transport": "Bus 2 of tram 20, halte Neude. Dan 1 minuut lopen.",
    },
    "Wijkcentrum Het Anker": {
        "district": District.SOUTH_WEST,
        "step_free": "Er is een helling bij de achterdeur. Het toilet beneden is breed genoeg.",
        "transport": "Bus 7, halte Ankerplein. Dan 3 minuten lopen. Parkeren kan voor de deur.",
    },
    "Vrijwilligerscentrale Utrecht": {
        "district": District.CENTRE,
        "step_free": "De zaal is op de eerste verdieping, zonder lift. Bel ons: dan zoeken we een "
        "zaal beneden.",
        "transport": "Bus 4, halte Oudegracht. Dan 4 minuten lopen.",
    },
}
"""Invented: how one gets to the places of the demo, and in. No such bus need stop there."""

TEXTS = [
    ("Dat stil zijn ook helpen is.", "De groep was fijn. Niemand hoefde iets te vertellen."),
    ("Ik vraag nu door in plaats van meteen raad te geven.", ""),
    ("", "Graag nog een keer oefenen met een acteur."),
    ("Dat ik het niet hoef op te lossen.", ""),
    ("De kaart met vragen gebruik ik elke week.", "De zaal was een beetje koud."),
    ("", ""),
    ("Wat je kunt zeggen op een moeilijke dag.", "Dank jullie wel! Vooral Truus van de ontvangst."),
    ("", "Mag er ook een training in de avond komen? Bel me: 06 12345678."),
]

TOPICS = {
    "Luisteren": ("stil zijn", "doorvragen", "vraag nu door", "op te lossen"),
    "Oefenen": ("oefenen",),
    "Zaal en tijd": ("zaal", "avond"),
}
"""Invented: what the texts of the demo are about, and by which words that is seen."""

GOLDEN_TIP = "De kaart met vragen"


def _moment(days: int, hour: int) -> datetime:
    """`hour` o'clock, `days` from today (which moves on a Sunday to the Monday after)."""
    day = clock.today() + timedelta(days=days)
    if day.weekday() == 6:
        day += timedelta(days=1)
    return clock.moment_of(day, time(hour))


def _plan(  # noqa: PLR0913 - all that tells one edition of the demo from another
    training: TrainingPage,
    cast: Cast,
    *,
    days: Sequence[int],
    hour: int,
    capacity: int,
    venue: int | None,
    trainer: User | None = None,
    publish: bool = True,
    note: str = "",
) -> Edition:
    starts = [_moment(day, hour) for day in days]
    length = timedelta(minutes=training.minutes // len(days))
    online = venue is None
    name, address = ("", "") if venue is None else VENUES[venue]
    with clock.at(min(clock.now(), starts[0]) - timedelta(days=45)):
        return plan_edition(
            training=training,
            meetings=[
                Meeting(start, start + length, f"Deel {number}" if len(days) > 1 else "")
                for number, start in enumerate(starts, start=1)
            ],
            capacity=capacity,
            actor=cast.coordinator,
            trainers=[trainer or cast.trainer],
            place=Place.ONLINE if online else Place.VENUE,
            venue=name,
            address=address,
            online_link="https://vergaderen.example/academie" if online else "",
            publish=publish,
            note=note,
        )


def _describe_places() -> None:
    for name, address in VENUES:
        location = location_called(name=name, address=address)
        for field, words in ACCESS[name].items():
            setattr(location, field, words)
        save_location(location=location, actor=None)


def _enrol(edition: Edition, people: Sequence[User]) -> list[Enrolment]:
    assert edition.starts_at is not None  # noqa: S101 - planned with sessions
    with clock.at(min(clock.now(), edition.starts_at) - timedelta(days=20)):
        return [enrol(person=person, edition=edition) for person in people]


def _attend(edition: Edition, enrolments: list[Enrolment], cast: Cast, absent: int = 0) -> None:
    """Mark who was there in every session that has been held; the last `absent` were not."""
    there = [one.pk for one in enrolments[: len(enrolments) - absent]]
    not_there = [one.pk for one in enrolments[len(enrolments) - absent :]]
    for session in edition.sessions.all():
        if session.ends_at < clock.now():
            with clock.at(session.ends_at + timedelta(minutes=15)):
                mark_attendance(
                    session=session, present=there, absent=not_there, actor=cast.trainer
                )


def _lessons(training: TrainingPage) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(training).order_by("path"))


def _finish(people: Sequence[User], lessons: Sequence[LessonPage], moment: datetime) -> None:
    with clock.at(moment):
        for person in people:
            for lesson in lessons:
                finish_lesson(person=person, lesson=lesson)


def _evaluate(
    edition: Edition, people: Sequence[User], marks: Sequence[int], *, close: bool
) -> None:
    assert edition.ends_at is not None  # noqa: S101 - planned with sessions
    with clock.at(edition.ends_at + timedelta(hours=1)):
        form = open_form(edition=edition)
        _tell(form)
        for place, (person, mark) in enumerate(zip(people, marks, strict=False)):
            submit(form=form, person=person, answers=_answers(place, mark))
    if close:
        with clock.at(form.closes_at + timedelta(minutes=1)):
            close_form(form=form)


def _tell(form: EvaluationForm) -> None:
    """Who has e-mail was mailed at once, so who did not answer was asked and counts as such."""
    due = Notice.objects.filter(kind=INVITATION, facts__form=form.pk, state=NoticeState.DUE)
    due.update(state=NoticeState.SENT, settled_at=clock.now())


def _read(edition: Edition, cast: Cast) -> None:
    """Let readers see what people wrote, without names and numbers, and say what it is about."""
    form = edition.evaluation_forms.get()
    forms = EvaluationForm.objects.filter(pk=form.pk)
    screen_due()
    decisions = [
        Decision(
            text_id=one.pk,
            status=TextStatus.SEEN,
            on=frozenset(range(len(one.redactions or ()))),
        )
        for one in texts_of_review(form)
    ]
    review_texts(form=form, decisions=decisions, snapshot=FormSnapshot({}))
    release_texts(form=form, snapshot=FormSnapshot({}), actor=cast.coordinator)
    for name, words in TOPICS.items():
        topic = add_topic(name=name, actor=cast.coordinator)
        about = [one.pk for one in readable_texts(forms) if any(word in one.text for word in words)]
        give_topic(texts=about, topic=topic, forms=forms)
    tips = readable_texts(forms).filter(text__startswith=GOLDEN_TIP)
    mark_golden_tips(texts=[one.pk for one in tips], forms=forms)


def _answers(place: int, mark: int) -> dict[str, Answer]:
    learnt, remark = TEXTS[place % len(TEXTS)]
    answers = {
        "overall": Answer((str(mark),)),
        "trainer": Answer((str(min(10, mark + place % 2)),)),
        "content": Answer((str(mark),)),
        "mix": Answer((("Precies goed", "Precies goed", "Te veel uitleg")[place % 3],)),
        "practice": Answer((("Ja", "Ja", "Een beetje")[place % 3],)),
        "improve": Answer((("Meer oefenen", "Het tempo")[place % 2],)),
    }
    if learnt:
        answers["takeaway"] = Answer(text=learnt)
    if remark:
        answers["remarks"] = Answer(text=remark)
    return answers


def make_present(trainings: dict[str, TrainingPage], cast: Cast) -> None:
    """Everything around today, for the trainings that are installed."""
    _describe_places()
    makers = {
        "signaleren": _signaleren,
        "rouw_en_verlies": _rouw,
        "zingeving": _zingeving,
        "bellen": _bellen,
    }
    for key, make in makers.items():
        if key in trainings:
            make(trainings[key], cast)
    # Else the first tick does, and people are asked to answer before whatever minute that was.
    with clock.at(clock.now().replace(minute=0, second=0, microsecond=0)):
        open_due_forms()
    screen_due()


def _held(
    edition: Edition,
    training: TrainingPage,
    people: Sequence[User],
    cast: Cast,
    *,
    marks: Sequence[int],
    absent: int = 1,
    close: bool = True,
) -> None:
    """An edition that has been held: presence, lessons, certificates, evaluation."""
    assert edition.starts_at is not None  # noqa: S101 - planned with sessions
    assert edition.ends_at is not None  # noqa: S101
    enrolments = _enrol(edition, people)
    _finish(people, _lessons(training), edition.starts_at - timedelta(days=2))
    _attend(edition, enrolments, cast, absent)
    with clock.at(edition.ends_at + timedelta(minutes=30)):
        close_list(edition=edition, actor=cast.trainer)
        for enrolment in enrolments:
            issue_if_complete(enrolment_id=enrolment.pk)
    _evaluate(edition, people, marks, close=close)


def _signaleren(training: TrainingPage, cast: Cast) -> None:
    coming = _plan(training, cast, days=[9], hour=13, capacity=14, venue=0)
    _enrol(coming, [cast.volunteer, *cast.forty[:9]])
    _finish([cast.volunteer], _lessons(training)[:2], clock.now() - timedelta(days=2))
    last_seat = _plan(training, cast, days=[23], hour=19, capacity=8, venue=None)
    _enrol(last_seat, cast.forty[10:17])
    _plan(training, cast, days=[51], hour=10, capacity=12, venue=2, trainer=cast.other_trainers[1])


def _rouw(training: TrainingPage, cast: Cast) -> None:
    past = _plan(training, cast, days=[-40, -33], hour=19, capacity=12, venue=1, note=DEMO_NOTE)
    _held(past, training, cast.forty[18:28], cast, marks=[8, 9, 8, 7, 9, 8, 10, 8])
    running = _plan(training, cast, days=[-3, 4], hour=19, capacity=12, venue=1)
    taking_part = cast.forty[28:37]
    _attend(running, _enrol(running, taking_part), cast, absent=1)
    _finish(taking_part[:5], _lessons(training)[:2], clock.now() - timedelta(days=1))
    full = _plan(training, cast, days=[16, 23], hour=13, capacity=8, venue=3)
    _enrol(full, [*cast.forty[:9], cast.volunteer, cast.forty[9]])


def _zingeving(training: TrainingPage, cast: Cast) -> None:
    trainer = cast.other_trainers[0]
    past = _plan(
        training, cast, days=[-50], hour=10, capacity=10, venue=2, trainer=trainer, note=DEMO_NOTE
    )
    _held(past, training, cast.forty[30:37], cast, marks=[9, 8, 9, 7])
    earlier = _plan(
        training, cast, days=[-80], hour=10, capacity=10, venue=2, trainer=trainer, note=DEMO_NOTE
    )
    _held(earlier, training, cast.forty[:9], cast, marks=[8, 9, 7, 8, 9, 8, 9, 8])
    _read(earlier, cast)
    _plan(training, cast, days=[12], hour=10, capacity=10, venue=2, trainer=trainer)
    off = _plan(training, cast, days=[19], hour=19, capacity=10, venue=None, trainer=trainer)
    _enrol(off, cast.forty[3:6])
    cancel_edition(edition=off, actor=cast.coordinator)


def _bellen(training: TrainingPage, cast: Cast) -> None:
    past = _plan(training, cast, days=[-8], hour=13, capacity=12, venue=None, note=DEMO_NOTE)
    people = [cast.volunteer, *cast.forty[20:29]]
    _held(past, training, people, cast, marks=[], close=False)
    _evaluate(past, people[1:], [9, 8, 7, 9, 8, 8], close=False)
    coming = _plan(training, cast, days=[30], hour=13, capacity=12, venue=None)
    _enrol(coming, cast.forty[5:9])
    _plan(training, cast, days=[65], hour=13, capacity=12, venue=None, publish=False)
