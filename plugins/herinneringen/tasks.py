"""Reminding at once, whatever the number of days that was chosen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.plugin_api.api import LongTask, Refusal, TaskContext, TaskResult
from plugins.herinneringen import queries, services


class RemindAtOnce(LongTask):
    """Reminds who takes part in all editions that begin within some days, one after the other."""

    name = "remind_at_once"
    title = _("Deelnemers herinneren")

    def run(self, ctx: TaskContext) -> TaskResult:
        editions = queries.begins_within(int(ctx.data["days"]))
        if not editions:
            raise Refusal(_("In deze dagen begint er niets waarbij herinneringen aan staan."))
        people = 0
        for done, edition_id in enumerate(editions, 1):
            people += services.remind(edition_id=edition_id, at_once=True)
            ctx.tell(done, len(editions))
        sentence = ngettext(
            "%(n)d deelnemer kreeg een herinnering.",
            "%(n)d deelnemers kregen een herinnering.",
            people,
        )
        return TaskResult(sentence % {"n": people})
