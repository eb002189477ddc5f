"""Which letters wait for the printer, and printing them together."""

from __future__ import annotations

import uuid
from itertools import groupby, islice
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column

from courses.common import clock, pdf
from courses.common.errors import Refusal
from courses.notices import kinds, queries, services
from courses.notices.admin.lists import (
    EditionFilterSet,
    NoticesView,
    about,
    kind_column,
    moment_in_words,
    person_column,
)
from courses.notices.models import Notice
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from courses.people.models import User

LAST_PRINTED = 5
"""How many times of printing stand below the list, to print again."""

MOST_LETTERS = 200
"""How many letters are printed at once."""


class LettersView(NoticesView):
    """Which letters wait for the printer; they are printed together."""

    page_title = _("Brieven")
    header_icon = "doc-full"
    index_url_name = "notices_letters"
    index_results_url_name = "notices_letters_results"
    template_name = "notices/admin/letters.html"
    results_template_name = "notices/admin/letters_results.html"
    filterset_class = EditionFilterSet
    columns = [
        person_column("notices_detail"),
        kind_column(),
        Column("edition", label=_("Uitvoering"), accessor=about),
        Column(
            "created_at", label=_("Sinds"), accessor=lambda one: moment_in_words(one.created_at)
        ),
    ]

    wanted = staticmethod(queries.letters_by_person)

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        found: Iterable[Notice] = context["object_list"]  # type: ignore[assignment]
        return {
            **context,
            "envelopes": _envelopes(found),
            "one_sided": self.request.session.get(ONE_SIDED, False),
            "ticks_none": self.request.GET.get("vink") == "geen",
            "printed": _printed_together(self.request.user),
        }


ONE_SIDED = "letters_one_sided"
"""Under which name the session keeps that letters are printed on one side."""


def _envelopes(found: Iterable[Notice]) -> list[tuple[User, list[tuple[Notice, str, bool]]]]:
    """The letters to each person, who gets them in one envelope, each with its subject and whether
    it cannot wait; give them by person."""
    return [
        (person, [(one, kinds.subject_of(one), queries.is_urgent(one)) for one in letters])
        for person, letters in groupby(found, key=lambda one: one.person)
    ]


def _printed_together(
    user: User | AnonymousUser,
) -> list[tuple[datetime, list[tuple[Notice, str]]]]:
    """What was printed last: each time with its letters, so that one button prints them again."""
    found = queries.visible(queries.letters_printed(), user)[:MOST_LETTERS]
    times = groupby(found, key=lambda one: one.settled_at)
    return [
        (moment, [(one, kinds.subject_of(one)) for one in letters])
        for moment, letters in islice(times, LAST_PRINTED)
    ]


@require_POST
def print_letters(request: HttpRequest) -> HttpResponse:
    """One file with the letters that were chosen; they count as sent from there on."""
    if not queries.may_tell(request.user):
        raise PermissionDenied
    chosen = queries.visible(Notice.objects.filter(_uuids(request)), request.user)
    try:
        content = services.print_letters(
            notices=chosen, actor=signed_in_user(request), one_sided=_is_one_sided(request)
        )
    except (Refusal, pdf.PdfUnavailable) as refusal:
        messages.error(request, str(refusal))
        return redirect("notices_letters")
    # Read on the next page: this answer is the file.
    said, again = gettext("Geprint en dus verstuurd."), gettext("Print ze nog een keer")
    url = f"{reverse('notices_letters')}#geprint"
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, url, again))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(chosen.count())}"'
    return response


def _is_one_sided(request: HttpRequest) -> bool:
    """Whether only the front of a sheet is printed: as chosen now, or else the last time."""
    if "sides" in request.POST:
        request.session[ONE_SIDED] = request.POST["sides"] == "one"
    return bool(request.session.get(ONE_SIDED, False))


def _uuids(request: HttpRequest) -> Q:
    keys = [key for key in request.POST.getlist("letter") if _is_key(key)]
    return Q(pk__in=keys[:MOST_LETTERS])


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _file_name(count: int) -> str:
    letters = ngettext("brief", "brieven", count)
    return f"{letters}-{clock.today():%Y-%m-%d}.pdf"
