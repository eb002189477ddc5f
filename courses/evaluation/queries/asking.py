"""Who is asked: by which notice, in which room, and who is to be reminded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from courses.common import clock
from courses.editions.models import Edition
from courses.evaluation import codes
from courses.evaluation.enums import MOST_REMINDERS, FormStatus, Occasion
from courses.evaluation.models import EvaluationForm, Participation
from courses.evaluation.queries.opening import forms_ahead_of_time
from courses.translations.reading import written

if TYPE_CHECKING:
    from datetime import datetime

    from courses.notices.models import Notice


def invitation_of(notice: Notice) -> Participation | None:
    """The invitation that a notice is about; None when the person is not asked (any more)."""
    found = Participation.objects.filter(person=notice.person_id).select_related(
        "person", "form__edition__training"
    )
    if "form" in notice.facts:
        return found.filter(form=notice.facts["form"]).first()
    # As notices were written when a form came after the last session only.
    if notice.edition_id is None:
        return None
    return found.filter(form__edition=notice.edition_id, form__occasion=Occasion.END).first()


@dataclass(frozen=True)
class RoomForm:
    """What a code in a room stands for: an edition or a survey, and its form once there is one."""

    code: str
    subject: str
    form: EvaluationForm | None

    @property
    def takes_answers(self) -> bool:
        """Whether it can be filled in now."""
        return self.form is not None and self.form.takes_answers


def in_room(code: str) -> RoomForm | None:
    """What the code in a room stands for; None when it is nobody's."""
    edition_id, survey_id = codes.edition_in(code), codes.survey_in(code)
    edition = None
    if edition_id is not None:
        edition = Edition.objects.select_related("training").filter(pk=edition_id).first()
    if edition is not None:
        form = (
            edition.evaluation_forms.select_related("edition__training")
            .filter(occasion=Occasion.END)
            .first()
        )
        return RoomForm(code, edition.training.title, form)
    if survey_id is None:
        return None
    survey = EvaluationForm.objects.filter(pk=survey_id, occasion=Occasion.SURVEY).first()
    return RoomForm(code, survey.title, survey) if survey is not None else None


def heading_of(form: EvaluationForm) -> str:
    """What stands above a form, in the language that is set."""
    return heading_for(Occasion(form.occasion), form.subject)


def heading_for(occasion: Occasion, subject: str) -> str:
    """What stands above the form for an occasion."""
    if occasion == Occasion.SURVEY:
        return subject
    if occasion == Occasion.END:
        return gettext("Wat vond je van %(subject)s?") % {"subject": written(subject)}
    return gettext("Wat gebruik je van %(subject)s?") % {"subject": written(subject)}


def code_of(form: EvaluationForm) -> str:
    """The code with which people find a form; of an edition also for what is asked later."""
    if form.edition_id is None:
        return codes.code_of_survey(form.pk)
    return codes.code_of_edition(form.edition_id)


def address_of(form: EvaluationForm, page: str = "form") -> str:
    """Where somebody who is signed in fills in a form; `page` may be "thanks" or "paper".

    The form after the last session has the address of its edition: short, and in mails for years.
    """
    if form.occasion == Occasion.END:
        return reverse(f"evaluation:{page}", args=[form.edition_id])
    return reverse(f"evaluation:other_{page}", args=[form.pk])


def forms_to_remind() -> list[EvaluationForm]:
    """Open forms of which a reminder is due that was not written yet; not of what is still to come,
    since it was moved."""
    waiting = (
        EvaluationForm.objects.filter(
            status=FormStatus.OPEN, closes_at__gt=clock.now(), reminders__lt=MOST_REMINDERS
        )
        .exclude(pk__in=forms_ahead_of_time().values("pk"))
        .order_by("closes_at", "pk")
    )
    return [form for form in waiting if reminders_due(form) > form.reminders]


def reminders_due(form: EvaluationForm) -> int:
    """How many reminders should have gone out by now."""
    return sum(moment <= clock.now() for moment in reminder_moments(form))


def reminder_moments(form: EvaluationForm) -> list[datetime]:
    """When people are reminded: when a third of the time is over, and two thirds."""
    part = (form.closes_at - form.opened_at) / (MOST_REMINDERS + 1)
    return [form.opened_at + part * number for number in range(1, MOST_REMINDERS + 1)]


def may_open_in_room(edition: Edition) -> bool:
    """Whether the last session has begun: from then on the form may be opened."""
    last = edition.sessions.order_by("starts_at").last()
    return last is not None and last.starts_at <= clock.now()
