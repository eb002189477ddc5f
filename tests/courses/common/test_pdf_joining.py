"""Several PDFs in one file, with the tags of all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from courses.common import pdf
from courses.common.pdf_joining import join
from courses.common.pdf_profile import EmbeddedFile
from tests.pdf_files import read_pdf


def _document(name: str, language: str, *, pages: int = 1) -> bytes:
    more = '<p style="break-before: page">Verder</p>' * (pages - 1)
    return pdf.render(
        f"<html lang={language}><title>{name}</title><h1>{name}</h1>"
        f'<p>Zie <a href="https://example.org/{name}">hier</a></p>'
        f"<table><tr><th scope=col>Kop<tr><td>Cel</table>{more}"
    )


def _found(element: Any, key: str) -> list[Any]:
    """What a tree of tags says under this key, in the order of reading."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    own = [element[key]] if key in element else []
    rest = kids if isinstance(kids, list) else [kids]
    return own + [found for kid in rest for found in _found(kid, key)]


def test_what_is_joined_keeps_its_pages_tags_links_and_language() -> None:
    whole = read_pdf(
        join([_document("A", "nl"), _document("B", "en", pages=2), _document("C", "nl")])
    )
    assert [page.extract_text().split("\n")[0].strip() for page in whole.pages] == [
        "A",
        "",
        "B",
        "Verder",
        "C",
    ]
    root: Any = whole.trailer["/Root"]
    tree = root["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    assert (list(numbers[::2]), root["/Lang"]) == ([0, 1, 2, 3, 4, 5, 6], "nl")
    # Each page finds its own words by its number.
    for page in whole.pages:
        if "/StructParents" in page:
            (row,) = (
                numbers[at + 1]
                for at in range(0, len(numbers), 2)
                if numbers[at] == page["/StructParents"]
            )
            assert {whole.get_page_number(one.get_object()["/Pg"]) for one in row.get_object()} == {
                page.page_number
            }
    assert _found(tree, "/Lang") == ["en", "nl"]
    # Each cell names the header of its own table.
    ids = _found(tree, "/ID")
    named = [one["/Headers"] for one in _found(tree, "/A") if "/Headers" in one]
    assert (named, len(set(ids))) == ([[one] for one in ids], 3)
    assert [
        (page.page_number, link["/StructParent"], link["/A"]["/URI"])
        for page in whole.pages
        for link in page.get("/Annots", [])
    ] == [
        (0, 1, "https://example.org/A"),
        (2, 4, "https://example.org/B"),
        (4, 6, "https://example.org/C"),
    ]


def _fonts(content: bytes) -> list[int]:
    """The numbers of the files with letters that each page uses."""
    return [
        font["/DescendantFonts"][0]["/FontDescriptor"].raw_get("/FontFile2").idnum
        for page in read_pdf(content).pages
        for font in page.get("/Resources", {}).get("/Font", {}).values()
        for font in [font.get_object()]
    ]


def test_the_same_letters_stand_in_the_whole_once_and_blank_pages_stay_apart() -> None:
    # The same letters in another order: only then is what is kept of the typeface the same.
    files = [_document(name, "nl") for name in ("ABC", "BCA", "CAB")]
    alone = {len(_fonts(one)) for one in files}
    whole = join(files)
    used = _fonts(whole)
    assert [len(used)] == [3 * number for number in alone]
    assert [len({*used})] == [*alone]
    root: Any = read_pdf(whole).trailer["/Root"]
    assert len({page.idnum for page in root["/Pages"]["/Kids"]}) == 5
    assert len(whole) < sum(map(len, files)) * 0.8


def test_one_file_stays_as_it_is_and_what_is_no_pdf_is_refused() -> None:
    only = _document("A", "nl")
    assert join([only]) == only
    for wrong in (b"", b"%PDF-1.4 en dan niets", b"geen pdf"):
        with pytest.raises(ValueError, match="no PDF"):
            join([only, wrong])


def test_files_inside_are_left_out() -> None:
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    file = EmbeddedFile("een.txt", b"een", "text/plain", "Een", "Supplement", moment)
    page = pdf.render("<html lang=nl><title>Een</title><p>Dag", files=[file])
    assert dict(read_pdf(page).attachments) == {"een.txt": [b"een"]}
    whole = join([page, page])
    assert (dict(read_pdf(whole).attachments), b"EmbeddedFile" in whole) == ({}, False)
