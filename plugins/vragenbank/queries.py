"""What is asked of question banks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from courses.editions.queries import gives, trainings_given
from courses.people.models import User
from courses.people.queries import is_coordinator
from plugins.vragenbank.enums import Outcome
from plugins.vragenbank.formats.detection import read_file
from plugins.vragenbank.formats.markup import pictures_in
from plugins.vragenbank.formats.model import Bank, Question, html_of
from plugins.vragenbank.formats.reading import FoundQuestion
from plugins.vragenbank.models import (
    BankQuestion,
    HeldFile,
    QuestionBank,
    QuestionPicture,
    QuestionVersion,
)
from plugins.vragenbank.stored import digest_of, from_json, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from plugins.vragenbank.formats.reading import ReadFile
T = TypeVar("T")


# --- Who may what ------------------------------------------------------------------------------


def banks_for(user: User | AnonymousUser) -> QuerySet[QuestionBank]:
    """The banks that a member of staff sees: coordinators all, trainers those of trainings that
    they give and the shared ones; nobody else any."""
    if not isinstance(user, User) or not user.is_active:
        return QuestionBank.objects.none()
    banks = QuestionBank.objects.select_related("training", "partner")
    if is_coordinator(user):
        return banks
    given = list(trainings_given(user).values_list("pk", flat=True))
    return banks.filter(Q(training=None) | Q(training__in=given)) if given else banks.none()


def trainings_of(user: User | AnonymousUser) -> QuerySet[TrainingPage]:
    """The trainings that somebody gives or oversees, by title."""
    return trainings_given(user).order_by("title")


def may_change(user: User | AnonymousUser, bank: QuestionBank) -> bool:
    """Whether somebody may bring questions into a bank: coordinators into all, trainers into those
    of trainings that they give."""
    if is_coordinator(user):
        return True
    return bank.training_id is not None and gives(user, bank.training_id)


# --- Questions ---------------------------------------------------------------------------------


def banks_in(training_id: int | None) -> QuerySet[QuestionBank]:
    """The banks that lessons of a training may use: its own and the shared ones."""
    return QuestionBank.objects.filter(Q(training=None) | Q(training=training_id))


def current_versions(
    *, banks: Iterable[int], keep_retired: bool = False
) -> QuerySet[QuestionVersion]:
    """The newest version of each question of some banks, in order."""
    versions = QuestionVersion.objects.filter(
        question__bank__in=list(banks), number=F("question__latest")
    ).select_related("question")
    if not keep_retired:
        versions = versions.filter(question__retired=False)
    return versions.order_by("question__bank", "question__position", "question__pk")


def question_in(version: QuestionVersion) -> Question:
    """What a version says."""
    return from_json(version.content, key=version.question.key)


def content_of(bank: QuestionBank) -> Bank:
    """The questions of a bank that are in use, with their pictures; two queries."""
    questions = tuple(question_in(one) for one in current_versions(banks=[bank.pk]))
    return Bank(questions, pictures_of(bank, questions))


def pictures_of(bank: QuestionBank, questions: Iterable[Question]) -> dict[str, bytes]:
    """The pictures in questions of a bank."""
    names = {name for one in questions for html in html_of(one) for name in pictures_in(html)}
    if not names:
        return {}
    found = QuestionPicture.objects.filter(bank=bank, name__in=names)
    return {one.name: bytes(one.content) for one in found}


def with_counts(banks: QuerySet[QuestionBank]) -> QuerySet[QuestionBank]:
    """Banks with how many questions of theirs are in use, as `number`."""
    return banks.annotate(number=Count("questions", filter=Q(questions__retired=False)))


# --- Looking at a file -------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A question in a file, and what taking it over would do; `version` is what is there."""

    number: int
    found: FoundQuestion
    outcome: Outcome
    version: QuestionVersion | None = None

    @property
    def may_be_chosen(self) -> bool:
        """Whether taking it over changes something."""
        return self.outcome in {Outcome.NEW, Outcome.CHANGED}

    @property
    def is_chosen_at_first(self) -> bool:
        """Whether it is ticked before anybody chose: not what may miss what it asks about."""
        return self.may_be_chosen and not self.found.lacks_picture

    @property
    def kind(self) -> str:
        """The kind of the question, as it is kept."""
        return kind_of(self.found.question) if self.found.question else ""


