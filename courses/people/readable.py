"""The document about somebody's own data, to read on a page and to print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

from courses.common import clock

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


NAMES = frozenset(
    (
        # Who somebody is, and the account.
        gettext_noop("naam"),
        gettext_noop("gezicht bij je naam"),
        gettext_noop("foto"),
        gettext_noop("getekend"),
        gettext_noop("beschrijving"),
        gettext_noop("gevraagd om extra beveiliging"),
        gettext_noop("gemaild dat niemand het account gebruikt"),
        gettext_noop("inloggen met een account van het werk"),
        gettext_noop("nummer"),
        gettext_noop("rollen van een organisatie"),
        gettext_noop("rol"),
        gettext_noop("nu ingelogd"),
        gettext_noop("apparaat"),
        gettext_noop("waar je bent in een les"),
        gettext_noop("stap"),
        gettext_noop("e-mailadres"),
        gettext_noop("telefoon"),
        gettext_noop("straat en huisnummer"),
        gettext_noop("postcode"),
        gettext_noop("woonplaats"),
        gettext_noop("geboortejaar"),
        gettext_noop("bericht het liefst"),
        gettext_noop("doet mee als"),
        gettext_noop("organisatie"),
        gettext_noop("taal van berichten"),
        gettext_noop("account sinds"),
        gettext_noop("rollen"),
        gettext_noop("contactpersoon van"),
        gettext_noop("laatst ingelogd"),
        gettext_noop("wachtwoord gekozen"),
        gettext_noop("e-mailadressen"),
        gettext_noop("adres"),
        gettext_noop("bevestigd"),
        gettext_noop("extra beveiliging bij inloggen"),
        gettext_noop("soort"),
        gettext_noop("sinds"),
        gettext_noop("kan alleen"),
        gettext_noop("taal"),
        gettext_noop("laatst gebruikt"),
        gettext_noop("code om dit account over te nemen geldt tot"),
        gettext_noop("wordt gewist op"),
        gettext_noop("eigen foto in het beheer"),
        gettext_noop("adres gemaakt op"),
        gettext_noop("waarvoor"),
        gettext_noop("wat het mag"),
        gettext_noop("werkt tot"),
        gettext_noop("veranderd"),
        gettext_noop("op"),
        gettext_noop("wat"),
        # Taking part.
        gettext_noop("training"),
        gettext_noop("dag"),
        gettext_noop("bron"),
        gettext_noop("begint"),
        gettext_noop("begon"),
        gettext_noop("eindigt"),
        gettext_noop("status"),
        gettext_noop("gevraagd op"),
        gettext_noop("ingeschreven op"),
        gettext_noop("ingeschreven door de academie"),
        gettext_noop("op de wachtlijst sinds"),
        gettext_noop("meegenomen door iemand anders"),
        gettext_noop("komt samen met iemand anders"),
        gettext_noop("antwoorden bij inschrijven"),
        gettext_noop("gevraagd naar een andere datum te gaan"),
        gettext_noop("plaats aangeboden tot"),
        gettext_noop("van"),
        gettext_noop("naar"),
        gettext_noop("bijeenkomst"),
        gettext_noop("presentie"),
        gettext_noop("ingehaald bij"),
        gettext_noop("genoteerd op"),
        gettext_noop("eerder genoteerd"),
        # What somebody was told.
        gettext_noop("bericht"),
        gettext_noop("gemaakt op"),
        gettext_noop("hoe"),
        gettext_noop("klaar op"),
        gettext_noop("gegevens"),
        gettext_noop("gebeld"),
        gettext_noop("uitkomst"),
        # What somebody did.
        gettext_noop("afgeronde lessen"),
        gettext_noop("antwoorden op opdrachten"),
        gettext_noop("les"),
        gettext_noop("vraag"),
        gettext_noop("antwoord"),
        gettext_noop("beste punten"),
        gettext_noop("e-learning"),
        gettext_noop("laatst bezig op"),
        gettext_noop("poging"),
        gettext_noop("score in procenten"),
        gettext_noop("stand"),
        gettext_noop("tijd in minuten"),
        gettext_noop("vragenbank"),
        gettext_noop("van de"),
        gettext_noop("klaar"),
        gettext_noop("beantwoord op"),
        gettext_noop("afgerond op"),
        gettext_noop("uitleg"),
        gettext_noop("evaluaties"),
        gettext_noop("ingevuld"),
        # What is shared with others.
        gettext_noop("recordstore"),
        gettext_noop("eerdere nummers"),
        gettext_noop("toestemming sinds"),
        gettext_noop("gestopt op"),
        gettext_noop("berichten"),
        gettext_noop("over"),
        gettext_noop("wanneer"),
        gettext_noop("verstuurd"),
        gettext_noop("cursus"),
        gettext_noop("begonnen op"),
        gettext_noop("bewaard door de cursus"),
        # Certificates.
        gettext_noop("code"),
        gettext_noop("uitgegeven op"),
        gettext_noop("eerste dag"),
        gettext_noop("laatste dag"),
        gettext_noop("uren"),
        gettext_noop("plaats"),
        gettext_noop("te controleren op"),
        gettext_noop("ingetrokken op"),
        gettext_noop("reden"),
        gettext_noop("vervangt"),
        gettext_noop("vervangen op"),
        gettext_noop("reden van vervangen"),
        gettext_noop("certificaten van toen"),
        gettext_noop("met de hand gegeven, omdat"),
        gettext_noop("naam op de controlepagina"),
        gettext_noop("toegevoegd op"),
        gettext_noop("door de academie gezien op"),
        # Plugins of the academy itself.
        gettext_noop("opdracht"),
        gettext_noop("ingeleverd"),
        gettext_noop("ingeleverd op"),
        gettext_noop("nagekeken"),
        gettext_noop("nagekeken door"),
        gettext_noop("nagekeken op"),
        gettext_noop("tekst"),
        gettext_noop("bestand"),
        gettext_noop("grootte van het bestand in bytes"),
        gettext_noop("bestand ophalen op"),
        gettext_noop("opmerking van de trainer"),
        gettext_noop("begin"),
        gettext_noop("certificaat"),
        gettext_noop("lijst"),
        gettext_noop("plaats in de lijst"),
        gettext_noop("verstuurd op"),
        gettext_noop("online"),
        gettext_noop("minuten online"),
        gettext_noop("eerste keer binnen"),
        gettext_noop("keren binnen"),
        gettext_noop("namen in het rapport"),
        gettext_noop("rapport gelezen op"),
        gettext_noop("rapporten gelezen"),
        gettext_noop("gekoppeld"),
        gettext_noop("doorgegeven"),
        gettext_noop("nummers"),
        gettext_noop("nummer"),
        gettext_noop("systeem"),
        gettext_noop("resultaten"),
        gettext_noop("resultaat"),
        gettext_noop("opmerking"),
        # Around all of it.
        gettext_noop("over dit bestand"),
        gettext_noop("wie je bent"),
        gettext_noop("onderdelen"),
        gettext_noop("onderdeel"),
        gettext_noop("ontbreekt"),
        gettext_noop("let op"),
    )
)
"""What the parts call things in the document. On the page and in the file these are words of the
language that is read."""


@dataclass(frozen=True)
class Item:
    """One thing: its name, and its value or what it consists of."""

    name: str = ""
    text: str = ""
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class ReadableSection:
    """What one part keeps. `nothing` says that there is nothing."""

    title: str
    items: list[Item]

    @property
    def nothing(self) -> bool:
        return not self.items


def in_own_words(value: Json) -> Json:
    """A part of the document with its names in the language that is set."""
    if isinstance(value, dict):
        return {
            gettext(name) if name in NAMES else name: in_own_words(one)
            for name, one in value.items()
        }
    return [in_own_words(one) for one in value] if isinstance(value, list) else value


def as_sections(document: Json) -> list[ReadableSection]:
    """The document of `queries.export_personal_data` as headings with what stands under them.

    What is empty is left out: a page with "none" forty times is read by nobody.
    """
    assert isinstance(document, dict)  # noqa: S101 - as it is made
    sections = [ReadableSection(gettext("Wie je bent"), _items(document["wie je bent"]))]
    parts = document["onderdelen"]
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict):
            kept = part.get("gegevens", part.get("ontbreekt"))
            sections.append(ReadableSection(str(part["onderdeel"]), _items(kept)))
    if "let op" in document:
        sections.append(ReadableSection(gettext("Let op"), _items(document["let op"])))
    return sections


def _items(value: Json) -> list[Item]:
    if isinstance(value, dict):
        return [_named(str(name), one) for name, one in value.items() if not _is_empty(one)]
    if isinstance(value, list):
        return [_named("", one) for one in value if not _is_empty(one)]
    return [] if _is_empty(value) else [Item(text=_text(value))]


def _named(name: str, value: Json) -> Item:
    if not name and isinstance(value, dict):
        first, *rest = _items(value) or [Item()]
        # One of several things goes by the first that is told of it: a point without words, with
        # points below it, says nothing.
        return Item(items=[first, *rest]) if first.items else Item(first.name, first.text, rest)
    title = capfirst(gettext(name)) if name in NAMES else capfirst(name)
    if isinstance(value, dict | list):
        return Item(title, items=_items(value))
    return Item(title, _text(value))


def _is_empty(value: Json) -> bool:
    return value is None or value in ("", [], {})


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nee")
    text = str(value)
    if _MOMENT.fullmatch(text):
        moment = clock.local(datetime.fromisoformat(text.replace("Z", "+00:00")))
        return f"{date_format(moment, 'j F Y')}, {moment:%H:%M}"
    if _DAY.fullmatch(text):
        try:
            return date_format(datetime.fromisoformat(text), "j F Y")
        except ValueError:
            return text
    return text
