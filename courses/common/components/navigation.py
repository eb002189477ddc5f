"""Where somebody is, where else there is to go, and who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.common import addresses
from courses.common.visitors import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.core.paginator import Page
    from django.http import HttpRequest
    from django.template.context import Context

register = template.Library()


class _HasAddress(Protocol):
    """A page, by its part of the address."""

    slug: str


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, page_obj: Page[object], param: str = "pagina"
) -> dict[str, object]:
    """Links to the other pages of a list, keeping what else stands in the address."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(number: int) -> str:
        if query is None:
            return f"?{param}={number}"
        query[param] = str(number)
        return f"?{query.urlencode()}"

    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "shown": paginator.num_pages > 1,
        "pages": [
            (number, address(number) if isinstance(number, int) else "") for number in numbers
        ],
        "current": page_obj.number,
        "previous": address(page_obj.number - 1) if page_obj.has_previous() else "",
        "next": address(page_obj.number + 1) if page_obj.has_next() else "",
    }


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context, items: Sequence[tuple[object, str]] = ()) -> dict[str, object]:
    """The way to this page: `items`, else `crumbs` in the context, else the Wagtail page's."""
    given = list(items or context.get("crumbs") or ())
    page = context.get("page")
    trail = given or (page.trail(context.get("request")) if page and hasattr(page, "trail") else [])
    current = trail[-1][0] if trail else ""
    return {
        "trail": trail[:-1],
        "current": current,
        "trail_is_of_pages": not given,
        "current_is_of_page": current == getattr(page, "title", None),
    }


@register.inclusion_tag("components/main_nav.html", takes_context=True)
def main_nav(context: Context) -> dict[str, object]:
    """The four parts of the catalogue and the search, with the one that we are in marked."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request is not None else ""
    links = (
        (addresses.CATALOGUE, _("Trainingen")),
        (addresses.AGENDA, _("Agenda")),
        (addresses.LEARNING_PATHS, _("Leerlijnen")),
        (addresses.LECTURES, _("Lezingen")),
        (addresses.SEARCH, _("Zoeken")),
    )
    return {"links": [(url, text, _current(path, url)) for url, text in links]}


def _current(path: str, url: str) -> str:
    """The value of `aria-current`: this very page, a page below it, or nothing."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def current_mark(context: Context, url: str) -> SafeString:
    """` aria-current="…"` when this page is `url` or lies below it."""
    request: HttpRequest | None = context.get("request")
    current = _current(request.path, url) if request is not None else ""
    return format_html(' aria-current="{}"', current) if current else SafeString("")


@register.simple_tag(takes_context=True)
def signed_in_person(context: Context) -> AbstractBaseUser | None:
    """Who is signed in, or None."""
    return signed_in(context.get("request"))


@register.filter
def address(name: str) -> str:
    """A fixed address by its name: `"mine"|address`."""
    found: str = getattr(addresses, name.upper())
    return found


@register.filter
def training_address(training: _HasAddress) -> str:
    """The address of a training."""
    return addresses.training(training.slug)


@register.simple_tag
def new_date_address(training_address: str, part_of_day: str = "", language: str = "") -> str:
    """Where one asks to hear of a new date of the training with that address."""
    return addresses.new_date(training_address, part_of_day, language)


@register.filter
def training_end_address(training: _HasAddress) -> str:
    """The address where a participant rounds a training off."""
    return addresses.training_end(training.slug)


@register.filter
def booklet_address(training: _HasAddress) -> str:
    """The address of all lessons of a training in a row."""
    return addresses.booklet(training.slug)


@register.filter
def lesson_address(lesson: _HasAddress, training: _HasAddress) -> str:
    """The address of a lesson in a training."""
    return addresses.lesson(training.slug, lesson.slug)
