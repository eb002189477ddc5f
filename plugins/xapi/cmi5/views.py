"""The pages on which somebody opens the units of a course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.people.queries import signed_in_user
from courses.plugin_api.api import CourseContext, Embedded, Refusal
from plugins.xapi import addresses as own_addresses
from plugins.xapi.cmi5 import placing, standing, words
from plugins.xapi.cmi5.packages import COURSE_FILES
from plugins.xapi.models import CoursePackage, Registration, Session
from plugins.xapi.services import consents, sessions, stores

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from plugins.xapi.cmi5.placing import Placed
    from plugins.xapi.cmi5.structure import Structure, Unit
    from plugins.xapi.models import RecordStore

HEIGHT = 640


@dataclass(frozen=True)
class Opened:
    """A course that somebody opens in a lesson, with what he or she has of it."""

    placed: Placed
    package: CoursePackage
    structure: Structure
    registration: Registration | None

    @property
    def title(self) -> str:
        """What it is called here."""
        return self.placed.title or self.package.title

    def url(self, course: CourseContext) -> str:
        """The page with its units."""
        return f"{course.url}les/{self.placed.lesson.pk}/{self.placed.block}/"


@require_safe
def units(request: HttpRequest, course: CourseContext, lesson_id: int, block: str) -> HttpResponse:
    """The units of a course, how it stands with each, and a button to open it."""
    opened = _opened(request, course, lesson_id, block)
    found = _standing(opened)
    values = {
        "rows": _rows(opened, found),
        "standing": found,
        "is_done": found.is_satisfied and any(one.is_seen for one in found.units),
        "url": opened.url(course),
        "asks": _store_that_asks(course),
        "sharing_url": own_addresses.sharing(),
        **_around(course, opened, opened.title),
    }
    response = render(request, "xapi/units.html", values)
    origins = sorted(_goals(opened, request))
    if origins:
        # The form leads on to where the course is; from there it may go on within its own site.
        response["Content-Security-Policy"] = f"form-action 'self' https: {' '.join(origins)}"
    return response


@require_POST
def open_unit(
    request: HttpRequest, course: CourseContext, lesson_id: int, block: str, number: int
) -> HttpResponse:
    """Begin a session: on to where the unit is, or to the page with its frame."""
    opened = _opened(request, course, lesson_id, block)
    unit = _unit(opened.structure, number)
    person = signed_in_user(request)
    registration = sessions.register(person=person, placed=opened.placed, package=opened.package)
    mode = words.BROWSE
    if course.takes_part:
        mode = standing.of(registration, opened.structure).units[unit.number].mode
    page = request.build_absolute_uri(opened.url(course))
    launch = sessions.launch(
        registration=registration,
        unit=unit,
        mode=mode,
        url=unit.url or f"{page}#{unit.path}",
        base=request.build_absolute_uri("/").rstrip("/"),
    )
    if unit.path:
        return redirect(f"{opened.url(course)}bezig/{launch.session.pk}/")
    response = HttpResponseRedirect(sessions.with_query(unit.url, launch.query))
    # Where the course is need not know which lesson this was.
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def running(
    request: HttpRequest, course: CourseContext, lesson_id: int, block: str, session_id: UUID
) -> HttpResponse:
    """A unit of a package: in a frame apart, or in this window where it wants its own."""
    opened = _opened(request, course, lesson_id, block)
    session = (
        Session.objects.select_related("registration__package")
        .filter(pk=session_id, registration__person=course.person_id, registration__block=block)
        .first()
    )
    if session is None or session.registration.package_id != opened.package.pk:
        raise Http404
    unit = _unit(opened.structure, session.unit)
    if session.ended_at is not None or session.fetched_at is not None:
        # The unit cannot begin twice: back to where it is opened again.
        return redirect(opened.url(course))
    base = request.build_absolute_uri("/").rstrip("/")
    content = _content(opened, unit, sessions.query_of(session, unit, base))
    if unit.own_window:
        response = HttpResponseRedirect(content.address(request))
        response["Referrer-Policy"] = "no-referrer"
        return response
    values = {
        "unit": unit,
        "frame": content.render(request),
        "is_browsing": session.mode == words.BROWSE,
        "is_review": session.mode == words.REVIEW,
        "url": opened.url(course),
        **_around(course, opened, unit.title),
    }
    return render(request, "xapi/running.html", values)


def _content(opened: Opened, unit: Unit, query: Mapping[str, str]) -> Embedded:
    """A unit of a package, with what it is told in its address."""
    return Embedded(
        files=COURSE_FILES,
        file_id=opened.package.file_id,
        start=sessions.with_query(unit.path + unit.query, query),
        title=unit.title,
        height=HEIGHT,
    )


def _goals(opened: Opened, request: HttpRequest) -> Iterator[str]:
    """The other sites to which the buttons of a course lead: where its units stand, and where
    packages are shown."""
    addresses = {one.url for one in opened.structure.units if one.url}
    own = next((one for one in opened.structure.units if one.path and one.own_window), None)
    if own is not None:
        addresses.add(_content(opened, own, {}).address(request))
    yield from {_origin(one) for one in addresses if urlsplit(one).netloc}


def _store_that_asks(course: CourseContext) -> RecordStore | None:
    """The store that may hear what this participant does, while he or she did not say yes or no."""
    store = stores.current_on() if course.takes_part else None
    if store is None or course.person_id is None:
        return None
    return store if consents.consent_of(course.person_id, store) is None else None


def _opened(request: HttpRequest, course: CourseContext, lesson_id: int, block: str) -> Opened:
    """The course at a place in a lesson, for somebody who may read that lesson.

    Raises:
        Http404: there is none, or it is not for this reader.
        Refusal: the lesson names a course that is not here.
    """
    found = placing.placed(course.training_id, lesson_id, block, drafts=course.is_staff)
    if found is None or course.person_id is None:
        raise Http404
    if found.lesson.is_closed_to(request):
        raise Http404
    package = placing.packages_in(course.training_id).filter(pk=found.package_id or 0).first()
    if package is None:
        raise Refusal(_("Deze cursus is er niet meer. Vraag je trainer hoe je verder kunt."))
    registration = sessions.registration_of(course.person_id, found)
    return Opened(found, package, package.structure, registration)


def _standing(opened: Opened) -> standing.Standing:
    if opened.registration is None:
        return standing.untouched(opened.structure)
    return standing.of(opened.registration, opened.structure)


def _rows(opened: Opened, found: standing.Standing) -> list[dict[str, object]]:
    """Blocks and units in the order of the course."""
    rows: list[dict[str, object]] = []
    named: set[int] = set()
    for one in found.units:
        for number in one.unit.within:
            if number not in named:
                named.add(number)
                block = opened.structure.blocks[number]
                rows.append({"heading": block.title, "standing": None})
        rows.append({"heading": "", "standing": one})
    return rows


def _unit(structure: Structure, number: int) -> Unit:
    found = structure.unit(number)
    if found is None:
        raise Http404
    return found


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _around(course: CourseContext, opened: Opened, title: str) -> dict[str, object]:
    lesson_url = f"{course.training_url}lessen/{opened.placed.lesson.slug}/"
    return {
        **course.page_values(title, (opened.placed.lesson.title, lesson_url)),
        "lesson_url": lesson_url,
    }
