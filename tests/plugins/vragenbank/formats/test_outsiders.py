"""Our files read by programs of others, and theirs by us."""

from __future__ import annotations

import html
import json
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from qti_convert import downgrade_package, upgrade_package

from academy.demo.additions import QUESTIONS
from plugins.vragenbank.formats.gift_reader import read_gift
from plugins.vragenbank.formats.gift_writer import write_gift
from plugins.vragenbank.formats.markup import plain
from plugins.vragenbank.formats.model import (
    RIGHT,
    WRONG,
    Bank,
    Matching,
    Numerical,
    OneChoice,
    Ordering,
    Question,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
)
from plugins.vragenbank.formats.qti_names import NAMESPACES, Version
from plugins.vragenbank.formats.qti_package import read_qti, write_qti
from tests.ical.readers import node
from tests.plugins.vragenbank.pictured import PICTURED

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = Path(__file__).with_name("read_gift.mjs")
COMPARISONS = [f"{{{NAMESPACES[Version.QTI_30]}}}qti-{one}" for one in ("equal", "gte", "lte")]


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The bank of the demo, which has each kind of question."""
    return Bank(read_gift(QUESTIONS.read_bytes()).questions)


# --- GIFT: gift-pegjs, a grammar of its own ------------------------------------------------------


def _read_by_pegjs(content: bytes) -> list[dict[str, Any]]:
    done = subprocess.run([node(), SCRIPT], input=content, capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _text(part: Mapping[str, str] | None) -> str:
    if part is None:
        return ""
    words = html.unescape(part["text"])
    return plain(part["text"]) if part["format"] == "html" else words


def _as_told(question: Question) -> dict[str, Any]:
    """A question in the words of that grammar, as far as it has them."""
    told: dict[str, Any] = {
        "id": question.key,
        "title": question.title,
        "stem": plain(question.text),
        "feedback": plain(question.feedback),
    }
    task = question.task
    match task:
        case OneChoice() | SeveralChoices():
            told["type"] = "MC"
            told["choices"] = [
                (plain(one.text), one.weight, plain(one.feedback)) for one in task.options
            ]
        case TrueFalse():
            # It calls the first feedback that for true; in Moodle it is for who is wrong.
            wrong, right = task.if_false, task.if_true
            if not task.is_true:
                wrong, right = right, wrong
            told |= {"type": "TF", "isTrue": task.is_true, "feedbacks": [wrong, right]}
        case ShortAnswer():
            told["type"] = "Short"
            told["choices"] = [
                *((one.text, one.weight, plain(one.feedback)) for one in task.answers),
                *([("*", WRONG, plain(task.otherwise))] if task.otherwise else []),
            ]
        case Numerical():
            told["type"] = "Numerical"
            told["numbers"] = [(float(one.value), float(one.tolerance)) for one in task.answers]
        case Matching():
            told["type"] = "Matching"
            told["pairs"] = [
                *((plain(pair.left), pair.right) for pair in task.pairs),
                *(("", text) for text in task.extra),
            ]
        case _:
            told["type"] = "Essay"
    return told


def _as_read(found: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": found["id"],
        "title": found["title"],
        "stem": _text(found["stem"]),
        "feedback": _text(found["globalFeedback"]),
        "type": found["type"],
    }
    match found["type"]:
        case "MC" | "Short":
            told["choices"] = [
                (_text(one["text"]), _weight(one), _text(one["feedback"]))
                for one in found["choices"]
            ]
        case "TF":
            told["isTrue"] = found["isTrue"]
            told["feedbacks"] = [_text(found[f"{one}Feedback"]) for one in ("true", "false")]
        case "Numerical":
            told["numbers"] = [
                (float(one["text"]["number"]), float(one["text"].get("range", 0)))
                for one in found["choices"]
                if "number" in one["text"]
            ]
        case "Matching":
            told["pairs"] = [
                (_text(one["subquestion"]), one["subanswer"]) for one in found["matchPairs"]
            ]
    return told


def _weight(choice: Mapping[str, Any]) -> Decimal:
    if choice["weight"] is not None:
        return Decimal(str(choice["weight"]))
    return RIGHT if choice["isCorrect"] else WRONG


def test_gift_that_we_write_is_read_alike_by_another_grammar(bank: Bank) -> None:
    questions = [one for one in bank.questions if not isinstance(one.task, Ordering)]
    found = [one for one in _read_by_pegjs(write_gift(bank)) if one["type"] != "Category"]
    assert [_as_read(one) for one in found] == [_as_told(one) for one in questions]


OTHERS = r"""
// [id:a]
::Kies::Wat is 2 \+ 2 \= ? {=vier#Ja! ~vijf#Nee ~%50%bijna vier}

// [id:b]
::Typ::Waar? {=Utrecht =%50%Utregt#Bijna####Alg}

// [id:c]
::Paar::Wat hoort erbij? {=kat -> miauw =hond -> waf}

// [id:d]
::Getal::Pi? {#3.14:0.01}

// [id:e]
::Schrijf::Vertel. {}
"""


def test_gift_of_others_is_read_alike_by_both() -> None:
    ours = read_gift(OTHERS.encode()).questions
    theirs = _read_by_pegjs(OTHERS.encode())
    told = [_as_told(one) for one in ours]
    read = [_as_read(one) for one in theirs if one["type"] != "Numerical"]
    assert [one for one in told if one["type"] != "Numerical"] == read
    (number,) = [one for one in theirs if one["type"] == "Numerical"]
    # One answer is no list there.
    assert (number["choices"]["number"], number["choices"]["range"]) == (3.14, 0.01)
    assert told[3]["numbers"] == [(3.14, 0.01)]


# --- QTI: the converter of Cito ------------------------------------------------------------------


def _zipped(files: Mapping[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


@pytest.mark.parametrize("pictured", [False, True])
def test_our_qti_21_is_the_same_bank_after_another_program_made_it_30(
    bank: Bank, pictured: bool
) -> None:
    told = PICTURED if pictured else bank
    content = write_qti(told, Version.QTI_21, title="Bank")
    read = read_qti(_zipped(upgrade_package(content).files))
    assert Bank(read.questions, read.pictures) == told


@pytest.mark.parametrize("pictured", [False, True])
def test_our_qti_30_is_the_same_bank_after_another_program_made_it_21(
    bank: Bank, pictured: bool
) -> None:
    told = PICTURED if pictured else bank
    content = write_qti(told, Version.QTI_30, title="Bank")
    read = read_qti(_zipped(downgrade_package(content).files))
    assert Bank(read.questions, read.pictures) == told


def test_that_a_question_may_be_left_open_is_known_by_the_original_alone(bank: Bank) -> None:
    """That converter lets everybody answer each choice, also where `minChoices` is 0."""
    (question,) = [one for one in bank.questions if isinstance(one.task, OneChoice)]
    free = Bank((replace(question, must_answer=False),))
    content = write_qti(free, Version.QTI_21, title="Bank")
    assert read_qti(content).questions == free.questions
    assert read_qti(write_qti(free, Version.QTI_30, title="Bank")).questions == free.questions
    converted = read_qti(_zipped(upgrade_package(content).files))
    assert converted.questions == (question,)


def test_a_number_that_may_differ_is_a_range_in_30_which_a_player_knows() -> None:
    """Cito's player takes a tolerance for none: `findings/qti-components-tolerance.sh`."""
    told = Bank(read_gift(b"// [id:pi]\n::Pi::Hoeveel is pi? {#3.14:0.02}\n").questions)
    content = write_qti(told, Version.QTI_30, title="Bank")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        (item,) = [
            archive.read(name) for name in archive.namelist() if b"Hoeveel" in archive.read(name)
        ]
    tests = [(one.tag, one[1].text) for one in etree.fromstring(item).iter(*COMPARISONS)]
    assert tests == [(COMPARISONS[1], "3.12"), (COMPARISONS[2], "3.16")]
    assert read_qti(content).questions == told.questions
