"""The pages on which a code is asked for and typed say what is so, and lose nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from courses.common import clock
from courses.people import services
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import PersonFactory
from tests.mails import newest_code
from tests.responses import Response, person_of

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "hier@example.org", "niemand@example.org"
DETAILS = {"first_name": "Siti", "last_name": "", "background": "resident", "partner": ""}
PASSWORD = "zeven groene fietsen"


class Moment:
    """A clock for the site, and for allauth, which asks the machine's."""

    def __init__(self, stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stack = stack
        self.set(datetime.now(UTC).replace(microsecond=0))
        monkeypatch.setattr(time, "time", lambda: self.now.timestamp())

    def set(self, now: datetime) -> None:
        self.now = now
        self.stack.enter_context(clock.at(now))

    def later(self, **time: int) -> None:
        self.set(self.now + timedelta(**time))


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Moment]:
    with ExitStack() as stack:
        yield Moment(stack, monkeypatch)


@pytest.fixture(autouse=True)
def somebody() -> User:
    person = PersonFactory.create(email=KNOWN)
    person.set_password(PASSWORD)
    person.save()
    services.keep_address(person=person)
    return person


def words(page: Response) -> str:
    text = re.sub(
        r"<[^>]*>", " ", re.sub(r"(?s)<(script|style|svg).*?</\1>", " ", page.content.decode())
    )
    return " ".join(text.split())


def by_login(client: Client, address: str = KNOWN) -> Response:
    return client.post("/account/login/", {"login": address, "way": "code"}, follow=True)


def by_signup(client: Client, address: str = "nieuw@example.org") -> Response:
    return client.post("/account/signup/", {"email": address, **DETAILS}, follow=True)


def by_change(client: Client, address: str = "anders@example.org") -> Response:
    client.force_login(User.objects.get(email=KNOWN))
    return client.post("/account/email/", {"email": address}, follow=True)


Way = Callable[..., Response]
every_way = pytest.mark.parametrize("way", [by_login, by_signup, by_change])


def path_of(page: Response) -> str:
    return str(page.request["PATH_INFO"])


@every_way
def test_a_wrong_code_says_how_many_tries_are_left_and_stays_typed(
    client: Client, way: Way
) -> None:
    page = way(client)
    for left in (4, 3, 2, 1):
        page = client.post(path_of(page), {"code": "ZZZZ-ZZZZ"})
        assert page.context["verify_form"].errors["code"] == [
            f"Deze code klopt niet. Je kunt het nog {left} keer proberen."
        ]
        assert 'value="ZZZZ-ZZZZ"' in page.content.decode()
    # Nothing typed is no try, and the right one still works.
    page = client.post(path_of(page), {"code": " "})
    assert page.status_code == 200
    page = client.post(path_of(page), {"code": newest_code()}, follow=True)
    assert page.wsgi_request.user.is_authenticated


@every_way
def test_after_the_last_try_one_can_ask_anew_with_the_address_still_there(
    client: Client, way: Way
) -> None:
    page = way(client)
    address, path = page.context["email"], path_of(page)
    for _number in range(5):
        page = client.post(path, {"code": "ZZZZ-ZZZZ"}, follow=True)
    assert [str(one) for one in page.context["messages"]][-1] == (
        "De code is te vaak verkeerd ingevuld en werkt niet meer. Vraag een nieuwe code."
    )
    assert f'value="{address}"' in page.content.decode()


@every_way
def test_a_code_that_is_too_old_says_so(client: Client, way: Way, moment: Moment) -> None:
    page = way(client)
    address = page.context["email"]
    moment.later(minutes=16)
    page = client.post(path_of(page), {"code": newest_code()}, follow=True)
    assert [str(one) for one in page.context["messages"]][-1] == (
        "De code uit de mail is verlopen. Vraag een nieuwe code."
    )
    assert f'value="{address}"' in page.content.decode()


@every_way
def test_a_new_code_has_its_own_time_and_tries_and_the_page_says_which_is_newest(
    client: Client, way: Way, moment: Moment
) -> None:
    moment.set(datetime(2026, 11, 28, 13, 32, 0, tzinfo=UTC))
    page = way(client)
    path, old = path_of(page), newest_code()
    said = "Alleen de code uit de nieuwste werkt: die van {} uur. Je kunt hem gebruiken tot {} uur."
    assert said.format("14:32", "14:47") in words(page)
    client.post(path, {"code": "ZZZZ-ZZZZ"})
    moment.later(minutes=10)
    page = client.post(path, {"action": "resend"}, follow=True)
    assert said.format("14:42", "14:57") in words(page)
    page = client.post(path, {"code": old})
    assert "Je kunt het nog 4 keer proberen." in words(page)
    moment.later(minutes=12)
    page = client.post(path, {"code": newest_code()}, follow=True)
    assert page.wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda code: f" {code.replace('-', ' ')} ", lambda code: code.replace("-", "")],
)
def test_a_code_may_be_typed_with_spaces_without_dash_and_in_small_letters(
    client: Client, change: Callable[[str], str]
) -> None:
    page = by_login(client)
    page = client.post(path_of(page), {"code": change(newest_code())}, follow=True)
    assert page.wsgi_request.user.is_authenticated


