"""A list of who took part in an edition of the past: looked through as any, and nobody hears."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from courses.common import clock
from courses.editions.models import Edition, ReportedParticipant
from courses.editions.services import name_participant, report_edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.group_lists import read_text
from courses.enrolment.group_plans import GroupPlan, Outcome
from courses.enrolment.models import Enrolment
from courses.enrolment.reported_plans import plan_names
from courses.notices.models import CallAttempt, Notice
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

pytestmark = pytest.mark.django_db

HEAD = "Voornaam;Achternaam;E-mail;Telefoon;Geboortejaar\n"


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def reported(participants: int = 12) -> Edition:
    return report_edition(
        training=TrainingFactory.create(),
        day=date(2019, 11, 5),
        participants=participants,
        source="Jaarverslag 2019",
        actor=None,
    )


def names_url(edition: Edition) -> str:
    return f"/beheer/uitvoeringen/{edition.pk}/opgave/namen/lijst/"


def planned(text: str, edition: Edition, **decisions: str) -> GroupPlan:
    chosen = {int(key.removeprefix("row")): value for key, value in decisions.items()}
    return plan_names(read_text(HEAD + text), edition=edition, decisions=chosen)


def named_in(edition: Edition) -> list[str]:
    found = ReportedParticipant.objects.filter(edition=edition).order_by("person__sort_name")
    return [one.person.name for one in found]


def sent_again(page: Any, *rows: int, **more: str) -> dict[str, str]:
    """What the page sends with these rows ticked."""
    return {"list": page.context["state"].as_json(), **{f"row-{one}": "1" for one in rows}, **more}


@pytest.mark.both_databases
def test_each_row_says_what_will_happen() -> None:
    edition = reported()
    there = name_participant(edition=edition, person=PersonFactory.create(), actor=None).person
    known = PersonFactory.create(email="bekend@example.org", first_name="An", last_name="Smit")
    PersonFactory.create(first_name="Piet", last_name="Jansen", email=None)
    gone = PersonFactory.create(email="uit@example.org", first_name="Bo", last_name="Uit")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    plan = planned(
        "An;Smit;bekend@example.org;;\n"
        f"{there.first_name};{there.last_name};{there.email};;\n"
        "Piet;Jansen;;;\n"
        "Nieuw;Mens;;;1950\n"
        "Nieuw;Mens;;;1950\n"
        "Stuk;Nummer;geen adres;;\n"
        "Bo;Uit;uit@example.org;;\n",
        edition,
    )
    assert [row.outcome.value for row in plan.rows] == [
        *("known", "already", "doubtful", "new", "repeated", "invalid", "refused")
    ]
    assert plan.rows[0].person == known
    # Somebody new who has neither mail nor telephone need not be reached.
    assert [plan.rows[one].notes for one in (1, 3, 6)] == [
        ["Volgens opgave"],
        [],
        ["Het account is niet actief."],
    ]


def test_no_rule_no_seat_and_no_other_date_is_in_the_way() -> None:
    edition = reported()
    person = PersonFactory.create(email="an@example.org", first_name="An", last_name="Smit")
    other = EditionFactory.create(training=edition.training, capacity=1)
    EnrolmentFactory.create(edition=other, person=person, status=EnrolmentStatus.CONFIRMED)
    (row,) = planned("An;Smit;an@example.org;;\n", edition).rows
    assert (row.outcome, row.waits, row.has_seat_elsewhere, row.notes) == (
        Outcome.KNOWN,
        False,
        False,
        [],
    )


@pytest.mark.both_databases
def test_who_is_named_from_a_list_hears_nothing_and_a_list_is_safe_to_repeat(
    coordinator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition, partner = reported(), PartnerFactory.create()
    known = PersonFactory.create(
        email="bekend@example.org", first_name="An", last_name="Smit", telephone=""
    )
    text = "An;Smit;bekend@example.org;0612345678;\nBo;Twee;bo@example.org;0612345679;\n"
    with django_capture_on_commit_callbacks(execute=True):
        results = services.name_group(
            edition=edition, rows=planned(text, edition).rows, actor=coordinator, partner=partner
        )
    assert [(one.person.name if one.person else "", one.done) for one in results] == [
        ("An Smit", "Volgens opgave"),
        ("Bo Twee", "Volgens opgave"),
    ]
    assert (Enrolment.objects.count(), Notice.objects.count(), mail.outbox) == (0, 0, [])
    new = User.objects.get(email="bo@example.org")
    assert (new.telephone, new.partner) == ("06 12345679", partner)
    known.refresh_from_db()
    # A number of years ago may be another's by now.
    assert known.telephone == ""
    assert [row.outcome for row in planned(text, edition).rows] == [Outcome.ALREADY] * 2


@pytest.mark.both_databases
def test_one_more_than_was_reported_is_not_ticked_and_is_refused_when_it_is(
    coordinator: User, client: Client
) -> None:
    edition = reported(2)
    url = names_url(edition)
    page = client.post(url, {"text": HEAD + "An;Een;;;\nBo;Twee;;;\nCor;Drie;;;\n"})
    too_many = "Er zijn 2 deelnemers opgegeven. Pas eerst het aantal aan."
    assert page.context["state"].chosen == {1, 2}
    assert (page.context["plan"].too_many, too_many in page.content.decode()) == (1, True)
    # All the same ticked: the first two are named, and of the third is said why not.
    done = client.post(url, sent_again(page, 1, 2, 3, enrol="1"))
    assert [one.refusal for one in done.context["results"]] == ["", "", too_many]
    assert (named_in(edition), "Niet erbij gezet" in done.content.decode()) == (
        ["Cor Drie", "An Een", "Bo Twee"][1:],
        True,
    )
    assert not User.objects.filter(last_name="Drie").exists()


def test_another_can_be_chosen_instead_of_one_too_many(client: Client, coordinator: User) -> None:
    edition = reported(2)
    page = client.post(names_url(edition), {"text": HEAD + "An;Een;;;\nBo;Twee;;;\nCor;Drie;;;\n"})
    client.post(names_url(edition), sent_again(page, 1, 3, enrol="1"))
    assert named_in(edition) == ["Cor Drie", "An Een"]


def test_who_was_one_too_many_is_ticked_once_there_is_room_and_looked_at_first(
    client: Client, coordinator: User
) -> None:
    edition = reported(1)
    url = names_url(edition)
    page = client.post(url, {"text": HEAD + "An;Een;;;\nBo;Twee;;;\n"})
    reported_again = {"training": edition.training, "day": date(2019, 11, 5), "source": "Lijst"}
    report_edition(edition=edition, participants=2, actor=None, **reported_again)
    again = client.post(url, sent_again(page, 1, enrol="1"))
    assert (again.context["state"].chosen, named_in(edition)) == ({1, 2}, [])
    client.post(url, sent_again(again, 1, 2, enrol="1"))
    assert named_in(edition) == ["An Een", "Bo Twee"]


def test_a_file_is_looked_through_and_only_who_is_chosen_is_named(
    client: Client, coordinator: User
) -> None:
    PersonFactory.create(first_name="Piet", last_name="Jansen", email=None)
    edition, people = reported(), User.objects.count()
    url = names_url(edition)
    names = f"/beheer/uitvoeringen/{edition.pk}/opgave/namen/"
    assert f'href="{url}"' in client.get(names).content.decode()
    data = (HEAD + "An;Een;;;\nPiet;Jansen;;;\nBo;Vier;;;\n").encode("cp1252")
    page = client.post(url, {"file": SimpleUploadedFile("lijst.csv", data)})
    assert (page.context["state"].chosen, User.objects.count()) == ({1, 3}, people)
    said = page.content.decode()
    assert ("Was erbij" in said, "Niemand krijgt bericht" in said) == (True, True)
    told = []
    sent = sent_again(page, 1, **{"who-2": "new", "enrol": "1"})
    for _ in range(2):
        # Also when the same page is sent twice.
        done = client.post(url, sent)
        told.append([one.done for one in done.context["results"]])
        assert named_in(edition) == ["An Een", "Piet Jansen"]
    assert (told, User.objects.count()) == ([["Volgens opgave"] * 2, []], people + 2)


def test_columns_are_matched_by_hand_and_there_is_none_for_notes(
    client: Client, coordinator: User
) -> None:
    edition = reported()
    url = names_url(edition)
    page = client.post(url, {"text": "Wie;Van;Opmerking;E-mail\nEen;An;komt later;an@x.nl\n"})
    (row,) = page.context["plan"].rows
    assert (row.name, row.unused) == ("Een", ["An", "komt later"])
    assert "Notitie voor wie de training geeft" not in page.content.decode()
    page = client.post(url, sent_again(page, 1, **{"part-1": "first_name", "part-0": "last_name"}))
    assert page.context["plan"].rows[0].name == "An Een"
    client.post(url, sent_again(page, 1, enrol="1"))
    assert (named_in(edition), CallAttempt.objects.count()) == (["An Een"], 0)


def test_one_goes_back_to_the_list_as_it_was_typed(client: Client, coordinator: User) -> None:
    url = names_url(reported())
    typed = "Naam;E-mail\nJan de Vries;jan@example.org\n"
    page = client.post(url, {"text": typed})
    again = client.post(url, sent_again(page, again="1"))
    assert again.context["form"]["text"].value() == typed
    wrong = client.post(url, {"text": ""})
    assert list(wrong.context["form"].errors) == ["text"]


@pytest.mark.parametrize(
    ("cells", "ticked"),
    [
        (("ja", "nee", "Ja"), {1, 3}),
        (("x", "", "x"), {1, 3}),
        (("v", "Afwezig", ""), {1}),
        (("", "", ""), {1, 2, 3}),
    ],
)
def test_who_was_not_there_according_to_the_list_is_not_ticked(
    client: Client, coordinator: User, cells: tuple[str, ...], ticked: set[int]
) -> None:
    rows = zip(("An Een", "Bo Twee", "Cor Drie"), cells, strict=True)
    text = "Naam;Aanwezig?\n" + "".join(f"{name};{cell}\n" for name, cell in rows)
    page = client.post(names_url(reported(2 if len(ticked) < 3 else 3)), {"text": text})
    plan = page.context["plan"]
    assert (page.context["state"].chosen, plan.too_many) == (ticked, 0)
    said = ["Volgens de kolom “Aanwezig?” was deze persoon er niet."]
    assert [row.number for row in plan.rows if row.notes == said] == sorted({1, 2, 3} - ticked)


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TRAINER])
def test_only_coordinators_bring_lists(client: Client, role: Role) -> None:
    edition = reported()
    client.force_login(person_in_role(role))
    response = client.post(names_url(edition), {"text": "An Een"})
    assert (response.status_code, named_in(edition)) == (302, [])


def test_an_edition_of_ours_has_no_list_of_names(client: Client, coordinator: User) -> None:
    ours = EditionFactory.create(starts_at=clock.now())
    assert client.get(names_url(ours)).status_code == 404


def test_a_plan_costs_the_same_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = Edition.objects.select_related("reported").get(pk=reported().pk)
    rows = [f"Naam{one};Mens;naam{one}@example.org;;\n" for one in range(3)]
    PersonFactory.create(email="naam1@example.org", first_name="Naam1", last_name="Mens")
    for number in (1, 3):
        with django_assert_num_queries(4):
            plan = planned("".join(rows[:number]), edition)
        assert len(plan.rows) == number
