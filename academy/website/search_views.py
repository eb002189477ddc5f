"""The page on which everything is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from academy.website.filter_words import filters_in
from courses.catalogue import page_context
from courses.catalogue.queries import public_themes
from courses.common import addresses, kept_until
from courses.common.visitors import signed_in
from courses.editions.facets import narrow
from courses.editions.queries import (
    next_dates,
    next_to_enrol_for,
    open_for_enrolment,
    open_ones,
)
from courses.editions.search_documents import key_of, keys_of, number_of
from courses.enrolment.queries import Standing, stands_by_edition
from courses.search import queries
from courses.search.enums import DocumentKind
from courses.search.services import count_unfound
from courses.search.word_index import Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from academy.website.filter_words import Filters
    from courses.editions.queries import NextDates, NextEdition
    from courses.search.queries import Shown
    from courses.search.word_index import Hit

PAGE_SIZE = 10
EDITIONS_OFFERED = 3
DATES_SHOWN = 3
"""Of a training that was found; there may be many more."""
LONGEST_SEARCH = 100


class SearchForm(forms.Form):
    """What somebody looks for, and which kind of things."""

    q = forms.CharField(
        label=gettext_lazy("Waar zoek je naar?"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    soort = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("Alles")), *DocumentKind.choices],
        widget=forms.HiddenInput,
    )


class KindChoice(NamedTuple):
    """A kind of things, how many of them were found, and the address of those alone."""

    label: str
    number: int
    address: str
    is_chosen: bool


class DateShown(NamedTuple):
    """A date of a training that was found, and how the reader stands with it."""

    edition: NextEdition
    own: Standing | None


@dataclass(frozen=True)
class Result:
    """Something that was found; of a training with its next dates. `lacks` is what was asked of
    the date and what none of its dates has, in words."""

    shown: Shown
    dates: Sequence[DateShown] = ()
    left_out: int = 0
    """How many dates there are more."""
    lacks: str = ""
    own: Standing | None = None
    """Of a date how the reader stands with it."""
    edition: NextEdition | None = None
    """Of a date whether it has a free seat."""
    is_first_own: bool = False
    """Whether it is the first that is the reader's own: whom to call stands there once."""

    @property
    def names_own(self) -> bool:
        """Whether it says at a date how the reader stands with it."""
        return any(date.own for date in self.dates)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What fits what was typed: the best first, of all kinds or of one."""
    form = SearchForm(request.GET)
    form.is_valid()
    typed = " ".join(form.cleaned_data.get("q", "").split())
    kind = form.cleaned_data.get("soort", "")
    filters = filters_in(typed)
    words = (filters.rest if filters else "") or typed
    found = queries.find(words) if typed else Found()
    for hit in found.hits:
        if hit.document.until is not None:
            kept_until.at_most(request, hit.document.until)
    if filters and not filters.rest and not found.hits:
        # Nothing but "engels": no text to look for, and the dates that are so.
        return redirect(filters.address)
    hits_of_all = _on_such_a_date(found.hits, filters)
    fitting = _fitting(hits_of_all, filters)
    of_all = _once(hits_of_all)
    hits = [one for one in hits_of_all if one.document.kind == kind] if kind else of_all
    page_obj = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("pagina"))
    if typed and not found.hits and signed_in(request) is None:
        count_unfound(typed=typed, unfound=found.unfound)
    values = {
        "search_form": form,
        "typed": typed,
        "filters": filters,
        # To what has no such date there is no way.
        "fitting_address": filters.address if filters and fitting else "",
        "meant": found.meant,
        "meant_address": address_of(found.meant),
        "page_obj": page_obj,
        "results": _results(list(page_obj), filters, fitting, _own(request) if hits else {}),
        "asked": filters.chosen if filters else {},
        # Also the dates that stand with their training: so the kinds make up the whole.
        "total": len(hits if kind else hits_of_all),
        "kinds": _kinds(typed, kind, hits_of_all),
        # Where else to go for who found nothing; said of each date how the reader stands with it.
        "themes": public_themes() if not hits else [],
        "editions": next_to_enrol_for(EDITIONS_OFFERED) if not hits else [],
        "is_visitor": signed_in(request) is None,
        "noindex": True,
        "crumbs": [(_("Home"), addresses.HOME), (_("Zoeken"), None)],
    }
    page_context.extend(request, None, values, name="search")
    return render(request, "website/search.html", values)


def _on_such_a_date(hits: Sequence[Hit], filters: Filters | None) -> Sequence[Hit]:
    """All but the dates that are otherwise than was asked, and trainings before the rest: what is
    asked of a date is asked of a training."""
    if filters is None or not hits:
        return hits
    keys = keys_of(narrow(open_for_enrolment(), filters.chosen))
    fitting = [
        one for one in hits if one.document.kind != DocumentKind.DATE or one.document.key in keys
    ]
    return sorted(fitting, key=lambda one: one.document.kind != DocumentKind.TRAINING)


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """All but the dates behind their training: the first of those stand with it."""
    trainings: set[int | None] = set()
    once = []
    for hit in hits:
        if hit.document.kind == DocumentKind.TRAINING:
            trainings.add(hit.document.training)
        elif hit.document.kind == DocumentKind.DATE and hit.document.training in trainings:
            continue
        once.append(hit)
    return once


def _keys(hits: Sequence[Hit]) -> list[int]:
    """The trainings that were found."""
    return [
        one.document.training
        for one in hits
        if one.document.kind == DocumentKind.TRAINING and one.document.training is not None
    ]


def _own(request: HttpRequest) -> Mapping[int, Standing]:
    """Where the reader stands, by edition; of visitors, whose page is kept for others, nothing."""
    person = signed_in(request)
    return stands_by_edition(person) if person is not None else {}


def _fitting(hits: Sequence[Hit], filters: Filters | None) -> Mapping[int, NextDates]:
    """The first dates such as were asked, of each training that was found itself or by a lesson
    and that has one; in two queries at most."""
    if filters is None:
        return {}
    found = (one.document.training for one in hits)
    keys = list({one for one in found if one is not None})
    among = narrow(open_for_enrolment(), filters.chosen)
    return next_dates(keys, among=among, most=DATES_SHOWN)


def _results(
    hits: Sequence[Hit],
    filters: Filters | None,
    fitting: Mapping[int, NextDates],
    own: Mapping[int, Standing],
) -> list[Result]:
    """What was found as the page shows it, in three queries at most for the dates."""
    first = next_dates(_keys(hits), most=DATES_SHOWN)
    numbers = [
        number_of(hit.document.key) for hit in hits if hit.document.kind == DocumentKind.DATE
    ]
    by_key = {key_of(pk): edition for pk, edition in open_ones(numbers).items()}
    own_by_key = {key_of(pk): stands for pk, stands in own.items()}
    asked = filters.in_sentence if filters else ""
    first_own = next((hit for hit in hits if hit.document.is_own), None)
    made = []
    for hit in hits:
        training = hit.document.training or 0
        is_training = hit.document.kind == DocumentKind.TRAINING
        dates = (fitting.get(training) or first.get(training)) if is_training else None
        made.append(
            Result(
                queries.shown(hit),
                [DateShown(one, own.get(one.pk)) for one in dates.shown] if dates else [],
                dates.total - len(dates.shown) if dates else 0,
                asked if is_training and training not in fitting else "",
                own_by_key.get(hit.document.key),
                by_key.get(hit.document.key),
                hit is first_own,
            )
        )
    return made


def address_of(typed: str, kind: str = "") -> str:
    """The page with what fits these words."""
    query = {"q": typed, "soort": kind} if kind else {"q": typed}
    return f"{addresses.SEARCH}?{urlencode(query)}"


def _kinds(typed: str, chosen: str, hits: Sequence[Hit]) -> list[KindChoice]:
    numbers = {kind: sum(hit.document.kind == kind for hit in hits) for kind in DocumentKind}
    some = [kind for kind in DocumentKind if numbers[kind] or kind == chosen]
    if len(some) < 2:
        return []
    return [
        KindChoice(_("Alles"), len(hits), address_of(typed), not chosen),
        *(
            KindChoice(str(kind.label), numbers[kind], address_of(typed, kind), kind == chosen)
            for kind in some
        ),
    ]
