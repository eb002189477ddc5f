"""Reads `imsmanifest.xml`: what a SCORM package is called, and which parts it has in which order.

SCORM 1.2 (ADL 2001) and SCORM 2004 (4th edition, ADL 2009) share the file's form, that of IMS
Content Packaging: resources, and organisations of items that point at them. Makers take liberties
with it, so this reads what is meant where that is clear, and says what it leaves out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from courses.plugin_api.api import Refusal
from plugins.scorm import rules, sharing_elements
from plugins.scorm.elements import NUMBER, attribute, child, children, first, name_of, says, text_of
from plugins.scorm.sharing_elements import Goal, Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from xml.etree.ElementTree import Element

MANIFEST = "imsmanifest.xml"
MOST_BYTES = 4_000_000
MOST_PARTS = 300
MOST_DEPTH = 12
LONGEST_TITLE = 200
LONGEST_DATA = 4096
MOST_OBJECTIVES = 100
TIME_LIMITS = {
    "1.2": re.compile(r"\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?"),
    "2004": re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?"),
}
TIME_ACTIONS = frozenset(
    f"{first},{then}" for first in ("exit", "continue") for then in ("message", "no message")
)
LONGEST_ADDRESS = 1000
OTHER_KINDS = {"tincan.xml": "xAPI", "cmi5.xml": "cmi5"}
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


class Version(StrEnum):
    """Which run-time a package talks to."""

    SCORM_12 = "1.2"
    SCORM_2004 = "2004"


@dataclass(frozen=True)
class Part:
    """An item of a package: something to open, or (without `path`) a heading above others.

    `path` is that of a file in the package, `query` what comes behind it in the address (with `?`
    or `#`). `is_sco` says that it talks to the run-time; else it is done once it is opened.
    `mastery` is the score that passes: of 1.2 a mark from 0 to 100, of 2004 a measure from -1 to 1.
    `threshold` is the progress from 0 to 1 that counts as completed. What its maker hands to it:
    `data`, a limit of time with what to do then, and the ids of its objectives. What it shares with
    other parts: `stores` of text, and `goals`; `controls` says how it is followed for those.
    `apart` names for what of the whole package it counts not: success, progress, score.
    """

    id: str
    title: str
    depth: int = 0
    path: str = ""
    query: str = ""
    is_sco: bool = True
    mastery: float | None = None
    threshold: float | None = None
    data: str = ""
    time_limit: str = ""
    time_action: str = ""
    objectives: tuple[str, ...] = ()
    stores: tuple[Store, ...] = ()
    goals: tuple[Goal, ...] = ()
    controls: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def is_apart(self) -> bool:
        """Whether it counts for nothing of the whole."""
        return set(self.apart) >= rules.ALL

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Part:
        """What was kept of one."""
        several = {
            "objectives": tuple(kept.get("objectives", ())),
            "stores": tuple(Store(**one) for one in kept.get("stores", ())),
            "goals": tuple(Goal(**one) for one in kept.get("goals", ())),
            "controls": tuple(kept.get("controls", ())),
            "apart": tuple(kept.get("apart", ())),
        }
        return cls(**{**kept, **several})


@dataclass(frozen=True)
class Manifest:
    """A package as its manifest says. `remarks` are sentences about what is not as it should be."""

    version: Version
    title: str
    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = ()

    @property
    def to_open(self) -> tuple[Part, ...]:
        """The parts that somebody opens, in order."""
        return tuple(part for part in self.parts if part.path)

    def part(self, part_id: str) -> Part | None:
        """A part to open by its id."""
        return next((part for part in self.to_open if part.id == part_id), None)

    def as_json(self) -> dict[str, Any]:
        """To keep it beside the package."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Manifest:
        """What `as_json` gave."""
        return cls(
            Version(kept["version"]),
            kept["title"],
            tuple(Part.of_json(part) for part in kept["parts"]),
            tuple(kept["remarks"]),
        )


def read(content: bytes, paths: Collection[str]) -> Manifest:
    """The manifest in `content`, of a package with files at `paths`.

    Raises:
        Refusal: it is no SCORM, cannot be read safely, or has nothing to open.
    """
    return _Reader(_root_of(content), paths).manifest()


