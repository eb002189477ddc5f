"""Searching the whole academy, and who may see what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from courses.catalogue.queries import infopunt
from courses.common.text import plain_text
from courses.desk import search as searching
from courses.desk.access import table
from courses.people.queries import is_coordinator, is_trainer, signed_in_user, who_may_erase

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_CHARACTERS = 200
"""How much of what was typed is searched for."""


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """People, editions and certificates that fit what was typed."""
    user = signed_in_user(request)
    if not (is_coordinator(user) or is_trainer(user)):
        raise PermissionDenied
    text = plain_text(request.GET.get("q", ""))[:MOST_CHARACTERS]
    return render(
        request,
        "desk/search.html",
        {
            "text": text,
            "groups": searching.search(text, user=user, request=request),
            "page_title": gettext("Zoek in de academie"),
        },
    )


@never_cache
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Who may see and do what, by role."""
    if not is_coordinator(signed_in_user(request)):
        raise PermissionDenied
    columns, rows = table()
    return render(
        request,
        "desk/access.html",
        {
            "columns": columns,
            "rows": rows,
            "erasers": who_may_erase(),
            "page_title": gettext("Wie mag wat"),
        },
    )


@never_cache
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """The steps that people need most, each with the way to it."""
    user = signed_in_user(request)
    if not (is_coordinator(user) or is_trainer(user)):
        raise PermissionDenied
    return render(
        request,
        "desk/help.html",
        {
            "judges": is_coordinator(user),
            "phone": infopunt(request).phone,
            "page_title": gettext("Zo werkt het"),
        },
    )


class StepsMenuItem(MenuItem):
    """For who makes and gives trainings, or runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user) or is_trainer(request.user)


class AccessMenuItem(MenuItem):
    """Only for who runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)