@every_way
def test_asking_anew_too_soon_keeps_the_page_and_the_code(client: Client, way: Way) -> None:
    page = way(client)
    path, code = path_of(page), newest_code()
    page = client.post(path, {"action": "resend"}, follow=True)
    assert path_of(page) == path
    said = [str(one) for one in page.context["messages"]][-1]
    assert re.fullmatch(
        r"Er is net een mail naar dit adres gestuurd. Kijk eerst in je mail. Je kunt over \d+ "
        r"seconden een nieuwe vragen.",
        said,
    )
    assert client.post(path, {"code": code}, follow=True).wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    ("known", "unknown", "says"),
    [
        (
            (by_login, KNOWN),
            (by_login, UNKNOWN),
            "Soms staat er geen code in, bijvoorbeeld als je nog geen account hebt. "
            "Dan lees je in de mail wat je kunt doen.",
        ),
        (
            (by_signup, UNKNOWN),
            (by_signup, KNOWN),
            "Had je al een account? Dan lees je in de mail hoe je verder gaat.",
        ),
    ],
)
def test_the_page_says_the_same_whether_or_not_the_mail_holds_a_code(
    known: tuple[Way, str], unknown: tuple[Way, str], says: str, moment: Moment
) -> None:
    texts = []
    for way, address in (known, unknown):
        client = Client()
        page = way(client, address)
        sent = len(mail.outbox)
        assert says in words(page)
        assert "een code gestuurd" not in words(page)
        moment.later(minutes=2)
        again = client.post(path_of(page), {"action": "resend"}, follow=True)
        # What the page says was sent, was sent.
        assert len(mail.outbox) == sent + 1
        wrong = client.post(path_of(page), {"code": "ZZZZ-ZZZZ"})
        texts.append([words(one).replace(address, "…") for one in (page, again, wrong)])
        moment.later(minutes=-2)
    assert texts[0] == texts[1]


@pytest.mark.parametrize("way", [by_signup, by_change])
def test_who_makes_an_account_or_gives_another_address_is_not_made_to_doubt_the_code(
    client: Client, way: Way
) -> None:
    page = words(way(client))
    assert "Typ de code uit de mail hier over." in page
    assert ("geen code in" in page, "nog geen account" in page) == (False, False)
    # Who is signed in has an account.
    assert ("Had je al een account?" in page) == (way is by_signup)


def test_a_wrong_address_is_left_from_the_code_for_signing_in(client: Client) -> None:
    by_login(client, "hir@example.org")
    page = client.post("/account/ander-adres/", {"next": "/mijn/gegevens/"}, follow=True)
    assert path_of(page) == "/account/login/"
    assert 'value="hir@example.org"' in page.content.decode()
    assert 'name="next" value="/mijn/gegevens/"' in page.content.decode()
    page = by_login(client)
    assert page.context["email"] == KNOWN


@pytest.mark.parametrize("address", ["nieuw@example.org", KNOWN])
def test_who_has_no_account_goes_on_to_make_one_with_the_address_that_was_typed(
    client: Client, address: str
) -> None:
    page = by_login(client, address)
    # The same for an address that is known: the screen gives nothing away.
    assert ">Maak een account<" in page.content.decode()
    goal = {"to": "account", "next": "/inschrijven/8/"}
    page = client.post("/account/ander-adres/", goal, follow=True)
    assert path_of(page) == "/account/signup/"
    assert f'value="{address}"' in page.content.decode()
    assert 'name="next" value="/inschrijven/8/"' in page.content.decode()


@pytest.mark.parametrize("address", ["verkeerd@example.org", KNOWN])
def test_a_wrong_address_at_signing_up_is_left_with_what_was_filled_in(
    client: Client, address: str
) -> None:
    by_signup(client, address)
    page = client.post("/account/ander-adres/", follow=True)
    assert path_of(page) == "/account/signup/"
    assert 'value="Siti"' in page.content.decode()
    assert f'value="{address}"' in page.content.decode()
    # No account of a stranger's address is left.
    assert list(User.objects.values_list("email", flat=True)) == [KNOWN]


