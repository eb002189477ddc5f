"""The screens on which a list of people is asked: who is meant, how they hear, and what is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.common import clock
from courses.common.dates import HOW_TO_WRITE_A_DAY
from courses.evaluation.enums import Purpose
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.templates import standard_form
from courses.people.enums import Role
from tests.courses.evaluation.factories import held_edition
from tests.factories import PartnerFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db

NEW = "/beheer/enquetes/nieuw/"


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(person_in_role(Role.COORDINATOR))
    return client


def sent(**fields: Any) -> dict[str, Any]:
    """What somebody fills in."""
    template = standard_form(Purpose.SURVEY)
    assert template is not None
    return {
        "title": "Wat vind je ervan?",
        "template": template.pk,
        "whom": "list",
        "closes_on": f"{clock.today() + timedelta(days=20):%Y-%m-%d}",
        **fields,
    }


def inputs(page: str) -> dict[str, str]:
    """The hidden fields of a page, and what is chosen on it."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def asked() -> list[User]:
    form = EvaluationForm.objects.get()
    return [one.person for one in form.participations.all() if one.person is not None]


def test_a_pasted_list_asks_whom_we_know_and_names_the_others(coordinator: Client) -> None:
    known: list[User] = PersonFactory.create_batch(4)
    called = PersonFactory.create(
        first_name="Bel", last_name="Maar", email=None, telephone="030 123 45 67"
    )
    twins = [PersonFactory.create(first_name="Jan", last_name="de Vries") for _ in range(2)]
    rows = ["Naam;E-mail;Telefoon", *(f"Iemand;{str(one.email).upper()};" for one in known)]
    rows += ["Bel Maar;;030-1234567", "Jan de Vries;;", "Niemand Bekend;weg@example.org;"]
    rows += ["Met vriendelijke groet,;;", "Piet;piet@;", "---;;"]
    page = coordinator.post(NEW, sent(text="\n".join(rows))).content.decode()
    assert ("Je vraagt het aan 5 mensen." in page, "weg@example.org" in page) == (True, True)
    # What is nobody stands apart, as it was pasted.
    unread = page[page.index("Deze regels kunnen wij niet lezen") : page.index("kennen wij niet")]
    lines = ["Regel 8: Met vriendelijke groet,", "Regel 9: Piet · piet@", "Regel 10: ---"]
    assert [line for line in lines if line not in unread] == []
    assert ("4 krijgen een mail, 1 moet je bellen." in page, page.count("who-6")) == (True, 3)
    assert EvaluationForm.objects.count() == 0
    # Of who is chosen, the page asks once more: the button is for the people who were seen.
    chosen = {**inputs(page), "who-6": twins[1].pk, "send": "1"}
    page = coordinator.post(NEW, chosen).content.decode()
    assert ("Je vraagt het aan 6 mensen." in page, "is veranderd" in page) == (True, True)
    coordinator.post(NEW, {**inputs(page), "who-6": twins[1].pk, "send": "1"})
    assert {one.pk for one in asked()} == {one.pk for one in [*known, called, twins[1]]}


def test_a_file_is_read_and_comes_along_when_something_is_changed(coordinator: Client) -> None:
    people = PersonFactory.create_batch(5)
    lines = "\r\n".join(["E-mailadres", *(one.email for one in people)])
    file = SimpleUploadedFile("lijst.csv", lines.encode("utf-8-sig"))
    page = coordinator.post(NEW, sent(file=file)).content.decode()
    back = coordinator.post(NEW, {**inputs(page), "change": "1"}).content.decode()
    assert "Je lijst van 5 mensen gaat mee." in back
    other = {**sent(title="Andere titel"), "list": inputs(back)["list"]}
    page = coordinator.post(NEW, other).content.decode()
    response = coordinator.post(NEW, {**inputs(page), "send": "1"})
    survey = EvaluationForm.objects.get()
    assert (response["Location"], survey.title) == (
        f"/beheer/enquetes/{survey.pk}/",
        "Andere titel",
    )
    # The same page sent twice asks nobody twice.
    again = coordinator.post(NEW, {**inputs(page), "send": "1"}).content.decode()
    assert ("al een enquête open" in again, EvaluationForm.objects.count()) == (True, 1)


