"""What texts of mails can tell of this plugin."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.plugin_api.api import MailPlaceholders, PlaceholderContext


class Lessons(MailPlaceholders):
    """The titles of the lessons: `{{ $slug.lessons }}`."""

    name = "lessons"
    placeholders = {"lessons": _("De lessen, elk op een regel")}

    def values(self, ctx: PlaceholderContext) -> Mapping[str, str]:
        training = TrainingPage.objects.only("path", "depth").get(pk=ctx.training_id)
        lessons = LessonPage.objects.live().child_of(training).order_by("path")
        return {"lessons": "\n".join(lessons.values_list("title", flat=True))}
