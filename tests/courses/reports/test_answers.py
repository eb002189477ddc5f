"""Searching in what people wrote: whose is found, by what, and as a file."""

from __future__ import annotations

import csv
import html
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from courses.common import clock
from courses.evaluation.enums import Kind, Occasion, TextStatus
from courses.evaluation.models import EvaluationForm, TextAnswer
from courses.evaluation.services.topics import add_topic, give_topic, mark_golden_tips
from courses.people.enums import Role
from courses.reports import text_views
from tests.courses.evaluation.factories import Told, kept_form, past_edition
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db

URL = "/beheer/open-antwoorden/"
FIVE = ["De zaal was koud.", "Meer oefenen", "=SOM(1)", "Fijne groep", "De ZAAL was klein"]


def about(title: str, *, texts: list[str] = FIVE, days: int = 30, **fields: Any) -> EvaluationForm:
    """A closed form about an edition, whose texts readers see."""
    training = TrainingFactory.create(title=title)
    edition = past_edition(training, ends_at=clock.now() - timedelta(days=days), **fields)
    told = {
        "takeaway": Told(kind=Kind.OPEN, texts=texts, text="Wat neem je mee?"),
        "remarks": Told(kind=Kind.OPEN, texts=["Te weinig mensen"] * 4, text="Nog iets?"),
    }
    return kept_form(edition, told, invited=9)


def survey(title: str) -> EvaluationForm:
    told = {"why": Told(kind=Kind.OPEN, texts=[f"{title} {n}" for n in range(5)], text="Waarom?")}
    return kept_form(None, told, invited=9, occasion=Occasion.SURVEY, title=title)


def found(client: Client, **query: Any) -> list[str]:
    response = client.get(URL, query)
    assert response.status_code == 200
    return sorted(one.text for one in response.context["texts"])


def text_of(client: Client, url: str = URL, **query: Any) -> str:
    response = client.get(url, query)
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def coordinator(client: Client) -> User:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    return person


