"""Certificates as small cards: to cut out, to fold, and to carry along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.certificates.rendering import days_text, size_for
from courses.common import pdf, qr
from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.certificates.models import Certificate

ON_A_SHEET = 5
"""How many cards of 54 mm fit below each other on an A4."""

QR_MILLIMETRES = 26


def render(certificates: Sequence[Certificate]) -> bytes:
    """The cards of these certificates, with what stands on the certificates themselves: on A4, the
    back of each beside its front, as large as a bank card when it is folded.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    with translation.override("nl"):
        cards = [_card(one) for one in certificates]
        html = get_template("pdf/pocket_cards.html").render(
            {
                "sheets": [
                    cards[start : start + ON_A_SHEET] for start in range(0, len(cards), ON_A_SHEET)
                ],
                "contact": infopunt_of_default_site(),
            }
        )
    return pdf.render(html, css=pdf.css_of("pdf/pocket_cards.css"))


def _card(certificate: Certificate) -> dict[str, object]:
    data = certificate.data
    url = absolute_url(reverse("certificates:check", args=[certificate.code]))
    title = gettext("QR-code naar de controlepagina: %(address)s") % {"address": url}
    return {
        "name": data["name"],
        "training": data["training"],
        "days": days_text(data["first_day"], data["last_day"]),
        "code": certificate.code,
        "address": url.partition("://")[2].rpartition(certificate.code)[0],
        "qr": qr.picture(url, title, QR_MILLIMETRES),
        "name_size": size_for(data["name"], ((24, "xl"), (44, "l"), (90, "m"))),
        "training_size": size_for(data["training"], ((50, "l"), (100, "m"))),
    }
