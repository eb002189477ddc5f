"""Values of plugins in the texts of mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import tests.courses.catalogue as this_package
from courses.catalogue.mail_texts import Facts, letter_about
from courses.catalogue.services import activate_plugin
from courses.common.mail import Letter
from courses.plugin_api.api import (
    CoursePlugin,
    MailPlaceholders,
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
    PlaceholderContext,
)
from courses.plugin_host.models import PluginFault
from tests.factories import TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

OWN = Letter("Onderwerp", "De tekst.")


class Words(MailPlaceholders):
    name = "words"
    placeholders = {"bring": "Wat je meeneemt"}

    def __init__(self) -> None:
        self.seen: list[PlaceholderContext] = []
        self.gives: Any = {"bring": "{{ core }} & een pen", "hidden": "x"}

    def values(self, ctx: PlaceholderContext) -> Any:
        self.seen.append(ctx)
        if self.gives is None:
            raise RuntimeError
        return self.gives


class Text(NotificationTexts):
    name = "text"
    body = "Mee: {{ words.bring }}."

    def templates(self, ctx: NotificationContext) -> Mapping[NotificationKind, MailText]:
        return {NotificationKind.CONFIRMED: MailText(self.body)}


class WordsPlugin(CoursePlugin):
    name = "tests.courses.catalogue"
    label = "words"
    slug = "words"
    title = "Woorden"

    words: Any = None
    text: Any = None

    def contributions(self) -> Any:
        return [self.words, self.text]


@pytest.fixture
def plugin(install_plugin: Callable[[Any], Any]) -> WordsPlugin:
    made = WordsPlugin("tests.courses.catalogue", this_package)
    made.words, made.text = Words(), Text()
    install_plugin(made)
    return made


@pytest.fixture
def training() -> TrainingPage:
    found: TrainingPage = TrainingFactory.create()
    activate_plugin(training=found, plugin="words", actor=None)
    return found


def _letter(training: TrainingPage) -> str:
    return letter_about(
        NotificationKind.CONFIRMED,
        own=OWN,
        training_id=training.pk,
        language="nl",
        facts=Facts("Anna", "Luisteren", "/x/"),
    ).body


def test_a_text_tells_what_the_plugin_says_as_it_is(
    plugin: WordsPlugin, training: TrainingPage
) -> None:
    assert _letter(training) == "Mee: {{ core }} & een pen."
    (asked,) = plugin.words.seen
    assert (asked.kind, asked.training_id, asked.language) == (
        NotificationKind.CONFIRMED,
        training.pk,
        "nl",
    )


def test_who_is_not_mentioned_is_not_asked(plugin: WordsPlugin, training: TrainingPage) -> None:
    plugin.text.body = "{{ core }} Tot dan."
    assert _letter(training) == "De tekst. Tot dan."
    assert plugin.words.seen == []


def test_what_was_not_named_is_not_there(plugin: WordsPlugin, training: TrainingPage) -> None:
    plugin.text.body = "[{{ words.hidden }}{{ words.nothing }}{{ nobody.x }}]"
    assert _letter(training) == "[]"


@pytest.mark.parametrize("gives", [None, "x", {"bring": 42}, {"bring": "x" * 6000}])
def test_a_failure_leaves_the_place_empty(
    plugin: WordsPlugin, training: TrainingPage, gives: Any
) -> None:
    plugin.words.gives = gives
    assert _letter(training) == "Mee: ."
    assert PluginFault.objects.filter(plugin="words").exists()
