"""What staff fill in about notices."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock, retention
from courses.common.fields import DayField
from courses.notices import kinds, services, writing
from courses.notices.enums import CallOutcome
from courses.notices.texts import MOST_IN_BODY, MOST_IN_SCRIPT, MOST_IN_SUBJECT, SPOKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.common.form_types import FormData
    from courses.notices.call_parts import CallQuestions
    from courses.notices.models import Notice

CALL_FROM = time(9, 0)
"""From what time of a day somebody is called who is to be called back that day."""


def note_privacy() -> str:
    """Why staff may keep a note of a call, who reads it, and how long: in each place the same."""
    kept = retention.in_words(services.NOTES_KEPT.days)
    return gettext(
        "Alleen wat nodig is om deze persoon te helpen. Dit lezen de coördinatoren en de trainers "
        "van de uitvoering, en de persoon zelf als die erom vraagt. %(period)s na de training "
        "wissen we het."
    ) % {"period": kept[:1].upper() + kept[1:]}


class NoteForm(forms.Form):
    """What somebody said on the telephone: the answers to questions of other parts, and a note."""

    note = forms.CharField(
        label=_("Notitie van dit gesprek"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: FormData = None, *, questions: Sequence[CallQuestions] = ()) -> None:
        super().__init__(data)
        self.questions = questions
        self.fields["note"].help_text = note_privacy()
        # What was said comes first: then one writes it down while the person says it.
        asked = {name: field for one in questions for name, field in one.fields.items()}
        self.fields = {**asked, **self.fields}

    def keep_answers(self) -> None:
        """Keep what was answered to the questions."""
        for one in self.questions:
            one.keep({name: self.cleaned_data.get(name, "") for name in one.fields})


class CallForm(NoteForm):
    """The same of a call, with what came of it; when to call again if that was agreed."""

    outcome = forms.ChoiceField(
        label=_("Hoe ging het?"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    again_on = DayField(label=_("Terugbellen op"))
    told = forms.MultipleChoiceField(
        label=_("Wat heb je nog meer verteld?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wat je niet aanvinkt, blijft op de lijst staan."),
    )

    def __init__(
        self,
        data: FormData = None,
        *,
        questions: Sequence[CallQuestions] = (),
        others: Sequence[Notice] = (),
        yes: str = "",
    ) -> None:
        super().__init__(data, questions=questions)
        if yes and isinstance(outcome := self.fields["outcome"], forms.ChoiceField):
            reached = CallOutcome.REACHED.value
            outcome.choices = [
                (value, yes if value == reached else label) for value, label in CallOutcome.choices
            ]
        told = self.fields.pop("told")
        if others and isinstance(told, forms.MultipleChoiceField):
            told.choices = [(str(one.pk), _subject(one)) for one in others]
            self.fields["told"] = told
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


def _subject(notice: Notice) -> str:
    about = f" ({notice.edition})" if notice.edition else ""
    return f"{kinds.subject_of(notice)}{about}"


def _spoken(part: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=writing.PARTS[part],
        max_length=MOST_IN_SCRIPT,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=_("Zet elke zin op een eigen regel. Leeg? Dan geldt de standaard."),
    )


class TextForm(forms.Form):
    """The words of a kind of notice, with placeholders between braces."""

    subject = forms.CharField(label=writing.PARTS["subject"], max_length=MOST_IN_SUBJECT)
    body = forms.CharField(
        label=writing.PARTS["body"],
        max_length=MOST_IN_BODY,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    say = _spoken("say", rows=8)
    ask = _spoken("ask", rows=3)
    note = _spoken("note", rows=3)

    def read(self) -> list[forms.BoundField]:
        """The fields of what people read."""
        return [field for field in self if field.name not in SPOKEN]

    def spoken(self) -> list[forms.BoundField]:
        """The fields of what is for a call."""
        return [field for field in self if field.name in SPOKEN]
