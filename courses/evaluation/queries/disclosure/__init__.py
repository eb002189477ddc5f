"""The one place that decides what is shown of evaluations, and reads it.

Everything that shows figures (pages, files, plugins) asks here. `rule` decides, when a form closes;
`cells` adds up what may be shown, `kept` keeps the overall marks of each form at hand, `figures`
gives all of it with its questions, `texts` gives what people wrote.
"""

from courses.evaluation.queries.disclosure.cells import (
    OVERALL,
    Grouping,
    MarkSums,
    Response,
    marks_by,
    marks_of_forms,
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
from courses.evaluation.queries.disclosure.kept import (
    UNNUMBERED,
    FormFigures,
    added,
    figures_of_each,
)
from courses.evaluation.queries.disclosure.texts import (
    readable_texts,
    texts_in_review,
    texts_shown,
)

__all__ = [
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
    "figures",
    "figures_by",
    "figures_of",
    "figures_of_each",
    "marks_by",
    "marks_of_forms",
    "means_as_reported",
    "newest_wording",
    "readable_texts",
    "response_sums",
    "texts_in_review",
    "texts_shown",
]
