"""Who cannot come on a date reads first of other dates, and keeps the seat until one is chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import clock
from courses.editions.enums import District
from courses.editions.models import Edition, Location
from courses.editions.services import save_edition
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.interest.models import Interest
from courses.people.enums import Role
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
    start_of,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks


pytestmark = pytest.mark.django_db

ASK = "Laat het me weten als er een nieuwe datum is"
LEAVE = "Ja, meld me af"


@pytest.fixture
def mine(client: Client) -> Enrolment:
    """A seat in one of two dates of a training, of who is signed in."""
    training, person = TrainingFactory.create(), PersonFactory.create()
    client.force_login(person)
    return services.enrol(person=person, edition=EditionFactory.create(training=training))


def asked(client: Client, edition: Edition) -> str:
    return client.get(f"/inschrijven/{edition.pk}/afmelden/").content.decode()


def test_other_dates_come_before_giving_up_the_seat_and_lead_to_the_swap(
    client: Client, mine: Enrolment
) -> None:
    other = EditionFactory.create(training=mine.edition.training)
    page = asked(client, mine.edition)
    link = f'href="/inschrijven/{other.pk}/"'
    assert page.index("Liever een andere datum?") < page.index(link) < page.index(LEAVE)
    assert "hoef je je niet af te melden" in page
    there = client.get(f"/inschrijven/{other.pk}/").content.decode()
    assert "Ja, ruil mijn plaats" in there
    client.post(f"/inschrijven/{other.pk}/", {"action": "swap"})
    assert Enrolment.objects.get(status=S.CONFIRMED).edition == other


def test_a_full_date_is_not_offered_instead(client: Client, mine: Enrolment) -> None:
    full = EnrolmentFactory.create(
        edition=EditionFactory.create(training=mine.edition.training, capacity=1)
    ).edition
    page = asked(client, mine.edition)
    assert f"/inschrijven/{full.pk}/" not in page
    assert "Er is nu geen andere datum met een vrije plaats." in page


def test_without_another_date_one_can_hear_of_a_new_one_and_keeps_the_seat(
    client: Client, mine: Enrolment
) -> None:
    page = asked(client, mine.edition)
    assert page.index("Je houdt zo lang je plaats op deze datum.") < page.index(ASK)
    assert page.index(ASK) < page.index(LEAVE)
    on_list = f"/trainingen/{mine.edition.training.slug}/nieuwe-datum/"
    # One press will do.
    form = page.partition(f'<form method="post" action="{on_list}"')[2].partition("</form>")[0]
    assert ('value="register"' in form, ASK in form) == (True, True)
    client.post(on_list, {"action": "register"})
    assert Interest.objects.get().person == mine.person
    mine.refresh_from_db()
    assert mine.status == S.CONFIRMED
    page = asked(client, mine.edition)
    assert "Je hoort van ons als er een nieuwe datum is" in page
    assert ASK not in page


def test_who_has_a_seat_and_waits_for_another_date_reads_of_both(
    client: Client,
    mine: Enrolment,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    waiting = f"/trainingen/{mine.edition.training.slug}/nieuwe-datum/"
    page = client.post(waiting, follow=True).content.decode()
    assert "Je hebt nog een plaats" in page
    assert f'href="/inschrijven/{mine.edition_id}/afmelden/"' in page
    again = client.post(waiting, follow=True).content.decode()
    assert ("Je stond al op de lijst" in again, "Gelukt!" in again) == (True, False)
    assert "Op de lijst voor nieuwe data blijf je staan." in asked(client, mine.edition)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/inschrijven/{mine.edition_id}/", {"action": "withdraw"})
    body = str(mail.outbox[-1].body)
    assert "Je blijft op de lijst: je hoort van ons als er een nieuwe datum is." in body
    assert "Zet je dan op de lijst" not in body
    assert Interest.objects.get().person == mine.person
    assert "Je hebt nog een plaats" not in client.get(waiting).content.decode()


def test_below_the_button_stands_only_what_one_can_do_behind_it(
    client: Client, mine: Enrolment
) -> None:
    swaps, none = "Daar kun je ruilen.", "Er is er nu geen met een vrije plaats."
    own = f"/inschrijven/{mine.edition_id}/"

    def said() -> tuple[bool, bool, bool]:
        page = client.get(own).content.decode()
        return swaps in page, none in page, "Afmelden op de site kan tot" in page

    assert said() == (False, True, False)
    EnrolmentFactory.create(
        edition=EditionFactory.create(training=mine.edition.training, capacity=1)
    )
    assert said() == (False, True, False), "a full date is none to swap for"
    EditionFactory.create(training=mine.edition.training)
    assert said() == (True, False, False)
    Edition.objects.filter(pk=mine.edition_id).update(withdraw_until_hours=24)
    assert said() == (True, False, False)
    with clock.at(start_of(mine.edition) - timedelta(hours=23)):
        assert said() == (False, False, True)
        assert "Afmelden op de site kan tot" in asked(client, mine.edition)


@pytest.mark.parametrize("hours", [0, 24])
def test_the_mail_says_until_when_one_withdraws_on_the_own_page(
    hours: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = EditionFactory.create()
    Edition.objects.filter(pk=edition.pk).update(withdraw_until_hours=hours)
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=PersonFactory.create(), edition=edition)
    body = str(mail.outbox[-1].body)
    said = f"Afmelden kan op de site tot {hours} uur voor het begin. Daarna bel je ons:"
    assert (said in body, "Afmelden kan op de site" in body) == (hours > 0, hours > 0)


def test_each_other_date_says_where_it_is(client: Client, mine: Enrolment) -> None:
    online = EditionFactory.create(
        training=mine.edition.training, online_link="https://video.example/x"
    )
    there = EditionFactory.create(
        training=mine.edition.training,
        location=Location.objects.create(name="De Blauwe Deur", district=District.WEST),
    )
    page = asked(client, mine.edition)
    for edition, place in ((online, "Online"), (there, "De Blauwe Deur")):
        item = page.partition(f'href="/inschrijven/{edition.pk}/"')[2].partition("</li>")[0]
        assert place in item


def test_beside_our_number_stands_when_somebody_answers(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = PersonFactory.create()
    edition = EditionFactory.create(online_link="https://video.example/x")
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=person, edition=edition)
    client.force_login(person)
    shown = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    hours = infopunt_of_default_site().opening_hours
    help_offered = shown.partition("Wil je hulp? Bel ons:")[2].partition("</p>")[0]
    assert hours
    assert hours in help_offered
    in_mail = str(mail.outbox[-1].body).partition("Wil je hulp? Bel ons:")[2].partition("\n")[0]
    assert hours in in_mail


def test_who_only_waits_is_asked_just_that(client: Client) -> None:
    person, full = PersonFactory.create(), EnrolmentFactory.create(capacity=1).edition
    client.force_login(person)
    services.enrol(person=person, edition=full)
    page = asked(client, full)
    assert "Ja, haal me van de wachtlijst" in page
    assert "Liever een andere datum?" not in page


def test_after_giving_up_a_seat_other_dates_come_before_the_same_one(
    client: Client, mine: Enrolment
) -> None:
    other, url = (
        EditionFactory.create(training=mine.edition.training),
        f"/inschrijven/{mine.edition_id}/",
    )
    page = client.post(url, {"action": "withdraw"}, follow=True).content.decode()
    assert "Je bent afgemeld. Fijn dat je het laat weten." in page
    order = [
        page.index(words)
        for words in (
            "Liever een andere datum?",
            f'href="/inschrijven/{other.pk}/"',
            ASK,
            "Kun je toch op deze datum?",
            "Schrijf me in",
        )
    ]
    assert order == sorted(order)
    assert "je bent nog niet ingeschreven" not in page


def test_the_mail_about_leaving_names_the_list_for_a_new_date(
    mine: Enrolment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(enrolment=mine, actor=mine.person)
    body = str(mail.outbox[-1].body)
    assert "Wil je het weten als er een nieuwe datum is? Zet je dan op de lijst:\nhttp" in body
    assert f"/trainingen/{mine.edition.training.slug}/nieuwe-datum/\n" in body


@pytest.mark.parametrize("what", ["swap", "other hour"])
def test_a_mail_that_something_changed_says_whom_to_call(
    mine: Enrolment, what: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = Edition.objects.get(pk=mine.edition_id)
    with django_capture_on_commit_callbacks(execute=True):
        if what == "swap":
            other = EditionFactory.create(training=edition.training)
            services.move(enrolment=mine, to_edition=other, actor=person_in_role(Role.COORDINATOR))
        else:
            (session,) = edition.sessions.all()
            session.ends_at += timedelta(hours=1)
            edition.sessions = [session]
            save_edition(edition=edition, actor=None)
    phone = infopunt_of_default_site().phone
    assert f"Heb je een vraag? Bel ons: {phone}." in str(mail.outbox[-1].body)
