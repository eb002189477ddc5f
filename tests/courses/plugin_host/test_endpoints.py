"""Addresses of plugins for other systems: what they answer, and what a failure costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

import tests.courses.plugin_host as this_package
from courses.people.models import Partner
from courses.plugin_api.api import CoursePlugin, Endpoints, PublicDocument, PublicDocuments, Refusal
from courses.plugin_host import standing
from courses.plugin_host.models import PluginFault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest
    from django.urls import URLPattern

    from courses.plugin_api.contributions.base import Contribution

pytestmark = pytest.mark.django_db


def _echo(request: HttpRequest, word: str = "") -> HttpResponse:
    return HttpResponse(f"{request.method} {word}".strip())


def _looks(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(connection.in_atomic_block))


def _writes(request: HttpRequest, ending: str) -> HttpResponse:
    request.session["was"] = "hier"
    Partner.objects.create(name="Buur")
    if ending == "refusal":
        raise Refusal("Dat kan nu niet <b>")
    if ending == "failure":
        raise RuntimeError
    if ending == "missing":
        raise Http404
    if ending == "forbidden":
        raise PermissionDenied
    return HttpResponse("gedaan")


class Door(Endpoints):
    name = "door"

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("echo", _echo),
            path("echo/<slug:word>", _echo),
            path("kijk", _looks),
            path("schrijf/<slug:ending>", _writes),
        ]


class BrokenDoor(Endpoints):
    name = "broken"

    def patterns(self) -> Any:
        return ["echo"]


class Shelf(PublicDocuments):
    name = "shelf"

    def document(self, name: str) -> PublicDocument | None:
        return PublicDocument(b"{}", "application/json") if name == "los.json" else None


class DoorPlugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "door"
    slug = "door"
    title = "Deur"

    def contributions(self) -> list[Contribution]:
        return [BrokenDoor(), Door(), Shelf()]


@pytest.fixture
def browser(install_plugin: Callable[[Any], Any]) -> Client:
    install_plugin(DoorPlugin("tests.courses.plugin_host", this_package))
    return Client(enforce_csrf_checks=True)


def test_a_view_answers_whatever_the_method_and_asks_no_token(browser: Client) -> None:
    told = [
        getattr(browser, method)("/p/door/echo/dag").content.decode()
        for method in ("get", "post", "put", "delete")
    ]
    assert told == ["GET dag", "POST dag", "PUT dag", "DELETE dag"]
    assert browser.get("/p/door/echo").content == b"GET"
    assert browser.get("/p/door/echo")["Cache-Control"] == "private, no-store"


def test_without_a_match_public_documents_are_asked(browser: Client) -> None:
    assert browser.get("/p/door/los.json").content == b"{}"
    assert browser.get("/p/door/niets").status_code == 404
    assert browser.get("/p/anders/echo").status_code == 404


@pytest.mark.parametrize(
    ("ending", "status", "kept"),
    [
        ("goed", 200, True),
        ("refusal", 409, False),
        ("failure", 404, False),
        ("missing", 404, False),
        ("forbidden", 403, False),
    ],
)
def test_what_does_not_go_well_is_not_in_the_session(
    browser: Client, ending: str, status: int, kept: bool
) -> None:
    answer = browser.post(f"/p/door/schrijf/{ending}")
    assert answer.status_code == status
    assert browser.session.get("was") == ("hier" if kept else None)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_keeps_others_from_writing(browser: Client) -> None:
    for method in ("get", "post", "put"):
        assert getattr(browser, method)("/p/door/kijk").content == b"False"
    # What a view wrote before it refused was in no transaction.
    assert browser.post("/p/door/schrijf/refusal").status_code == 409
    assert Partner.objects.filter(name="Buur").exists()


def test_a_refusal_is_a_sentence_and_a_failure_is_counted(browser: Client) -> None:
    assert "Dat kan nu niet &lt;b&gt;" in browser.post("/p/door/schrijf/refusal").content.decode()
    PluginFault.objects.all().delete()
    told = browser.post("/p/door/schrijf/failure").content.decode()
    assert "Dit onderdeel werkt nu niet" in told
    assert PluginFault.objects.get(error="RuntimeError").place == "Endpoints door"


def test_who_cannot_say_what_it_answers_is_in_nobodys_way(browser: Client) -> None:
    assert browser.get("/p/door/echo").status_code == 200
    assert PluginFault.objects.get().place == "Endpoints broken"


def test_off_for_the_site_means_no_answer(browser: Client) -> None:
    standing.switch(plugin="door", on=False)
    assert browser.get("/p/door/echo").status_code == 404
