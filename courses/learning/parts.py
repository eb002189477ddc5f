"""A lesson as a reader sees it: its blocks one by one, exercises with the reader's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import LessonPage
from courses.catalogue.queries import active_plugins
from courses.common.errors import Refusal
from courses.common.public_version import memory
from courses.plugin_api import guard, registry
from courses.plugin_api.contributions import Exercise, ExerciseContext, Score, checked_json
from courses.plugin_api.registry import Registered

PLACEHOLDER = "learning/_unavailable.html"
EMPTY = mark_safe("")


@dataclass
class Given:
    """What someone answered: kept (`answer`), or refused just now (`error`)."""

    answer: Any = None
    error: str = ""


@dataclass
class ExerciseOnPage:
    """One exercise of a lesson, ready to be shown or graded."""

    registered: Registered[Exercise]
    context: ExerciseContext
    block_type: str
    given: Given = field(default_factory=Given)

    @property
    def prefix(self) -> str:
        """What the names of the exercise's inputs begin with."""
        return _prefix(self.context.exercise_id)

    def grade(self, answer: Any) -> Score | None:
        """The score, or None when the plugin fails."""
        score = guard.call_plugin(
            self.registered, lambda exercise: exercise.grade(answer, self.context), default=None
        )
        return score if isinstance(score, Score) else None

    def read(self, data: Mapping[str, list[str]], previous: Any) -> Any:
        """The answer in what was posted; None when the plugin fails.

        Raises:
            Refusal: the answer cannot be used.
        """
        return guard.call_plugin(
            self.registered,
            lambda exercise: checked_json(exercise.read_answer(data, previous)),
            default=None,
            passes=(Refusal,),
        )

    def render(self, request: HttpRequest, *, action: str) -> SafeString:
        """The form with the exercise and what became of the answer."""
        answer = self.given.answer
        score = self.grade(answer) if answer is not None else None
        return _frame(
            request,
            self.registered,
            exercise_id=self.context.exercise_id,
            action=action,
            body=self.body(request, score),
            given=self.given,
            failed=answer is not None and score is None,
        )

    def body(self, request: HttpRequest, score: Score | None = None) -> SafeString | None:
        """What the exercise itself shows inside the form; None when the plugin fails."""
        values = {
            "exercise": self.context,
            "config": self.context.config,
            "answer": self.given.answer,
            "score": score,
            "field_prefix": self.prefix,
            "error": self.given.error,
        }
        return guard.call_plugin(
            self.registered,
            lambda exercise: render_to_string(exercise.template_name, values, request),
            default=None,
        )


def _prefix(exercise_id: str) -> str:
    return f"opdracht-{exercise_id}"


def _frame(
    request: HttpRequest,
    registered: Registered[Exercise],
    *,
    exercise_id: str,
    action: str,
    body: SafeString | None,
    given: Given,
    failed: bool,
) -> SafeString:
    """The form around an exercise, with its buttons."""
    values = {
        "field_prefix": _prefix(exercise_id),
        "action": action,
        "body": body,
        "answer": given.answer,
        "error": given.error,
        "failed": failed or body is None,
        "submit_label": registered.contribution.submit_label,
    }
    return render_to_string("learning/_exercise.html", values, request)


def exercise_in(lesson: LessonPage, exercise_id: str) -> ExerciseOnPage | None:
    """The exercise with this id, if the lesson has it and its plugin works here."""
    active = active_plugins(lesson.training.pk)
    for child in lesson.body:
        if child.id == exercise_id:
            return _as_exercise(lesson, child, active)
    return None


def _as_exercise(lesson: LessonPage, child: Any, active: frozenset[str]) -> ExerciseOnPage | None:
    registered = registry.find_exercise(child.block_type)
    if registered is None or not _works(registered, active):
        return None
    return _on_page(lesson, child, registered)


def _on_page(lesson: LessonPage, child: Any, registered: Registered[Exercise]) -> ExerciseOnPage:
    return ExerciseOnPage(
        registered,
        ExerciseContext(
            exercise_id=child.id or "",
            config=child.value,
            training_id=lesson.training.pk,
            lesson_id=lesson.pk or 0,
        ),
        child.block_type,
    )


def _works(registered: Registered[Any], active: frozenset[str]) -> bool:
    return registered.plugin.core or registered.plugin.slug in active


def render_parts(
    request: HttpRequest, lesson: LessonPage, *, base_url: str, given: Mapping[str, Given]
) -> list[SafeString]:
    """The lesson's blocks as HTML; what a plugin cannot show becomes a plain sentence.

    Blocks are the same for every reader, and so is an exercise that has no answer yet: these are
    kept until something public changes.
    """
    reading = _Reading(request, lesson, base_url, given, active_plugins(lesson.training.pk))
    return [reading.part(position) for position in range(len(lesson.body))]


@dataclass
class _Reading:
    """Somebody opens a lesson; `active` are the plugins that work in its training."""

    request: HttpRequest
    lesson: LessonPage
    base_url: str
    given: Mapping[str, Given]
    active: frozenset[str]

    def part(self, position: int) -> SafeString:
        """The block at this place, as HTML."""
        # The raw data says what it is; making the block's value costs more than a kept part.
        raw = self.lesson.body.raw_data[position]
        provider = _providers().get(raw["type"])
        if provider is None:
            return self._kept(position, lambda: self._block(position)) or EMPTY
        if not _works(provider, self.active):
            return render_to_string(PLACEHOLDER)
        if isinstance(provider.contribution, Exercise):
            return self._exercise(position, raw.get("id") or "", provider)
        html = guard.call_plugin(provider, lambda _block: self._block(position), default=None)
        return html if html is not None else render_to_string(PLACEHOLDER)

    def _block(self, position: int) -> SafeString:
        context = {"request": self.request, "page": self.lesson, "infopunt": None}
        return mark_safe(self.lesson.body[position].render(context))

    def _exercise(
        self, position: int, exercise_id: str, provider: Registered[Exercise]
    ) -> SafeString:
        action = f"{self.base_url}opdracht/{exercise_id}/"
        given = self.given.get(exercise_id)
        if given is not None:
            exercise = self._made(position, provider)
            exercise.given = given
            return exercise.render(self.request, action=action)
        return _frame(
            self.request,
            provider,
            exercise_id=exercise_id,
            action=action,
            body=self._kept(position, lambda: self._made(position, provider).body(self.request)),
            given=Given(),
            failed=False,
        )

    def _made(self, position: int, provider: Registered[Exercise]) -> ExerciseOnPage:
        return _on_page(self.lesson, self.lesson.body[position], provider)

    def _kept(self, position: int, make: Callable[[], SafeString | None]) -> SafeString | None:
        # A preview shows what is not public yet.
        if getattr(self.request, "is_preview", False):
            return make()
        return memory.get(("part of a lesson", self.lesson.pk, position), make)


def _providers() -> dict[str, Registered[Any]]:
    return {provider.key: provider for provider in registry.block_providers()}
