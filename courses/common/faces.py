"""Drawn faces, for people in examples and for trainers: a small set of our own.

Nobody real is drawn. The files stand in `static/common/faces/`, so that a browser keeps each for
ever; a lesson asks for the few that it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATIC = "common/faces"

FACES: dict[str, StrPromise] = {
    "older-woman-bun": _("Oudere vrouw met grijs haar in een knot en een bril"),
    "older-woman-short": _("Oudere vrouw met korte grijze krullen en een bruine huid"),
    "older-man-bald": _("Oudere man met een kaal hoofd en een witte baard"),
    "older-man-cap": _("Oudere man met een pet en een snor"),
    "older-man-glasses": _("Oudere man met kort grijs haar, een bril en een donkere huid"),
    "older-man-grey": _("Oudere man met steil grijs haar"),
    "woman-headscarf": _("Vrouw met een hoofddoek"),
    "woman-long-hair": _("Vrouw met lang blond haar"),
    "man-beard": _("Man met donker haar en een baard"),
    "man-glasses": _("Man met bruin haar en een bril"),
    "man-turban": _("Man met een tulband en een baard"),
    "young-woman-bob": _("Jonge vrouw met steil zwart haar"),
    "young-woman-curls": _("Jonge vrouw met donkere krullen en een donkere huid"),
    "young-man-short": _("Jonge man met kort zwart haar en een donkere huid"),
}
"""What each file shows: for who chooses, and for who hears it read aloud."""

SIZE = 96
"""In CSS pixels; the style sheet shows them smaller."""


def choices() -> list[tuple[str, StrPromise]]:
    """The faces to choose from. A function, so that a new face changes no migration."""
    return list(FACES.items())


class FaceBlock(blocks.ChoiceBlock):
    """The face of somebody in an example; nothing chosen is no face."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("help_text", _("Een getekend gezicht bij de naam. Mag leeg zijn."))
        super().__init__(choices=choices, required=False, label=_("Gezicht"), **kwargs)

    class Meta:
        icon = "user"


def draw(name: str, *, described: bool = False) -> SafeString:
    """A face as a picture. It decorates where a name stands beside it; else let it be described.

    An unknown name draws nothing.
    """
    words = FACES.get(name)
    if words is None:
        return mark_safe("")
    return format_html(
        '<img class="va-face" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        static(f"{STATIC}/{name}.svg"),
        words if described else "",
        SIZE,
        SIZE,
    )
