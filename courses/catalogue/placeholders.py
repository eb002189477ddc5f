"""Values of plugins for the texts of mails: `{{ herinneringen.bring }}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from courses.common.text import plain_text
from courses.plugin_api.contributions.messages import (
    MailPlaceholders,
    NotificationKind,
    PlaceholderContext,
)
from courses.plugin_host import asking

if TYPE_CHECKING:
    from courses.plugin_host.asking import Provider

MOST_CHARACTERS = 5_000


def of_plugins(
    kind: NotificationKind, training_id: int, language: str
) -> dict[str, Mapping[str, str]]:
    """The values by the plugin's slug, each asked when a text first uses one of that plugin."""
    found: dict[str, list[Provider[MailPlaceholders]]] = {}
    for one in asking.here(MailPlaceholders, training_id):
        found.setdefault(one.plugin.slug, []).append(one)
    return {
        slug: _LazyValues(providers, kind, training_id, language)
        for slug, providers in found.items()
    }


class _LazyValues(Mapping[str, str]):
    """The values of one plugin; it is not asked for a text that has none of them."""

    def __init__(
        self,
        providers: list[Provider[MailPlaceholders]],
        kind: NotificationKind,
        training_id: int,
        language: str,
    ) -> None:
        self._providers = providers
        self._asked = (kind, training_id, language)
        self._known: dict[str, str] | None = None

    def _all(self) -> dict[str, str]:
        if self._known is None:
            self._known = {}
            for provider in self._providers:
                self._known.update(self._ask(provider))
        return self._known

    def _ask(self, provider: Provider[MailPlaceholders]) -> dict[str, str]:
        kind, training_id, language = self._asked
        asked = PlaceholderContext(
            kind=kind, training_id=training_id, language=language, settings=provider.settings
        )
        return provider.ask(lambda one: _checked(one, asked), default={})

    def __getitem__(self, name: str) -> str:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _checked(one: MailPlaceholders, asked: PlaceholderContext) -> dict[str, str]:
    """The values that the plugin said it has.

    Raises:
        TypeError, ValueError: one is no text, or too long for a mail.
    """
    given = one.values(asked)
    if not isinstance(given, Mapping):
        raise TypeError(f"values() gave {type(given).__name__}, not texts by name")
    return {
        name: plain_text(given[name], limit=MOST_CHARACTERS)
        for name in one.placeholders
        if name in given
    }
