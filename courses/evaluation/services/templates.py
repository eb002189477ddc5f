"""Preparing forms: their questions, the versions of those, and which form a training uses.

Unlike what is answered, this is the work of staff: who changed what stands in the audit log.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.catalogue.queries import trainings_and_copies
from courses.common import audit
from courses.common.errors import Refusal
from courses.evaluation.enums import Kind, Occasion, Purpose
from courses.evaluation.models import FollowUp, FormTemplate, TemplateQuestion
from courses.evaluation.queries.templates import (
    CHOICES,
    LATER,
    WORDS_AROUND,
    Content,
    asks_later,
    content_of,
    form_questions,
    is_used,
    mended_in_standard,
    purpose_at,
    questions_of,
    standard_form,
    template_facts,
    wordings_asked,
    wordings_prepared,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wagtail.models import Page

    from courses.common.edit_conflicts import FormSnapshot
    from courses.evaluation.models import FormQuestion
    from courses.evaluation.queries.templates import Wordings
    from courses.people.models import User

LEAST_OPTIONS = 2


# --- Writing a form -------------------------------------------------------------------------------


@transaction.atomic
def save_template(
    *,
    template: FormTemplate,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
    typos: Collection[int] = (),
) -> FormTemplate:
    """Keep a form with the questions that are in it (`template.questions`), and settle of each
    which version it is.

    `typos` are the keys (`pk`) of questions of which somebody says that only a typing error was
    mended: those stay the version that they were. Every other change of words that people have
    seen makes a new version, or the old one whose words these are. `snapshot` is what the page
    showed.

    Raises:
        Conflict: somebody else changed it since.
        Refusal: it asks nothing, a choice has fewer than two answers, or what is called a typing
            error changes what people choose from.
    """
    _lock_all()
    stored = _stored(template)
    if stored is not None and snapshot is not None:
        snapshot.refuse_if_stale(stored=template_facts(stored), wanted=template_facts(template))
    questions = questions_of(template)
    _refuse_unfit(questions)
    before = {} if stored is None else {one.pk: one for one in stored.questions.all()}
    mended = _settle_wordings(template, questions, before, typos)
    template.save()
    audit.record(
        template,
        "evaluation.template_made" if stored is None else "evaluation.template_changed",
        actor=actor,
        questions=len(questions),
        **({"typos": mended} if mended else {}),
    )
    return template


def _lock_all() -> None:
    """Forms share questions: of two that change at once, each must see the version of the other."""
    list(FormTemplate.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _stored(template: FormTemplate) -> FormTemplate | None:
    return None if template.pk is None else FormTemplate.objects.get(pk=template.pk)


def _refuse_unfit(questions: list[TemplateQuestion]) -> None:
    if not any(one.kind != Kind.INTRO for one in questions):
        raise Refusal(_("Dit formulier vraagt nog niets. Voeg ten minste één vraag toe."))
    for one in questions:
        if one.kind in CHOICES and len(one.options) < LEAST_OPTIONS:
            raise Refusal(
                gettext("Bij “%(question)s” horen ten minste twee antwoorden.")
                % {"question": one.text}
            )


def _settle_wordings(
    template: FormTemplate,
    questions: list[TemplateQuestion],
    before: Mapping[int, TemplateQuestion],
    typos: Collection[int],
) -> list[str]:
    """Give each question its key and version; returns the keys of those with a mended error."""
    for one in questions:
        one.key = one.key or new_key()
    keys = {one.key for one in questions}
    asked, elsewhere = wordings_asked(keys), wordings_prepared(keys, besides=template)
    mended = []
    for one in questions:
        old, new = before.get(one.pk or 0), content_of(one)
        if old is not None and content_of(old) == new:
            one.wording = old.wording
        elif old is not None and one.pk in typos:
            if not new.is_typo_of(content_of(old)):
                raise Refusal(
                    gettext(
                        "Bij “%(question)s” is meer veranderd dan een tikfout: mensen kiezen uit "
                        "andere antwoorden. Kies daar “Nieuwe woorden”."
                    )
                    % {"question": one.text}
                )
            one.wording = old.wording
            mended.append(one.key)
        else:
            one.wording = _wording(one, new, asked, elsewhere)
    return mended


def _wording(question: TemplateQuestion, new: Content, asked: Wordings, elsewhere: Wordings) -> int:
    """The version that these words have, or get."""
    known = {
        wording
        for found in (asked, elsewhere)
        for (key, wording), contents in found.items()
        if key == question.key and new in contents
    }
    if known:
        return max(known)
    taken = {
        wording for found in (asked, elsewhere) for key, wording in found if key == question.key
    }
    # Words that nobody has seen may still change as they like.
    return question.wording if question.wording not in taken else max(taken) + 1


def new_key() -> str:
    """A key that no question has: it says nothing of its words, which may change."""
    return f"q-{secrets.token_hex(6)}"


def needs_a_version(question: TemplateQuestion, old: TemplateQuestion) -> bool:
    """Whether somebody has to say what a change is: a typing error, or other words.

    For a form on a page, so that it asks. Not where people have not seen the old words, or where
    what they choose from is different in any case.
    """
    before, after = content_of(old), content_of(question)
    if before == after or not before.is_answered or not after.is_typo_of(before):
        return False
    return any(key == (old.key, old.wording) for key in wordings_asked({old.key}))


# --- Copies, and what is out of use ---------------------------------------------------------------


@transaction.atomic
def copy_template(
    *,
    template: FormTemplate,
    actor: User | None,
    title: str = "",
    training: TrainingPage | None = None,
) -> FormTemplate:
    """A form with the same questions, which stay the same questions: their figures add up."""
    copy = FormTemplate(
        title=title or gettext("Kopie van %(title)s") % {"title": template.title},
        purpose=template.purpose,
        training=training,
    )
    copy.title = copy.title[:120]
    copy.save()
    questions = questions_of(FormTemplate.objects.get(pk=template.pk))
    for one in questions:
        one.pk, one.template = None, copy
    TemplateQuestion.objects.bulk_create(questions)
    audit.record(copy, "evaluation.template_made", actor=actor, copy_of=template.pk)
    return FormTemplate.objects.get(pk=copy.pk)


@transaction.atomic
def copy_question(
    *, template: FormTemplate, question_pk: int, actor: User | None
) -> TemplateQuestion:
    """The same question once more, below it: a question of its own, since it will be changed.

    Raises:
        Refusal: it is not in the form any more.
    """
    _lock_all()
    questions = questions_of(FormTemplate.objects.get(pk=template.pk))
    place = next((n for n, one in enumerate(questions) if one.pk == question_pk), None)
    if place is None:
        raise Refusal(_("Deze vraag staat niet meer in het formulier."))
    copy = TemplateQuestion.objects.get(pk=question_pk)
    copy.pk, copy.key, copy.wording = None, new_key(), 1
    questions.insert(place + 1, copy)
    for position, one in enumerate(questions):
        one.position = position
        one.save()
    audit.record(template, "evaluation.template_changed", actor=actor, questions=len(questions))
    return copy


@transaction.atomic
def archive_template(*, template: FormTemplate, actor: User | None) -> FormTemplate:
    """Take a form out of use; what was asked with it stays as it is. Harmless when repeated.

    Raises:
        Refusal: it is the standard one.
    """
    locked = FormTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.is_standard:
        raise Refusal(
            _("Dit is het standaardformulier. Maak eerst een ander formulier de standaard.")
        )
    if not locked.is_archived:
        locked.is_archived = True
        locked.save(update_fields=["is_archived"])
        audit.record(locked, "evaluation.template_archived", actor=actor)
    return locked


@transaction.atomic
def restore_template(*, template: FormTemplate, actor: User | None) -> FormTemplate:
    """Take a form out of the archive. Harmless when repeated.

    Raises:
        Refusal: the training has another form of its own by now.
    """
    locked = FormTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.is_archived:
        others = FormTemplate.objects.filter(
            training=locked.training_id, purpose=locked.purpose, is_archived=False
        )
        if locked.training_id is not None and others.exists():
            raise Refusal(_("Deze training heeft al een ander eigen formulier."))
        locked.is_archived = False
        locked.save(update_fields=["is_archived"])
        audit.record(locked, "evaluation.template_restored", actor=actor)
    return locked


@transaction.atomic
def delete_template(*, template: FormTemplate, actor: User | None) -> None:
    """Take a form away that was never used.

    Raises:
        Refusal: people were asked with it, or it is the standard one.
    """
    locked = FormTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.is_standard or is_used(locked):
        raise Refusal(_("Dit formulier is gebruikt. Zet het in het archief."))
    audit.record(locked, "evaluation.template_deleted", actor=actor)
    locked.delete()


@transaction.atomic
def make_standard(*, template: FormTemplate, actor: User | None) -> FormTemplate:
    """Use this form from now on where the standard one of its purpose was used.

    Raises:
        Refusal: it is in the archive, or of one training.
    """
    _lock_all()
    locked = FormTemplate.objects.get(pk=template.pk)
    if locked.is_archived or locked.training_id is not None:
        raise Refusal(_("Alleen een formulier dat voor alle trainingen is, kan de standaard zijn."))
    if not locked.is_standard:
        FormTemplate.objects.filter(purpose=locked.purpose, is_standard=True).update(
            is_standard=False
        )
        locked.is_standard = True
        locked.save(update_fields=["is_standard"])
        audit.record(locked, "evaluation.template_standard", actor=actor)
    return locked


@transaction.atomic
def take_over_mended(*, template: FormTemplate, actor: User | None) -> int:
    """Mend in a copy what was mended in the standard form; returns of how many questions.

    Only words of the same version, so all figures go on adding up.
    """
    _lock_all()
    mended = mended_in_standard(FormTemplate.objects.get(pk=template.pk))
    for one in mended:
        for name in WORDS_AROUND:
            setattr(one.question, name, getattr(one.standard, name))
        one.question.save(update_fields=WORDS_AROUND)
    if mended:
        audit.record(
            template,
            "evaluation.template_changed",
            actor=actor,
            typos=[one.question.key for one in mended],
        )
    return len(mended)


# --- The forms of one training --------------------------------------------------------------------


@transaction.atomic
def make_own_form(
    *, training: TrainingPage, occasion: Occasion, actor: User | None
) -> FormTemplate:
    """A form for one training alone, that begins as the standard one. Harmless when repeated.

    Raises:
        Refusal: there is no standard form to begin with.
    """
    TrainingPage.objects.select_for_update(of=("self",)).get(pk=training.pk)
    purpose = purpose_at(training, occasion)
    own = FormTemplate.objects.filter(training=training.pk, purpose=purpose, is_archived=False)
    if (found := own.first()) is not None:
        return found
    standard = standard_form(purpose)
    if standard is None:
        raise Refusal(_("Er is nog geen standaardformulier. Maak dat eerst."))
    return _copy_for(training, standard, actor)


def _copy_for(training: TrainingPage, template: FormTemplate, actor: User | None) -> FormTemplate:
    title = gettext("%(training)s: %(purpose)s") % {
        "training": training.title,
        "purpose": Purpose(template.purpose).label.lower(),
    }
    return copy_template(template=template, actor=actor, title=title, training=training)


@transaction.atomic
def copy_forms(*, source: Page, copy: Page, actor: User | None) -> int:
    """Let copies of trainings ask what their originals ask, and when; how many forms were copied.

    `source` and `copy`: see `catalogue.queries.trainings_and_copies`.
    """
    copied = 0
    for old, new in trainings_and_copies(source, copy):
        if FormTemplate.objects.filter(training=new.pk).exists():
            continue
        for template in FormTemplate.objects.filter(training=old.pk, is_archived=False):
            _copy_for(new, template, actor)
            copied += 1
        for chosen in FollowUp.objects.filter(training=old.pk):
            occasion = Occasion(chosen.occasion)
            ask_later(training=new, occasion=occasion, is_asked=chosen.is_asked, actor=actor)
    return copied


@transaction.atomic
def use_standard_form(*, training: TrainingPage, occasion: Occasion, actor: User | None) -> None:
    """Let a training use the standard form again; its own goes to the archive."""
    purpose = purpose_at(training, occasion)
    own = FormTemplate.objects.filter(training=training.pk, purpose=purpose, is_archived=False)
    for template in own:
        archive_template(template=template, actor=actor)


@transaction.atomic
def ask_later(
    *, training: TrainingPage, occasion: Occasion, is_asked: bool, actor: User | None
) -> None:
    """Say whether a training asks again, ten weeks or a year later. Harmless when repeated.

    Raises:
        Refusal: this occasion cannot be left out.
    """
    if occasion not in LATER:
        raise Refusal(_("Na de laatste bijeenkomst wordt altijd gevraagd wat mensen vonden."))
    TrainingPage.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if asks_later(training, occasion) == is_asked:
        return
    FollowUp.objects.update_or_create(
        training_id=training.pk, occasion=occasion, defaults={"is_asked": is_asked}
    )
    audit.record(
        training,
        "evaluation.asked_later" if is_asked else "evaluation.not_asked_later",
        actor=actor,
        occasion=occasion.value,
    )


# --- For a form that opens ------------------------------------------------------------------------


def questions_for(template: FormTemplate) -> list[FormQuestion]:
    """The questions with which a form opens, not stored yet; no text is lost on the way.

    To be called in the transaction that opens the form: nobody changes a version meanwhile.
    """
    locked = FormTemplate.objects.select_for_update().get(pk=template.pk)
    return form_questions(questions_of(locked))
