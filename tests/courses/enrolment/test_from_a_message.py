"""Who comes by the link in a message about an enrolment finds it, signed in or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.editions.models import Edition, Location
from courses.enrolment import services
from courses.people import services as people_services
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory
from tests.mails import found_in_mail, newest_code

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

LOG_IN = "Heb je al een plaats? Log in"
NEW = "Ik ben nieuw hier"


def url(edition: Edition) -> str:
    return f"/inschrijven/{edition.pk}/"


def test_the_mail_leads_to_signing_in_and_from_there_to_the_own_place(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person, edition = PersonFactory.create(email="hier@example.org"), EditionFactory.create()
    people_services.keep_address(person=person)
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=person, edition=edition)
    link = found_in_mail(r"(/inschrijven/\d+/\?\S+)$")
    page = client.get(link).content.decode()
    assert page.index(LOG_IN) < page.index(NEW)
    assert f'href="/account/login/?next={url(edition)}"' in page
    sent = {"login": "hier@example.org", "way": "code", "next": url(edition)}
    client.post("/account/login/", sent)
    assert edition.training.title in str(mail.outbox[-1].body)
    code = {"code": newest_code(), "next": url(edition)}
    page = client.post("/account/login/code/confirm/", code, follow=True).content.decode()
    # What was said of signing in does not take the place of what the person came for.
    assert "Je bent ingeschreven" in page
    assert "Tot dan!" in page


def test_who_comes_another_way_reads_first_how_to_enrol(client: Client) -> None:
    page = client.get(url(EditionFactory.create())).content.decode()
    assert NEW in page
    assert LOG_IN not in page


def test_the_link_of_a_message_tells_nobody_who_is_enrolled(client: Client) -> None:
    empty, taken = EditionFactory.create(), EnrolmentFactory.create().edition
    for edition in (empty, taken):
        assert LOG_IN in client.get(f"{url(edition)}?bericht").content.decode()
    taken.training.unpublish()
    for key in (taken.pk, taken.pk + 1000):
        answer = client.get(f"/inschrijven/{key}/?bericht")
        assert answer["Location"] == f"/account/login/?next=/inschrijven/{key}/"
        assert client.get(f"/inschrijven/{key}/").status_code == 404


def test_a_closed_edition_lets_who_is_in_it_sign_in_first(client: Client) -> None:
    edition = EnrolmentFactory.create().edition
    Edition.objects.filter(pk=edition.pk).update(status="cancelled")
    page = client.get(f"{url(edition)}?bericht").content.decode()
    assert page.index(LOG_IN) < page.index("Inschrijven kan niet")


def test_after_enrolling_it_is_said_once(client: Client) -> None:
    edition = EditionFactory.create()
    client.force_login(PersonFactory.create())
    page = client.post(url(edition), {"action": "enrol"}, follow=True).content.decode()
    assert page.count("Je bent ingeschreven") == 1
    assert client.get(url(edition)).content.decode().count("Je bent ingeschreven") == 1


# --- Before signing in --------------------------------------------------------------------------


def test_who_makes_an_account_to_enrol_reads_for_which_training(client: Client) -> None:
    edition = EditionFactory.create()
    title, to = edition.training.title, f"/account/signup/?next={url(edition)}"
    page = client.get(to).content.decode()
    assert f"Schrijf je in voor ‘{title}’</h1>" in page
    assert "Ga verder met inschrijven" in page
    assert "Maak mijn account" not in page
    assert "Neem je iemand mee die geen e-mail heeft?" in page
    new = {"first_name": "Siti", "background": "resident", "email": "nieuw@example.org"}
    client.post(to, {**new, "next": url(edition)})
    message = mail.outbox[-1]
    assert message.subject == "Je code om je in te schrijven"
    assert f"Het gaat om de training ‘{title}’ van " in str(message.body)
    # Who wants the training, and no account, is not told to do nothing.
    assert "Daarna schrijf je je in." in str(message.body)
    assert "Wilde je geen account" not in str(message.body)
    assert "Een wachtwoord hoeft niet." in str(message.body)
    # Who is known gets the same line with another code.
    known = PersonFactory.create(email="hier@example.org")
    people_services.keep_address(person=known)
    client.post("/account/ander-adres/")
    client.post(to, {**new, "email": known.email, "next": url(edition)})
    assert f"Het gaat om de training ‘{title}’ van " in str(mail.outbox[-1].body)


def test_who_makes_an_account_for_the_waiting_list_reads_that_it_is_one(client: Client) -> None:
    edition = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(edition=edition)
    to = f"/account/signup/?next={url(edition)}"
    page = client.get(to).content.decode()
    assert f"Zet je op de wachtlijst voor ‘{edition.training.title}’</h1>" in page
    assert "Ga verder naar de wachtlijst" in page
    assert "Die zet je straks ook op de wachtlijst" in page
    assert "Die zet je straks ook op de wachtlijst" in client.get(url(edition)).content.decode()
    assert "Schrijf je in" not in page.partition("<main")[2]
    new = {"first_name": "Siti", "background": "resident", "email": "nieuw@example.org"}
    client.post(to, {**new, "next": url(edition)})
    assert mail.outbox[-1].subject == "Je code voor de wachtlijst"


def test_who_makes_an_account_for_nothing_in_particular_or_what_is_not_public_reads_that(
    client: Client,
) -> None:
    hidden = EditionFactory.create()
    hidden.training.unpublish()
    for to in ("", f"?next={url(hidden)}", "?next=/inschrijven/987654/"):
        page = client.get(f"/account/signup/{to}").content.decode()
        assert "Maak een account</h1>" in page
        assert hidden.training.title not in page


def test_a_visitor_reads_that_somebody_without_mail_can_come_along(client: Client) -> None:
    page = client.get(url(EditionFactory.create())).content.decode()
    assert "Neem je iemand mee die geen e-mail heeft?" in page


# --- On the day ---------------------------------------------------------------------------------


def test_of_an_online_meeting_one_reads_when_to_open_the_link_and_with_what(
    client: Client,
) -> None:
    edition = EditionFactory.create(place="online", online_link="https://example.org/x")
    said = "Open de link tien minuten voor het begin. Een telefoon, tablet of computer"
    assert said in client.get(url(edition)).content.decode()
    person = PersonFactory.create()
    client.force_login(person)
    services.enrol(person=person, edition=edition)
    page = client.get(url(edition)).content.decode()
    assert page.index("Tot dan!") < page.index(said)
    in_building = client.get(url(EditionFactory.create())).content.decode()
    assert "Open de link tien minuten" not in in_building


def test_the_mail_about_an_online_meeting_says_it_too(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = EditionFactory.create(place="online", online_link="https://example.org/x")
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=PersonFactory.create(), edition=edition)
    assert "Open de link tien minuten voor het begin." in str(mail.outbox[-1].body)


def test_the_way_there_is_one_press_from_the_own_place(client: Client) -> None:
    location = Location.objects.create(name="De Wissel", entrance="De blauwe deur.")
    edition, person = EditionFactory.create(location=location), PersonFactory.create()
    client.force_login(person)
    services.enrol(person=person, edition=edition)
    page = client.get(url(edition)).content.decode()
    assert (
        page.index("Tot dan!") < page.index('href="#zo-kom-je-er"') < page.index("Naar de training")
    )
    assert 'id="zo-kom-je-er"' in page
    elsewhere = EditionFactory.create(place="online")
    services.enrol(person=person, edition=elsewhere)
    assert "zo-kom-je-er" not in client.get(url(elsewhere)).content.decode()
