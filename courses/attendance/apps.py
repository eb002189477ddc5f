from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class AttendanceConfig(CoursePlugin):
    name = "courses.attendance"
    label = "attendance"
    verbose_name = _("Presentie")
    slug = "attendance"
    title = _("Presentie")
    core = True

    def ready(self) -> None:
        from courses.attendance import (  # noqa: F401 - register themselves
            arrivals,
            context,
            double_rows,
            handlers,
            invariants,
            marks_elsewhere,
            missed_sessions,
            notice_kinds,
            periods,
            person_lines,
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.attendance.criteria import AttendanceCriterion
        from courses.attendance.personal_data import Presences

        return (AttendanceCriterion(), Presences())
