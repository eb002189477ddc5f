"""Which plugins are known, which versions were tried, and which is newer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from courses.people.enums import Role
from courses.plugin_desk import known_plugins
from courses.plugin_host import registry
from tests.docs.plugin_pages import blocks, pages
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.django_db

PAGE = "/beheer/bekende-uitbreidingen/"


@pytest.fixture
def index(tmp_path: Path, settings: Any) -> Callable[..., Path]:
    """`index(row, …)` is the operator's list; of a text it is the file."""

    def write(*rows: Any) -> Path:
        file = tmp_path / "index.json"
        whole = len(rows) == 1 and isinstance(rows[0], str)
        file.write_text(rows[0] if whole else json.dumps({"plugins": rows}))
        settings.PLUGINS_INDEX = str(file)
        return file

    return write


def _told(*command: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("plugins", *command)
    return capsys.readouterr().out


def _row(slug: str) -> known_plugins.KnownPlugin:
    return next(one for one in known_plugins.known_plugins().plugins if one.slug == slug)


def test_those_that_come_along_are_tried_as_they_are() -> None:
    found = known_plugins.known_plugins()
    assert {one.slug for one in found.plugins} == {one.slug for one in registry.plugins()}
    assert all(one.is_tested and not one.notice for one in found.plugins)
    assert found.problem == ""


def test_the_documentation_names_them_with_their_versions() -> None:
    """Put what `manage.py plugins known --markdown` prints in `docs/plugins/known.md`."""
    assert known_plugins.as_markdown() in pages()["known.md"]


def test_an_example_of_a_list_can_be_read(index: Callable[..., Path]) -> None:
    (shown,) = [block.body for block in blocks("operating.md") if block.language == "json"]
    index(shown)
    row = _row("buurtpraat")
    assert (row.title, row.tested, row.newest, row.here) == (
        "Buurtpraat",
        ("1.0.0", "1.1.0"),
        "1.2.0",
        "",
    )


@pytest.mark.parametrize(
    ("tested", "newest", "notice"),
    [
        (["1.0.0"], "", ""),
        (["1.0.0", "1.10.0"], "1.9.0", "Versie 1.10.0 is er, en is uitgeprobeerd."),
        (["1.0.0"], "2.0", "Versie 2.0 is er, maar is nog niet uitgeprobeerd."),
        ([], "0.9", ""),
    ],
)
def test_a_newer_version_is_told_everywhere(
    index: Callable[..., Path],
    settings: Any,
    capsys: pytest.CaptureFixture[str],
    tested: list[str],
    newest: str,
    notice: str,
) -> None:
    settings.BUNDLED_PLUGINS = [one for one in settings.BUNDLED_PLUGINS if "bereik" not in one]
    index({"slug": "bereik", "tested": tested, "newest": newest})
    row = _row("bereik")
    assert (row.here, row.notice, row.is_tested) == ("1.0.0", notice, "1.0.0" in tested)
    client = Client()
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    places = (PAGE, "/beheer/uitbreidingen/?q=bereik", "/beheer/uitbreidingen/bereik/")
    texts = [client.get(one).content.decode() for one in places]
    texts += [_told(one, capsys=capsys) for one in ("list", "known")]
    assert [("Versie " in text and " is er, " in text) for text in texts] == [bool(notice)] * 5
    if notice:
        assert [notice in text for text in texts] == [True] * 5


def test_doctor_says_what_the_list_says(
    index: Callable[..., Path], settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bundled = settings.BUNDLED_PLUGINS
    index({"slug": "bereik", "newest": "9.0"})

    def known(*_args: Any) -> bool:
        return False

    assert "plugins.bereik" in bundled
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_plugins, "_is_bundled", known)
        told = _told("doctor", "bereik", capsys=capsys)
        listed = _told("list", capsys=capsys)
    notice = "    Versie 9.0 is er, maar is nog niet uitgeprobeerd."
    assert (told.splitlines()[1], notice in listed.splitlines()) == (notice, True)
    assert told.startswith("bereik: ok")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"plugins": 3}',
        '{"plugins": [3]}',
        '{"plugins": [{}]}',
        '{"plugins": [{"slug": "A b"}]}',
        '{"plugins": [{"slug": "ab", "tested": "1.0"}]}',
        '{"plugins": [{"slug": "ab", "tested": ["nieuw"]}]}',
        '{"plugins": [{"slug": "ab", "newest": 2}]}',
        '{"plugins": [{"slug": "ab", "newest": "1.%s"}]}' % ("1" * 50),
        '{"plugins": [{"slug": "ab", "title": "%s"}]}' % ("x" * 400),
        '{"plugins": [{"slug": "ab", "title": "\\ud83d"}]}',
        json.dumps({"plugins": [{"slug": "ab"}] * 501}),
        "[" * 100_000,
        " " * 1_000_001,
    ],
)
def test_a_list_that_cannot_be_read_is_told_and_stops_nothing(
    index: Callable[..., Path], text: str
) -> None:
    index(text)
    found = known_plugins.known_plugins()
    assert (found.problem != "", len(found.plugins) > 5) == (True, True)
    client = Client()
    client.force_login(person_in_role(Role.ADMINISTRATOR))
    assert "niet lezen" in client.get(PAGE).content.decode()
    assert client.get("/beheer/uitbreidingen/").status_code == 200
    with pytest.raises(CommandError, match="niet lezen"):
        call_command("plugins", "known")
    assert "plugins.W019" in {one.id for one in run_checks(tags=["plugins"])}


def test_a_list_that_is_not_there_is_told(settings: Any) -> None:
    settings.PLUGINS_INDEX = "/nergens/index.json"
    assert "index.json" in known_plugins.known_plugins().problem


def test_the_page_is_for_who_runs_the_site() -> None:
    for role in (Role.VOLUNTEER, Role.TRAINER, Role.COORDINATOR):
        client = Client()
        client.force_login(person_in_role(role))
        assert (role, client.get(PAGE).status_code) == (role, 302)


def test_the_table_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told("known", "--markdown", capsys=capsys).strip() == known_plugins.as_markdown()
