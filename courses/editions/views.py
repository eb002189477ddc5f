"""The public agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.catalogue import page_context
from courses.common import clock
from courses.common.addresses import AGENDA, AGENDA_CALENDAR, AGENDA_SHEET, CATALOGUE
from courses.common.kept_until import at_most
from courses.editions import calendar, months, nearby, queries
from courses.editions.enums import PartOfDay
from courses.editions.forms import AgendaFilterForm

if TYPE_CHECKING:
    from datetime import date

    from django.core.paginator import Page

    from courses.editions.models import Edition
    from courses.editions.nearby import AllButOne

PAGE_SIZE = 20
MONTH = "maand"
"""The value of `weergave` for the agenda as a month."""


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """All coming editions: first those with a free seat, then the others; of both the first to
    begin first."""
    form = AgendaFilterForm(request.GET)
    if request.GET.get("weergave") == MONTH:
        return _month(request, form)
    editions = form.apply(queries.coming_editions())
    page_obj = Paginator(queries.bookable_first(editions), PAGE_SIZE).get_page(
        request.GET.get("pagina")
    )
    without_seat = page_obj.paginator.count - queries.with_free_seats(editions).count()
    near = nearby.all_but_one(form.cleaned_data) if not page_obj.paginator.count else []
    values = {
        "filter_form": form,
        "page_obj": page_obj,
        "editions": [*page_obj, *(edition for one in near for edition in one.editions)],
        "near": [(_not_as_chosen(one, form), one.editions) for one in near],
        # What somebody chose here goes along to the wish for a new date.
        "chosen": form.cleaned_data,
        # Behind a heading: a list that begins with what is full sends people away.
        "bookable": [one for one in page_obj if one.is_bookable],
        "others": [one for one in page_obj if not one.is_bookable],
        "without_seat": without_seat,
        "without_seat_url": _where_they_begin(form, page_obj, without_seat),
        # An empty agenda is of no use in one's own.
        "calendar_url": _calendar_url(form) if page_obj.paginator.count else "",
        "sheet_url": _with_chosen(AGENDA_SHEET, form) if page_obj.paginator.count else "",
        "trainings_url": _with_chosen(CATALOGUE, form),
        "views": _views(form, None),
        "crumbs": [(_("Home"), "/"), (_("Agenda"), None)],
    }
    page_context.extend(request, None, values, name="agenda")
    return render(request, "editions/agenda.html", values)


def _not_as_chosen(near: AllButOne, form: AgendaFilterForm) -> str:
    """In words what dates do not fit; of a language and a part of the day also how they are."""
    if near.missed == "taal":
        spoken = {str(one.get_language_display()): None for one in near.editions}
        return _("de taal (dit is in het %(languages)s)") % {"languages": " / ".join(spoken)}
    if near.missed == "dagdeel":
        is_evening = form.cleaned_data["dagdeel"] == PartOfDay.EVENING
        return _("de tijd (dit is overdag)") if is_evening else _("de tijd (dit is ’s avonds)")
    return form.in_words[near.missed]


def _where_they_begin(form: AgendaFilterForm, page_obj: Page[Edition], number: int) -> str:
    """Where those without a seat begin, which come after all others; this page or a later one."""
    page = (page_obj.paginator.count - number) // PAGE_SIZE + 1
    query = [*_chosen(form), ("pagina", str(page))] if page != page_obj.number else []
    return f"?{urlencode(query)}#geen-plaats" if query else "#geen-plaats"


def _month(request: HttpRequest, form: AgendaFilterForm) -> HttpResponse:
    """The agenda as a month."""
    editions = form.apply(queries.public_editions().filter(ends_at__gt=clock.now()))
    first = queries.first_session(editions)
    month = months.month_of(request.GET.get("maand", ""), first)
    after = months.next_month(month)
    sessions = queries.sessions_between(editions, clock.moment_of(month), clock.moment_of(after))
    # The square of today is another one tomorrow.
    at_most(request, clock.moment_of(clock.today() + timedelta(days=1)))
    earlier = months.previous_month(month) if month > clock.today() else None
    values = {
        "filter_form": form,
        "month": month,
        "weeks": months.weeks(month, sessions),
        "weekdays": months.weekdays(),
        "number": len(sessions),
        "editions": [session.edition for session in sessions],
        "previous": (earlier, _address(form, earlier)) if earlier else None,
        "next": (after, _address(form, after)),
        "calendar_url": _calendar_url(form) if first else "",
        "sheet_url": _with_chosen(AGENDA_SHEET, form) if first else "",
        "trainings_url": _with_chosen(CATALOGUE, form),
        "views": _views(form, month),
        "crumbs": [(_("Home"), "/"), (_("Agenda"), None)],
    }
    page_context.extend(request, None, values, name="agenda month")
    return render(request, "editions/agenda_month.html", values)


def _views(form: AgendaFilterForm, month: date | None) -> list[tuple[str, str, bool]]:
    """The agenda as a list and as a month: the name of each, its address, whether it is this."""
    as_month = _address(form, month or clock.today().replace(day=1))
    return [
        (_("Lijst"), _with_chosen(AGENDA, form), month is None),
        (_("Maand"), as_month, month is not None),
    ]


def _address(form: AgendaFilterForm, month: date) -> str:
    query = [*_chosen(form), ("weergave", MONTH), ("maand", f"{month:%Y-%m}")]
    return f"{AGENDA}?{urlencode(query)}"


def _chosen(form: AgendaFilterForm) -> list[tuple[str, str]]:
    return [(one.name, one.data) for one in form if one.data]


def _calendar_url(form: AgendaFilterForm) -> str:
    """The agenda with these filters, as a calendar."""
    return _with_chosen(AGENDA_CALENDAR, form)


def _with_chosen(address: str, form: AgendaFilterForm) -> str:
    """An address that knows the same filters, with what was chosen."""
    chosen = urlencode(_chosen(form))
    return f"{address}?{chosen}" if chosen else address


@require_safe
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """The agenda as a calendar to subscribe to; all of it, or what fits the filters."""
    form = AgendaFilterForm(request.GET)
    chosen = form.apply(queries.coming_editions()) if form.is_filtered else None
    content = calendar.agenda_feed(chosen)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response
