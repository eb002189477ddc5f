"""What stays in memory of documents that were made."""

from __future__ import annotations

import gc
from base64 import b64encode

from courses.common import pdf


def test_no_document_stays_because_of_a_drawing_in_it() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='9'><path d='M0 0h9v9z'/></svg>"
    drawing = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    pages = "<p style='break-after: page'>Nog een.</p>" * pdf.MANY_PAGES
    html = f"<html lang=nl><title>Vierkant</title><img alt='Vierkant' src='{drawing}'>{pages}"

    pdf.load()
    # What other documents left does not count, nor where in its turns the collector is.
    gc.collect()
    before = layouts()

    assert pdf.render(html).startswith(b"%PDF")

    assert layouts() == before


def layouts() -> int:
    """How many documents are in memory as they were laid out, with all their boxes."""
    return sum(type(one).__name__ == "LayoutContext" for one in gc.get_objects())
