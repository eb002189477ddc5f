"""What stays in memory of documents that were made."""

from __future__ import annotations

import gc
import os
from base64 import b64encode

from courses.common import pdf, process_cache


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


def test_a_copy_of_this_process_that_ends_leaves_the_fonts_to_the_others() -> None:
    page = "<html lang=nl><title>Aa</title><p>Aa"
    pdf.render(page, css=pdf.css_in_own_type("pdf/pocket_cards.css"))
    copy = os.fork()
    if not copy:
        try:
            process_cache.forget()
            gc.unfreeze()
            gc.collect()
        finally:
            os._exit(0)
    assert os.waitpid(copy, 0)[1] == 0
    folder = pdf._font_configuration()._folder
    assert folder is not None
    assert list(folder.iterdir())
    # And who made them takes them away.
    process_cache.forget()
    gc.collect()
    assert not folder.exists()
