"""What every PDF claims to be, and is."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
import weasyprint
from PIL import Image

from courses.common import pdf
from tests.pdf_files import failed_rules, read_pdf


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
        "<p lang=ar dir=rtl>محمد العلي",
    ],
)
def test_a_page_is_accessible_and_fit_for_an_archive(content: str) -> None:
    both = [
        pdf.render(page(content)),
        pdf.render_foreign(page(content), css="", most_pages=1),
    ]
    assert [failed_rules(one) for one in both] == [[], []]


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
