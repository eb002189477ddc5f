"""What somebody sent when nobody was signed in any more: it waits until they are again.

A lesson can stay open for hours, and signing in asks for a page that can be read, which the address
that a form is sent to often is not. So what was sent waits in the browser's own session, for an
hour at most, and is sent on after signing in when the person says so.

For lessons and plugins' pages only. Nothing of an evaluation may ever stand in a session: those
forms, and all others, are carried on by the page itself (`academy.website.unsent`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from courses.common import clock, form_submissions
from courses.common.form_submissions import SAFE, FormSubmission, submission_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LASTS = timedelta(hours=1)
"""How long it waits. Others may use the same computer, so not longer than it takes to sign in."""

MOST_CHARACTERS = 200_000
"""Longer than any answer may be; more is not kept for who is not signed in."""

KEY = "unsent"


@dataclass(frozen=True)
class Unsent(FormSubmission):
    """A form that waits, with the address of its page and the moment."""

    back: str
    sent_at: float


def ask_to_sign_in(request: HttpRequest, *, back: str) -> HttpResponse:
    """To the sign-in page, and then on: to the page, or to what was sent there.

    `back` is the address of the page with the form.
    """
    if request.method in SAFE:
        return redirect_to_login(request.get_full_path())
    goal = back
    if _keep(request, back):
        messages.info(request, _("Je bent uitgelogd. Log weer in: wat je invulde, is er nog."))
        goal = reverse("learning:unsent")
    response = redirect_to_login(goal)
    if getattr(request, "htmx", False):
        away: HttpResponse = HttpResponseClientRedirect(response.url)
        return away
    return response


def _keep(request: HttpRequest, back: str) -> bool:
    """Let what was sent wait, if it is anything; whether it does."""
    sent = submission_of(request)
    if not sent.values or sent.characters > MOST_CHARACTERS:
        return False
    waits = Unsent(**asdict(sent), back=back, sent_at=clock.now().timestamp())
    request.session[KEY] = asdict(waits)
    request.session.set_expiry(LASTS)
    form_submissions.say_it_waits(request)
    return True


def waiting(request: HttpRequest) -> Unsent | None:
    """What waits in this browser, if it is not too long ago."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    found = Unsent(**kept)
    if clock.now().timestamp() - found.sent_at > LASTS.total_seconds():
        forget(request)
        return None
    return found


def forget(request: HttpRequest) -> None:
    """Nothing waits any more, and the session lasts as long as others do."""
    request.session.pop(KEY, None)
    if request.session.get_expiry_age() <= LASTS.total_seconds():
        request.session.set_expiry(None)
