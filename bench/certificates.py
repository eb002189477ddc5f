"""What making a certificate costs beside making a bare page with the same library."""

from __future__ import annotations

from dataclasses import dataclass

import weasyprint

from bench.client import milliseconds
from bench.report import Figure
from courses.certificates.rendering import render
from courses.plugin_api.contributions.certificates import CertificateData

MOST = 45 / 40
"""A certificate may take 45 ms where a bare page takes 40."""

PARAGRAPH = (
    "<h2>Een kop</h2><p>"
    + "Gewone woorden in een gewone alinea, zonder opmaak en zonder plaatjes. " * 7
    + "</p>"
)
BARE = (
    "<html lang='nl'><head><title>Kale bladzijde</title></head>"
    f"<body><h1>Kale bladzijde</h1>{PARAGRAPH * 5}</body></html>"
)
"""One A4 of plain text, as the library makes it by itself."""

DATA = CertificateData(
    name="Anneke van der Veen-Molenaar",
    training="Eenzaamheid signaleren en bespreekbaar maken",
    partner="Vrijwilligerscentrale Utrecht",
    first_day="2026-03-03",
    last_day="2026-03-10",
    issued_on="2026-03-11",
    minutes=180,
    hours="3",
    place="Utrecht",
    edition=12,
    code="K7M2-9QXR-4TBD",
    check_url="https://academie.example/certificaat/K7M2-9QXR-4TBD/",
)

TRAINING = 0
"""A training in which no plugin is on: the academy's own template makes the certificate."""


@dataclass(frozen=True)
class Certificates:
    """Milliseconds of each bare page and of each certificate."""

    bare: list[float]
    certificate: list[float]

    def figure(self) -> Figure:
        # The same work every time: whatever disturbs it only adds.
        ratio = min(self.certificate) / min(self.bare)
        return Figure("certificate", ratio, "ratio", "<=", MOST)


def measure(number: int) -> Certificates:
    """Make both by turns, `number` times, after the first of each (which loads the fonts)."""
    bare, certificate = [], []
    for _turn in range(number + 1):
        bare.append(milliseconds(_bare_page))
        certificate.append(milliseconds(lambda: render(DATA, TRAINING)))
    return Certificates(bare[1:], certificate[1:])


def _bare_page() -> bytes:
    # Tagged as the certificate is, so that both do the same work for who cannot see.
    page: bytes = weasyprint.HTML(string=BARE).write_pdf(pdf_variant="pdf/ua-1")
    return page
