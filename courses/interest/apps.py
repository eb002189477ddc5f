from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class InterestConfig(CoursePlugin):
    name = "courses.interest"
    label = "interest"
    verbose_name = _("Belangstelling")
    slug = "interest"
    title = _("Belangstelling")
    core = True

    def ready(self) -> None:
        from courses.interest import (  # noqa: F401 - register themselves
            context,
            double_rows,
            periods,
            seats,
            signals,
        )
        from courses.interest.notice_kinds import KINDS
        from courses.notices import kinds

        kinds.register(*KINDS)

    def contributions(self) -> Sequence[Contribution]:
        from courses.interest.personal_data import Interests

        return (Interests(),)
