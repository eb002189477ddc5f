"""Forms about certificates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.certificates import codes
from courses.people.fields import NameField


class CodeForm(forms.Form):
    """The code of a certificate, as somebody types it over."""

    code = forms.CharField(
        label=_("Code van het certificaat"),
        help_text=_("De code staat op het certificaat: 16 letters en cijfers."),
        max_length=60,
        error_messages={"required": _("Vul de code in die op het certificaat staat.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = codes.normalise(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _(
                    "Deze code klopt niet. Een code heeft 16 tekens. "
                    "De cijfers 0 en 1 en de letters I, L en O komen er niet in voor."
                )
            )
        return code


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        label=_("Reden"),
        help_text=_(
            "Iedereen die het certificaat controleert, leest deze zin. "
            "Schrijf dus niets dat privé is."
        ),
        max_length=250,
        error_messages={
            "required": _("Schrijf waarom je het certificaat intrekt."),
            "max_length": _("Houd de reden korter: ten hoogste 250 tekens."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("Ik weet zeker dat dit certificaat niet meer mag gelden."),
        error_messages={"required": _("Vink dit aan als je het zeker weet.")},
    )


class ByHandForm(forms.Form):
    """Why somebody gets a certificate who did not do all that the training asks."""

    reason = forms.CharField(
        label=_("Reden"),
        help_text=_(
            "Dit staat niet op het certificaat en niet op de controlepagina. Alleen medewerkers "
            "lezen het, en de persoon zelf als die de eigen gegevens opvraagt."
        ),
        max_length=250,
        error_messages={
            "required": _("Schrijf waarom deze deelnemer toch een certificaat krijgt."),
            "max_length": _("Houd de reden korter: ten hoogste 250 tekens."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("Ik weet zeker dat deze deelnemers een certificaat krijgen."),
        error_messages={"required": _("Vink dit aan als je het zeker weet.")},
    )


class ReplaceForm(forms.Form):
    """The name on the new certificate, and why there is one."""

    first_name = NameField(
        label=_("Voornaam"),
        max_length=80,
        error_messages={"required": _("Vul de voornaam in.")},
    )
    last_name = NameField(
        label=_("Achternaam"),
        max_length=120,
        required=False,
        help_text=_("De naam verandert ook in de gegevens van deze persoon."),
    )
    reason = forms.CharField(
        label=_("Reden"),
        help_text=_(
            "Iedereen die het oude certificaat controleert, leest deze zin. "
            "Schrijf dus niets dat privé is."
        ),
        max_length=250,
        error_messages={
            "required": _("Schrijf waarom er een nieuw certificaat komt."),
            "max_length": _("Houd de reden korter: ten hoogste 250 tekens."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
