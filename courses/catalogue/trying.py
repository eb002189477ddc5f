"""Trying an exercise in the preview of a page.

Wagtail shows a preview for who asks for it, and takes no answer. An exercise in it is sent to the
address of the preview itself, with the name of the exercise: the same preview comes back, with that
exercise marked (`previews`). Nothing is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

EXERCISE = "opdracht"
"""What names the exercise in the address."""


def answered(original: HttpRequest | None) -> dict[str, object]:
    """What a request for a preview asks to have marked, for the request that the page gets."""
    if original is None or original.method != "POST" or EXERCISE not in original.GET:
        return {}
    return {"answered_in_preview": (original.GET[EXERCISE], original.POST)}