def test_a_role_a_partner_or_a_period_can_be_asked(coordinator: Client) -> None:
    partner = PartnerFactory.create()
    volunteers = [person_in_role(Role.VOLUNTEER, partner=partner) for _ in range(5)]
    PersonFactory.create(partner=partner, is_active=False)
    took_part = PersonFactory.create_batch(6)
    held_edition(people=took_part)
    today, gone = f"{clock.today():%Y-%m-%d}", f"{clock.today() - timedelta(days=9):%Y-%m-%d}"
    found = {}
    for name, fields in (
        ("role", {"role": Role.VOLUNTEER.value}),
        ("partner", {"partner": partner.pk}),
        ("took_part", {"since": gone, "until": today}),
        ("before", {"since": gone, "until": gone}),
    ):
        whom = "took_part" if name == "before" else name
        response = coordinator.post(NEW, sent(whom=whom, **fields))
        found[name] = {one.pk for one in response.context["plan"].people}
    five = {one.pk for one in volunteers}
    assert found == {
        "role": five,
        "partner": five,
        "took_part": {one.pk for one in took_part},
        "before": set(),
    }
    page = coordinator.post(NEW, sent(whom="took_part", since=gone, until=gone)).content.decode()
    assert ("Van minder mensen laten we geen antwoorden zien" in page, "disabled" in page) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": ""}, "verplicht"),
        ({"text": ""}, "Plak een lijst"),
        ({"whom": "partner"}, "Kies een organisatie"),
        ({"whom": "took_part"}, str(HOW_TO_WRITE_A_DAY)),
        ({"whom": "took_part", "since": "2026-02-02", "until": "2026-02-01"}, "Draai ze om"),
        ({"text": "x", "closes_on": ""}, str(HOW_TO_WRITE_A_DAY)),
        ({"text": "x", "closes_on": "31-31-2026"}, str(HOW_TO_WRITE_A_DAY)),
        ({"text": "x", "list": "{"}, "Er is nog niets verstuurd"),
        ({"text": "x", "template": "9" * 60}, "geldige keuze"),
    ],
)
def test_what_is_wrong_stands_at_the_field(
    coordinator: Client, fields: dict[str, Any], error: str
) -> None:
    page = coordinator.post(NEW, sent(**fields)).content.decode()
    assert (error in page, EvaluationForm.objects.count()) == (True, 0)


def test_the_end_is_moved_on_the_page_of_a_survey(coordinator: Client) -> None:
    people = PersonFactory.create_batch(5)
    page = coordinator.post(NEW, sent(text="\n".join(one.email for one in people)))
    location = coordinator.post(NEW, {**inputs(page.content.decode()), "send": "1"})["Location"]
    shown = coordinator.get(location).content.decode()
    assert ("Gevraagd: 5 mensen." in shown, "Nog minder dan 5" in shown) == (True, True)
    later = clock.today() + timedelta(days=40)
    coordinator.post(location, {"closes_on": f"{later:%Y-%m-%d}"})
    survey = EvaluationForm.objects.get()
    assert f"{clock.local(survey.closes_at):%Y-%m-%d %H:%M}" == f"{later:%Y-%m-%d} 23:59"
    refused = coordinator.post(location, {"closes_on": f"{clock.today():%Y-%m-%d}"})
    assert "ten minste 2 dagen verder" in refused.content.decode()
    with clock.at(survey.closes_at):
        closed = coordinator.post(location, {"closes_on": f"{later:%Y-%m-%d}"}).content.decode()
    assert "De enquête is gesloten." in closed
    listed = coordinator.get("/beheer/enquetes/?q=vind&status=open")
    assert [one.asked for one in listed.context["object_list"]] == [5]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.VOLUNTEER, 302), (Role.TRAINER, 302), (Role.ADMINISTRATOR, 200)]
)
def test_only_who_runs_the_academy_asks_people(client: Client, role: Role, status: int) -> None:
    client.force_login(person_in_role(role))
    for address in ("/beheer/enquetes/", NEW):
        assert client.get(address).status_code == status
