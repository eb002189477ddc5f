"""The certificate as a reader of PDFs gets it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.images import ImageFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PillowImage
from PIL import ImageDraw
from wagtail.images import get_image_model

from courses.catalogue import theme_drawings
from courses.catalogue.enums import Orientation
from courses.certificates.looks import Look, Picture, as_url, look_of, on_white
from courses.certificates.rendering import days_text, hours_text, render_own
from courses.common import pdf, process_cache
from tests.courses.certificates.written import CODE, DATA
from tests.factories import PartnerFactory, TrainingFactory
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
    assert f"academie.example/ certificaat/{CODE}/" in text


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


# What is there for its looks only is no picture to who listens.
PICTURES = [
    f"QR-code naar de controlepagina: https://academie.example/certificaat/{CODE}/",
]


def test_every_picture_has_words() -> None:
    assert pictures_in(read(DATA)) == PICTURES


@pytest.mark.parametrize("name", ["अनन्या शर्मा", "রবীন্দ্রনাথ ঠাকুর"])
def test_letters_that_are_several_shapes_together_are_told_whole(name: str) -> None:
    """In the page, where more programs look than in the structure tree:
    `findings/pdf-replacement-text-readers.sh`."""
    (page,) = read(replace(DATA, name=name)).pages
    contents: Any = page.get_contents()
    content: bytes = contents.get_data()
    assert f"/ActualText <feff{name.encode('utf-16-be').hex()}>".encode() in content
    # So is what has white between its letters.
    assert b"/ActualText (CERTIFICAAT)" in content


def pictures_in(reader: PdfReader) -> list[str]:
    """What the pictures of a file say that they are."""
    words: list[str] = []

    def walk(node: object) -> None:
        node = getattr(node, "get_object", lambda: node)()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                words.append(str(node.get("/Alt")))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    return words


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
    # On two lines, so twice.
    assert {link["/A"]["/URI"] for link in links} == {DATA.check_url}


LONG = ("Je leert in deze training hoe je met aandacht luistert, en hoe je doorvraagt. " * 3)[:200]


def _points(text: str, outer: Any, matrix: Any, _font: Any, size: float) -> float:
    """How large letters are on paper."""
    return abs(size * matrix[3] * outer[3]) if text.strip() else 0


@pytest.mark.parametrize("orientation", Orientation.values)
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Anneke"},
        {
            "name": "Maximiliaan Bartholomeus " * 8,
            "training": "Een heel lange titel over zorg " * 8,
        },
        {"name": "W" * 80 + " " + "M" * 120, "training": "W" * 255},
        {"place": "Een zaal met een lange naam " * 4, "partner": "Organisatie " * 10},
    ],
)
def test_long_names_and_twelve_goals_still_fit_on_one_sheet(
    changes: dict[str, str], orientation: str
) -> None:
    data, old = replace(DATA, **changes), "ABCD-EFGH-JKMN-PQRS"  # type: ignore[arg-type]
    look = Look(
        orientation=orientation, goals=(LONG,) * 12, signatory="Joke de Bruin", role="Trainer"
    )
    reader = read_pdf(render_own(data, replaces=old, look=look))
    text = text_of(reader)
    assert len(reader.pages) == 1
    assert (CODE in text, f"Vervangt {old}" in text, "Joke de Bruin" in text) == (True,) * 3
    # What has no room in letters that people can read is counted.
    written = text.count("Je leert") / 3
    assert written == 12 or f"En nog {12 - written:.0f} leerdoel" in text or not written
    assert written > (2 if data.name == "Anneke" else -1)
    sizes: set[float] = set()
    reader.pages[0].extract_text(visitor_text=lambda *told: sizes.add(_points(*told)))
    assert min(sizes - {0}) >= 7.9


def round_lines(colour: str) -> str:
    """A picture that is hard to pack: along round lines are many colours in between."""
    large, content = PillowImage.new("RGB", (1440, 320), "white"), io.BytesIO()
    pen = ImageDraw.Draw(large)
    for place in range(40, 1300, 60):
        pen.arc((place, 20, place + 150, 300), 0, 300, fill=colour, width=9)
    large.resize((360, 80)).save(content, "PNG")
    with PillowImage.open(content) as picture:
        return as_url(on_white(picture, (360, 92)))


@pytest.mark.parametrize("name", ["Fatima van der Berg", "فاطمة الزهراء", "प्रिया शर्मा"])
def test_with_all_that_can_stand_on_it_it_is_small(name: str) -> None:
    look = Look(
        goals=("Je luistert met aandacht.",) * 6,
        drawing="eenzaamheid",
        logo=Picture(round_lines("#b4532f"), "Vrijwilligerscentrale"),
        signatory="Joke de Bruin",
        role="Trainer",
        signature=round_lines("#123a8c"),
    )
    content = render_own(replace(DATA, name=name), look=look)
    read_pdf(content)
    assert len(content) < 40_000


def test_what_would_need_letters_too_small_to_read_is_no_certificate() -> None:
    data = replace(DATA, training="W" * 255, place="W" * 120, partner="W" * 120)
    with pytest.raises(pdf.TooLong):
        render_own(data, look=Look(goals=(LONG,), signatory="Joke de Bruin"))


def test_what_is_kept_of_a_sheet_changes_no_byte() -> None:
    look = Look(goals=("Je luistert.",), signatory="Joke de Bruin")
    names = ("Bo Li", "محمد العلي", "Anneke <de> Wit & Co", "李小龙", "Zoë-Fleur " * 12, "Al Bo")
    people = [
        replace(DATA, name=name.strip(), code=f"{CODE[:-1]}{at}", check_url=f"{DATA.check_url}{at}")
        for at, name in enumerate(names)
    ]
    alone = []
    for one in people:
        process_cache.forget()
        alone.append(render_own(one, look=look, replaces=CODE if one.name == "Al Bo" else ""))
    for one, bytes_alone in reversed(list(zip(people, alone, strict=True))):
        replaces = CODE if one.name == "Al Bo" else ""
        assert render_own(one, look=look, replaces=replaces) == bytes_alone
    # Not because they are all alike.
    assert len(set(alone)) == 6


def test_a_sheet_with_a_character_that_no_font_has_is_not_kept() -> None:
    look = Look(signatory="Joke \U00013460")
    for _twice in range(2):
        with pytest.raises(pdf.MissingGlyphs):
            render_own(DATA, look=look)


def test_an_english_edition_has_an_english_certificate() -> None:
    reader = read_pdf(render_own(DATA, look=Look(language="en")))
    assert str(reader.root_object["/Lang"]) == "en"
    assert "3 March 2026" in text_of(reader)


def test_the_drawing_behind_the_text_is_read_to_nobody() -> None:
    for name in theme_drawings.names():
        assert pictures_in(read_pdf(render_own(DATA, look=Look(drawing=name)))) == PICTURES


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["none", "cut off", "gone", "no picture", "huge"])
def test_a_logo_that_cannot_be_read_is_left_out(damage: str) -> None:
    content = io.BytesIO()
    size = (9_000, 9_000) if damage == "huge" else (300, 120)
    PillowImage.new("1", size).save(content, "PNG")
    image = get_image_model().objects.create(
        title="Beeldmerk",
        file_hash=damage,
        file=ImageFile(io.BytesIO(content.getvalue()), name="logo.png"),
    )
    if damage == "gone":
        image.file.storage.delete(image.file.name)
    elif damage in ("cut off", "no picture"):
        broken = content.getvalue()[:60] if damage == "cut off" else b"<svg onload='x'/>"
        with image.file.storage.open(image.file.name, "wb") as file:
            file.write(broken)
    partner = PartnerFactory.create(logo=image)
    training = TrainingFactory.create(partner=partner)
    look = look_of(training_id=training.pk, edition_id=0)
    assert (look.logo is not None) == (damage == "none")
    words = pictures_in(read_pdf(render_own(DATA, look=look)))
    assert (f"Beeldmerk van {partner.name}" in words) == (damage == "none")


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
