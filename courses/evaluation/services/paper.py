"""Forms on paper: typed in, looked at a second time, and counted as a batch.

Paper and person are never together. What was typed in waits in a batch that is encrypted as a whole
with the key of the form's sealed box; who handed in a form is ticked on a screen of its own. Then
all papers of the batch are counted at once, in one transaction, for those people in a random order:
nobody, not even who typed them in, knows which paper went for whom.

Nor does anybody hear whether one of those people had answered already, in another way: then one
paper less counts, chosen at random, and the outcome looks the same.
"""

from __future__ import annotations

import hmac
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.evaluation.box import Record, Slots, UnreadableBox, seal, unseal
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import EvaluationForm, FormQuestion, PaperBatch
from courses.evaluation.services.answering import refuse_unfit, submit
from courses.evaluation.services.sealing import KeyLost, key_again, key_of, start_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courses.evaluation.box import Answer
    from courses.people.models import User

_random = SystemRandom()

HEAD = 3
"""Bytes before the answers of a paper: its number, and whether it was checked. No paper has 0."""


@dataclass(frozen=True)
class Paper:
    """A form on paper as it was typed in. `number` is written on the paper itself; `is_checked`
    when somebody compared the two."""

    number: int
    answers: Mapping[str, Answer]
    is_checked: bool = False


class _Batch:
    """The papers of a form that is locked or only looked at, and how they are written."""

    def __init__(self, form: EvaluationForm, key: bytes) -> None:
        self.form = form
        # Made from the key of the box, so that a batch never passes for a box or the other way.
        self.key = hmac.digest(key, b"paper", "sha256")
        self.questions = list(FormQuestion.objects.filter(form=form.pk))
        self.slots = Slots(self.questions)
        self.size = HEAD + self.slots.size

    def papers(self) -> list[Paper]:
        """What was typed in, in the order of the numbers.

        Raises:
            KeyLost: it was encrypted with another key.
        """
        batch = PaperBatch.objects.filter(form=self.form.pk).first()
        if batch is None:
            return []
        try:
            content = unseal(bytes(batch.content), key=self.key, form_id=self.form.pk)
        except UnreadableBox as error:
            raise KeyLost(self.form.sealed_with) from error
        places = range(0, len(content), self.size)
        found = [self._read(content[place : place + self.size]) for place in places]
        return sorted(filter(None, found), key=lambda one: one.number)

    def keep(self, papers: Sequence[Paper]) -> None:
        """Write the batch anew, as large as if everybody had answered on paper."""
        if not papers:
            PaperBatch.objects.filter(form=self.form).delete()
            return
        packed = [self._packed(one) for one in papers]
        room = max(self.form.participations.count(), len(packed))
        content = b"".join(packed) + bytes(self.size * (room - len(packed)))
        sealed = seal(content, key=self.key, form_id=self.form.pk)
        PaperBatch.objects.update_or_create(form=self.form, defaults={"content": sealed})

    def _packed(self, paper: Paper) -> bytes:
        head = paper.number.to_bytes(HEAD - 1, "big") + bytes([paper.is_checked])
        return head + self.slots.pack(Record(paper.answers))

    def _read(self, slot: bytes) -> Paper | None:
        number = int.from_bytes(slot[: HEAD - 1], "big")
        if not number:
            return None
        answers = self.slots.unpack(slot[HEAD:]).answers
        return Paper(number, answers, is_checked=bool(slot[HEAD - 1]))


def papers_of(form: EvaluationForm) -> list[Paper]:
    """What was typed in for a form and does not count yet, in the order of the numbers.

    Raises:
        Refusal: the key of the form is not there.
    """
    if not PaperBatch.objects.filter(form=form.pk).exists():
        return []
    with _speaking_of_keys():
        key = key_of(form)
        return _Batch(form, key).papers() if key is not None else []


@contextmanager
def _opened(form: EvaluationForm) -> Iterator[_Batch]:
    """The batch of a form, which is locked meanwhile.

    Raises:
        Refusal: the form is closed, or its key is not there.
    """
    with _speaking_of_keys():
        key = key_of(form)
        with transaction.atomic():
            locked = EvaluationForm.objects.select_for_update().get(pk=form.pk)
            if not locked.takes_answers:
                raise Refusal(_("Dit formulier is gesloten. Er kan niets meer bij."))
            key = key_again(locked, form, key)
            yield _Batch(locked, start_box(locked) if key is None else key)


