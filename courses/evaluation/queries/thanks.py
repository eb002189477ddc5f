"""What somebody reads after answering, besides thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.evaluation.queries.reactions import reaction_to_before

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm, Reaction


def what_we_did(form: EvaluationForm) -> Reaction | None:
    """What became of what people said before about the same; None where nobody wrote it."""
    return reaction_to_before(form)
