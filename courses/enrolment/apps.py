from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class EnrolmentConfig(CoursePlugin):
    name = "courses.enrolment"
    label = "enrolment"
    verbose_name = _("Inschrijvingen")
    slug = "enrolment"
    title = _("Inschrijvingen")
    core = True

    def ready(self) -> None:
        from courses.enrolment import (
            context,  # noqa: F401 - registers its providers
            double_rows,  # noqa: F401 - registers its rules
            invariants,  # noqa: F401 - says what must be so
            notice_kinds,  # noqa: F401 - registers its kinds
            periods,  # noqa: F401 - says how long what is kept
            person_lines,  # noqa: F401 - registers what it knows of people
            reminder_kinds,  # noqa: F401 - registers its kinds
            signals,  # noqa: F401 - connects its receiver
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.enrolment.handlers import FollowTheEdition, SendNotices
        from courses.enrolment.personal_data import Enrolments

        return (FollowTheEdition(), SendNotices(), Enrolments())
