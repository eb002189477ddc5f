"""Opening a form: its questions, its counters, and who is invited."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.text import plain_text
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.queries import participants
from courses.evaluation.enums import INVITATIONS, REMINDER, Kind, Occasion
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import EvaluationForm, FormQuestion, Participation
from courses.evaluation.queries import asking as asking_queries
from courses.evaluation.queries.opening import (
    OPEN_FOR,
    WAITS,
    editions_to_open,
    forms_ahead_of_time,
)
from courses.evaluation.queries.templates import form_questions, questions_of, template_for
from courses.evaluation.services.sealing import make_room, start_box
from courses.evaluation.services.summaries import count_backgrounds
from courses.evaluation.services.templates import questions_for
from courses.notices.services import Announcement, in_the_daytime, notify_all, put_off
from courses.plugin_api.contributions.evaluation import (
    EvaluationQuestions,
    Question,
    QuestionKind,
    QuestionsContext,
)
from courses.plugin_host import asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from courses.catalogue.models import TrainingPage
    from courses.evaluation.models import FormTemplate
    from courses.people.models import User
    from courses.plugin_api.plugin import CoursePlugin


@transaction.atomic
def open_form(*, edition: Edition, occasion: Occasion = Occasion.END) -> EvaluationForm:
    """The form of an edition, open for `OPEN_FOR`, with everyone in the group invited.

    Harmless when repeated: people who joined the group since then are invited too, as long as the
    form is open.

    Raises:
        Refusal: it is too early for this occasion (the first is from when the last session begins),
            the edition is called off, nobody takes part, or there is nothing to ask.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    form = EvaluationForm.objects.filter(edition=locked, occasion=occasion).first()
    if form is None:
        _refuse_too_early(locked, occasion)
        template, questions = questions_at(locked.training, occasion, hold=True)
        form = start_form(
            edition=locked,
            occasion=occasion,
            questions=questions,
            closes_at=clock.now() + OPEN_FOR,
            template=template,
        )
    if form.takes_answers:
        invite(form, [one.person for one in participants(locked)])
        count_backgrounds(edition=locked)
    return form


def _refuse_too_early(edition: Edition, occasion: Occasion) -> None:
    if edition.status == EditionStatus.CANCELLED:
        raise Refusal(_("Deze uitvoering gaat niet door. Er valt niets te evalueren."))
    if not asking_queries.may_open_in_room(edition):
        raise Refusal(_("De laatste bijeenkomst is nog niet begonnen. Evalueren kan daarna."))
    is_early = edition.ends_at is None or clock.now() < edition.ends_at + WAITS[occasion]
    if occasion != Occasion.END and is_early:
        raise Refusal(_("Het is nog te vroeg om dit te vragen."))
    if not participants(edition).exists():
        raise Refusal(_("Deze uitvoering heeft geen deelnemers."))


def start_form(
    *,
    edition: Edition | None,
    occasion: Occasion,
    questions: Sequence[FormQuestion],
    closes_at: datetime,
    title: str = "",
    template: FormTemplate | None = None,
) -> EvaluationForm:
    """A new form with these questions (not stored yet, in order), of which nobody is invited yet.

    Part of the transaction of the service that opens a form.

    Raises:
        Refusal: there is no question, or answers cannot be sealed now.
    """
    if not any(question.kind != Kind.INTRO for question in questions):
        raise Refusal(_("Er is geen vraag om te stellen."))
    form = EvaluationForm.objects.create(
        edition=edition,
        occasion=occasion,
        title=title,
        template=template,
        opened_at=clock.now(),
        closes_at=closes_at,
    )
    for position, question in enumerate(questions):
        question.form, question.position = form, position
    FormQuestion.objects.bulk_create(questions)
    try:
        start_box(form)
    except KeysAway as away:
        raise Refusal(_("Antwoorden kunnen nu niet veilig worden bewaard.")) from away
    return form


def questions_at(
    training: TrainingPage, occasion: Occasion, *, hold: bool = False
) -> tuple[FormTemplate | None, list[FormQuestion]]:
    """What a training asks at an occasion, and from which form; nothing is stored yet.

    First what a coordinator made. After the last session also what the plugins add that are active
    for the training. `hold`: nobody changes the form until the transaction ends.
    """
    template = template_for(training, occasion)
    if template is not None and hold:
        questions = questions_for(template)
    else:
        questions = [] if template is None else form_questions(questions_of(template))
    if occasion == Occasion.END:
        questions += _of_plugins(training.pk)
    return template, questions


