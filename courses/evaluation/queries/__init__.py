"""Questions about evaluations: opening, answering, closing, and showing the figures.

What other parts and plugins may ask stands here.
"""

from courses.evaluation.enums import ENOUGH
from courses.evaluation.queries.answering import asked, to_evaluate
from courses.evaluation.queries.asking import address_of
from courses.evaluation.queries.closing import lost_forms
from courses.evaluation.queries.disclosure import (
    OVERALL,
    UNNUMBERED,
    Bar,
    Figures,
    FormFigures,
    Grouping,
    MarkSums,
    MeanAsReported,
    QuestionFigures,
    Reason,
    Response,
    SuppressedFigures,
    added,
    figures,
    figures_by,
    figures_of,
    figures_of_each,
    marks_by,
    marks_of_forms,
    means_as_reported,
    newest_wording,
    readable_texts,
    response_sums,
    texts_in_review,
    texts_shown,
)
from courses.evaluation.queries.opening import without_answers
from courses.evaluation.queries.reactions import (
    published_reactions,
    reactions_for,
    without_reaction,
)
from courses.evaluation.queries.sealing import keys_problem
from courses.evaluation.queries.staff import forms_with_paper
from courses.evaluation.queries.texts import (
    forms_for_reviewer,
    forms_to_review,
    golden_tips,
    is_reviewer,
)

__all__ = [
    "ENOUGH",
    "OVERALL",
    "UNNUMBERED",
    "Bar",
    "Figures",
    "FormFigures",
    "Grouping",
    "MarkSums",
    "MeanAsReported",
    "QuestionFigures",
    "Reason",
    "Response",
    "SuppressedFigures",
    "added",
    "address_of",
    "asked",
    "figures",
    "figures_by",
    "figures_of",
    "figures_of_each",
    "forms_for_reviewer",
    "forms_to_review",
    "forms_with_paper",
    "golden_tips",
    "is_reviewer",
    "keys_problem",
    "lost_forms",
    "marks_by",
    "marks_of_forms",
    "means_as_reported",
    "newest_wording",
    "published_reactions",
    "reactions_for",
    "readable_texts",
    "response_sums",
    "texts_in_review",
    "texts_shown",
    "to_evaluate",
    "without_answers",
    "without_reaction",
]
