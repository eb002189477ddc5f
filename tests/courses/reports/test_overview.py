"""The overview of evaluations: groups, years, wordings, two selections; and whose it is to see."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.db import connection
from django.db.models import F, IntegerField, Value
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString
from pytest_django.asserts import assertHTMLEqual

from courses.catalogue.enums import EventKind
from courses.catalogue.models import Theme
from courses.common import clock
from courses.common.statements import KeyList
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location
from courses.evaluation.enums import OTHER, FormStatus, Kind, Occasion
from courses.evaluation.models import BackgroundCount, EvaluationForm
from courses.evaluation.queries import marks_by
from courses.evaluation.queries.disclosure.cells import by_path
from courses.people.enums import Role
from courses.people.models import Partner
from courses.people.services import erase_person
from courses.reports import views
from courses.reports.comparison import compare
from courses.reports.drawings import Drawing, trend
from courses.reports.overview import (
    PATHS,
    Dimension,
    backgrounds,
    counted,
    facts_about,
    keys_of,
    overview,
    people_in,
)
from courses.reports.selections import Period, Selection
from courses.reports.years import Years
from tests.courses.evaluation.factories import (
    Told,
    close,
    edition_of,
    kept_form,
    open_evaluation,
    past_edition,
)
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from courses.people.models import User

pytestmark = pytest.mark.django_db
ALL = Edition.objects.all()
INDEX = "/beheer/evaluaties/"


def held(
    training: Any, marks: list[int], *, year: int = 2025, day: int = 1, **fields: Any
) -> Edition:
    """An edition with a closed form with these marks, and one person who gave none."""
    wording = fields.pop("wording", 1)
    trainers = fields.pop("trainers", ())
    ends_at = datetime(year, 3, day, 12, tzinfo=UTC)
    edition = past_edition(training, ends_at=ends_at, seats_taken=len(marks) + 1, **fields)
    if trainers:
        edition.trainers.set(trainers)
        edition.save()
    told = Told(marks, wording=wording, text=f"Vraag {wording}")
    kept_form(edition, {"overall": told}, invited=len(marks) + 1)
    return edition


@pytest.mark.both_databases
def test_editions_are_grouped_by_whatever_they_have_in_common() -> None:
    theme = Theme.objects.create(name="Rouw", slug="rouw")
    partner = Partner.objects.create(name="Partner")
    place = Location.objects.create(name="Huis", address="Straat 1", district="zuid")
    trainer, other = PersonFactory.create(), PersonFactory.create()
    first = TrainingFactory.create(title="Zien", theme=theme, partner=partner)
    second = TrainingFactory.create(title="Bellen", kind=EventKind.LECTURE)
    held(first, [8, 8, 8, 9, 9], trainers=[trainer, other], location=place, language="en")
    held(second, [6] * 5, day=2, trainers=[trainer])
    held(second, [2] * 4, day=3)

    found = {
        dimension: [
            (one.key, one.held.editions, one.held.participants, one.marks.n, one.marks.mean)
            for one in overview(ALL, dimension=dimension).groups
        ]
        for dimension in Dimension
    }

    zien, bellen = (1, 6, 5, 8.4), (2, 11, 5, 6)
    as_text = {
        dimension: [(row[0], *row[1:4], float(row[4] or 0)) for row in rows]
        for dimension, rows in found.items()
    }
    assert as_text[Dimension.TRAINING] == [(second.pk, *bellen), (first.pk, *zien)]
    assert as_text[Dimension.THEME] == [(theme.pk, *zien), (None, *bellen)]
    assert as_text[Dimension.PARTNER] == [(partner.pk, *zien), (None, *bellen)]
    assert as_text[Dimension.DISTRICT] == [("zuid", *zien), (None, *bellen)]
    assert as_text[Dimension.LANGUAGE] == [("en", *zien), ("nl", *bellen)]
    assert as_text[Dimension.KIND] == [("lecture", *bellen), ("training", *zien)]
    assert sorted(as_text[Dimension.TRAINER], key=str) == sorted(
        [(trainer.pk, 2, 12, 10, 7.2), (other.pk, *zien), (None, 1, 5, 0, 0.0)], key=str
    )
    whole = overview(ALL, dimension=Dimension.TRAINER).whole
    assert (whole.held.editions, whole.marks.n, whole.response.invited) == (3, 10, 17)
    assert whole.response.answered == 14


def test_a_district_that_is_put_right_moves_the_figures_along() -> None:
    place = Location.objects.create(name="Huis", address="Straat 1", district="zuid")
    edition = held(TrainingFactory.create(), [8, 8, 8, 9, 9], location=place)

    place.district = "oost"
    place.save()
    edition.trainers.set([trainer := PersonFactory.create()])
    edition.save()

    by_district = overview(ALL, dimension=Dimension.DISTRICT).groups
    assert [(one.key, one.marks.n) for one in by_district] == [("oost", 5)]
    assert overview(Selection(trainer=trainer.pk).narrow(ALL)).whole.marks.n == 5


@pytest.mark.both_databases
def test_halves_of_one_edition_count_as_one_and_keep_their_answers() -> None:
    training, place = TrainingFactory.create(), Location.objects.create(name="A", district="oost")
    both, one, other = (PersonFactory.create(last_name=name) for name in ("A", "B", "C"))
    first = held(training, [8, 8, 8, 9, 9], trainers=[both, one], location=place)
    second = held(
        training, [7, 7, 7, 8, 8], day=2, place="online", half_of=first, trainers=[both, other]
    )
    held(training, [6] * 5, day=3, trainers=[both])

    whole = overview(ALL, dimension=Dimension.DISTRICT).whole

    assert (whole.held.editions, whole.held.participants, whole.marks.n) == (2, 18, 15)
    named = {one: overview(ALL, dimension=one).groups for one in Dimension}
    for dimension, numbers in (
        (Dimension.TRAINING, [2]),
        (Dimension.DISTRICT, [1, 2]),
        (Dimension.TRAINER, [2, 1, 1]),
    ):
        assert [one.held.editions for one in named[dimension]] == numbers
    # As one statement counts that looks for doubles.
    for dimension, groups in named.items():
        by = F(PATHS[dimension])
        expected = counted(ALL, Occasion.END, by)
        assert {one.key: (one.held, one.response) for one in groups} == expected
    alone = overview(ALL.filter(pk=second.pk)).whole
    assert (alone.held.editions, alone.marks.n) == (1, 5)
    Edition.objects.filter(pk=first.pk).update(status=EditionStatus.CANCELLED)
    assert overview(ALL).whole.held.editions == 2


@pytest.mark.both_databases
def test_a_year_ends_at_midnight_here_and_new_words_are_never_added_to_old() -> None:
    training = TrainingFactory.create()
    held(training, [7] * 5, year=2023)
    # Half past midnight on New Year's day in Utrecht, an hour earlier in UTC.
    edition = past_edition(training, ends_at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    kept_form(edition, {"overall": Told([8] * 5, text="Vraag 1")}, invited=6)
    held(training, [9] * 5, year=2025, wording=2)
    held(training, [10] * 4, year=2025, day=9, wording=3)

    found = overview(ALL)

    assert [(one.year, one.wording, one.marks.total, one.marks.n) for one in found.years] == [
        (2023, 1, 35, 5),
        (2024, 1, 40, 5),
        (2025, 2, 45, 5),
    ]
    assert found.question is not None
    assert (found.question.text, found.whole.marks.total, found.whole.marks.n) == ("Vraag 2", 45, 5)
    assert [(one.text, marks.total, marks.n) for one, marks in found.earlier] == [
        ("Vraag 1", 75, 10)
    ]
    assert found.whole.other_wording


def test_two_selections_say_whether_their_difference_means_anything() -> None:
    first, second = TrainingFactory.create(), TrainingFactory.create()
    held(first, [9, 9, 8, 9, 10, 9, 9])
    held(second, [6, 7, 6, 5, 7, 6, 6], day=2)
    held(second, [8, 9, 8, 7, 8], year=2024, wording=2)
    one, other = Selection(training=first.pk), Selection(training=second.pk)
    now = Period(since=date(2025, 1, 1))
    seen = keys_of(ALL)

    far = compare(seen, one, Selection(now, training=second.pk))
    same = compare(seen, one, Selection(now))
    words = compare(seen, one, other)
    nothing = compare(seen, one, Selection(Period(until=date(2020, 1, 1))))

    assert far.sentence == (
        "Het gemiddelde is 9,0 (n = 7) in de eerste selectie en 6,1 (n = 7) in de tweede. "
        "Dat verschil is groter dan toeval gewoonlijk geeft."
    )
    assert "zit in beide selecties" in same.sentence
    assert "in andere woorden gesteld" in words.sentence
    assert "niets te vergelijken" in nothing.sentence
    assert (same.difference, words.difference, nothing.difference) == (None, None, None)


def test_a_choice_among_many_is_that_of_a_plain_one(client: Client) -> None:
    first = TrainingFactory.create(title='Zien & "horen" <b>')
    for training in (first, TrainingFactory.create(title="Bellen")):
        held(training, [8, 8, 8, 9, 9])
    client.force_login(person_in_role(Role.COORDINATOR))
    always = {"since": "", "until": ""}
    page = client.get(INDEX, {"training": first.pk, "by": "training", **always})
    bound = page.context["filter_form"]["training"]
    plain = forms.Select(choices=bound.field.choices).render(
        bound.html_name, bound.value(), {"id": bound.auto_id}
    )
    assertHTMLEqual(str(bound), plain)
    assert f'<option value="{first.pk}" selected>Zien &amp; &quot;horen&quot; &lt;b&gt;' in str(
        bound
    )
    (line,) = page.context["lines"]
    address = f"{reverse('evaluation_reports:training', args=[first.pk])}?since=&until="
    assert (line.label, line.address, line.mean, line.n) == (first.title, address, "8,4", "5")
    assert line.numbers == ("7,7 tot 9,1", "0,5", "1", "6", "6", "6", "5", "83,3 %")
    by_kind = client.get(INDEX, {"training": first.pk, "by": "kind", **always})
    (line,) = by_kind.context["lines"]
    assert line.address == ""


def test_small_backgrounds_stand_together_as_in_the_year_report(client: Client) -> None:
    kinds = ["volunteer"] * 6 + ["professional"] * 3 + ["business"] * 2
    close(open_evaluation(people=[PersonFactory.create(background=one) for one in kinds]))
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.get(f"{INDEX}?since=2020-01-01").content.decode()
    shown = re.findall(r"<li>([^<]+): (\d+)</li>", page[page.index("va-backgrounds") :])
    assert shown[:2] == [("Vrijwilliger", "6"), ("Beroepskracht en Bedrijfsleven samen", "5")]


def test_background_is_counted_when_the_form_opens_and_forgotten_with_the_person() -> None:
    people = [
        PersonFactory.create(background=background)
        for background in ("resident", "volunteer", "volunteer")
    ]
    form = open_evaluation(people=people)
    # Who says otherwise later took part as what that person was then.
    people[0].background = "business"
    people[0].save()
    assert backgrounds(keys_of(ALL)) == {
        "resident": 1,
        "volunteer": 2,
        "professional": 0,
        "business": 0,
    }

    erase_person(person=people[1], actor=None)

    assert backgrounds(keys_of(ALL))["volunteer"] == 1
    assert overview(ALL).whole.held.participants == 3
    close(form)
    assert BackgroundCount.objects.filter(edition=edition_of(form)).count() == 2


# --- A survey ---------------------------------------------------------------------------------


def members_survey() -> Any:
    """The survey of the sources: 211 members, 23 answers, a 7,2; 13 of them named what they miss.
    The single answers are made up."""
    return kept_form(
        None,
        {
            "overall": Told([7] * 12 + [8] * 8 + [6] * 2 + [5]),
            "missed": Told(
                ["Kerken"] * 6 + ["Sport"] * 8 + [OTHER],
                kind=Kind.MULTIPLE,
                options=["Kerken", "Sport"],
                texts=["de bibliotheek"],
                answered=13,
                text="Welke organisaties mis je?",
            ),
        },
        invited=211,
        answered=23,
        occasion=Occasion.SURVEY,
        title="Ledenraadpleging",
    )


def test_a_survey_tells_how_many_were_asked_and_how_many_answered_each_question(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    survey = members_survey()
    url = reverse("evaluation_reports:survey", args=[survey.pk])

    content = client.get(url).content.decode()
    page = " ".join(content.split())
    file = client.get(url, {"export": "csv"}).getvalue().decode("utf-8-sig").splitlines()

    # What templates are indented with is not sent along.
    assert "\n " not in content
    assert "211 uitgenodigd, 23 antwoorden (10,9 %)." in page
    assert '<p class="va-mean">7,2</p>' in page
    assert "Ingevuld door 13 mensen. Meer antwoorden waren mogelijk." in page
    assert "<td>8</td><td>61,5 %</td>" in page
    assert [line for line in file if "bibliotheek" in line] == [
        "Ledenraadpleging;211;211;23;Welke organisaties mis je?;Meer keuzes;13;de bibliotheek;;"
    ]
    assert url in client.get(INDEX).content.decode()
    # It is about no edition, so it is in no total.
    assert overview(ALL).whole.marks.n == 0


# --- Whose it is to see -----------------------------------------------------------------------


def test_nobody_sees_more_than_is_theirs(client: Client) -> None:
    """Per role and object, files included."""
    mine, theirs = Partner.objects.create(name="Mijn"), Partner.objects.create(name="Ander")
    contact, trainer = PersonFactory.create(), person_in_role(Role.TRAINER)
    mine.contacts.add(contact)
    own = held(TrainingFactory.create(partner=mine), [8, 8, 8, 9, 9], trainers=[trainer])
    other = held(TrainingFactory.create(partner=theirs), [5, 5, 5, 5, 6], day=2)
    survey = members_survey()
    organisation = f"/organisatie/{mine.pk}/cijfers/"
    pages = {
        "index": INDEX,
        "comparison": f"{INDEX}vergelijken/",
        "own training": f"{INDEX}training/{own.training_id}/",
        "own edition": f"{INDEX}uitvoering/{own.pk}/",
        "other training": f"{INDEX}training/{other.training_id}/",
        "other edition": f"{INDEX}uitvoering/{other.pk}/",
        "other texts": f"{INDEX}uitvoering/{other.pk}/teksten/?question=overall",
        "survey": f"{INDEX}enquete/{survey.pk}/",
        "organisation": organisation,
        "its training": f"{organisation}{own.training_id}/",
        "training of another": f"{organisation}{other.training_id}/",
        "other organisation": f"/organisatie/{theirs.pk}/cijfers/",
    }

    def open_to(person: User) -> set[str]:
        client.force_login(person)
        found = set()
        for name, url in pages.items():
            statuses = {client.get(url, {"export": kind}).status_code for kind in ("", "csv")}
            assert len(statuses) == 1, (name, statuses)
            if statuses == {200}:
                found.add(name)
        return found

    staff = {"index", "comparison", "own training", "own edition"}
    everything = staff | {"other training", "other edition", "survey"}
    assert open_to(person_in_role(Role.COORDINATOR)) == everything
    assert open_to(trainer) == staff
    assert open_to(contact) == {"organisation", "its training"}
    assert open_to(person_in_role(Role.VOLUNTEER)) == set()


def test_a_contact_person_reads_figures_on_own_trainings_and_nothing_that_people_wrote(
    client: Client,
) -> None:
    partner, contact = Partner.objects.create(name="Zorgzaam"), PersonFactory.create()
    partner.contacts.add(contact)
    training = TrainingFactory.create(title="Bellen", partner=partner)
    ends_at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    edition = past_edition(training, ends_at=ends_at, note="Niet voor buiten")
    kept_form(
        edition,
        {
            "overall": Told([8, 8, 8, 9, 9]),
            "remarks": Told(kind=Kind.OPEN, texts=["geheim"] * 5, text="Wat wil je kwijt?"),
        },
        invited=6,
    )
    held(TrainingFactory.create(), [2, 2, 2, 2, 3], day=2)
    client.force_login(contact)
    url = f"/organisatie/{partner.pk}/cijfers/"

    pages = [client.get(url), client.get(f"{url}{training.pk}/")]
    shown = [" ".join(page.content.decode().split()) for page in pages]
    file = client.get(url, {"export": "csv"}).getvalue().decode()

    assert all('<strong class="va-mean">8,4</strong>' in page for page in shown)
    assert not any(
        word in page for word in ("geheim", "Niet voor buiten", "teksten") for page in shown
    )
    assert ("8,4" in file, "2,2" in file, "Niet voor buiten" in file) == (True, False, False)
    assert url in client.get(f"/organisatie/{partner.pk}/").content.decode()
    assert {"max-age=0", "no-cache", "no-store"} <= set(pages[0]["Cache-Control"].split(", "))


@pytest.mark.both_databases
def test_who_came_twice_is_one_person_with_two_participations(client: Client) -> None:
    year = clock.today().year - 1
    one, other = (
        EditionFactory.create(starts_at=clock.moment_of(date(year, 6, day))) for day in (9, 10)
    )
    twice, once, gone = (PersonFactory.create() for _number in range(3))
    for person, edition in ((twice, one), (twice, other), (once, one), (gone, other)):
        EnrolmentFactory.create(person=person, edition=edition)
    keys = keys_of(ALL)
    assert people_in(keys, 4) == 3
    erase_person(person=gone, actor=None)
    # Nobody knows who that was, but somebody was there.
    assert people_in(keys, 4) == 3
    assert people_in(KeyList([other.pk]), 2) == 2
    # Of some seats it is not known who had them.
    assert people_in(keys, 5) is None
    assert people_in(KeyList(), 0) == 0
    client.force_login(person_in_role(Role.COORDINATOR))
    for page in ("/beheer/evaluaties/?since=&until=", f"/beheer/jaarverslag/{year}/"):
        said = client.get(page).content.decode()
        assert ("3 verschillende mensen" in said, "Deelnames" in said) == (True, True), page


def test_people_of_more_than_a_year_are_not_told_apart(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (9, 8):
        edition = EditionFactory.create(starts_at=clock.now() - timedelta(days=days))
        EnrolmentFactory.create(edition=edition)
    client.force_login(person_in_role(Role.COORDINATOR))
    for most, told in ((2, True), (1, False)):
        monkeypatch.setattr(views, "MOST_TOLD_APART", most)
        said = client.get("/beheer/evaluaties/?since=&until=").content.decode()
        assert ("2 verschillende mensen" in said, "Deelnames" in said) == (told, True)


# --- How much is asked ------------------------------------------------------------------------


@pytest.mark.parametrize("editions", [1, 3])
def test_the_overview_asks_no_more_for_more_editions(
    editions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(editions):
        held(TrainingFactory.create(), [8, 8, 8, 9, 9], day=number + 1)

    with django_assert_num_queries(7):
        assert len(overview(ALL, dimension=Dimension.TRAINING).groups) == editions


@pytest.mark.both_databases
@pytest.mark.parametrize("dimension", Dimension)
def test_the_marks_of_one_page_of_groups_are_those_of_all(dimension: Dimension) -> None:
    one, other = (PersonFactory.create(first_name=name) for name in ("A", "B"))
    fields: tuple[dict[str, Any], ...] = (
        {"trainers": [one, other], "language": "en"},
        {"trainers": [one]},
        {},
    )
    for number, more in enumerate(fields):
        partner = Partner.objects.create(name=f"Partner {number}")
        theme = Theme.objects.create(name=f"Thema {number}", slug=f"thema-{number}")
        training = TrainingFactory.create(partner=partner, theme=theme if number else None)
        held(training, [6 + number, 8, 8, 9, 9], day=number + 1, **more)
    found = overview(ALL, dimension=dimension)
    everything = found.groups
    assert sum(one.marks.n for one in everything) == (20 if dimension == "trainer" else 15)
    assert [found.with_marks([one]) for one in found.named] == [[one] for one in everything]


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(2))
def test_what_is_added_up_is_what_the_database_adds_up(seed: int) -> None:
    chance = random.Random(seed)
    people = [PersonFactory.create() for _n in range(3)]
    places = [
        Location.objects.create(name=name, address="Straat 1", district=name)
        for name in ("zuid", "west")
    ]
    themes = [Theme.objects.create(name=name, slug=name) for name in ("een", "twee")]
    partner = Partner.objects.create(name="Partner")
    trainings = [
        TrainingFactory.create(theme=chance.choice([*themes, None]), partner=one)
        for one in (partner, None, None)
    ]
    for number in range(14):
        edition = past_edition(
            chance.choice(trainings),
            ends_at=datetime(chance.choice([2023, 2024, 2025]), 3, number + 1, 12, tzinfo=UTC),
            seats_taken=chance.randint(0, 20),
            location=chance.choice([*places, None]),
            language=chance.choice(["nl", "en"]),
            status=chance.choice([EditionStatus.OPEN, EditionStatus.OPEN, EditionStatus.REPORTED]),
        )
        edition.trainers.set(chance.sample(people, chance.randint(0, 2)))
        for occasion in chance.choice([(), (Occasion.END,), (Occasion.END, Occasion.TEN_WEEKS)]):
            told = Told(
                [chance.randint(1, 10) for _n in range(chance.choice([3, 5, 9]))],
                wording=chance.randint(1, 2),
            )
            kept_form(
                edition,
                {"overall": told},
                invited=12,
                occasion=occasion,
                asked_count=chance.choice([None, 7]),
                status=chance.choice([FormStatus.CLOSED] * 4 + [FormStatus.OPEN, FormStatus.LOST]),
            )
    for dimension in Dimension:
        path = PATHS[dimension]
        facts = facts_about(keys_of(ALL), dimension=dimension)
        forms = EvaluationForm.objects.filter(occasion=Occasion.END)
        groups = {row[1] for row in facts.rows}
        assert facts.by_group(groups) == marks_by(forms, by=by_path(f"edition__{path}"))
        assert facts.counts(groups) == counted(ALL, Occasion.END, F(path))
        assert set(facts.groups) == groups
        some = set(list(groups)[:2])
        assert facts.counts(some) == {one: facts.counts(groups)[one] for one in some}
        years = Years.of_editions(ALL)
        assert facts.by_year == marks_by(forms, by=years.of_forms)
        everybody = counted(ALL, Occasion.END, Value(None, output_field=IntegerField()))
        assert facts.counts_together() == everybody[None]


def test_what_stands_in_cells_is_text() -> None:
    drawing = Drawing("T", SafeString(""), "", ("Kop",), (("<i>", "5", "<b>", "a & b"),))
    page = render_to_string("reports/_drawing_table.html", {"drawing": drawing})
    assert (
        '<tr><th scope="row">&lt;i&gt;</th><td>5</td><td>&lt;b&gt;</td><td>a &amp; b</td></tr>'
    ) in page


@pytest.mark.both_databases
def test_remarks_are_those_of_the_selection(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    held(TrainingFactory.create(), [8] * 5, note="Samen met de buren.")
    held(TrainingFactory.create(), [8] * 5, year=2024)
    assert "Samen met de buren." in client.get(f"{INDEX}?since=2025-01-01").content.decode()
    assert client.get(f"{INDEX}?since=2024-01-01&until=2024-12-31").context["notes"] == []


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("since", "until", "is_known"),
    [
        ("2024-01-01", "2024-12-31", True),
        ("2024-01-01", "", True),
        ("", "2024-12-31", True),
        ("2031-01-01", "", True),
        ("2024-03-02", "2024-12-31", False),
        ("2024-01-01", "2025-03-01", False),
        ("2023-12-31", "", False),
    ],
)
def test_of_whole_years_the_marks_are_those_of_the_trend(
    client: Client, since: str, until: str, is_known: bool
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    for number, year in enumerate((2023, 2024, 2024, 2025)):
        held(training, [6 + number, 8, 8, 9, 9], year=year, day=number + 1, wording=number // 3 + 1)
    for midnight in (
        datetime(2023, 12, 31, 23, tzinfo=UTC),
        datetime(2024, 12, 31, 23, tzinfo=UTC),
    ):
        edition = past_edition(training, ends_at=midnight, seats_taken=5)
        kept_form(edition, {"overall": Told([3] * 5, text="Vraag 1")}, invited=5)

    with CaptureQueriesContext(connection) as asked:
        found = client.get(INDEX, {"since": since, "until": until}).context["found"]

    days = (date.fromisoformat(one) if one else None for one in (since, until))
    expected = overview(Selection(period=Period(*days)).narrow(ALL))
    assert (found.whole, found.years) == (expected.whole, expected.years)
    assert found.earlier == expected.earlier
    # Once of which editions it is; else which of them ended then is asked.
    again = [one for one in asked.captured_queries if is_asked_by_days(one["sql"])]
    assert len(again) == (0 if is_known else 1)


def is_asked_by_days(sql: str) -> bool:
    """Whether editions are asked that ended in a period."""
    found = sql.partition(" WHERE ")[2]
    is_of_editions = sql.startswith('SELECT "editions_edition"."id" AS "pk" FROM')
    # Which editions somebody may see is asked with whether there is a form.
    return is_of_editions and '"ends_at"' in found and "EXISTS" not in found


def test_filters_stay_in_the_address_and_a_mistake_is_told(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    place = Location.objects.create(name="Huis", address="Straat 1", district="zuid")
    for number in range(2):
        held(TrainingFactory.create(), [8, 8, 8, 9, 9], day=number + 1, location=place)
    query = {"district": "zuid", "by": "district", "since": "2025-01-01"}

    page = client.get(INDEX, query)
    wrong = client.get(INDEX, {"since": "2026-01-02", "until": "2026-01-01"})

    assert [one.label for one in page.context["rows"]] == ["Zuid"]
    assert page.context["filter_form"].words == ["Vanaf: 01-01-2025", "Wijk: Zuid"]
    assert dict(page.context["exports"])["csv"] == (
        f"{INDEX}?district=zuid&by=district&since=2025-01-01&export=csv"
    )
    assert "De laatste dag ligt vóór de eerste dag." in wrong.content.decode()


def test_what_is_still_open_or_lost_is_said(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    ends_at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    for status in (FormStatus.OPEN, FormStatus.LOST):
        edition = past_edition(training, ends_at=ends_at)
        kept_form(edition, {"overall": Told([8] * 6)}, invited=9, status=status)

    page = " ".join(client.get(f"{INDEX}?since=").content.decode().split())

    assert "1 formulier is nog open." in page
    assert "Van 1 formulier zijn de antwoorden verloren." in page
    assert 'class="va-mean"' not in page


def test_comparing_goes_to_its_answer_and_says_when_nothing_was_chosen(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    held(training, [8] * 6)
    said = "Kies hierboven eerst iets."
    for query, asks in (({}, True), ({"a-training": str(training.pk)}, False)):
        page = client.get(f"{INDEX}vergelijken/", query).content.decode()
        assert (said in page) == asks
        assert ('action="#uitkomst"' in page, 'id="uitkomst"' in page) == (True, True)


def test_the_course_says_what_was_between_the_first_year_and_the_last() -> None:
    training = TrainingFactory.create()
    for year, mark in ((2020, 8), (2021, 9), (2022, 7), (2023, 8)):
        held(training, [mark] * 6, year=year)

    def said(*years: int) -> str:
        found = trend(
            [one for one in overview(ALL).years if one.year in years], "Gemiddeld cijfer per jaar"
        )
        assert found is not None
        return found.sentence.rpartition("gelijk. ")[2]

    assert said(2020, 2021, 2022, 2023) == (
        "In de tijd ertussen was het laagste 7,0 (2022) en het hoogste 9,0 (2021)."
    )
    assert said(2020, 2021, 2023) == "In de tijd ertussen was het 9,0."


def test_means_that_look_equal_are_called_equal() -> None:
    first, second = TrainingFactory.create(), TrainingFactory.create()
    held(first, [8, 9, 8, 9, 8, 9])
    held(second, [8, 9, 8, 9, 8, 9], year=2024)
    drawn = trend(overview(ALL).years, "Gemiddeld cijfer per jaar")
    assert drawn is not None
    assert drawn.sentence.endswith("8,5 in 2025 (n = 6). Die zijn gelijk.")
    found = compare(keys_of(ALL), Selection(training=first.pk), Selection(training=second.pk))
    assert found.sentence.endswith("Die zijn gelijk.")
