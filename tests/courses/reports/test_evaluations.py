"""The figures on evaluations in the administration."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from courses.common import clock
from courses.editions.models import Edition, ReportedFigures
from courses.evaluation.models import EvaluationForm, ImportedEvaluation, ReportedMean
from courses.evaluation.services import Answer
from courses.evaluation.services.summaries import summarise
from courses.people.enums import Role
from tests.courses.evaluation.factories import (
    Told,
    answer,
    close,
    closed_evaluation,
    edition_of,
    held_edition,
    kept_form,
    mark,
    open_evaluation,
    past_edition,
    release,
)
from tests.factories import TrainingFactory, person_in_role, start_of

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

INDEX = "/beheer/evaluaties/"
ALL = f"{INDEX}?since=&until="
"""The same of all years, also when it is January."""


def training_url(form: EvaluationForm) -> str:
    return reverse("evaluation_reports:training", args=[edition_of(form).training_id])


def edition_url(form: EvaluationForm) -> str:
    return reverse("evaluation_reports:edition", args=[form.edition_id])


def texts_url(form: EvaluationForm) -> str:
    return reverse("evaluation_reports:edition_texts", args=[form.edition_id])


def quick(title: str, marks: list[int], **fields: Any) -> EvaluationForm:
    """A closed form with these marks, about an edition of a training of this name."""
    training = TrainingFactory.create(title=title)
    edition = past_edition(training, ends_at=clock.now() - timedelta(days=30), **fields)
    return kept_form(edition, {"overall": Told(marks)}, invited=len(marks) + 1)


@pytest.fixture
def coordinator(client: Client) -> User:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    return person


def text_of(client: Client, url: str, **query: Any) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- Who may see what -----------------------------------------------------------------------


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    form = closed_evaluation(marks=[8] * 5)

    for url in (INDEX, training_url(form), edition_url(form)):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("query", [{}, {"export": "csv"}, {"export": "xlsx"}])
def test_volunteers_are_sent_away(client: Client, query: dict[str, str]) -> None:
    form = closed_evaluation(marks=[8] * 5)
    client.force_login(person_in_role(Role.VOLUNTEER))

    for url in (INDEX, training_url(form), edition_url(form)):
        assert client.get(url, query).status_code == 302


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_runs_the_academy_sees_every_edition(client: Client, role: Role) -> None:
    form = closed_evaluation(marks=[8] * 5)
    client.force_login(person_in_role(role))

    for url in (INDEX, training_url(form), edition_url(form)):
        assert client.get(url).status_code == 200


def test_a_trainer_sees_the_figures_of_own_editions_only(client: Client) -> None:
    trainer = person_in_role(Role.TRAINER)
    training = TrainingFactory.create()
    own = closed_evaluation(marks=[9] * 5, training=training, trainers=[trainer])
    same_training = closed_evaluation(marks=[5] * 5, training=training)
    elsewhere = closed_evaluation(marks=[5] * 5)
    client.force_login(trainer)

    (row,) = client.get(ALL).context["rows"]
    of_training = client.get(training_url(own)).context

    assert (row.key, row.held.editions, row.marks.mean) == (training.pk, 1, 9)
    assert of_training["figures"].mean == 9
    assert [one.edition for one in of_training["rows"]] == [own.edition]
    assert client.get(edition_url(own)).status_code == 200
    assert client.get(edition_url(same_training)).status_code == 404
    assert client.get(edition_url(elsewhere)).status_code == 404
    assert client.get(training_url(elsewhere)).status_code == 404
    assert client.get(edition_url(elsewhere), {"export": "csv"}).status_code == 404


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINER])
def test_the_menu_leads_to_the_figures(client: Client, role: Role) -> None:
    client.force_login(person_in_role(role))

    assert INDEX in client.get("/beheer/").content.decode()


def test_an_editor_without_a_role_finds_no_figures(client: Client) -> None:
    editor = person_in_role(Role.VOLUNTEER)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)

    assert client.get(INDEX).status_code == 302
    assert INDEX not in client.get("/beheer/").content.decode()


def test_no_cache_keeps_the_figures(client: Client, coordinator: User) -> None:
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        assert {"private", "no-store"} <= {
            part.strip() for part in client.get(INDEX, query)["Cache-Control"].split(",")
        }


# --- The list -------------------------------------------------------------------------------


def test_the_list_shows_the_mean_with_a_comma_and_n_of_how_many(
    client: Client, coordinator: User
) -> None:
    form = closed_evaluation(marks=[7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 10], invited=12)
    # Whom no mail, letter or call reached, did not say no.
    said = "<strong>100,0 %</strong> 12 uitgenodigd, 11 gevraagd, 11 antwoorden"
    assert said in text_of(client, ALL)
    EvaluationForm.objects.filter(pk=form.pk).update(asked_count=12)
    summarise(form=EvaluationForm.objects.get(pk=form.pk))

    page = text_of(client, ALL)

    assert '<strong class="va-mean">8,3</strong>' in page
    assert "11 cijfers uit 1 uitvoering" in page
    assert "<strong>91,7 %</strong> 12 uitgenodigd, 11 antwoorden" in page


def test_the_list_says_once_where_figures_come_from(client: Client, coordinator: User) -> None:
    training = TrainingFactory.create()
    for _ in range(2):
        closed_evaluation(marks=[8] * 5, note="Gereconstrueerd.", training=training)
    assert text_of(client, ALL).count("Gereconstrueerd.") == 1


def test_trainings_stand_by_name_whatever_their_mark(client: Client, coordinator: User) -> None:
    for title, value in (("Zingeving", 10), ("Bellen", 5), ("Rouw", 9)):
        quick(title, [value] * 5)

    for query in ({}, {"ordering": "mean"}, {"ordering": "-mean"}):
        rows = client.get(INDEX, {"since": "", **query}).context["rows"]
        assert [row.label for row in rows] == ["Bellen", "Rouw", "Zingeving"]


def test_the_list_counts_held_editions_and_those_that_count(
    client: Client, coordinator: User
) -> None:
    training = TrainingFactory.create()
    closed_evaluation(marks=[8] * 5, invited=6, training=training)
    closed_evaluation(marks=[2] * 4, training=training)
    held_edition(people=1, training=training)

    (row,) = client.get(ALL).context["rows"]

    # All closed forms tell how many were asked and answered; a mean needs five.
    assert (row.held.editions, row.response.closed, row.marks.forms) == (3, 2, 1)
    assert (row.response.invited, row.response.answered) == (11, 9)
    assert (row.marks.n, row.marks.mean) == (5, 8)


def test_the_period_goes_by_the_day_on_which_an_edition_ended(
    client: Client, coordinator: User
) -> None:
    training = TrainingFactory.create()
    for day in (1, 2, 3):
        moment = datetime(2026, 3, day, 12, tzinfo=clock.now().tzinfo)
        closed_evaluation(marks=[day] * 5, training=training, starts_at=moment)

    def means(**query: str) -> Any:
        return client.get(INDEX, query or {"since": ""}).context["whole"].marks.mean

    assert means(since="2026-03-02", until="2026-03-02") == 2
    assert means(since="2026-03-03") == 3
    assert means(until="2026-03-01") == 1
    assert means() == 2
    assert client.get(INDEX, {"since": "2026-03-04"}).context["whole"].marks.mean is None


def test_the_figures_name_their_period(client: Client, coordinator: User) -> None:
    closed_evaluation(marks=[8] * 5, starts_at=datetime(2026, 3, 2, 12, tzinfo=clock.now().tzinfo))

    page = text_of(client, INDEX, since="2026-03-01", until="2026-03-31")

    assert "Periode: geëindigd van 1 maart 2026 tot en met 31 maart 2026." in page
    assert "Periode: alles tot nu toe." in text_of(client, ALL)


@pytest.mark.parametrize(
    "query",
    [
        {"since": "gisteren"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"training": "999999"},
        {"training": "x"},
        {"p": "nul"},
        {"p": "99"},
        {"export": "exe"},
    ],
)
def test_odd_questions_get_a_page(client: Client, coordinator: User, query: dict[str, str]) -> None:
    closed_evaluation(marks=[8] * 5)

    assert client.get(INDEX, query).status_code == 200


def test_one_training_can_be_chosen(client: Client, coordinator: User) -> None:
    chosen, _other = closed_evaluation(marks=[8] * 5), closed_evaluation(marks=[4] * 5)

    context = client.get(INDEX, {"training": edition_of(chosen).training_id, "since": ""}).context

    assert [row.key for row in context["rows"]] == [edition_of(chosen).training_id]
    assert context["whole"].marks.mean == 8


def test_a_long_list_has_pages(
    client: Client, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courses.reports.pages.PAGE_SIZE", 1)
    for title in ("A", "B"):
        quick(title, [8] * 5)

    second = client.get(INDEX, {"p": "2", "since": "2000-01-01"})

    assert [row.label for row in second.context["rows"]] == ["B"]
    assert second.context["previous_url"] == f"{INDEX}?since=2000-01-01&p=1"
    assert second.context["next_url"] == ""
    assert second.context["whole"].marks.forms == 2


def test_nothing_leads_to_texts_that_nobody_looked_at_yet(
    client: Client, coordinator: User
) -> None:
    form = open_evaluation(people=6)
    answer(form, [{**mark(8), "takeaway": Answer(text="Stil blijven.")}] * 5)
    close(form)
    link = "Lees wat mensen schreven"
    waits = "5 antwoorden staan er nog niet bij: een coördinator kijkt ze eerst na."
    for url in (training_url(form), edition_url(form)):
        page = text_of(client, url)
        assert (link in page, page.count(waits)) == (False, 1)
    release(form)
    for url in (training_url(form), edition_url(form)):
        page = text_of(client, url)
        assert (page.count(link), "staan er nog niet bij" in page) == (1, False)
    texts = text_of(client, texts_url(form), question="takeaway")
    # The whole question, also where the head of the page has no room for it.
    label = form.questions.get(key="takeaway").label
    assert f"<h2>{label}</h2>" in texts


def test_an_empty_academy_says_so(client: Client, coordinator: User) -> None:
    assert "geen uitvoeringen geweest" in text_of(client, ALL)


def count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_queries_do_not_grow_with_trainings_or_editions(
    client: Client, coordinator: User
) -> None:
    first = closed_evaluation(marks=[8] * 5)
    one = [count_queries(client, url) for url in (ALL, training_url(first))]
    for _number in range(2):
        closed_evaluation(marks=[8] * 5)
        closed_evaluation(marks=[8] * 5, training=edition_of(first).training)

    three = [count_queries(client, url) for url in (ALL, training_url(first))]

    assert three == one


@pytest.mark.both_databases
def test_what_most_academies_have_nothing_of_is_asked_in_one_query(
    client: Client, coordinator: User
) -> None:
    form = closed_evaluation(marks=[8] * 5)

    def asked() -> list[str]:
        client.get(ALL)
        with CaptureQueriesContext(connection) as captured:
            client.get(ALL)
        tables = ("evaluation_reportedmean", '"editions_edition"."note"', "'reported'")
        found = [one["sql"] for one in captured if any(name in one["sql"] for name in tables)]
        return [sql for sql in found if "ends_at" not in sql]

    [sql] = asked()
    assert sql.startswith("SELECT EXISTS(")
    Edition.objects.filter(pk=form.edition_id).update(note="Samen met de buren.")
    assert len(asked()) == 2
    assert "Samen met de buren." in text_of(client, ALL)


# --- A training and an edition --------------------------------------------------------------


def full_evaluation(**fields: Any) -> EvaluationForm:
    form = open_evaluation(people=6, **fields)
    usual = {
        **mark(8),
        "improve": Answer(values=("Meer oefenen",)),
        "takeaway": Answer(text="Luisteren."),
    }
    answer(
        form,
        [
            {
                **mark(9),
                "improve": Answer(values=("Meer oefenen", "__other__"), text="de koffie"),
                "takeaway": Answer(text="=HYPERLINK(1)"),
                "remarks": Answer(text="Dank."),
            },
            *[usual] * 4,
        ],
    )
    return release(close(form))


def test_an_edition_shows_means_choices_texts_and_its_note(
    client: Client, coordinator: User
) -> None:
    form = full_evaluation(note="Gereconstrueerd uit het verslag.")

    page = text_of(client, edition_url(form))

    assert '<p class="va-mean">8,2</p>' in page
    assert "Gemiddelde van 5 cijfers van 1 tot en met 10." in page
    assert "5 van de 6 uitgenodigde deelnemers hebben geantwoord." in page
    assert "Gereconstrueerd uit het verslag." in page
    assert '<th scope="row">Meer oefenen</th><td>5</td>' in page
    assert "<li>de koffie</li>" in text_of(client, texts_url(form), question="improve")
    texts = text_of(client, texts_url(form), question="takeaway")
    assert "5 mensen schreven iets." in texts
    assert "<li>=HYPERLINK(1)</li>" in texts
    # One person answered this one.
    assert client.get(texts_url(form), {"question": "remarks"}).status_code == 404


def test_a_training_shows_its_figures_and_why_some_are_missing(
    client: Client, coordinator: User
) -> None:
    training = TrainingFactory.create()
    shown = closed_evaluation(marks=[8] * 5, training=training)
    hidden = closed_evaluation(marks=[1] * 4, training=training)
    still_open = open_evaluation(people=6, training=training)
    held_edition(people=1, training=training)

    response = client.get(training_url(shown))
    rows = {row.edition: row for row in response.context["rows"]}

    assert response.context["whole"].marks.mean == 8
    assert rows[shown.edition].reason == ""
    assert "minder dan 5 antwoorden" in rows[hidden.edition].reason
    assert "het formulier sluit op" in rows[still_open.edition].reason
    assert "geen evaluatie" in next(row.reason for row in rows.values() if row.figures is None)
    assert "Van 2 uitvoeringen is niets te zien." in " ".join(response.content.decode().split())


@pytest.mark.parametrize("editions", [1, 3])
def test_whom_it_was_asked_is_the_same_on_the_page_in_the_total_and_in_the_file(
    client: Client, coordinator: User, editions: int
) -> None:
    training = TrainingFactory.create()
    for _ in range(editions):
        form = closed_evaluation(marks=[8] * 4, invited=7, training=training)
        EvaluationForm.objects.filter(pk=form.pk).update(asked_count=6)
        summarise(form=EvaluationForm.objects.get(pk=form.pk))
    still_open = open_evaluation(people=6, training=training)

    context = client.get(training_url(form)).context
    asked = {row.edition: row.asked for row in context["rows"]}
    of_file = [row[4] for row in rows_of_csv(client, training_url(form))[1:]]

    # That its answers are not shown, makes no secret of whom it was asked.
    assert asked.pop(still_open.edition) is None
    assert list(asked.values()) == [6] * editions
    assert context["whole"].response.asked == 6 * editions
    assert sorted(of_file) == sorted(["", *["6"] * editions])


def test_a_table_of_trainings_says_of_an_open_form_that_it_is_open(
    client: Client, coordinator: User
) -> None:
    training = TrainingFactory.create(title="Bellen")
    open_evaluation(people=6, training=training)

    def cells() -> list[str]:
        page = client.get("/beheer/evaluaties/?since=").content.decode()
        row = page.partition(">Bellen</a>")[2].partition("</tr>")[0]
        return re.findall(r"<td[^>]*>([^<]*)", row)

    assert cells()[-4:-1] == ["nog open", "–", "–"]
    closed_evaluation(marks=[8] * 5, invited=7, training=training)
    assert cells()[-4:-1] == ["7, en 1 nog open", "5", "5"]


def test_before_closing_only_about_how_many_answered_is_shown(
    client: Client, coordinator: User
) -> None:
    form = open_evaluation(people=7)
    answer(form, [mark(8)] * 6)

    response = client.get(edition_url(form))
    page = " ".join(response.content.decode().split())

    assert "Ten minste 5 van de 7 uitgenodigde deelnemers hebben geantwoord." in page
    assert "Nog niet te zien: het formulier sluit op" in page
    assert response.context["figures"].questions == ()
    assert "va-mean" not in page


@pytest.mark.parametrize(("answers", "said"), [(2, "minder dan 5"), (6, "ten minste 5")])
def test_the_table_of_a_training_says_about_how_many_answered_an_open_form(
    client: Client, coordinator: User, answers: int, said: str
) -> None:
    form = open_evaluation(people=7)
    answer(form, [mark(8)] * answers)

    page = client.get(training_url(form)).content.decode()

    assert re.findall(r'data-label="Antwoorden">\s*([^<]*?)\s*</td>', page) == [said]


def test_too_few_answers_are_explained(client: Client, coordinator: User) -> None:
    form = closed_evaluation(marks=[8] * 4, invited=7)

    page = text_of(client, edition_url(form))

    assert "4 van de 7 uitgenodigde deelnemers hebben geantwoord." in page
    assert "minder dan 5 antwoorden" in page
    assert "va-mean" not in page


def test_an_edition_without_evaluation_says_so(client: Client, coordinator: User) -> None:
    edition = held_edition(people=1)

    page = text_of(client, reverse("evaluation_reports:edition", args=[edition.pk]))

    assert "Voor deze uitvoering is geen evaluatie gehouden." in page


def test_an_edition_still_to_come_has_no_page(client: Client, coordinator: User) -> None:
    form = closed_evaluation(marks=[8] * 5)

    with clock.at(start_of(edition_of(form)) - timedelta(hours=1)):
        assert client.get(edition_url(form)).status_code == 404


# --- Exports --------------------------------------------------------------------------------


def rows_of_csv(client: Client, url: str, **query: str) -> list[list[str]]:
    response = client.get(url, {"export": "csv", "since": "", **query})
    content = response.getvalue()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def rows_of_xlsx(client: Client, url: str) -> list[tuple[Any, ...]]:
    response = client.get(url, {"export": "xlsx", "since": ""})
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_list_as_csv_has_a_row_for_each_edition(client: Client, coordinator: User) -> None:
    training = TrainingFactory.create(title="Bellen")
    moment = datetime(2026, 3, 2, 12, tzinfo=clock.now().tzinfo)
    closed_evaluation(
        marks=[8, 8, 8, 9, 9], invited=6, training=training, starts_at=moment, note="Echt"
    )
    closed_evaluation(marks=[1] * 4, training=training, starts_at=moment + timedelta(days=1))

    header, shown, hidden = rows_of_csv(client, ALL)

    assert header[:2] == ["Training", "Begin"]
    assert shown == [
        "Bellen",
        "02-03-2026",
        "02-03-2026",
        "6",
        "5",  # nobody reached the sixth
        "5",
        "8,4",
        "5",
        "",
        "",
        "",
        "",
        "Te zien.",
        "Echt",
        "6",
    ]
    assert hidden == [
        "Bellen",
        "03-03-2026",
        "03-03-2026",
        "5",
        "4",
        "4",
        *[""] * 6,
        "Niet te zien: er zijn minder dan 5 antwoorden.",
        "",
        "5",
    ]


@pytest.mark.both_databases
def test_the_file_of_everything_to_the_byte(client: Client, coordinator: User) -> None:
    """Of each kind of row one, in the order of names and days."""
    moment = datetime(2026, 3, 2, 12, tzinfo=clock.now().tzinfo)
    formula = TrainingFactory.create(title="=1+1")
    quoted = TrainingFactory.create(title='Kort; "goed"')
    usual = TrainingFactory.create(title="Luisteren")

    def held(training: TrainingPage, day: int, **fields: Any) -> Edition:
        return past_edition(training, ends_at=moment + timedelta(days=day), **fields)

    marks = {
        "overall": Told([8] * 18 + [9, 8]),
        "trainer": Told([10] * 5 + [9]),
        "content": Told([7, 8, 9]),
    }
    kept_form(held(formula, 0), marks, invited=30, asked_count=25)
    kept_form(held(quoted, 1), {"overall": Told([6, 7, 7, 7, 8])}, invited=9)
    held(quoted, 2, note="-1 dag\nkorter")
    kept_form(held(usual, 3), {"overall": Told([5] * 4)}, invited=4)
    kept_form(held(usual, 4), {}, invited=8, status="lost", answered=6)
    imported = kept_form(held(usual, 5), {"overall": Told([8, 9] * 3)}, invited=6)
    EvaluationForm.objects.filter(pk=imported.pk).update(invited_count=None)
    ImportedEvaluation.objects.create(form=imported, source="LimeSurvey", imported_at=moment)
    alone = kept_form(held(usual, 6), {"overall": Told(answered=11)}, invited=12, answered=11)
    ImportedEvaluation.objects.create(form=alone, source="Verslag", imported_at=moment)
    ReportedMean.objects.create(question=alone.questions.get(), mean=Decimal("8.3"))
    opened: dict[str, Any] = {"status": "open", "invited_count": None, "answered_count": None}
    kept_form(held(usual, 7), {}, invited=0, **opened)
    reported = held(usual, 8, status="reported")
    ReportedFigures.objects.create(
        edition=reported, participants=12, answers=11, mean=Decimal("8.35"), source="Map"
    )

    with clock.at(moment + timedelta(days=60)):
        written = client.get(INDEX, {"export": "csv", "since": ""}).getvalue()

    assert written.decode("utf-8").split("\r\n") == [
        "\ufeffTraining;Begin;Einde;Uitgenodigd;Gevraagd;Antwoorden;"
        "Cijfer training (gemiddeld, 1–10);Cijfer training (n);"
        "Cijfer trainer (gemiddeld, 1–10);Cijfer trainer (n);"
        "Cijfer inhoud (gemiddeld, 1–10);Cijfer inhoud (n);Cijfers te zien?;Opmerking;"
        "Deelnames",
        "\u200b=1+1;02-03-2026;02-03-2026;30;25;20;8,1;20;9,8;6;;;Te zien.;;0",
        '"Kort; ""goed""";03-03-2026;03-03-2026;9;9;5;7,0;5;;;;;Te zien.;;0',
        '"Kort; ""goed""";04-03-2026;04-03-2026;;;;;;;;;;'
        'Voor deze uitvoering is geen evaluatie gehouden.;"\u200b-1 dag\nkorter";0',
        "Luisteren;05-03-2026;05-03-2026;4;4;4;;;;;;;"
        "Niet te zien: er zijn minder dan 5 antwoorden.;;0",
        "Luisteren;06-03-2026;06-03-2026;8;8;6;;;;;;;"
        "De antwoorden zijn verloren gegaan: de sleutel ervan is weg.;;0",
        "Luisteren;07-03-2026;07-03-2026;;;6;8,5;6;;;;;"
        "Volgens opgave, niet hier ingevuld. Bron: LimeSurvey;;0",
        "Luisteren;08-03-2026;08-03-2026;12;12;11;8,3;11;;;;;"
        "Volgens opgave, niet hier ingevuld. Bron: Verslag;;0",
        "Luisteren;09-03-2026;09-03-2026;;;;;;;;;;"
        "Nog niet te zien: het formulier sluit op maandag 30 maart om 14:00 uur.;;0",
        "Luisteren;10-03-2026;10-03-2026;;;11;8,4;11;;;;;"
        "Volgens opgave, niet door de academie geteld.;12 deelnemers. Bron: Map;12",
        "",
    ]


