"""Things made from public data are kept, and only as long as that data stays the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from courses.catalogue.models import TrainingPage
from courses.common.public_version import Memory, PublicVersion, version
from courses.common.shared_token import FileToken
from tests.factories import TrainingFactory


@pytest.fixture(autouse=True)
def keeping(settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60


@pytest.fixture
def public(tmp_path: Path) -> PublicVersion:
    return PublicVersion(FileToken(tmp_path / "version"))


@pytest.fixture
def memory(public: PublicVersion) -> Memory:
    return Memory(public)


def counter() -> Callable[[], int]:
    """A maker that tells how often it made something."""
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    return make


def test_a_thing_is_made_once_until_something_public_changes(
    memory: Memory, public: PublicVersion
) -> None:
    make = counter()
    assert [memory.get("a", make), memory.get("a", make)] == [1, 1]
    public.bump()
    assert [memory.get("a", make), memory.get("a", make)] == [2, 2]


def test_another_process_with_the_same_file_makes_it_worthless_too(
    memory: Memory, public: PublicVersion
) -> None:
    make = counter()
    memory.get("a", make)
    public._token.bump()
    assert memory.get("a", make) == 2


def test_what_changes_while_it_is_made_is_made_again(memory: Memory, public: PublicVersion) -> None:
    def made_before_a_change() -> str:
        public.bump()
        return "old"

    assert memory.get("a", made_before_a_change) == "old"
    assert memory.get("a", lambda: "new") == "new"


def test_what_a_request_read_before_a_change_is_not_kept_as_new(
    memory: Memory, public: PublicVersion
) -> None:
    with public.held():
        read_by_the_view = "old"
        public._token.bump()  # someone else, in another process
        assert memory.get("a", lambda: read_by_the_view) == "old"
    with public.held():
        assert memory.get("a", lambda: "new") == "new"
    assert memory.get("a", lambda: "newer") == "new"


def test_a_request_sees_its_own_change_and_keeps_nothing_after_it(
    memory: Memory, public: PublicVersion
) -> None:
    make = counter()
    memory.get("a", make)
    with public.held():
        public.bump()
        assert [memory.get("a", make), memory.get("a", make)] == [2, 3]
    assert memory.get("a", make) == 4


@pytest.mark.django_db(transaction=True)
def test_a_page_that_a_view_read_before_a_change_is_not_kept_in_its_parts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = TrainingFactory.create(title="Oude titel", slug="luisteren")
    client.get(training.url)  # the very first visit stores the Infopunt's details
    reading = TrainingPage.get_context

    def change_after_reading(
        page: TrainingPage, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, Any]:
        monkeypatch.setattr(TrainingPage, "get_context", reading)
        TrainingPage.objects.filter(pk=page.pk).update(title="Nieuwe titel")
        version._token.bump()
        return reading(page, request, *args, **kwargs)

    monkeypatch.setattr(TrainingPage, "get_context", change_after_reading)
    version.bump()
    assert "Oude titel" in client.get(training.url).content.decode()
    page = client.get(training.url).content.decode()
    assert ("Nieuwe titel" in page, "Oude titel" in page) == (True, False)


def test_keys_and_languages_are_kept_apart(memory: Memory) -> None:
    make = counter()
    with translation.override("nl"):
        dutch = [memory.get("a", make), memory.get("b", make)]
    with translation.override("en"):
        english = memory.get("a", make)
    with translation.override("nl"):
        assert [*dutch, english, memory.get("a", make)] == [1, 2, 3, 1]


def test_nothing_is_not_kept(memory: Memory) -> None:
    assert [memory.get("a", lambda: None), memory.get("a", lambda: 1)] == [None, 1]


def test_zero_seconds_keeps_nothing(memory: Memory, settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    make = counter()
    assert [memory.get("a", make), memory.get("a", make)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_neither_leaves_nor_finds_anything(memory: Memory) -> None:
    make = counter()
    with transaction.atomic():
        assert [memory.get("a", make), memory.get("a", make)] == [1, 2]
    assert memory.get("a", make) == 3
    with transaction.atomic():
        assert memory.get("a", make) == 4


def render(text: str, *, preview: bool = False, **values: object) -> str:
    request = RequestFactory().get("/")
    request.is_preview = preview  # type: ignore[attr-defined]
    template = Template("{% load components %}" + text)
    return template.render(Context({"request": request, **values}))


def test_the_tag_keeps_content_for_each_combination_of_values() -> None:
    text = "{% kept 'test of the tag' key %}{{ shown }}{% endkept %}"
    version.bump()
    assert [
        render(text, key=1, shown="a"),
        render(text, key=1, shown="b"),
        render(text, key=2, shown="c"),
    ] == ["a", "a", "c"]
    version.bump()
    assert render(text, key=1, shown="d") == "d"


def test_a_preview_neither_shows_nor_leaves_what_is_kept() -> None:
    text = "{% kept 'test of a preview' %}{{ shown }}{% endkept %}"
    version.bump()
    assert [
        render(text, shown="draft", preview=True),
        render(text, shown="public"),
        render(text, shown="draft", preview=True),
        render(text, shown="other"),
    ] == ["draft", "public", "draft", "public"]


def test_the_tag_needs_a_name() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load components %}{% kept %}{% endkept %}")
