"""Reviewing what people wrote, releasing it, and taking something out later.

Until the release everything can be undone: texts stay as they were written. At the release they are
written anew without what was taken out, and nothing of that is kept. What is logged is that a form
was released, and by whom; no word of a text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common.audit import record
from courses.common.commits import after_commit
from courses.common.edit_conflicts import Fact, FormSnapshot, fact
from courses.common.errors import Refusal
from courses.common.remnants import clear_remnants
from courses.evaluation.enums import Finding, TextStatus
from courses.evaluation.models import EvaluationForm, TextAnswer
from courses.evaluation.queries.disclosure.texts import readable_texts
from courses.evaluation.queries.texts import texts_of_review
from courses.evaluation.redactions import (
    Redaction,
    kept,
    places_of,
    read,
    redacted,
    without_overlap,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from courses.people.models import User


@dataclass(frozen=True)
class Decision:
    """What somebody decided of a text: which of the proposals go (by their number in the list that
    the page showed), which other words go, and whether it is done with, or goes whole."""

    text_id: UUID
    status: TextStatus
    on: frozenset[int] = frozenset()
    more: Sequence[str] = ()


def facts_of_review(texts: Iterable[TextAnswer]) -> dict[str, Fact]:
    """What a page shows of texts in review, to compare when they are saved."""
    return {str(one.pk): _fact(one, TextStatus(one.status), read(one.redactions)) for one in texts}


def _fact(text: TextAnswer, status: TextStatus, redactions: Sequence[Redaction]) -> Fact:
    shown = "" if status == TextStatus.LEFT_OUT else redacted(text.text, redactions)
    words = f"{status.label}: {shown}" if shown else str(status.label)
    return fact(text.question.label, [status.value, kept(redactions)], words)


@transaction.atomic
def review_texts(
    *, form: EvaluationForm, decisions: Collection[Decision], snapshot: FormSnapshot
) -> int:
    """Keep what somebody decided of some texts of a form; returns of how many.

    Raises:
        Conflict: somebody else decided otherwise since the page was opened.
        Refusal: a text is not in review any more, or has not the words that are to go.
    """
    texts = {one.pk: one for one in _in_review(form)}
    if any(one.text_id not in texts for one in decisions):
        raise Refusal(_("Deze teksten zijn intussen vrijgegeven. Er is niets veranderd."))
    chosen = [texts[one.text_id] for one in decisions]
    stored = facts_of_review(chosen)
    for text, decision in zip(chosen, decisions, strict=True):
        text.redactions = kept(_wanted(text, decision))
        text.status = decision.status
    snapshot.refuse_if_stale(stored=stored, wanted=facts_of_review(chosen))
    TextAnswer.objects.bulk_update(chosen, ["status", "redactions"])
    return len(chosen)


def _wanted(text: TextAnswer, decision: Decision) -> list[Redaction]:
    redactions = [
        replace(one, is_on=number in decision.on)
        for number, one in enumerate(read(text.redactions))
        if number in decision.on or one.why != Finding.CHOSEN
    ]
    return without_overlap([*redactions, *_chosen(text, decision.more)])


def _chosen(text: TextAnswer, words: Iterable[str]) -> list[Redaction]:
    """
    Raises:
        Refusal: these words are not in the text.
    """
    found = []
    for one in words:
        places = places_of(one, text.text)
        if not places:
            raise Refusal(
                gettext("“%(words)s” staat niet in deze tekst.") % {"words": one}, field="more"
            )
        found += [Redaction(start, end, Finding.CHOSEN) for start, end in places]
    return found


def _in_review(form: EvaluationForm) -> list[TextAnswer]:
    """The texts of a form that are in review, under the lock of the form."""
    locked = EvaluationForm.objects.select_for_update().get(pk=form.pk)
    return list(texts_of_review(locked))


@transaction.atomic
def release_texts(*, form: EvaluationForm, snapshot: FormSnapshot, actor: User) -> int:
    """Let readers see what people wrote, without what was taken out, which is gone then. Returns
    how many texts readers see.

    Raises:
        Refusal: not every text was looked at yet, or something changed since the page was opened.
    """
    texts = _in_review(form)
    waiting = sum(one.status == TextStatus.WAITING for one in texts)
    if waiting or not texts:
        raise Refusal(_("Nog niet alle teksten zijn bekeken. Er is niets vrijgegeven."))
    if snapshot.is_stale(ALL_TEXTS, fact_of_release(texts)):
        raise Refusal(_("Er is intussen iets veranderd. Kijk nog eens of het klopt."))
    for one in texts:
        is_left_out = one.status == TextStatus.LEFT_OUT
        one.text = "" if is_left_out else redacted(one.text, read(one.redactions))
        one.status = TextStatus.GONE if is_left_out else TextStatus.RELEASED
        one.redactions = None
    TextAnswer.objects.bulk_update(texts, ["text", "status", "redactions"], batch_size=200)
    record(form, "evaluation.texts_released", actor=actor)
    after_commit(clear_remnants, TextAnswer)
    return sum(one.status == TextStatus.RELEASED for one in texts)


ALL_TEXTS = "texts"


def fact_of_release(texts: Iterable[TextAnswer]) -> Fact:
    """All that is about to be released, as one thing to compare."""
    facts: Mapping[str, Fact] = facts_of_review(texts)
    return fact(_("Teksten"), {key: one.value for key, one in facts.items()}, "")


@transaction.atomic
def take_out(*, text: TextAnswer, words: Sequence[str], actor: User) -> TextAnswer:
    """Take words out of a text that readers see already; they are gone at once.

    Raises:
        Refusal: no words are named, or the text has them not.
    """
    locked = _released(text)
    if not words:
        raise Refusal(_("Schrijf op welke woorden weg moeten."), field="words")
    try:
        redactions = without_overlap(_chosen(locked, words))
    except Refusal as no:
        raise Refusal(no.message, field="words") from no
    locked.text = redacted(locked.text, redactions)
    _rewrite(locked, actor)
    return locked


@transaction.atomic
def take_away(*, text: TextAnswer, actor: User) -> TextAnswer:
    """Take away a whole text that readers see already; it is gone at once.

    Raises:
        Refusal: it is not among what readers see.
    """
    locked = _released(text)
    locked.text, locked.status, locked.is_golden_tip = "", TextStatus.GONE, False
    locked.topics.clear()
    _rewrite(locked, actor)
    return locked


def _released(text: TextAnswer) -> TextAnswer:
    forms = EvaluationForm.objects.filter(pk=text.question.form_id)
    EvaluationForm.objects.select_for_update().get(pk=text.question.form_id)
    locked = readable_texts(forms).select_related("question__form").filter(pk=text.pk).first()
    if locked is None:
        raise Refusal(_("Deze tekst is er niet meer."))
    return locked


def _rewrite(text: TextAnswer, actor: User) -> None:
    text.save(update_fields=["text", "status", "is_golden_tip"])
    record(text.question.form, "evaluation.text_shortened", actor=actor)
    after_commit(clear_remnants, TextAnswer)
