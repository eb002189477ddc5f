"""Addresses of content: for one person, one package and a few hours; and what its documents may."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory

from courses.catalogue.models import CoursePluginActivation
from courses.common.errors import Refusal
from courses.people.models import User
from courses.plugin_api.api import ContentMessage, Embedded
from courses.plugin_files import checks, content, origins, tokens
from tests.courses.plugin_files.drawer import PACKAGES, keep_package
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from pytest_django import Settings

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(training: TrainingPage) -> User:
    return EnrolmentFactory.create(edition=EditionFactory.create(training=training)).person


def request_of(person: User | None) -> Any:
    request: Any = RequestFactory().get("/")
    if person is not None:
        request.user = person
    return request


def address(training: TrainingPage, person: User | None, files: dict[str, Any]) -> str:
    kept = keep_package(training, files)
    return Embedded(
        files=PACKAGES, file_id=kept.id, title="x", start="a.html", scripts=("drawer/run.js",)
    ).address(request_of(person))


def test_an_address_opens_its_own_package_without_a_cookie(
    training: TrainingPage, person: User, client: Client
) -> None:
    url = address(training, person, {"a.html": "<HTML><head><title>A", "b c.css": "p {}"})
    page = client.get(url)
    ours = b'<script src="/static/plugin_files/content.js" data-site="http://testserver"></script>'
    theirs = b'<script src="/static/drawer/run.js"></script>'
    assert page.content == b"<HTML><head>" + ours + theirs + b"<title>A"
    assert page["Content-Security-Policy"].startswith("sandbox allow-scripts ")
    assert "allow-same-origin" not in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "private, no-store"
    assert "X-Frame-Options" not in page
    assert page.cookies == {}
    style = client.get(url.replace("a.html", "b%20c.css"))
    assert (style.getvalue(), style["Content-Type"]) == (b"p {}", "text/css")
    assert style["Cache-Control"] == "private, max-age=3600"
    assert style["Access-Control-Allow-Origin"] == "*"
    assert client.get(url.replace("a.html", "c.html")).status_code == 404
    assert client.get(url.replace("a.html", "../a.html")).status_code == 404
    assert client.get(url, headers={"service-worker": "script"}).status_code == 403
    assert client.post(url).status_code == 405


def test_an_address_ends(training: TrainingPage, person: User, client: Client) -> None:
    url = address(training, person, {"a.html": "a"})
    assert client.get(url).status_code == 200
    later = datetime.now().timestamp() + tokens.SECONDS + 1
    with mock.patch("time.time", return_value=later):
        assert tokens.read(url.split("/")[2]) is None
    token = url.split("/")[2]
    for wrong in (token[:-1], token + "x", "x", token.replace("~", "")):
        assert client.get(url.replace(token, wrong)).status_code == 404


def test_an_address_opens_nothing_to_who_may_not_read_any_more(
    training: TrainingPage, person: User, client: Client
) -> None:
    stranger = PersonFactory.create()
    assert client.get(address(training, stranger, {"a.html": "a"})).status_code == 404
    assert client.get(address(training, None, {"a.html": "a"})).status_code == 404
    url = address(training, person, {"a.html": "a"})
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(url).status_code == 404
    User.objects.filter(pk=person.pk).update(is_active=True)
    assert client.get(url).status_code == 200
    CoursePluginActivation.objects.all().delete()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<html><head lang='nl'><p>", b"<html><head lang='nl'>"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", b"\xef\xbb\xbf <!DOCTYPE html>"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html>", None),
        (b"<p>los", b""),
        (b"<header>", b""),
        (b"", b""),
    ],
)
def test_scripts_stand_before_all_others(page: bytes, before: bytes | None) -> None:
    made = content._with_scripts(page, b"<script></script>")
    at = made.index(b"<script>")
    assert made.replace(b"<script></script>", b"") == page
    assert before is None or made[:at] == before


def test_a_document_of_wide_characters_stays_as_it_is() -> None:
    page = "<p>één".encode("utf-16")
    assert content._with_scripts(page, b"<script></script>") == page


# --- The second host name ---------------------------------------------------------------------


@pytest.fixture
def second_host(settings: Settings) -> str:
    settings.ACADEMY_CONTENT_HOST = "inhoud.example"
    settings.ALLOWED_HOSTS = ["*"]
    return "inhoud.example"


def test_on_the_second_host_name_there_is_content_and_nothing_else(
    training: TrainingPage, person: User, client: Client, second_host: str
) -> None:
    url = address(training, person, {"a.html": "a"})
    assert url.startswith("http://inhoud.example/inhoud/")
    path = url.removeprefix("http://inhoud.example")
    page = client.get(path, headers={"host": second_host})
    assert page.status_code == 200
    assert "allow-same-origin" in page["Content-Security-Policy"]
    assert b'data-site="http://testserver"' in page.content
    assert client.get(path).status_code == 404
    client.force_login(person)
    for other in ("/", "/mijn/", "/beheer/", "/account/login/"):
        assert client.get(other, headers={"host": second_host}).status_code == 404


@pytest.mark.parametrize(
    ("host", "apart"),
    [
        ("", False),
        ("inhoud.example", True),
        ("inhoud.academie.example", True),
        ("inhoud.academie.nl", False),
        ("INHOUD.academie.nl:8443", False),
        ("academie-inhoud.nl", True),
    ],
)
def test_a_neighbour_of_the_academy_gives_no_origin(
    settings: Settings, host: str, apart: bool
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://www.academie.nl"
    settings.ACADEMY_CONTENT_HOST = host
    assert origins.stands_apart() is apart
    found = [one.id for one in checks.check_files(None)]
    assert found == (["plugin_files.W001"] if host and not apart else [])


def test_the_academys_own_name_is_no_second_one(settings: Settings) -> None:
    settings.ACADEMY_CONTENT_HOST = "testserver"
    assert [one.id for one in checks.check_files(None)] == ["plugin_files.E002"]


def test_files_below_a_public_folder_are_an_error(settings: Settings) -> None:
    settings.MEDIA_ROOT = f"{settings.MEDIA_ROOT}-of-plugins"
    assert [one.id for one in checks.check_files(None)] == ["plugin_files.E001"]
    call_command("check", "--tag", "retention")


# --- What content tells -----------------------------------------------------------------------


def test_what_content_tells_is_read() -> None:
    body = (
        b'{"kind": "finished", "number": 3, "state": null, "passed": true,'
        b' "score": {"points": 7.5, "out_of": 10}}'
    )
    assert ContentMessage.read(body) == ContentMessage("finished", 3, None, 7.5, 10.0, True)
    assert ContentMessage.read(b'{"kind": "kept", "number": 1, "state": [1]}').state == [1]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b'{"kind": "other", "number": 1}',
        b'{"kind": "kept"}',
        b'{"kind": "kept", "number": 0}',
        b'{"kind": "kept", "number": true}',
        b'{"kind": "kept", "number": 1, "state": NaN}',
        b'{"kind": "kept", "number": 1, "state": "\\u0000"}',
        b'{"kind": "kept", "number": 1, "passed": 1}',
        b'{"kind": "kept", "number": 1, "score": 3}',
        b'{"kind": "kept", "number": 1, "score": {"points": "7,5"}}',
        b'{"kind": "kept", "number": 1, "score": {"points": 1e999}}',
        b'{"kind": "kept", "number": 1, "state": "' + b"x" * 400_000 + b'"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(Refusal, match="kunnen we niet lezen"):
        ContentMessage.read(body)


def test_the_policy_needs_no_list_of_the_static_files(settings: Settings) -> None:
    """A server gives static files names of their own, by a list in which no folder stands."""
    request = RequestFactory().get("/", secure=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert "https://testserver/static/" in content.policy(request, "token", "scorm")
