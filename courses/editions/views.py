"""The public agenda."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.catalogue import page_context
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
        "crumbs": [(_("Home"), "/"), (_("Agenda"), None)],
    }
    page_context.extend(request, None, values, name="agenda")
    return render(request, "editions/agenda.html", values)


@require_safe
def agenda_calendar(request: HttpRequest) -> HttpResponse:
    """The agenda as a calendar that people can subscribe to."""
    content = calendar.agenda_calendar(queries.coming_editions())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response
