"""A year report on paper: A4, tagged, for an archive; the same parts as on the page."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils.translation import get_language

from courses.common import clock, pdf
from courses.notices.writing import academy_name, our_telephone
from courses.reports import definitions, year_shown
from courses.reports.drawings import Drawing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.reports.models import YearReport
    from courses.reports.year_figures import YearFigures
    from courses.reports.year_shown import Grid

FONTS = "Noto Sans, DejaVu Sans, sans-serif"
"""Those of the style sheet: a picture has none of the letters around it."""


MOST_TOGETHER = 12
"""How many rows of a table stay on one page."""

WIDE = 6
"""From how many columns on a table has smaller letters, as it is too wide else."""


@dataclass(frozen=True)
class PaperItem:
    """A table, and the picture above it where there is a chart."""

    item: Drawing | Grid
    picture: str = ""

    @property
    def look(self) -> str:
        """The classes of what is around the table: whether it stays on one page, with the words
        above and below it; whether all numbers are as wide; whether there are many columns."""
        columns = len(self.item.header)
        looks = {
            "report-together": len(self.item.rows) <= MOST_TOGETHER,
            "report-even": len(self.item.rows) == 1 and isinstance(self.item, Drawing),
            "report-wide": columns >= WIDE,
        }
        return " ".join(name for name, holds in looks.items() if holds)


def year_report_pdf(report: YearReport, figures: YearFigures, texts: Mapping[str, str]) -> bytes:
    """The report as a PDF, in the language that is set. A draft says on each page that it is one.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the signs.
    """
    parts = [
        (one, [PaperItem(item, _picture(item)) for item in one.items])
        for one in year_shown.sections(figures, texts)
        if not one.is_empty
    ]
    html = get_template("reports/pdf/year_report.html").render(
        {
            "language": (get_language() or "nl").split("-")[0],
            "report": report,
            "figures": figures,
            "brief": year_shown.brief(figures),
            "parts": parts,
            "as_of": clock.local_day(figures.as_of),
            "academy": academy_name(),
            "telephone": our_telephone(),
            "definitions": definitions.OF_A_YEAR,
        }
    )
    return pdf.render(html, css=pdf.css_of("reports/pdf/year_report.css"))


def _picture(item: Drawing | Grid) -> str:
    """The chart as the address of a picture: then the PDF knows it as a figure, with its words."""
    if not isinstance(item, Drawing):
        return ""
    drawn = str(item.svg).replace('font-family="inherit"', f'font-family="{FONTS}"')
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
