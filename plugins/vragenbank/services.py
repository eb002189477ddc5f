"""Everything that changes question banks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.common import clock
from courses.plugin_api.api import Refusal
from courses.plugin_files.services import refuse_viruses
from plugins.vragenbank.enums import Outcome
from plugins.vragenbank.formats import categories
from plugins.vragenbank.formats.detection import MOST_BYTES, read_file
from plugins.vragenbank.formats.markup import pictures_in
from plugins.vragenbank.formats.model import html_of
from plugins.vragenbank.lesson_checks import checks_in
from plugins.vragenbank.models import (
    BankQuestion,
    HeldFile,
    QuestionBank,
    QuestionPicture,
    QuestionVersion,
)
from plugins.vragenbank.queries import compared, may_change, preview_of, trainings_of
from plugins.vragenbank.stored import digest_of, kind_of, to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.core.files.base import File

    from courses.catalogue.models import TrainingPage
    from courses.people.models import Partner, User
    from plugins.vragenbank.formats.model import Question
    from plugins.vragenbank.queries import Row

"""How long a file is held for who is looking at it."""


@dataclass(frozen=True)
class TakenOver:
    """How many questions are new, and of how many there is a new version."""

    new: int
    changed: int


@transaction.atomic
def make_bank(
    *, actor: User, title: str, training_id: int | None = None, partner: Partner | None = None
) -> QuestionBank:
    """Make an empty bank.

    Raises:
        Refusal: it has no name, or the actor may not make one there.
    """
    title = " ".join(title.split())[:120]
    if not title:
        raise Refusal(_("Geef de vragenbank een naam."), field="title")
    bank = QuestionBank(title=title, training_id=training_id, partner=partner)
    if not may_change(actor, bank):
        raise Refusal(_("Kies een training die je zelf geeft."), field="training")
    bank.save()
    return bank


@transaction.atomic
def change_bank(
    *,
    actor: User,
    bank: QuestionBank,
    title: str,
    training_id: int | None,
    partner: Partner | None,
) -> None:
    """Give a bank another name, training or partner.

    Raises:
        Refusal: it has no name, or the actor may not change it, or not bring it there.
    """
    locked = _locked(bank, actor)
    title = " ".join(title.split())[:120]
    if not title:
        raise Refusal(_("Geef de vragenbank een naam."), field="title")
    locked.title, locked.training_id, locked.partner = title, training_id, partner
    if not may_change(actor, locked):
        raise Refusal(_("Kies een training die je zelf geeft."), field="training")
    locked.save()


def hold_file(*, actor: User, bank: QuestionBank, upload: File[bytes]) -> HeldFile:
    """Keep a file for a day or so (`periods`), so that somebody can look at it and choose.

    The file is scanned and read before anything is locked.

    Raises:
        Refusal: the actor may not bring questions into this bank, or the file cannot be read.
    """
    if not may_change(actor, bank):
        raise _not_yours()
    if (upload.size or 0) > MOST_BYTES:
        raise Refusal(_("Dit bestand is te groot. Het mag hoogstens 10 MB zijn."), field="file")
    refuse_viruses(upload=upload)
    upload.seek(0)
    content = upload.read()
    read_file(content)
    with transaction.atomic():
        _locked(bank, actor)
        return HeldFile.objects.create(
            bank=bank, person=actor, name=(upload.name or "")[-120:], content=content
        )


@transaction.atomic
def take_over(*, actor: User, held: HeldFile, numbers: Collection[int] | None) -> TakenOver:
    """Take the chosen questions of a file into its bank; all of them where `numbers` is None.

    A question that is there already becomes a new version; one that is the same stays as it is.
    So it is safe to repeat. The file goes.

    Raises:
        Refusal: nothing was chosen, or the actor may not.
    """
    bank = _locked(held.bank, actor)
    if numbers is not None and not numbers:
        raise Refusal(_("Kies minstens één vraag."))
    preview = preview_of(held)
    chosen = [
        row
        for row in preview.rows
        if row.may_be_chosen and (numbers is None or row.number in numbers)
    ]
    _keep_pictures(bank, chosen, preview.read.pictures)
    _keep(bank, chosen)
    held.delete()
    new = sum(1 for row in chosen if row.outcome == Outcome.NEW)
    return TakenOver(new, len(chosen) - new)


@transaction.atomic
def add_questions(
    *, actor: User, bank: QuestionBank, questions: Iterable[Question], pictures: Mapping[str, bytes]
) -> int:
    """Put questions into a bank that are not there yet; returns how many.

    Raises:
        Refusal: the actor may not.
    """
    locked = _locked(bank, actor)
    there = set(BankQuestion.objects.filter(bank=locked).values_list("key", flat=True))
    fresh = [one for one in questions if one.key not in there]
    _add_pictures(locked, fresh, pictures)
    _add(locked, fresh)
    return len(fresh)


@transaction.atomic
def take_from_lessons(*, actor: User, bank: QuestionBank, training: TrainingPage) -> TakenOver:
    """Put the knowledge checks that are written in the lessons of a training into a bank.

    One that changed in its lesson since becomes a new version; one that is asked no more stays so.
    The lessons stay as they are. Safe to repeat.

    Raises:
        Refusal: the actor may not, or there is no knowledge check.
    """
    locked = _locked(bank, actor)
    if not trainings_of(actor).filter(pk=training.pk).exists():
        raise Refusal(_("Kies een training die je zelf geeft."), field="training")
    questions = checks_in(training).questions
    if not questions:
        raise Refusal(
            _("In de lessen van deze training staan geen kennisvragen."), field="training"
        )
    rows = [
        row
        for row in compared(locked, questions)
        if row.may_be_chosen and not (row.version and row.version.question.retired)
    ]
    _keep(locked, rows)
    new = sum(1 for row in rows if row.version is None)
    return TakenOver(new, len(rows) - new)


@transaction.atomic
def set_retired(*, actor: User, question: BankQuestion, retired: bool) -> None:
    """Let a question be asked no more, or again; harmless to repeat.

    Raises:
        Refusal: the actor may not.
    """
    _locked(question.bank, actor)
    BankQuestion.objects.filter(pk=question.pk).update(retired=retired)


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Remove the files that somebody is looking at; the questions belong to the academy."""
    HeldFile.objects.filter(person=person_id).delete()


