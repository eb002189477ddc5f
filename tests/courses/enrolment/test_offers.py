"""An offer, and a place on the waiting list, never outlive their edition."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.common import clock, formats
from courses.common.errors import Refusal
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import queries, services
from courses.enrolment.enums import ACTIVE, TRANSITIONS
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices import writing
from courses.notices.models import Notice
from courses.people.enums import LETTER_TAKES, ContactWay
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, start_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = timedelta(hours=1)


After = Callable[[Callable[[], object]], dict[str, list[str]]]


@pytest.fixture
def after(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> After:
    """Do something, and what follows after commit; returns the mails by address."""

    def after(action: Callable[[], object]) -> dict[str, list[str]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        found: dict[str, list[str]] = {}
        for message in mail.outbox:
            subject = message.subject.partition(":")[0]
            found.setdefault(message.to[0].partition("@")[0], []).append(subject)
        return found

    return after


def with_offer(**fields: Any) -> Edition:
    """An edition of one seat, which is offered to `aanbod`; `wacht` is next in line."""
    edition = EditionFactory.create(capacity=1, **fields)
    holder, *_others = [
        services.enrol(person=PersonFactory.create(email=f"{name}@example.org"), edition=edition)
        for name in ("weg", "aanbod", "wacht")
    ]
    services.withdraw(enrolment=holder, actor=None)
    edition.refresh_from_db()
    return edition


def of(name: str) -> Enrolment:
    return Enrolment.objects.select_related("person", "edition").get(
        person__email=f"{name}@example.org"
    )


def states() -> list[str]:
    return [of("aanbod").status, of("wacht").status]


def change(edition: Edition, *, starts_at: datetime | None = None, **fields: Any) -> None:
    edition = Edition.objects.get(pk=edition.pk)
    if starts_at is not None:
        (session,) = edition.sessions.all()
        session.starts_at, session.ends_at = starts_at, starts_at + 3 * HOUR
        edition.sessions = [session]
    for name, value in fields.items():
        setattr(edition, name, value)
    edition_services.save_edition(edition=edition, actor=None)


@pytest.mark.parametrize("what", ["cut-off", "start"])
def test_accepting_after_the_edition_closed_is_refused_whatever_the_offer_says(what: str) -> None:
    """Between moving an edition and what follows from it, the edition decides."""
    edition = with_offer()
    soon = clock.now() + HOUR
    change(edition, **({"enrol_until": soon} if what == "cut-off" else {"starts_at": soon}))
    offer = of("aanbod")
    assert offer.offer_expires_at is not None
    assert offer.offer_expires_at > soon
    with clock.at(soon):
        assert (offer.offer_stands, offer.state) == (False, S.EXPIRED)
        with pytest.raises(Refusal, match="gesloten" if what == "cut-off" else "al begonnen"):
            services.accept_offer(enrolment=offer, actor=offer.person)
    with clock.at(soon - timedelta(seconds=1)):
        services.accept_offer(enrolment=offer, actor=offer.person)
    assert of("aanbod").status == S.CONFIRMED


def test_an_offer_ends_at_the_cut_off_or_after_48_hours() -> None:
    made = with_offer(enrol_until=clock.now() + HOUR)
    assert of("aanbod").offer_expires_at == made.enrol_until
    Enrolment.objects.all().delete()
    User.objects.all().delete()
    with_offer()
    offer = of("aanbod")
    assert offer.offer_expires_at == offer.changed_at + services.OFFER_LASTS


def test_an_offer_by_letter_leaves_time_for_the_post_and_is_never_shortened() -> None:
    edition = EditionFactory.create(capacity=1, starts_at=clock.now() + timedelta(days=30))
    holder = services.enrol(person=PersonFactory.create(), edition=edition)
    riet = PersonFactory.create(email=None, street="Kade 1", postcode="3511 AA", city="Utrecht")
    services.enrol(person=riet, edition=edition)
    services.withdraw(enrolment=holder, actor=None)
    offer = Enrolment.objects.select_related("edition").get(person=riet)
    assert offer.offer_expires_at == offer.changed_at + services.LETTER_OFFER_LASTS
    with clock.at(clock.now() + timedelta(days=LETTER_TAKES)):
        assert offer.offer_stands
    notice = Notice.objects.get(person=riet, kind="enrolment_offered")
    letter = writing.write(notice, way=ContactWay.LETTER)
    assert letter is not None
    text = letter.on_screen.body
    assert f"Kies vóór {formats.deadline(offer.offer_expires_at)}. Kiezen doe je met een" in text
    User.objects.filter(pk=riet.pk).update(email="riet@example.org")
    services.settle_waiting_list(edition=edition)
    later = Enrolment.objects.get(person=riet)
    assert later.offer_expires_at == offer.offer_expires_at
    soon = clock.now() + HOUR
    change(edition, enrol_until=soon)
    services.settle_waiting_list(edition=edition)
    assert Enrolment.objects.get(person=riet).offer_expires_at == soon


def test_a_nearer_cut_off_shortens_the_offer_and_the_person_hears_until_when(after: After) -> None:
    edition = with_offer()
    soon = clock.now() + HOUR
    assert after(lambda: change(edition, enrol_until=soon)) == {
        "aanbod": ["Kies vóór een ander moment"]
    }
    assert of("aanbod").offer_expires_at == soon
    (message,) = mail.outbox
    assert f"Kies vóór {formats.deadline(soon)}. Daarna kan het niet meer." in message.body
    assert after(services.settle_waiting_lists) == {}


def test_an_edition_that_moves_nearer_says_until_when_one_can_choose_in_the_same_mail(
    after: After,
) -> None:
    edition = with_offer()
    soon = clock.now() + 5 * HOUR
    told = after(lambda: change(edition, starts_at=soon))
    assert told == {"aanbod": ["Er is iets veranderd"], "wacht": ["Er is iets veranderd"]}
    assert of("aanbod").offer_expires_at == soon
    bodies = {one.to[0]: f"Kies vóór {formats.deadline(soon)}." in one.body for one in mail.outbox}
    assert bodies == {"aanbod@example.org": True, "wacht@example.org": False}


def test_a_later_cut_off_gives_back_the_time_that_a_new_offer_would_have(after: After) -> None:
    edition = with_offer(enrol_until=clock.now() + HOUR)
    offered_at = of("aanbod").changed_at
    later = clock.now() + timedelta(days=5)
    assert after(lambda: change(edition, enrol_until=later)) == {
        "aanbod": ["Kies vóór een ander moment"]
    }
    assert of("aanbod").offer_expires_at == offered_at + services.OFFER_LASTS


def test_an_offer_that_has_ended_does_not_come_back_when_the_edition_moves(after: After) -> None:
    edition = with_offer(enrol_until=clock.now() + HOUR)
    with clock.at(clock.now() + 2 * HOUR):
        after(lambda: change(edition, enrol_until=clock.now() + timedelta(days=5)))
        assert states() == [S.EXPIRED, S.OFFERED]


def test_closing_ends_the_offer_and_the_waiting_list_at_once(after: After) -> None:
    edition = with_offer()
    told = after(lambda: change(edition, enrol_until=clock.now() - HOUR))
    assert told == {
        "aanbod": ["Het aanbod is voorbij"],
        "wacht": ["Geen plaats vrijgekomen"],
    }
    assert states() == [S.EXPIRED, S.NO_PLACE]
    assert Edition.objects.get(pk=edition.pk).seats_taken == 0


def test_an_edition_that_moves_into_the_past_is_settled_by_the_tick() -> None:
    edition = with_offer()
    change(edition, starts_at=clock.now() - 5 * HOUR)
    assert services.settle_waiting_lists() == 2
    assert states() == [S.EXPIRED, S.NO_PLACE]


def test_calling_off_ends_everything(after: After) -> None:
    edition = with_offer()
    after(lambda: services.cancel_edition(edition=edition, actor=None))
    assert states() == [S.CANCELLED, S.CANCELLED]
    offer = of("aanbod")
    with pytest.raises(Refusal, match="gaat niet door"):
        services.accept_offer(enrolment=offer, actor=offer.person)


@pytest.mark.parametrize("closes", ["cut-off", "start"])
def test_who_waits_until_the_end_hears_once_that_no_place_came_free(
    after: After, closes: str
) -> None:
    end = clock.now() + HOUR
    fields = {"enrol_until": end} if closes == "cut-off" else {"starts_at": end}
    edition = with_offer(**fields)
    User.objects.filter(email="wacht@example.org").update(language="en")
    other = EditionFactory.create(training=edition.training)
    with clock.at(end - timedelta(seconds=1)):
        assert services.settle_waiting_lists() == 0
    with clock.at(end):
        assert list(after(services.settle_waiting_lists)) == ["aanbod", "wacht"]
        assert states() == [S.EXPIRED, S.NO_PLACE]
        assert f"/inschrijven/{other.pk}/" in mail.outbox[1].body
        assert after(services.settle_waiting_lists) == {}
        assert services.settle_waiting_lists() == 0


def test_a_tick_that_comes_late_still_tells_but_not_of_long_ago(after: After) -> None:
    edition = with_offer(starts_at=clock.now() + HOUR)
    second = with_second_waiting(edition)
    with clock.at(start_of(edition) + timedelta(days=2)):
        told = after(services.settle_waiting_lists)
    assert told == {
        "aanbod": ["Het aanbod is voorbij"],
        "wacht": ["Geen plaats vrijgekomen"],
        "wacht2": ["Geen plaats vrijgekomen"],
    }
    Enrolment.objects.filter(pk=second.pk).update(status=S.WAITING)
    Enrolment.objects.filter(pk=of("aanbod").pk).update(
        status=S.OFFERED, offer_expires_at=edition.starts_at
    )
    with clock.at(start_of(edition) + timedelta(days=8)):
        assert after(services.settle_waiting_lists) == {}
    assert of("wacht2").status == S.NO_PLACE


def test_whose_offer_expired_hears_once_why_and_how_to_go_on(after: After) -> None:
    edition = with_offer()
    with clock.at(clock.now() + services.OFFER_LASTS):
        told = after(services.settle_waiting_lists)
        assert told == {"aanbod": ["Het aanbod is voorbij"], "wacht": ["Er is een plaats voor je"]}
        body = next(one.body for one in mail.outbox if one.to == ["aanbod@example.org"])
        assert "We hoorden niet op tijd van je." in body
        assert "Zet je dan opnieuw op de wachtlijst:\nhttp" in body
        assert "andere datum" not in body, "there is none"
        assert f"/inschrijven/{edition.pk}/" in body
        assert after(services.settle_waiting_lists) == {}


def test_whose_offer_expired_of_a_training_off_the_site_is_not_sent_there(after: After) -> None:
    edition = with_offer()
    edition.training.unpublish()
    with clock.at(clock.now() + services.OFFER_LASTS):
        assert after(services.settle_waiting_lists) == {"aanbod": ["Het aanbod is voorbij"]}
    body = mail.outbox[0].body
    assert "We hoorden niet op tijd van je." in body
    assert ("wachtlijst" in body, "/agenda/" in body) == (False, True)


def test_accepting_of_a_training_that_is_off_the_site_says_so(client: Client) -> None:
    edition = with_offer()
    edition.training.unpublish()
    offer = of("aanbod")
    with pytest.raises(Refusal, match="staat nu niet op de site"):
        services.accept_offer(enrolment=offer, actor=offer.person)
    client.force_login(offer.person)
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert "Zolang dat zo is, kun je de plaats niet aannemen." in page
    assert ("Ja, ik kom" in page, "ik geef de plaats door" in page) == (False, True)


@pytest.mark.parametrize(
    ("who", "subject", "line"),
    [
        ("wacht", "Je staat niet meer op de wachtlijst", "Je staat niet meer op de wachtlijst"),
        ("aanbod", "Je staat niet meer op de wachtlijst", "De plaats die we je aanboden"),
        ("nieuw", "Je bent afgemeld", "Je bent afgemeld voor deze training."),
    ],
)
def test_who_leaves_reads_what_was_left(after: After, who: str, subject: str, line: str) -> None:
    edition = with_offer()
    edition.capacity = 2
    edition.save()
    if who == "nieuw":
        person = PersonFactory.create(email="nieuw@example.org")
        Enrolment.objects.filter(person__email="wacht@example.org").delete()
        services.enrol(person=person, edition=edition)
    told = after(lambda: services.withdraw(enrolment=of(who), actor=None))
    assert told[who] == [subject]
    assert any(line in one.body for one in mail.outbox if one.to == [f"{who}@example.org"])


def with_second_waiting(edition: Edition) -> Enrolment:
    person = PersonFactory.create(email="wacht2@example.org")
    return services.enrol(person=person, edition=edition)


def test_no_place_is_an_end_from_which_one_can_come_back_when_it_opens_again() -> None:
    assert S.NO_PLACE in TRANSITIONS[S.WAITING]
    assert S.NO_PLACE not in ACTIVE
    edition = with_offer(enrol_until=clock.now() + HOUR)
    with clock.at(clock.now() + 2 * HOUR):
        services.settle_waiting_lists()
        change(edition, enrol_until=clock.now() + HOUR)
        again = services.enrol(person=of("wacht").person, edition=edition)
        assert again.status == S.CONFIRMED


def test_a_seat_that_comes_free_after_the_cut_off_is_offered_to_nobody() -> None:
    edition = EditionFactory.create(capacity=1, enrol_until=clock.now() + HOUR)
    holder, waiting = [
        services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)
    ]
    with clock.at(clock.now() + 2 * HOUR):
        services.withdraw(enrolment=holder, actor=holder.person)
        waiting.refresh_from_db()
        assert (waiting.status, waiting.state) == (S.WAITING, S.NO_PLACE)
        services.settle_waiting_lists()
    waiting.refresh_from_db()
    assert waiting.status == S.NO_PLACE


def test_who_let_an_offer_go_by_may_wait_again_before_the_tick_has_come() -> None:
    with_offer()
    offer = of("aanbod")
    with clock.at(clock.now() + services.OFFER_LASTS + HOUR):
        again = services.enrol(person=offer.person, edition=offer.edition)
        assert queries.place_in_queue(again) == 2


# --- Accounts that are not active ----------------------------------------------------------------


def deactivate(name: str) -> None:
    User.objects.filter(email=f"{name}@example.org").update(is_active=False)


def test_the_offer_of_an_account_that_is_no_longer_active_goes_to_the_next(after: After) -> None:
    with_offer()
    deactivate("aanbod")
    assert after(services.settle_waiting_lists) == {"wacht": ["Er is een plaats voor je"]}
    assert states() == [S.EXPIRED, S.OFFERED]


def test_an_account_that_is_not_active_cannot_accept_or_enrol() -> None:
    edition = with_offer()
    deactivate("aanbod")
    offer = of("aanbod")
    elsewhere = EditionFactory.create()
    for act in (
        partial(services.accept_offer, enrolment=offer, actor=offer.person),
        partial(services.enrol, person=offer.person, edition=elsewhere),
    ):
        with pytest.raises(Refusal, match="niet actief"):
            act()
    assert Edition.objects.get(pk=edition.pk).seats_taken == 1


def test_in_the_queue_an_account_that_is_not_active_is_passed_over_and_keeps_its_place() -> None:
    edition = with_offer()
    behind = with_second_waiting(edition)
    deactivate("wacht")
    assert queries.place_in_queue(behind) == 1
    assert [vars(one)["ahead"] for one in queries.enrolments_of(behind.person)] == [0]
    services.decline_offer(enrolment=of("aanbod"), actor=None)
    assert [of("wacht").status, of("wacht2").status] == [S.WAITING, S.OFFERED]


def test_who_waits_without_an_active_account_does_not_keep_others_from_a_seat() -> None:
    edition = with_offer()
    deactivate("wacht")
    services.decline_offer(enrolment=of("aanbod"), actor=None)
    assert services.settle_waiting_lists() == 0
    new = services.enrol(person=PersonFactory.create(), edition=edition)
    assert new.status == S.CONFIRMED


def test_the_seat_of_an_account_that_is_not_active_stays_until_staff_take_it() -> None:
    edition = EditionFactory.create(capacity=1)
    person = PersonFactory.create(email="stil@example.org")
    services.enrol(person=person, edition=edition)
    with_second_waiting(edition)
    deactivate("stil")
    assert services.settle_waiting_lists() == 0
    assert of("stil").status == S.CONFIRMED


# --- What the screens say ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "texts", "not_there"),
    [
        (
            "aanbod",
            ["Dat aanbod is voorbij.", "Inschrijven kan niet", "Kies een andere datum"],
            ["Ja, ik kom", "Er is een plaats voor je"],
        ),
        (
            "wacht",
            ["Er is geen plaats voor je vrijgekomen.", "Inschrijven kan niet"],
            ["van de wachtlijst</", "Haal me van de wachtlijst", "Je krijgt bericht"],
        ),
    ],
)
@pytest.mark.parametrize("settled", [False, True])
def test_after_the_end_the_pages_say_the_same_before_and_after_the_tick(
    client: Client, name: str, texts: list[str], not_there: list[str], settled: bool
) -> None:
    edition = with_offer(enrol_until=clock.now() + HOUR)
    other = EditionFactory.create(training=edition.training)
    with clock.at(clock.now() + 2 * HOUR):
        if settled:
            services.settle_waiting_lists()
        client.force_login(of(name).person)
        page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
        assert [text in page for text in texts] == [True] * len(texts)
        assert f'href="/inschrijven/{other.pk}/"' in page
        mine = client.get("/mijn/").content.decode()
        agenda = client.get("/agenda/").content.decode()
        for content in (page, mine, agenda):
            assert [text for text in not_there if text in content] == []
        label = {"aanbod": "Aanbod verlopen", "wacht": "Geen plaats vrijgekomen"}[name]
        assert (label in mine, "Kies nu" in mine) == (True, False)


def test_giving_up_a_seat_after_the_cut_off_promises_it_to_nobody(client: Client) -> None:
    edition = EditionFactory.create(capacity=1, enrol_until=clock.now() + HOUR)
    holder, _waiting = [
        services.enrol(person=PersonFactory.create(), edition=edition) for _ in range(2)
    ]
    client.force_login(holder.person)
    said = []
    for moment in (clock.now(), clock.now() + 2 * HOUR):
        with clock.at(moment):
            page = client.get(f"/inschrijven/{edition.pk}/afmelden/").content.decode()
        said.append(
            [
                text in page
                for text in ("iemand die op de wachtlijst staat", "De inschrijving is gesloten.")
            ]
        )
    assert said == [[True, False], [False, True]]
