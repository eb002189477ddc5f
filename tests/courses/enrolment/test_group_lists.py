"""Lists of people as others write them."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from courses.common import names, uploaded_tables
from courses.common.errors import Refusal
from courses.enrolment.group_lists import (
    MOST_ROWS,
    ListTable,
    Part,
    details,
    mended_telephone,
    read_file,
    read_text,
    unused,
    year_of,
)

LINES = [
    ["Voornaam", "Tussenvoegsel", "Achternaam", "E-mail", "Geboortedatum"],
    ["Zoë", "van den", "Berg", "zoe@example.org", "12-3-1956"],
    ["Renée", "", "O'Neill; de oudste", "", ""],
]
PEOPLE = [
    ("Zoë", "van den Berg", "zoe@example.org", "12-3-1956"),
    ("Renée", "O'Neill; de oudste", "", ""),
]


def written(delimiter: str) -> str:
    return "".join(
        delimiter.join(f'"{cell}"' if ";" in cell else cell for cell in row) + "\r\n"
        for row in LINES
    )


def workbook(rows: list[list[object]]) -> bytes:
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def people(table: ListTable) -> list[tuple[str, ...]]:
    found = [details(row, table.parts) for row in table.rows]
    return [(one["first_name"], one["last_name"], one["email"], one["birth_year"]) for one in found]


@pytest.mark.parametrize(
    "data",
    [
        written(";").encode("cp1252"),
        written(";").encode("utf-8-sig"),
        written(",").encode(),
        written("\t").encode("utf-16"),
        ("sep=;\r\n" + written(";")).encode("cp1252"),
        ('"SEP=;"\r\n' + written(";")).encode("cp1252"),
    ],
    ids=["Windows-1252", "UTF-8 with its mark", "commas", "Unicode text", "sep=", "SEP= quoted"],
)
def test_a_list_is_read_however_excel_wrote_it(data: bytes) -> None:
    assert people(read_file(data)) == PEOPLE


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    data = workbook(
        [["Naam", "Mobiel", "Geb.datum", ""], ["Vries, Jan de", 612345678, date(1948, 5, 4), None]]
    )
    table = read_file(data)
    found = details(table.rows[0], table.parts)
    assert (found["first_name"], found["last_name"]) == ("Jan", "de Vries")
    assert (found["telephone"], found["birth_year"]) == ("612345678", "04-05-1948")


JAN, ANNE = ("Jan", "de Vries", "jan@example.org", ""), ("Anne", "Bos", "anne@example.org", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jan de Vries <jan@example.org>; Anne Bos <anne@example.org>", [JAN, ANNE]),
        ("Vries, Jan de <jan@example.org>, 'Anne Bos' <anne@example.org>;", [JAN, ANNE]),
        ('"Vries, Jan de" <mailto:jan@example.org>,\n"Anne Bos" <anne@example.org>', [JAN, ANNE]),
        ("Jan de Vries <jan@example.org>\r\nAnne Bos <anne@example.org>\r\n", [JAN, ANNE]),
        (
            "jan@example.org <jan@example.org>; Anne Bos; anne@example.org",
            [("", "", *JAN[2:]), ("Anne", "Bos", "", ""), ("", "", *ANNE[2:])],
        ),
        (
            "jan@example.org; anne@example.org, bo@example.org",
            [("", "", f"{one}@example.org", "") for one in ("jan", "anne", "bo")],
        ),
        ("E-mail\nJan de Vries <jan@example.org>\nAnne Bos <anne@example.org>", [JAN, ANNE]),
        ("• Jan de Vries\tjan@example.org\n• Anne Bos\tanne@example.org", [JAN, ANNE]),
        ("Jan de Vries jan@example.org\nAnne Bos anne@example.org", [JAN, ANNE]),
        ("Jan de Vries, jan@example.org\nAnne Bos anne@example.org", [JAN, ANNE]),
        (
            'Naam\tE-mail\tGeboren\r\n"Jan\nde Vries"\tjan@example.org\t–\r\n'
            "Anne Bos\tanne@example.org\t\r\n",
            [JAN, ANNE],
        ),
    ],
    ids=[
        *("Outlook", "commas in names", "Gmail", "one on each line", "not known", "addresses only"),
        *("in a column", "bullets", "nothing between", "commas here and there", "a table of Word"),
    ],
)
def test_people_are_read_from_what_is_pasted_out_of_a_mail_or_a_table(
    text: str, found: list[tuple[str, ...]]
) -> None:
    table = read_text(text)
    assert (people(table), any(table.headings)) == (found, text.startswith(("Naam", "E-mail")))


def test_a_column_of_numbers_is_no_column_of_birthdays() -> None:
    table = read_text("Jan de Vries\t20526\nAnne Bos\t20527")
    assert Part.BIRTH not in table.parts


def test_a_list_without_headings_is_known_by_what_is_in_it() -> None:
    table = read_text("Jan de Vries\tjan@example.org\t06-12345678\t3511 AB\nAn Smit\t\t612345679\t")
    assert table.parts == (Part.NAME, Part.EMAIL, Part.TELEPHONE, Part.POSTCODE)
    assert len(table.rows) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Noor van Linden;;n@x.nl\nHenk;;\nTruus Bakker;0612345678;",
            ["Noor", "Henk", "Truus"],
        ),
        ("Henk;;\nTruus Bakker;0612345678;t@x.nl", ["Henk", "Truus"]),
        ("Henk Smit;geen;h@x.nl\nTruus Bakker;0612345678;t@x.nl", ["Henk", "Truus"]),
        ("Stad;Noor;n@x.nl\nBakker;Truus;t@x.nl", ["Stad", "Bakker"]),
    ],
    ids=["other cells are filled below", "only a name", "a word for a number", "a known heading"],
)
def test_the_first_person_of_a_list_without_headings_is_never_lost(
    text: str, names: list[str]
) -> None:
    table = read_text(text)
    assert not any(table.headings)
    assert [row[0].split()[0] for row in table.rows] == names


def test_headings_in_words_of_their_own_are_no_person() -> None:
    table = read_text("Wie;Te bellen op;Te mailen op\nNoor;0612345678;n@x.nl\nHenk;;")
    assert table.headings == ("Wie", "Te bellen op", "Te mailen op")
    assert table.parts == (Part.NAME, Part.TELEPHONE, Part.EMAIL)
    assert [row[0] for row in table.rows] == ["Noor", "Henk"]


@pytest.mark.parametrize(
    ("headings", "parts"),
    [
        ("Naam vrijwilliger;Tel. nr;E-mail adres", [Part.NAME, Part.TELEPHONE, Part.EMAIL]),
        ("Naam;Telefoon mobiel;E-mail vrijwilliger", [Part.NAME, Part.TELEPHONE, Part.EMAIL]),
        (
            "Voornaam deelnemer;Achternaam;Privé e-mail",
            [Part.FIRST_NAME, Part.LAST_NAME, Part.EMAIL],
        ),
        ("Naam organisatie;Naam;E-mail", [None, Part.NAME, Part.EMAIL]),
        ("Wie;Telefoon;E-mail", [Part.NAME, Part.TELEPHONE, Part.EMAIL]),
    ],
)
def test_headings_say_whose_it_is_and_still_what(headings: str, parts: list[Part | None]) -> None:
    table = read_text(f"{headings}\nAn Smit;0612345678;an@x.nl\nBo Vos;0612345679;bo@x.nl")
    assert (list(table.parts), len(table.rows)) == (parts, 2)


def test_a_title_and_a_second_line_of_headings_are_nobody() -> None:
    data = workbook(
        [
            ["Training december", None, None, None],
            ["Persoon", None, "Bereikbaar", None],
            ["Voornaam", "Achternaam", "Telefoon", "E-mail"],
            ["Zoë", "Berg", 612345678, None],
            ["Renée", "Vos", None, "renee@example.org"],
        ]
    )
    table = read_file(data)
    assert table.above == ("Training december", "Persoon Bereikbaar")
    assert table.headings == ("Voornaam", "Achternaam", "Telefoon", "E-mail")
    assert [one[:3] for one in people(table)] == [
        ("Zoë", "Berg", ""),
        ("Renée", "Vos", "renee@example.org"),
    ]


def test_nobody_above_what_looks_like_headings_is_lost() -> None:
    table = read_text("An;Smit;an@x.nl\nNaam;Stad;bo@x.nl\nStraat;Plaats;\n")
    assert (table.above, [row[0] for row in table.rows]) == ((), ["An", "Naam", "Straat"])


@pytest.mark.parametrize("number", ["0699887766", "06-99 88 77 66", "+31 699887766", "6,12E+08"])
def test_a_telephone_number_with_a_mistake_is_no_postcode(number: str) -> None:
    assert read_text(f"Noor\t{number}\t3511 AB").parts == (
        Part.NAME,
        Part.TELEPHONE,
        Part.POSTCODE,
    )


def test_one_name_on_each_line_is_a_list_too() -> None:
    table = read_text("Jan de Vries\nAn Smit\n")
    assert [details(row, table.parts)["last_name"] for row in table.rows] == ["de Vries", "Smit"]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("612345678", ("0612345678", True)),
        ("302361745", ("0302361745", True)),
        ("612345678.0", ("0612345678", True)),
        ("6,12345678E+08", ("0612345678", True)),
        ("6.12345678e+08", ("0612345678", True)),
        ("31612345678", ("+31612345678", True)),
        ("6,12E+08", ("6,12E+08", False)),
        ("06-12345678", ("06-12345678", False)),
        ("+32 470 12 34 56", ("+32 470 12 34 56", False)),
        ("", ("", False)),
    ],
)
def test_a_number_that_excel_took_for_an_amount_is_mended_where_nothing_was_lost(
    typed: str, mended: tuple[str, bool]
) -> None:
    assert mended_telephone(typed) == mended


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("1956", 1956),
        ("12-3-1956", 1956),
        ("1956-03-12", 1956),
        ("12/3/56", 1956),
        ("1-1-05", 2005),
        ("20526", 1956),
        ("onbekend", None),
        ("", None),
    ],
)
def test_a_year_is_read_from_any_date(typed: str, year: int | None) -> None:
    assert year_of(typed) == year


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Jan de Vries", ("Jan", "de Vries")),
        ("Vries, Jan de", ("Jan", "de Vries")),
        ("de Vries, Jan", ("Jan", "de Vries")),
        ("Jan, de Vries", ("Jan", "de Vries")),
        ("Cruz, Maria de la", ("Maria", "de la Cruz")),
        ("Kees in 't Veld", ("Kees", "in 't Veld")),
        ("Veld, Kees in 't", ("Kees", "in 't Veld")),
        ("Ria uit den Bogaard", ("Ria", "uit den Bogaard")),
        ("Eva ten Have", ("Eva", "ten Have")),
        ("Siti", ("Siti", "")),
    ],
)
def test_a_whole_name_is_taken_apart(typed: str, parts: tuple[str, str]) -> None:
    assert names.split_name(typed) == parts


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "In deze lijst staat niets."),
        (b" ;;; \r\n;;", "In deze lijst staat niets."),
        (b"\xd0\xcf\x11\xe0 oud", "Dit is een oud Excel-bestand."),
        (b"PK\x03\x04 stuk", "Wij kunnen dit bestand niet lezen."),
        (b"x" * (2 * 1024 * 1024 + 1), "Dit bestand is te groot."),
        (b"Jan\n" * (MOST_ROWS + 2), "In deze lijst staan te veel mensen."),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_file(data)
    assert str(refusal.value).startswith(said)


@pytest.mark.parametrize("text", ["a" * 140_000, 'An;Een\n"' + "b" * 140_000])
def test_a_text_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"Wij kunnen deze lijst niet lezen\."):
        read_text(text)


def with_empty_rows(number: int) -> bytes:
    """A small workbook that is large once it is unpacked."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["Voornaam"], ["An"]]))) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for one in source.infolist():
            data = source.read(one)
            if one.filename.endswith("sheet1.xml"):
                rows = b'<row r="1"/>' * number + b"</sheetData>"
                data = data.replace(b"</sheetData>", rows)
            target.writestr(one.filename, data)
    return made.getvalue()


