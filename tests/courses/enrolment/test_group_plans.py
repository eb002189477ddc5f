"""What would happen to each row of a list, and what then does."""

import json
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.group_lists import read_text
from courses.enrolment.group_plans import GroupPlan, Outcome, plan_group
from courses.enrolment.models import Enrolment
from courses.notices.models import CallAttempt
from courses.notices.services import forget_notes
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db

SENT = {
    "headings": ["Voornaam", "Achternaam"],
    "rows": [["An", "Een"]],
    "parts": ["first_name", "last_name"],
    "corrections": {},
    "offered": [],
    "made_at": "2026-01-01T00:00:00+00:00",
}
HEAD = "Voornaam;Achternaam;E-mail;Telefoon;Geboortejaar\n"


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def group_url(edition: Edition) -> str:
    return f"/beheer/uitvoeringen/{edition.pk}/groep/"


def outcomes(plan: GroupPlan) -> list[tuple[str, bool]]:
    return [(row.outcome.value, row.waits) for row in plan.rows]


def planned(text: str, edition: Edition, **decisions: str) -> GroupPlan:
    chosen = {int(key.removeprefix("row")): value for key, value in decisions.items()}
    return plan_group(read_text(HEAD + text), edition=edition, decisions=chosen)


@pytest.mark.both_databases
def test_each_row_says_what_will_happen() -> None:
    known = PersonFactory.create(email="bekend@example.org", first_name="An", last_name="Smit")
    PersonFactory.create(first_name="Piet", last_name="Jansen", email=None)
    by_phone = PersonFactory.create(first_name="Ali", last_name="Can", telephone="0612345678")
    gone = PersonFactory.create(email="uit@example.org", first_name="Bo", last_name="Uit")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    edition = EditionFactory.create(capacity=3)
    there = services.enrol(person=PersonFactory.create(), edition=edition)
    edition.refresh_from_db()
    plan = planned(
        f"An;Smit;BEKEND@example.org;;\n"
        f"{there.person.first_name};{there.person.last_name};{there.person.email};;\n"
        "Piet;Jansen;;;\n"
        "Nieuw;Mens;nieuw@example.org;;1950\n"
        "Nieuw;Mens;nieuw@example.org;;1950\n"
        "Ali;Can;;612345678;\n"
        "Stuk;Nummer;geen adres;6,12E+08;\n"
        "Bo;Uit;uit@example.org;;\n",
        edition,
    )
    assert outcomes(plan) == [
        ("known", False),
        ("already", False),
        ("doubtful", False),
        ("new", False),
        ("repeated", False),
        ("known", True),
        ("invalid", False),
        ("refused", False),
    ]
    assert [plan.rows[0].person, plan.rows[5].person] == [known, by_phone]
    assert plan.rows[5].notes == ["Telefoon hersteld: 06 12345678."]
    assert list(plan.rows[6].errors) == ["email", "telephone"]
    assert "weggelaten" in plan.rows[6].errors["telephone"]


def test_a_namesake_is_decided_by_hand_and_never_by_itself() -> None:
    namesake = PersonFactory.create(first_name="Piet", last_name="Jansen", email=None)
    edition = EditionFactory.create()
    row = planned("Piet;Jansen;;;\n", edition).rows[0]
    assert (row.outcome, row.candidates, row.may_be_new) == (Outcome.DOUBTFUL, [namesake], True)
    row = planned("Piet;Jansen;;;\n", edition, row1=str(namesake.pk)).rows[0]
    assert (row.outcome, row.person) == (Outcome.KNOWN, namesake)
    row = planned("Piet;Jansen;;;\n", edition, row1="new").rows[0]
    assert (row.outcome, row.person) == (Outcome.NEW, None)
    # Nobody is chosen who was not offered.
    other = PersonFactory.create()
    row = planned("Piet;Jansen;;;\n", edition, row1=str(other.pk)).rows[0]
    assert row.outcome == Outcome.DOUBTFUL


def test_a_name_that_sounds_the_same_is_asked_about() -> None:
    known = PersonFactory.create(first_name="Kees", last_name="Meijer", email=None)
    row = planned("Kees;Meyer;;;\n", EditionFactory.create()).rows[0]
    assert (row.outcome, row.candidates) == (Outcome.DOUBTFUL, [known])


