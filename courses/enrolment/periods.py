"""How long is kept what people say when they enrol."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.enrolment import answers

retention.provide(
    retention.Kind(
        name=answers.KEPT.name,
        what=_("Wat je antwoordt op vragen bij je inschrijving"),
        since=_("na de training, of tot je niet meer meedoet"),
        period=answers.KEPT,
        due=answers.answers_to_forget,
        forget=answers.forget_answers,
    )
)
