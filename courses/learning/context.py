"""What progress adds to the pages of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html

from courses.catalogue import slots
from courses.catalogue.page_context import provide
from courses.common import addresses
from courses.common.content_language import SOURCE
from courses.common.visitors import signed_in
from courses.editions.queries import spoken_with_seats
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.queries import latest_in
from courses.glossary import queries as glossary
from courses.learning import failed_checks, parts, plugin_pages, queries, reading, steps
from courses.plugin_api.contributions.slots import SlotPlace
from courses.translations.reading import block_language, language_of, read, reading_state_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.learning.failed_checks import FailedCheck
    from courses.learning.queries import TrainingProgress
    from courses.learning.reading import Reading


@provide("LessonPage")
def lesson(request: HttpRequest, page: LessonPage, values: dict[str, object]) -> dict[str, object]:
    """The lesson's parts, the reader's progress, and the way on."""
    training = page.training
    shown = reading.reading_of(request, page)
    has_exercise = steps.has_exercise(page, shown.places)
    given = _given(request, page) if has_exercise else {}
    progress = queries.progress_in(person_id=request.user.pk or 0, trainings=[training])[
        training.pk
    ]
    failed = failed_in(request, training, progress)
    lessons = list(progress.lessons)
    position = _position(progress, page)
    vocabularies = glossary.Vocabularies()
    rendered = parts.render_parts(
        request, page, shown=shown, given=given, vocabularies=vocabularies
    )
    raw = page.body.raw_data
    languages = [block_language(page, raw[place].get("id")).code for place in shown.places]
    told = list(zip(rendered, languages, strict=True))
    # The summary is read before them, so a word in both is explained there.
    summary = read(page.summary) if shown.is_first else ""
    told.insert(0, (conditional_escape(summary), language_of(summary).code))
    (summary_shown, *explained), hard_words = glossary.explained(told, vocabularies=vocabularies)
    dutch_steps = _dutch_steps(page, shown)
    return {
        **_end_of(request, page, progress, failed),
        "position": position + 1,
        "previous_lesson": lessons[position - 1] if position > 0 else None,
        "reading": shown,
        "steps": reading.links(page, shown) if len(shown.steps) > 1 else [],
        "dutch_steps": [] if _is_all_dutch(page) else dutch_steps,
        "dutch_step": shown.number in dutch_steps,
        "warns": shown.is_first or has_exercise,
        "has_exercise": has_exercise,
        "parts": _with_marks(shown, explained) if shown.marks_steps else explained,
        "summary": summary_shown,
        "hard_words": hard_words,
        "has_words": bool(vocabularies[SOURCE]),
        "words_back": shown.own_url,
        "skips_a_level": parts.skips_a_level(rendered),
    }


def failed_in(
    request: HttpRequest, training: TrainingPage, progress: TrainingProgress
) -> dict[int, FailedCheck]:
    """The checks that the reader has not passed, by lesson; of who takes part."""
    person = signed_in(request)
    if person is None or not queries.follows(request, training.pk):
        return {}
    return failed_checks.failed_by_lesson(person.pk, training.pk, progress.lessons)


def end_of_lesson(request: HttpRequest, page: LessonPage) -> dict[str, object]:
    """What the end of a lesson says and offers: whether it is done, and whether a check is not."""
    training = page.training
    progress = queries.progress_in(person_id=request.user.pk or 0, trainings=[training])[
        training.pk
    ]
    return _end_of(request, page, progress, failed_in(request, training, progress))


def _end_of(
    request: HttpRequest,
    page: LessonPage,
    progress: TrainingProgress,
    failed: Mapping[int, FailedCheck],
) -> dict[str, object]:
    shown = reading.reading_of(request, page)
    lessons, position = progress.lessons, _position(progress, page)
    check = failed.get(page.pk)
    return {
        "page": page,
        "training": page.training,
        "progress": progress,
        "lessons": [(one, one.pk in progress.finished, one.pk == page.pk) for one in lessons],
        "failed": tuple(failed.items()),
        "failed_lessons": frozenset(failed),
        "follows": queries.follows(request, page.training.pk),
        "can_finish": queries.keeps_progress(request, page),
        "is_finished": page.pk in progress.finished,
        "following_lesson": lessons[position + 1] if 0 <= position < len(lessons) - 1 else None,
        "goes_to": progress.next_after(page),
        "failed_check": check,
        "check_answer_url": shown.exercise_url(check.exercise_id) if check else "",
        "surely": parts.SURELY,
        # Only the end of the lesson asks for them.
        "spoken": lambda: spoken_with_seats(page.training.pk),
        "finish_url": f"{shown.url}klaar/{shown.suffix}",
    }


def _given(request: HttpRequest, page: LessonPage) -> dict[str, parts.Submission]:
    """What the reader answered, by exercise. A preview begins without: there is all to try."""
    if getattr(request, "is_preview", False):
        return parts.answered_in_preview(request, page)
    attempts = queries.attempts_of(request.user, page)
    given = {key: parts.Submission.kept(attempt) for key, attempt in attempts.items()}
    return {**given, **getattr(request, "just_given", {})}


def _position(progress: TrainingProgress, page: LessonPage) -> int:
    """The place of a lesson among the published ones; -1 of a draft in the preview."""
    return next((n for n, one in enumerate(progress.lessons) if one.pk == page.pk), -1)


def _is_all_dutch(page: LessonPage) -> bool:
    """Whether who reads another language finds nothing in it; then there are no steps to name."""
    state = reading_state_of(page)
    return state is not None and state.is_mostly_source


def _dutch_steps(page: LessonPage, shown: Reading) -> list[int]:
    """The steps in which something is in Dutch; none where the lesson is read as it was written."""
    state = reading_state_of(page)
    if state is None or state.is_whole or len(shown.steps) < 2:
        return []
    raw = page.body.raw_data
    return [
        number
        for number, step in enumerate(shown.steps, 1)
        if any(str(raw[place].get("id")) not in state.blocks for place in step)
    ]


def _with_marks(shown: Reading, rendered: list[SafeString]) -> list[SafeString]:
    """The whole lesson, with a line where each step begins: for who edits it."""
    by_place = dict(zip(shown.places, rendered, strict=True))
    marked: list[SafeString] = []
    for number, step in enumerate(shown.steps, 1):
        words = reading.words_of(number, len(shown.steps))
        marked.append(format_html('<p class="va-step-mark">{}</p>', words))
        marked.extend(by_place[place] for place in step)
    return marked


@provide("TrainingPage")
def own_progress(
    request: HttpRequest, page: TrainingPage, values: dict[str, object]
) -> dict[str, object]:
    """For a participant: how far they are, and whether they have finished the training."""
    user = signed_in(request)
    if user is None or not values.get("takes_part"):
        return {
            "progress": None,
            "is_completed": False,
            "failed": (),
            "failed_lessons": (),
            "reads_lessons": user is not None and queries.reads_every_lesson(user),
        }
    progress = queries.going_on_in(person_id=user.pk, trainings=[page])[page.pk]
    failed = failed_checks.failed_by_lesson(user.pk, page.pk, progress.lessons)
    enrolment = latest_in(user, page.pk)
    return {
        "progress": progress,
        "failed": tuple(failed.items()),
        "failed_lessons": frozenset(failed),
        "is_completed": enrolment is not None and enrolment.status == EnrolmentStatus.COMPLETED,
    }


@provide("TrainingPage")
def plugin_links(
    request: HttpRequest, page: TrainingPage, values: dict[str, object]
) -> dict[str, object]:
    """The pages that plugins add to this training and that the reader may open."""
    return {"plugin_links": plugin_pages.links(request, page) if page.pk else []}


@provide("TrainingPage")
def slots_of_plugins(
    request: HttpRequest, page: TrainingPage, values: dict[str, object]
) -> dict[str, object]:
    """What plugins put on the page of this training."""
    user = signed_in(request)
    takes_part = user is not None and bool(values.get("takes_part"))
    keys = {page.pk: page.pk} if page.pk else {}
    found = slots.fill(
        SlotPlace.TRAINING, keys, person_id=user.pk if user is not None and takes_part else None
    )
    return {"slots": found.get(page.pk, [])}


def lesson_url(training: TrainingPage, page: LessonPage) -> str:
    """The address of a lesson on this site, without asking the database."""
    return addresses.lesson(training.slug, page.slug)
