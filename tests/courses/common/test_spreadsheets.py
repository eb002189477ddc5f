"""Lists for spreadsheets: nothing runs, all reads as it was written, numbers stay numbers."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from courses.common.spreadsheets import UNSEEN, csv_bytes, safe_cell
from courses.people.enums import Role
from courses.reports.exports import response
from tests.factories import PersonFactory, person_in_role

CHARACTERS = "=+-@＝＋－＠"
DANGEROUS = [
    "=1+1",
    "+31 6 12345678",
    "-1+1|cmd",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\n=1+1",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u00a0=1+1",
    '"=1+1',
    "'=1+1",
    "\ufeff=1+1",
    "- meer tijd",
]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def seen(text: str) -> str:
    """What somebody reads of it."""
    return text.replace(UNSEEN, "")


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_some_program_takes_for_a_formula_begins_with_a_character_that_nobody_sees(
    text: str,
) -> None:
    cell = safe_cell(text)
    assert (seen(cell), cell.lstrip(" \t\r\n\u00a0\ufeff\"'")[0]) == (text, UNSEEN)


@pytest.mark.parametrize(
    "text",
    ["", "-5", "-8,5", "-8.50", "12", "8,5", "meer tijd - graag", "a@b.nl", "1+1", "– meer tijd"],
)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_stay_numbers() -> None:
    rows = [[5, -5, -8.5, Decimal("-8.50"), None]]
    assert read(csv_bytes(["a"], rows).decode())[1] == ["5", "-5", "-8.5", "-8.50", ""]
    sheet = load_workbook(
        io.BytesIO(response("xlsx", "x", (["a"], rows), sheet_name="x").getvalue())
    ).active
    assert [cell.value for cell in sheet[2]] == [5, -5, -8.5, -8.5]


def test_dutch_excel_opens_it_at_a_double_click() -> None:
    assert csv_bytes(["Naam", "Plaats"], [["Zoë", "Utrecht"]]) == (
        b"\xef\xbb\xbfNaam;Plaats\r\nZo\xc3\xab;Utrecht\r\n"
    )


def pieces(line: str, characters: str) -> list[str]:
    """What a program makes of a file when it splits at these characters and knows no quotes."""
    for character in characters:
        line = line.replace(character, "\0")
    return line.split("\0")


def blank(character: str) -> bool:
    return (
        character in "\"'\ufeff" or character.isspace() or unicodedata.category(character) == "Cc"
    )


texts = st.text(st.sampled_from(" \t\r\n\u00a0\"';,|a1-" + CHARACTERS), max_size=12) | st.text()


@given(st.lists(texts, min_size=1, max_size=4))
def test_no_program_finds_a_formula_and_everybody_reads_what_was_written(row: list[str]) -> None:
    written = csv_bytes(["kop"], [row]).decode("utf-8-sig", "surrogatepass")
    for piece in pieces(written, ",;\t|\r\n"):
        first = piece
        while first and blank(first[0]):
            first = first[1:]
        assert (
            not first
            or unicodedata.normalize("NFKC", first[0]) not in set("=+-@")
            or (piece.strip().strip('"').removeprefix("-").replace(".", "").isdigit())
        )
    if "\r" not in "".join(row):
        assert [seen(cell) for cell in read(written)[1]] == [seen(text) for text in row]


@pytest.mark.parametrize("text", DANGEROUS)
def test_in_a_workbook_text_is_text_without_a_character_more(text: str) -> None:
    book = load_workbook(
        io.BytesIO(response("xlsx", "x", (["a"], [[text]]), sheet_name="x").getvalue())
    )
    (cell,) = book.active[2]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.replace("\r", "\n") == text.replace("\r", "\n")


@pytest.mark.django_db
def test_the_lists_of_wagtail_are_as_safe_and_as_dutch() -> None:
    PersonFactory.create(first_name="=HYPERLINK(1)", last_name="Zoë")
    client = Client()
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    answer: Any = client.get("/beheer/reports/site-history/?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert (text[0], ";" in text.splitlines()[0]) == ("\ufeff", True)


@pytest.mark.django_db
def test_a_moment_in_a_list_of_wagtail_is_in_our_time() -> None:
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    view = SpreadsheetExportMixin()
    moment = datetime.fromisoformat("2027-07-01T10:00+00:00")
    assert view.preprocess_field_value("x", moment, "csv") == "01-07-2027 12:00"
    assert view.preprocess_field_value("x", moment, "xlsx") == datetime(2027, 7, 1, 12, 0)


def test_columns_are_as_wide_as_what_stands_in_them_and_the_header_stays_in_sight() -> None:
    rows = [[date(2026, 3, 1), "Eenzaamheid signaleren", "x" * 500, None]]
    header = ["Begin", "Training", "Opmerking", "Cijfer (gemiddeld)"]
    content = response("xlsx", "x", (header, rows), sheet_name="x").getvalue()
    sheet: Any = load_workbook(io.BytesIO(content)).active
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert widths == [12, 24, 60, 20]
    assert sheet.freeze_panes == "A2"


@pytest.mark.django_db
def test_the_lists_of_wagtail_have_wide_columns_too() -> None:
    client = Client()
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    answer: Any = client.get("/beheer/reports/site-history/?export=xlsx")
    sheet: Any = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.freeze_panes == "A2"
    assert all(
        sheet.column_dimensions[cell.column_letter].width >= len(str(cell.value))
        for cell in sheet[1]
    )
