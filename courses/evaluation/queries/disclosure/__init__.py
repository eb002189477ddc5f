"""The one place that decides what is shown of evaluations, and reads it.

Everything that shows figures (pages, files, plugins) asks here. `rule` decides, when a form closes;
`cells` adds up what may be shown, `figures` gives it with its questions, `texts` gives what people
wrote.
"""

from courses.evaluation.queries.disclosure.cells import (
    OVERALL,
    Grouping,
    MarkSums,
    Response,
    marks_by,
    marks_in,
    marks_of_forms,
    marks_statement,
    newest_wording,
    response_sums,
)
from courses.evaluation.queries.disclosure.figures import (
    Bar,
    Figures,
    MeanAsReported,
    QuestionFigures,
    Reason,
    SuppressedFigures,
    figures,
    figures_by,
    figures_of,
    means_as_reported,
)
from courses.evaluation.queries.disclosure.texts import (
    readable_texts,
    texts_in_review,
    texts_shown,
)

__all__ = [
    "OVERALL",
    "Bar",
    "Figures",
    "Grouping",
    "MarkSums",
    "MeanAsReported",
    "QuestionFigures",
    "Reason",
    "Response",
    "SuppressedFigures",
    "figures",
    "figures_by",
    "figures_of",
    "marks_by",
    "marks_in",
    "marks_of_forms",
    "marks_statement",
    "means_as_reported",
    "newest_wording",
    "readable_texts",
    "response_sums",
    "texts_in_review",
    "texts_shown",
]
