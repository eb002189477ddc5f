"""A list of short texts, written one on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.common.text import is_keepable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise


class LinesWidget(forms.Textarea):
    """Shows a list with each text on a line of its own."""

    def format_value(self, value: object) -> str | None:
        if isinstance(value, (list, tuple)):
            return "\n".join(str(one) for one in value)
        shown: str | None = super().format_value(value)
        return shown


class LinesFormField(forms.Field):
    """Gives the lines with something on them, each once."""

    widget = LinesWidget(attrs={"rows": 4})

    def __init__(self, *, line_length: int, lines: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.line_length = line_length
        self.lines = lines

    def to_python(self, value: object) -> list[str]:
        written = value.splitlines() if isinstance(value, str) else list(value or ())  # type: ignore[call-overload]
        tidied = (" ".join(str(line).split()) for line in written)
        return [line for line in tidied if line]

    def validate(self, value: object) -> None:
        super().validate(value)
        assert isinstance(value, list)  # noqa: S101 - `to_python` says so
        if len(value) > self.lines:
            raise ValidationError(
                _("Schrijf ten hoogste %(most)d regels."), params={"most": self.lines}
            )
        for line in value:
            if len(line) > self.line_length:
                raise ValidationError(
                    _("“%(line)s” is te lang. Gebruik ten hoogste %(most)d tekens."),
                    params={"line": f"{line[:40]}…", "most": self.line_length},
                )
            if not is_keepable(line):
                raise ValidationError(_("Hier staat een teken in dat niet kan."))
        if len({line.casefold() for line in value}) < len(value):
            raise ValidationError(_("Twee regels zijn hetzelfde. Pas er één aan."))

    def has_changed(self, initial: object, data: object) -> bool:
        return self.to_python(initial) != self.to_python(data)


class LinesField(models.JSONField):
    """Keeps a list of texts; a form shows it as lines."""

    def __init__(
        self,
        verbose_name: StrOrPromise | None = None,
        name: str | None = None,
        *,
        line_length: int = 200,
        lines: int = 12,
        **kwargs: Any,
    ) -> None:
        self.line_length = line_length
        self.lines = lines
        super().__init__(verbose_name, name, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As a plain field for JSON: how long lines may be changes no table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field:
        return LinesFormField(
            line_length=self.line_length,
            lines=self.lines,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
