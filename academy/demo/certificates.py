"""What the demo shows of certificates: who signs, one that was replaced, and what was followed
elsewhere."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from math import sin
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from courses.catalogue.enums import Orientation
from courses.certificates import services
from courses.certificates.design_services import change_design
from courses.certificates.models import Certificate
from courses.common import clock, pdf
from courses.records.services import mark_seen, save_elsewhere

if TYPE_CHECKING:
    from academy.demo.people import Cast

PROOF = (
    "<html lang=nl><head><title>Bewijs van deelname</title></head><body>"
    "<h1>Bewijs van deelname</h1><p>Noor van Linden was bij de training Luisteren zonder te "
    "oordelen. Dit bewijs hoort bij de demo: deze training en deze organisatie bestaan niet.</p>"
)


def make_design(cast: Cast) -> None:
    """The coordinator signs what is issued from now on."""
    change_design(
        orientation=Orientation.LANDSCAPE,
        signatory=cast.coordinator.name,
        role="Coördinator van de academie",
        signature=_scrawl(),
        actor=cast.coordinator,
    )


def _scrawl() -> bytes:
    """A signature that nobody has: two waves and a line, as a pen draws them."""
    width, height = 720, 184
    sheet = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(sheet)
    wave = [
        (at, height / 2 - (1 - at / width) * 70 * sin(at / 23) - 18 * sin(at / 61))
        for at in range(30, width - 90, 3)
    ]
    pen.line(wave, fill="#12305f", width=6, joint="curve")
    pen.line([(20, height - 28), (width - 40, height - 62)], fill="#12305f", width=5)
    content = io.BytesIO()
    sheet.save(content, "PNG", optimize=True)
    return content.getvalue()


def replace_one(cast: Cast) -> None:
    """Somebody's name was not whole: the check page of the old certificate leads to the new one."""
    certificates = Certificate.objects.defer("pdf").select_related("enrolment__person")
    old = certificates.exclude(enrolment__person=cast.volunteer).first()
    if old is None:
        # Where no PDFs are made.
        return
    person = old.enrolment.person
    services.replace(
        certificate=old,
        reason="De tweede voorletter ontbrak.",
        first_name=f"{person.first_name} M.",
        last_name=person.last_name,
        actor=cast.coordinator,
    )


def follow_elsewhere(cast: Cast) -> None:
    """Two trainings of others, one with proof that the coordinator looked at."""
    today = clock.today()
    try:
        proof = pdf.render(PROOF)
    except pdf.PdfUnavailable:
        proof = b""
    seen = save_elsewhere(
        person=cast.volunteer,
        title="Luisteren zonder te oordelen",
        organisation="Buurtschool De Brug (voorbeeld)",
        day=today - timedelta(days=200),
        hours=Decimal(6),
        upload=SimpleUploadedFile("bewijs.pdf", proof, "application/pdf") if proof else None,
    )
    mark_seen(elsewhere=seen, seen=True, actor=cast.coordinator)
    save_elsewhere(
        person=cast.volunteer,
        title="EHBO voor vrijwilligers",
        organisation="Wijkcentrum Het Anker (voorbeeld)",
        day=today - timedelta(days=420),
        hours=Decimal("2.5"),
    )
