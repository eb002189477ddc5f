"""All lessons of a training in a row: on a page, as a PDF, and as a file for without a network."""

from __future__ import annotations

import re
from datetime import time, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from courses.catalogue.models import CoursePluginActivation
from courses.common import clock
from courses.common.formats import period
from courses.glossary.models import GlossaryWord
from tests.factories import (
    KNOWLEDGE_CHECK,
    EditionFactory,
    EnrolmentFactory,
    TrainingFactory,
    make_lesson,
)
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

URL = "/trainingen/t/boekje/"
WAYS = {"page": URL, "pdf": f"{URL}pdf/", "file": f"{URL}bestand/"}


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
        str(KNOWLEDGE_CHECK["question"]),
        "Een bewijs",
        "Iets wat opvalt",
        "236 17 45",
        "Les 2. Besloten",
        "Luister eerst.",
        "En",
    )
    # The first page of a PDF has the telephone number too.
    assert [text.index(one, text.index("Les 1. Open")) for one in order] == sorted(
        text.index(one, text.index("Les 1. Open")) for one in order
    )
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


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("training")
def test_hard_words_of_what_one_may_read_stand_explained_at_the_back(
    client: Client, way: str
) -> None:
    for word, meaning in (
        ("thee", "Warm water met smaak."),
        ("luisteren", "Horen wat iemand zegt."),
        ("zeldzaam", "Je ziet het bijna nooit."),
    ):
        GlossaryWord.objects.create(word=word, meaning=meaning, in_english="in other words")
    shown = " ".join(strip_tags(words(client, way)).split())
    told = "thee (Engels: in other words) Warm water met smaak."
    assert shown.count(told) == 1
    assert "Moeilijke woorden" in shown[shown.index("Zet thee.") : shown.index(told)]
    # Those of a lesson for who takes part, and of none at all.
    assert "Horen wat iemand zegt" not in shown
    assert "bijna nooit" not in shown


@pytest.mark.parametrize("way", WAYS)
def test_an_exercise_is_there_to_do_and_does_not_give_its_answers_away(
    training: TrainingPage, client: Client, way: str
) -> None:
    text = words(client, way)
    for one in ("Weet je het?", "Kies één antwoord.", "Een bewijs", "Iets wat opvalt"):
        assert one in text
    before, _, after = text.partition("Maak eerst de opdracht. Kijk dan pas hier.")
    assert ["Precies." in after, "Vraag altijd na." in after] == [True, True]
    assert [one in before for one in ("Precies.", "Vraag altijd na.", "Kijk na")] == [False] * 3
    if way != "pdf":
        assert text.count('class="va-mark"') == 2
        assert "Doe de opdracht op de website" in text


def test_paper_has_the_answers_at_the_back_but_not_those_of_a_test(
    training: TrainingPage, client: Client
) -> None:
    CoursePluginActivation.objects.create(training=training, plugin="kennistoets", settings={})
    test = {
        "title": "Toets",
        "introduction": "",
        "questions": [
            {
                "text": "Wat telt mee?",
                "multiple": False,
                "options": [
                    {"text": "Antwoord A", "correct": True},
                    {"text": "Antwoord B", "correct": False},
                ],
                "explanation": "Uitleg bij de toets.",
            }
        ],
    }
    make_lesson(training, slug="toets", is_open=True, body=[("kennistoets_test", test)])
    pages = [
        " ".join(one.extract_text().split())
        for one in read_pdf(client.get(WAYS["pdf"]).content).pages
    ]
    assert "Achterin staan antwoorden. Zo kijk je zelf na." in pages[0]
    assert any("Wat telt mee?" in one for one in pages[:-1])
    asked = next(number for number, one in enumerate(pages, 1) if "B. Iets wat opvalt" in one)
    assert (f"Les 1. Open Weet je het? (bladzijde {asked}) B. Iets wat opvalt – Precies.") in pages[
        -1
    ]
    (told,) = [one for one in pages if "Wat telt mee?" in one]
    assert "geef dit blad aan je trainer. Of bel (030) 236 17 45. Naam:" in told
    assert "Van vragen die meetellen voor je certificaat staan hier geen antwoorden." in pages[-1]
    assert "Vraag altijd na." in pages[-1]
    assert "Een bewijs" not in pages[-1], "only what is right"
    assert [one for one in pages if "Uitleg bij de toets." in one] == []
    assert "Antwoord A" not in pages[-1]