@dataclass(frozen=True)
class Preview:
    """All questions in a file, in order."""

    read: ReadFile
    rows: tuple[Row, ...]

    def count(self, outcome: Outcome) -> int:
        """How many there are of an outcome."""
        return sum(1 for row in self.rows if row.outcome == outcome)


def preview_of(held: HeldFile) -> Preview:
    """What is in a file that was uploaded, beside what is in its bank.

    Raises:
        Refusal: it cannot be read (any more).
    """
    read = read_file(bytes(held.content))
    versions = list(current_versions(banks=[held.bank_id], keep_retired=True))
    return Preview(read, tuple(_Comparison(versions, read.found).rows()))


def compared(bank: QuestionBank, questions: Iterable[Question]) -> tuple[Row, ...]:
    """Questions that come from elsewhere than a file, beside what is in a bank."""
    versions = list(current_versions(banks=[bank.pk], keep_retired=True))
    found = [FoundQuestion("", one.title, one) for one in questions]
    return tuple(_Comparison(versions, found).rows())


class _Comparison:
    """Finds to each question in a file the one that is there: by key, by content, by title."""

    def __init__(self, versions: Sequence[QuestionVersion], found: Sequence[FoundQuestion]) -> None:
        self._found = found
        self._by_key = {one.question.key: one for one in versions}
        self._by_digest = {one.digest: one for one in versions}
        self._by_title = _only_once([(one.title, one) for one in versions])
        self._titles = _only_once([(one.title, one) for one in found])
        self._taken: set[int] = set()
        self._keys: set[str] = set()
        self._digests: set[str] = set()

    def rows(self) -> Iterable[Row]:
        for number, one in enumerate(self._found):
            yield self._row(number, one)

    def _row(self, number: int, one: FoundQuestion) -> Row:
        if one.question is None:
            return Row(number, one, Outcome.REFUSED)
        digest = digest_of(one.question)
        if digest in self._digests or (one.question.key and one.question.key in self._keys):
            return Row(number, replace(one, question=None, refused=_twice()), Outcome.REFUSED)
        self._digests.add(digest)
        self._keys.add(one.question.key)
        version = self._match(one, digest)
        if version is None:
            return Row(number, one, Outcome.NEW)
        self._taken.add(version.question_id)
        is_same = version.digest == digest and not version.question.retired
        return Row(number, one, Outcome.SAME if is_same else Outcome.CHANGED, version)

    def _match(self, one: FoundQuestion, digest: str) -> QuestionVersion | None:
        key = one.question.key if one.question else ""
        if key and key in self._by_key:
            return self._by_key[key]
        candidates = [self._by_digest.get(digest)]
        if not key and one.title in self._titles:
            candidates.append(self._by_title.get(one.title))
        free = (one for one in candidates if one and one.question_id not in self._taken)
        return next(free, None)


def _twice() -> str:
    return _("Deze vraag staat twee keer in het bestand.")


def _only_once(pairs: Sequence[tuple[str, T]]) -> dict[str, T]:
    times = Counter(title for title, _one in pairs)
    return {title: one for title, one in pairs if times[title] == 1}


def held_by(person: User, pk: int) -> HeldFile | None:
    """A file that this person uploaded."""
    return HeldFile.objects.select_related("bank").filter(person=person, pk=pk).first()


def question_of(bank: QuestionBank, pk: int) -> BankQuestion | None:
    """A question of a bank."""
    return BankQuestion.objects.filter(bank=bank, pk=pk).first()
