"""What browsers let our pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

import tests.courses.plugin_files as this_package
from academy.website.content_policy import HEADER, ContentPolicyMiddleware, policy
from courses.people.enums import Role
from courses.people.organisation_file import Organisation
from tests.courses.plugin_files.drawer import Drawer, Packages, Sheets
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


def answered(path: str = "/", **headers: str) -> str | None:
    """The policy of a page that brings these headers."""
    page = HttpResponse(headers=headers)
    answer = ContentPolicyMiddleware(lambda _request: page)(RequestFactory().get(path))
    return answer.headers.get(HEADER)


def directives(text: str | None) -> dict[str, str]:
    assert text is not None
    return {one.split()[0]: one.partition(" ")[2] for one in text.split("; ")}


def test_pages_of_the_site_run_scripts_of_ours_alone(client: Client) -> None:
    told = directives(client.get("/")[HEADER])
    assert told["script-src"] == "'self'"
    assert told["default-src"] == told["base-uri"] == told["form-action"] == "'self'"
    assert told["object-src"] == "'none'"
    assert "https://www.youtube-nocookie.com" in told["frame-src"]
    assert directives(client.get("/er/is/niets/")[HEADER])["script-src"] == "'self'"


def test_the_administration_runs_scripts_of_ours_alone_too(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    told = directives(client.get("/beheer/")[HEADER])
    assert told["script-src"] == "'self'"
    assert told["form-action"] == "'self'"


def test_a_page_says_itself_what_it_needs_more() -> None:
    told = directives(
        answered(**{HEADER: "form-action 'self' https://a.example; frame-ancestors x"})
    )
    assert told["form-action"] == "'self' https://a.example"
    assert told["frame-ancestors"] == "x"
    assert told["script-src"] == "'self'"


@pytest.mark.parametrize("own", ["default-src 'none'; sandbox", "sandbox", "default-src x"])
def test_a_whole_policy_of_a_page_is_kept(own: str) -> None:
    assert answered(**{HEADER: own}) == own


def test_what_is_no_page_has_no_policy(settings: Settings) -> None:
    assert answered(**{"Content-Type": "application/json"}) is None
    assert answered() is not None
    settings.DEBUG = True
    assert answered() is not None


def test_a_second_host_name_may_stand_in_a_frame(settings: Settings) -> None:
    assert "inhoud.example" not in policy("/")["frame-src"]
    settings.ACADEMY_CONTENT_HOST = "inhoud.example"
    assert "http://inhoud.example" in policy("/")["frame-src"].split()


@pytest.mark.parametrize(("version", "inline"), [("1.0", True), ("1.2", True), ("1.3", False)])
def test_a_plugin_for_an_older_contract_keeps_what_it_could(
    install_plugin: Callable[[Any], Any], version: str, inline: bool
) -> None:
    class Older(Drawer):
        requires_api = version

    plugin = Older("tests.courses.plugin_files", this_package)
    plugin.sheets, plugin.packages = Sheets(), Packages()
    install_plugin(plugin)
    told = policy("/")
    assert ("'unsafe-inline'" in told["script-src"]) is inline
    assert ("https:" in told["form-action"].split()) is inline


def test_who_signs_in_with_the_account_of_work_goes_there(settings: Settings) -> None:
    assert policy("/account/login/")["form-action"] == "form-action 'self'"
    organisation = Organisation("werk", "Werk", "http://127.0.0.1:9/realms/x", "a", "b")
    settings.ORGANISATIONS = (organisation,)
    assert policy("/account/login/")["form-action"].split()[2:] == ["https:", "http://127.0.0.1:9"]
    assert policy("/mijn/")["form-action"] == "form-action 'self'"
