"""The report on a year: it writes itself, says nothing of fewer than five, and is frozen."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from courses.catalogue.enums import EventKind
from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location, ReportedFigures
from courses.evaluation.enums import Occasion
from courses.evaluation.models import BackgroundCount, Reaction
from courses.evaluation.queries import MarkSums
from courses.evaluation.services.reactions import publish_reaction, save_reaction
from courses.people.enums import Role
from courses.reports import services
from courses.reports.definitions import OF_A_YEAR
from courses.reports.enums import ReportPart
from courses.reports.facts import Held
from courses.reports.keeping import kept, read
from courses.reports.models import ReportText, Target, YearReport
from courses.reports.protected import UNKNOWN, ProtectedCount, protected, tells_no_more
from courses.reports.rendering import year_report_pdf
from courses.reports.year_exports import year_table
from courses.reports.year_figures import (
    TrainingOfYear,
    YearFigures,
    figures_now,
    figures_of,
    targets_of,
)
from courses.reports.year_shown import sections
from courses.reports.year_texts import report_of, target_facts, texts_of
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import TrainingFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pypdf import PdfReader

    from courses.evaluation.models import EvaluationForm

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


def held(
    training: Any, marks: list[int], *, year: int = 2025, day: int = 1, **fields: Any
) -> EvaluationForm:
    """An edition with a closed form with these marks, of which one person gave none."""
    backgrounds = fields.pop("backgrounds", {})
    wording = fields.pop("wording", 1)
    edition = past_edition(
        training,
        ends_at=datetime(year, 3, day, 12, tzinfo=UTC),
        seats_taken=len(marks) + 1,
        **fields,
    )
    BackgroundCount.objects.bulk_create(
        BackgroundCount(edition=edition, background=key, number=number)
        for key, number in backgrounds.items()
    )
    told = Told(marks, wording=wording, text=f"Vraag {wording}")
    return kept_form(edition, {"overall": told}, invited=len(marks) + 1)


def a_year() -> EvaluationForm:
    """Two trainings and a lecture in 2025, one of them in 2024 too, and a survey."""
    place = Location.objects.create(name="Huis", address="Straat 1", district="zuid")
    seeing = TrainingFactory.create(title="Zien")
    talk = TrainingFactory.create(title="Lezing", kind=EventKind.LECTURE)
    held(seeing, [7] * 5 + [8], year=2024)
    form = held(
        seeing, [8, 8, 8, 9, 9], location=place, backgrounds={"volunteer": 5, "resident": 1}
    )
    held(seeing, [9, 9, 9, 9, 10], day=2, note="Gereconstrueerd.", backgrounds={"business": 6})
    held(talk, [6, 7, 7, 8, 8, 8], day=3, language="en", backgrounds={"volunteer": 3})
    kept_form(
        None,
        {"survey_mark": Told([7] * 20 + [8] * 3)},
        invited=211,
        occasion=Occasion.SURVEY,
        title="Leden",
        closes_at=datetime(2025, 6, 1, tzinfo=UTC),
    )
    reported = past_edition(
        seeing, ends_at=datetime(2025, 1, 9, tzinfo=UTC), status=EditionStatus.REPORTED
    )
    ReportedFigures.objects.create(
        edition=reported, participants=12, answers=11, mean=Decimal("8.3"), source="Map"
    )
    Target.objects.create(year=2025, kind="training", fewest_held=5, most_held=10, fewest_people=70)
    Target.objects.create(year=2025, kind="lecture", fewest_held=1, most_people=5)
    return form


def tagged(document: PdfReader, kind: str) -> Iterator[Any]:
    """The parts of a document that a screen reader is told are `kind`, in their order."""

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                yield from walk(one)
        elif isinstance(node, dict):
            if node.get("/S") == kind:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    return walk(document.root_object["/StructTreeRoot"])


def alternatives(document: PdfReader) -> list[str]:
    """What a screen reader says in the place of each picture."""
    return [str(figure["/Alt"]) for figure in tagged(document, "/Figure")]


@pytest.mark.both_databases
def test_the_figures_of_a_year_write_themselves() -> None:
    form = a_year()
    reaction = save_reaction(form=form, heard="Meer.", done="Gedaan.", is_shared=True, actor=None)
    publish_reaction(reaction=reaction, actor=None)

    with CaptureQueriesContext(connection) as queries:
        found = figures_now(2025)

    assert len(queries) < 35
    assert [(one.kind, one.held, one.before) for one in found.kinds] == [
        ("training", Held(2, 12), Held(1, 7)),
        ("lecture", Held(1, 7), Held()),
        ("network", Held(), Held()),
    ]
    assert [(one.year, one.held) for one in found.years] == [
        (2024, Held(1, 7)),
        (2025, Held(3, 19)),
    ]
    assert (found.marks.n, found.marks.mean) == (16, Decimal(132) / 16)
    assert [(one.year, one.marks.n) for one in found.trend] == [(2024, 6), (2025, 16)]
    assert [(one.title, one.marks.n) for one in found.trainings] == [("Lezing", 6), ("Zien", 10)]
    assert [(one.title, one.invited, one.answered, one.marks.n) for one in found.surveys] == [
        ("Leden", 211, 23, 23)
    ]
    assert [(one.key, one.held) for one in found.districts] == [
        ("zuid", Held(1, 6)),
        ("", Held(2, 13)),
    ]
    assert [(one.key, one.held.editions) for one in found.languages] == [("nl", 2), ("en", 1)]
    assert [(one.heard, one.done) for one in found.reactions] == [("Meer.", "Gedaan.")]
    assert [(one.people, one.mean) for one in found.reported] == [(12, 8.3)]
    # Kept and read again it is the same.
    assert read(YearFigures, kept(found)) == found

    shown = {one.part: one for one in sections(found, {})}
    grid = shown[ReportPart.TARGETS].items[0]
    assert grid.rows == (
        ("Training", "2", "5 tot 10", "3 te weinig", "12", "70", "58 te weinig"),
        ("Lezing", "1", "1", "gehaald", "7", "ten hoogste 5", "gehaald, 2 meer dan het doel"),
    )
    growth = shown[ReportPart.PEOPLE].items[0]
    assert growth.rows[-1] == ("Samen", "1", "3", "+2", "7", "19", "+12")
    header, rows = year_table(found)
    assert {len(row) for row in rows} == {len(header)}
    assert figures_now(2023).is_empty


def test_no_background_of_fewer_than_five_stands_alone_or_can_be_reckoned() -> None:
    assert protected({"volunteer": 30, "business": 3, "resident": 9}, 42) == (
        ProtectedCount(("volunteer",), 30),
        ProtectedCount(("resident", "business"), 12),
    )
    assert protected({"volunteer": 4}, 4) == ()
    assert protected({}, 0) == ()
    assert protected({"volunteer": 6, "business": 2}, 11) == (
        ProtectedCount(("volunteer",), 6),
        ProtectedCount(("business", UNKNOWN), 5),
    )
    chance = random.Random(7)
    for _turn in range(500):
        numbers = {
            key: chance.randrange(12)
            for key in ("resident", "volunteer", "professional", "business")
        }
        people = sum(numbers.values()) + chance.randrange(7)
        groups = protected(numbers, people)
        # What is shown, and the whole less what is shown, are each of nobody or of five.
        assert all(one.number >= 5 for one in groups)
        assert people - sum(one.number for one in groups) in range(5 if people < 5 else 1)
        # Each stands once, and a group of several holds one too small for itself.
        keys = [key for one in groups for key in one.keys]
        assert len(keys) == len(set(keys))
        all_numbers = {**numbers, UNKNOWN: people - sum(numbers.values())}
        assert all(
            min(all_numbers[key] for key in one.keys) < 5 for one in groups if len(one.keys) > 1
        )


def test_of_very_many_trainings_the_themes_are_shown_and_the_file_has_each() -> None:
    marks = MarkSums(1, (0, 0, 0, 0, 0, 0, 0, 5, 0, 0), 25, 200, 1600, 1)
    trainings = tuple(
        TrainingOfYear(f"Training {n}", Held(1, 6), marks, n == 3, "Rouw" if n % 2 else "")
        for n in range(70)
    )
    figures = YearFigures(2025, NOW, trainings=trainings)
    grid = next(one.items[-1] for one in sections(figures, {}) if one.part == ReportPart.MARKS)
    assert [row[:5] for row in grid.rows] == [
        ("Rouw *", "35", "210", "8,0", "175"),
        ("Zonder thema", "35", "210", "8,0", "175"),
    ]
    assert sum(row[1] == "Training" for row in year_table(figures)[1]) == 210


@pytest.mark.both_databases
def test_a_final_report_keeps_its_figures_texts_and_targets() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    form = a_year()
    services.save_text(year=2025, part=ReportPart.FOREWORD, text=" Dag. \r\n", actor=coordinator)
    report = services.finalise(year=2025, actor=coordinator)
    assert services.finalise(year=2025, actor=coordinator).finalised_at == report.finalised_at
    before = figures_of(report)

    held(TrainingFactory.create(), [10] * 6, day=5)
    Edition.objects.filter(evaluation_forms=form).update(seats_taken=100)
    report.refresh_from_db()
    assert figures_of(report) == before
    with pytest.raises(Refusal, match="vastgesteld"):
        services.save_text(year=2025, part=ReportPart.FOREWORD, text="Anders", actor=None)
    with pytest.raises(Refusal, match="vastgesteld"):
        services.save_targets(year=2025, aims={}, actor=None)
    assert texts_of(report) == {"foreword": "Dag."}

    reopened = services.reopen(year=2025, actor=coordinator)
    assert figures_of(reopened).held == Held(4, 120)
    with pytest.raises(Refusal, match="concept"):
        services.reopen(year=2025, actor=coordinator)
    with pytest.raises(Refusal, match="nog niet voorbij"):
        services.finalise(year=2026, actor=coordinator)


def test_what_was_published_and_what_is_published_next_single_out_nobody() -> None:
    form = a_year()
    services.finalise(year=2025, actor=None)
    first = figures_of(report_of(2025)).backgrounds
    # One person is erased: the volunteers are one fewer, and one more is unknown.
    edition = Edition.objects.get(evaluation_forms=form)
    BackgroundCount.objects.filter(edition=edition, background="volunteer").update(number=4)
    services.reopen(year=2025, actor=None)
    assert figures_of(report_of(2025)).backgrounds != first
    with clock.at(NOW + timedelta(days=30)):
        again = figures_of(services.finalise(year=2025, actor=None))
    assert (again.backgrounds, again.background_day) == (first, date(2026, 2, 1))
    # What the year after shows of this year is what was published of it.
    assert figures_now(2026).backgrounds_before == first
    assert figures_now(2025).backgrounds_before == ()
    larger = (ProtectedCount(first[0].keys, first[0].number + 5), *first[1:])
    assert (tells_no_more(larger, first), tells_no_more(first[:1], first)) == (True, False)


def test_texts_and_targets_are_stored_compared_and_refused() -> None:
    facts = targets_of(2025)
    seen = FormSnapshot.submitted({"snapshot": token(target_facts(facts))})
    services.save_targets(
        year=2025, aims={"lecture": {"fewest_held": 2}}, actor=None, snapshot=seen
    )
    assert Target.objects.get().fewest_held == 2
    with pytest.raises(Conflict):
        services.save_targets(
            year=2025, aims={"lecture": {"fewest_held": 3}}, actor=None, snapshot=seen
        )
    with pytest.raises(Refusal) as wrong:
        services.save_targets(
            year=2025, aims={"network": {"fewest_people": 9, "most_people": 8}}, actor=None
        )
    assert wrong.value.field == "network-most_people"
    services.save_targets(year=2025, aims={}, actor=None)
    assert Target.objects.count() == 0

    empty = FormSnapshot.submitted({"snapshot": "{}"})
    for typed in ("Een", "Een", "Twee", ""):
        services.save_text(year=2025, part=ReportPart.AHEAD, text=typed, actor=None, snapshot=empty)
    assert ReportText.objects.count() == 0
    with pytest.raises(Refusal, match="korter"):
        services.save_text(year=2025, part=ReportPart.AHEAD, text="a" * 6001, actor=None)
    with pytest.raises(Refusal, match="geen verslag"):
        services.save_text(year=1999, part=ReportPart.AHEAD, text="a", actor=None)


def test_the_pdf_is_tagged_and_says_what_the_page_says() -> None:
    form = a_year()
    reaction = save_reaction(form=form, heard="Meer.", done="Gedaan.", is_shared=True, actor=None)
    publish_reaction(reaction=reaction, actor=None)
    services.save_text(year=2025, part=ReportPart.FOREWORD, text="Een mooi jaar.", actor=None)
    report = report_of(2025)
    content = year_report_pdf(report, figures_of(report), texts_of(report))

    read_back = read_pdf(content)
    text = " ".join(" ".join(page.extract_text() for page in read_back.pages).split())
    for words in (
        "Concept. De cijfers zijn van 1 februari 2026",
        "Een mooi jaar.",
        "3 te weinig",
        "Het gemiddelde cijfer is 8,3, uit 16 antwoorden.",
        "Gedaan.",
        "PDF/UA-1",
    ):
        assert words in text
    pages = [" ".join(page.extract_text().split()) for page in read_back.pages]
    # The year at a glance stands on the first page, and whatever is in a chart or a short table is
    # on the page of its heading.
    assert "Respons 84,2 %16 van de 19" in pages[0]
    # A chapter begins where there is room for its first table: what follows that may come later.
    assert "Gehaald: 2 van 4." in pages[0]
    for heading, last in (
        ("Verdeling van de cijfers Het vaakst", "0 0 0 0 0 1 2 6 6 1"),
        ("Gemiddeld cijfer per jaar Het gemiddelde", "9,0 10,0 2024 2025"),
        ("Enquêtes Enquête", "Leden 211"),
    ):
        (place,) = (number for number, page in enumerate(pages) if heading in page)
        assert last in pages[place], (heading, pages[place])
    # What staff wrote for themselves is in no file for others.
    assert ("Gereconstrueerd." in text, "Map" in text) == (False, False)
    assert read_back.metadata is not None
    assert "Jaarverslag 2025" in str(read_back.metadata.title)
    assert alternatives(read_back) == [
        "Deelnames per jaar. Deelnames in 2025: 19. In 2024: 7.",
        "Achtergrond. De grootste groep: Vrijwilliger (8 van de 19).",
        "Verdeling van de cijfers. Het vaakst gegeven zijn 8 en 9: elk 6 van de 16 keer. "
        "Het laagste cijfer is een 6, het hoogste een 10.",
        "Gemiddeld cijfer per jaar. Het gemiddelde was 7,2 in 2024 (n = 6) en 8,3 in 2025 "
        "(n = 16). Dat verschil kan toeval zijn: trek er geen conclusie uit.",
    ]
    # A term and what it means are read as one of a list, not as two. On each page the list is anew.
    lists = [len(one["/K"]) for one in tagged(read_back, "/L")]
    assert len(OF_A_YEAR) in accumulate(lists[::-1])
    empty = read_pdf(year_report_pdf(report_of(2019), figures_now(2019), {}))
    assert "geen uitvoeringen of enquêtes" in empty.pages[0].extract_text().replace("\n", " ")


def test_a_year_in_which_nothing_was_held_is_no_draft(client: Client) -> None:
    a_year()
    old = TrainingFactory.create(title="Van vroeger")
    past_edition(old, ends_at=datetime(2021, 3, 2, tzinfo=UTC), status=EditionStatus.OPEN)
    past_edition(old, ends_at=datetime(2023, 3, 2, tzinfo=UTC), status=EditionStatus.REPORTED)
    client.force_login(person_in_role(Role.COORDINATOR))

    def statuses() -> dict[str, str]:
        page = client.get("/beheer/jaarverslag/").content.decode()
        rows = re.findall(
            r'jaarverslag/(\d{4})/">\d{4}</a>.*?<td>\s*(.*?)\s*</td>', page, re.DOTALL
        )
        return dict(rows)

    found = statuses()
    assert [found[year] for year in ("2025", "2024", "2023", "2022", "2021")] == [
        "Concept",
        "Concept",
        "Alleen cijfers volgens opgave",
        "Geen uitvoeringen",
        "Concept",
    ]
    assert "Concept." not in client.get("/beheer/jaarverslag/2022/").content.decode()
    # Who wrote something for a year has a draft of it.
    client.post("/beheer/jaarverslag/2022/tekst/marks/", {"text": "Wij begonnen later."})
    assert statuses()["2022"] == "Concept"


def test_a_coordinator_writes_looks_downloads_and_makes_it_final(client: Client) -> None:
    a_year()
    page = "/beheer/jaarverslag/2025/"
    client.force_login(person_in_role(Role.COORDINATOR))
    assert "2024" in client.get("/beheer/jaarverslag/").content.decode()
    shown = client.get(page).content.decode()
    assert "Gereconstrueerd." in shown
    assert ("Gehaald: 2 van 4." in shown, "va-chart" in shown) == (True, True)
    assert "Bewoner" not in shown.replace("Bewoner, ", "").replace("Bewoner en", "")

    client.post(f"{page}tekst/marks/", {"text": "Fijne cijfers."})
    too_long = client.post(f"{page}tekst/marks/", {"text": "a" * 6001})
    assert "aaaa" in too_long.content.decode()
    assert client.get(f"{page}tekst/anders/").status_code == 404
    assert "Fijne cijfers." in client.get(page).content.decode()
    answer = client.post(f"{page}doelen/", {"lecture-fewest_held": "9", "lecture-most_held": "2"})
    assert "Dit is minder" in answer.content.decode()
    client.post(f"{page}doelen/", {"lecture-fewest_held": "2", "lecture-fewest_people": "400"})
    assert [one.fewest_people for one in Target.objects.filter(year=2025)] == [400]
    next_year = client.get("/beheer/jaarverslag/2026/doelen/").content.decode()
    assert ("wat het doel was in 2025" in next_year, 'value="400"' in next_year) == (True, True)

    assert client.get(f"{page}jaarverslag.pdf")["Content-Type"] == "application/pdf"
    table = b"".join(client.get(f"{page}?export=csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    overall = next(row for row in rows if row[1] == "Cijfer")
    assert overall[:5] == ["2025", "Cijfer", "Alles", "Gemiddeld cijfer", "8,3"]
    book = load_workbook(io.BytesIO(client.get(f"{page}?export=xlsx").content))
    assert book.active is not None
    assert {len(row) for row in book.active.iter_rows()} == {11}

    assert "Hier schreef je geen tekst" in client.get(f"{page}vaststellen/").content.decode()
    client.post(f"{page}vaststellen/")
    assert YearReport.objects.get(year=2025).is_final
    assert "veranderen niet meer" in client.get(page).content.decode()
    assert client.get(f"{page}tekst/marks/").status_code == 302
    assert client.post(f"{page}doelen/", {}).status_code == 302
    client.post(f"{page}heropenen/")
    assert not YearReport.objects.get(year=2025).is_final
    assert client.get("/beheer/jaarverslag/2026/vaststellen/").status_code == 302
    assert client.get("/beheer/jaarverslag/1990/").status_code == 404
    for year in (2024, 2027):
        assert client.get(f"/beheer/jaarverslag/{year}/").status_code == 200
    assert Reaction.objects.count() == 0


def test_a_report_is_for_who_runs_the_academy(client: Client) -> None:
    for role, status in ((Role.TRAINER, 302), (Role.ADMINISTRATOR, 200), (Role.VOLUNTEER, 302)):
        client.force_login(person_in_role(role))
        pages = ["", "2025/", "2025/jaarverslag.pdf", "2025/doelen/", "2025/tekst/marks/"]
        found = {client.get(f"/beheer/jaarverslag/{one}").status_code for one in pages}
        assert found == {status}
    client.force_login(person_in_role(Role.TRAINER))
    for page in ("vaststellen/", "heropenen/", "doelen/", "tekst/marks/"):
        assert client.post(f"/beheer/jaarverslag/2025/{page}", {"text": "a"}).status_code == 302
    assert YearReport.objects.count() == 0


def test_a_third_version_singles_out_nobody_beside_the_first() -> None:
    """Each next one may differ by five, and so the first and the third by one."""
    edition = Edition.objects.get(evaluation_forms=a_year())
    counts = BackgroundCount.objects.filter(edition=edition, background="volunteer")
    number, people = counts.get().number, edition.seats_taken
    shown = []
    for months, more in enumerate((0, 6, 1)):
        counts.update(number=number + more)
        Edition.objects.filter(pk=edition.pk).update(seats_taken=people + more)
        with clock.at(NOW + timedelta(days=30 * months)):
            if months:
                services.reopen(year=2025, actor=None)
            shown.append(figures_of(services.finalise(year=2025, actor=None)).backgrounds)
    assert shown[1] != shown[0]
    assert tells_no_more(shown[2], shown[1])
    assert tells_no_more(shown[2], shown[0])
