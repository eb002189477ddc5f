"""What one can choose on pages with figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common.fields import DayField
from courses.common.filters import FilterForm
from courses.reports.queries import Period

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict


class PeriodForm(FilterForm):
    """The period; on pages about editions by the day on which an edition ended."""

    since = DayField(label=_("Vanaf"))
    until = DayField(label=_("Tot en met"), not_before="since")

    @property
    def period(self) -> Period:
        """The period that was chosen; what cannot be read does not limit it."""
        if not self.is_valid():
            return Period()
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])


class TrainingFilterForm(PeriodForm):
    """The period, and one training or all."""

    training = forms.ModelChoiceField(
        label=_("Training"),
        queryset=TrainingPage.objects.none(),
        required=False,
        empty_label=_("Alle trainingen"),
    )

    def __init__(self, data: QueryDict, *, trainings: QuerySet[TrainingPage]) -> None:
        super().__init__(data)
        self.fields["training"].queryset = trainings  # type: ignore[attr-defined]

    @property
    def chosen_training(self) -> TrainingPage | None:
        """The training that was chosen, if one was."""
        return self.cleaned_data.get("training") if self.is_valid() else None
