"""The certificate: one A4 on its side, with the partner's name and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from django.template.loader import render_to_string
from django.utils.translation import override

from courses.people.models import Partner
from courses.plugin_api.api import (
    CertificateContext,
    CertificateHtml,
    CertificateTemplate,
    Json,
    site_settings_of,
)
from plugins.huisstijl.colours import COLOURS, FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_SIZES = ((13, "xl"), (18, "l"), (37, "m"), (75, "s"))
TRAINING_SIZES = ((23, "xl"), (54, "l"), (80, "m"), (120, "s"))
"""Up to which width (see `width`) a text gets a size of letters; `xs` when it is wider."""

MANY, MANY_IN_COLUMN = 240, 120
"""Above how many characters there is less white between the texts, or their letters are smaller."""

NARROW = frozenset("fijlrtI1 .,:;'’‘-–()|!/")
WIDE = frozenset("mwMW@%—…")


class PartnerCertificate(CertificateTemplate):
    """The same facts as the academy's own certificate, in the style of the partner."""

    name = "partner"
    languages = ("nl", "en")

    def render(self, ctx: CertificateContext) -> CertificateHtml:
        with override(ctx.language):
            html = render_to_string("huisstijl/certificate.html", _values(ctx))
        colour = _text(ctx.settings, "colour")
        return CertificateHtml(html, _style_sheet(colour if colour in COLOURS else FIRST))


def _values(ctx: CertificateContext) -> dict[str, object]:
    data, settings = ctx.data, ctx.settings
    brand = _chosen_partner(settings) or data.partner
    house = site_settings_of("huisstijl")
    together_with = _text(settings, "together_with") or _text(house, "together_with")
    own_text = _text(settings, "own_text")
    # A name and its role go together: a training has its own, or those of the house.
    signs = settings if _text(settings, "signer_name") else house
    return {
        "certificate": ctx,
        "data": data,
        "brand": brand,
        "together_with": together_with,
        "signer_name": _text(signs, "signer_name"),
        "signer_role": _text(signs, "signer_role"),
        "own_text": own_text,
        # In parts, so that each breaks off at a slash and can be typed over.
        "address": data.check_url.partition("://")[2].strip("/").split("/"),
        "name_size": size(data.name, NAME_SIZES),
        "training_size": size(data.training, TRAINING_SIZES),
        "is_tight": _characters(data.name, data.training, data.place, data.partner, own_text)
        > MANY,
        "is_small": _characters(brand, together_with) > MANY_IN_COLUMN,
    }


def _characters(*texts: str) -> int:
    return sum(map(len, texts))


def size(text: str, sizes: tuple[tuple[float, str], ...]) -> str:
    """The name of the size of letters in which the text has room."""
    wide = width(text)
    return next((name for most, name in sizes if wide <= most), "xs")


def width(text: str) -> float:
    """About how wide a text is in bold letters, in times the height of the letters."""
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> float:
    if character in NARROW:
        return 0.45
    if character in WIDE or east_asian_width(character) in "WF":
        return 1.1
    return 0.8 if character.isupper() else 0.7


def _text(settings: Mapping[str, Json], name: str) -> str:
    value = settings.get(name)
    return value.strip() if isinstance(value, str) else ""


def _chosen_partner(settings: Mapping[str, Json]) -> str:
    """The name that was chosen; nothing when none was, or when the partner is gone."""
    key = settings.get("partner")
    if not isinstance(key, int):
        return ""
    return Partner.objects.filter(pk=key).values_list("name", flat=True).first() or ""


def _style_sheet(colour: str) -> str:
    chosen = COLOURS[colour]
    return render_to_string("huisstijl/certificate.css", {"ink": chosen.ink, "tint": chosen.tint})
