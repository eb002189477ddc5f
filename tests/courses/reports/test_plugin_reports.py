"""The reports of plugins in the administration."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.functional import lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.people.enums import Role
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import Column, Report, ReportFilters
from courses.plugin_host import asking, standing
from courses.plugin_host.models import PluginFault
from courses.reports import plugin_reports
from tests.courses.reports.counting import PAGE, SLUG, Talks, install, switch_on
from tests.factories import EditionFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

Install = Callable[[Any], Any]
BROKEN = "Hier ging iets mis. Dit overzicht is niet compleet."


@pytest.fixture
def report(install_plugin: Install) -> Talks:
    """A report of a plugin that is on nowhere yet."""
    talks = Talks()
    install(install_plugin, talks)
    return talks


@pytest.fixture
def training(report: Talks) -> TrainingPage:
    """A training in which the plugin is on."""
    return switch_on(TrainingFactory.create(title="Bellen"))


@pytest.fixture
def coordinator(client: Client) -> User:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(client: Client, **query: Any) -> str:
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def menu_of(client: Client) -> str:
    return client.get("/beheer/").content.decode()


def cells(page: str) -> list[list[str]]:
    """The texts in the body of the table, as they are written in HTML."""
    body = re.search(r"<tbody>(.*)</tbody>", page)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1]) if body else []
    return [
        [re.sub(r"</?strong>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", row)]
        for row in rows
    ]


def faults() -> list[str]:
    return list(PluginFault.objects.order_by("pk").values_list("error", flat=True))


# --- Who may see it -------------------------------------------------------------------------

ALL = ("visitor", Role.VOLUNTEER, Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.COORDINATOR, [302, 302, 403, 200, 200]),
        (Audience.TRAINER, [302, 302, 200, 200, 200]),
    ],
)
@pytest.mark.parametrize("query", [{}, {"export": "csv"}, {"export": "xlsx"}])
def test_each_role_sees_what_is_for_it(
    report: Talks,
    training: TrainingPage,
    audience: Audience,
    expected: list[int],
    query: dict[str, str],
) -> None:
    report.audience = audience
    clients = [
        Client() if one == "visitor" else signed_in(person_in_role(Role(one))) for one in ALL
    ]

    assert [client.get(PAGE, query).status_code for client in clients] == expected


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.COORDINATOR, [False, True, True]),
        (Audience.TRAINER, [True, True, True]),
    ],
)
def test_the_menu_shows_it_to_the_same_people(
    report: Talks, training: TrainingPage, audience: Audience, expected: list[bool]
) -> None:
    report.audience = audience
    people = [person_in_role(Role(one)) for one in ALL[2:]]
    EditionFactory.create(training=training, trainers=[people[0]])

    shown = [PAGE in signed_in(one).get("/beheer/").content.decode() for one in people]

    assert shown == expected


def test_an_editor_without_a_role_is_told_no(report: Talks, training: TrainingPage) -> None:
    report.audience = Audience.TRAINER
    editor = person_in_role(Role.VOLUNTEER)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))

    response = signed_in(editor).get(PAGE)

    assert response.status_code == 403
    assert report.asked == []
    assert PAGE not in signed_in(editor).get("/beheer/").content.decode()


def test_no_cache_keeps_it(client: Client, coordinator: User, training: TrainingPage) -> None:
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        kept = {part.strip() for part in client.get(PAGE, query)["Cache-Control"].split(",")}
        assert {"private", "no-store"} <= kept


def test_what_is_unknown_or_off_on_the_site_has_no_page(
    client: Client, coordinator: User, training: TrainingPage
) -> None:
    assert client.get("/beheer/rapporten/counting/other/").status_code == 404
    assert client.get("/beheer/rapporten/nobody/talks/").status_code == 404
    standing.switch(plugin=SLUG, on=False)
    standing.forget()
    assert client.get(PAGE).status_code == 404
    assert PAGE not in menu_of(client)
    standing.switch(plugin=SLUG, on=True)
    standing.forget()
    assert client.get(PAGE).status_code == 200
    assert PAGE in menu_of(client)


# --- Of which trainings ---------------------------------------------------------------------


def test_it_is_about_the_trainings_in_which_the_plugin_is_on(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    TrainingFactory.create()
    off = switch_on(TrainingFactory.create())
    activate_plugin(training=off, plugin=SLUG, active=False)

    page_of(client, since="")

    assert report.asked == [ReportFilters(coordinator.pk, frozenset({training.pk}))]


def test_a_trainer_gets_the_trainings_that_he_gave_or_gives(
    report: Talks, training: TrainingPage
) -> None:
    report.audience = Audience.TRAINER
    trainer, other = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    own_but_off, elsewhere = TrainingFactory.create(), switch_on(TrainingFactory.create())
    for one in (training, own_but_off):
        EditionFactory.create(training=one, trainers=[trainer])
    EditionFactory.create(training=elsewhere, trainers=[other])

    page = page_of(signed_in(trainer))
    page_of(signed_in(trainer), training=elsewhere.pk)

    assert [one.training_ids for one in report.asked] == [frozenset({training.pk})] * 2
    assert "Je ziet alleen de trainingen die je zelf geeft of gaf." in page


def test_on_in_no_training_it_says_so_and_the_menu_leaves_it_out(
    client: Client, coordinator: User, report: Talks
) -> None:
    page = page_of(client)

    assert "Deze uitbreiding staat in geen enkele training aan." in page
    assert "export=" not in page
    assert PAGE not in menu_of(client)
    assert client.get(PAGE, {"export": "csv"}).status_code == 200
    assert report.asked == []


def test_a_trainer_without_such_a_training_is_told_so(
    report: Talks, training: TrainingPage
) -> None:
    report.audience = Audience.TRAINER
    client = signed_in(person_in_role(Role.TRAINER))

    assert "Deze uitbreiding staat in geen van je eigen trainingen aan." in page_of(client)
    assert PAGE not in menu_of(client)
    assert report.asked == []


# --- Filters --------------------------------------------------------------------------------


def test_the_plugin_gets_the_period_and_the_training(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    switch_on(TrainingFactory.create())

    page_of(client, since="2026-03-01", until="2026-03-31", training=training.pk)

    assert report.asked == [
        ReportFilters(
            person_id=coordinator.pk,
            training_ids=frozenset({training.pk}),
            since=date(2026, 3, 1),
            until=date(2026, 3, 31),
        )
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"since": ""}, "Periode: alles tot nu toe."),
        ({"since": "2026-03-01"}, "Periode: vanaf 1 maart 2026."),
        ({"until": "2026-03-31"}, "Periode: tot en met 31 maart 2026."),
        (
            {"since": "2026-03-01", "until": "2026-03-31"},
            "Periode: 1 maart 2026 tot en met 31 maart 2026.",
        ),
    ],
)
def test_the_page_says_what_is_counted_and_when(
    client: Client,
    coordinator: User,
    training: TrainingPage,
    query: dict[str, str],
    words: str,
) -> None:
    page = page_of(client, **query)

    assert "Hoe vaak er is gebeld, per wijk." in page
    assert words in page


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
def test_odd_questions_get_a_page(
    client: Client, coordinator: User, training: TrainingPage, query: dict[str, str]
) -> None:
    assert cells(page_of(client, **query)) == [["Overvecht", "3"]]


# --- The table ------------------------------------------------------------------------------

MOMENT = datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
VARIED = [
    ["Overvecht", 3],
    [None, Decimal("8.50")],
    [date(2026, 3, 2), 0.1],
    [MOMENT, -4],
    [gettext_lazy("Trainingen"), None],
    [True, 1],
    ("<b>vet</b>", 2),
    [mark_safe("<b>veilig</b>"), 2],
]


def test_cells_are_written_in_dutch(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = VARIED

    assert cells(page_of(client)) == [
        ["Overvecht", "3"],
        ["", "8,50"],
        ["2 maart 2026", "0,1"],
        ["2 maart 2026 14:30", "-4"],
        ["Trainingen", ""],
        ["ja", "1"],
        ["&lt;b&gt;vet&lt;/b&gt;", "2"],
        ["&lt;b&gt;veilig&lt;/b&gt;", "2"],
    ]


def test_numbers_stand_to_the_right_under_their_heading(
    client: Client, coordinator: User, training: TrainingPage
) -> None:
    page = page_of(client)

    assert '<th scope="col">Wijk</th> <th scope="col" class="va-figure">Aantal</th>' in page
    assert '<td>Overvecht</td><td class="va-figure">3</td>' in page


@pytest.mark.parametrize("mark", [str, mark_safe])
def test_every_text_of_a_plugin_is_escaped(
    client: Client,
    coordinator: User,
    report: Talks,
    training: TrainingPage,
    mark: Callable[[str], str],
) -> None:
    evil = mark("<script>alert(1)</script>")
    report.title = report.description = evil
    report.columns = (Column(evil), Column(evil))
    report.give = [[evil, evil]]

    assert [one for one in (page_of(client), menu_of(client)) if "<script>alert" in one] == []
    assert cells(page_of(client)) == [["&lt;script&gt;alert(1)&lt;/script&gt;"] * 2]


def test_texts_follow_the_language_of_the_reader(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.title = gettext_lazy("Mijn gegevens")
    assert "Mijn gegevens" in page_of(client)
    profile = UserProfile.get_for_user(coordinator)
    profile.preferred_language = "en"
    profile.save()

    assert "My details" in page_of(client)


def test_a_table_without_rows_says_so(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = []

    page = page_of(client)

    assert "Er is niets om te laten zien in deze periode." in page
    assert "<tbody>" not in page


def test_a_long_table_has_pages_in_the_order_of_the_plugin(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = [[f"Wijk {number}", number] for number in range(45, 0, -1)]

    first, last = page_of(client), page_of(client, p=3, since="2026-01-01")

    assert [row[1] for row in cells(first)] == [str(number) for number in range(45, 25, -1)]
    assert [row[1] for row in cells(last)] == ["5", "4", "3", "2", "1"]
    assert "Pagina 3 van 3" in last
    assert "?since=2026-01-01&amp;p=2" in last


def test_too_many_rows_are_cut_off_and_the_page_says_so(
    client: Client,
    coordinator: User,
    report: Talks,
    training: TrainingPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("courses.reports.plugin_reports.MOST_ROWS", 3)

    def endless(_filters: ReportFilters) -> Iterator[Any]:
        while True:
            yield ["Wijk", 1]

    report.give = [["Wijk", 1]] * 3
    assert "Er zijn er meer." not in page_of(client)

    report.give = endless
    page = page_of(client)
    assert "Dit zijn de eerste 3 rijen. Er zijn er meer." in page
    assert cells(page) == [["Wijk", "1"]] * 3
    assert rows_of_csv(client)[-2:] == [
        ["Wijk", "1"],
        ["Dit zijn de eerste 3 rijen. Er zijn er meer.", ""],
    ]
    assert faults() == []


# --- When the plugin fails ------------------------------------------------------------------


def at_once(_filters: ReportFilters) -> Any:
    raise RuntimeError


def halfway(_filters: ReportFilters) -> Iterator[Any]:
    yield ["Overvecht", 3]
    raise RuntimeError


def leaving(_filters: ReportFilters) -> Any:
    raise SystemExit


def in_the_database(_filters: ReportFilters) -> Iterator[Any]:
    yield ["Overvecht", 3]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table")


GOOD = ["Overvecht", 3]
NONSENSE = {
    "no rows": None,
    "a number": 7,
    "a text": "Overvecht",
    "a row that is a text": [GOOD, "ab"],
    "a row that is nothing": [GOOD, None],
    "a row that is a set": [GOOD, {"a", "b"}],
    "a short row": [GOOD, ["Overvecht"]],
    "a long row": [GOOD, ["Overvecht", 3, 4]],
    "a list in a cell": [GOOD, [["a"], 3]],
    "bytes in a cell": [GOOD, [b"a", 3]],
    "no number": [GOOD, ["a", float("nan")]],
    "without end": [GOOD, ["a", Decimal("Infinity")]],
    "a signalling NaN": [GOOD, ["a", Decimal("sNaN")]],
    "a number too long to write": [GOOD, ["a", 10**5000]],
    "a long number": [GOOD, ["a", Decimal("1E+90")]],
    "half a character": [GOOD, ["\ud800", 3]],
    "a moment that is nowhere": [GOOD, [datetime.max.replace(tzinfo=UTC), 3]],
}


@pytest.mark.parametrize("kind", ["page", "csv", "xlsx"])
@pytest.mark.parametrize(
    ("give", "rows"),
    [
        *[(one, 0) for one in (at_once, leaving)],
        *[(one, 1) for one in (halfway, in_the_database)],
        *[(one, int(isinstance(one, list))) for one in NONSENSE.values()],
    ],
    ids=["at once", "leaving", "halfway", "in the database", *NONSENSE],
)
def test_a_failure_shows_the_rows_so_far_and_says_that_there_are_more(
    client: Client,
    coordinator: User,
    report: Talks,
    training: TrainingPage,
    give: Any,
    rows: int,
    kind: str,
) -> None:
    report.give = give

    if kind == "page":
        assert cells(page_of(client)) == [["Overvecht", "3"]] * rows + [[BROKEN]]
    elif kind == "csv":
        assert rows_of_csv(client)[1:] == [["Overvecht", "3"]] * rows + [[BROKEN, ""]]
    else:
        assert rows_of_xlsx(client)[1:] == [("Overvecht", 3)] * rows + [(BROKEN, None)]
    assert len(faults()) == 1


def test_every_page_of_a_broken_table_says_so(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = [*[GOOD] * 21, None]

    for number in (1, 2):
        assert cells(page_of(client, p=number))[-1] == [BROKEN]


def failing() -> str:
    raise RuntimeError


@pytest.mark.parametrize(
    "nonsense",
    [
        {"title": None},
        {"title": " "},
        {"title": "\ud800"},
        {"title": b"Gesprekken"},
        {"title": lazy(failing, str)()},
        {"description": 3},
        {"columns": None},
        {"columns": ()},
        {"columns": ["Wijk", "Aantal"]},
        {"columns": [Column("")]},
        {"columns": [Column(None)]},  # type: ignore[arg-type]
        {"audience": Audience.PARTICIPANT},
        {"audience": Audience.EVERYONE},
        {"audience": "boss"},
    ],
    ids=lambda nonsense: next(iter(nonsense)),
)
def test_a_report_that_cannot_say_what_it_is_is_left_out_and_reported_once(
    client: Client,
    coordinator: User,
    report: Talks,
    training: TrainingPage,
    nonsense: dict[str, Any],
) -> None:
    for name, value in nonsense.items():
        setattr(report, name, value)

    assert client.get(PAGE).status_code == 404
    assert PAGE not in menu_of(client)
    fault = PluginFault.objects.get()
    assert (fault.plugin, fault.place, fault.count) == (SLUG, "Report talks", 1)


def test_a_broken_report_does_not_hide_another(
    client: Client, coordinator: User, install_plugin: Install
) -> None:
    class Nameless(Talks):
        name = "nameless"
        title: Any = None  # type: ignore[misc]

    install(install_plugin, Nameless(), Talks())
    switch_on(TrainingFactory.create())

    assert cells(page_of(client)) == [["Overvecht", "3"]]
    assert PAGE in menu_of(client)


# --- Exports --------------------------------------------------------------------------------


def rows_of_csv(client: Client, **query: Any) -> list[list[str]]:
    response = client.get(PAGE, {"export": "csv", **query})
    assert response["Content-Disposition"] == 'attachment; filename="gesprekken.csv"'
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"))


def rows_of_xlsx(client: Client, **query: Any) -> list[tuple[Any, ...]]:
    response = client.get(PAGE, {"export": "xlsx", **query})
    assert response["Content-Disposition"] == 'attachment; filename="gesprekken.xlsx"'
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_csv_has_all_rows_as_text(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = [
        *VARIED[:3],
        [MOMENT, Decimal("1.5")],
        ["=HYPERLINK(1)", None],
        *[["Wijk", 1]] * 30,
    ]

    assert rows_of_csv(client) == [
        ["Wijk", "Aantal"],
        ["Overvecht", "3"],
        ["", "8,50"],
        ["02-03-2026", "0,1"],
        ["02-03-2026 14:30", "1,5"],
        ["\u200b=HYPERLINK(1)", ""],
        *[["Wijk", "1"]] * 30,
    ]


def test_the_xlsx_has_all_rows_with_their_kinds(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = [*VARIED, ["=HYPERLINK(1)", None], ["a\0b", 1], *[["Wijk", 1]] * 30]

    assert rows_of_xlsx(client) == [
        ("Wijk", "Aantal"),
        ("Overvecht", 3),
        (None, 8.5),
        (datetime(2026, 3, 2), 0.1),
        (datetime(2026, 3, 2, 14, 30), -4),
        ("Trainingen", None),
        ("ja", 1),
        ("<b>vet</b>", 2),
        ("<b>veilig</b>", 2),
        ("=HYPERLINK(1)", None),
        ("ab", 1),
        *[("Wijk", 1)] * 30,
    ]


def test_an_export_obeys_the_filters(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.give = lambda filters: [[filters.since, 1]]

    assert rows_of_csv(client, since="2026-03-02")[1:] == [["02-03-2026", "1"]]


def test_a_title_without_letters_still_gives_a_file_name(
    client: Client, coordinator: User, report: Talks, training: TrainingPage
) -> None:
    report.title = "☎"

    response = client.get(PAGE, {"export": "csv"})

    assert response["Content-Disposition"] == 'attachment; filename="counting-talks.csv"'


# --- What it costs --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
@pytest.mark.parametrize("address", [PAGE, "/beheer/"])
def test_the_queries_do_not_grow_with_trainings_or_rows(
    report: Talks, training: TrainingPage, role: Role, address: str
) -> None:
    report.audience = Audience.TRAINER
    person = person_in_role(role)
    client = signed_in(person)

    def questions() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        # Around each row there is a savepoint, because a test is one transaction.
        return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)

    EditionFactory.create(training=training, trainers=[person])
    with_one = questions()
    for _number in range(2):
        another = switch_on(TrainingFactory.create())
        EditionFactory.create(training=another, trainers=[person])
    report.give = [GOOD] * 3

    assert questions() == with_one


def test_the_menu_asks_once_however_many_plugins_have_reports(coordinator: User) -> None:
    everywhere = asking.everywhere(Report)
    plugins = {entry.plugin.slug for entry in everywhere}
    assert len(plugins) > 2
    training = TrainingFactory.create()
    for plugin in plugins:
        activate_plugin(training=training, plugin=plugin)
    with CaptureQueriesContext(connection) as asked:
        found = plugin_reports.reports_for(coordinator)
    assert {one.entry.plugin.slug for one in found} == plugins
    tables = [query["sql"] for query in asked.captured_queries if "activation" in query["sql"]]
    assert len(tables) == 1


def test_it_is_of_this_year_unless_there_is_nothing_or_somebody_chooses(
    client: Client, coordinator: User, training: TrainingPage, report: Talks
) -> None:
    """Each entry: what the plugin was asked, of which the last is what the page shows."""
    seen = {}
    with clock.at(datetime(2026, 6, 1, 12, tzinfo=UTC)):
        year = (date(2026, 1, 1), date(2026, 12, 31))
        for name, query, rows in (
            ("something", "", [["Overvecht", 3]]),
            ("nothing", "", []),
            ("all years", "?since=&until=", [["Overvecht", 3]]),
        ):
            report.asked.clear()
            report.give = rows
            page = client.get(PAGE + query)
            asked = [(one.since, one.until) for one in report.asked]
            period = page.context["period"]
            seen[name] = [*asked, (period.since, period.until)]
    assert seen == {
        "something": [year, year],
        "nothing": [year, (None, None), (None, None)],
        "all years": [(None, None), (None, None)],
    }