def test_a_visitors_paper_says_that_there_is_more_and_how_to_get_it(
    training: TrainingPage, client: Client
) -> None:
    def cover() -> str:
        content = client.get(WAYS["pdf"]).content
        return " ".join(read_pdf(content).pages[0].extract_text().split())

    visitor = cover()
    assert "In dit boekje staat 1 van de 2 lessen." in visitor
    assert "op (030) 236 17 45? Vraag dan ook om de lessen op papier." in visitor
    client.force_login(EnrolmentFactory.create(training=training).person)
    assert "In dit boekje sta" not in cover()


def test_the_cover_has_the_telephone_before_the_hours_and_the_address_for_mail_last(
    training: TrainingPage, client: Client
) -> None:
    def cover() -> str:
        pages = read_pdf(client.get(WAYS["pdf"]).content).pages
        return " ".join(pages[0].extract_text().split())

    def is_in_order(*parts: str) -> bool:
        places = [shown.index(one) for one in parts]
        return places == sorted(places)

    contact = ("(030) 236 17 45", "elke dag van", "@")
    shown = cover()
    assert is_in_order(*contact, "Wanneer is de training?")
    client.force_login(EnrolmentFactory.create(training=training).person)
    shown = cover()
    assert is_in_order(*contact, "Heb je geen internet?")


@pytest.mark.parametrize("lines", range(20, 32, 3))
def test_a_question_stands_on_one_page_with_its_answers(client: Client, lines: int) -> None:
    training = TrainingFactory.create(slug="t", title="Rouw & Verlies")
    options = [{"text": f"Antwoord {one}", "correct": one == 0, "feedback": ""} for one in range(8)]
    check = {**KNOWLEDGE_CHECK, "options": options}
    make_lesson(training, is_open=True, body=[
        ("paragraph", "<p>Zet thee.</p>" * lines), ("knowledge_check", check),
    ])  # fmt: skip
    pages = [one.extract_text() for one in read_pdf(client.get(WAYS["pdf"]).content).pages]
    (page,) = [one for one in pages if "Wat is een signaal?" in one and "Antwoorden" not in one]
    assert "Weet je het?" in page
    assert "Antwoord 7" in page


@pytest.mark.parametrize("lessons_required", [True, False])
def test_paper_says_how_somebody_without_internet_gets_the_certificate(
    training: TrainingPage, client: Client, *, lessons_required: bool
) -> None:
    training.lessons_required = lessons_required
    training.save()

    def told(page: int) -> str:
        pages = read_pdf(client.get(WAYS["pdf"]).content).pages
        return " ".join(pages[page].extract_text().split())

    # At the end of that of who does not take part yet: its cover says how one does.
    visitors = told(-1)
    assert "Doe je mee, en heb je geen internet?" in visitors
    client.force_login(EnrolmentFactory.create(training=training).person)
    for shown in (visitors, told(0)):
        assert ("De lessen horen bij het certificaat." in shown) is lessons_required
        assert "kan een medewerker je het certificaat dan toch geven" in shown


def pdf_words(client: Client, query: str = "") -> list[str]:
    """What stands on each page."""
    reader = read_pdf(client.get(f"{WAYS['pdf']}{query}").content)
    return [" ".join(one.extract_text().split()) for one in reader.pages]


