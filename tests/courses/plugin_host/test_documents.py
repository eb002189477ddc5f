"""Documents of plugins for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import tests.courses.plugin_host as this_package
from courses.plugin_api.contributions.screens import PublicDocument, PublicDocuments
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host.models import PluginFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


class Shelf(PublicDocuments):
    """One document, which the test says."""

    name = "shelf"
    found: Any = PublicDocument(b"{}", "application/json", seconds=60)

    def document(self, name: str) -> Any:
        return self.found if name == "map/een.json" else None


class Emptied(Shelf):
    name = "emptied"

    def document(self, name: str) -> Any:
        return None


class ShelfPlugin(CoursePlugin):
    name = "tests.courses.plugin_host"
    label = "shelf"
    slug = "shelf"
    title = "Plank"

    shelf = Shelf()

    def contributions(self) -> list[PublicDocuments]:
        return [Emptied(), self.shelf]


@pytest.fixture
def shelf(install_plugin: Callable[[Any], Any]) -> Shelf:
    plugin = ShelfPlugin("tests.courses.plugin_host", this_package)
    plugin.shelf = Shelf()
    install_plugin(plugin)
    return plugin.shelf


def test_a_document_is_for_everybody_and_never_a_page_of_the_site(
    shelf: Shelf, client: Client
) -> None:
    answer = client.get("/p/shelf/map/een.json")
    assert (answer.status_code, answer.content) == (200, b"{}")
    assert {
        name: answer[name]
        for name in ("Content-Type", "Access-Control-Allow-Origin", "Cache-Control")
    } == {
        "Content-Type": "application/json",
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=60",
    }
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    statuses = [
        client.get(f"/p/{one}").status_code for one in ("shelf/twee", "iets/een", "shelf/é")
    ]
    assert statuses == [404, 404, 404]
    assert client.post("/p/shelf/map/een.json").status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [
        "{}",
        PublicDocument("{}", "application/json"),  # type: ignore[arg-type]
        PublicDocument(b"x" * 1_000_001, "text/plain"),
        PublicDocument(b"", "tekst"),
        PublicDocument(b"", "text/plain", seconds=-1),
        PublicDocument(b"", "text/plain", seconds=90_000),
    ],
)
def test_what_is_no_document_is_not_found_and_reported(
    shelf: Shelf, client: Client, wrong: Any
) -> None:
    shelf.found = wrong
    assert client.get("/p/shelf/map/een.json").status_code == 404
    assert PluginFault.objects.get().place == "PublicDocuments shelf"
