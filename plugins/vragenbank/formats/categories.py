"""The way to a category, as Moodle writes it: a slash between names, two for one in a name."""

from __future__ import annotations

import re

from plugins.vragenbank.formats.markup import line

TOP = "$course$/top"
PARTS = re.compile(r"(?<!/)/(?!/)")
CONTEXT = re.compile(r"\$[a-z]+\$$")
MOST_LEVELS = 8
LONGEST_NAME = 100


def path_of(text: str) -> tuple[str, ...]:
    """The names in a path, without the course and the "top" before them.

    Levels below the eighth are left out, and names end after 100 characters.
    """
    names = [category_name(name.replace("//", "/")) for name in PARTS.split(text.strip())]
    if names and CONTEXT.match(names[0]):
        names = names[1:]
        if names and names[0] == "top":
            names = names[1:]
    return tuple(filter(None, names))[:MOST_LEVELS]


def category_name(text: str) -> str:
    """The name of a category in one line; no slash at its ends, which Moodle cannot tell apart."""
    return line(text)[:LONGEST_NAME].strip(" /")


def written(path: tuple[str, ...]) -> str:
    """The path as Moodle writes it."""
    return "/".join([TOP, *(name.replace("/", "//") for name in path)])


def shown(path: tuple[str, ...]) -> str:
    """The path as people read it."""
    return " › ".join(path)
