"""The search and filter form of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.catalogue import filters
from courses.catalogue.models import Theme, TrainingGoal

MAX_WORDS = 8


class CatalogueFilterForm(forms.Form):
    """Search words and filters; every field is optional and a wrong value filters nothing."""

    q = forms.CharField(
        label=_("Zoek op woord"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    thema = forms.ModelChoiceField(
        label=_("Thema"),
        queryset=Theme.objects.filter(trainings__live=True).distinct(),
        to_field_name="slug",
        required=False,
        empty_label=_("Alle thema's"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for facet in filters.facets():
            self.fields.update(facet.fields())

    @property
    def is_filtered(self) -> bool:
        """Whether the visitor narrowed the list down in any way."""
        return self.is_valid() and any(self.cleaned_data.values())

    def apply(self, trainings: QuerySet[Any]) -> QuerySet[Any]:
        """The trainings that fit, with what a list shows of them."""
        self.is_valid()
        chosen = self.cleaned_data
        for word in (chosen.get("q") or "").split()[:MAX_WORDS]:
            trainings = trainings.filter(_mentions(word))
        if chosen.get("thema"):
            trainings = trainings.filter(theme=chosen["thema"])
        for facet in filters.facets():
            trainings = facet.apply(trainings, chosen)
        return trainings.select_related("theme", "partner").order_by("path")


def _mentions(word: str) -> Q:
    # Part of a word is enough: who types "eenzaam" wants "eenzaamheid" too.
    in_goals = TrainingGoal.objects.filter(text__icontains=word).values("training")
    return (
        Q(title__icontains=word)
        | Q(summary__icontains=word)
        | Q(introduction__icontains=word)
        | Q(theme__name__icontains=word)
        | Q(pk__in=in_goals)
    )
