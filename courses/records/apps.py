from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class RecordsConfig(CoursePlugin):
    name = "courses.records"
    label = "records"
    verbose_name = _("Leeroverzicht")
    slug = "records"
    title = _("Leeroverzicht")
    core = True

    def ready(self) -> None:
        from courses.records import (  # noqa: F401 - register themselves
            double_rows,
            periods,
            person_lines,
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.records.personal_data import FollowedElsewhere

        return (FollowedElsewhere(),)
