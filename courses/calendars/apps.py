from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class CalendarsConfig(CoursePlugin):
    name = "courses.calendars"
    label = "calendars"
    verbose_name = _("Eigen agenda")
    slug = "calendars"
    title = _("Eigen agenda")
    core = True

    def ready(self) -> None:
        from courses.calendars import double_rows  # noqa: F401 - registers its rules

    def contributions(self) -> Sequence[Contribution]:
        from courses.calendars.personal_data import OwnCalendar

        return (OwnCalendar(),)
