"""What learning keeps for plugins, for when one is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.learning.models import ExerciseAttempt
from courses.plugin_host.traces import Trace, owner_of, provide

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _attempts(slug: str) -> QuerySet[ExerciseAttempt]:
    likely = ExerciseAttempt.objects.filter(block_type__startswith=f"{slug}_")
    kinds = likely.order_by().values_list("block_type", flat=True).distinct()
    return ExerciseAttempt.objects.filter(
        block_type__in=[kind for kind in kinds if owner_of(kind) == slug]
    )


def _delete_attempts(slug: str) -> None:
    _attempts(slug).delete()


provide(
    Trace(
        label=_("antwoorden op haar opdrachten"),
        count=lambda slug: _attempts(slug).count(),
        export=lambda slug: list(
            _attempts(slug).values("person", "lesson", "exercise_id", "block_type", "answer")
        ),
        delete=_delete_attempts,
    )
)