def test_each_role_finds_what_belongs_to_it(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    about("Luisteren", texts=[f"eigen {n}" for n in range(5)], trainers=[trainer])
    about("Bellen", texts=[f"ander {n}" for n in range(5)])
    survey("peiling")

    client.force_login(trainer)
    assert {one[:5] for one in found(client)} == {"eigen"}
    assert found(client, q="ander") == found(client, q="peiling") == []
    assert "eigen 0" in client.get(URL, {"export": "csv"}).getvalue().decode()
    assert "ander" not in client.get(URL, {"export": "csv"}).getvalue().decode()
    client.force_login(person_in_role(Role.COORDINATOR))
    assert {one[:5] for one in found(client)} == {"eigen", "ander", "peili"}
    client.force_login(person_in_role(Role.VOLUNTEER))
    assert client.get(URL).status_code == 302


def test_answers_are_found_by_their_words_and_by_what_they_are_about(
    client: Client, coordinator: User
) -> None:
    form, other = about("Luisteren"), about("Bellen", texts=["Koude koffie"] * 5, days=400)
    survey("Peiling")
    forms = EvaluationForm.objects.all()
    hall = add_topic(name="Zaal", actor=coordinator)
    cold = TextAnswer.objects.get(text="De zaal was koud.")
    give_topic(texts=[cold.pk], topic=hall, forms=forms)
    mark_golden_tips(texts=[cold.pk], forms=forms)
    halls = ["De ZAAL was klein", "De zaal was koud."]
    assert form.edition is not None
    assert other.edition is not None

    for query, expected in (
        ({}, 15),
        ({"q": "zaal"}, halls),
        ({"q": "zaal koud"}, halls[1:]),
        ({"q": "oefenen", "training": other.edition.training_id}, []),
        ({"training": other.edition.training_id}, ["Koude koffie"] * 5),
        ({"edition": form.edition_id, "q": "zaal"}, halls),
        ({"until": str(clock.today() - timedelta(days=200))}, ["Koude koffie"] * 5),
        ({"question": "why"}, [f"Peiling {n}" for n in range(5)]),
        ({"occasion": "survey"}, [f"Peiling {n}" for n in range(5)]),
        ({"occasion": "year"}, []),
        ({"topic": hall.pk}, halls[1:]),
        ({"tips": "1"}, halls[1:]),
        # Nobody reads what too few people wrote.
        ({"q": "weinig"}, []),
        ({"training": "x"}, []),
        ({"since": "2026-05-01", "until": "2026-04-01"}, []),
    ):
        texts = found(client, **query)
        assert (len(texts) if isinstance(expected, int) else texts) == expected, query
    page = text_of(client, q="zaal")
    assert "2 antwoorden gevonden." in page
    assert f'<a href="{URL}?q=zaal&topic={hall.pk}">Zaal</a>: 1' in page
    assert "Er is niets gevonden." in text_of(client, q="bestaat niet")
    # A page that leads here chooses a period by itself: who came that way chose nothing.
    page = text_of(client, since="2001-01-01", until="2001-12-31")
    assert "Er is niets gevonden." not in page
    assert "In deze periode zijn er geen open antwoorden die je mag lezen." in page
    assert client.get(URL, {"export": "csv", "training": "x"}).status_code == 200


def test_few_filters_stand_before_the_first_answer_until_one_is_used(
    client: Client, coordinator: User
) -> None:
    about("Zien")
    client.force_login(coordinator)

    def folded(**query: str) -> bool:
        page = client.get(URL, query).content.decode()
        before, _, after = page.partition('<details class="va-report-more"')
        assert ('name="q"' in before, 'name="since"' in before, 'name="since"' in after) == (
            True,
            False,
            True,
        )
        return "open" not in after.partition(">")[0]

    year = clock.today().year
    assert folded()
    assert folded(since=f"{year - 1}-01-01", until=f"{year - 1}-12-31")
    assert folded(since="", until="", q="zaal")
    assert not folded(question="takeaway")
    assert not folded(since=f"{year - 1}-02-01", until="")
    # What is wrong stands in sight.
    assert not folded(since="2026-02-01", until="2026-01-01")


def test_what_waits_is_counted_and_not_shown(client: Client, coordinator: User) -> None:
    trainer = person_in_role(Role.TRAINER)
    form = about("Luisteren", trainers=[trainer])
    assert form.edition is not None
    waits = TextAnswer.objects.filter(question__form=form, text__in=FIVE[:2])
    waits.update(status=TextStatus.WAITING)
    told = "2 open antwoorden wachten op een coördinator"
    by_question = "2 antwoorden staan er nog niet bij"
    texts = reverse("evaluation_reports:edition_texts", args=[form.edition_id])
    edition = reverse("evaluation_reports:edition", args=[form.edition_id])
    training = reverse("evaluation_reports:training", args=[form.edition.training_id])

    for url, query, said in (
        (URL, {}, told),
        (texts, {"question": "takeaway"}, told),
        (edition, {}, by_question),
        (training, {}, by_question),
        (edition, {"export": "csv"}, told),
    ):
        page = client.get(url, query).getvalue().decode()
        assert said in page, url
        assert "oefenen" not in page.replace("Meer oefenen</td>", ""), url
    assert "Van 1 evaluatie wachten open antwoorden tot jij ze bekijkt." in text_of(client)
    assert "Je hoeft niets te doen." not in text_of(client)
    client.force_login(trainer)
    page = text_of(client)
    assert "Die kijkt eerst of er namen in staan. Je hoeft niets te doen." in page


def test_files_have_a_row_for_each_answer(client: Client, coordinator: User) -> None:
    form = about("Luisteren")
    assert form.edition is not None
    topic = add_topic(name="Zaal", actor=coordinator)
    cold = TextAnswer.objects.get(text="De zaal was koud.")
    give_topic(texts=[cold.pk], topic=topic, forms=EvaluationForm.objects.all())
    content = client.get(URL, {"export": "csv"}).getvalue().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(content), delimiter=";")

    assert header[:4] == ["Training of enquête", "Begin", "Wanneer gevraagd", "Vraag"]
    assert form.edition.starts_at is not None
    begin = clock.local_day(form.edition.starts_at)
    assert [row for row in rows if row[5] == "De zaal was koud."] == [
        [
            *("Luisteren", f"{begin:%d-%m-%Y}", "Na de laatste bijeenkomst", "Wat neem je mee?"),
            *("Open vraag", "De zaal was koud.", "Zaal", ""),
        ]
    ]
    assert "\u200b=SOM(1)" in [row[5] for row in rows]
    book = load_workbook(io.BytesIO(client.get(URL, {"export": "xlsx"}).content))
    assert book.sheetnames == ["Open antwoorden"]
    assert len(list(book.active.rows)) == 6


@pytest.mark.both_databases
def test_of_very_many_texts_the_first_can_be_turned_through(
    client: Client, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    about("Luisteren", texts=["ÉÉN keer", "Één zaal", "zaal twee", "De zaal", "zaal"])
    assert found(client, q="één") == ["ÉÉN keer", "Één zaal"]
    monkeypatch.setattr(text_views, "MOST_SHOWN", 3)
    for query, wanted in (({}, 3), ({"q": "zaal"}, 3), ({"q": "zaal twee"}, 1), ({"q": "geen"}, 0)):
        page = client.get(URL, query)
        assert (len(page.context["texts"]), page.context["page_obj"].paginator.count) == (
            *(wanted, wanted),
        )
        assert ("Meer dan 3 antwoorden" in page.content.decode()) == (wanted == 3)
    assert len(list(csv.reader(io.StringIO(exported(client))))) == 6


def exported(client: Client) -> str:
    return client.get(URL, {"export": "csv"}).getvalue().decode()


def test_the_queries_do_not_grow(client: Client, coordinator: User) -> None:
    def queries(**query: Any) -> int:
        with CaptureQueriesContext(connection) as counted:
            text_of(client, **query)
        return len(counted)

    def fill(number: int) -> None:
        about(f"Luisteren {number}")
        about(f"Bellen {number}")
        survey(f"Peiling {number}")
        topic = add_topic(name=f"Zaal {number}", actor=coordinator)
        texts = list(TextAnswer.objects.values_list("pk", flat=True))
        give_topic(texts=texts, topic=topic, forms=EvaluationForm.objects.all())

    fill(0)
    queries()
    few = queries(), queries(q="zaal")
    for number in range(1, 3):
        fill(number)

    assert (queries(), queries(q="zaal")) == few
    page = client.get(URL, {"p": "2"})
    assert len(page.context["texts"]) == 20
    assert page.context["previous_url"] == f"{URL}?p=1"