@contextmanager
def _speaking_of_keys() -> Iterator[None]:
    try:
        yield
    except (KeysAway, KeyLost) as away:
        raise Refusal(
            _("De sleutel van dit formulier is er nu niet. Meld het aan de beheerder.")
        ) from away


def add_paper(*, form: EvaluationForm, answers: Mapping[str, Answer]) -> Paper:
    """Type in one form; the paper with the number that is to be written on it.

    Raises:
        Refusal: an answer does not fit its question (`field` is the key), the form is closed or its
            key is not there, or there are as many papers as people already.
    """
    with _opened(form) as batch:
        refuse_unfit(batch.questions, answers, on_paper=True)
        papers = batch.papers()
        if len(papers) >= batch.form.participations.count():
            raise Refusal(_("Er zijn al evenveel formulieren overgetypt als er mensen zijn."))
        paper = Paper(max((one.number for one in papers), default=0) + 1, answers)
        batch.keep([*papers, paper])
        return paper


def change_paper(*, form: EvaluationForm, number: int, answers: Mapping[str, Answer]) -> Paper:
    """Type a form in anew; it is to be looked at a second time again.

    Raises:
        Refusal: an answer does not fit its question (`field` is the key), the form is closed or its
            key is not there, or the paper has been counted or taken away.
    """
    with _opened(form) as batch:
        refuse_unfit(batch.questions, answers, on_paper=True)
        changed = Paper(number, answers)
        batch.keep(_replaced(batch.papers(), changed))
        return changed


def check_paper(*, form: EvaluationForm, number: int) -> Paper:
    """Say that what was typed in is what stands on the paper.

    Raises:
        Refusal: the form is closed or its key is not there, or the paper has been counted or taken
            away.
    """
    with _opened(form) as batch:
        papers = batch.papers()
        checked = replace(_find(papers, number), is_checked=True)
        batch.keep(_replaced(papers, checked))
        return checked


def remove_paper(*, form: EvaluationForm, number: int) -> None:
    """Take a paper out of the batch, such as one that was typed in twice.

    Raises:
        Refusal: as `check_paper`.
    """
    with _opened(form) as batch:
        papers = batch.papers()
        gone = _find(papers, number)
        batch.keep([one for one in papers if one != gone])


def count_papers(*, form: EvaluationForm, people: Sequence[User]) -> int:
    """Count the whole batch for the people who handed in a form; how many papers there were.

    For who has answered already, in another way, a paper less counts; which one, chance says. The
    number that is returned does not tell: who types in papers hears of nobody who answered.

    Raises:
        Refusal: not every paper was looked at a second time, there are more or fewer papers than
            people, one of the people is not invited, or the form is closed or its key is not there.
    """
    with _opened(form) as batch:
        papers = batch.papers()
        if not papers:
            raise Refusal(_("Er is niets overgetypt."))
        if not all(one.is_checked for one in papers):
            raise Refusal(_("Kijk eerst elk formulier na."))
        if len(people) != len(papers):
            raise Refusal(
                _("Er zijn %(papers)d formulieren en je vinkte %(people)d mensen aan.")
                % {"papers": len(papers), "people": len(people)}
            )
        _refuse_strangers(batch.form, people)
        answered = set(
            batch.form.participations.filter(answered=True).values_list("person", flat=True)
        )
        _random.shuffle(papers)
        # Fewer people than papers where somebody had answered already.
        for person, paper in zip(
            (one for one in people if one.pk not in answered), papers, strict=False
        ):
            submit(form=batch.form, person=person, answers=paper.answers, on_paper=True)
        PaperBatch.objects.filter(form=batch.form).delete()
        return len(papers)


def _refuse_strangers(form: EvaluationForm, people: Sequence[User]) -> None:
    invited = form.participations.filter(person__in=people).count()
    if invited != len({person.pk for person in people}):
        raise Refusal(_("Dit formulier is voor wie aan de training meedeed."))


def _replaced(papers: Sequence[Paper], new: Paper) -> list[Paper]:
    old = _find(papers, new.number)
    return [new if one == old else one for one in papers]


def _find(papers: Sequence[Paper], number: int) -> Paper:
    found = next((one for one in papers if one.number == number), None)
    if found is None:
        raise Refusal(_("Dit formulier is er niet meer. Iemand anders was je voor."))
    return found
