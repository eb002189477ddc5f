"""Tokens that processes share, in a file and in a server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured

from courses.common import shared_token
from courses.common.public_version import Memory, PublicVersion
from courses.common.shared_token import FileToken, ServerToken, SharedToken
from tests import valkey_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings

AWAY = "valkey://127.0.0.1:1/0"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with valkey_server.running(tmp_path_factory.mktemp("signals")) as address:
        yield address


@pytest.fixture(params=["file", "server"])
def process(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], SharedToken]:
    """Makes the token as each process has it."""
    if request.param == "file":
        return lambda: FileToken(tmp_path / "token")
    address = request.getfixturevalue("address")
    return lambda: ServerToken(address, tmp_path.name)


def test_what_one_process_changes_all_others_see(process: Callable[[], SharedToken]) -> None:
    one, other = process(), process()
    before = one.read()
    assert (other.read(), other.read(), other.problem()) == (before, before, "")
    one.bump()
    assert other.read() == one.read() != before


def _note(made: list[int], number: int) -> int:
    made.append(number)
    return number


def test_a_server_that_is_away_costs_speed_and_nothing_else() -> None:
    token = ServerToken(AWAY, "x")
    assert len({token.read() for _ in range(3)}) == 3
    token.bump()
    assert "127.0.0.1:1" in token.problem()
    made: list[int] = []
    memory = Memory(PublicVersion(token))
    for number in range(2):
        memory.get("list", partial(_note, made, number))
    assert made == [0, 1]


def test_after_a_while_without_the_server_nothing_of_before_is_used(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who changed something meanwhile could tell nobody, and may be gone by now."""
    monkeypatch.setattr(shared_token, "PAUSE", 0)
    token, other = ServerToken(address, "gone"), ServerToken(address, "gone")
    before = other.read()
    server, token._server = token._connected(), ServerToken(AWAY, "gone")._connected()
    token.bump()
    token._server = server
    assert token.read() == other.read() != before


def test_a_server_that_forgot_its_tokens_brings_nothing_back(tmp_path: Path) -> None:
    with valkey_server.running(tmp_path, keeps=False) as address:
        token = ServerToken(address, "x")
        first = token.read()
        token.bump()
    (tmp_path / "s").unlink(missing_ok=True)
    with valkey_server.running(tmp_path, keeps=False) as address:
        again = ServerToken(address, "x")
        assert again.read() == again.read() != first


def test_the_address_of_no_server_is_told_at_the_start(settings: Settings) -> None:
    settings.ACADEMY_SIGNALS = "/var/lib/signals"
    with pytest.raises(ImproperlyConfigured, match="valkey://host"):
        shared_token.shared_token("x")
    settings.ACADEMY_SIGNALS = AWAY
    assert isinstance(shared_token.shared_token("x"), ServerToken)
