"""What the pages and messages say to who comes together with somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.common import clock
from courses.editions.models import Edition, Location
from courses.enrolment import services
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices.models import Notice
from courses.notices.scripts import script_of
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

NUMBER = "0301234567"


def pair_in(edition: Edition, telephone: str = NUMBER) -> tuple[Enrolment, Enrolment]:
    return services.enrol_together(
        person=PersonFactory.create(first_name="Noor"),
        edition=edition,
        companion={"first_name": "Greet", "last_name": "Samen", "telephone": telephone},
    )


def two_dates(capacity: int) -> tuple[Edition, Edition]:
    training = TrainingFactory.create()
    later = clock.now() + timedelta(days=40)
    return (
        EditionFactory.create(training=training, capacity=3),
        EditionFactory.create(training=training, capacity=capacity, starts_at=later),
    )


def where(*enrolments: Enrolment) -> list[Edition]:
    return [Enrolment.objects.get(pk=one.pk).edition for one in enrolments]


def buttons(page: str) -> list[str]:
    return [
        one
        for one in ("swap", "swap_alone", "queue", "enrol", "accept", "accept_alone")
        if f'value="{one}"' in page
    ]


@pytest.mark.parametrize(
    ("capacity", "says", "offered"),
    [
        (2, "Ga je samen, of ga je alleen?", ["swap", "swap_alone"]),
        (1, "Jullie zijn met 2. Hier is nog 1 plaats.", ["swap_alone", "queue"]),
    ],
    ids=["two seats", "one seat"],
)
def test_a_swap_says_beforehand_what_becomes_of_who_comes_along(
    client: Client, capacity: int, says: str, offered: list[str]
) -> None:
    here, there = two_dates(capacity)
    noor, _greet = pair_in(here)
    client.force_login(noor.person)
    page = client.get(f"/inschrijven/{there.pk}/").content.decode()
    assert says in page
    assert "Alleen: <bdi>Greet Samen</bdi> houdt de plaats op de andere datum" in page
    assert "Wij bellen Greet." in page
    assert buttons(page) == offered
    # Who is enrolled on another date does not read that he or she is not enrolled.
    assert "je bent nog niet ingeschreven" not in page


def test_two_swap_together_or_one_alone(client: Client) -> None:
    here, there = two_dates(capacity=2)
    noor, greet = pair_in(here)
    client.force_login(noor.person)
    page = client.post(f"/inschrijven/{there.pk}/", {"action": "swap"}, follow=True)
    assert "jij en Greet Samen zijn nu hier ingeschreven" in page.content.decode()
    assert where(noor, greet) == [there, there]
    page = client.post(f"/inschrijven/{here.pk}/", {"action": "swap_alone"}, follow=True)
    assert "Je bent nu hier ingeschreven." in page.content.decode()
    assert where(noor, greet) == [here, there]


def test_a_swap_for_which_there_is_one_seat_too_few_changes_nothing(client: Client) -> None:
    here, there = two_dates(capacity=1)
    noor, greet = pair_in(here)
    client.force_login(noor.person)
    page = client.post(f"/inschrijven/{there.pk}/", {"action": "swap"})
    assert (page.status_code, where(noor, greet)) == (409, [here, here])
    assert "Daar is nog 1 plaats vrij. Nodig zijn er 2." in page.content.decode()
    page = client.post(f"/inschrijven/{there.pk}/", {"action": "queue"}, follow=True)
    assert "Jullie staan nu samen op de wachtlijst." in page.content.decode()
    assert where(noor, greet) == [here, here]
    assert Enrolment.objects.filter(edition=there, status=S.WAITING).count() == 2


def test_two_wait_together_where_all_is_full_and_then_choose(client: Client) -> None:
    here, there = two_dates(capacity=2)
    noor, greet = pair_in(here)
    holders = [services.enrol(person=PersonFactory.create(), edition=there) for _ in range(2)]
    client.force_login(noor.person)
    url = f"/inschrijven/{there.pk}/"
    assert buttons(client.get(url).content.decode()) == ["queue", "enrol"]
    client.post(url, {"action": "queue"})
    assert client.get(url).content.decode().count("Je wacht samen met") == 1
    for one in holders:
        services.withdraw(enrolment=one, actor=None)
    page = client.get(url).content.decode()
    assert buttons(page) == ["accept", "accept_alone"]
    page = client.post(url, {"action": "accept"}, follow=True).content.decode()
    assert "De plaatsen zijn van jullie." in page
    assert where(noor, greet) == [there, there]


def test_an_offer_for_one_is_accepted_alone_where_there_is_no_second_seat(client: Client) -> None:
    here, there = two_dates(capacity=1)
    noor, greet = pair_in(here)
    holder = services.enrol(person=PersonFactory.create(), edition=there)
    services.enrol(person=noor.person, edition=there)
    services.withdraw(enrolment=holder, actor=None)
    client.force_login(noor.person)
    url = f"/inschrijven/{there.pk}/"
    page = client.get(url).content.decode()
    assert buttons(page) == ["accept_alone"]
    assert "Jullie zijn met 2. Hier is nog 1 plaats." in page
    page = client.post(url, {"action": "accept_alone"}, follow=True).content.decode()
    assert "De plaats is van jou." in page
    assert where(noor, greet) == [there, here]


@pytest.mark.parametrize(
    ("sent", "states"),
    [
        ({"action": "withdraw"}, [S.WITHDRAWN, S.WITHDRAWN]),
        ({"action": "withdraw_alone"}, [S.WITHDRAWN, S.CONFIRMED]),
        ({"action": "withdraw_companion"}, [S.CONFIRMED, S.WITHDRAWN]),
    ],
    ids=["both", "only me", "only who came along"],
)
def test_one_chooses_who_is_signed_off(
    client: Client, sent: dict[str, str], states: list[S]
) -> None:
    edition = EditionFactory.create()
    noor, greet = pair_in(edition)
    client.force_login(noor.person)
    page = client.get(f"/inschrijven/{edition.pk}/afmelden/").content.decode()
    for button in ("Meld ons allebei af", "Meld alleen mij af", "Meld alleen Greet af"):
        assert button in page
    page = client.post(
        f"/inschrijven/{edition.pk}/", {**sent, "companion": greet.pk}, follow=True
    ).content.decode()
    assert "afgemeld" in page
    assert [Enrolment.objects.get(pk=one.pk).status for one in (noor, greet)] == states


def test_of_the_ways_out_only_the_one_for_all_is_red(client: Client) -> None:
    edition = EditionFactory.create()
    noor, _greet = pair_in(edition)
    client.force_login(noor.person)
    page = " ".join(client.get(f"/inschrijven/{edition.pk}/afmelden/").content.decode().split())
    choices = page.partition('<ul class="va-stack va-list-plain">')[2].partition("</ul>")[0]
    said = [
        ("Greet Samen</bdi> blijft ingeschreven.", 'value="withdraw_alone"'),
        ("Jij blijft ingeschreven.", 'value="withdraw_companion"'),
        ("Niemand van jullie komt dan.", 'value="withdraw"'),
    ]
    each = choices.split("</li>")
    assert [
        (all(one in choice for one in words), "nl-button--negative" in choice)
        for choice, words in zip(each, said, strict=False)
    ] == [(True, False), (True, False), (True, True)]


def test_nobody_signs_off_the_companion_of_another(client: Client) -> None:
    edition = EditionFactory.create()
    noor, _greet = pair_in(edition)
    _other, friend = pair_in(edition)
    client.force_login(noor.person)
    for key in (friend.pk, "", "x"):
        client.post(
            f"/inschrijven/{edition.pk}/", {"action": "withdraw_companion", "companion": key}
        )
    assert set(Enrolment.objects.values_list("status", flat=True)) == {S.CONFIRMED}


def test_who_is_enrolled_reads_what_the_other_hears(client: Client) -> None:
    edition, person = EditionFactory.create(), PersonFactory.create()
    client.force_login(person)
    url = f"/inschrijven/{edition.pk}/"
    sent = {"action": "enrol", "companion_first_name": "Greet", "companion_telephone": NUMBER}
    page = client.post(url, sent, follow=True).content.decode()
    # The number is said back once, while it is still to be mended.
    assert "Wij bellen Greet op 030 123 4567." in page
    again = client.get(url).content.decode()
    called = "Wij bellen Greet. Dat doen we zo gauw het kan, kort voor het begin, en als er iets"
    assert f"{called} verandert." in again
    assert "Is een brief beter? Bel ons: " in again
    assert "030 123 4567" not in again
    assert "Je komt samen met <bdi>Greet</bdi>." in client.get("/mijn/").content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("capacity", "states"), [(3, [S.CONFIRMED] * 2), (1, [S.WAITING] * 2)], ids=["seat", "queue"]
)
def test_who_is_enrolled_brings_somebody_along_after_all(
    client: Client, capacity: int, states: list[S]
) -> None:
    edition = EditionFactory.create(capacity=capacity)
    if capacity == 1:
        services.enrol(person=PersonFactory.create(), edition=edition)
    noor = services.enrol(person=PersonFactory.create(), edition=edition)
    client.force_login(noor.person)
    url = f"/inschrijven/{edition.pk}/"
    assert 'value="bring"' in client.get(url).content.decode()
    wrong = client.post(url, {"action": "bring", "companion_last_name": "Samen"})
    assert (wrong.status_code, 'id="fouten"' in wrong.content.decode()) == (400, True)
    page = client.post(
        url, {"action": "bring", "companion_first_name": "Greet"}, follow=True
    ).content.decode()
    greet = Enrolment.objects.get(comes_with=noor)
    assert [Enrolment.objects.get(pk=one.pk).status for one in (noor, greet)] == states
    # One, and not another.
    assert 'value="bring"' not in page
    again = client.post(url, {"action": "bring", "companion_first_name": "Jan"})
    assert (again.status_code, Enrolment.objects.filter(comes_with=noor).count()) == (409, 1)


@pytest.mark.both_databases
def test_nobody_is_brought_along_for_whom_there_is_no_seat(client: Client) -> None:
    edition = EditionFactory.create(capacity=1)
    noor = services.enrol(person=PersonFactory.create(), edition=edition)
    client.force_login(noor.person)
    people = User.objects.count()
    sent = {"action": "bring", "companion_first_name": "Greet"}
    page = client.post(f"/inschrijven/{edition.pk}/", sent)
    assert (page.status_code, User.objects.count()) == (409, people)
    assert "Voor wie meekomt is nu geen plaats vrij." in page.content.decode()
    client.force_login(PersonFactory.create())
    page = client.post(f"/inschrijven/{edition.pk}/", sent)
    assert (page.status_code, User.objects.count()) == (409, people + 1)


def test_of_whom_we_have_no_number_the_other_reads_so(client: Client) -> None:
    edition = EditionFactory.create()
    noor, greet = pair_in(edition, telephone="")
    client.force_login(noor.person)
    url = f"/inschrijven/{edition.pk}/"
    assert "Wij hebben geen telefoonnummer van Greet." in client.get(url).content.decode()
    # How somebody who signs in is reached is nobody else's business.
    User.objects.filter(pk=greet.person_id).update(last_login=clock.now())
    page = client.get(url).content.decode()
    assert "telefoonnummer van Greet" not in page
    assert "Je komt samen met <bdi>Greet Samen</bdi>." in page


def test_who_was_brought_along_and_signs_in_reads_with_whom(client: Client) -> None:
    noor, greet = pair_in(EditionFactory.create())
    client.force_login(greet.person)
    for url in ("/mijn/", f"/inschrijven/{noor.edition_id}/"):
        assert (
            f"Je komt samen met <bdi>{noor.person.name}</bdi>." in client.get(url).content.decode()
        )


def test_the_messages_say_with_whom_and_how_to_get_there(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    location = Location.objects.create(name="De Uithof", entrance="Bel aan bij de groene deur.")
    edition = EditionFactory.create(location=location)
    with django_capture_on_commit_callbacks(execute=True):
        noor, greet = pair_in(edition)
    body = mail.outbox[-1].body
    assert "Je komt samen met Greet Samen. Wij bellen Greet." in body
    assert "- De deur: Bel aan bij de groene deur." in body
    script = script_of(Notice.objects.get(person=greet.person))
    assert script is not None
    assert f"Je komt samen met {noor.person.name}." in script.say
    assert "De deur: Bel aan bij de groene deur." in script.say


def test_who_comes_alone_reads_nothing_of_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=PersonFactory.create(), edition=EditionFactory.create())
    assert "samen" not in mail.outbox[-1].body


def test_the_form_says_whose_name_it_asks_and_puts_what_is_wrong_on_top(client: Client) -> None:
    edition = EditionFactory.create()
    client.force_login(PersonFactory.create())
    url = f"/inschrijven/{edition.pk}/"
    page = client.get(url)
    form = page.context["details"]
    assert [one.label for one in form.who_comes_along()] == [
        "Voornaam van wie meekomt",
        "Achternaam van wie meekomt",
        "Telefoonnummer van wie meekomt",
    ]
    content = page.content.decode()
    first = content[content.index("Voornaam van wie meekomt") :][:60]
    assert "niet verplicht" not in first
    wrong = client.post(url, {"action": "enrol", "companion_telephone": NUMBER}).content.decode()
    assert wrong.index('id="fouten"') < wrong.index('class="va-split"')
    assert '<details class="va-reveal" open>' in wrong


def test_staff_move_two_together_or_say_that_there_is_one_seat_too_few(client: Client) -> None:
    here, there = two_dates(capacity=1)
    noor, greet = pair_in(here)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/uitvoeringen/{here.pk}/inschrijvingen/{noor.pk}/verplaats/"
    page = client.get(url).content.decode()
    assert f'name="along" value="{greet.pk}" checked' in page
    sent = {"to_edition": there.pk, "along": greet.pk}
    page = client.post(url, sent).content.decode()
    assert "Daar is nog 1 plaats vrij. Nodig zijn er 2." in page
    assert where(noor, greet) == [here, here]
    Edition.objects.filter(pk=there.pk).update(capacity=2)
    client.post(url, sent)
    assert where(noor, greet) == [there, there]


def test_making_an_account_says_what_to_do_without_an_address(client: Client) -> None:
    page = client.get("/account/signup/").content.decode()
    assert "Heb je zelf geen e-mail? Of doe je zelf niet mee?" in page
    wrong = client.post("/account/signup/", {"email": NUMBER}).content.decode()
    assert "Dit is geen e-mailadres. Heb je er geen?" in wrong


def test_who_waits_with_somebody_is_called_when_there_is_a_place(client: Client) -> None:
    edition = EditionFactory.create(capacity=1)
    person = PersonFactory.create()
    client.force_login(person)
    services.enrol_together(
        person=person,
        edition=edition,
        companion={"first_name": "Henk", "last_name": "de Boer", "telephone": "030 271 44 09"},
    )
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert "Wij bellen Henk als er plaats is. Kom dus nog niet." in page
    assert "kort voor het begin" not in page
