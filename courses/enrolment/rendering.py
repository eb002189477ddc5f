"""What somebody agreed on, on paper in large letters: their own date, and who comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import get_template

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import clock, pdf
from courses.editions.queries import locations_of
from courses.enrolment import queries
from courses.translations.reading import read_page

if TYPE_CHECKING:
    from courses.enrolment.models import Enrolment

SIZES = ("largest", "large", "usual")
"""Letters of 18, 16 and 14 points."""

PAPER = "@page { size: A4; padding: 12mm 18mm; }"


def render(enrolment: Enrolment) -> bytes:
    """A PDF for who is enrolled, and the same for who comes along: on one sheet, where it fits.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    edition = enrolment.edition
    together = [enrolment, *queries.companions_of(enrolment)]
    values = {
        "training": read_page(edition.training),
        "names": [one.person.name for one in together],
        "edition": edition,
        "other_buildings": [
            one for one in locations_of(edition) if one.pk != edition.location_id and one.access
        ],
        "contact": infopunt_of_default_site(),
        "today": clock.today(),
    }
    css = pdf.css_in_own_type("pdf/info_card.css") + PAPER
    template = get_template("pdf/appointment.html")
    for size in SIZES:
        try:
            return pdf.render(template.render({**values, "size": size}), css=css, most_pages=1)
        except pdf.TooLong:
            continue
    # Many meetings take more than a sheet.
    return pdf.render(template.render({**values, "size": SIZES[1]}), css=css)
