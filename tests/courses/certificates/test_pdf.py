"""The certificate as a reader of PDFs gets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.certificates.rendering import days_text, hours_text, render_own
from tests.courses.certificates.written import CODE, DATA
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from pypdf import PdfReader

    from courses.plugin_api.contributions.certificates import CertificateData


def read(data: CertificateData) -> PdfReader:
    return read_pdf(render_own(data))


def text_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def test_it_says_who_did_what_when_and_for_how_long() -> None:
    text = text_of(read(DATA))
    for words in (
        "CERTIFICAAT",
        "Fatima van der Berg",
        "Eenzaamheid signaleren en bespreekbaar maken",
        "3 maart 2026 t/m 10 maart 2026",
        "2,5 uur",
        "Buurthuis De Wissel",
        "Vrijwilligerscentrale Utrecht",
        "11 maart 2026",
        CODE,
    ):
        assert words in text
    assert f"academie.example/ certificaat/ {CODE}/" in text


def test_it_is_one_a4_sheet_on_its_side() -> None:
    reader = read(DATA)
    box = reader.pages[0].mediabox
    assert len(reader.pages) == 1
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)


def test_it_is_tagged_dutch_and_has_a_title() -> None:
    reader = read(DATA)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Certificaat Eenzaamheid signaleren en bespreekbaar maken – Fatima van der Berg"
    )
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_every_picture_has_words() -> None:
    reader = read(DATA)
    words = []

    def walk(node: object) -> None:
        node = getattr(node, "get_object", lambda: node)()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                words.append(node.get("/Alt"))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    # What is there for its looks only is no picture to who listens.
    assert words == [
        f"QR-code naar de controlepagina: https://academie.example/certificaat/{CODE}/"
    ]


def test_its_letters_are_inside() -> None:
    resources: Any = read(DATA).pages[0]["/Resources"]
    fonts = resources["/Font"]
    assert len(fonts) >= 1
    for font in fonts.values():
        (descendant,) = font.get_object()["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_the_address_can_be_clicked() -> None:
    notes: Any = read(DATA).pages[0]["/Annots"]
    links = [note.get_object() for note in notes]
    # On three lines, so three times.
    assert {link["/A"]["/URI"] for link in links} == {DATA.check_url}


@pytest.mark.parametrize(
    "changes",
    [
        {
            "name": "Maximiliaan Bartholomeus " * 8,
            "training": "Een heel lange titel over zorg " * 8,
        },
        {"name": "W" * 80 + " " + "M" * 120, "training": "W" * 255},
        {"place": "Een zaal met een lange naam " * 4, "partner": "Organisatie " * 10},
    ],
)
def test_long_names_still_fit_on_one_sheet(changes: dict[str, str]) -> None:
    data, old = replace(DATA, **changes), "ABCD-EFGH-JKMN-PQRS"  # type: ignore[arg-type]
    reader = read_pdf(render_own(data, replaces=old))
    text = text_of(reader)
    assert len(reader.pages) == 1
    assert (CODE in text, f"Vervangt {old}" in text) == (True, True)


@pytest.mark.parametrize(
    "name", ["محمد العلي", "李小龙", "አበበ ቢቂላ", "குமார் சங்கக்கார", "Fatima العلي", "דוד 김민수"]
)
def test_a_name_in_another_script_is_read_back_as_it_was_written(name: str) -> None:
    assert name in text_of(read(replace(DATA, name=name)))


def test_characters_that_mean_something_in_html_are_just_characters() -> None:
    text = text_of(read(replace(DATA, name="<b>Jan & Zn</b>", partner='"Wij" <script>')))
    assert "<b>Jan & Zn</b>" in text
    assert '"Wij" <script>' in text


@pytest.mark.parametrize(
    ("hours", "text"), [("3.0", "3 uur"), ("2.5", "2,5 uur"), ("0.3", "0,3 uur"), ("12", "12 uur")]
)
def test_hours_read_as_in_dutch(hours: str, text: str) -> None:
    assert hours_text(hours) == text


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
@settings(max_examples=20)
def test_one_day_is_written_once(day: date) -> None:
    assert days_text(day.isoformat(), day.isoformat()).count(str(day.year)) == 1
