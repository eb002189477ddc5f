"""A passkey, made and used with the authenticator that Chromium can pretend to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from courses.people.enums import Role
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "een-lang-wachtwoord"


def test_a_passkey_is_made_and_then_signs_in_alone(
    page: Page, live_server: LiveServer, axe: Callable[[Page], None]
) -> None:
    person = person_in_role(Role.VOLUNTEER)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    # A passkey belongs to a name: the number of this machine is none.
    site = live_server.url.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(f"{site}/account/login/?next=/account/2fa/webauthn/add/")
    page.locator("#id_login").fill(str(person.email))
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.get_by_label("Je wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    expect(page.get_by_role("heading", name="Maak een passkey")).to_be_visible()
    axe(page)
    page.locator("#id_name").fill("Mijn laptop")
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("heading", name="Noodcodes")).to_be_visible()
    assert str(Authenticator.objects.get(type="webauthn")) == "Mijn laptop"

    page.context.clear_cookies()
    page.goto(f"{site}/account/login/?next=/account/2fa/webauthn/")
    axe(page)
    # Nobody is sure of it: the page says that it failed.
    where = {"authenticatorId": added["authenticatorId"]}
    devtools.send("WebAuthn.setUserVerified", {**where, "isUserVerified": False})
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Dat lukte niet.")).to_be_visible()
    devtools.send("WebAuthn.setUserVerified", {**where, "isUserVerified": True})
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("heading", name="Je passkeys")).to_be_visible()
    expect(page.get_by_role("heading", name="Mijn laptop")).to_be_visible()
    axe(page)