def _locked(bank: QuestionBank, actor: User) -> QuestionBank:
    locked = QuestionBank.objects.select_for_update(of=("self",)).filter(pk=bank.pk).first()
    if locked is None or not may_change(actor, locked):
        raise _not_yours()
    return locked


def _not_yours() -> Refusal:
    return Refusal(_("Je kunt deze vragenbank niet veranderen."))


def _keep(bank: QuestionBank, rows: list[Row]) -> None:
    _add(bank, [row.found.question for row in rows if row.version is None and row.found.question])
    changed = [
        (row.version.question, row.found.question)
        for row in rows
        if row.version and row.found.question
    ]
    for question, _content in changed:
        question.latest += 1
        question.retired = False
    BankQuestion.objects.bulk_update((one for one, _content in changed), ["latest", "retired"])
    QuestionVersion.objects.bulk_create(_version(*pair) for pair in changed)


def _add(bank: QuestionBank, contents: list[Question]) -> None:
    taken = set(BankQuestion.objects.filter(bank=bank).values_list("key", flat=True))
    last = BankQuestion.objects.filter(bank=bank).aggregate(Max("position"))["position__max"] or 0
    questions = [
        BankQuestion(
            bank=bank,
            key=content.key if content.key and content.key not in taken else _new_key(),
            position=last + place,
        )
        for place, content in enumerate(contents, start=1)
    ]
    BankQuestion.objects.bulk_create(questions)
    QuestionVersion.objects.bulk_create(
        _version(question, content) for question, content in zip(questions, contents, strict=True)
    )


def _new_key() -> str:
    # It begins with a letter, as QTI wants it.
    return f"v{secrets.token_hex(8)}"


def _version(question: BankQuestion, content: Question) -> QuestionVersion:
    return QuestionVersion(
        question=question,
        number=question.latest,
        kind=kind_of(content),
        title=content.title,
        category=categories.shown(content.category),
        content=to_json(content),
        digest=digest_of(replace(content, key="")),
        made_at=clock.now(),
    )


def _keep_pictures(bank: QuestionBank, rows: list[Row], pictures: Mapping[str, bytes]) -> None:
    _add_pictures(bank, [row.found.question for row in rows if row.found.question], pictures)


def _add_pictures(
    bank: QuestionBank, questions: Iterable[Question], pictures: Mapping[str, bytes]
) -> None:
    names = {name for one in questions for html in html_of(one) for name in pictures_in(html)}
    QuestionPicture.objects.bulk_create(
        (
            QuestionPicture(bank=bank, name=name, content=pictures[name])
            for name in sorted(names & set(pictures))
        ),
        ignore_conflicts=True,
    )