@pytest.mark.parametrize("known_year", [None, 1950, 1960])
def test_a_year_of_birth_tells_namesakes_apart(known_year: int | None) -> None:
    namesake = PersonFactory.create(
        first_name="Piet", last_name="Jansen", email=None, birth_year=known_year
    )
    row = planned("Piet;Jansen;;;1950\n", EditionFactory.create()).rows[0]
    expected = {
        None: (Outcome.DOUBTFUL, None),
        1950: (Outcome.KNOWN, namesake),
        1960: (Outcome.NEW, None),
    }
    assert (row.outcome, row.person) == expected[known_year]


def test_an_address_with_another_name_is_doubtful_and_no_second_account() -> None:
    PersonFactory.create(email="gezin@example.org", first_name="Jan", last_name="Bos")
    edition = EditionFactory.create()
    row = planned("Truus;Bos;gezin@example.org;;\n", edition).rows[0]
    assert (row.outcome, row.may_be_new) == (Outcome.DOUBTFUL, False)
    assert planned("Truus;Bos;gezin@example.org;;\n", edition, row1="new").rows[0].outcome == (
        Outcome.DOUBTFUL
    )


def test_past_the_closing_date_a_full_edition_refuses_and_has_no_list() -> None:
    edition = EnrolmentFactory.create(capacity=2).edition
    with clock.at(clock.now() + timedelta(days=15)):
        plan = planned("An;Een;;;\nBo;Twee;;;\n", edition)
    assert outcomes(plan) == [("new", False), ("refused", False)]


@pytest.mark.parametrize("cell", ["Anne bos@example.org", '"Anne Bos; 0302361745"'])
def test_more_than_a_name_among_names_is_an_error_and_nobody_new(cell: str) -> None:
    plan = planned(f"Anne;{cell};;;", EditionFactory.create())
    (row,) = plan.rows
    assert (row.outcome, list(row.errors)) == (Outcome.INVALID, ["last_name"])
    assert "meer dan een naam" in row.errors["last_name"]


@pytest.mark.both_databases
def test_a_list_is_safe_to_repeat(coordinator: User) -> None:
    edition = EditionFactory.create(capacity=2)
    partner = PartnerFactory.create()
    text = "An;Een;an@example.org;;\nBo;Twee;;;\nCor;Drie;;0612345678;\n"
    results = services.enrol_group(
        edition=edition, rows=planned(text, edition).rows, actor=coordinator, partner=partner
    )
    assert [one.enrolment.status for one in results if one.enrolment] == [
        S.CONFIRMED,
        S.CONFIRMED,
        S.WAITING,
    ]
    made = User.objects.filter(partner=partner)
    assert sorted(made.values_list("telephone", flat=True)) == ["", "", "06 12345678"]
    assert outcomes(planned(text, edition)) == [("already", False)] * 3


def test_one_who_cannot_is_no_reason_to_stop_the_others(coordinator: User) -> None:
    edition = EditionFactory.create()
    plan = planned("An;Een;an@example.org;;\nBo;Twee;;;\n", edition)
    PersonFactory.create(email="an@example.org")
    results = services.enrol_group(edition=edition, rows=plan.rows, actor=coordinator)
    assert [bool(one.enrolment) for one in results] == [False, True]
    assert results[0].refusal.startswith("Iemand heeft dit e-mailadres al.")


# --- The pages ------------------------------------------------------------------------------------


def test_nothing_is_stored_until_it_is_chosen(client: Client, coordinator: User) -> None:
    PersonFactory.create(first_name="Piet", last_name="Jansen", email=None)
    edition, people = EditionFactory.create(), User.objects.count()
    data = (
        HEAD + "An;Een;an.een@example.org;;\nPiet;Jansen;;;\nStuk;;geen adres;;\nBo;Vier;;;\n"
    ).encode("cp1252")
    url = group_url(edition)
    page = client.post(url, {"file": SimpleUploadedFile("lijst.csv", data)})
    state = page.context["state"]
    assert (state.chosen, User.objects.count()) == ({1, 4}, people)
    assert "geen adres" in page.content.decode()
    sent = {"list": state.as_json(), "row-1": "1", "who-2": "new", "fix-3-email": "an@example.org"}
    page = client.post(url, {**sent, "enrol": "1"})
    # What was corrected is looked at first; what was decided and chosen stays so.
    state = page.context["state"]
    assert (state.chosen, User.objects.count()) == ({1, 2, 3}, people)
    sent = {"list": state.as_json(), "who-2": "new", "enrol": "1", "row-1": "1", "row-2": "1"}
    told = []
    for _ in range(2):
        page = client.post(url, sent)
        assert page.status_code == 200
        names = Enrolment.objects.filter(edition=edition).values_list(
            "person__last_name", flat=True
        )
        # Also when the same page is sent twice.
        assert sorted(names) == ["Een", "Jansen"]
        told.append(page.context["reach"].sentence)
    unreachable = "1 kun je niet bereiken: zoek een telefoonnummer of adres"
    assert told == [f"1 krijgt een mail, {unreachable}.", "Niemand krijgt bericht."]
    assert User.objects.count() == people + 2


