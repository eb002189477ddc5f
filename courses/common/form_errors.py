"""The notice above a form of Wagtail's that could not be kept: each line leads to its field.

Wagtail's own lists the errors as plain text, also those that know where they can be mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages as django_messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BaseForm
    from django.forms.utils import ErrorList
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


def install() -> None:
    """Put ours in the place of Wagtail's. Harmless to repeat."""
    messages.validation_error = _validation_error


def linked(text: str, url: str) -> SafeString:
    """An error that leads to the place where it can be mended."""
    return format_html('<a href="{}">{}</a>', url, text)


def _validation_error(
    request: HttpRequest, message: str, form: BaseForm, buttons: Sequence[object] | None = None
) -> None:
    detail: str = ""
    # Without one of the form as a whole the fields themselves say enough, if they are in sight.
    if form.non_field_errors() or getattr(form, "is_long", False):
        lines = (
            (line,) for name, errors in form.errors.items() for line in _lines(form, name, errors)
        )
        detail = format_html(
            '<ul class="errorlist">{}</ul>', format_html_join("\n", "<li>{}</li>", lines)
        )
    django_messages.error(request, messages.render(message, buttons, detail=detail))


def _lines(form: BaseForm, name: str, errors: ErrorList) -> list[str]:
    if name == NON_FIELD_ERRORS:
        return [str(error) for error in errors]
    if name not in form.fields:
        return [f"{name}: {error}" for error in errors]
    bound = form[name]
    anchor = f"#{bound.id_for_label or bound.auto_id}"
    return [linked(f"{bound.label}: {error}", anchor) for error in errors]
