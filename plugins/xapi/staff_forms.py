"""What an administrator fills in about the record store."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.common import outgoing
from plugins.xapi.enums import Version
from plugins.xapi.models import LONGEST_URL


class StoreForm(forms.Form):
    """The store, with a secret that is never shown again."""

    name = forms.CharField(
        label=_("Van wie is de recordstore?"),
        max_length=120,
        help_text=_("Deelnemers lezen deze naam als wij vragen of zij willen delen."),
    )
    endpoint = forms.CharField(
        label=_("Adres"),
        max_length=LONGEST_URL,
        widget=forms.URLInput,
        help_text=_("Heet vaak ‘endpoint’. Zonder ‘statements’ aan het eind."),
    )
    key = forms.CharField(
        label=_("Sleutel"), max_length=255, help_text=_("Heet vaak ‘key’ of ‘username’.")
    )
    secret = forms.CharField(
        label=_("Geheim"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_(
            "Heet vaak ‘secret’ of ‘password’. Wij tonen het nooit meer. "
            "Laat je dit leeg? Dan blijft het hetzelfde."
        ),
    )
    version = forms.ChoiceField(
        label=_("Versie van xAPI"), choices=Version.choices, initial=Version.V1.value
    )
    is_on = forms.BooleanField(
        label=_("Aan: vraag deelnemers om toestemming en verstuur wat zij doen"), required=False
    )

    def clean_endpoint(self) -> str:
        """An address that the academy may send something to."""
        value: str = self.cleaned_data["endpoint"]
        try:
            outgoing.checked(value)
        except outgoing.Unreachable as error:
            raise forms.ValidationError(
                _("Vul een adres in dat begint met https:// en dat van buiten te bereiken is.")
            ) from error
        if "?" in value or "#" in value:
            raise forms.ValidationError(_("Vul een adres in zonder vraagteken of hekje."))
        return f"{value.rstrip('/')}/"

    def clean_key(self) -> str:
        """No colon: in the header the secret begins there (RFC 7617)."""
        value: str = self.cleaned_data["key"]
        if ":" in value:
            raise forms.ValidationError(_("In de sleutel kan geen dubbele punt staan."))
        return value
