"""The plugin's pages in a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.catalogue.models import TrainingPage
from courses.people.queries import signed_in_user
from courses.plugin_api.api import Refusal
from plugins.lti import parts
from plugins.lti.enums import Shared
from plugins.lti.forms import ContentForm
from plugins.lti.framing import framed
from plugins.lti.messages import is_number
from plugins.lti.models import Tool, ToolContent, ToolResult
from plugins.lti.services import opening, results, systems

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.plugin_api.api import CourseContext


@require_http_methods(["GET", "POST"])
def open_part(
    request: HttpRequest, course: CourseContext, lesson_id: int, block: str
) -> HttpResponse:
    """What another system hears of who goes there; with POST one goes."""
    part = parts.part_in(lesson_id, block)
    if part is None or part.lesson.training.pk != course.training_id:
        raise Http404
    person = signed_in_user(request)
    if request.method == "POST":
        return _go(request, opening.go_to_part(person=person, part=part), part.content.tool)
    result = ToolResult.objects.filter(person=person, lesson=lesson_id, block=block).first()
    return render(
        request,
        "lti/open_part.html",
        {
            **course.page_values(part.content.title),
            "tool": part.content.tool,
            "part": part,
            "lesson": part.lesson,
            "shared": Shared(part.content.tool.shared),
            "kinds": Shared,
            "result": result,
            "percentage": results.percentage(result) if result else None,
        },
    )


@require_http_methods(["GET", "POST"])
def choose_content(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """What of other systems lessons can show, and where more is chosen or written down."""
    form = ContentForm()
    if request.method == "POST" and "choose" in request.POST:
        return _go_and_choose(request, course)
    if request.method == "POST":
        form = ContentForm(request.POST)
        if form.is_valid():
            content = systems.add_content(**form.cleaned_data)
            messages.success(
                request, _("‘%(title)s’ kun je nu in een les zetten.") % {"title": content.title}
            )
            return redirect(f"{course.url}kiezen/")
    title = _("Inhoud van andere systemen")
    return render(
        request,
        "lti/choose_content.html",
        {
            **course.page_values(title),
            "form": form,
            "tools": Tool.objects.filter(is_active=True).exclude(choice_url=""),
            "has_tools": Tool.objects.filter(is_active=True).exists(),
            "contents": ToolContent.objects.filter(tool__is_active=True).select_related("tool"),
        },
        status=422 if form.is_bound else 200,
    )


def _go_and_choose(request: HttpRequest, course: CourseContext) -> HttpResponse:
    key = request.POST["choose"]
    tool = Tool.objects.filter(pk=key).first() if is_number(key) else None
    if tool is None:
        raise Refusal(_("Dit systeem is er niet meer."))
    training = TrainingPage.objects.get(pk=course.training_id)
    address = opening.go_to_choice(person=signed_in_user(request), tool=tool, training=training)
    return _go(request, address, tool)


def _go(request: HttpRequest, address: str, tool: Tool) -> HttpResponse:
    """A page that leads there. A form may only go to this site, also when it is led on; a link may
    go anywhere."""
    return framed(request, "lti/go_there.html", {"address": address, "tool": tool})
