from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.translations.models import ContentLanguage


class LanguageForm(forms.ModelForm[ContentLanguage]):
    """A language of the site. Its code stays what it was: cookies of visitors have it."""

    class Meta:
        model = ContentLanguage
        fields = ["code", "name", "right_to_left", "interface", "note", "is_on"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("name", "note"):
            # They are in the language itself, whichever way that runs.
            self.fields[name].widget.attrs["dir"] = "auto"
        if self.instance.pk:
            self.fields["code"].disabled = True

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if code.split("-")[0] == "nl":
            raise forms.ValidationError(_("Nederlands is er altijd. Kies een andere taal."))
        return code


class PoFileForm(forms.Form):
    """A file from a translator."""

    file = forms.FileField(
        label=_("PO-bestand"),
        help_text=_("Het bestand dat je hier ophaalde, met de vertalingen erin."),
        error_messages={"required": _("Kies een bestand.")},
    )
