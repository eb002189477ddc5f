"""A number that turns out to be another's is said wherever it stands."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.desk.todos import reach
from courses.enrolment.queries import reach_when_moved
from courses.enrolment.services import enrol
from courses.notices.models import Notice
from courses.notices.queries import reach_since
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db

NUMBER = "030 236 17 45"
YEAR = timedelta(days=365)


@pytest.fixture
def coordinator(client: Client) -> User:
    user = person_in_role(Role.COORDINATOR, first_name="Noor", last_name="Vos")
    client.force_login(user)
    return user


def to_call(actor: User, **fields: str) -> Notice:
    person = PersonFactory.create(email=None, telephone=NUMBER, **fields)
    enrol(person=person, edition=EditionFactory.create(), actor=actor)
    return person.notices.get()


def say_wrong(client: Client, notice: Notice) -> str:
    answer = client.post(f"/beheer/bellen/{notice.pk}/", {"outcome": "wrong_number"}, follow=True)
    return answer.content.decode()


def test_the_list_the_call_and_the_card_all_say_that_the_number_is_wrong(
    client: Client, coordinator: User
) -> None:
    notice = to_call(coordinator)
    call, card = f"/beheer/bellen/{notice.pk}/", f"/beheer/personen/{notice.person_id}/"
    details = f"/beheer/personen/{notice.person_id}/gegevens/"
    assert "Ik bel nu" in client.get(call).content.decode()
    after = say_wrong(client, notice)
    assert details in after
    assert "(klopt niet)" in after
    page = client.get(call).content.decode()
    assert "Het nummer klopt niet. Dat bleek op" in page
    assert "(Noor Vos)" in page
    assert details in page
    assert f'href="{card}"' in page
    assert "Ik bel nu" not in page
    assert 'href="tel:' not in page
    assert "Het nummer klopt niet. Dat bleek op" in client.get(card).content.decode()
    notice.person.telephone = "030 236 17 46"
    notice.person.save()
    for address in (call, card, "/beheer/bellen/"):
        assert "klopt niet" not in client.get(address).content.decode()


@pytest.mark.both_databases
def test_who_has_another_ones_number_is_looked_for_as_who_has_none_until_there_is_another(
    client: Client, coordinator: User
) -> None:
    notice = to_call(coordinator)
    said = "1 kun je niet bereiken: zoek een telefoonnummer of adres"

    def todos() -> list[str]:
        todos = [one(coordinator) for one in (reach.to_find, reach.to_call)]
        return [one.sentence for one in todos if one is not None]

    assert todos() == ["Bel 1 persoon"]
    say_wrong(client, notice)
    assert todos() == [said]
    page = client.get("/beheer/bellen/").content.decode()
    assert "Er is nu niemand die je moet bellen." in page
    assert f"{said}." in page
    assert (
        "Spreek je deze persoon toch?"
        in client.get(f"/beheer/bellen/{notice.pk}/").content.decode()
    )
    notice.person.telephone = "030 236 17 46"
    notice.person.save()
    assert todos() == ["Bel 1 persoon"]


@pytest.mark.both_databases
def test_the_list_of_an_edition_says_so_and_a_move_counts_nobody_to_call(
    client: Client, coordinator: User
) -> None:
    notice = to_call(coordinator, first_name="Willy", last_name="Bos")
    edition = notice.edition
    assert edition is not None
    listed, marked = f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/", "Dit nummer klopt niet"
    assert marked not in client.get(listed).content.decode()
    assert reach_when_moved(edition).sentence == "1 moet je bellen."
    say_wrong(client, notice)
    assert marked in client.get(listed).content.decode()
    said = "1 kun je niet bereiken: zoek een telefoonnummer of adres"
    for counted in (reach_when_moved(edition), reach_since(clock.now() - YEAR, edition)):
        assert counted.sentence == f"{said}."
        assert [one.pk for one in counted.unreachable] == [notice.person_id]
        assert list(counted.not_by_mail.values()) == ["Kun je niet bereiken"]
    other = EditionFactory.create(training=edition.training)
    enrolment = edition.enrolments.get()
    move = f"/beheer/uitvoeringen/{edition.pk}/inschrijvingen/{enrolment.pk}/verplaats/"
    sent = {"to_edition": other.pk, "snapshot": client.get(move).context["snapshot_token"]}
    page = client.post(move, sent, follow=True)
    messages = [str(one) for one in page.context["messages"]]
    assert any(said in one for one in messages), messages
    notice.person.telephone = "030 236 17 46"
    notice.person.save()
    assert reach_when_moved(other).sentence == "1 moet je bellen."


@pytest.mark.both_databases
def test_a_call_leads_to_another_way_and_saving_says_what_became_a_letter(
    client: Client, coordinator: User
) -> None:
    notice = to_call(coordinator, first_name="Willy", last_name="Bos")
    call, details = f"/beheer/bellen/{notice.pk}/", f"/beheer/personen/{notice.person_id}/gegevens/"
    assert f"{details}?terug={call}" in client.get(call).content.decode()
    form = client.get(details).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    address = {"street": "Kade 1", "postcode": "3512 AB", "city": "Utrecht"}
    liked = {"preferred_way": "letter", "terug": "/beheer/brieven/"}
    page = client.post(details, {**data, **address, **liked}, follow=True).content.decode()
    notice.refresh_from_db()
    assert notice.way == "letter"
    assert "Dit is nu een brief, die je nog moet printen: “" in page


def test_a_call_has_a_button_for_a_letter_when_there_is_an_address(
    client: Client, coordinator: User
) -> None:
    without = to_call(coordinator)
    assert (
        "Maak er een brief van" not in client.get(f"/beheer/bellen/{without.pk}/").content.decode()
    )
    address = {"street": "Dorpsstraat 1", "postcode": "3512 AB", "city": "Utrecht"}
    notice = to_call(coordinator, **address)
    page = client.get(f"/beheer/bellen/{notice.pk}/").content.decode()
    assert "Maak er een brief van" in page
    assert "krijgt nu een brief" in say_wrong(client, notice)
    assert Notice.objects.get(pk=notice.pk).way == "letter"


def test_after_filling_in_a_number_one_is_back_at_the_call(
    client: Client, coordinator: User
) -> None:
    notice = to_call(coordinator)
    say_wrong(client, notice)
    call = f"/beheer/bellen/{notice.pk}/"
    page = client.get(call).content.decode()
    assert "je spreekt met Noor Vos van de" in page
    (details,) = re.findall(r'href="([^"]*/gegevens/[^"]*)"', page)
    form = client.get(unescape(details)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    (hidden,) = re.findall(r'name="terug" value="([^"]*)"', client.get(details).content.decode())
    sent = {**typed, "telephone": "030 236 17 46", "terug": unescape(hidden)}
    answer = client.post(details.partition("?")[0], sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, call)
    elsewhere = {**sent, "telephone": "030 236 17 47", "terug": "//example.org/"}
    answer = client.post(details.partition("?")[0], elsewhere)
    assert answer.headers["Location"] == f"/beheer/personen/{notice.person_id}/"
