"""What staff fill in about notices."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.fields import DayField
from courses.notices.enums import CallOutcome
from courses.notices.texts import MOST_IN_BODY, MOST_IN_SUBJECT

if TYPE_CHECKING:
    from courses.common.form_types import FormData

CALL_FROM = time(9, 0)
"""From what time of a day somebody is called who is to be called back that day."""


class CallForm(forms.Form):
    """What came of a call; when to call again if that was agreed."""

    outcome = forms.ChoiceField(
        label=_("Hoe ging het?"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    again_on = DayField(label=_("Terugbellen op"))

    def __init__(self, data: FormData = None) -> None:
        super().__init__(data)
        # Mostly it is tomorrow; who means another day, chooses that.
        self.fields["again_on"].initial = clock.today() + timedelta(days=1)

    def clean_again_on(self) -> datetime | None:
        day = self.cleaned_data["again_on"]
        if self.data.get("outcome") != CallOutcome.CALL_AGAIN:
            return None
        if day is None:
            raise ValidationError(_("Kies de dag waarop je weer belt."), code="required")
        if day < clock.today():
            raise ValidationError(_("Deze dag is al geweest. Kies vandaag of later."))
        return clock.moment_of(day, CALL_FROM)

    def answer(self) -> tuple[CallOutcome, datetime | None]:
        """What came of it, and when the person is up again."""
        return CallOutcome(self.cleaned_data["outcome"]), self.cleaned_data["again_on"]


class TextForm(forms.Form):
    """The words of a kind of notice, with placeholders between braces."""

    subject = forms.CharField(label=_("Onderwerp"), max_length=MOST_IN_SUBJECT)
    body = forms.CharField(
        label=_("Tekst"), max_length=MOST_IN_BODY, widget=forms.Textarea(attrs={"rows": 16})
    )
