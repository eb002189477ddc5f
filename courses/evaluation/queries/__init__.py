"""Questions about evaluations: opening, answering, closing, and showing the figures.

What other parts and plugins may ask stands here.
"""

from courses.evaluation.enums import ENOUGH
from courses.evaluation.queries.answering import to_evaluate
from courses.evaluation.queries.disclosure import (
    OVERALL,
    Figures,
    Reason,
    SuppressedFigures,
    figures,
    figures_by,
)
from courses.evaluation.queries.opening import without_answers

__all__ = [
    "ENOUGH",
    "OVERALL",
    "Figures",
    "Reason",
    "SuppressedFigures",
    "figures",
    "figures_by",
    "to_evaluate",
    "without_answers",
]