def test_a_wrong_new_address_is_left(client: Client) -> None:
    by_change(client, "andes@example.org")
    page = client.post("/account/ander-adres/", follow=True)
    assert path_of(page) == "/account/email/"
    assert 'value="andes@example.org"' in page.content.decode()
    assert User.objects.get().email == KNOWN


def test_leaving_takes_no_account_away_that_was_used_or_proved(
    client: Client, somebody: User
) -> None:
    services.discard_unproven(
        person=User.objects.create_user("x@example.org", first_name="X", last_login=clock.now())
    )
    EmailAddress.objects.filter(user=somebody).update(verified=True)
    services.discard_unproven(person=somebody)
    assert User.objects.count() == 2


def test_going_back_and_typing_another_address_sends_the_code_there(client: Client) -> None:
    by_login(client, "hir@example.org")
    page = by_login(client)
    assert (page.context["email"], mail.outbox[-1].to) == (KNOWN, [KNOWN])


def test_going_back_and_asking_the_same_too_soon_keeps_the_code(client: Client) -> None:
    by_login(client)
    code = newest_code()
    page = by_login(client)
    assert path_of(page) == "/account/login/code/confirm/"
    assert str(list(page.context["messages"])[-1]).startswith("Er is net een mail")
    page = client.post(path_of(page), {"code": code}, follow=True)
    assert person_of(page).email == KNOWN


# --- One address on the page for signing in -----------------------------------------------------


def test_the_page_for_signing_in_asks_the_address_once(client: Client) -> None:
    content = client.get("/account/login/").content.decode()
    assert content.count("Je e-mailadres") == 1
    assert len(re.findall(r'type="email"', content)) == 1


@pytest.mark.parametrize("goal", ["", "?next=/mijn/"])
def test_who_comes_back_reads_that_there_is_an_account_then_the_code_and_last_how_to_make_one(
    client: Client, goal: str
) -> None:
    page = words(client.get(f"/account/login/{goal}"))
    said = (
        "Heb je je al eens ingeschreven? Dan heb je een account.",
        "Stuur mij een code",
        "Heb je nog geen account?",
    )
    places = [page.index(one) for one in said]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("data", "end"),
    [
        ({"way": "code"}, "/account/login/code/confirm/"),
        # A browser filled in an old password.
        ({"way": "code", "password": "oud"}, "/account/login/code/confirm/"),
        ({"way": "password", "password": PASSWORD}, "/mijn/"),
        # Enter.
        ({"password": PASSWORD}, "/mijn/"),
        ({"password": ""}, "/account/login/code/confirm/"),
    ],
)
def test_one_address_then_a_code_or_a_password(
    client: Client, somebody: User, data: dict[str, str], end: str
) -> None:
    EmailAddress.objects.filter(user=somebody).update(verified=True)
    page = client.post("/account/login/", {"login": KNOWN, **data})
    assert page["Location"] == end


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_works_here_begins_with_what_waits_today(
    client: Client, somebody: User, role: Role
) -> None:
    EmailAddress.objects.filter(user=somebody).update(verified=True)
    somebody.groups.add(Group.objects.get(name=role))
    page = client.post("/account/login/", {"login": KNOWN, "password": PASSWORD})
    assert page["Location"] == "/beheer/"


def test_a_password_that_is_asked_for_and_not_given_is_said_at_its_field(client: Client) -> None:
    page = client.post("/account/login/", {"login": KNOWN, "way": "password"})
    assert page.context["form"].errors == {"password": ["Vul je wachtwoord in, of vraag een code."]}
    assert f'value="{KNOWN}"' in page.content.decode()
    assert mail.outbox == []


def test_where_somebody_was_going_is_kept_by_both_ways(client: Client, somebody: User) -> None:
    EmailAddress.objects.filter(user=somebody).update(verified=True)
    to = {"login": KNOWN, "next": "/mijn/gegevens/"}
    page = client.post("/account/login/", {**to, "way": "code"}, follow=True)
    page = client.post(path_of(page), {"code": newest_code(), "next": "/mijn/gegevens/"})
    assert page["Location"] == "/mijn/gegevens/"
    page = Client().post("/account/login/", {**to, "password": PASSWORD})
    assert page["Location"] == "/mijn/gegevens/"


