"""What a name may be, for every form that asks for one."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.common import names, pdf


def validate_name(value: str) -> None:
    """Refuse what could not stand on a certificate; most of what nobody sees is simply left out.

    Raises:
        ValidationError: with a sentence that says which signs, and what to do.
    """
    name = names.tidy(value)
    if "\0" in name:
        # Django's own field says that.
        return
    refused = names.refused_characters(name)
    if refused:
        raise ValidationError(
            _(
                "In de naam staan tekens die wij niet kunnen gebruiken (%(signs)s). "
                "Typ de naam zelf, zonder te kopiëren en te plakken."
            ),
            code="refused_characters",
            params={"signs": ", ".join(f"U+{ord(sign):04X}" for sign in refused[:8])},
        )
    missing = pdf.characters_without_font(name)
    if missing:
        raise ValidationError(
            _(
                "Deze tekens kunnen wij niet op een certificaat drukken: %(signs)s. "
                "Schrijf de naam met andere letters."
            ),
            code="characters_without_font",
            params={"signs": " ".join(missing[:8])},
        )


class NameField(forms.CharField):
    """A name, in any script, without what nobody sees."""

    default_validators = [validate_name]

    def to_python(self, value: object) -> str:
        return names.tidy(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        # What is typed from right to left stands there so, whatever the language of the page.
        return {**super().widget_attrs(widget), "dir": "auto"}
