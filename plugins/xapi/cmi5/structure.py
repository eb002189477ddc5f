"""Reads what a course of cmi5 consists of: `cmi5.xml`, alone or in a package."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from courses.common import outgoing
from courses.plugin_api.api import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from xml.etree.ElementTree import Element

FILE = "cmi5.xml"
MOST_BYTES = 4_000_000
MOST_UNITS = 2000
"""More than the thousand that the specification asks for."""
MOST_DEPTH = 12
OURS = {"endpoint", "fetch", "actor", "registration", "activityId"}
"""What a unit is told behind its address; its own query has other names (8.1)."""
LONGEST_TITLE = 200
LONGEST_ID = 500
LONGEST_URL = 1500
LONGEST_PARAMETERS = 10_000
SCORE = re.compile(r"(0(\.\d{1,4})?|1(\.0{1,4})?|\.\d{1,4})")


class MoveOn(StrEnum):
    """What somebody has to do in a unit to be done with it."""

    PASSED = "Passed"
    COMPLETED = "Completed"
    BOTH = "CompletedAndPassed"
    EITHER = "CompletedOrPassed"
    NOTHING = "NotApplicable"


@dataclass(frozen=True)
class Block:
    """A heading above units and other blocks. `within` are the numbers of the blocks around it."""

    number: int
    id: str
    title: str
    within: tuple[int, ...] = ()


@dataclass(frozen=True)
class Unit:
    """Something to open (an "assignable unit"). `id` is its publisher's.

    `path` is that of a file in the package, with `query` behind it; of a unit elsewhere it is
    empty and `url` is where that is. `mastery` is the scaled score that passes.
    """

    number: int
    id: str
    title: str
    within: tuple[int, ...] = ()
    url: str = ""
    path: str = ""
    query: str = ""
    move_on: MoveOn = MoveOn.NOTHING
    mastery: float | None = None
    own_window: bool = False
    parameters: str = ""
    entitlement: str = ""

    def is_satisfied(self, *, completed: bool, passed: bool) -> bool:
        """Whether somebody who did this is done with the unit."""
        return {
            MoveOn.PASSED: passed,
            MoveOn.COMPLETED: completed,
            MoveOn.BOTH: completed and passed,
            MoveOn.EITHER: completed or passed,
            MoveOn.NOTHING: True,
        }[self.move_on]


@dataclass(frozen=True)
class Structure:
    """A course: its units in order, and the blocks around them."""

    id: str
    title: str
    units: tuple[Unit, ...]
    blocks: tuple[Block, ...]

    def unit(self, number: int) -> Unit | None:
        """The unit of this number."""
        return self.units[number] if 0 <= number < len(self.units) else None

    def as_json(self) -> dict[str, Any]:
        """To keep it."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Structure:
        """What `as_json` gave."""
        units = (
            Unit(**{**one, "within": tuple(one["within"]), "move_on": MoveOn(one["move_on"])})
            for one in kept["units"]
        )
        blocks = (Block(**{**one, "within": tuple(one["within"])}) for one in kept["blocks"])
        return cls(kept["id"], kept["title"], tuple(units), tuple(blocks))


def read(content: bytes, paths: Collection[str] | None = None) -> Structure:
    """The course in `content`, of a package with files at `paths`; None for no package.

    Raises:
        Refusal: it is no such course, cannot be read safely, or asks for what is not there.
    """
    return _Reader(_root_of(content), paths).structure()


def refuse_without_structure(paths: Collection[str]) -> None:
    """Say what is wrong with a package that has no `cmi5.xml` where it should be.

    Raises:
        Refusal: unless there is one.
    """
    if FILE in paths:
        return
    names = {path.rsplit("/", 1)[-1].lower() for path in paths}
    if FILE in names:
        raise _no(
            _(
                "Het bestand cmi5.xml staat in een map, of heeft hoofdletters in de naam. Zip wat "
                "er in de map zit, niet de map zelf."
            )
        )
    if "imsmanifest.xml" in names:
        raise _no(_("Dit is een SCORM-pakket. Gebruik daarvoor de uitbreiding ‘E-learning’."))
    raise _no(_("In dit zip-bestand zit geen cmi5.xml. Het is dus geen cmi5-pakket."))


def _no(sentence: str) -> Refusal:
    return Refusal(sentence, field="file")