def test_where_somebody_was_going_survives_another_address_and_a_code_that_ended(
    client: Client,
) -> None:
    goal = "/inschrijven/8/"
    signed_up = {**DETAILS, "email": UNKNOWN, "next": goal}
    client.post(f"/account/signup/?next={goal}", signed_up)
    assert "next=%2Finschrijven%2F8%2F" in client.post("/account/ander-adres/")["Location"]
    again = {**signed_up, "email": "iemand@example.org"}
    page = client.post(f"/account/signup/?next={goal}", again, follow=True)
    for _try in range(5):
        ended = client.post(path_of(page), {"code": "AAAA-AAAA"})
    assert ended["Location"] == "/account/login/?next=%2Finschrijven%2F8%2F"


# --- An account for an address that has one -----------------------------------------------------


def test_who_had_an_account_types_the_code_on_the_same_page_and_goes_on(
    client: Client, somebody: User
) -> None:
    goal = "/mijn/gegevens/"
    page = client.post(
        f"/account/signup/?next={goal}", {**DETAILS, "email": KNOWN, "next": goal}, follow=True
    )
    assert path_of(page) == "/account/confirm-email/"
    page = client.post(path_of(page), {"code": newest_code()})
    assert page["Location"] == goal
    page = client.get(goal)
    assert person_of(page) == somebody
    said = [str(one) for one in page.context["messages"]]
    assert "Je had al een account. Daarmee ga je verder." in said
    somebody.refresh_from_db()
    # What was typed for a new account changes nothing of the one that is there.
    assert somebody.first_name != "Siti"
    assert EmailAddress.objects.get(user=somebody).verified
    # A code works once.
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/account/confirm-email/")["Location"] == "/account/login/"


def test_a_new_code_for_who_had_an_account_works_and_the_old_one_does_not(
    client: Client, moment: Moment, somebody: User
) -> None:
    page = by_signup(client, KNOWN)
    old = newest_code()
    moment.later(minutes=2)
    client.post(path_of(page), {"action": "resend"})
    assert "Je kunt het nog 4 keer" in words(client.post(path_of(page), {"code": old}))
    page = client.post(path_of(page), {"code": newest_code()}, follow=True)
    assert person_of(page) == somebody


def test_the_code_of_who_had_an_account_is_of_one_browser(client: Client) -> None:
    by_signup(client, KNOWN)
    code, other = newest_code(), Client()
    assert other.post("/account/confirm-email/", {"code": code})["Location"] == "/account/login/"
    # Nor does it work for somebody who asked for one too.
    page = by_signup(other, UNKNOWN)
    assert "Deze code klopt niet" in words(other.post(path_of(page), {"code": code}))


def test_a_password_that_a_stranger_chose_ends_with_the_code_of_who_had_an_account(
    client: Client, somebody: User
) -> None:
    page = by_signup(client, KNOWN)
    page = client.post(path_of(page), {"code": newest_code()}, follow=True)
    assert "Bij dit account stond al een wachtwoord." in words(page)
    somebody.refresh_from_db()
    assert not somebody.has_usable_password()


def test_a_second_step_is_asked_for_of_who_had_an_account(client: Client, somebody: User) -> None:
    EmailAddress.objects.filter(user=somebody).update(verified=True)
    TOTP.activate(somebody, generate_totp_secret())
    page = by_signup(client, KNOWN)
    page = client.post(path_of(page), {"code": newest_code()}, follow=True)
    assert path_of(page) == "/account/2fa/authenticate/"
    assert not page.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
@pytest.mark.parametrize("way", [by_login, by_signup])
@pytest.mark.parametrize("path", ["/account/login/", "/account/login/code/"])
def test_the_page_for_signing_in_has_a_field_while_a_code_waits_and_a_way_to_that_code(
    client: Client, way: Way, address: str, path: str
) -> None:
    waits = path_of(way(client, address))
    page = client.get(f"{path}?next=/mijn/gegevens/")
    assert page.status_code == 200
    assert f'value="{address}"' in page.content.decode()
    link = f"{waits}?next=%2Fmijn%2Fgegevens%2F"
    assert f'href="{link}"' in page.content.decode()
    assert path_of(client.get(link, follow=True)) == waits


@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_asking_a_code_for_signing_in_ends_what_waited_for_whatever_address(
    client: Client, address: str, moment: Moment
) -> None:
    by_signup(client, address)
    moment.later(minutes=2)
    by_login(client, "derde@example.org")
    assert client.get("/account/confirm-email/")["Location"] == "/account/login/"


@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_where_somebody_is_going_is_said_for_whatever_address(client: Client, address: str) -> None:
    goal = "/inschrijven/8/"
    client.post(f"/account/signup/?next={goal}", {**DETAILS, "email": address, "next": goal})
    assert "next=%2Finschrijven%2F8%2F" in client.post("/account/ander-adres/")["Location"]
