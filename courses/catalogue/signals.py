"""What follows from what editors do in Wagtail."""

from typing import Any

from courses.catalogue.models import TrainingPage
from courses.catalogue.services import publish_new_lessons


def publish_lessons_along(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """When a training goes public, so do the lessons that were made with it."""
    if isinstance(instance, TrainingPage):
        publish_new_lessons(training=instance)