def _of_plugins(training_id: int) -> list[FormQuestion]:
    return [
        FormQuestion(
            key=question.key,
            kind=question.kind.value,
            text=question.text,
            options=list(question.options),
            other=question.other,
            required=question.required,
        )
        for question in _contributed(training_id)
    ]


def _contributed(training_id: int) -> list[Question]:
    found: list[Question] = []
    with override("nl"):
        for asker in asking.here(EvaluationQuestions, training_id):
            ctx = QuestionsContext(training_id, asker.settings)
            found += asker.ask(partial(_asked, asker.plugin, ctx), default=())
    return found


def _asked(
    plugin: CoursePlugin, ctx: QuestionsContext, asker: EvaluationQuestions
) -> Sequence[Question]:
    """The questions of one contribution, checked, with keys that no other plugin can have.

    Raises:
        ValueError: a question that cannot be stored or answered.
    """
    prefix = "" if plugin.core else f"{plugin.slug}."
    questions = [
        Question(
            key=prefix + plain_text(one.key),
            kind=QuestionKind(one.kind),
            text=plain_text(one.text),
            options=tuple(plain_text(option) for option in one.options),
            other=bool(one.other),
            required=bool(one.required),
        )
        for one in asker.questions(ctx)
    ]
    keys = [question.key for question in questions]
    if len(set(keys)) != len(keys):
        raise ValueError(f"two questions with the same key among {keys}")
    for question in questions:
        _check_question(question)
    return questions


def _check_question(question: Question) -> None:
    limits = {
        "key": (question.key, 80),
        "text": (question.text, 300),
        **{f"option {number}": (one, 200) for number, one in enumerate(question.options, 1)},
    }
    for what, (text, limit) in limits.items():
        if not text.strip() or len(text) > limit:
            raise ValueError(f"{question.key}: {what} must have 1 to {limit} characters")
    chooses = question.kind.value in (Kind.CHOICE, Kind.MULTIPLE)
    if chooses != bool(question.options):
        raise ValueError(f"{question.key}: options belong to a choice, and only there")
    if len(set(question.options)) != len(question.options):
        raise ValueError(f"{question.key}: an option stands there twice")
    if question.other and not chooses:
        raise ValueError(f"{question.key}: `other` belongs to a choice")


def invite(form: EvaluationForm, people: Iterable[User]) -> None:
    """Invite who is not invited yet, and tell them. Part of the transaction of who calls it."""
    invited = set(form.participations.values_list("person", flat=True))
    people = [person for person in people if person.pk not in invited]
    Participation.objects.bulk_create(Participation(form=form, person=person) for person in people)
    if people:
        make_room(form)
    notify_all(
        (
            Announcement(
                person=person,
                kind=INVITATIONS[Occasion(form.occasion)],
                key=str(form.pk),
                edition=form.edition,
                facts={"form": form.pk},
            )
            for person in people
        ),
        wait_until=in_the_daytime(_when_to_tell(form)),
    )


def _when_to_tell(form: EvaluationForm) -> datetime:
    """Now, or when the last session is over: the trainer may open the form for who is there."""
    over = form.edition.ends_at if form.edition is not None else None
    return max(clock.now(), over) if over is not None else clock.now()


def open_due_forms() -> int:
    """Open a form for every edition that has just ended, or ended long enough ago to ask once more;
    returns how many. What was moved after its form opened has all its time after the new end."""
    for early in forms_ahead_of_time():
        _wait_for_the_end(early)
    opened = 0
    for occasion in WAITS:
        for edition in editions_to_open(occasion):
            with suppress(Refusal):
                open_form(edition=edition, occasion=occasion)
                opened += 1
    return opened


@transaction.atomic
def _wait_for_the_end(form: EvaluationForm) -> None:
    """Nobody is told "je was erbij" of what is still to come. The form stays, and with it what
    somebody may have answered: to take it away would tell that nobody had."""
    edition = form.edition
    if edition is None or edition.ends_at is None:
        return
    # Only later: whoever was told until when it is open is not told otherwise.
    EvaluationForm.objects.filter(pk=form.pk, closes_at__lt=edition.ends_at + OPEN_FOR).update(
        closes_at=edition.ends_at + OPEN_FOR
    )
    put_off(
        edition=edition,
        kinds=[INVITATIONS[Occasion.END], REMINDER],
        until=in_the_daytime(edition.ends_at),
    )
