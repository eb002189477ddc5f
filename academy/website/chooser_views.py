"""Four questions that lead to a training. Nothing of the answers is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.catalogue import page_context
from courses.catalogue.forms import CatalogueFilterForm
from courses.catalogue.models import TrainingPage, for_everybody
from courses.catalogue.queries import public_themes, training_cards
from courses.common import addresses
from courses.editions.enums import Language, PartOfDay, Place
from courses.editions.facets import narrow
from courses.editions.queries import open_for_enrolment, with_next_edition
from courses.translations.reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from courses.catalogue.queries import TrainingCard
    from courses.editions.queries import NextEdition

MOST_SHOWN = 4

GIVEN_UP = ("dagdeel", "vorm", "taal", "vrij")
"""What one does without when nothing fits, in this order: what it is about stays."""


class ChooserForm(forms.Form):
    """What it is about, when, how, and in which language; a question that is left open narrows
    nothing down. The fields are called as in the catalogue's filters."""

    thema = forms.ChoiceField(
        label=gettext_lazy("Waar wil je meer over weten?"),
        required=False,
        widget=forms.RadioSelect,
    )
    dagdeel = forms.ChoiceField(
        label=gettext_lazy("Wanneer heb je tijd?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", gettext_lazy("Maakt niet uit")), *PartOfDay.choices],
    )
    vorm = forms.ChoiceField(
        label=gettext_lazy("Hoe doe je het liefst mee?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("Maakt niet uit")),
            (Place.VENUE, gettext_lazy("Op een plek in de stad")),
            (Place.ONLINE, gettext_lazy("Online, thuis")),
        ],
    )
    taal = forms.ChoiceField(
        label=gettext_lazy("In welke taal?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("Maakt niet uit")),
            (Language.DUTCH, gettext_lazy("In het Nederlands")),
            (Language.EASY_DUTCH, gettext_lazy("In eenvoudig Nederlands")),
            (Language.ENGLISH, gettext_lazy("In het Engels")),
        ],
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"thema": "", "dagdeel": "", "vorm": "", "taal": ""})
        theme = self.fields["thema"]
        assert isinstance(theme, forms.ChoiceField)  # noqa: S101 - declared above
        theme.choices = [
            *((one.slug, read(one.name)) for one in public_themes()),
            ("", _("Ik weet het nog niet")),
        ]


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The questions, and below them what fits the answers."""
    is_answered = bool(request.GET)
    form = ChooserForm(request.GET if is_answered else None)
    # Nobody asks for it, and what is full fits nobody.
    answers = {**(form.cleaned_data if form.is_valid() else {}), "vrij": "on"}
    trainings, given_up = _fitting(answers) if is_answered else ([], [])
    values = {
        "chooser": form,
        "is_answered": is_answered,
        "trainings": trainings,
        "gave_up": _gave_up(answers, given_up),
        "all_url": f"{addresses.CATALOGUE}?{urlencode(_filters(answers, given_up))}",
        "crumbs": [(_("Home"), addresses.HOME), (_("Welke training past bij mij?"), None)],
    }
    page_context.extend(request, None, values, name="chooser")
    return render(request, "website/chooser.html", values)


def _fitting(
    answers: Mapping[str, str],
) -> tuple[list[tuple[TrainingCard, NextEdition | None]], list[str]]:
    """The trainings that fit, and the questions of which the answer had to be left out."""
    given_up: list[str] = []
    for one in (None, *GIVEN_UP):
        if one is not None and not answers.get(one):
            continue
        given_up += [one] if one else []
        query = QueryDict(mutable=True)
        query.update(_filters(answers, given_up))
        form = CatalogueFilterForm(query)
        found = form.apply(for_everybody(TrainingPage.objects.all()))[:MOST_SHOWN]
        cards = training_cards(found)
        if cards:
            editions = narrow(open_for_enrolment(), form.cleaned_data)
            return with_next_edition(cards, among=editions), given_up
    return [], given_up


def _gave_up(answers: Mapping[str, str], given_up: list[str]) -> list[str]:
    """In sentences, how what is shown differs from the answers."""
    sentences = []
    if "taal" in given_up:
        spoken = str(Language(answers["taal"]).label)
        words = _(
            "Er is nu niets dat past in deze taal: %(language)s. Dit is er in een andere taal."
        )
        sentences.append(words % {"language": spoken})
    elif {"vorm", "dagdeel"} & {*given_up}:
        sentences.append(_("Op dat moment of op die manier is er nu niets."))
    if "vrij" in given_up:
        sentences.append(_("Een datum met een vrije plaats is er nu niet."))
    return sentences


def _filters(answers: Mapping[str, str], given_up: list[str]) -> dict[str, str]:
    """The answers as the catalogue's filters have them."""
    return {name: value for name, value in answers.items() if value and name not in given_up}
