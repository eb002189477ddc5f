"""Addresses of pages: what they may hold, and how people write them."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import urlencode

from django.urls import register_converter

from courses.common.text import keepable

# Where people know their way: these stand here once, for links, marks and patterns.
HOME = "/"
CATALOGUE = "/trainingen/"
AGENDA = "/agenda/"
AGENDA_CALENDAR = "/agenda.ics"
AGENDA_SHEET = "/agenda/op-papier/"
LEARNING_PATHS = "/leerlijnen/"
LECTURES = "/lezingen/"
SEARCH = "/zoeken/"
CHOOSER = "/welke-training/"
HARD_WORDS = "/moeilijke-woorden/"
MISSING_ONE = "/een-keer-niet/"
MINE = "/mijn/"
MY_APPOINTMENTS = "/mijn/afspraken/"
CHECK_IN = "/aanwezig/"
EVALUATION = "/evaluatie/"
ACCOUNT = "/account/"
ORGANISATION = "/organisatie/"
STAFF_DOOR = "/toegang/"
ADMIN = "/beheer/"
DEMO_MAILBOX = "/demo/post/"
DEMO_TOOL = "/demo/oefenhuis/"


def pattern(address: str) -> str:
    """An address as Django's patterns have it: below the root."""
    return address.removeprefix("/")


def training(slug: str) -> str:
    """The address of a training, without asking the database."""
    return f"{CATALOGUE}{slug}/"


def training_end(slug: str) -> str:
    """The address where a participant reads how a training is rounded off."""
    return f"{training(slug)}klaar/"


def booklet(slug: str) -> str:
    """The address of all lessons of a training in a row, to print or to keep."""
    return f"{training(slug)}boekje/"


def new_date(training_address: str, part_of_day: str = "", language: str = "") -> str:
    """The address where one asks to hear of a new date of a training; with what it asks of that
    date, that is filled in there."""
    asked = {"dagdeel": part_of_day, "taal": language}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{training_address}nieuwe-datum/{'?' if query else ''}{query}"


def lesson(training_slug: str, slug: str) -> str:
    """The address of a lesson, without asking the database."""
    return f"{training(training_slug)}lessen/{slug}/"


def lesson_step(lesson_url: str, number: int) -> str:
    """The address of a step of a lesson, of which the own address is `lesson_url`."""
    return f"{lesson_url}?stap={number}"


class PageName:
    """The part of an address that names a page: `<page:training>`.

    Editors choose it and may use every letter there is, so it takes all that stands between two
    slashes: Django's `slug` knows the letters a to z alone, and `coördineren` would be "not found".
    """

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The name as it was written.

        Raises:
            ValueError: it holds a character that no database keeps; Django goes on looking.
        """
        return keepable(value)

    def to_url(self, value: object) -> str:
        """The name as it stands in an address; Django escapes it."""
        return str(value)


register_converter(PageName, "page")


def composed(address: str) -> str:
    """The address with each accent on its letter, as nearly everybody writes it.

    Some programs write `ö` as an `o` and an accent after it. To the eye there is no difference.
    """
    return normalize("NFC", address)


def spellings(name: str) -> set[str]:
    """The ways in which the name of a page may be kept, of one that somebody typed or copied."""
    return {name, composed(name)}
