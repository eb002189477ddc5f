"""Who gives a course at a platform sees who has done our lesson, by the names of the platform."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.test import Client

from courses.common import clock
from courses.learning.services import finish_lesson
from courses.people.models import User
from plugins.lti import names
from plugins.lti.models import Arrival, PlatformAccount, ResourceLink
from plugins.lti.services import groups
from plugins.lti.services.groups import Group, Row
from tests.factories import PersonFactory
from tests.plugins.lti.others import DEPLOYMENT, ISSUER, Launch, Scene, a_scene, link_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings
    from pytest_django.fixtures import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

TEACHES = [names.INSTRUCTOR]


def _member(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "status": "Active",
        "user_id": f"persoon-{number}",
        "name": f"Deelnemer {number}",
        "email": f"geheim{number}@voorbeeld.nl",
        "roles": [names.LEARNER],
        **fields,
    }


class Platform(BaseHTTPRequestHandler):
    """A platform that tells who is in a course, in pages."""

    members: ClassVar[list[Any]] = []
    asked: ClassVar[list[dict[str, list[str]]]] = []
    granted: ClassVar[list[dict[str, str]]] = []
    page: ClassVar[int] = 2
    answer: ClassVar[tuple[int, bytes] | None] = None
    link: ClassVar[str | None] = None

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.granted.append(dict(parse_qsl(content)))
        self._say(200, b'{"access_token": "abc"}')

    def do_GET(self) -> None:
        assert self.headers["Authorization"] == "Bearer abc"
        assert self.headers["Accept"] == names.MEMBERS_TYPE
        query = parse_qs(urlsplit(self.path).query)
        self.asked.append(query)
        if self.answer is not None:
            self._say(*self.answer)
            return
        begin = int(query.get("from", ["0"])[0])
        told = self.members[begin : begin + self.page]
        following = self.link
        if following is None and begin + self.page < len(self.members):
            following = f"/leden?type=3&from={begin + self.page}"
        headers = [("Link", '</elders>; rel="differences"')]
        if following is not None:
            headers.append(("Link", f'<{following}>; rel="next"'))
        self._say(200, json.dumps({"id": "x", "members": told}).encode(), *headers)

    def _say(self, status: int, content: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Nothing."""


@pytest.fixture
def port(settings: Settings) -> Iterator[int]:
    Platform.members, Platform.page = [_member(1), _member(2), _member(3)], 2
    Platform.answer = Platform.link = None
    Platform.asked.clear()
    Platform.granted.clear()
    server = HTTPServer(("127.0.0.1", 0), Platform)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{server.server_port}"]
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def scene(port: int) -> Scene:
    return a_scene(token_url=f"http://127.0.0.1:{port}/token")


def _launch(scene: Scene, port: int, **changes: Any) -> Launch:
    told = {
        names.ROLES: TEACHES,
        "sub": "docent-1",
        names.NRPS: {"context_memberships_url": f"http://127.0.0.1:{port}/leden?type=3"},
    }
    return Launch(Client(), scene.platform, scene.lesson.pk, {**told, **changes})


def _address(scene: Scene, port: int, **changes: Any) -> str:
    return link_in(_launch(scene, port, **changes).send(), "groep")


def _came(scene: Scene, subject: str) -> User:
    """Somebody who opened the lesson from that place."""
    person: User = PersonFactory.create()
    link, _new = ResourceLink.objects.get_or_create(
        platform=scene.platform,
        deployment=DEPLOYMENT,
        link="link-1",
        defaults={"lesson": scene.lesson},
    )
    account = PlatformAccount.objects.create(person=person, issuer=ISSUER, subject=subject)
    link.results.create(account=account)
    return person


def _group(address: str) -> Group:
    found: Group = Client().get(address).context["group"]
    return found


# --- What is seen -----------------------------------------------------------------------------


def test_who_gives_the_course_sees_who_has_done_the_lesson(scene: Scene, port: int) -> None:
    finish_lesson(person=_came(scene, "persoon-1"), lesson=scene.lesson)
    _came(scene, "persoon-2")
    address = _address(scene, port)
    answer = Client().get(address)
    page = answer.content.decode()
    assert _group(address) == Group(
        [
            Row("Deelnemer 1", has_begun=True, result=100),
            Row("Deelnemer 2", has_begun=True, result=None),
            Row("Deelnemer 3", has_begun=False, result=None),
        ],
        is_cut_off=False,
    )
    assert "De les is af bij 1 van de 3." in " ".join(page.split())
    assert "geheim" not in page
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == (
        "private, no-store",
        "same-origin",
    )


def test_the_platform_is_asked_for_learners_with_our_signature(scene: Scene, port: int) -> None:
    Client().get(_address(scene, port))
    (granted,) = Platform.granted
    assert (granted["grant_type"], granted["scope"]) == ("client_credentials", names.MEMBERS_READ)
    first, second = Platform.asked
    assert first == {"type": ["3"], "role": [names.LEARNER], "limit": ["100"]}
    assert second == {"type": ["3"], "from": ["2"]}


