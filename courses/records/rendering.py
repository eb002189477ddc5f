"""The learning record as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from courses.common import clock, mail, pdf
from courses.notices.writing import academy_name
from courses.records import queries

if TYPE_CHECKING:
    from courses.people.models import User


def learning_record(person: User) -> bytes:
    """All that somebody followed: A4, accessible and fit for an archive, in Dutch.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    with translation.override("nl"):
        record = queries.record_of(person)
        html = get_template("records/pdf/record.html").render(
            {
                "person": person,
                "record": record,
                "elsewhere": [(one, queries.hours_of(one)) for one in record.elsewhere],
                "academy": academy_name(),
                "day": date_format(clock.today(), "j F Y"),
                "address": mail.absolute_url(reverse("certificates:ask_short")).partition("://")[2],
            }
        )
    return pdf.render(html, css=pdf.css_in_own_type("records/pdf/record.css"))
