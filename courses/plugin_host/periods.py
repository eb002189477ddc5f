"""How long is kept how plugins do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.plugin_host import deliveries, faults, jobs, long_tasks, usage

retention.provide(
    retention.Kind(
        name=faults.KEPT.name,
        what=_("Fouten in een uitbreiding, zonder wat iemand typte"),
        is_of_visitors=False,
        since=_("na de laatste keer"),
        period=faults.KEPT,
        due=faults.old_faults,
        forget=faults.forget_old,
    ),
    retention.Kind(
        name=deliveries.KEPT.name,
        what=_("Wat de website doorgeeft aan uitbreidingen"),
        is_of_visitors=False,
        since=_("nadat het gebeurde"),
        period=deliveries.KEPT,
        due=deliveries.old_deliveries,
        forget=deliveries.forget_old,
    ),
    retention.Kind(
        name=usage.KEPT.name,
        what=_("Hoe vaak iemand een uitbreiding gebruikt, zonder wie"),
        is_of_visitors=False,
        since=_("na die dag"),
        period=usage.KEPT,
        due=usage.old_counts,
        forget=usage.forget_old,
    ),
    retention.Kind(
        name=jobs.KEPT.name,
        what=_("Hoe het werk ging dat een uitbreiding elke dag doet"),
        is_of_visitors=False,
        since=_("na die dag"),
        period=jobs.KEPT,
        due=jobs.old_runs,
        forget=jobs.forget_old,
    ),
    retention.Kind(
        name=long_tasks.KEPT.name,
        what=_("Wat een uitbreiding voor je deed, en wat ervan kwam"),
        since=_("nadat je erom vroeg"),
        period=long_tasks.KEPT,
        due=long_tasks.old_tasks,
        forget=long_tasks.forget_old,
    ),
)