@pytest.mark.parametrize("query", ["", "?les=open&letters=groot"])
def test_paper_says_how_much_there_is_and_when_one_can_take_part(
    training: TrainingPage, client: Client, query: str
) -> None:
    def told() -> str:
        """Of a booklet on its cover; of one lesson behind it."""
        pages = pdf_words(client, query)
        return " ".join(pages) if query else pages[0]

    none = "Nu is er geen datum met een vrije plaats."
    assert none in told()
    starts_at = clock.moment_of(clock.today() + timedelta(days=9), time(13))
    full = EditionFactory.create(training=training, starts_at=starts_at, sessions=2, capacity=1)
    EnrolmentFactory.create(edition=full)
    shown = told()
    for one in full.sessions.all():
        assert period(one.starts_at, one.ends_at) in shown
    assert ("Vol. Bel voor de wachtlijst." in shown, none in shown) == (True, False)
    assert "Schrijf je je in per telefoon" in shown
    which = "Dit is les 1 van de 2 lessen" if query else "In dit boekje staat 1 van de 2 lessen"
    assert which in shown
    # Who takes part has a date.
    client.force_login(EnrolmentFactory.create(training=training).person)
    mine = told()
    assert ("Wanneer is de training?" in mine, "per telefoon" in mine) == (False, False)
    assert ("Dit is les 1 van de 2 lessen" in mine) is bool(query)


@pytest.mark.parametrize(
    ("query", "shown"), [("", 3), ("?letters=groot", 1), ("?les=open&letters=groot", 3)]
)
def test_a_cover_names_as_many_dates_as_there_is_room_for_and_says_of_the_rest(
    training: TrainingPage, client: Client, query: str, shown: int
) -> None:
    for days in range(9, 12):
        EditionFactory.create(training=training, starts_at=clock.now() + timedelta(days=days))
    soon = clock.now() + timedelta(days=8)
    EditionFactory.create(training=training, starts_at=soon, online_link="https://video.example/x")
    told = " ".join(pdf_words(client, query))
    assert told.count("12 plaatsen vrij") == shown
    assert ("Hiervoor heb je internet nodig." in told) is (shown > 1)
    assert ("Er is nog 1 datum." if shown > 1 else "Er zijn nog 3 data.") in told


def test_a_question_says_where_its_answers_are_and_those_where_it_is(
    training: TrainingPage, client: Client
) -> None:
    pages = pdf_words(client)
    asked = next(number for number, one in enumerate(pages, 1) if "B. Iets wat opvalt" in one)
    solved = next(number for number, one in enumerate(pages, 1) if "Antwoorden Maak" in one)
    assert f"De antwoorden staan achterin (bladzijde {solved})" in pages[asked - 1]
    assert f"(bladzijde {asked})" in pages[solved - 1]


@pytest.mark.parametrize("way", ["page", "file"])
def test_where_one_can_press_a_question_leads_to_its_answers(
    training: TrainingPage, client: Client, way: str
) -> None:
    text = words(client, way)
    found = re.search(r'<a href="#(antwoord-[\w-]+)">De antwoorden staan achterin</a>', text)
    assert found is not None
    assert text.count(f'id="{found[1]}"') == 1
    assert "Invullen kan hier niet." in text


@pytest.mark.parametrize("way", WAYS)
def test_what_somebody_says_stands_in_quotation_marks_once(client: Client, way: str) -> None:
    training = TrainingFactory.create(slug="t", title="Rouw & Verlies")
    make_lesson(training, is_open=True, body=[
        ("quote", {"text": "Niemand vraagt hoe hij was.", "who": "Een weduwe"}),
        ("quote", {"text": "‘Zo was hij.’", "who": ""}),
        ("quote", {"text": "‘Sterk zijn’ zei ze.", "who": ""}),
    ])  # fmt: skip
    shown = " ".join(re.sub(r"<[^>]+>", " ", words(client, way)).split())
    assert "‘Niemand vraagt hoe hij was.’ – Een weduwe" in shown
    assert ("‘Zo was hij.’" in shown, "‘‘Zo was hij" in shown) == (True, False)
    assert "‘‘Sterk zijn’ zei ze.’" in shown


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


