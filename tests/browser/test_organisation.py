"""Signing in with the account of one's work, in a real browser with a real OpenID provider.

Browsers hold a form to where its answers may lead (the policy of pages), which no test client does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Browser, expect

from courses.people.enums import Role
from tests import openid_provider
from tests.factories import person_in_role
from tests.mails import newest_code

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_button_leads_there_and_back_and_a_code_opens_the_account(
    browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    person = person_in_role(Role.VOLUNTEER)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
    # `page` would refuse another server, and this provider's page has its look from elsewhere.
    page = browser.new_page(locale="nl-NL")
    page.route("https://**", lambda route: route.fulfill(body=""))
    with openid_provider.running() as provider:
        openid_provider.use(settings, tmp_path, openid_provider.organisation(provider))
        page.goto(f"{live_server.url}/account/login/?next=/mijn/")
        page.get_by_role("button", name="Gemeente").click()
        page.wait_for_url(f"{provider}/**")
        page.locator("input[name=sub]").fill(str(person.email))
        page.locator("button").first.click()
        page.wait_for_url(f"{live_server.url}/**")
        page.get_by_role("button", name="code").click()
        page.get_by_label("Code").fill(newest_code())
        page.get_by_label("Code").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert SocialAccount.objects.get().user_id == person.pk
    page.close()
