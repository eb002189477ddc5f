"""What administrators fill in about other systems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.catalogue.queries import trainings_with
from plugins.lti.forms import AskableUrlField
from plugins.lti.models import OfferedTraining, Platform, Tool
from plugins.lti.parts import SLUG

URLS = ("issuer", "auth_url", "token_url", "jwks_url", "login_url", "launch_url", "choice_url")


class SystemForm(WagtailAdminModelForm):
    """A system, with addresses that the academy may ask something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in URLS:
            if name in self.fields:
                known = self.fields[name]
                self.fields[name] = AskableUrlField(
                    label=known.label,
                    help_text=known.help_text,
                    required=known.required or name == "jwks_url",
                    max_length=known.max_length,
                )


class PlatformForm(SystemForm):
    """A platform as its own administrator tells it."""

    class Meta:
        model = Platform
        fields = (
            "name",
            "issuer",
            "client_id",
            "deployments",
            "auth_url",
            "token_url",
            "jwks_url",
            "token_audience",
            "makes_accounts",
            "is_active",
        )
        widgets = {"deployments": forms.Textarea(attrs={"rows": 3})}

    def clean_deployments(self) -> str:
        """Each on a line, none too long to be one."""
        return _lines(self.cleaned_data["deployments"], 255)


class ToolForm(SystemForm):
    """A tool as its own administrator tells it."""

    class Meta:
        model = Tool
        fields = (
            "name",
            "login_url",
            "launch_url",
            "return_urls",
            "choice_url",
            "jwks_url",
            "shared",
            "is_active",
        )
        widgets = {"return_urls": forms.Textarea(attrs={"rows": 3})}

    def clean_return_urls(self) -> str:
        """Addresses, each on a line."""
        found = _lines(self.cleaned_data["return_urls"], 500)
        field = AskableUrlField()
        for line in found.splitlines():
            field.clean(line)
        return found


class OfferedForm(WagtailAdminModelForm):
    """Which training a platform may use, and where who comes from there gets a seat."""

    class Meta:
        model = OfferedTraining
        fields = ("platform", "training", "edition")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        training, edition = found.get("training"), found.get("edition")
        if training is not None and training.pk not in trainings_with(SLUG):
            self.add_error(
                "training", _("Zet eerst deze uitbreiding aan in de training, bij ‘Uitbreidingen’.")
            )
        if training is not None and edition is not None and edition.training_id != training.pk:
            self.add_error("edition", _("Deze uitvoering is van een andere training."))
        return found


def _lines(text: str, most: int) -> str:
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if any(len(line) > most for line in found):
        raise forms.ValidationError(_("Een regel is te lang."))
    return "\n".join(found)
