"""Giving files: to who may have them, in pieces, and never as a page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import CoursePluginActivation, TrainingPage
from courses.people.enums import Role
from courses.plugin_files import storage
from courses.plugin_host.models import PluginFault
from tests.courses.plugin_files.drawer import keep_package, keep_sheet, picture
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from courses.people.models import User
    from courses.plugin_api.api import KeptFile
    from tests.courses.plugin_files.drawer import Drawer

pytestmark = pytest.mark.django_db


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def people_of(training: TrainingPage) -> dict[str, Any]:
    gives, made = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    TrainingPage.objects.filter(pk=training.pk).update(owner=made)
    edition = EditionFactory.create(training=training, trainers=[gives])
    return {
        "visitor": None,
        "stranger": PersonFactory.create(),
        "owner": PersonFactory.create(),
        "participant": EnrolmentFactory.create(edition=edition).person,
        "trainer who gives it": gives,
        "trainer who made it": made,
        "other trainer": person_in_role(Role.TRAINER),
        "coordinator": person_in_role(Role.COORDINATOR),
    }


STAFF = {"trainer who gives it", "trainer who made it", "coordinator"}


def readers(kept: KeptFile, people: dict[str, Any], path: str = "") -> set[str]:
    return {
        name
        for name, person in people.items()
        if client_of(person).get(kept.url + path).status_code == 200
    }


def test_each_kind_of_files_is_given_to_who_the_plugin_says(training: TrainingPage) -> None:
    people = people_of(training)
    own, of_nobody = keep_sheet(training, people["owner"]), keep_sheet(training, None)
    package = keep_package(training, {"a.html": "a"})
    assert readers(own, people) == {"owner", *STAFF}
    assert readers(of_nobody, people) == STAFF
    assert readers(package, people, "a.html") == {"participant", *STAFF}
    asked = client_of(None).get(own.url)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/account/login/")
    assert client_of(people["participant"]).get(own.url).status_code == 403


@pytest.mark.parametrize("answer", [RuntimeError("broken"), "yes", 1, [True]])
def test_a_plugin_that_does_not_say_yes_says_no(
    training: TrainingPage, drawer: Drawer, answer: Any
) -> None:
    drawer.sheets.answer = answer
    owner = PersonFactory.create()
    kept = keep_sheet(training, owner)
    assert client_of(owner).get(kept.url).status_code == 403
    assert PluginFault.objects.exists() is isinstance(answer, Exception)
    drawer.sheets.answer = True
    assert client_of(None).get(kept.url).status_code == 200


def test_nothing_is_given_where_the_plugin_is_off_or_the_training_closed(
    training: TrainingPage,
) -> None:
    owner = PersonFactory.create()
    kept = keep_sheet(training, owner)
    client = client_of(owner)
    assert client.get(kept.url).status_code == 200
    training.unpublish()
    assert client.get(kept.url).status_code == 404
    TrainingPage.objects.get(pk=training.pk).save_revision().publish()
    assert client.get(kept.url).status_code == 200
    CoursePluginActivation.objects.all().delete()
    assert client.get(kept.url).status_code == 404


def test_a_file_has_one_address(training: TrainingPage) -> None:
    owner = PersonFactory.create()
    kept = keep_sheet(training, owner)
    client = client_of(owner)
    for wrong in (
        kept.url.replace("/luisteren/", "/andere/"),
        kept.url.replace("/drawer/", "/lade/"),
        kept.url.replace(kept.id, "00000000-0000-0000-0000-000000000000"),
    ):
        assert client.get(wrong).status_code == 404
    assert client.post(kept.url).status_code == 405
    storage.empty(f"drawer/{kept.id}")
    assert client.get(kept.url).status_code == 404


def test_what_a_browser_is_told_of_a_file(training: TrainingPage) -> None:
    owner = PersonFactory.create()
    text, shown = (
        keep_sheet(training, owner, "brief één.txt"),
        keep_sheet(training, owner, "a.png", picture()),
    )
    client = client_of(owner)
    answer = client.get(text.url)
    assert body(answer) == b"dag"
    assert {
        name: answer[name]
        for name in (
            "Content-Type",
            "Content-Length",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Cache-Control",
            "ETag",
            "Accept-Ranges",
        )
    } == {
        "Content-Type": "application/octet-stream",
        "Content-Length": "3",
        "Content-Disposition": "attachment; filename*=utf-8''brief%20%C3%A9%C3%A9n.txt",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "ETag": f'"{text.sha256}"',
        "Accept-Ranges": "bytes",
    }
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(shown.url)["Content-Disposition"] == 'inline; filename="a.png"'
    again = client.get(text.url, headers={"if-none-match": f'"{text.sha256}"'})
    assert (again.status_code, again.content) == (304, b"")
    assert body(client.head(text.url)) == b""


def test_uploaded_pages_are_no_pages_of_the_site(training: TrainingPage) -> None:
    kept = keep_package(training, {"a.html": "<script>alert(1)</script>", "b.svg": "<svg/>"})
    client = client_of(person_in_role(Role.COORDINATOR))
    for path in ("a.html", "b.svg"):
        answer = client.get(kept.url + path)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"].endswith("; sandbox")
        assert answer["Cache-Control"] == "private, no-cache"
    assert client.get(kept.url + "c.html").status_code == 404
    assert client.get(kept.url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=5-500", 206, b"56789", "bytes 5-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=3-1", 416, b"", "bytes */10"),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_pieces_of_a_file_are_given(
    training: TrainingPage, asked: str, status: int, content: bytes, told: str | None
) -> None:
    kept = keep_sheet(training, None, content=b"0123456789")
    package = keep_package(training, {"a.bin": "0123456789"})
    client = client_of(person_in_role(Role.COORDINATOR))
    for url in (kept.url, f"{package.url}a.bin"):
        answer = client.get(url, headers={"range": asked})
        assert (answer.status_code, body(answer)) == (status, content)
        assert answer.headers.get("Content-Range") == told
        other = client.get(url, headers={"range": asked, "if-range": '"older"'})
        assert body(other) == b"0123456789"


def test_a_file_costs_as_many_questions_whatever_else_there_is(training: TrainingPage) -> None:
    owner = PersonFactory.create()
    client = client_of(owner)

    def cost(kept: KeptFile) -> int:
        client.get(kept.url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(kept.url).status_code == 200
        return len(asked)

    first = cost(keep_sheet(training, owner))
    for _ in range(3):
        keep_sheet(training, owner)
    assert cost(keep_sheet(training, owner)) == first