def test_who_hears_it_how_is_said_before_anybody_is_enrolled(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    typed = HEAD + "Jan;Vries;jan@example.org;;\nAnne;Bos;;0302361745;\n"
    page = client.post(group_url(edition), {"text": typed})
    reach = page.context["reach"]
    names = [[one.name_in_list for one in way] for way in (reach.mail, reach.telephone)]
    assert names == [["Vries, Jan"], ["Bos, Anne"]]
    assert str(reach.sentence) in page.content.decode()
    # Who was unticked hears nothing.
    state = page.context["state"]
    last = max(state.chosen)
    again = client.post(group_url(edition), {"list": state.as_json(), f"row-{last}": "on"})
    assert [one.name_in_list for one in again.context["reach"].mail] == []


def test_one_goes_back_to_the_list_with_all_that_was_typed(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    typed = 'Naam;E-mail\nJan de Vries;jan@example.org\n"Bos; Anne";anne@example.org\n'
    url = group_url(edition)
    state = client.post(url, {"text": typed}).context["state"]
    partner = PartnerFactory.create()
    sent = {"list": state.as_json(), "partner": partner.pk, "again": "1"}
    again = client.post(url, sent)
    assert again.context["form"]["text"].value() == typed
    assert str(again.context["partner_form"]["partner"].value()) == str(partner.pk)
    assert Enrolment.objects.count() == 0


def test_columns_are_matched_by_hand(client: Client, coordinator: User) -> None:
    url = group_url(EditionFactory.create())
    page = client.post(url, {"text": "Wie;Contact;Van\nEen;06-12345678;An\n"})
    plan = page.context["plan"]
    assert [row.name for row in plan.rows] == ["Een"]
    sent = {"list": page.context["state"].as_json(), "part-0": "last_name", "part-2": "first_name"}
    row = client.post(url, sent).context["plan"].rows[0]
    assert (row.name, row.data["telephone"]) == ("An Een", "06 12345678")


def test_what_was_empty_on_the_page_empties_no_column_that_is_matched_by_hand(
    client: Client, coordinator: User
) -> None:
    url = group_url(EditionFactory.create())
    page = client.post(url, {"text": "Roepnamen;E-mail\nAn;geen\nBo;bo@x.nl\n"})
    state = page.context["state"]
    sent = {"part-0": "first_name", "fix-1-first_name": "", "fix-2-first_name": ""}
    sent |= {"list": state.as_json(), "part-1": "email", "fix-1-email": "geen"}
    # As the page was when no column was a name.
    sent["list"] = json.dumps(json.loads(state.as_json()) | {"parts": [None, "email"]})
    page = client.post(url, sent)
    plan = page.context["plan"]
    assert [row.name for row in plan.rows] == ["An", "Bo"]
    assert plan.rows[0].errors == {"email": "E-mailadres: Voer een geldig e-mailadres in."}
    # What somebody empties on purpose, is empty.
    sent = {"list": page.context["state"].as_json(), "fix-1-email": ""}
    assert client.post(url, sent).context["plan"].rows[0].errors == {}


def test_a_row_says_of_somebody_new_what_is_not_sure_yet() -> None:
    notes = [
        row.notes for row in planned("An;Een;;;\nBo;Twee;bo@x.nl;;\n", EditionFactory.create()).rows
    ]
    assert [len(one) for one in notes] == [1, 0]
    assert notes[0][0].startswith("Zonder telefoon, e-mail of adres")


@pytest.mark.parametrize(
    "state",
    [
        "",
        "{",
        "[]",
        json.dumps({"headings": [], "rows": [["x"]], "parts": [], "corrections": {}}),
        json.dumps({"made_at": 1, "parts": ["verzonnen"]}),
        json.dumps(SENT | {"offered": [float("inf")]}),
        json.dumps(SENT | {"made_at": "2026-01-01T00:00:00"}),
    ],
)
def test_a_list_that_was_tampered_with_is_asked_anew(
    client: Client, coordinator: User, state: str
) -> None:
    page = client.post(group_url(EditionFactory.create()), {"list": state, "enrol": "1"})
    assert page.status_code == 200
    assert "Plak een lijst, of kies een bestand." in page.content.decode()


def test_characters_and_numbers_that_nobody_types_break_nothing(
    client: Client, coordinator: User
) -> None:
    sent = SENT | {"rows": [["An\ud800", "Een\0"]], "corrections": {"1": {"street": "x\ud800"}}}
    many = "9" * 5000
    page = client.post(
        group_url(EditionFactory.create()),
        {"list": json.dumps(sent), f"row-{many}": "1", f"fix-{many}-email": "x"},
    )
    assert [row.name for row in page.context["plan"].rows] == ["An Een"]


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_only_coordinators_bring_lists(client: Client, role: Role) -> None:
    person = person_in_role(role)
    client.force_login(person)
    response = client.post(group_url(EditionFactory.create(trainers=[person])), {"text": "An Een"})
    assert response.status_code in {302, 404}


def test_who_has_a_seat_on_another_date_gets_no_second_one_unasked(
    client: Client, coordinator: User
) -> None:
    seat = EnrolmentFactory.create()
    other = EditionFactory.create(training=seat.edition.training)
    person = seat.person
    text = f"{HEAD}{person.first_name};{person.last_name};{person.email};;\nAn;Nieuw;an@x.nl;;\n"
    page = client.post(group_url(other), {"text": text})
    assert f"Heeft al een plaats op een andere datum: {seat.edition}." in page.content.decode()
    state = page.context["state"]
    assert (sorted(state.offered), sorted(state.chosen)) == ([1, 2], [2])


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_costs_the_same_for_any_number(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = EditionFactory.create()
    text = ""
    for number in range(rows):
        person = PersonFactory.create()
        text += f"{person.first_name};{person.last_name};{person.email};;\nAn;Nr {number};;;\n"
    planned(text, edition)
    with django_assert_max_num_queries(7):
        planned(text, edition)


def test_five_hundred_rows_are_looked_through_in_no_time(client: Client, coordinator: User) -> None:
    people = [
        User(first_name=f"An{n}", last_name="de Boer", email=f"an{n}@example.org")
        for n in range(250)
    ]
    User.objects.bulk_create(people)
    text = "".join(
        f"An{n};de Boer;an{n}@example.org;06{12_000_000 + n};19{n % 90 + 10}\n" for n in range(500)
    )
    url = group_url(EditionFactory.create())
    began = time.perf_counter()
    page = client.post(url, {"text": HEAD + text})
    took = time.perf_counter() - began
    plan = page.context["plan"]
    assert (plan.count(Outcome.KNOWN), plan.count(Outcome.NEW)) == (250, 250)
    # Under a second where nothing else runs; this leaves room for a machine that does more.
    assert took < 8, took


def test_the_page_says_which_line_was_taken_for_headings(client: Client, coordinator: User) -> None:
    url = group_url(EditionFactory.create())
    said = "De eerste regel zijn de koppen: Wie · Te bellen op."
    with_headings = client.post(url, {"text": "Wie;Te bellen op\nNoor;0612345678"})
    assert said in with_headings.content.decode()
    without = client.post(url, {"text": "Noor;0612345678"}).content.decode()
    assert "De eerste regel" not in without


def test_a_number_among_names_is_asked_about_and_nothing_is_left_out_in_silence(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    text = "Voornaam;Achternaam;Wensen\nKees;Proef, 06 12345678;rijdt zelf\n"
    page = client.post(group_url(edition), {"text": text}).content.decode()
    assert "Staat hier een telefoonnummer in de naam?" in page
    assert "Niet gebruikt:" in page
    assert "<bdi>rijdt zelf</bdi>" in page


def test_a_row_of_which_a_part_is_not_used_waits_for_a_look_and_can_be_corrected(
    client: Client, coordinator: User
) -> None:
    url = group_url(EditionFactory.create())
    typed = "An Proef;an@example.org;\nBo;bo@example.org;Proef\n"
    page = client.post(url, {"text": typed})
    state = page.context["state"]
    assert state.chosen == {1}
    assert "Van deze regel gebruiken wij niet alles." in page.content.decode()
    # Any row can be corrected, also where nothing was wrong.
    page = client.post(url, {"list": state.as_json(), "row-1": "1", "open-2": "1"})
    assert 'name="fix-2-last_name"' in page.content.decode()
    sent = {"list": page.context["state"].as_json(), "row-1": "1", "open-2": "1"}
    sent |= {"fix-2-first_name": "Bo", "fix-2-last_name": "Proef", "enrol": "1"}
    page = client.post(url, sent)
    # It is seen as it became before anybody is enrolled.
    state = page.context["state"]
    assert (state.chosen, Enrolment.objects.count()) == ({1, 2}, 0)
    # What was corrected needs its fields no more.
    assert 'name="fix-2-' not in page.content.decode()
    client.post(url, {"list": state.as_json(), "row-1": "1", "row-2": "1", "enrol": "1"})
    names = Enrolment.objects.values_list("person__first_name", "person__last_name")
    assert sorted(names) == [("An", "Proef"), ("Bo", "Proef")]


def test_the_list_comes_back_exactly_as_it_was_typed(client: Client, coordinator: User) -> None:
    url = group_url(EditionFactory.create())
    typed = "Vries, Kees de; 06 44445555\n\n  Bakker, Piet, piet@example.org  "
    state = client.post(url, {"text": typed}).context["state"]
    page = client.post(url, {"list": state.as_json(), "again": "1"})
    assert page.context["form"]["text"].value() == typed


@pytest.mark.both_databases
def test_of_a_name_that_was_misspelt_one_reads_whom_it_became_and_that_the_number_is_kept(
    client: Client, coordinator: User
) -> None:
    known = PersonFactory.create(first_name="Kees", last_name="Meijer", telephone="")
    edition = EditionFactory.create()
    page = client.post(group_url(edition), {"text": HEAD + "Kees;Meyer;;06 12345678;\n"})
    sent = {"list": page.context["state"].as_json(), "who-1": str(known.pk)}
    page = client.post(group_url(edition), sent | {"look": "1"})
    (row,) = page.context["plan"].rows
    assert row.notes == ["Wij hadden geen telefoonnummer. Dit komt erbij."]
    sent = {"list": page.context["state"].as_json(), "who-1": str(known.pk), "row-1": "1"}
    done = client.post(group_url(edition), sent | {"enrol": "1"}).content.decode()
    assert "Kees Meijer" in done
    assert "In de lijst: <bdi>Kees Meyer</bdi>" in done
    known.refresh_from_db()
    assert known.telephone_digits.endswith("612345678")


def test_a_number_that_we_have_is_not_replaced_by_one_of_a_list(coordinator: User) -> None:
    known = PersonFactory.create(first_name="Kees", last_name="Meijer", telephone="0611111111")
    edition = EditionFactory.create()
    plan = planned("Kees;Meijer;;06 12345678;\n", edition, row1=str(known.pk))
    assert plan.rows[0].notes == ["Ander telefoonnummer dan wij hebben. Wij houden het oude."]
    services.enrol_group(edition=edition, rows=plan.rows, actor=coordinator)
    known.refresh_from_db()
    assert known.telephone.replace(" ", "") == "0611111111"


def test_a_number_typed_for_who_is_in_already_is_kept_and_said(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    person = PersonFactory.create(first_name="Fatima", last_name="Amrani", email=None)
    services.enrol(person=person, edition=edition, actor=coordinator)
    page = client.post(group_url(edition), {"text": "Fatima Amrani"})
    (row,) = page.context["plan"].rows
    assert row.label == "Staat er al in"
    state = {"list": page.context["state"].as_json(), "open-1": "1"}
    typed = {**state, "fix-1-telephone": "030 236 17 45", "look": "1"}
    page = client.post(group_url(edition), typed)
    (row,) = page.context["plan"].rows
    assert row.notes == ["Ingeschreven", "Wij hadden geen telefoonnummer. Dit komt erbij."]
    state = {"list": page.context["state"].as_json()}
    done = client.post(group_url(edition), {**state, "enrol": "1"}).content.decode()
    assert "Het telefoonnummer is bewaard." in done
    assert f'href="/beheer/personen/{person.pk}/"' in done
    person.refresh_from_db()
    assert person.telephone_digits.endswith("302361745")


@pytest.mark.both_databases
def test_a_remark_in_a_list_becomes_a_note_that_the_trainer_reads_and_nobody_was_called(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create()
    rows = "Voornaam;Achternaam;Telefoon;Opmerking\nAn;Een;06 12345678;slechthorend\n"
    page = client.post(group_url(edition), {"text": rows})
    assert "slechthorend" in page.content.decode()
    assert "Niet gebruikt" not in page.content.decode()
    client.post(
        group_url(edition),
        {"list": page.context["state"].as_json(), "enrol": "1", "row-1": "1"},
    )
    listed = client.get(f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/").content.decode()
    assert "<bdi>slechthorend</bdi>" in listed
    calls = client.get("/beheer/bellen/").content.decode()
    assert "Nog niet" in calls
    assert "Gesproken" not in calls
    # It goes when the notes of calls go.
    with clock.at(clock.now() + timedelta(days=200)):
        forget_notes()
    assert not CallAttempt.objects.filter(note="slechthorend").exists()