def _root_of(content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise _no(_("Het bestand cmi5.xml is te groot."))
    try:
        root: Element = fromstring(content)
    except DefusedXmlException:
        raise _no(_("In cmi5.xml staat iets dat niet veilig is. We openen het niet.")) from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise _no(_("Het bestand cmi5.xml is beschadigd. Maak het pakket opnieuw.")) from None
    if _name(root) != "courseStructure":
        raise _no(_("Dit bestand is geen cursus van cmi5."))
    return root


class _Reader:
    def __init__(self, root: Element, paths: Collection[str] | None) -> None:
        self.root = root
        self.paths = None if paths is None else frozenset(paths)
        self.units: list[Unit] = []
        self.blocks: list[Block] = []
        self.ids: set[str] = set()

    def structure(self) -> Structure:
        course = _child(self.root, "course")
        if course is None:
            raise _no(_("Dit bestand is geen cursus van cmi5."))
        own_id = self._id(course)
        for objective in _child(self.root, "objectives") or ():
            # We do nothing with them. A course whose ids are wrong is refused all the same.
            if _name(objective) == "objective":
                self._id(objective)
        self._walk(self.root, ())
        if not self.units:
            raise _no(_("In deze cursus zit niets om te openen."))
        title = _title(course) or self.units[0].title
        return Structure(own_id, title, tuple(self.units), tuple(self.blocks))

    def _walk(self, parent: Element, within: tuple[int, ...]) -> None:
        if len(within) > MOST_DEPTH:
            raise _no(_("De indeling van deze cursus heeft te veel lagen."))
        for element in parent:
            if _name(element) == "au":
                self.units.append(self._unit(element, within))
            if _name(element) == "block":
                number = len(self.blocks)
                self.blocks.append(Block(number, self._id(element), _title(element), within))
                self._walk(element, (*within, number))
            if len(self.units) + len(self.blocks) > MOST_UNITS:
                raise _no(_("Deze cursus heeft te veel onderdelen. Verdeel haar over meer."))

    def _id(self, element: Element) -> str:
        """An IRI that stands there once."""
        found = element.get("id", "").strip()
        if not urlsplit(found).scheme or len(found) > LONGEST_ID:
            words = _("Bij ‘%(title)s’ staat geen goede id: ‘%(id)s’.")
            raise _no(words % {"title": _title(element), "id": found[:80]})
        if found in self.ids:
            raise _no(_("De id ‘%(id)s’ staat er twee keer.") % {"id": found[:80]})
        self.ids.add(found)
        return found

    def _unit(self, element: Element, within: tuple[int, ...]) -> Unit:
        title = _title(element) or _("Onderdeel")
        url = _text(_child(element, "url"))
        path, query = self._place(url, title)
        for word in sorted(OURS & parse_qs(urlsplit(url).query, keep_blank_values=True).keys()):
            words = _("Bij ‘%(title)s’ staat ‘%(word)s’ in het adres. Dat vullen wij zelf in.")
            raise _no(words % {"title": title, "word": word})
        parameters = _raw(_child(element, "launchParameters"))
        if len(parameters) > LONGEST_PARAMETERS:
            raise _no(_("Bij ‘%(title)s’ staat te veel om door te geven.") % {"title": title})
        return Unit(
            number=len(self.units),
            id=self._id(element),
            title=title,
            within=within,
            url="" if path else url,
            path=path,
            query=query,
            move_on=self._move_on(element.get("moveOn", MoveOn.NOTHING.value).strip(), title),
            mastery=self._mastery(element.get("masteryScore", "").strip(), title),
            own_window=element.get("launchMethod", "").strip() == "OwnWindow",
            parameters=parameters,
            entitlement=_raw(_child(element, "entitlementKey"))[:LONGEST_PARAMETERS],
        )

    def _place(self, url: str, title: str) -> tuple[str, str]:
        """The file in the package, and what comes behind it; empty for a unit elsewhere."""
        if not url or len(url) > LONGEST_URL:
            raise _no(_("Bij ‘%(title)s’ staat geen adres om te openen.") % {"title": title})
        try:
            is_elsewhere = bool(urlsplit(url).scheme) or url.startswith("//")
            if is_elsewhere:
                outgoing.checked(url)
        except (outgoing.Unreachable, ValueError):
            words = _("Bij ‘%(title)s’ staat een adres dat wij niet openen: %(url)s")
            raise _no(words % {"title": title, "url": url[:80]}) from None
        if is_elsewhere:
            return "", ""
        if self.paths is None:
            words = _(
                "‘%(title)s’ wijst naar een bestand. Voeg het hele pakket toe, als zip-bestand."
            )
            raise _no(words % {"title": title})
        cut = min((url.find(mark) % (len(url) + 1) for mark in "?#"), default=len(url))
        for spelled in (url[:cut], unquote(url[:cut])):
            path = spelled.removeprefix("./").lstrip("/")
            if path in self.paths:
                return path, url[cut:]
        words = _("‘%(title)s’ begint met een bestand dat er niet is: %(name)s.")
        raise _no(words % {"title": title, "name": url[:80]})

    @staticmethod
    def _move_on(said: str, title: str) -> MoveOn:
        try:
            return MoveOn(said)
        except ValueError:
            words = _("Bij ‘%(title)s’ staat een onbekende ‘moveOn’: ‘%(said)s’.")
            raise _no(words % {"title": title, "said": said[:40]}) from None

    @staticmethod
    def _mastery(said: str, title: str) -> float | None:
        if not said:
            return None
        if SCORE.fullmatch(said):
            return float(said)
        words = _(
            "Bij ‘%(title)s’ is ‘masteryScore’ geen getal van 0 tot 1 met een punt: ‘%(said)s’."
        )
        raise _no(words % {"title": title, "said": said[:40]})


# --- Elements, whatever their namespace ---------------------------------------------------------


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(parent: Element, name: str) -> Element | None:
    return next((one for one in parent if _name(one) == name), None)


def _raw(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _text(element: Element | None) -> str:
    return " ".join(_raw(element).split())


def _title(element: Element) -> str:
    """In Dutch if it is there in Dutch, else in whatever language comes first."""
    title = _child(element, "title")
    told = [] if title is None else [one for one in title if _name(one) == "langstring"]
    dutch = [one for one in told if one.get("lang", "").lower().startswith("nl")]
    return _text(next(iter([*dutch, *told]), None))[:LONGEST_TITLE]
