"""All lessons of a training in a row: on a page, as a PDF, and as a file for without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import KNOWLEDGE_CHECK, EnrolmentFactory, TrainingFactory, make_lesson
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

URL = "/trainingen/t/boekje/"
WAYS = {"page": URL, "pdf": f"{URL}pdf/", "file": f"{URL}bestand/"}
NOTE = "Hier hoort een opdracht. Die doe je op de website."


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create(slug="t", title="Rouw & Verlies")
    make_lesson(training, title="Open", slug="open", is_open=True, body=[
        ("heading", "Kijken"), ("paragraph", "<p>Zet thee.</p>"),
        ("knowledge_check", KNOWLEDGE_CHECK), ("infopunt", None),
    ])  # fmt: skip
    make_lesson(training, title="Besloten", slug="besloten", body=[
        ("callout", {"kind": "mind", "text": "<p>Luister eerst.</p>"}), ("new_step", None),
        ("case", {"title": "Thuis", "text": "<p>Zij huilt.</p>", "question": "En jij?"}),
    ])  # fmt: skip
    return training


def words(client: Client, way: str, query: str = "") -> str:
    response = client.get(f"{WAYS[way]}{query}")
    assert response.status_code == 200
    if way == "pdf":
        reader = read_pdf(response.content)
        assert reader.metadata is not None
        assert reader.metadata.title == "Boekje Rouw & Verlies"
        text = " ".join(page.extract_text() for page in reader.pages)
    else:
        text = response.content.decode()
    return " ".join(text.split())


@pytest.mark.parametrize("way", WAYS)
def test_a_visitor_gets_open_lessons_and_a_participant_all_of_them(
    training: TrainingPage, client: Client, way: str
) -> None:
    visitor = words(client, way)
    assert [one in visitor for one in ("Zet thee.", "Luister eerst.")] == [True, False]
    client.force_login(EnrolmentFactory.create(training=training).person)
    text = words(client, way)
    order = (
        "Les 1. Open",
        "Zet thee.",
        NOTE,
        "236 17 45",
        "Les 2. Besloten",
        "Luister eerst.",
        "En",
    )
    # The first page of a PDF has the telephone number too.
    assert [text.index(one, text.index("Les 1. Open")) for one in order] == sorted(
        text.index(one, text.index("Les 1. Open")) for one in order
    )
    assert str(KNOWLEDGE_CHECK["question"]) not in text
    if way != "pdf":
        told = "Hier staan alleen de lessen die iedereen mag lezen."
        assert (told in visitor, told in text) == (True, False)


def test_the_file_needs_nothing_from_elsewhere_and_is_kept_by_nobody_else(
    training: TrainingPage, client: Client
) -> None:
    person = EnrolmentFactory.create(training=training).person
    client.force_login(person)
    response = client.get(WAYS["file"])
    assert response["Content-Disposition"] == 'attachment; filename="rouw-verlies.html"'
    assert response["Cache-Control"] == "private, no-store"
    html = response.content.decode()
    assert [one in html for one in ("<script", "<link", "src=", "url(", "<form", "<svg")] == [
        False
    ] * 6
    assert person.first_name not in html


@pytest.mark.parametrize(
    ("query", "size"),
    [("", (210, 297)), ("?papier=a4&letters=groot", (210, 297)), ("?papier=a5", (148, 210)),
     ("?papier=b2", (210, 297))],
)  # fmt: skip
def test_the_paper_is_chosen(
    training: TrainingPage, client: Client, query: str, size: tuple[int, int]
) -> None:
    reader = read_pdf(client.get(f"{WAYS['pdf']}{query}").content)
    millimetres = [float(one) * 25.4 / 72 for one in reader.pages[0].mediabox[2:]]
    assert tuple(map(round, millimetres)) == size


@pytest.mark.parametrize("way", WAYS)
def test_where_there_are_no_lessons_to_read(client: Client, way: str) -> None:
    TrainingFactory.create(slug="lezing", kind="lecture")
    assert client.get(WAYS[way].replace("/t/", "/lezing/")).status_code == 404
    training = TrainingFactory.create(slug="t")
    if way == "page":
        assert "Er zijn nog geen lessen die je hier kunt lezen." in words(client, way)
    else:
        assert client.get(WAYS[way]).status_code == 404
    training.unpublish()
    assert client.get(WAYS[way]).status_code == 404


def test_more_lessons_cost_no_more_queries(training: TrainingPage, client: Client) -> None:
    client.force_login(EnrolmentFactory.create(training=training).person)

    def queries() -> int:
        words(client, "page")
        with CaptureQueriesContext(connection) as asked:
            words(client, "page")
        return len(asked)

    before = queries()
    for number in range(3):
        make_lesson(training, slug=f"nog-{number}", body=[("paragraph", "<p>Nog</p>")])
    assert queries() == before
