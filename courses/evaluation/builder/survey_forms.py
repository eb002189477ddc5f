"""The form in which a survey is made: what is asked, of whom, and until when."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.dates import HOW_TO_WRITE_A_DAY
from courses.common.fields import DayField
from courses.common.filters import WRONG_ORDER
from courses.enrolment.group_forms import ListFileField, PastedListField, list_in
from courses.evaluation.models import FormTemplate
from courses.evaluation.queries.surveys import people_who_took_part
from courses.evaluation.queries.templates import forms_for_surveys
from courses.people.enums import Role
from courses.people.models import Partner
from courses.people.queries import people_of, people_with_role

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.common.form_types import Files, FormData
    from courses.enrolment.group_lists import ListTable
    from courses.people.models import User

ROLE, PARTNER, TOOK_PART, LIST = "role", "partner", "took_part", "list"


def last_minute_of(day: date) -> datetime:
    """The moment at which a survey closes that is open through this day."""
    return clock.moment_of(day, time(23, 59))


class SurveyForm(forms.Form):
    """Title, form, whom to ask, and the last day. `with_list` is when the list is there already."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=120,
        help_text=_("Mensen zien deze titel, bijvoorbeeld: “Wat vind je van de academie?”"),
    )
    template = forms.ModelChoiceField(label=_("Formulier"), queryset=FormTemplate.objects.none())
    whom = forms.ChoiceField(
        label=_("Aan wie?"),
        widget=forms.RadioSelect,
        choices=[
            (ROLE, _("Iedereen met een rol")),
            (PARTNER, _("Mensen van een organisatie")),
            (TOOK_PART, _("Wie meedeed in een periode")),
            (LIST, _("Een lijst die ik plak of kies")),
        ],
        initial=ROLE,
    )
    role = forms.ChoiceField(label=_("Welke rol"), choices=Role.choices, required=False)
    partner = forms.ModelChoiceField(
        label=_("Welke organisatie"), queryset=Partner.objects.all(), required=False
    )
    since = DayField(label=_("Meegedaan vanaf"))
    until = DayField(label=_("Meegedaan tot en met"))
    text = PastedListField(
        rows=6,
        help_text=_(
            "Zet op elke regel één persoon: naam, e-mailadres, telefoon. We vragen alleen mensen "
            "die een account hebben."
        ),
    )
    file = ListFileField()
    closes_on = DayField(label=_("Laatste dag om in te vullen"), required=True)

    def __init__(
        self, data: FormData = None, files: Files | None = None, *, table: ListTable | None = None
    ) -> None:
        super().__init__(data, files)
        self.table = table
        self.fields["template"].queryset = forms_for_surveys()  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.VOLUNTEER
        standard = forms_for_surveys().filter(is_standard=True).first()
        self.fields["template"].initial = standard
        self.fields["closes_on"].initial = clock.today() + timedelta(days=21)

    def clean(self) -> dict[str, Any]:
        """What belongs to the choice of whom to ask; what does not is left alone."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        whom = cleaned.get("whom")
        if whom == PARTNER and not cleaned.get("partner") and "partner" not in self.errors:
            self.add_error("partner", _("Kies een organisatie."))
        if whom == TOOK_PART:
            self._check_period(cleaned)
        if whom == LIST and self.table is None:
            self.table = list_in(self, cleaned)
        return cleaned

    def _check_period(self, cleaned: dict[str, Any]) -> None:
        for name in ("since", "until"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, HOW_TO_WRITE_A_DAY)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", WRONG_ORDER)

    def people(self) -> QuerySet[User]:
        """Who is asked, when that is no list."""
        chosen = self.cleaned_data
        if chosen["whom"] == ROLE:
            return people_with_role(Role(chosen["role"] or Role.VOLUNTEER))
        if chosen["whom"] == PARTNER:
            return people_of(chosen["partner"])
        return people_who_took_part(
            clock.moment_of(chosen["since"]),
            clock.moment_of(chosen["until"] + timedelta(days=1)),
        )

    @property
    def closes_at(self) -> datetime:
        """When it closes: at the end of the last day."""
        return last_minute_of(self.cleaned_data["closes_on"])


class EndForm(forms.Form):
    """Another last day for a survey that is open."""

    closes_on = DayField(label=_("Laatste dag om in te vullen"), required=True)

    @property
    def closes_at(self) -> datetime:
        """When it closes: at the end of that day."""
        return last_minute_of(self.cleaned_data["closes_on"])
