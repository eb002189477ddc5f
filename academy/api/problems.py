"""How the API says no: RFC 9457, in the reader's language."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"

TITLES: dict[str, tuple[int, str | Promise]] = {
    "invalid": (422, gettext_lazy("Er klopt iets niet in wat je stuurde.")),
    "malformed": (400, gettext_lazy("Dit is geen vraag die wij begrijpen.")),
    "no-token": (401, gettext_lazy("Hiervoor is een sleutel nodig die werkt.")),
    "not-allowed": (403, gettext_lazy("Dit mag niet met deze sleutel.")),
    "not-found": (404, gettext_lazy("Dit is er niet.")),
    "wrong-method": (405, gettext_lazy("Dit kan niet op dit adres.")),
    "refused": (409, gettext_lazy("Dit kan nu niet.")),
    "seat-elsewhere": (409, gettext_lazy("Je hebt al een plaats op een andere datum.")),
    "same-hour": (409, gettext_lazy("Je bent dan al ergens anders.")),
    "too-large": (413, gettext_lazy("Dit is te groot.")),
    "too-often": (429, gettext_lazy("Je vraagt te vaak iets.")),
    "broken": (500, gettext_lazy("Er ging bij ons iets mis.")),
    "not-now": (503, gettext_lazy("Dit lukt nu niet. Probeer het later weer.")),
}
"""Every kind of problem, with its status and its title. The kinds stay: programs go by them."""


class Problem(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """The API says no. `kind` is one of `TITLES`; `more` are members that the kind adds."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        headers: dict[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        self.more = more

    @property
    def response(self) -> HttpResponse:
        """As it is sent."""
        return response(self.kind, self.detail, headers=self.headers, **self.more)


def response(
    kind: str, detail: str = "", *, headers: dict[str, str] | None = None, **more: object
) -> HttpResponse:
    """A problem as it is sent."""
    status, title = TITLES[kind]
    members = {
        "type": type_of(kind),
        "title": str(title),
        "status": status,
        **({"detail": detail} if detail else {}),
        **more,
    }
    content = json.dumps(members, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=headers or {})


def type_of(kind: str) -> str:
    """The address that names the kind; people read there what it is."""
    return absolute_url(f"/api/#{kind}")


def of_fields(errors: Sequence[tuple[str, str]]) -> HttpResponse:
    """What is wrong, field by field."""
    told = [{"field": field, "message": message} for field, message in errors]
    return response("invalid", _("Kijk bij “errors” wat er niet klopt."), errors=told)
