"""The figures that the sources give, reconstructed as editions with evaluations.

The sources say: the first edition of the signalling training had 12 participants (1 resident,
6 volunteers, 3 professionals, 2 from companies), 11 evaluations and a mean of 8,3; after seven
editions 66 people had taken part and the mean was 8,5. Individual answers are not known, so the
marks below are chosen to give those means; the dates are chosen too. Every edition says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from academy.demo.people import Cast, make_former_participants
from courses.attendance.services import close_list, mark_attendance
from courses.common import clock, dates
from courses.editions.services import Meeting, plan_edition
from courses.enrolment.services import enrol
from courses.evaluation.answer_plans import ImportPlan
from courses.evaluation.box import Record
from courses.evaluation.enums import OTHER, Purpose, Tool
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.templates import form_questions, questions_of, standard_form
from courses.evaluation.services import Answer, close_form, open_form, submit
from courses.evaluation.services.importing import About, import_answers
from courses.people.enums import Background

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

NOTE = (
    "Gereconstrueerd: de aantallen en het gemiddelde komen uit de bronnen, "
    "de losse antwoorden en de datum niet."
)

FIRST_GROUP = (
    [Background.RESIDENT]
    + [Background.VOLUNTEER] * 6
    + [Background.PROFESSIONAL] * 3
    + [Background.BUSINESS] * 2
)

# Day, participants, marks given. The first group gives 91 / 11 = 8,27; all marks
# together to 501 / 59 = 8,49.
EDITIONS: list[tuple[datetime, int, list[int]]] = [
    (datetime(2019, 11, 12, 13), 12, [7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9]),
    (datetime(2020, 1, 21, 13), 9, [8, 8, 8, 8, 9, 9, 9, 9]),
    (datetime(2020, 2, 18, 19), 9, [7, 8, 8, 9, 9, 9, 9, 9]),
    (datetime(2020, 5, 26, 13), 9, [8, 8, 8, 8, 8, 9, 9, 10]),
    (datetime(2020, 6, 30, 19), 9, [8, 8, 8, 8, 9, 9, 9, 10]),
    (datetime(2020, 9, 22, 13), 9, [7, 8, 8, 9, 9, 9, 9, 10]),
    (datetime(2020, 11, 11, 13), 9, [7, 8, 8, 8, 9, 9, 9, 10]),
]


def make_history(training: TrainingPage, cast: Cast) -> None:
    """The seven editions of the signalling training, with their evaluations closed."""
    everybody = sum(size for _day, size, _marks in EDITIONS)
    backgrounds = FIRST_GROUP + [
        (Background.VOLUNTEER, Background.RESIDENT, Background.PROFESSIONAL)[place % 3]
        for place in range(everybody - len(FIRST_GROUP))
    ]
    people = make_former_participants(everybody, backgrounds)
    for day, size, marks in EDITIONS:
        group, people = people[:size], people[size:]
        _make_edition(training, cast, dates.aware(day), group, marks)


def _make_edition(
    training: TrainingPage, cast: Cast, starts_at: datetime, group: Sequence[User], marks: list[int]
) -> Edition:
    ends_at = starts_at + timedelta(hours=3)
    with clock.at(starts_at - timedelta(days=30)):
        edition = plan_edition(
            training=training,
            meetings=[Meeting(starts_at, ends_at)],
            capacity=12,
            actor=cast.coordinator,
            trainers=[cast.other_trainers[0]],
            venue="Vrijwilligerscentrale Utrecht",
            address="Oudegracht 300, Utrecht",
            note=NOTE,
            publish=True,
        )
        enrolments = [enrol(person=person, edition=edition) for person in group]
    with clock.at(ends_at + timedelta(minutes=10)):
        mark_attendance(
            session=edition.sessions.get(),
            present=[one.pk for one in enrolments],
            absent=[],
            actor=cast.other_trainers[0],
        )
        close_list(edition=edition, actor=cast.other_trainers[0])
        form = open_form(edition=edition)
        for person, mark in zip(group, marks, strict=False):
            submit(form=form, person=person, answers=_answers(mark))
    with clock.at(form.closes_at + timedelta(minutes=1)):
        close_form(form=form)
    # They were asked on paper, in the room: nobody has a notice of it.
    EvaluationForm.objects.filter(pk=form.pk).update(asked_count=len(group))
    return edition


def _answers(mark: int) -> dict[str, Answer]:
    # "All can use it in practice" and "the mix was good" stand in the evaluation of 2020.
    return {
        "overall": Answer((str(mark),)),
        "mix": Answer(("Precies goed",)),
        "practice": Answer(("Ja",)),
    }


SURVEY_SOURCE = (
    "Gereconstrueerd: 211 uitgenodigd, 23 antwoorden, het cijfer 7,2 en 13 mensen bij de meerkeuze "
    "komen uit het verslag van 2020. De losse antwoorden en teksten niet."
)
SURVEY_MARKS = [7] * 12 + [8] * 8 + [6] * 2 + [5]
SURVEY_WISHES = (
    *(("Trainingen", "Andere vrijwilligers ontmoeten"),) * 5,
    *(("Lezingen",),) * 3,
    *(("Trainingen", "Lessen die ik thuis kan doen"),) * 2,
    *(("Hulp als iets moeilijk is", OTHER),) * 2,
    ("Lezingen", OTHER),
)
SURVEY_TEXTS = {
    "survey_why": (
        *("Fijn om anderen uit de stad te leren kennen.", "Goede sprekers, wel wat lang."),
        *("Ik leerde waar ik terechtkan met een signaal.", "Er is weinig in de avond."),
        *("Altijd hartelijk en goed geregeld.", "Ik wil meer horen van wat er met ideeën gebeurt."),
    ),
    "survey_tip": (
        *("Kom ook eens bij ons in de buurt.", "Vertel wat er met onze signalen gebeurt."),
        *("Houd het kort: een uur is genoeg.", "Geef een kaartje mee met tips."),
        *("Nodig bezorgers en winkels uit.", "Laat nieuwe mensen met iemand meelopen."),
    ),
    "survey_missed": (
        *("De kerken en moskeeën.", "Sportclubs.", "De huisarts.", "Woningcorporaties."),
        *("De bibliotheek.", "Scholen."),
    ),
}
SURVEY_OTHER = ("Iemand die de eerste keer meegaat", "Een lijst met adressen", "Een filmpje")


def make_members_survey(cast: Cast) -> EvaluationForm:
    """The members' survey of the sources: 211 invited, 23 answers, a 7,2, and a question with
    several answers that 13 answered. It was held before there was an academy, so it comes in as
    what others reported; nobody gets an account for it."""
    template = standard_form(Purpose.SURVEY)
    assert template is not None  # noqa: S101 - the migrations make it
    questions = [
        one for one in form_questions(questions_of(template)) if one.key in _SURVEY_QUESTIONS
    ]
    others = iter(SURVEY_OTHER)
    records = []
    for place, mark in enumerate(SURVEY_MARKS):
        answers = {"survey_mark": Answer((str(mark),))}
        if place < len(SURVEY_WISHES):
            wishes = SURVEY_WISHES[place]
            answers["survey_wishes"] = Answer(wishes, next(others) if OTHER in wishes else "")
        for key, texts in SURVEY_TEXTS.items():
            if place % 4 == 0 and place // 4 < len(texts):
                answers[key] = Answer(text=texts[place // 4])
        records.append(Record(answers, early=True))
    return import_answers(
        about=About(
            source=SURVEY_SOURCE,
            title="Ledenenquête Utrecht Omarmt",
            ended_at=dates.aware(datetime(2020, 6, 30, 23, 59)),
            invited=211,
        ),
        plan=ImportPlan((), questions=tuple(questions), records=tuple(records)),
        tool=Tool.OTHER,
        fingerprint=salted_hmac("demo", "members' survey", algorithm="sha256").hexdigest(),
        actor=cast.coordinator,
    )


_SURVEY_QUESTIONS = {"survey_mark", "survey_wishes", *SURVEY_TEXTS}
