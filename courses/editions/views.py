"""The public agenda."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.catalogue import page_context
from courses.common.addresses import AGENDA_CALENDAR
from courses.editions import calendar, queries
from courses.editions.forms import AgendaFilterForm

PAGE_SIZE = 20


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """All coming editions, the first to begin first."""
    form = AgendaFilterForm(request.GET)
    editions = form.apply(queries.coming_editions())
    page_obj = Paginator(editions, PAGE_SIZE).get_page(request.GET.get("pagina"))
    values = {
        "filter_form": form,
        "page_obj": page_obj,
        "editions": list(page_obj),
        "calendar_url": _calendar_url(form),
        "crumbs": [(_("Home"), "/"), (_("Agenda"), None)],
    }
    page_context.extend(request, None, values, name="agenda")
    return render(request, "editions/agenda.html", values)


def _calendar_url(form: AgendaFilterForm) -> str:
    """The agenda with these filters, as a calendar."""
    chosen = [(one.name, one.data) for one in form if one.data]
    return f"{AGENDA_CALENDAR}?{urlencode(chosen)}" if chosen else AGENDA_CALENDAR


@require_safe
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """The agenda as a calendar to subscribe to; all of it, or what fits the filters."""
    form = AgendaFilterForm(request.GET)
    chosen = form.apply(queries.coming_editions()) if form.is_filtered else None
    content = calendar.agenda_feed(chosen)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response
