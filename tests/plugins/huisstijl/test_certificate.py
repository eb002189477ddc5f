"""The certificate in the partner's style, as a reader of PDFs gets it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.catalogue.services import activate_plugin
from courses.certificates import foreign, rendering
from courses.editions.enums import Language
from courses.plugin_api.api import CertificateContext, CertificateData, CertificateHtml
from courses.plugin_host.models import PluginFault
from plugins.huisstijl.certificate import PartnerCertificate
from plugins.huisstijl.colours import COLOURS
from tests.courses.certificates.written import CODE, DATA
from tests.factories import EditionFactory, PartnerFactory, TrainingFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

# What is not set in a training is what holds for the site.
pytestmark = pytest.mark.django_db

FILLED_IN: dict[str, Any] = {
    "partner": None,
    "together_with": "Stichting Samen",
    "colour": "purple",
    "signer_name": "Anna Voorbeeld",
    "signer_role": "Coördinator vrijwilligers",
    "own_text": "Je weet nu hoe je een gesprek begint.",
}
LONGEST = {
    "together_with": "W" * 120,
    "signer_name": "W" * 80,
    "signer_role": "W" * 80,
    "own_text": "W" * 200,
}


def context(data: CertificateData = DATA, **own: Any) -> CertificateContext:
    with override("nl"):
        return CertificateContext(
            data=data,
            days=rendering.days_text(data.first_day, data.last_day),
            hours=rendering.hours_text(data.hours),
            issued_on="11 maart 2026",
            qr=rendering.qr_drawing(data.check_url),
            training_id=1,
            settings=own,
        )


def document(data: CertificateData = DATA, **own: Any) -> CertificateHtml:
    return PartnerCertificate().render(context(data, **own))


def read(data: CertificateData = DATA, **own: Any) -> PdfReader:
    """The PDF as the academy makes it, checks included."""
    return read_pdf(foreign.to_pdf(document(data, **own), data))


def text_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def bare(text: str) -> str:
    return "".join(text.split())


def pictures(reader: PdfReader) -> list[Any]:
    def walk(node: Any) -> Iterator[Any]:
        node = getattr(node, "get_object", lambda: node)()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                yield node.get("/Alt")
            yield from walk(node.get("/K"))

    return list(walk(reader.root_object["/StructTreeRoot"]))


# --- What it says -----------------------------------------------------------------------------


def test_it_says_the_same_as_the_academys_own_certificate() -> None:
    text = text_of(read())
    facts = {
        "Certificaat",
        "Fatima van der Berg",
        "volgde deze training en rondde die af:",
        "Eenzaamheid signaleren en bespreekbaar maken",
        "Datum 3 maart 2026 t/m 10 maart 2026",
        "Duur 2,5 uur",
        "Plaats Buurthuis De Wissel",
        "Aangeboden door Vrijwilligerscentrale Utrecht",
        "Uitgegeven op 11 maart 2026",
        f"Code {CODE}",
        f"academie.example/ certificaat/ {CODE}/",
        "Uitgegeven door de Vrijwilligersacademie",
    }
    assert {fact for fact in facts if fact not in text} == set()


def test_it_says_what_was_set() -> None:
    text = text_of(read(**FILLED_IN))
    said = {
        "In samenwerking met Stichting Samen",
        "Uitgereikt door Anna Voorbeeld Coördinator vrijwilligers",
        "Je weet nu hoe je een gesprek begint.",
    }
    assert {words for words in said if words not in text} == set()
    assert f"#{COLOURS['purple'].ink}" in document(**FILLED_IN).css


def test_what_was_not_set_leaves_no_trace() -> None:
    html = document(replace(DATA, place="", partner="")).html
    absent = ("samenwerking", "Uitgereikt", "Plaats", "Aangeboden", "Uitgegeven door", "<p></p>")
    assert [words for words in absent if words in html] == []
    assert '<p class="partner">Vrijwilligersacademie</p>' in html


def test_another_partner_can_stand_at_the_top() -> None:
    partner = PartnerFactory.create(name="Buurtteam Zuid")
    html = document(partner=partner.pk).html
    assert '<p class="partner">Buurtteam Zuid</p>' in html
    assert "Vrijwilligerscentrale Utrecht" in html
    partner.delete()
    html = document(partner=partner.pk or 0).html
    assert '<p class="partner">Vrijwilligerscentrale Utrecht</p>' in html


def test_settings_that_no_longer_fit_cost_nobody_a_certificate() -> None:
    odd: dict[str, Any] = {"partner": "x", "colour": "gold", "signer_name": 3, "own_text": None}
    assert document(**odd) == document()


def test_it_is_in_dutch_whoever_asks_for_it() -> None:
    with override("en"):
        english = document(**FILLED_IN)
    assert english == document(**FILLED_IN)


def test_that_of_an_edition_in_english_is_in_english() -> None:
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="huisstijl")
    edition = EditionFactory.create(training=training, language=Language.ENGLISH)
    made = rendering.render(replace(DATA, edition=edition.pk), training.pk)
    assert made.template_version == "huisstijl-partner-1.0.0"
    reader = read_pdf(made.pdf)
    text = text_of(reader)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    facts = {"Certificate", "Date 3 March 2026", "2.5 hours", "Issued on 11 March 2026"}
    assert {fact for fact in facts if fact not in text} == set()
    assert PluginFault.objects.count() == 0


def test_a_template_that_knows_no_english_gives_dutch_there_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PartnerCertificate, "languages", ("nl",))
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="huisstijl")
    edition = EditionFactory.create(training=training, language=Language.ENGLISH)
    made = rendering.render(replace(DATA, edition=edition.pk), training.pk)
    assert made.template_version == "huisstijl-partner-1.0.0"
    assert "Uitgegeven op 11 maart 2026" in text_of(read_pdf(made.pdf))


# --- How it is made ---------------------------------------------------------------------------


def test_it_is_one_a4_sheet_on_its_side() -> None:
    reader = read(**FILLED_IN)
    box = reader.pages[0].mediabox
    assert len(reader.pages) == 1
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)


def test_it_is_tagged_dutch_and_has_a_title() -> None:
    reader = read(**FILLED_IN)
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Certificaat Eenzaamheid signaleren en bespreekbaar maken – Fatima van der Berg"
    )
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_only_picture_has_words() -> None:
    assert pictures(read(**FILLED_IN)) == [f"QR-code naar de controlepagina: {DATA.check_url}"]


def test_the_address_can_be_clicked() -> None:
    notes: Any = read().pages[0]["/Annots"]
    links = [note.get_object() for note in notes]
    assert {link["/A"]["/URI"] for link in links} == {DATA.check_url}


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_gives_a_certificate(colour: str) -> None:
    assert len(read(colour=colour).pages) == 1


# --- Long and odd names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Maximiliaan Bartholomeus " * 8, "training": "Een lange titel over zorg " * 9},
        {"name": "W" * 80, "training": "M" * 120},
        {
            "name": "W" * 80 + " " + "M" * 120,
            "training": "W" * 255,
            "place": "W" * 120,
            "partner": "W" * 120,
            "check_url": f"https://{'m' * 63}.example/certificaat/{CODE}/",
        },
    ],
)
def test_the_longest_texts_fit_on_one_sheet(changes: dict[str, str]) -> None:
    data = replace(DATA, **changes)  # type: ignore[arg-type]
    reader = read(data, **LONGEST)
    text = bare(text_of(reader))
    assert len(reader.pages) == 1
    for fact in (data.name, data.training, CODE, data.check_url.partition("://")[2]):
        assert bare(fact) in text


def test_a_new_one_in_the_place_of_another_names_that_at_the_foot() -> None:
    old = "ABCD-EFGH-JKMN-PQRS"
    content = foreign.to_pdf(document(), DATA, replaces=old)
    reader = read_pdf(content)
    assert len(reader.pages) == 1
    assert text_of(reader).endswith(f"Dit certificaat vervangt certificaat {old}.")


@pytest.mark.parametrize("name", ["محمد العلي", "李小龙", "አበበ ቢቂላ", "குமார் சங்கக்கார"])
def test_a_name_in_another_script_is_read_back_as_it_was_written(name: str) -> None:
    assert name in text_of(read(replace(DATA, name=name)))


CHARACTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéëïçğşłØßĳ0123456789 -'’.,&<>\"/;{}%#"
)
WORDS = st.text(CHARACTERS, min_size=1).filter(str.strip)


@given(
    name=WORDS.filter(lambda text: len(text) <= 80),
    training=WORDS.filter(lambda text: len(text) <= 120),
    own_text=st.text(CHARACTERS, max_size=200),
)
@settings(max_examples=20)
def test_whatever_the_names_it_is_one_sheet_with_all_facts(
    name: str, training: str, own_text: str
) -> None:
    reader = read(replace(DATA, name=name, training=training), own_text=own_text)
    assert len(reader.pages) == 1
    text = bare(text_of(reader))
    facts = [name, training, own_text, CODE, DATA.partner, DATA.place, "2,5 uur", "11 maart 2026"]
    assert [fact for fact in facts if bare(fact) not in text] == []


@given(
    length=st.integers(1, 80),
    title_length=st.integers(1, 120),
    wide=st.sampled_from("WMim "),
    own_length=st.integers(0, 200),
)
@settings(max_examples=20)
def test_at_every_length_it_is_one_sheet(
    length: int, title_length: int, wide: str, own_length: int
) -> None:
    data = replace(DATA, name=f"A{wide * length}"[:80], training=f"Z{wide * title_length}"[:120])
    own = {**FILLED_IN, "own_text": "W" * own_length}
    assert len(read(data, **own).pages) == 1


def test_characters_that_mean_something_in_html_are_just_characters() -> None:
    data = replace(DATA, name="<b>Jan & Zn</b>", training="{{ a }} <script>", partner="<i>")
    own: dict[str, Any] = dict.fromkeys(LONGEST, "<img src=x>")
    html = document(data, **own).html
    assert [tag for tag in ("<b>", "<script", "<i>", "<img") if tag in html] == []
    text = text_of(read(data, **own))
    assert "<b>Jan & Zn</b>" in text
    assert "{{ a }} <script>" in text


# --- In the academy ---------------------------------------------------------------------------


def test_where_it_is_on_the_certificates_of_the_training_look_like_this() -> None:
    training, other = TrainingFactory.create(), TrainingFactory.create()
    activate_plugin(training=training, plugin="huisstijl")
    ours = rendering.render(DATA, training.pk)
    theirs = rendering.render(DATA, other.pk)
    assert ours.template_version == "huisstijl-partner-1.0.0"
    assert theirs.template_version == rendering.TEMPLATE_VERSION
    assert "Uitgegeven door de Vrijwilligersacademie" in text_of(read_pdf(ours.pdf))
    assert PluginFault.objects.count() == 0
