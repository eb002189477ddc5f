"""What somebody signs in for, said on each page between the press and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.internal.stagekit import get_pending_stage
from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Goal:
    """What somebody signs in for."""

    sentence: str
    """On the pages for signing in."""
    heading: str = ""
    """Above the page on which somebody new makes an account for it; empty: it says just that."""
    in_mail: str = ""
    """Above a code in a mail."""
    button: str = ""
    """On the form of who is new: what one goes on with."""
    afterwards: str = ""
    """In a mail with a code: what comes of it once the code is typed."""
    subject: str = ""
    """Of the mail with the code of who is new."""
    note: str = ""
    """Under the form of who is new, if something has to be known beforehand."""


Finder = Callable[..., Goal | None]
"""Finds it for a request and what the address holds; None for who did not ask for it."""

_FINDERS: dict[str, Finder] = {}


def provide(view_name: str) -> Callable[[Finder], Finder]:
    """Say what people sign in for who come from a page; decorates the function that knows."""

    def keep(finder: Finder) -> Finder:
        _FINDERS[view_name] = finder
        return finder

    return keep


def address_of_goal(request: HttpRequest) -> str:
    """Where the person was going; allauth keeps it with what waits for a code."""
    stage = get_pending_stage(request)
    asked = request.POST.get("next") or request.GET.get("next")
    return str(asked or (stage and stage.login.redirect_url) or "")


def goal_of(request: HttpRequest) -> Goal | None:
    """What signing in is for; None where nobody says so."""
    try:
        match = resolve(urlsplit(address_of_goal(request)).path)
    except (Resolver404, ValueError):
        return None
    finder = _FINDERS.get(match.view_name)
    given: dict[str, Any] = match.kwargs
    return finder(request, **given) if finder else None
