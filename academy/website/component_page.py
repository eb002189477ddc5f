"""A page with every component in every state, for who makes pages and for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.common import icons

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHOICES = [("a", "Bewoner"), ("b", "Vrijwilliger"), ("c", "Iemand anders")]
MARKS = [(str(mark), str(mark)) for mark in range(1, 11)]


class ExampleForm(forms.Form):
    """One field of each kind. What it says is an example, so it is Dutch in every language."""

    name = forms.CharField(label="Naam", help_text="Zoals die op je certificaat komt.")
    email = forms.EmailField(label="E-mailadres")
    age = forms.IntegerField(label="Leeftijd", required=False)
    day = forms.DateField(label="Datum", required=False)
    words = forms.CharField(
        label="In je eigen woorden",
        required=False,
        widget=forms.Textarea(attrs={"data-wordcount": 75, "rows": 4}),
    )
    district = forms.ChoiceField(label="Wijk", choices=[("", "Kies"), *CHOICES])
    role = forms.ChoiceField(label="Ik ben", choices=CHOICES, widget=forms.RadioSelect)
    way = forms.ChoiceField(label="Hoe wil je leren?", choices=CHOICES, widget=forms.RadioSelect)
    mark = forms.ChoiceField(label="Welk cijfer geef je?", choices=MARKS, widget=forms.RadioSelect)
    short = forms.ChoiceField(label="Past dat?", choices=CHOICES, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Wanneer kun je?", choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    agrees = forms.BooleanField(label="Ik heb dit gelezen")
    file = forms.FileField(label="Bestand", required=False)
    password = forms.CharField(label="Wachtwoord", widget=forms.PasswordInput, required=False)


FILLED = {
    "name": "Noor",
    "email": "noor@example.org",
    "age": "81",
    "words": "Een lange dag.",
    "district": "b",
    "role": "b",
    "way": "b",
    "mark": "8",
    "short": "b",
    "days": ["a", "c"],
    "agrees": "on",
}


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Nothing of it is asked of the database."""
    return render(
        request,
        "website/components.html",
        {
            "empty_form": ExampleForm(auto_id="leeg_%s"),
            "wrong_form": ExampleForm({"email": "noor", "age": "oud"}, auto_id="fout_%s"),
            "filled_form": ExampleForm(FILLED, auto_id="goed_%s"),
            "page_obj": Paginator(range(200), 10).page(3),
            "crumbs": [(_("Home"), "/"), (_("Onderdelen van pagina’s"), "")],
            "icon_names": sorted(icons.NAMES),
            "tones": ["neutral", "info", "ok", "warning", "error", "accent"],
            "kinds": ["ok", "info", "warning", "error"],
            "buttons": ["primary", "secondary", "subtle", "danger"],
            "callouts": ["info", "tip", "case", "reflect", "warning"],
            "marks": [(mark, mark) for mark in range(1, 11)],
            "answers": [("Helemaal eens", 12), ("Eens", 5), ("Oneens", 0)],
        },
    )
