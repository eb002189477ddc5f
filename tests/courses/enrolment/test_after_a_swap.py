"""Who has swapped, or thinks of it, reads first where to be: also from the link in an old mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.common import clock
from courses.common.formats import period
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role
from tests.mails import found_in_mail

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SWAPPED = "Je hebt al geruild"
ELSEWHERE = "Je bent ingeschreven op een andere datum"
BACK = "Wil je toch weer hierheen?"


def two_dates() -> tuple[Edition, Edition]:
    training = TrainingFactory.create()
    later = clock.now() + timedelta(days=40)
    return (
        EditionFactory.create(training=training, venue="De Wissel"),
        EditionFactory.create(training=training, venue="Het Anker", starts_at=later),
    )


def when(edition: Edition) -> str:
    session = edition.sessions.get()
    return period(session.starts_at, session.ends_at)


def url(edition: Edition) -> str:
    return f"/inschrijven/{edition.pk}/"


def test_the_link_of_an_old_mail_says_that_one_has_swapped_and_where_one_is_expected(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before, after = two_dates()
    person = PersonFactory.create()
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=person, edition=before)
    old_link = found_in_mail(r"(/inschrijven/\d+/\?\S+)$")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(after), {"action": "swap"})
    assert [one.subject for one in mail.outbox] == [f"Je nieuwe datum: {before.training.title}"]
    page = client.get(old_link).content.decode()
    order = [SWAPPED, when(after), "Het Anker", "Naar je inschrijving", when(before), BACK, "swap"]
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    # No way to the place where nobody expects this person.
    assert "De Wissel" not in page.partition(BACK)[0].partition("<h1")[2]
    assert 'id="zo-kom-je-er"' not in page
    assert f'href="{url(after)}"' in page
    # The way back is there, behind a press of its own.
    assert page.partition(BACK)[0].rpartition("<details")[2].startswith(' class="va-reveal" >')
    client.post(url(before), {"action": "swap"})
    assert Enrolment.objects.get(person=person).edition == before
    assert SWAPPED not in client.get(url(before)).content.decode()
    assert SWAPPED in client.get(url(after)).content.decode()


def test_also_when_the_old_date_is_full_or_closed(client: Client) -> None:
    before, after = two_dates()
    person = PersonFactory.create()
    client.force_login(person)
    services.move(
        enrolment=services.enrol(person=person, edition=before), to_edition=after, actor=person
    )
    Edition.objects.filter(pk=before.pk).update(capacity=1)
    services.enrol(person=PersonFactory.create(), edition=Edition.objects.get(pk=before.pk))
    page = client.get(url(before)).content.decode()
    assert page.index(SWAPPED) < page.index(BACK) < page.index("De training is vol.")
    with clock.at(clock.now() + timedelta(days=30)):
        page = client.get(url(before)).content.decode()
    assert (SWAPPED in page, BACK in page) == (True, False)
    assert "Inschrijven kan niet" not in page


def test_who_was_moved_by_another_is_not_told_to_have_swapped(client: Client) -> None:
    before, after = two_dates()
    person = PersonFactory.create()
    seat = services.enrol(person=person, edition=before)
    services.move(enrolment=seat, to_edition=after, actor=person_in_role(Role.COORDINATOR))
    client.force_login(person)
    page = client.get(url(before)).content.decode()
    assert (ELSEWHERE in page, SWAPPED in page) == (True, False)


def test_who_looks_at_another_date_without_having_been_in_it_is_asked_to_swap(
    client: Client,
) -> None:
    here, other = two_dates()
    person = PersonFactory.create()
    services.enrol(person=person, edition=here)
    client.force_login(person)
    page = client.get(url(other)).content.decode()
    assert (ELSEWHERE in page, BACK in page) == (False, False)
    # But not by a message about an own place: that is what was asked after.
    assert ELSEWHERE in client.get(f"{url(other)}?bericht").content.decode()


def test_before_a_swap_the_chosen_date_stands_above_the_one_that_is_given_up(
    client: Client,
) -> None:
    here, there = two_dates()
    noor, _greet = services.enrol_together(
        person=PersonFactory.create(first_name="Noor"),
        edition=here,
        companion={"first_name": "Greet", "telephone": "030 123 45 67"},
    )
    client.force_login(noor.person)
    page = client.get(url(there)).content.decode()
    main = page.partition("Wil je ruilen?")[2].partition("<aside")[0]
    order = [when(there), "Het Anker", when(here), "Ja, ruil onze plaatsen", "Wij bellen Greet."]
    places = [main.index(one) for one in order]
    assert places == sorted(places)
    assert [main.count(one) for one in (when(there), when(here), "Wij bellen Greet.")] == [1, 1, 1]


def test_who_waits_together_reads_nothing_of_being_enrolled(client: Client) -> None:
    edition = EditionFactory.create(capacity=1)
    services.enrol(person=PersonFactory.create(), edition=edition)
    noor, greet = services.enrol_together(
        person=PersonFactory.create(first_name="Noor"),
        edition=edition,
        companion={"first_name": "Greet"},
    )
    client.force_login(noor.person)
    page = client.get(f"{url(edition)}afmelden/").content.decode()
    for words in ("Haal ons van de wachtlijst", "Haal alleen mij eraf", "Haal alleen Greet eraf"):
        assert words in page
    assert "Nee, wij blijven op de wachtlijst" in page
    assert "ingeschreven" not in page.partition("<main")[2].partition("</main")[0]
    sent = {"action": "withdraw_companion", "companion": greet.pk}
    page = client.post(url(edition), sent, follow=True).content.decode()
    assert "Greet staat niet meer op de wachtlijst. Jij nog wel." in page


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({}, "Voor je certificaat moet je er elke keer zijn. Mis je een keer?"),
        ({"may_catch_up": True}, "Dan kun je die keer inhalen bij een andere groep."),
        ({"first_session_required": True}, "Zorg dat je er de eerste keer bij bent."),
    ],
)
@pytest.mark.parametrize("capacity", [5, 1])
def test_who_cannot_come_once_reads_what_that_means_before_giving_up_all(
    client: Client, rules: dict[str, bool], says: str, capacity: int
) -> None:
    edition = EditionFactory.create(sessions=2, capacity=capacity)
    Edition.objects.filter(pk=edition.pk).update(**rules)
    services.enrol(person=PersonFactory.create(), edition=edition)
    person = PersonFactory.create()
    services.enrol(person=person, edition=edition)
    client.force_login(person)
    page = client.get(f"{url(edition)}afmelden/").content.decode()
    assert page.index("Kun je één keer niet?") < page.index(says) < page.index('value="withdraw"')
    page = client.get(url(edition)).content.decode()
    assert says in page
    # On the page itself too: behind a button to leave nobody looks for it.
    assert 'href="#goed-om-te-weten">Kun je één keer niet?' in page
    assert "Je hoeft je niet voor alles af te melden." in page


def test_of_one_meeting_nothing_is_said_of_missing_one(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    services.enrol(person=person, edition=edition)
    client.force_login(person)
    for address in (url(edition), f"{url(edition)}afmelden/"):
        assert "Kun je één keer niet?" not in client.get(address).content.decode()


def test_half_of_the_meetings_is_enough_where_the_training_says_so(client: Client) -> None:
    training = TrainingFactory.create(attendance_required=50)
    edition, person = EditionFactory.create(training=training, sessions=4), PersonFactory.create()
    services.enrol(person=person, edition=edition)
    client.force_login(person)
    said = "Voor je certificaat moet je er 2 van de 4 keer zijn."
    assert said in client.get(f"{url(edition)}afmelden/").content.decode()
