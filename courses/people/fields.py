"""What a name, telephone number, postcode or year of birth may be, for every form that asks."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.common import clock, contact_details, names, pdf

EARLIEST_BIRTH_YEAR = 1900
DIGITS_OF_A_DUTCH_NUMBER = 10


def validate_name(value: str) -> None:
    """Refuse what could not stand on a certificate; most of what nobody sees is simply left out.

    Raises:
        ValidationError: with a sentence that says which characters, and what to do.
    """
    name = names.tidy(value)
    if "\0" in name:
        # Django's own field says that.
        return
    refused = names.refused_characters(name)
    if refused:
        raise ValidationError(
            _(
                "In de naam staan tekens die wij niet kunnen gebruiken (%(characters)s). "
                "Typ de naam zelf, zonder te kopiëren en te plakken."
            ),
            code="refused_characters",
            params={"characters": names.in_sentence(refused[:8])},
        )
    missing = pdf.characters_without_font(name)
    if missing:
        raise ValidationError(
            _(
                "Deze tekens kunnen wij niet op een certificaat drukken: %(characters)s. "
                "Schrijf de naam met andere letters."
            ),
            code="characters_without_font",
            params={"characters": names.in_sentence(missing[:8])},
        )


class NameField(forms.CharField):
    """A name, in any script, without what nobody sees."""

    default_validators = [validate_name]

    def to_python(self, value: object) -> str:
        return names.tidy(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        # What is typed from right to left stands there so, whatever the language of the page.
        return {**super().widget_attrs(widget), "dir": "auto"}


def validate_telephone(value: str) -> None:
    """Refuse what cannot be rung.

    Raises:
        ValidationError: with a sentence that says what to look at.
    """
    if contact_details.is_telephone(value):
        return
    digits = contact_details.count_digits(value)
    if value.lstrip().startswith("0") and not any(character.isalpha() for character in value):
        raise ValidationError(
            _(
                "Dit telefoonnummer klopt niet. Een Nederlands nummer heeft %(usual)d cijfers, "
                "hier staan er %(number)d. Kijk je het nog eens na?"
            )
            if digits != DIGITS_OF_A_DUTCH_NUMBER
            else _("Dit telefoonnummer bestaat niet. Kijk je het nog eens na?"),
            code="invalid",
            params={"usual": DIGITS_OF_A_DUTCH_NUMBER, "number": digits},
        )
    raise ValidationError(
        _(
            "Dit telefoonnummer begrijpen wij niet. Typ alleen het nummer, zoals 06 12345678. Is "
            "het van een ander land? Begin dan met een plus, zoals +32 470 12 34 56."
        ),
        code="invalid",
    )


def validate_postcode(value: str) -> None:
    """Refuse what is no postcode, here or abroad.

    Raises:
        ValidationError: with an example.
    """
    if not contact_details.is_postcode(value):
        raise ValidationError(
            _(
                "Deze postcode klopt niet. Typ vier cijfers en twee letters, zoals 3511 AB. Woont "
                "iemand in België? Typ dan B- en vier cijfers, zoals B-2000."
            ),
            code="invalid",
        )


def validate_birth_year(value: int) -> None:
    """Refuse a year in which nobody was born who lives now.

    Raises:
        ValidationError: with an example.
    """
    if not EARLIEST_BIRTH_YEAR <= value <= clock.local_day(clock.now()).year:
        raise ValidationError(_("Vul een jaar in met vier cijfers, zoals 1956."), code="invalid")


class TelephoneField(forms.CharField):
    """A telephone number, however it is written."""

    default_validators = [validate_telephone]

    def __init__(self, **kwargs: object) -> None:
        # Room for what is typed around it: the number itself is shorter.
        super().__init__(
            **{  # type: ignore[arg-type]
                "label": _("Telefoon"),
                "required": False,
                "max_length": 60,
                "widget": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
                **kwargs,
            }
        )

    def to_python(self, value: object) -> str:
        return contact_details.tidy_telephone(super().to_python(value) or "")


class PostcodeField(forms.CharField):
    """A postcode, however it is written."""

    default_validators = [validate_postcode]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            **{  # type: ignore[arg-type]
                "label": _("Postcode"),
                "required": False,
                "max_length": 20,
                "widget": forms.TextInput(attrs={"autocomplete": "postal-code"}),
                **kwargs,
            }
        )

    def to_python(self, value: object) -> str:
        return contact_details.tidy_postcode(super().to_python(value) or "")


class BirthYearField(forms.IntegerField):
    """The year in which somebody was born."""

    default_validators = [validate_birth_year]
    default_error_messages = {"invalid": _("Vul een jaar in met vier cijfers, zoals 1956.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            **{  # type: ignore[arg-type]
                "label": _("Geboortejaar"),
                "required": False,
                "widget": forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "bday-year"}
                ),
                **kwargs,
            }
        )
