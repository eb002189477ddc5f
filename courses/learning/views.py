"""Following lessons: answering exercises and finishing."""

from __future__ import annotations

from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import CharField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from courses.catalogue import page_context
from courses.catalogue.models import LessonPage, TrainingPage, is_open_to
from courses.common import addresses
from courses.common.addresses import composed, spellings
from courses.common.components.elements import button_link
from courses.common.errors import Refusal
from courses.common.form_submissions import SAFE
from courses.common.statements import Several, Statement
from courses.common.visitors import account_of
from courses.editions.queries import open_for_enrolment
from courses.glossary.queries import Vocabularies
from courses.learning import (
    failed_checks,
    parts,
    plugin_pages,
    queries,
    reading,
    services,
    unsent,
)
from courses.learning.context import end_of_lesson, failed_in, lesson_url
from courses.translations.reading import read_page

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from courses.learning.failed_checks import FailedCheck
    from courses.learning.models import ExerciseAttempt


def no_access(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    """Tell who may not read a lesson what to do about it."""
    if not request.user.is_authenticated:
        if request.method in SAFE:
            messages.info(
                request, _("Deze les is voor deelnemers. Log in, of schrijf je eerst in.")
            )
        return unsent.ask_to_sign_in(request, back=lesson_url(lesson.training, lesson))
    values: dict[str, Any] = {
        "page": lesson,
        "training": lesson.training,
        "can_enrol": open_for_enrolment().filter(training=lesson.training.pk).exists(),
        "noindex": True,
    }
    page_context.extend(request, lesson, values, name="closed lesson")
    return render(request, "learning/no_access.html", values, status=403)


def keep_place(request: HttpRequest, lesson: LessonPage) -> None:
    """Remember the step that somebody opens, to go on there another time.

    That changes nothing that anybody sees but this person, so a page that is asked for may do it.
    """
    if request.method != "GET" or not queries.keeps_progress(request, lesson):
        return
    shown = reading.reading_of(request, lesson)
    block = "" if shown.is_whole else reading.block_of(lesson, shown)
    place = queries.place_in(request, lesson)
    if not place and (shown.is_first or (shown.is_last and len(shown.steps) > 2)):
        # Who only opens a lesson, or looks how it ends, is not half way.
        return
    if block and len(shown.steps) > 1 and block != place:
        services.keep_place(person=account_of(request), lesson=lesson, block=block)


@csrf_exempt
@require_POST
def choose_view(request: HttpRequest) -> HttpResponse:
    """Remember on this device whether somebody reads lessons step by step or on one page.

    Without a CSRF token, as with the language: pages for visitors are kept whole, and the worst
    that a forged request can do is show somebody the other view.
    """
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = addresses.CATALOGUE
    response = HttpResponseRedirect(target)
    if request.POST.get("weergave") == reading.WHOLE:
        response.set_cookie(
            reading.COOKIE,
            reading.WHOLE,
            max_age=reading.COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        response.delete_cookie(reading.COOKIE, samesite="Lax")
    return response


@require_POST
def answer(  # noqa: PLR0911 - one way out for each thing that can become of an answer
    request: HttpRequest, training: str, lesson: str, exercise_id: str
) -> HttpResponse:
    """Grade an answer; a participant's is kept, a visitor's to an open lesson is only shown."""
    page = lesson_at(request, training, lesson)
    if page.is_closed_to(request):
        return _to_lesson(request, page)
    if not queries.may_read(request, page) or _was_signed_in(request):
        return no_access(request, page)
    exercise = parts.exercise_in(page, exercise_id)
    if exercise is None:
        raise Http404
    attempt = queries.attempts_of(request.user, page).get(exercise_id)
    previous = attempt.answer if attempt else None
    keeps = queries.follows(request, page.training.pk)
    if "opnieuw" in request.POST:
        return _begin_again(request, page, exercise, attempt, keeps=keeps)
    posted = exercise.posted_in(request.POST)
    try:
        given = exercise.read(posted, previous)
    except Refusal as refusal:
        refused = parts.Submission.kept(attempt) if attempt else parts.Submission()
        refused.error, refused.posted = str(refusal), posted
        return _answered(request, page, exercise, refused, keeps=False)
    if given is None:
        messages.error(request, _("Dat lukte nu niet. Probeer het later opnieuw."))
        return redirect(_page_with(request, page, exercise_id))
    if keeps:
        attempt = services.keep_answer(
            person=account_of(request),
            lesson=page,
            exercise_id=exercise_id,
            block_type=exercise.block_type,
            answer=given,
            score=exercise.grade(given),
        )
        return _answered(request, page, exercise, parts.Submission.kept(attempt), keeps=True)
    return _answered(request, page, exercise, parts.Submission(given), keeps=False)


def _begin_again(
    request: HttpRequest,
    page: LessonPage,
    exercise: parts.ExerciseOnPage,
    attempt: ExerciseAttempt | None,
    *,
    keeps: bool,
) -> HttpResponse:
    """Take the answers away, after asking whether that is meant when they are kept."""
    if not keeps or attempt is None or attempt.answer is None:
        return _answered(request, page, exercise, parts.Submission(), keeps=keeps)
    if request.POST["opnieuw"] == parts.RATHER_NOT:
        return _answered(request, page, exercise, parts.Submission.kept(attempt), keeps=True)
    if request.POST["opnieuw"] != parts.SURELY:
        asked = parts.Submission.kept(attempt, asks=True)
        return _answered(request, page, exercise, asked, keeps=False)
    services.forget_answer(
        person=account_of(request), lesson=page, exercise_id=exercise.context.exercise_id
    )
    attempt.answer = None
    return _answered(request, page, exercise, parts.Submission.kept(attempt), keeps=True)


def _answered(
    request: HttpRequest,
    page: LessonPage,
    exercise: parts.ExerciseOnPage,
    given: parts.Submission,
    *,
    keeps: bool,
) -> HttpResponse:
    """Only the exercise for htmx; the page at the exercise for who keeps; else the page now."""
    exercise_id = exercise.context.exercise_id
    exercise.given = given
    if getattr(request, "htmx", False):
        shown = reading.reading_of(request, page)
        exercise.next_url = shown.next_behind(reading.place_of(page, exercise_id))
        html = exercise.render(
            request,
            action=shown.exercise_url(exercise_id),
            vocabularies=Vocabularies(),
        )
        passes = keeps and failed_checks.has_pass_mark(exercise.block_type)
        return HttpResponse(f"{html}{_end_now(request, page)}" if passes else html)
    if keeps:
        return redirect(f"{_page_with(request, page, exercise_id)}#{exercise.prefix}")
    request.just_given = {exercise_id: given}  # type: ignore[attr-defined]
    response: HttpResponse = page.serve(request)
    return response


def _end_now(request: HttpRequest, page: LessonPage) -> str:
    """The end of the lesson and the list of lessons after an answer, which may have passed a check
    or not; the script puts them in their places where the page has those."""
    values = end_of_lesson(request, page)
    parts_of_page = ("learning/_finish.html", "learning/_all_lessons.html")
    return "".join(render_to_string(name, values, request) for name in parts_of_page)


def _page_with(request: HttpRequest, page: LessonPage, exercise_id: str) -> str:
    """The address of the page with this exercise, in the view in which it was answered."""
    shown = reading.reading_of(request, page)
    return shown.url_with(reading.place_of(page, exercise_id))


@require_POST
def finish(request: HttpRequest, training: str, lesson: str) -> HttpResponse:
    """Mark a lesson as finished (or not, after all) and go on to the next."""
    page = lesson_at(request, training, lesson)
    if page.is_closed_to(request):
        return _to_lesson(request, page)
    if not queries.keeps_progress(request, page):
        return no_access(request, page)
    if "toch-niet" in request.POST:
        services.reopen_lesson(person=account_of(request), lesson=page)
        return redirect(reading.reading_of(request, page).last_url)
    services.finish_lesson(person=account_of(request), lesson=page)
    if not queries.follows(request, page.training.pk):
        # To where it says so: the top of the last step is a screen or more away from that.
        last_url = reading.reading_of(request, page).last_url.partition("#")[0]
        return redirect(f"{last_url}#les-klaar")
    progress = queries.progress_in(person_id=request.user.pk or 0, trainings=[page.training])[
        page.training.pk
    ]
    following = progress.next_lesson
    failed = failed_in(request, page.training, progress).get(page.pk)
    if failed is not None:
        # Instead of the praise, which would be read first: the check counts.
        messages.warning(request, _read_only(request, page, failed))
    elif following is None:
        messages.success(request, _("Knap! Je hebt alle lessen van deze training gedaan."))
    else:
        messages.success(request, _finished(page, following, progress))
    if following is None:
        return redirect(addresses.training_end(page.training.slug))
    return redirect(lesson_url(page.training, following))


def _finished(page: LessonPage, following: LessonPage, progress: queries.TrainingProgress) -> str:
    """That a lesson is done, and which one comes now."""
    behind = dropwhile(lambda one: one != page, progress.lessons)
    if following in islice(behind, 1, 2):
        said = _("Je hebt ‘%(done)s’ afgerond. Dit is de volgende les.")
    else:
        # Who went back finds those in between done already.
        said = _("Je hebt ‘%(done)s’ afgerond. De les ‘%(next)s’ heb je nog niet gedaan.")
    return _with_way_to_end(page.training, said % {"done": page.title, "next": following.title})


def _read_only(request: HttpRequest, page: LessonPage, failed: FailedCheck) -> str:
    """That a lesson is read and its check is not passed, with a button to the check."""
    address = reading.reading_of(request, page).exercise_address(page, failed.exercise_id)
    return format_html(
        '{} {}<span class="va-actions">{}</span>',
        _("Je hebt de les ‘%(title)s’ gelezen.") % {"title": page.title},
        failed.words,
        button_link(address, _("Naar de toets"), icon="arrow-right"),
    )


def _with_way_to_end(training: TrainingPage, said: str) -> str:
    """A sentence on a lesson that is done, with the way to what the certificate still asks."""
    if not training.is_training:
        return said
    return format_html(
        '{} <a class="utrecht-link" href="{}">{}</a>',
        said,
        addresses.training_end(training.slug),
        _("Wat moet je nog doen voor je certificaat?"),
    )


_TRAINING = Statement(
    lambda slug: TrainingPage.objects.filter(slug__in=slug), slug=Several(CharField())
)


def plugin_page(
    request: HttpRequest, training: str, plugin: str, rest: str = ""
) -> HttpResponseBase:
    """A page that a plugin adds to a training."""
    page = _TRAINING.first(slug=sorted(spellings(training)))
    if page is None or not is_open_to(request, page):
        raise Http404
    if page.is_closed_to(request):
        return redirect(page.url)
    return plugin_pages.serve(request, page, plugin, rest)


@login_required
def send_unsent(request: HttpRequest) -> HttpResponse:
    """Ask whether to send what waits, and do it: the browser sends the same form on."""
    waits = unsent.waiting(request)
    if waits is None:
        messages.info(request, _("Er staat niets meer klaar om te versturen."))
        return redirect(addresses.MINE)
    if request.method != "POST":
        values = {"unsent": waits, "noindex": True}
        response = render(request, "learning/unsent.html", values)
        patch_cache_control(response, private=True, no_store=True)
        return response
    unsent.forget(request)
    return HttpResponseRedirect(waits.action, preserve_request=True)


@login_required
@require_POST
def forget_unsent(request: HttpRequest) -> HttpResponse:
    """Throw away what waits, and go to the page that it was for."""
    waits = unsent.waiting(request)
    unsent.forget(request)
    return redirect(waits.back if waits else addresses.MINE)


def _was_signed_in(request: HttpRequest) -> bool:
    """Whether the form was made for somebody signed in, and nobody is now.

    An open lesson takes answers of visitors too, but does not keep them: who was signed in would
    think that theirs is kept.
    """
    return parts.SIGNED_IN in request.POST and not request.user.is_authenticated


def lesson_at(request: HttpRequest, training: str, lesson: str) -> LessonPage:
    ending = composed(f"{addresses.CATALOGUE}{training}/{lesson}/")
    page: LessonPage
    for page in LessonPage.objects.filter(slug__in=spellings(lesson)):
        if composed(page.url_path).endswith(ending) and is_open_to(request, page):
            return read_page(page)
    raise Http404


def _to_lesson(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """To the page itself, which asks for its password or to sign in."""
    url = lesson_url(page.training, page)
    if getattr(request, "htmx", False):
        away: HttpResponse = HttpResponseClientRedirect(url)
        return away
    return redirect(url)
