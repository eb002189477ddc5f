"""The page with all hard words, and the way to begin the list."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.common.addresses import CATALOGUE
from courses.common.content_language import SOURCE, current_code
from courses.common.names import plain
from courses.common.text import made_keepable
from courses.glossary import queries, services
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from courses.glossary.models import GlossaryWord

PAGE_SIZE = 100
LONGEST_SEARCH = 60


@require_safe
def hard_words(request: HttpRequest) -> HttpResponse:
    """All words with what they mean, by their first letter; `q` looks for some, `les` is the lesson
    that somebody comes from."""
    text = " ".join(made_keepable(request.GET.get("q", "")).split())[:LONGEST_SEARCH]
    found = [one for part in _by_reader(queries.words_found(text)) for one in part]
    page_obj = Paginator(found, PAGE_SIZE).get_page(request.GET.get("pagina"))
    mine, others = _by_reader(page_obj.object_list)
    values = {
        "page_obj": page_obj,
        "letters": _by_letter(mine),
        "others": _by_letter(others),
        "is_in_dutch": current_code() == SOURCE,
        "text": text,
        "lesson_url": _lesson_in(request.GET.get("les", "")),
        "crumbs": [(_("Home"), "/"), (_("Moeilijke woorden"), "")],
    }
    return render(request, "glossary/words.html", values)


def _lesson_in(address: str) -> str:
    """The address of a lesson on this site, to go back to; empty where it is none."""
    is_lesson = re.fullmatch(rf"{CATALOGUE}[\w-]+/lessen/[\w-]+/(\?(stap=\d+|alles=1))?", address)
    return address if is_lesson else ""


def _by_reader(
    words: Iterable[GlossaryWord],
) -> tuple[list[GlossaryWord], list[GlossaryWord]]:
    """The words that are explained in the reader's language, and the others."""
    code = current_code()
    parts: tuple[list[GlossaryWord], list[GlossaryWord]] = ([], [])
    for one in words:
        parts[one.language != code].append(one)
    return parts


def _by_letter(words: Iterable[GlossaryWord]) -> list[tuple[str, list[GlossaryWord]]]:
    """Words that stand in the order of a dictionary, by their first letter."""
    grouped = groupby(words, key=lambda word: plain(word.word)[:1].upper())
    return [(letter, list(group)) for letter, group in grouped]


@require_http_methods(["GET", "HEAD", "POST"])
def first_words(request: HttpRequest) -> HttpResponse:
    """Show which words of the academy's own trainings are not in the list yet, and add them."""
    if not request.user.has_perm("glossary.add_glossaryword"):
        raise PermissionDenied
    if request.method != "POST":
        values = {"words": queries.first_words_to_add()}
        return render(request, "glossary/admin/first_words.html", values)
    added = services.add_first_words(actor=signed_in_user(request))
    told = ngettext(
        "Er is %(added)d woord bij gekomen.", "Er zijn %(added)d woorden bij gekomen.", added
    )
    messages.success(request, told % {"added": added})
    return redirect("moeilijke_woorden:index")
