"""Making a variant of a training, and deciding on what its base changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.catalogue.models import (
    LessonPage,
    TrainingGoal,
    TrainingPage,
    TrainingVariant,
    VariantLesson,
)
from courses.catalogue.services import copy_activations
from courses.catalogue.variant_merging import FIELD, Difference, Part, settle, take
from courses.catalogue.variant_queries import (
    GOAL,
    lesson_content,
    lessons_of,
    on_offer,
    parts_of_lesson,
    parts_of_training,
    training_content,
)
from courses.common import audit
from courses.common.errors import Refusal
from courses.common.text import made_keepable

if TYPE_CHECKING:
    from courses.people.models import User

LONGEST_ADDRESS = 60


@transaction.atomic
def make_variant(
    *, base: TrainingPage, title: str, for_whom: str, actor: User | None
) -> TrainingVariant:
    """A draft of a training with the lessons and plugins of another, which it stays tied to.

    Raises:
        Refusal: something is not filled in, or the base is a variant itself.
    """
    title, for_whom = made_keepable(title).strip(), made_keepable(for_whom).strip()
    if not title:
        raise Refusal(_("Geef de variant een titel."), field="title")
    if not for_whom:
        raise Refusal(_("Schrijf op voor wie deze variant is."), field="for_whom")
    TrainingPage.objects.select_for_update().get(pk=base.pk)
    if TrainingVariant.objects.filter(training=base).exists():
        raise Refusal(_("Dit is zelf een variant. Maak een variant van de basis."))
    parent = base.get_parent()
    copied: TrainingPage = base.copy(
        recursive=True,
        to=parent,
        copy_revisions=False,
        keep_live=False,
        user=actor,
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": _free_address(parent, title),
            "installed_by": "",
        },
    )
    copied = TrainingPage.objects.get(pk=copied.pk)
    copy_activations(source=base, copy=copied, actor=actor)
    for_them = {one.slug: one for one in lessons_of(copied)}
    variant = TrainingVariant.objects.create(
        training=copied,
        base=base,
        for_whom=for_whom,
        seen=parts_of_training(TrainingPage.objects.get(pk=base.pk)),
    )
    VariantLesson.objects.bulk_create(
        VariantLesson(
            variant=variant, base=lesson, lesson=for_them[lesson.slug], seen=parts_of_lesson(lesson)
        )
        for lesson in lessons_of(base)
    )
    audit.record(copied, "variant.make", actor=actor, base=base.title)
    return variant


def _free_address(parent: TrainingPage, title: str) -> str:
    wanted = slugify(title)[:LONGEST_ADDRESS] or "variant"
    taken = set(parent.get_children().values_list("slug", flat=True))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


@transaction.atomic
def decide(
    *,
    variant: TrainingVariant,
    page_key: str,
    key: str,
    mark: str,
    takes: bool,
    actor: User | None,
) -> None:
    """Take a change of the base over in the draft of the variant, or leave it.

    Raises:
        Refusal: it is not on offer (any more), or the base has changed since it was shown.
    """
    locked = TrainingVariant.objects.select_for_update().get(pk=variant.pk)
    page = next((one for one in on_offer(locked) if one.key == page_key), None)
    if page is None:
        raise Refusal(_("Hierover is al beslist."))
    if isinstance(page.base, LessonPage) and page.own is None:
        _decide_on_lesson(locked, page.base, takes=takes, actor=actor)
        return
    found = next((one for one in page.differences if one.key == key), None)
    if found is None:
        raise Refusal(_("Hierover is al beslist."))
    if found.mark != mark:
        raise Refusal(_("De basis is intussen weer veranderd. Kijk eerst wat er nu staat."))
    if takes and not found.can_take:
        raise Refusal(
            _("Je hebt dit in de variant zelf veranderd. Neem met de hand over wat je wilt.")
        )
    if isinstance(page.own, LessonPage) and isinstance(page.base, LessonPage):
        row = VariantLesson.objects.select_for_update().get(variant=locked, base=page.base)
        if takes:
            _take_in_lesson(page.own, page.base, found, actor)
        row.seen = settle(row.seen, found)
        row.save(update_fields=["seen"])
    else:
        if takes:
            _take_in_training(locked.training, locked.base, found, actor)
        locked.seen = settle(locked.seen, found)
        locked.save(update_fields=["seen"])
    action = "variant.take" if takes else "variant.refuse"
    audit.record(locked.training, action, actor=actor)


def _take_in_lesson(
    own: LessonPage, base: LessonPage, difference: Difference, actor: User | None
) -> None:
    draft = lesson_content(own, draft=True)
    parts = take(parts_of_lesson(draft), difference, parts_of_lesson(lesson_content(base)))
    _set_fields(draft, parts)
    draft.body = draft.body.stream_block.to_python(
        [part for part in parts if part["type"] != FIELD]
    )
    draft.save_revision(user=actor, log_action=True)


def _take_in_training(
    own: TrainingPage, base: TrainingPage, difference: Difference, actor: User | None
) -> None:
    draft = training_content(own, draft=True)
    parts = take(parts_of_training(draft), difference, parts_of_training(training_content(base)))
    _set_fields(draft, parts)
    texts = [part["value"] for part in parts if part["type"] == GOAL]
    known = {goal.text: goal for goal in draft.goals.all()}
    goals = [known.get(text) or TrainingGoal(text=text) for text in dict.fromkeys(texts)]
    for order, goal in enumerate(goals):
        goal.sort_order = order
    draft.goals = goals
    draft.save_revision(user=actor, log_action=True)


def _set_fields(page: TrainingPage | LessonPage, parts: list[Part]) -> None:
    for part in parts:
        if part["type"] == FIELD:
            setattr(page, part["id"], part["value"])


def _decide_on_lesson(
    variant: TrainingVariant, base: LessonPage, *, takes: bool, actor: User | None
) -> None:
    """A lesson that the base got later: a draft of it in the variant, or none."""
    made = None
    if takes:
        parent = TrainingPage.objects.get(pk=variant.training_id)
        slugs = set(parent.get_children().values_list("slug", flat=True))
        slug = next(
            name
            for name in (base.slug, *(f"{base.slug}-{n}" for n in range(2, len(slugs) + 3)))
            if name not in slugs
        )
        copied = base.copy(
            to=parent,
            copy_revisions=False,
            keep_live=False,
            user=actor,
            update_attrs={"slug": slug},
        )
        made = LessonPage.objects.get(pk=copied.pk)
    VariantLesson.objects.create(
        variant=variant, base=base, lesson=made, seen=parts_of_lesson(base)
    )
    audit.record(variant.training, "variant.take" if takes else "variant.refuse", actor=actor)