def test_the_page_says_about_how_many_pages_each_way_takes(
    training: TrainingPage, client: Client
) -> None:
    make_lesson(
        training,
        slug="lang",
        is_open=True,
        body=[
            (
                "paragraph",
                f"<p>{'Wie luistert, hoort wat de ander zegt en niet zegt. ' * 5}</p>" * 30,
            )
        ],
    )
    html = " ".join(client.get(URL).content.decode().split())
    told = re.findall(r'href="([^"]*/pdf/[^"]*)".*?ongeveer (\d+) bladzijden', html)
    assert len(told) == 4
    for address, about in told:
        pages = len(read_pdf(client.get(unescape(address)).content).pages)
        assert abs(int(about) - pages) <= 2 + pages / 8, (address, about, pages)


def test_the_files_can_be_told_apart_and_one_lesson_can_be_had_alone(
    training: TrainingPage, client: Client
) -> None:
    def name(query: str) -> str:
        return client.get(f"{WAYS['pdf']}{query}")["Content-Disposition"]

    names = [
        name(query)
        for query in ("", "?letters=groot", "?papier=a5", "?les=open", "?les=open&letters=groot")
    ]
    assert names == [
        f'inline; filename="rouw-verlies-{one}.pdf"'
        for one in (
            "lessen-a4", "lessen-a4-grote-letters", "lessen-a5",
            "les-1-a4", "les-1-a4-grote-letters",
        )
    ]  # fmt: skip
    client.force_login(EnrolmentFactory.create(training=training).person)
    reader = read_pdf(client.get(f"{WAYS['pdf']}?les=besloten").content)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert reader.metadata is not None
    assert reader.metadata.title == "Les 2. Besloten"
    assert [one in text for one in ("Luister eerst.", "Zet thee.", "236 17 45")] == [
        True, False, True
    ]  # fmt: skip


def test_a_lesson_leads_to_itself_in_large_letters_and_a_closed_one_is_not_had(
    training: TrainingPage, client: Client
) -> None:
    html = client.get("/trainingen/t/lessen/open/").content.decode()
    assert f'href="{WAYS["pdf"]}?les=open&amp;letters=groot"' in html
    assert client.get(f"{WAYS['pdf']}?les=besloten").status_code == 404


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


def test_of_many_right_answers_the_page_at_the_back_has_their_letters_alone(client: Client) -> None:
    training = TrainingFactory.create(slug="t", title="Rouw & Verlies")
    options = [
        {"text": f"Iets over {one}", "correct": one in "bde", "feedback": "Daarom."}
        for one in "abcde"
    ]
    check = {**KNOWLEDGE_CHECK, "multiple": True, "options": options}
    make_lesson(training, is_open=True, body=[("knowledge_check", check)])
    pages = [
        " ".join(one.extract_text().split())
        for one in read_pdf(client.get(WAYS["pdf"]).content).pages
    ]
    assert "D. Iets over d" in pages[1]
    assert "Goed: B, D, E" in pages[-1]
    assert "Iets over" not in pages[-1]


def test_the_cover_says_on_which_page_a_lesson_begins(
    training: TrainingPage, client: Client
) -> None:
    client.force_login(EnrolmentFactory.create(training=training).person)
    for number in range(3):
        text = "<p>Wie luistert, hoort wat de ander zegt en niet zegt.</p>" * 20
        make_lesson(training, title=f"Lang {number}", slug=f"l{number}", body=[("paragraph", text)])
    reader = read_pdf(client.get(WAYS["pdf"]).content)
    pages = [" ".join(one.extract_text().split()) for one in reader.pages]
    begins = next(n for n, one in enumerate(pages, 1) if "Les 4. Lang 1" in one)
    assert f"Lang 1 (bladzijde {begins})" in pages[0]


def test_the_page_says_that_paper_has_answers_that_it_takes_a_moment_and_how_to_fold_it(
    training: TrainingPage, client: Client
) -> None:
    page = client.get(URL).content.decode()
    prints, reads = page.index("Printen</h2>"), page.index("Lezen zonder internet</h2>")
    told = page[prints:reads]
    assert "Op papier staan de antwoorden achterin." in told
    assert "Wacht even tot hij er is." in told
    assert "Draai om over de korte kant." in told
    assert "Nakijken" not in told
