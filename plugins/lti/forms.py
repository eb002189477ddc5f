"""What a trainer fills in to show something of another system in a lesson."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.common import outgoing
from plugins.lti.models import LONGEST_ID, LONGEST_URL, Tool


class AskableUrlField(forms.CharField):
    """An address that the academy may ask something: of the internet, over HTTPS, or of a machine
    that the operator named."""

    widget = forms.URLInput

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        try:
            outgoing.checked(value)
        except outgoing.Unreachable as error:
            raise forms.ValidationError(
                _("Vul een adres in dat begint met https:// en dat van buiten te bereiken is.")
            ) from error


class ContentForm(forms.Form):
    """Something of a tool that cannot let people choose there: its title and its address."""

    use_required_attribute = False

    tool = forms.ModelChoiceField(
        label=_("Systeem"), queryset=Tool.objects.none(), empty_label=_("Kies een systeem")
    )
    title = forms.CharField(label=_("Titel"), max_length=LONGEST_ID)
    url = AskableUrlField(
        label=_("Adres"),
        max_length=LONGEST_URL,
        required=False,
        help_text=_("Leeg voor het gewone adres van het systeem."),
    )
    most = forms.FloatField(
        label=_("Hoogste resultaat"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Leeg als het systeem zelf zegt waarvan het resultaat is."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["tool"].queryset = Tool.objects.filter(is_active=True)  # type: ignore[attr-defined]