def refuse_without_manifest(paths: Collection[str]) -> None:
    """Say what is wrong with a package that has no manifest where it should be.

    Raises:
        Refusal: unless there is one.
    """
    if MANIFEST in paths:
        return
    names = {path.rsplit("/", 1)[-1].lower() for path in paths}
    kinds = [kind for name, kind in OTHER_KINDS.items() if name in names]
    if kinds:
        words = _("Dit is een pakket voor %(kind)s. Exporteer het als SCORM 1.2 of SCORM 2004.")
        raise Refusal(words % {"kind": kinds[0]}, field="file")
    if MANIFEST in names:
        words = _(
            "Het bestand imsmanifest.xml staat in een map, of heeft hoofdletters in de naam. "
            "Zip wat er in de map zit, niet de map zelf."
        )
        raise Refusal(words, field="file")
    raise Refusal(
        _("In dit zip-bestand zit geen imsmanifest.xml. Het is dus geen SCORM-pakket."),
        field="file",
    )


def _root_of(content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise Refusal(_("Het bestand imsmanifest.xml is te groot."), field="file")
    try:
        root: Element = fromstring(content)
    except DefusedXmlException:
        words = _("In imsmanifest.xml staat iets dat niet veilig is. We openen het niet.")
        raise Refusal(words, field="file") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        words = _("Het bestand imsmanifest.xml is beschadigd. Maak het pakket opnieuw.")
        raise Refusal(words, field="file") from None
    if name_of(root) != "manifest":
        raise Refusal(_("Het bestand imsmanifest.xml is geen lijst van een pakket."), field="file")
    return root


class _Reader:
    def __init__(self, root: Element, paths: Collection[str]) -> None:
        self.root = root
        self.paths = _Paths(paths)
        self.remarks: list[str] = []
        self.missing: list[str] = []
        self.hidden: list[str] = []
        self.version = self._version()
        resources = child(root, "resources")
        self.base = _base(root) + (_base(resources) if resources is not None else "")
        self.resources = {
            one.get("identifier", "").strip(): one for one in children(resources, "resource")
        }

    def manifest(self) -> Manifest:
        title, parts = self._organisation()
        if not any(part.path for part in parts):
            self._refuse_nothing_to_open()
        self.remarks += rules.told_of(self.root)
        if self.hidden:
            names = ", ".join(f"‘{one}’" for one in self.hidden[:3])
            words = _("Het pakket verbergt deze onderdelen. Wij laten ze weg: %(names)s.")
            self.remarks.append(words % {"names": names})
        if self.missing:
            names = ", ".join(self.missing[:3])
            self.remarks.append(_("Deze bestanden ontbreken: %(names)s.") % {"names": names})
        return Manifest(self.version, title, tuple(parts), tuple(self.remarks))

    def _refuse_nothing_to_open(self) -> None:
        if self.missing:
            words = _("Het pakket begint met een bestand dat er niet is: %(name)s.")
            raise Refusal(words % {"name": self.missing[0]}, field="file")
        raise Refusal(_("In dit pakket zit niets om te openen."), field="file")

    def _version(self) -> Version:
        """By what it says, or else by the names of SCORM's own elements and attributes."""
        metadata = child(self.root, "metadata")
        said = (text_of(child(metadata, "schemaversion")) if metadata is not None else "").lower()
        if said == "1.2":
            return Version.SCORM_12
        if "2004" in said or said in {"cam 1.3", "1.3"}:
            return Version.SCORM_2004
        names = {one.tag.partition("}")[0] for one in self.root.iter()}
        names |= {key.partition("}")[0] for one in self.root.iter() for key in one.attrib}
        known = " ".join(names)
        if "adlcp_v1p3" in known:
            return Version.SCORM_2004
        if "adlcp" in known:
            return Version.SCORM_12
        raise Refusal(
            _("Dit pakket is geen SCORM 1.2 of SCORM 2004. Kies bij het exporteren een van die."),
            field="file",
        )

    # --- What is in it --------------------------------------------------------------------------

    def _organisation(self) -> tuple[str, list[Part]]:
        listed = child(self.root, "organizations")
        found = children(listed, "organization")
        default = listed.get("default", "") if listed is not None else ""
        chosen = next((one for one in found if one.get("identifier") == default), None)
        if chosen is None:
            chosen = found[0] if found else None
        if chosen is None:
            return "", self._all_resources()
        if len(found) > 1:
            self.remarks.append(_("Het pakket heeft meer dan één indeling. We tonen de eerste."))
        title = _title(chosen)
        parts = list(self._items(chosen, depth=0))
        if not any(part.path for part in parts) and self.hidden:
            # What is in no list of parts, it opens of itself: that is all that there is.
            self.hidden, self.missing = [], []
            parts = list(self._items(chosen, depth=0, shows_hidden=True))
        # Ids are in addresses and in what is kept: each once.
        return title or next((part.title for part in parts), ""), _with_own_ids(parts)

    def _all_resources(self) -> list[Part]:
        """Of a package without an order: everything that can be opened."""
        found = (
            self._opened(Part(id=key, title=key), resource)
            for key, resource in self.resources.items()
            if resource.get("href")
        )
        return _with_own_ids([part for part in found if part.path][:MOST_PARTS])

    def _items(
        self,
        parent: Element,
        *,
        depth: int,
        shows_hidden: bool = False,
        apart: frozenset[str] = frozenset(),
    ) -> Iterator[Part]:
        if depth > MOST_DEPTH:
            raise Refusal(_("De indeling van dit pakket heeft te veel lagen."), field="file")
        for item in children(parent, "item"):
            if not (shows_hidden or says(item, "isvisible", default=True)):
                self.hidden += _titles_to_open(item)
                continue
            own = apart | rules.apart_of(self._sequencing(item))
            yield replace(self._part(item, depth), apart=tuple(sorted(own)))
            yield from self._items(item, depth=depth + 1, shows_hidden=shows_hidden, apart=own)

    def _part(self, item: Element, depth: int) -> Part:
        title = _title(item) or _("Onderdeel")
        part = Part(id=item.get("identifier", ""), title=title, depth=depth)
        wanted = item.get("identifierref", "").strip()
        if not wanted:
            return part
        resource = self.resources.get(wanted)
        if resource is None:
            self.missing.append(wanted[:80])
            return part
        return self._opened(part, resource, item)

    def _opened(self, part: Part, resource: Element, item: Element | None = None) -> Part:
        """The part with what there is to open."""
        href = resource.get("href", "").strip()
        parameters = item.get("parameters", "").strip() if item is not None else ""
        address = _joined(self.base + _base(resource), href)
        path, query = self.paths.find(address)
        if not path or len(query) + len(parameters) > LONGEST_ADDRESS:
            self.missing.append(href[:80] or part.title)
            return part
        is_sco = attribute(resource, "scormtype") != "asset"
        opened = replace(part, path=path, query=_with_parameters(query, parameters), is_sco=is_sco)
        return opened if item is None else self._with_rules(opened, item)

    # --- When it is passed ----------------------------------------------------------------------

    def _with_rules(self, part: Part, item: Element) -> Part:
        """With the score that passes, the progress that completes, and what its maker gives it."""
        told = {
            name_of(one).lower(): text_of(one)[:LONGEST_DATA]
            for one in item
            if isinstance(one.tag, str)
        }
        action = told.get("timelimitaction", "")
        part = replace(
            part,
            data=told.get("datafromlms", ""),
            time_action=action if action in TIME_ACTIONS else "",
        )
        if self.version == Version.SCORM_12:
            return replace(
                part,
                mastery=self._number(child(item, "masteryscore"), part.title, 0, 100),
                time_limit=_time_limit("1.2", told.get("maxtimeallowed", "")),
            )
        sequencing = self._sequencing(item)
        limits = first(sequencing, "limitConditions")
        objectives = first(sequencing, "objectives")
        mastery, threshold = self._norms(item, objectives, part.title)
        goals = sharing_elements.goals_of(sequencing, mastery)
        return replace(
            part,
            mastery=mastery,
            threshold=threshold,
            time_limit=_time_limit(
                "2004", "" if limits is None else limits.get("attemptAbsoluteDurationLimit", "")
            ),
            objectives=tuple(_ids_of(objectives)),
            stores=sharing_elements.stores_of(item),
            goals=goals,
            controls=sharing_elements.controls_of(sequencing) if goals else (),
        )

    def _sequencing(self, item: Element) -> list[Element]:
        """The rules of an item: its own, and those of the package to which they refer."""
        own = child(item, "sequencing")
        if own is None:
            return []
        wanted = own.get("IDRef", "").strip()
        shared = self.root.iter() if wanted else iter(())
        return [own, *(one for one in shared if wanted and one.get("ID") == wanted)]

    def _norms(
        self, item: Element, objectives: Element | None, title: str
    ) -> tuple[float | None, float | None]:
        threshold = child(item, "completionThreshold")
        progress = None
        if threshold is not None and threshold.get("completedByMeasure", "true") != "false":
            progress = self._number(
                threshold.get("minProgressMeasure") or text_of(threshold) or "1.0", title, 0, 1
            )
        primary = child(objectives, "primaryObjective") if objectives is not None else None
        mastery = None
        if primary is not None and primary.get("satisfiedByMeasure", "false") in {"true", "1"}:
            measure = child(primary, "minNormalizedMeasure")
            mastery = 1.0 if measure is None else self._number(measure, title, -1, 1)
        return mastery, progress

    def _number(
        self, given: Element | str | None, title: str, least: float, most: float
    ) -> float | None:
        """A number as SCORM writes it, with a point; what is none is left out and told."""
        text = given.strip() if isinstance(given, str) else text_of(given)
        if not text:
            return None
        if NUMBER.fullmatch(text) and least <= float(text) <= most:
            return float(text)
        if "," in text:
            words = _(
                "Bij ‘%(title)s’ is de norm ‘%(text)s’ met een komma geschreven. SCORM vraagt een "
                "punt. We gebruiken deze norm niet."
            )
        else:
            words = _(
                "Bij ‘%(title)s’ is de norm ‘%(text)s’ geen goed getal. Die gebruiken we niet."
            )
        self.remarks.append(words % {"title": title, "text": text[:20]})
        return None


def _titles_to_open(item: Element) -> list[str]:
    """What is called how in an item and below it that something would be opened for."""
    items = (one for one in item.iter() if name_of(one) == "item" and one.get("identifierref"))
    return [_title(one) or _("Onderdeel") for one in items]


class _Paths:
    """Finds files by what a manifest calls them."""

    def __init__(self, paths: Collection[str]) -> None:
        self.exact = frozenset(paths)
        self.alike: dict[str, str] = {}
        for path in sorted(paths):
            self.alike.setdefault(_folded(path), path)

    def find(self, address: str) -> tuple[str, str]:
        """The path of a file, and what comes behind it in the address; empty when there is none.

        Makers write names as they are, or as in an address (`een%20naam.html`), sometimes both in
        one manifest; and on a disk that does not know capitals apart.
        """
        if not address or urlsplit(address).scheme or address.startswith("//"):
            return "", ""
        cut = min((address.find(mark) % (len(address) + 1) for mark in "?#"), default=len(address))
        for name, query in ((address, ""), (address[:cut], address[cut:])):
            for spelled in (name, unquote(name)):
                path = _tidy(spelled)
                if path in self.exact:
                    return path, query
                if path and _folded(path) in self.alike:
                    return self.alike[_folded(path)], query
        return "", ""


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _tidy(path: str) -> str:
    """A path without `.`, `..` and backslashes; empty when it leads out of the package."""
    steps: list[str] = []
    for step in path.replace("\\", "/").split("/"):
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def _joined(base: str, href: str) -> str:
    return href if not base or urlsplit(href).scheme else f"{base.rstrip('/')}/{href.lstrip('/')}"


def _with_parameters(query: str, parameters: str) -> str:
    """`query` with the parameters of an item, joined as the content aggregation model says."""
    parameters = parameters.lstrip("?&")
    if not parameters:
        return query
    if parameters.startswith("#"):
        return query if "#" in query else query + parameters
    before, mark, fragment = query.partition("#")
    return f"{before}{'&' if before else '?'}{parameters}{mark}{fragment}"


def _with_own_ids(parts: list[Part]) -> list[Part]:
    if len(parts) > MOST_PARTS:
        words = _("Dit pakket heeft meer dan %(most)d onderdelen. Verdeel het over meer pakketten.")
        raise Refusal(words % {"most": MOST_PARTS}, field="file")
    known: set[str] = set()
    found = []
    for number, part in enumerate(parts, 1):
        # What a maker calls it may be anything; an address wants letters, digits and hyphens.
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", part.id).strip("-")[:60]
        name = plain if plain and plain not in known else f"{plain[:50]}-{number}".strip("-")
        known.add(name)
        found.append(replace(part, id=name))
    return found


# --- Elements ---------------------------------------------------------------------------------


def _ids_of(objectives: Element | None) -> list[str]:
    """The ids of objectives, the primary one first; without one it stays unknown to the package."""
    listed = [*children(objectives, "primaryObjective"), *children(objectives, "objective")]
    ids = (one.get("objectiveID", "").strip() for one in listed)
    return list(dict.fromkeys(one for one in ids if one and len(one) <= LONGEST_DATA))[
        :MOST_OBJECTIVES
    ]


def _time_limit(kind: str, told: str) -> str:
    """A limit of time as its version of SCORM writes it; what is none is no limit."""
    return told if TIME_LIMITS[kind].fullmatch(told) else ""


def _title(element: Element) -> str:
    return text_of(child(element, "title"))[:LONGEST_TITLE]


def _base(element: Element) -> str:
    base = element.get(XML_BASE, "").strip()
    return f"{base.rstrip('/')}/" if base else ""