def test_nothing_of_the_names_is_kept(scene: Scene, port: int) -> None:
    before = User.objects.count()
    Client().get(_address(scene, port))
    assert User.objects.count() == before
    (mine,) = Arrival.objects.exclude(told__members=None)
    assert "Deelnemer" not in json.dumps(mine.told)


def test_only_who_learns_there_now_is_shown_and_each_once(scene: Scene, port: int) -> None:
    Platform.members = [
        _member(1),
        _member(1, name="Nog eens"),
        _member(2, roles=[names.INSTRUCTOR]),
        _member(3, status="Inactive"),
        _member(4, user_id=None),
        _member(5, name=None, given_name="Ann", family_name="Bos", roles="Learner"),
        _member(6, name={"a": 1}, roles=None),
        "iemand",
        None,
    ]
    assert [row.name for row in _group(_address(scene, port)).rows] == [
        "Ann Bos",
        "Deelnemer 1",
        "",
    ]


def test_a_course_of_very_many_is_cut_off(
    scene: Scene, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST", 2)
    group = _group(_address(scene, port))
    assert (len(group.rows), group.is_cut_off) == (2, True)


def test_an_empty_course_is_said_to_be_so(scene: Scene, port: int) -> None:
    Platform.members = []
    assert "zit nog niemand" in Client().get(_address(scene, port)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_more_people(
    scene: Scene, port: int, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for one in range(number):
        finish_lesson(person=_came(scene, f"persoon-{one}"), lesson=scene.lesson)
    address = _address(scene, port)
    arrival = Arrival.objects.exclude(told__members=None).get()
    link = groups.link_of(arrival)
    assert link is not None
    Client().get(address)
    with django_assert_num_queries(4):
        groups.group_of(link=link, url=arrival.told["members"])


# --- Who sees it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "roles",
    [
        [names.LEARNER],
        [],
        ["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"],
        ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"],
    ],
)
def test_who_does_not_give_the_course_gets_no_address(
    scene: Scene, port: int, roles: list[str]
) -> None:
    answer = _launch(scene, port, **{names.ROLES: roles}).send()
    assert answer.status_code == 200
    assert "/p/lti/groep/" not in answer.content.decode()


def test_a_platform_that_tells_no_names_gives_no_address(scene: Scene, port: int) -> None:
    answer = _launch(scene, port, **{names.NRPS: {}}).send()
    assert "/p/lti/groep/" not in answer.content.decode()


def test_the_address_opens_neither_the_lesson_nor_a_choice_and_others_no_group(
    scene: Scene, port: int
) -> None:
    answer = _launch(scene, port).send()
    group, lesson = link_in(answer, "groep"), link_in(answer)
    assert Client().get(group.replace("groep", "open")).status_code == 409
    assert Client().post(group.replace("groep", "kies")).status_code == 409
    assert Client().get(lesson.replace("open", "groep")).status_code == 409
    assert Client().get("/p/lti/groep/onbekend").status_code == 409
    assert Client().get(group, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 409
    assert Platform.asked == []


def test_the_address_ends_with_time_and_with_the_platform(scene: Scene, port: int) -> None:
    address = _address(scene, port)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert Client().get(address).status_code == 409
    scene.platform.is_active = False
    scene.platform.save()
    assert Client().get(address).status_code == 409
    assert Platform.asked == []


def test_the_results_are_those_of_the_place_in_that_course(scene: Scene, port: int) -> None:
    finish_lesson(person=_came(scene, "persoon-1"), lesson=scene.lesson)
    elsewhere = _address(scene, port, **{names.RESOURCE_LINK: {"id": "link-2"}})
    assert [row.has_begun for row in _group(elsewhere).rows] == [False, False, False]


# --- When it goes wrong there -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "link", "code"),
    [
        ((403, b"{}"), None, "status 403"),
        ((302, b""), None, "leads on to another address"),
        ((200, b"[]"), None, "no list of members"),
        ((200, b"geen json"), None, "no list of members"),
        (None, "http://127.0.0.1:1/leden", "leads on to another machine"),
        (None, "https://elders.voorbeeld.nl/leden", "leads on to another machine"),
        (None, "/leden?from=0", "no end of pages"),
    ],
)
def test_a_platform_that_does_not_tell_is_said_to_be_so(
    scene: Scene, port: int, answer: tuple[int, bytes] | None, link: str | None, code: str
) -> None:
    Platform.answer, Platform.link = answer, link
    shown = Client().get(_address(scene, port))
    page = shown.content.decode()
    assert shown.status_code == 409
    assert "Moodle van de buren geeft ons de namen nu niet." in page
    assert code in page


def test_a_platform_that_takes_long_is_not_waited_for(
    scene: Scene, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "SECONDS", 0.0)
    assert "takes too long" in Client().get(_address(scene, port)).content.decode()
