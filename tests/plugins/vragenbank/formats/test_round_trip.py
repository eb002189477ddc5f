"""Any bank, written and read back, is the same bank: as far as the format can hold it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from plugins.vragenbank.formats.gift_reader import read_gift
from plugins.vragenbank.formats.gift_writer import write_gift
from plugins.vragenbank.formats.losses import Format, losses
from plugins.vragenbank.formats.markup import cleaned, plain
from plugins.vragenbank.formats.model import (
    RIGHT,
    Answer,
    Bank,
    OneChoice,
    Option,
    Question,
    ShortAnswer,
    html_of,
)
from plugins.vragenbank.formats.moodle_reader import read_moodle
from plugins.vragenbank.formats.moodle_writer import write_moodle
from plugins.vragenbank.formats.qti_names import Version
from plugins.vragenbank.formats.qti_package import read_qti, write_qti
from plugins.vragenbank.formats.qti_writer import write_item
from tests.plugins.vragenbank.banks import BANKS, HTML, PICTURES, bank_of


def _held(bank: Bank, form: Format) -> Bank:
    """The questions that a format holds whole."""
    return bank_of([one for one in bank.questions if not losses(one, form)])


@settings(max_examples=20)
@given(BANKS)
def test_a_bank_comes_back_from_gift(bank: Bank) -> None:
    held = _held(bank, Format.GIFT)
    if held.questions:
        read = read_gift(write_gift(held))
        assert [one.refused for one in read.found] == ["" for _one in held.questions]
        assert read.questions == held.questions


@settings(max_examples=20)
@given(BANKS)
def test_a_bank_comes_back_from_moodle_xml(bank: Bank) -> None:
    held = _held(bank, Format.MOODLE)
    if held.questions:
        read = read_moodle(write_moodle(held))
        assert [one.refused for one in read.found] == ["" for _one in held.questions]
        assert Bank(read.questions, read.pictures) == held


@pytest.mark.parametrize("version", Version)
@settings(max_examples=15)
@given(bank=BANKS)
def test_a_bank_comes_back_from_qti(version: Version, bank: Bank) -> None:
    form = Format.QTI_21 if version is Version.QTI_21 else Format.QTI_30
    held = _held(bank, form)
    if held.questions:
        read = read_qti(write_qti(held, version, title="Bank"))
        assert [one.refused for one in read.found] == ["" for _one in held.questions]
        assert Bank(read.questions, read.pictures) == held


@settings(max_examples=20)
@given(BANKS)
def test_what_a_format_cannot_hold_is_named_and_the_rest_comes_back(bank: Bank) -> None:
    """Where something is lost, only what was named is lost: never a text."""
    read = {one.key: one for one in read_moodle(write_moodle(bank)).questions}
    for question in bank.questions:
        found = read[question.key]
        assert _texts(found) == _texts(question)
        if found != question:
            assert losses(question, Format.MOODLE) != []


def test_gift_has_the_words_of_a_picture_in_its_place() -> None:
    name = next(iter(PICTURES))
    options = (
        Option(f'<img src="picture:{name}" alt="10% &amp; meer"/>', RIGHT, "<strong>Ja</strong>"),
        Option(f'<img src="picture:{name}" alt=""/>'),
    )
    text = f'<p>Kijk <img src="picture:{name}" alt="een bel"/> goed.</p><p>Wat is dit?</p>'
    written = write_gift(bank_of([Question("Plaatje", text, OneChoice(options), key="k")]))
    assert b"picture" not in written
    (read,) = read_gift(written).questions
    assert read.text == "<p>Kijk een bel goed.</p><p>Wat is dit?</p>"
    assert isinstance(read.task, OneChoice)
    assert [one.text for one in read.task.options] == ["10% &amp; meer", "(plaatje)"]


def test_whether_options_are_shuffled_is_in_the_files_that_can_say_so() -> None:
    options = (Option("Goed", RIGHT), Option("Fout"))
    for shuffled in (True, False):
        question = Question("Vraag", "Kies.", OneChoice(options, shuffled=shuffled), key="k")
        bank = bank_of([question])
        moodle, qti = write_moodle(bank), write_item(question, Version.QTI_21)
        said = str(shuffled).lower()
        assert f"<shuffleanswers>{said}</shuffleanswers>" in moodle.decode()
        assert f'shuffle="{said}"' in qti.decode()
        told = losses(question, Format.GIFT)
        assert ("Daar staan de antwoorden steeds in een andere volgorde." in told) is not shuffled


def test_a_short_answer_with_an_arrow_stays_behind_as_gift_would_take_it_for_pairs() -> None:
    arrow, other = (
        Question(title, title, ShortAnswer((Answer(text, RIGHT),)), key=title)
        for title, text in (("Pijl", "links -> rechts"), ("Geen", "links - > rechts"))
    )
    read = read_gift(write_gift(bank_of([arrow, other])))
    assert [one.title for one in read.questions] == ["Geen"]
    assert losses(arrow, Format.GIFT) == [
        "Deze vraag gaat niet mee: een pijltje (->) in een antwoord kan daar niet."
    ]
    assert losses(other, Format.GIFT) == []


def _texts(question: Question) -> list[str]:
    return [plain(html) for html in html_of(replace(question, key=""))]


@given(HTML)
def test_cleaning_again_changes_nothing(html: str) -> None:
    assert cleaned(html).html == html
    inline = cleaned(html, inline=True).html
    assert cleaned(inline, inline=True).html == inline
