"""Screening what closed: with deduce where an operator asks for it, else without."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from courses.evaluation.checks import screening_is_known
from courses.evaluation.enums import Finding, Kind, TextStatus
from courses.evaluation.models import ScreeningException, TextAnswer
from courses.evaluation.redactions import Redaction, read, redacted
from courses.evaluation.screening import deduce_process
from courses.evaluation.screening.due import screen_due
from tests.courses.evaluation.factories import Told, kept_form

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["ook verhoeven kwam", "Bel 06 12345678", "Jan", "bij humanitas, rood", "niets"]

PROGRAM = """
import logging
import re
import sys
from types import SimpleNamespace as N

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG)

class Deduce:
    def __init__(self):
        logging.info("Please wait")

    def deidentify(self, text):
        tags = {"verhoeven": "persoon", "humanitas": "persoon", "rood": "leeftijd"}
        tags["'t hart"] = "persoon"
        if "kapot" in text:
            raise ValueError(text)
        return N(annotations=[
            N(start_char=m.start(), end_char=m.end(), tag=tags[m.group()])
            for m in re.finditer("|".join(tags), text)
        ])
"""
"""What deduce 3.0.6 offers, as far as we use it."""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place where the process finds a program of that name."""
    (tmp_path / "deduce.py").write_text(PROGRAM)
    known = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(tmp_path), known))))
    return tmp_path / "deduce.py"


def waiting(texts: list[str] = TEXTS) -> None:
    told = {"why": Told(kind=Kind.OPEN, texts=texts)}
    kept_form(None, told, invited=9, occasion="survey", title="Peiling")
    TextAnswer.objects.update(status=TextStatus.WAITING)


def read_as() -> list[str]:
    return sorted(redacted(one.text, read(one.redactions)) for one in TextAnswer.objects.all())


@pytest.mark.django_db
def test_deduce_finds_more_and_exceptions_hold_for_it_too(program: Path, settings: Any) -> None:
    settings.ACADEMY_SCREENING = "deduce"
    assert ScreeningException.objects.filter(words="Humanitas").exists()
    waiting()

    assert screen_due() == 5

    assert read_as() == [
        "Bel [weggelaten]",
        "Jan",
        "bij humanitas, rood",
        "niets",
        "ook [weggelaten] kwam",
    ]


@pytest.mark.django_db
def test_where_it_fails_the_operator_reads_so_and_the_simple_screening_goes_on(
    program: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ACADEMY_SCREENING = "deduce"
    waiting([*TEXTS, "alles kapot, zei 06 12345678"])

    screen_due()

    assert "alles kapot, zei [weggelaten]" in read_as()
    (said,) = [one.getMessage() for one in caplog.records if "deduce" in one.getMessage()]
    assert "screened without deduce: deduce cannot be used: " in said
    assert "ValueError" in said
    # What people wrote stands in no log.
    assert "kapot" not in said


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("text", ["ook 't hart", "ook ’t hart", "ook ‘t hart"])
def test_a_name_with_an_apostrophe_is_found_however_it_was_typed(text: str) -> None:
    """deduce knows the straight one alone: `findings/deduce-curly-apostrophes.sh`."""
    assert deduce_process.find([text]) == [[Redaction(4, 11, Finding.NAME)]]


def test_its_answer_has_to_fit(program: Path) -> None:
    name = Redaction(4, 13, Finding.NAME)
    assert deduce_process.find(["ook verhoeven", ""]) == [[name], []]
    assert deduce_process.without_exceptions("ook verhoeven", [name], ["Verhoeven"]) == []
    text = "Jan de Vries van het Rode Kruis in de zaal"
    whole, hall = Redaction(0, 31, Finding.NAME), Redaction(35, 42, Finding.ADDRESS)
    assert deduce_process.without_exceptions(text, [whole, hall], ["Zaal", "rode kruis"]) == [
        Redaction(0, 20, Finding.NAME),
        hall,
    ]
    assert deduce_process.without_exceptions(text, [whole], ["Jan de Vries", "Rode Kruis"]) == []
    assert deduce_process.without_exceptions(text, [whole], []) == [whole]

    for text, said in (
        ("raise ImportError('weg')", "it is not installed"),
        ("import sys\nprint('[1]', file=sys.__stdout__)\nraise SystemExit(0)", "cannot be read"),
        (
            "import sys\nprint('[]', file=sys.__stdout__)\nraise SystemExit(0)",
            "not answer for every",
        ),
    ):
        program.write_text(text)
        with pytest.raises(deduce_process.DeduceFailed, match=said):
            deduce_process.find(["een"])


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("simple", []),
        ("deduce", ["ACADEMY_SCREENING=deduce, and deduce is not installed"]),
        ("spacy", ["ACADEMY_SCREENING=spacy is unknown"]),
    ],
)
def test_the_operator_hears_of_what_cannot_be(settings: Any, chosen: str, said: list[str]) -> None:
    settings.ACADEMY_SCREENING = chosen

    found = screening_is_known()

    assert [one.msg.split(":")[0].split(";")[0] for one in found] == said