def test_a_workbook_that_is_enormous_once_unpacked_is_refused() -> None:
    with pytest.raises(Refusal, match="In dit bestand staat te veel"):
        read_file(with_empty_rows(500_000))


def test_reading_a_workbook_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaded_tables, "SECONDS", 0.02)
    with pytest.raises(Refusal, match="In dit bestand staat te veel"):
        read_file(with_empty_rows(100_000))


MIXED = "Jan Proef; jan.proef@example.org\nMies Proef; \nKees Proef{} 06 12345678"


@pytest.mark.parametrize("between", [",", ";", "\t", "|", ""])
def test_each_line_may_have_a_delimiter_and_an_order_of_its_own(between: str) -> None:
    table = read_text(MIXED.format(between))
    found = [details(row, table.parts) for row in table.rows]
    assert [(one["first_name"], one["email"], one["telephone"]) for one in found] == [
        ("Jan", "jan.proef@example.org", ""),
        ("Mies", "", ""),
        ("Kees", "", "06 12345678"),
    ]


def test_a_table_with_commas_and_no_headings_joins_no_columns() -> None:
    table = read_text("Jan,Proef,jan@example.org\nAn,Smit,an@example.org")
    assert [unused(row, table.parts) for row in table.rows] == [["Proef"], ["Smit"]]


