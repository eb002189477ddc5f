"""What staff closed with Wagtail's privacy (to sign in, a password, groups): the page itself asks
that of its reader, and it stands in no list that everybody sees.

A list on a page of the tree is seen by who came past what closes that page. So what closes the page
of the list closes nothing in it: `on` says which page that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from wagtail.models import Page, PageViewRestriction

from courses.common.public_version import memory
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

M = TypeVar("M", bound="Model")


def closed(path: str = "path", *, on: Page | None = None) -> Exists:
    """A condition: staff closed the page at this path, or one above it.

    As Wagtail's `private()`, but part of the statement: that asks for all restrictions first, and
    has them in the statement as they were then. An alias is closed with its page.
    """
    here = PageViewRestriction.objects.filter(
        _begins_with(path, "page__path") | _begins_with(path, "page__aliases__path")
    )
    return Exists(here.exclude(page__path__in=_way_to(on)) if on is not None else here)


def _begins_with(path: str, place: str) -> Q:
    return Q(**{place: Left(OuterRef(path), Length(place))})


def for_everybody(rows: QuerySet[M], page: str = "", *, on: Page | None = None) -> QuerySet[M]:
    """Of these pages, or of rows that name one in the field `page`, what everybody may find: on the
    site, and closed by nobody."""
    field = f"{page}__" if page else ""
    is_live: dict[str, Any] = {f"{field}live": True}
    return rows.filter(~closed(f"{field}path", on=on), **is_live)


def closed_places() -> tuple[str, ...]:
    """The paths of the pages that staff closed: sites hardly ever have any. Kept."""

    def ask() -> tuple[str, ...]:
        rows = PageViewRestriction.objects.values_list("page__path", "page__aliases__path")
        return tuple({place for row in rows for place in row if place})

    return memory.get("closed places", ask)


def closed_among(pages: Iterable[Page], *, on: Page | None = None) -> frozenset[int]:
    """The keys of those of these pages that staff closed: the same condition of what was read
    already."""
    passed = _way_to(on) if on is not None else ()
    places = tuple(one for one in closed_places() if one not in passed)
    return frozenset(one.pk for one in pages if one.path.startswith(places))


def _way_to(page: Page) -> list[str]:
    """The paths of the pages above a page, and its own."""
    ends = range(page.steplen, len(page.path) + 1, page.steplen)
    return [page.path[:end] for end in ends]


def refuse_if_signed_in(request: HttpRequest, page: Page) -> None:
    """Tell who has signed in and still may not open a page, that it is so: Wagtail sends on to sign
    in, which sends who has done that straight back, without end.

    Raises:
        PermissionDenied: the page is for groups in which the reader is not.
    """
    # In that order: who asks for the reader has a page that is kept for nobody else.
    if closed_among([page]) and request.user.is_authenticated:
        for restriction in page.get_view_restrictions():
            is_for_groups = restriction.restriction_type == PageViewRestriction.GROUPS
            if is_for_groups and not restriction.accept_request(request):
                raise PermissionDenied


def who_may_open(page: Page, people: Iterable[User]) -> list[User]:
    """Of these people those to whom a page opens once they have signed in, as Wagtail's
    `accept_request` asks. A password belongs to no account: of who has to give one, nobody."""
    found = [*people]
    for restriction in page.get_view_restrictions() if found else ():
        if restriction.restriction_type == PageViewRestriction.PASSWORD:
            return []
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            groups = restriction.groups.values("pk")
            members = {*User.objects.filter(groups__in=groups).values_list("pk", flat=True)}
            found = [one for one in found if one.is_superuser or one.pk in members]
    return found
