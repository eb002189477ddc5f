"""What can be set in a training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.people.models import Partner
from plugins.huisstijl.colours import COLOURS, FIRST


class HouseSettings(forms.Form):
    """What holds for every training that says nothing else."""

    together_with = forms.CharField(
        label=_("In samenwerking met"),
        required=False,
        initial="",
        max_length=120,
        help_text=_("Een of meer namen. Een training kan iets anders kiezen."),
    )
    signer_name = forms.CharField(
        label=_("Wie reikt de certificaten uit?"),
        required=False,
        initial="",
        max_length=80,
        help_text=_("Voornaam en achternaam. Een training kan iemand anders kiezen."),
    )
    signer_role = forms.CharField(
        label=_("Functie"),
        required=False,
        initial="",
        max_length=80,
        help_text=_("Bijvoorbeeld: directeur."),
    )

    def clean(self) -> dict[str, object]:
        return _with_name_for_role(self)


class StyleSettings(forms.Form):
    """How the certificates of the training look. What was given out stays as it is."""

    partner = forms.ModelChoiceField(
        label=_("Naam bovenaan"),
        queryset=Partner.objects.all(),
        required=False,
        empty_label=_("De organisatie die de training aanbiedt"),
        help_text=_("De naam van deze organisatie staat bovenaan op het certificaat."),
    )
    together_with = forms.CharField(
        label=_("In samenwerking met"),
        required=False,
        initial="",
        max_length=120,
        help_text=_("Een of meer namen. Leeg: wat voor de hele site geldt."),
    )
    colour = forms.ChoiceField(
        label=_("Kleur"),
        choices=[(key, colour.label) for key, colour in COLOURS.items()],
        initial=FIRST,
        help_text=_("Elk van deze kleuren is goed te lezen, ook op een afdruk."),
    )
    signer_name = forms.CharField(
        label=_("Wie reikt het certificaat uit?"),
        required=False,
        initial="",
        max_length=80,
        help_text=_("Voornaam en achternaam. Dit komt op elk certificaat van deze training."),
    )
    signer_role = forms.CharField(
        label=_("Functie"),
        required=False,
        initial="",
        max_length=80,
        help_text=_("Bijvoorbeeld: coördinator vrijwilligers."),
    )
    own_text = forms.CharField(
        label=_("Eigen tekst"),
        required=False,
        initial="",
        max_length=200,
        help_text=_("Eén of twee zinnen, bijvoorbeeld wat iemand nu kan."),
    )

    def clean(self) -> dict[str, object]:
        return _with_name_for_role(self)


def _with_name_for_role(form: forms.Form) -> dict[str, object]:
    """What was filled in; a role without a name is refused."""
    if form.cleaned_data.get("signer_role") and not form.cleaned_data.get("signer_name"):
        form.add_error("signer_name", _("Vul ook de naam in, of laat de functie leeg."))
    return form.cleaned_data
