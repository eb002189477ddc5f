"""The pages of a trainer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.common.errors import add_refusal
from courses.plugin_api.api import CourseContext, Refusal
from plugins.praktijkopdracht import queries, services
from plugins.praktijkopdracht.assignments import find
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.forms import ReviewForm
from plugins.praktijkopdracht.views import account_of, download, page

if TYPE_CHECKING:
    from plugins.praktijkopdracht.models import Submission

PAGE_SIZE = 20


@require_safe
def review_list(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """What waits for review, the oldest first; or all, the newest first."""
    shows_all = request.GET.get("toon") == "alles"
    submissions = queries.for_reviewer(request.user).filter(training=course.training_id)
    if shows_all:
        submissions = submissions.order_by("-handed_in_at", "-pk")
    else:
        submissions = submissions.filter(state=State.HANDED_IN).order_by("handed_in_at", "pk")
    # `get_page` answers a page number that is none, or too high, with the nearest page.
    page_obj = Paginator(submissions.select_related("person").defer("text", "remark"), PAGE_SIZE)
    values = {
        "page_obj": page_obj.get_page(request.GET.get("pagina")),
        "shows_all": shows_all,
        "list_url": course.url + "nakijken/",
    }
    return page(request, "review_list.html", course, _("Praktijkopdrachten nakijken"), values)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, course: CourseContext, pk: int) -> HttpResponse:
    """One submission, and what the trainer says of it."""
    submission = _submission(request, course, pk)
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if form.is_valid() and _reviewed(request, submission, form):
            return redirect(course.url + "nakijken/")
        # The page shows what is there now. To send once more is to judge that.
        form.be_about(submission.revision)
    else:
        form = ReviewForm(initial=_said_before(submission))
    values = {
        "submission": submission,
        "assignment": find(course.training_id, submission.assignment),
        "form": form,
        "list_url": course.url + "nakijken/",
        "own_url": f"{course.url}nakijken/{submission.pk}/",
        "state": State,
        "is_shown_again": form.is_bound,
    }
    return page(request, "review.html", course, submission.title, values)


def _reviewed(request: HttpRequest, submission: Submission, form: ReviewForm) -> bool:
    """Whether the review is kept; if not, the form says why."""
    try:
        services.review(submission=submission, reviewer=account_of(request), **form.cleaned_data)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(
        request,
        _("Je oordeel over de opdracht van %(name)s is bewaard.")
        % {"name": submission.person.name},
    )
    return True


def _said_before(submission: Submission) -> dict[str, object]:
    """The form at first: what was said of this version; for a new version nothing yet."""
    first: dict[str, object] = {"revision": submission.revision}
    if submission.state != State.HANDED_IN:
        first |= {"judgement": submission.state, "remark": submission.remark}
    return first


@require_safe
def submitted_file(request: HttpRequest, course: CourseContext, pk: int) -> HttpResponse:
    """The file of a submission."""
    return download(_submission(request, course, pk))


def _submission(request: HttpRequest, course: CourseContext, pk: int) -> Submission:
    submission = (
        queries.for_reviewer(request.user)
        .filter(pk=pk, training=course.training_id)
        .select_related("person", "reviewed_by")
        .first()
    )
    if submission is None:
        raise Http404
    return submission
