"""The colours to choose from: each can be read well, on white and on its own tint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Colour(NamedTuple):
    """A colour for letters and lines, and a light one for the background; as hexadecimal RGB."""

    label: str | Promise
    ink: str
    tint: str


COLOURS = {
    "teal": Colour(_("Blauwgroen"), ink="0b5563", tint="e6f1f3"),
    "blue": Colour(_("Blauw"), ink="1d4079", tint="e8eef7"),
    "purple": Colour(_("Paars"), ink="552a77", tint="f1eaf6"),
    "red": Colour(_("Wijnrood"), ink="7a1f3d", tint="f8e9ee"),
    "green": Colour(_("Groen"), ink="1f5632", tint="e8f3ec"),
    "brown": Colour(_("Bruin"), ink="66391a", tint="f6eee7"),
    "grey": Colour(_("Grijs"), ink="3a444b", tint="eef0f2"),
}
"""By the key that is kept in settings, so keys never change."""

FIRST = "teal"
