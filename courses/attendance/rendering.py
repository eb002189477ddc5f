"""The sign-in sheet of a session, to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils import translation

from courses.attendance import queries
from courses.attendance.codes import code_of, readable
from courses.common import pdf, qr
from courses.common.addresses import CHECK_IN
from courses.common.mail import absolute_url
from courses.editions import room_codes

if TYPE_CHECKING:
    from courses.editions.models import Session

WALK_INS = 5
"""Empty lines for who is not on the list."""


def sign_in_sheet(session: Session) -> bytes:
    """The PDF: A4, accessible, in Dutch, the rows numbered as on the screen.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters of a name.
    """
    sheet = queries.sheet(session.edition)
    with translation.override("nl"):
        html = get_template("pdf/sign_in_sheet.html").render(
            {
                "session": session,
                "number": sheet.sessions.index(session) + 1,
                "sessions": len(sheet.sessions),
                "rows": sheet.rows,
                "walk_ins": range(len(sheet.rows) + 1, len(sheet.rows) + WALK_INS + 1),
                "trainers": [one.name for one in session.edition.trainers.all()],
                "code": readable(code_of(session)),
                "address": absolute_url(CHECK_IN).partition("://")[2].rstrip("/"),
                "room_codes": [
                    (one, qr.drawing_address(one.url)) for one in room_codes.codes_of(session)
                ],
            }
        )
    return pdf.render(html, css=pdf.css_of("pdf/sign_in_sheet.css"))