def test_the_csv_of_a_training_has_its_editions(client: Client, coordinator: User) -> None:
    form = closed_evaluation(marks=[8] * 5)
    closed_evaluation(marks=[8] * 5)

    assert len(rows_of_csv(client, training_url(form))) == 2
    assert len(rows_of_csv(client, ALL)) == 3
    assert len(rows_of_csv(client, INDEX, since="2100-01-01")) == 1


def test_the_csv_of_an_edition_has_every_value_and_text(client: Client, coordinator: User) -> None:
    form = full_evaluation()

    _header, *rows = rows_of_csv(client, edition_url(form))

    marks = {row[8]: row[9:] for row in rows if row[5] == "Welk cijfer geef je de training?"}
    assert marks["8"] == ["4", "8,2"]
    assert marks["10"] == ["0", "8,2"]
    assert [row[8:10] for row in rows if row[5] == "Wat kan beter?" and row[9] != "0"] == [
        ["Meer oefenen", "5"],
        ["Anders, namelijk …", "1"],
        ["de koffie", ""],
    ]
    assert {row[5] for row in rows} == {
        "Welk cijfer geef je de training?",
        "Wat kan beter?",
        "Wat heb je geleerd?",
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_someone_wrote_never_becomes_a_formula(
    client: Client, coordinator: User, kind: str
) -> None:
    url = edition_url(full_evaluation())

    rows = rows_of_csv(client, url) if kind == "csv" else rows_of_xlsx(client, url)

    cells = [str(cell) for row in rows for cell in row]
    # In a workbook it is text by its kind; in a CSV file by a character that nobody sees.
    assert ("\u200b" if kind == "csv" else "") + "=HYPERLINK(1)" in cells


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_shows_no_more_than_the_page(
    client: Client, coordinator: User, kind: str
) -> None:
    form = open_evaluation(people=7)
    answer(form, [{**mark(8), "takeaway": Answer(text="geheim")}] * 6)

    rows: list[Any] = (
        rows_of_csv(client, edition_url(form))
        if kind == "csv"
        else rows_of_xlsx(client, edition_url(form))
    )

    assert len(rows) == 2
    assert "Nog niet te zien" in rows[1][5]
    assert "geheim" not in str(rows)


def test_the_xlsx_has_numbers_and_dates(client: Client, coordinator: User) -> None:
    moment = datetime(2026, 3, 2, 12, tzinfo=clock.now().tzinfo)
    closed_evaluation(marks=[8, 8, 8, 9, 9], invited=6, starts_at=moment)

    row = rows_of_xlsx(client, ALL)[1]

    assert row[1] == datetime(2026, 3, 2)
    assert row[3:7] == (6, 5, 5, 8.4)
