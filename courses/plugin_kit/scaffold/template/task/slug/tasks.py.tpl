"""What takes longer than a page may."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.catalogue.models import LessonPage
from courses.plugin_api.api import LongTask, Refusal, TaskContext, TaskResult


class CountWords(LongTask):
    """Counts the words of all lessons, which have to be read one by one."""

    name = "count_words"
    title = _("Woorden tellen in alle lessen")

    def run(self, ctx: TaskContext) -> TaskResult:
        lessons = LessonPage.objects.live().order_by("pk")
        total = lessons.count()
        if not total:
            raise Refusal(_("Er zijn nog geen lessen."))
        words = 0
        for done, lesson in enumerate(lessons.iterator(), 1):
            words += sum(len(str(block).split()) for block in lesson.body)
            ctx.tell(done, total)
        return TaskResult(
            ngettext("%(n)d woord in alle lessen.", "%(n)d woorden in alle lessen.", words)
            % {"n": words}
        )
