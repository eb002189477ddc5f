"""From the data of a certificate to its PDF."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import segno
from django.template.loader import get_template
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from courses.common import pdf

TEMPLATE_VERSION = "academy-1"
"""Kept with every certificate; goes up whenever the look or the words change."""


@dataclass(frozen=True)
class CertificateData:
    """What a certificate says. Plain values, so that they are kept as they were (JSON).

    Dates are ISO dates; `minutes` is the time spent in sessions and `hours` the same in hours
    with at most one decimal (`3` or `2.5`); `check_url` is the address of the check page.
    """

    name: str
    training: str
    partner: str
    first_day: str
    last_day: str
    issued_on: str
    minutes: int
    hours: str
    place: str
    edition: int
    code: str
    check_url: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def render(data: CertificateData) -> bytes:
    """The PDF of a certificate: one A4, tagged (PDF/UA-1), always in Dutch.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
    """
    with translation.override("nl"):
        html = get_template("pdf/certificate.html").render(_context(data))
    return pdf.render(html, css=_css())


def hours_text(hours: str | Decimal) -> str:
    """`3 uur`, `2,5 uur`."""
    number = Decimal(hours)
    text = str(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
    if not (translation.get_language() or "nl").startswith("en"):
        text = text.replace(".", ",")
    count = 1 if number == 1 else 2
    return ngettext("%(hours)s uur", "%(hours)s uur", count) % {"hours": text}


def days_text(first_day: str, last_day: str) -> str:
    """`3 maart 2026`, or `3 maart 2026 t/m 17 maart 2026` for several sessions."""
    first, last = (date_format(date.fromisoformat(day), "j F Y") for day in (first_day, last_day))
    if first == last:
        return last
    return gettext("%(first)s t/m %(last)s") % {"first": first, "last": last}


def _context(data: CertificateData) -> dict[str, Any]:
    address = data.check_url.partition("://")[2]
    return {
        "data": data,
        "days": days_text(data.first_day, data.last_day),
        "hours": hours_text(data.hours),
        "issued_on": date_format(date.fromisoformat(data.issued_on), "j F Y"),
        # In parts, so that each breaks off at a slash and can be typed over.
        "address": address.strip("/").split("/"),
        "qr": _qr(data.check_url),
        "name_size": _size(data.name, ((22, "xl"), (31, "l"), (45, "m"))),
        "training_size": _size(data.training, ((50, "l"), (80, "m"))),
    }


def _qr(address: str) -> dict[str, Any]:
    """A QR code as one SVG path of strokes, in squares: `size` wide, quiet zone included."""
    # A fixed mask saves trying all eight; any mask can be read.
    code = segno.make(address, error="m", micro=False, mask=2, boost_error=False)
    quiet = 2
    rows = [bytes(row) for row in code.matrix]
    path = "".join(
        f"M{start + quiet} {y + quiet}.5h{length}"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return {"size": len(rows) + 2 * quiet, "path": path}


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark squares that touch begin, and how many there are."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and runs[-1][0] + runs[-1][1] == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs


def _size(text: str, steps: tuple[tuple[int, str], ...]) -> str:
    """The name of the letter size in which a text of this length fits."""
    return next((size for length, size in steps if len(text) <= length), "s")


@cache
def _css() -> str:
    template: Any = get_template("pdf/certificate.css")
    return str(template.template.source)
