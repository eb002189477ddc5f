"""The settings of the plugin in a training."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.people.models import Partner
from plugins.voorkennis.enums import DAYS_AT_FIRST, Audience, OutsiderPolicy, PrerequisiteRule

MOST_DAYS = 365


class PriorKnowledgeForm(forms.Form):
    """What a coordinator asks of people who enrol."""

    trainings = forms.ModelMultipleChoiceField(
        label=_("Welke trainingen moet iemand eerst doen?"),
        queryset=TrainingPage.objects.live().order_by("title"),
        required=False,
        initial=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Een training telt als iemand haar heeft afgerond. Deze training zelf telt niet mee."
        ),
    )
    needed = forms.ChoiceField(
        label=_("Hoeveel van deze trainingen?"),
        choices=PrerequisiteRule.choices,
        initial=PrerequisiteRule.ALL.value,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=_("Voor wie zijn de plaatsen?"),
        choices=Audience.choices,
        initial=Audience.EVERYONE.value,
        widget=forms.RadioSelect,
        help_text=_("Mensen vullen zelf in bij welke organisatie ze horen."),
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Organisaties"),
        queryset=Partner.objects.order_by("name"),
        required=False,
        initial=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kies hier alleen iets als de plaatsen voor bepaalde organisaties zijn."),
    )
    others = forms.ChoiceField(
        label=_("Wat gebeurt er met anderen?"),
        choices=OutsiderPolicy.choices,
        initial=OutsiderPolicy.DENY.value,
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Hoeveel dagen voor het begin krijgen anderen de vrije plaatsen?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS_AT_FIRST,
        help_text=_("Telt alleen bij een wachtlijst. Kies een dag waarop inschrijven nog kan."),
    )
    staff_may_deviate = forms.BooleanField(
        label=_("Coördinatoren mogen hiervan afwijken"),
        required=False,
        initial=True,
        help_text=_("Dan geldt dit niet voor wie door een coördinator wordt ingeschreven."),
    )

    def clean(self) -> dict[str, object]:
        """Also check that something is asked, and of whom."""
        values: dict[str, object] = super().clean() or {}
        if self.errors:
            return values
        chosen, audience = values["partners"], values["audience"]
        if audience == Audience.CHOSEN_PARTNERS and not chosen:
            self.add_error("partners", _("Kies minstens één organisatie."))
        elif audience != Audience.CHOSEN_PARTNERS and chosen:
            self.add_error(
                "audience", _("Je koos organisaties. Kies dan ook dat de plaatsen voor hen zijn.")
            )
        elif audience == Audience.EVERYONE and not values["trainings"]:
            self.add_error(
                "trainings", _("Kies minstens één training, of kies voor wie de plaatsen zijn.")
            )
        return values
