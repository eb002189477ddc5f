"""What follows from what editors do in Wagtail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from courses.catalogue.completeness import refuse_if_unfinished
from courses.catalogue.models import AcademyPage, LessonPage, TrainingPage
from courses.catalogue.services import (
    keep_for_participants,
    publish_new_lessons,
    stop_keeping,
    take_lessons_along,
)

if TYPE_CHECKING:
    from django.db.models import Model
    from wagtail.models import WorkflowState

    from courses.people.models import User


def publish_lessons_along(sender: object, instance: Model, **_kwargs: object) -> None:
    """When a training goes public, so do the lessons that were made with it.

    Wagtail tells of a page as published when that is only planned; its lessons wait too.
    """
    if isinstance(instance, AcademyPage) and not instance.live:
        # Planned: better refused now than on the day itself.
        refuse_if_unfinished(instance)
    elif isinstance(instance, TrainingPage):
        publish_new_lessons(training=instance)


def send_lessons_in_along(
    sender: object, instance: WorkflowState, user: User | None = None, **_kwargs: object
) -> None:
    """A training is judged as a whole: its new lessons wait no longer by themselves."""
    page = getattr(instance.content_object, "specific", None)
    if isinstance(page, TrainingPage):
        take_lessons_along(training=page, actor=user)


def keep_what_goes_off(sender: object, instance: Model, **_kwargs: object) -> None:
    """Participants keep what goes off the site in any way: by hand, in a batch, or by its date.

    Who takes it off by hand can choose otherwise, after this.
    """
    if not isinstance(instance, TrainingPage | LessonPage):
        return
    # Wagtail tells of a page that is being deleted too; that one stays public until it is gone.
    if not Page.objects.filter(pk=instance.pk, live=True).exists():
        keep_for_participants(page=instance)


def forget_kept(sender: object, instance: Model, **_kwargs: object) -> None:
    """What is public again needs no keeping."""
    if isinstance(instance, TrainingPage | LessonPage) and instance.live:
        stop_keeping(page=instance)
