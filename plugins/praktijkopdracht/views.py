"""The pages of a participant, and of who was one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.common.errors import add_refusal
from courses.plugin_api.api import CourseContext, Refusal
from plugins.praktijkopdracht import queries, services
from plugins.praktijkopdracht.assignments import Assignment, assignments_in, find, path_to
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.files import HANDED_IN
from plugins.praktijkopdracht.forms import HandInForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.people.models import User
    from plugins.praktijkopdracht.models import Submission


@require_safe
def index(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """All assignments of the training, and how far the reader is."""
    handed_in = queries.submissions_of(course.person_id or 0, course.training_id)
    rows = [
        (one, course.url + path_to(one.id), handed_in.get(one.id))
        for one in assignments_in(course.training_id)
    ]
    return page(request, "index.html", course, _("Praktijkopdrachten"), {"rows": rows})


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, course: CourseContext, assignment_id: str) -> HttpResponse:
    """One assignment: what to do, what was handed in, the trainer's answer, and handing in.

    Who does not take part any more sees no more than what he or she handed in.

    Raises:
        Refusal: the reader does not take part, and handed in nothing or wants to.
    """
    found, submission = _found(course, assignment_id)
    if not _belongs(course):
        if submission is None or request.method == "POST":
            raise Refusal(_("Alleen deelnemers van deze training leveren een opdracht in."))
        found = None
    may_hand_in = (
        found is not None
        and course.takes_part
        and (submission is None or submission.state == State.IMPROVE)
    )
    form = None
    if request.method == "POST":
        if found is None:
            raise Http404
        form = HandInForm(request.POST, request.FILES, assignment=found)
        if form.is_valid() and _handed_in(request, found, form):
            return redirect(course.url + path_to(assignment_id))
        if "file" in request.FILES and "file" in form.fields and not form.has_error("file"):
            # A browser does not keep the choice.
            form.add_error("file", _("Kies je bestand opnieuw."))
    elif may_hand_in and found is not None:
        initial = {"text": submission.text} if submission else {}
        form = HandInForm(initial=initial, assignment=found)
    title = found.title if found else (submission.title if submission else "")
    values = {
        "assignment": found,
        "submission": submission,
        "form": form,
        "own_url": course.url + path_to(assignment_id),
        "state": State,
        "belongs": _belongs(course),
    }
    return page(request, "assignment.html", course, title, values)


def _handed_in(request: HttpRequest, found: Assignment, form: HandInForm) -> bool:
    """Whether it was handed in; if not, the form says why."""
    try:
        services.hand_in(
            person=account_of(request),
            assignment=found,
            text=form.cleaned_data["text"],
            upload=form.cleaned_data.get("file"),
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("Je opdracht is ingeleverd."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, course: CourseContext, assignment_id: str) -> HttpResponse:
    """Ask whether somebody is sure, and take back what was handed in."""
    _assignment, submission = _found(course, assignment_id)
    own_url = course.url + path_to(assignment_id)
    if request.method != "POST":
        if submission is None or submission.state != State.HANDED_IN:
            return redirect(own_url)
        values = {"submission": submission, "own_url": own_url, "belongs": _belongs(course)}
        return page(request, "withdraw.html", course, _("Opdracht intrekken"), values)
    services.withdraw(
        person=request.user, training_id=course.training_id, assignment_id=assignment_id
    )
    messages.success(request, _("Je hebt de opdracht ingetrokken. Wat je inleverde, is weg."))
    return redirect(own_url if _belongs(course) else course.training_url)


@require_safe
def own_file(request: HttpRequest, course: CourseContext, assignment_id: str) -> HttpResponse:
    """The reader's own file."""
    return download(queries.submission_of(course.person_id or 0, course.training_id, assignment_id))


def download(submission: Submission | None) -> HttpResponse:
    """To the file of a submission, which the academy gives.

    Raises:
        Http404: there is none.
    """
    kept = HANDED_IN.find(str(submission.file)) if submission else None
    if kept is None:
        raise Http404
    return redirect(kept.url)


def page(
    request: HttpRequest,
    template: str,
    course: CourseContext,
    title: str,
    values: Mapping[str, object],
) -> HttpResponse:
    """One of the plugin's pages, with the way to it."""
    context = {**course.page_values(title), **values}
    return render(request, f"praktijkopdracht/{template}", context)


def account_of(request: HttpRequest) -> User:
    """Who is signed in, where only who is can come.

    Raises:
        PermissionDenied: nobody is.
    """
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def _belongs(course: CourseContext) -> bool:
    return course.takes_part or course.is_staff


def _found(
    course: CourseContext, assignment_id: str
) -> tuple[Assignment | None, Submission | None]:
    """The assignment, and what the reader handed in for it.

    Raises:
        Http404: there is neither. What was handed in stays to be seen when an assignment is gone.
    """
    found = find(course.training_id, assignment_id)
    submission = queries.submission_of(course.person_id or 0, course.training_id, assignment_id)
    if found is None and submission is None:
        raise Http404
    return found, submission
