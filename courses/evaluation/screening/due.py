"""Screening the texts of forms that closed, from the tick."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings

from courses.evaluation.enums import TextStatus
from courses.evaluation.models import TextAnswer
from courses.evaluation.queries.screening import names_around, no_names
from courses.evaluation.queries.texts import texts_of_review, unscreened_forms
from courses.evaluation.redactions import kept, without_overlap
from courses.evaluation.screening import deduce_process, simple
from courses.evaluation.screening.names import name_words

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm
    from courses.evaluation.redactions import Redaction

logger = logging.getLogger("courses.evaluation")

DEDUCE = "deduce"
"""The value of the setting that asks for it."""


def screen_due() -> int:
    """Screen every text that nothing looked at yet; returns how many. Harmless when repeated.

    One process of deduce for all of them, where an operator asks for that.
    """
    texts: list[TextAnswer] = []
    found: list[list[Redaction]] = []
    exceptions: list[list[str]] = []
    for form in unscreened_forms().select_related("edition__training__partner"):
        own = _unscreened(form)
        known, words = name_words(names_around(form)), no_names(form)
        texts += own
        exceptions += [words] * len(own)
        found += [simple.screen(one.text, known=known, exceptions=words) for one in own]
    if not texts:
        return 0
    more = _of_deduce([one.text for one in texts])
    for text, own_found, its, words in zip(texts, found, more, exceptions, strict=True):
        proposed = [*deduce_process.without_exceptions(text.text, its, words), *own_found]
        # Only where nobody was quicker.
        TextAnswer.objects.filter(
            pk=text.pk, status=TextStatus.WAITING, redactions__isnull=True
        ).update(redactions=kept(without_overlap(proposed)))
    return len(texts)


def _unscreened(form: EvaluationForm) -> list[TextAnswer]:
    return list(
        texts_of_review(form)
        .filter(status=TextStatus.WAITING, redactions__isnull=True)
        .only("pk", "text", "question")
    )


def _of_deduce(texts: list[str]) -> list[list[Redaction]]:
    """What deduce finds; nothing where it is not asked for, or fails, which the operator reads."""
    if settings.ACADEMY_SCREENING == DEDUCE:
        try:
            return deduce_process.find(texts)
        except deduce_process.DeduceFailed as failed:
            logger.error(
                "Open answers of evaluations were screened without deduce: %s. People review them "
                "all the same. Install deduce, or take ACADEMY_SCREENING away.",
                failed,
            )
    return [[] for _ in texts]
