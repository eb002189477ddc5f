"""The one way in which a service says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.utils.functional import Promise


class Refusal(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """A service refuses; `message` is a plain sentence for the person who asked.

    `field` names the form field that it is about, if it is about one.
    """

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Say it in a form: at the field that it is about, or above all of them."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
