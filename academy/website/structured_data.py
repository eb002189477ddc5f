"""What pages say, once more for search engines: schema.org as JSON-LD.

Only what a visitor reads on the page, in the same words. It is kept with all else that is made of
public data, and small: a page weighs more with it for everybody.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.page_context import Values, provide
from courses.common import addresses, clock
from courses.common.mail import absolute_url
from courses.common.public_version import memory
from courses.editions.enums import Language
from courses.translations.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.http import HttpRequest

    from courses.catalogue.models import LecturePage, TrainingPage
    from courses.editions.models import Edition
    from courses.plugin_api.contributions.base import Json

CONTEXT = "https://schema.org"

MOST_INSTANCES = 10
"""Editions of one training that are told: those after it are months away."""

_UNSAFE = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
"""What could end the element that it stands in, or means something else in a script."""


@provide("TrainingPage")
def of_training(request: HttpRequest, page: TrainingPage, values: Values) -> dict[str, object]:
    """A course with its instances, or the events of a lecture or a network meeting."""
    if not page.live or getattr(request, "is_preview", False):
        return {}
    found = memory.get(
        ("structured data of training", page.pk),
        lambda: _as_script(
            [*_of_training(page, values["editions"]), _breadcrumbs(values["crumbs"])]
        ),
    )
    return {"structured_data": found}


@provide("LecturePage")
def of_lecture(request: HttpRequest, page: LecturePage, values: Values) -> dict[str, object]:
    """A lecture that was held, and where it can be seen again."""
    if not page.live or getattr(request, "is_preview", False):
        return {}
    found = memory.get(
        ("structured data of lecture", page.pk),
        lambda: _as_script([_lecture(page), _breadcrumbs(page.trail(request))]),
    )
    return {"structured_data": found}


@provide("agenda")
def of_agenda(request: HttpRequest, _page: None, values: Values) -> dict[str, object]:
    """What stands in this part of the agenda."""
    told = [_instance(one, with_training=True) for one in values["editions"]]
    return {"structured_data": _as_script([*told, _breadcrumbs(values["crumbs"])])}


# --- Trainings and their editions -----------------------------------------------------------------


def _of_training(page: TrainingPage, editions: Sequence[Edition]) -> list[Json]:
    told = editions[:MOST_INSTANCES]
    return [_course(page, told)] if page.is_training else [_instance(one) for one in told]


def _course(page: TrainingPage, editions: Sequence[Edition]) -> dict[str, Json]:
    goals = [read(one.text) for one in page.goals.all()]
    course: dict[str, Json] = {
        "@type": "Course",
        "url": _address(addresses.training(page.slug)),
        "name": read(page.title),
        "description": read(page.summary),
        "provider": _organisation(page.partner.name if page.partner else ""),
        "timeRequired": f"PT{page.minutes}M",
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR", "category": "Free"},
    }
    if page.theme:
        course["about"] = read(page.theme.name)
    if goals:
        course["teaches"] = goals
    if editions:
        course["inLanguage"] = sorted({_spoken(one) for one in editions})
        course["hasCourseInstance"] = [_instance(one) for one in editions]
    return course


def _instance(edition: Edition, *, with_training: bool = False) -> dict[str, Json]:
    """One edition: a course instance, which is a kind of event, or the event itself."""
    training = edition.training
    kind = "CourseInstance" if training.is_training else "Event"
    told: dict[str, Json] = {
        "@type": kind,
        "url": _address(f"/inschrijven/{edition.pk}/"),
        "name": read(training.title),
        "startDate": _moment(edition.starts_at),
        "endDate": _moment(edition.ends_at),
        "inLanguage": _spoken(edition),
        "eventStatus": "EventCancelled" if edition.is_cancelled else "EventScheduled",
        "eventAttendanceMode": f"{'Online' if edition.is_online else 'Offline'}EventAttendanceMode",
        "location": _location(edition),
        "organizer": _organisation(""),
    }
    for name in ("eventStatus", "eventAttendanceMode"):
        told[name] = f"{CONTEXT}/{told[name]}"
    if training.is_training:
        told["courseMode"] = "Online" if edition.is_online else "Onsite"
        told["courseWorkload"] = f"PT{training.minutes}M"
    if edition.is_open_for_enrolment:
        # As the page says it: nothing where one cannot enrol.
        told["remainingAttendeeCapacity"] = max(0, edition.seats_left)
    if with_training:
        about = _address(addresses.training(training.slug))
        told["about"] = {"@type": "Course", "url": about} if training.is_training else about
    return told


def _location(edition: Edition) -> Json:
    if edition.is_online:
        # Where one enrols; the link itself is for who takes part.
        return {"@type": "VirtualLocation", "url": _address(f"/inschrijven/{edition.pk}/")}
    where = edition.where
    place: dict[str, Json] = {"@type": "Place", "name": read(where.venue) or where.address}
    if where.address:
        place["address"] = where.address
    return place


def _spoken(edition: Edition) -> str:
    """As BCP 47 has it: plain Dutch is Dutch."""
    return "nl" if edition.language == Language.EASY_DUTCH else edition.language


# --- Lectures and the way to a page ---------------------------------------------------------------


def _lecture(page: LecturePage) -> dict[str, Json]:
    address = _address(f"{addresses.LECTURES}{page.slug}/")
    told: dict[str, Json] = {
        "@type": "Event",
        "url": address,
        "name": read(page.title),
        "description": read(page.summary),
        "startDate": page.recorded_on.isoformat(),
        "duration": f"PT{page.minutes}M",
        "organizer": _organisation(""),
    }
    recording = page.recording_url or (page.recording and absolute_url(page.recording.url))
    if recording:
        told["recordedIn"] = {
            "@type": "CreativeWork",
            "name": read(page.title),
            "url": recording,
        }
    return told


def _breadcrumbs(trail: Iterable[tuple[object, str | None]]) -> dict[str, Json]:
    items: list[Json] = []
    for place, (name, address) in enumerate(trail, start=1):
        item: dict[str, Json] = {"@type": "ListItem", "position": place, "name": str(name)}
        if address:
            item["item"] = _address(address)
        items.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _organisation(partner: str) -> dict[str, Json]:
    name = partner or settings.WAGTAIL_SITE_NAME
    told: dict[str, Json] = {"@type": "Organization", "name": name}
    return told if partner else {**told, "url": _address("/")}


def _address(path: str) -> str:
    return path if "://" in path else absolute_url(path)


def _moment(value: datetime | None) -> str | None:
    return clock.local(value).isoformat(timespec="minutes") if value else None


def _as_script(graph: Sequence[Json]) -> SafeString:
    """As it stands in the element: nothing in it can end that element."""
    document = {"@context": CONTEXT, "@graph": list(graph)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_UNSAFE))
