"""What every PDF claims to be, and is."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from PIL import Image

from courses.common import pdf
from tests.pdf_files import failed_rules, read_pdf

ROOT = Path(__file__).parents[3]


def picture() -> str:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()


def page(content: str) -> str:
    return f"<html lang=nl><title>Proef</title><h1>Proef</h1>{content}"


@pytest.mark.parametrize(
    "content",
    [
        "<p>Alleen tekst, met een <a href='https://academie.example/'>link</a>.",
        f"<p><img alt='Een groen vlak' src='{picture()}'>",
        "<table><tr><th>Naam<th>Er was<tr><td>Ayşe<td>ja</table>",
        "<ul><li><strong>thee</strong> drank<li><strong>jas</strong> mantel</ul>",
        "<p lang=ar dir=rtl>محمد العلي",
    ],
)
def test_a_page_is_accessible_and_fit_for_an_archive(content: str) -> None:
    both = [
        pdf.render(page(content)),
        pdf.render_foreign(page(content), css="", most_pages=1),
    ]
    assert [failed_rules(one) for one in both] == [[], []]


def test_a_word_is_never_broken_at_the_end_of_a_line() -> None:
    """At a break in a Dutch word a diaeresis has to go, and WeasyPrint 70.0 leaves it."""
    narrow = page("<p style='width: 1mm'>Wij beëindigen het.")
    text = read_pdf(pdf.render(narrow)).pages[0].extract_text()
    assert text.split() == ["Proef", "Wij", "beëindigen", "het."]


def test_no_style_sheet_of_a_pdf_asks_for_broken_words() -> None:
    sheets = [
        file
        for folder in ("courses", "plugins", "templates")
        for file in (ROOT / folder).rglob("*.css")
        if "pdf" in file.parts
    ]
    assert sheets
    assert [file.name for file in sheets if "hyphens: auto" in file.read_text()] == []


def test_no_pdf_has_a_list_of_terms() -> None:
    """It would be no accessible list: `findings/weasyprint-dl-with-divs.sh`."""
    sheets = [
        file
        for folder in ("courses", "plugins", "templates")
        for file in (ROOT / folder).rglob("*.html")
        if "pdf" in file.parts
    ]
    assert sheets
    assert [file.name for file in sheets if re.search(r"<dl\b", file.read_text())] == []


def test_the_check_finds_items_that_stand_outside_their_list() -> None:
    terms = "<dl><div><dt>thee</dt><dd>drank</dd></div></dl>"
    rules = failed_rules(pdf.render(page(terms)))
    assert any("LI-PARENT" in rule for rule in rules)


def test_both_claims_stand_in_one_description() -> None:
    root: Any = read_pdf(pdf.render(page("<p>Dag"))).root_object
    content: bytes = root["/Metadata"].get_data()
    assert content.count(b"<rdf:RDF") == 1
    assert (b"<pdfuaid:part>1<" in content, b'pdfaid:part="3"' in content) == (True, True)


def test_the_check_finds_what_the_library_alone_leaves_out() -> None:
    alone = weasyprint.HTML(string=page(f"<p><img alt=a src='{picture()}'>"))
    rules = failed_rules(alone.write_pdf(pdf_variant="pdf/a-3a"))
    assert any("INTERPOLATE" in rule for rule in rules)
    assert any("PDFUA1-ID-PART" in rule for rule in rules)
