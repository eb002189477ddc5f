"""Renders components, and takes what comes out apart."""

import re
from html.parser import HTMLParser

from django.template import Context, Template


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def flat(html: str) -> str:
    """The markup with white space between and inside elements made even."""
    return re.sub(r">\s+<", "><", " ".join(html.split()))


def words(html: str) -> str:
    """What a reader sees."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class Elements(HTMLParser):
    """Collects every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str) -> dict[str, str | None]:
        [only] = [attrs for name, attrs in self.found if name == tag]
        return only

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]
