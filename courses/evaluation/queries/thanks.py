"""What somebody reads after answering, besides thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm


def what_we_did(form: EvaluationForm) -> str:
    """What became of what people said before about the same; "" where nothing was written.

    Nobody writes it yet.
    """
    del form
    return ""
