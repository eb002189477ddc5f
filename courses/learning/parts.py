"""A lesson as a reader sees it: its blocks one by one, exercises with the reader's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.models import LessonPage
from courses.catalogue.queries import active_plugins
from courses.plugin_api import guard, registry
from courses.plugin_api.contributions import Exercise, ExerciseContext, Score
from courses.plugin_api.registry import Registered

PLACEHOLDER = "learning/_unavailable.html"


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
        return f"opdracht-{self.context.exercise_id}"

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
            self.registered, lambda exercise: exercise.read_answer(data, previous), default=None
        )

    def render(self, request: HttpRequest, *, action: str) -> SafeString:
        """The form with the exercise and what became of the answer."""
        answer = self.given.answer
        score = self.grade(answer) if answer is not None else None
        values = {
            "exercise": self.context,
            "config": self.context.config,
            "answer": answer,
            "score": score,
            "field_prefix": self.prefix,
            "error": self.given.error,
        }
        body = guard.call_plugin(
            self.registered,
            lambda exercise: render_to_string(exercise.template_name, values, request),
            default=None,
        )
        return render_to_string(
            "learning/_exercise.html",
            {
                **values,
                "body": body,
                "action": action,
                "failed": body is None or (answer is not None and score is None),
                "submit_label": self.registered.contribution.submit_label,
            },
            request,
        )


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
    """The lesson's blocks as HTML; what a plugin cannot show becomes a plain sentence."""
    active = active_plugins(lesson.training.pk)
    providers: dict[str, Registered[Any]] = {
        provider.key: provider for provider in registry.block_providers()
    }
    return [
        _render(request, lesson, child, providers.get(child.block_type), active, base_url, given)
        for child in lesson.body
    ]


def _render(
    request: HttpRequest,
    lesson: LessonPage,
    child: Any,
    provider: Registered[Any] | None,
    active: frozenset[str],
    base_url: str,
    given: Mapping[str, Given],
) -> SafeString:
    context = {"request": request, "page": lesson, "infopunt": None}
    if provider is None:
        return mark_safe(child.render(context))
    if not _works(provider, active):
        return render_to_string(PLACEHOLDER)
    exercise = _as_exercise(lesson, child, active)
    if exercise is not None:
        exercise.given = given.get(child.id) or exercise.given
        return exercise.render(request, action=f"{base_url}opdracht/{child.id}/")
    html = guard.call_plugin(provider, lambda _block: child.render(context), default=None)
    return mark_safe(html) if html is not None else render_to_string(PLACEHOLDER)
