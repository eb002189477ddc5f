"""Forms about people: signing up, and the administration of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.people.enums import Background
from courses.people.fields import NameField
from courses.people.models import Partner, User


class ProfileFields(forms.Form):
    """What we ask of a person besides an e-mail address."""

    first_name = NameField(
        label=_("Voornaam"),
        max_length=80,
        error_messages={
            "required": _("Vul een naam in. Heb je maar één naam? Vul die dan hier in.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameField(
        label=_("Achternaam"),
        max_length=120,
        required=False,
        help_text=_("Je naam komt op je certificaat. Heb je maar één naam? Laat dit dan leeg."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    background = forms.ChoiceField(
        label=_("Ik doe mee als"),
        choices=Background,
        initial=Background.VOLUNTEER,
        widget=forms.RadioSelect,
        help_text=_("Zo zien we of onze trainingen iedereen bereiken."),
    )
    partner = forms.ModelChoiceField(
        label=_("Organisatie"),
        queryset=Partner.objects.all(),
        required=False,
        empty_label=_("Geen of een andere organisatie"),
        help_text=_("Ben je vrijwilliger bij een van deze organisaties? Kies haar dan."),
    )


class ProfileSignupForm(ProfileFields):
    """The profile as part of making an account."""

    field_order = ["first_name", "last_name", "email", "background", "partner"]

    def signup(self, request: Any, user: Any) -> None:
        """Keep the profile on the new account (allauth calls this)."""
        user.background = self.cleaned_data["background"]
        user.partner = self.cleaned_data["partner"]
        user.language = request.LANGUAGE_CODE[:2]
        user.save()


class ProfileForm(ProfileFields, forms.ModelForm):
    """Someone's own details."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "background", "partner", "language"]
        labels = {"language": _("Taal van onze berichten")}
