"""What is wrong with a value that a program sent, in the reader's language.

Pydantic says it in English alone. Its kinds of errors are part of what it promises
(https://docs.pydantic.dev/latest/errors/validation_errors/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

OTHERWISE = _("Deze waarde kan niet.")
_WHOLE, _DAY, _MOMENT = (
    _("Geef een heel getal."),
    _("Geef een dag, zoals 2026-05-31."),
    _("Geef een moment, zoals 2026-05-31T19:30:00Z."),
)

SENTENCES: Mapping[str, str | Promise] = {
    "missing": _("Dit ontbreekt."),
    "extra_forbidden": _("Dit kennen wij niet."),
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "greater_than_equal": _("Geef een getal van %(ge)s of hoger."),
    "less_than_equal": _("Geef een getal van %(le)s of lager."),
    "string_type": _("Geef tekst."),
    "string_too_short": _("Geef een tekst van %(min_length)s tekens of meer."),
    "string_too_long": _("Geef een tekst van %(max_length)s tekens of minder."),
    "too_long": _("Geef er %(max_length)s of minder."),
    "bool_type": _("Geef true of false."),
    "bool_parsing": _("Geef true of false."),
    "literal_error": _("Kies uit: %(choices)s."),
    "enum": _("Kies uit: %(choices)s."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "dict_type": _("Geef een object."),
    "model_type": _("Geef een object."),
    "model_attributes_type": _("Geef een object."),
    "list_type": _("Geef een lijst."),
}

CHOICE = re.compile(r"'([^']*)'")


def in_words(error: Mapping[str, object]) -> str:
    """A sentence for one of Pydantic's errors."""
    context = error.get("ctx")
    values = dict(context) if isinstance(context, dict) else {}
    values["choices"] = ", ".join(CHOICE.findall(str(values.get("expected", ""))))
    sentence = str(SENTENCES.get(str(error["type"]), OTHERWISE))
    try:
        return sentence % values
    except KeyError:
        return str(OTHERWISE)
