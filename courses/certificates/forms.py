"""Forms about certificates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import Orientation
from courses.certificates import codes
from courses.certificates.design_services import drawn_signature
from courses.common import uploads
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


class DesignForm(forms.Form):
    """How certificates look from now on, and who signs them."""

    orientation = forms.ChoiceField(
        label=_("Stand van het certificaat"),
        choices=Orientation,
        widget=forms.RadioSelect,
        help_text=_("Bij een training kun je een andere stand kiezen."),
    )
    signatory = forms.CharField(
        label=_("Wie ondertekent?"),
        required=False,
        max_length=80,
        help_text=_("Voornaam en achternaam. Leeg: niemand."),
    )
    role = forms.CharField(
        label=_("Functie"),
        required=False,
        max_length=80,
        help_text=_("Bijvoorbeeld: coördinator van de academie."),
    )
    signature = forms.FileField(
        label=_("Handtekening als afbeelding"),
        required=False,
        help_text=_(
            "Een foto of scan van de handtekening op wit papier, als jpg of png. "
            "Zonder afbeelding staat alleen de naam er."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    drawn = forms.CharField(
        required=False, strip=False, max_length=2_000_000, widget=forms.HiddenInput
    )
    without_signature = forms.BooleanField(
        label=_("Haal de handtekening van nu weg"), required=False
    )

    def picture(self) -> bytes | None:
        """The signature that was sent or drawn; empty to take it away, None to leave it.

        Raises:
            Refusal: what was sent is no picture.
        """
        upload = self.cleaned_data["signature"]
        if upload:
            return uploads.accepted_file(upload).content
        if self.cleaned_data["drawn"]:
            return drawn_signature(self.cleaned_data["drawn"])
        return b"" if self.cleaned_data["without_signature"] else None
