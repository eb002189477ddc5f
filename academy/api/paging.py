"""Lists in parts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Field, Schema

from academy.api.problems import Problem
from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from django.db.models import QuerySet

R = TypeVar("R")

MOST = 100
USUAL = 20


class Paging(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=10_000)
    per_page: int = Field(USUAL, ge=1, le=MOST)


def paged(
    request: HttpRequest,
    found: "QuerySet[Any, R] | Sequence[R]",
    paging: Paging,
    told: Callable[[list[R]], list[Any]],
) -> dict[str, object]:
    """A part of what was found; `told` makes of these rows what is sent.

    Raises:
        Problem: there is no such part.
    """
    paginator: Paginator[R] = Paginator(found, paging.per_page)
    if paging.page > paginator.num_pages:
        raise Problem("not-found")
    page = paginator.page(paging.page)
    return {
        "items": told(list(page.object_list)),
        "count": paginator.count,
        "page": paging.page,
        "pages": paginator.num_pages,
        "next": _address(request, paging.page + 1) if page.has_next() else None,
        "previous": _address(request, paging.page - 1) if page.has_previous() else None,
    }


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return absolute_url(f"{request.path}?{query.urlencode()}")
