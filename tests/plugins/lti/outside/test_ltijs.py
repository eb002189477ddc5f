"""A tool made with ltijs, which 1EdTech certified, is launched from our lesson: with deep linking,
names and grades, over HTTP, against a server of ours.

Not part of the suite: it needs some three hundred packages. `make prove-lti` runs it.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from courses.people.enums import Role
from plugins.lti.models import ToolContent, ToolResult
from tests.factories import person_in_role
from tests.ical.readers import node
from tests.plugins.lti.others import fields_of, gone_to
from tests.plugins.lti.test_platform import CHOICES, House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

PACKAGES = os.environ.get("ACADEMY_LTIJS", "var/lti-outside")
SCRIPT = str(Path(__file__).with_name("tool.cjs"))

pytestmark = pytest.mark.django_db(transaction=True)


class Tool:
    """The tool as it runs, and a browser that goes between it and the academy."""

    def __init__(self, house: House, port: int) -> None:
        self.house, self.port = house, port
        self.url = f"http://127.0.0.1:{port}"
        self.session = requests.Session()

    def launch(self, location: str, client: Client) -> requests.Response:
        """From where we send somebody, to what the tool shows."""
        asks = self.session.get(location, allow_redirects=False, timeout=30)
        assert asks.status_code == 302, asks.text
        query = parse_qs(urlsplit(asks.headers["Location"]).query)
        answer = client.get("/p/lti/auth", {name: values[0] for name, values in query.items()})
        action, fields = fields_of(answer)
        return self.session.post(action, data=fields, timeout=60)


@pytest.fixture
def tool(live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Tool]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{port}"]
    house = House()
    house.tool.login_url = f"{url}/login"
    house.tool.launch_url = house.tool.choice_url = house.tool.return_urls = f"{url}/"
    house.tool.jwks_url, house.tool.keyset, house.tool.keyset_at = f"{url}/keys", None, None
    house.tool.save()
    told = [str(port), live_server.url, house.tool.client_id, str(tmp_path / "tool.sqlite")]
    process = subprocess.Popen(
        [node(), SCRIPT, str(Path(PACKAGES).resolve()), *told],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "ready":
                break
        else:
            pytest.fail("the tool did not start")
        yield Tool(house, port)
    finally:
        process.terminate()
        process.wait()


def test_a_tool_of_ltijs_is_launched_reads_names_and_gives_a_grade(tool: Tool) -> None:
    house = tool.house
    client = house.browser()
    location = gone_to(client.post(house.page))
    shown = tool.launch(location, client)
    assert shown.status_code == 200, shown.text
    told: dict[str, Any] = shown.json()
    assert told["user"] == house.subject()
    assert told["userInfo"] == {}
    assert told["resource"]["id"] == f"{house.lesson.pk}-oefening"
    assert told["custom"] == {"oefening": "3"}
    assert [one["user_id"] for one in told["members"]] == [house.subject()]
    assert "name" not in told["members"][0]
    assert [one["resultScore"] for one in told["scores"]] == [9]
    result = ToolResult.objects.get()
    assert (result.person, result.points, result.out_of, result.done, result.comment) == (
        house.person,
        9,
        10,
        True,
        "Done in ltijs",
    )


def test_what_is_chosen_in_a_tool_of_ltijs_comes_back(tool: Tool) -> None:
    client = tool.house.browser(person_in_role(Role.COORDINATOR))
    location = gone_to(client.post(CHOICES, {"choose": str(tool.house.tool.pk)}))
    shown = tool.launch(location, client)
    assert shown.status_code == 200, shown.text
    token = re.search(r'name="JWT" value="([^"]+)"', shown.text)
    assert token is not None, shown.text
    answer = Client().post("/p/lti/gekozen", {"JWT": unescape(token[1])})
    assert answer.status_code == 200, answer.content.decode()
    made = ToolContent.objects.get(title="Chosen in ltijs")
    assert (made.url, made.custom, made.most) == (f"{tool.url}/", {"exercise": "7"}, 10)


def test_ltijs_refuses_what_was_used_before(tool: Tool) -> None:
    client = tool.house.browser()
    location = gone_to(client.post(tool.house.page))
    asks = tool.session.get(location, allow_redirects=False, timeout=30)
    query = parse_qs(urlsplit(asks.headers["Location"]).query)
    sent = {name: values[0] for name, values in query.items()}
    assert client.get("/p/lti/auth", sent).status_code == 200
    assert client.get("/p/lti/auth", sent).status_code == 400