def test_a_comma_within_a_name_is_no_delimiter() -> None:
    table = read_text("Proef, Jan de, 06 12345678\nAnne Proef; anne@example.org\nBo Proef; 1950")
    found = [details(row, table.parts) for row in table.rows]
    assert [(one["first_name"], one["last_name"]) for one in found] == [
        ("Jan", "de Proef"),
        ("Anne", "Proef"),
        ("Bo", "Proef"),
    ]
    assert (found[0]["telephone"], found[2]["birth_year"]) == ("06 12345678", "1950")


def test_what_is_not_used_of_a_line_is_still_known() -> None:
    table = read_text("Jan Proef; 06 12345678; 030 2345678; rijdt zelf")
    assert unused(table.rows[0], table.parts) == ["030 2345678", "rijdt zelf"]


PARTS = {"name": "Vries, Kees de", "telephone": "06 44445555", "email": "kees@example.org"}


@given(
    lines=st.lists(
        st.tuples(
            st.permutations(sorted(PARTS)),
            st.integers(1, 3),
            st.lists(st.sampled_from([", ", "; ", ";", "\t"]), min_size=2, max_size=2),
        ).filter(lambda line: "name" in line[0][: line[1]]),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_is_lost_of_lines_that_are_each_written_in_a_way_of_their_own(lines: Any) -> None:
    text, wanted = [], []
    for order, how_many, between in lines:
        parts = {name: PARTS[name] for name in order[:how_many]}
        ends = [*between[: how_many - 1], ""]
        text.append("".join(part + end for part, end in zip(parts.values(), ends, strict=True)))
        wanted.append(("Kees", "de Vries", parts.get("email", ""), parts.get("telephone", "")))
    table = read_text("\n".join(text))
    read = [details(row, table.parts) for row in table.rows]
    found = [(one["first_name"], one["last_name"], one["email"], one["telephone"]) for one in read]
    assert (found, [unused(row, table.parts) for row in table.rows]) == (wanted, [[]] * len(lines))
