"""Certificates as small cards: to cut out, to fold, and to carry along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from courses.catalogue.queries import infopunt_of_default_site
from courses.certificates.rendering import days_text, qr_title
from courses.common import pdf, qr
from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.certificates.models import Certificate

ON_A_SHEET = 5
"""How many cards of 54 mm fit below each other on an A4."""

QR_MILLIMETRES = 26


def render(certificates: Sequence[Certificate], *, language: str = "nl") -> bytes:
    """The cards of these certificates, with what stands on the certificates themselves: on A4, the
    back of each beside its front, as large as a bank card when it is folded. `language` is that of
    the certificates (`enums.sheet_language`).

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    with translation.override(language):
        cards = [_card(one) for one in certificates]
        html = get_template("pdf/pocket_cards.html").render(
            {
                "sheets": [
                    cards[start : start + ON_A_SHEET] for start in range(0, len(cards), ON_A_SHEET)
                ],
                "contact": infopunt_of_default_site(),
                "language": language,
            }
        )
    return pdf.render(html, css=pdf.css_in_own_type("pdf/pocket_cards.css"))


def _card(certificate: Certificate) -> dict[str, object]:
    data = certificate.data
    # The short address, which is quickest to type over; it leads to all of them, old ones too.
    url = absolute_url(reverse("certificates:short", args=[certificate.code]))
    return {
        "name": data["name"],
        "training": data["training"],
        "days": days_text(data["first_day"], data["last_day"]),
        "code": certificate.code,
        "address": url.partition("://")[2].rpartition(certificate.code)[0],
        "qr": qr.picture(url, qr_title(url), QR_MILLIMETRES),
        "name_size": _size(data["name"], ((24, "xl"), (44, "l"), (70, "m"), (110, "s"))),
        "training_size": _size(data["training"], ((40, "l"), (80, "m"), (130, "s"))),
    }


def _size(text: str, steps: tuple[tuple[int, str], ...]) -> str:
    """The name of the letter size in which a text of this length fits."""
    return next((size for length, size in steps if len(text) <= length), "xs")
