"""What making a certificate costs beside making a bare page with the same library."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import weasyprint

from bench.client import milliseconds
from bench.report import Figure
from courses.certificates.rendering import CertificateData, render

MOST = 45 / 40
"""A certificate may take 45 ms where a bare page takes 40."""

BARE = "<html lang='nl'><head><title>Kaal</title></head><body><h1>Kaal</h1><p>Meer niet.</p></body></html>"

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


@dataclass(frozen=True)
class Certificates:
    """Milliseconds of each bare page and of each certificate."""

    bare: list[float]
    certificate: list[float]

    def figure(self) -> Figure:
        ratio = statistics.median(self.certificate) / statistics.median(self.bare)
        return Figure("certificate", ratio, "ratio", "<=", MOST)


def measure(number: int) -> Certificates:
    """Make both by turns, `number` times, after the first of each (which loads the fonts)."""
    bare, certificate = [], []
    for _turn in range(number + 1):
        bare.append(milliseconds(lambda: weasyprint.HTML(string=BARE).write_pdf()))
        certificate.append(milliseconds(lambda: render(DATA)))
    return Certificates(bare[1:], certificate[1:])
