"""The forms of the plugin. Whether a package will do is for the services."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PackageForm(forms.Form):
    """A package to add."""

    # What is empty is not wrong before it is sent.
    use_required_attribute = False

    file = forms.FileField(
        label=_("Pakket"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=_("Een zip-bestand van hoogstens 200 MB, gemaakt als SCORM 1.2 of SCORM 2004."),
    )
    title = forms.CharField(
        label=_("Naam"),
        max_length=200,
        required=False,
        help_text=_("Zo heet het in de lijst. Laat leeg voor de naam uit het pakket."),
    )


class ReplaceForm(forms.Form):
    """A newer version of a package."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Nieuwe versie"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=_("Lessen en resultaten blijven staan."),
    )


class ScormSettings(forms.Form):
    """How packages are shown and counted in a training."""

    required_for_certificate = forms.BooleanField(
        label=_("Voor het certificaat moet iemand klaar zijn met alle e-learning"),
        required=False,
        initial=True,
    )
    height = forms.IntegerField(
        label=_("Hoogte van het venster"),
        initial=640,
        min_value=300,
        max_value=1600,
        help_text=_("In beeldpunten. De breedte past zich aan."),
    )
    gives_name = forms.BooleanField(
        label=_("Geef de naam van de deelnemer door aan de e-learning"),
        required=False,
        help_text=_("Anders heet iedereen daar ‘Deelnemer’. Dat is beter voor de privacy."),
    )
