from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class NoticesConfig(CoursePlugin):
    name = "courses.notices"
    label = "notices"
    verbose_name = _("Berichten")
    slug = "notices"
    title = _("Berichten")
    core = True

    def ready(self) -> None:
        from courses.notices import (  # noqa: F401 - register themselves
            account_kinds,
            claim_notices,
            corrections,
            double_rows,
            invariants,
            periods,
            person_lines,
            trainer_kinds,
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.notices.handlers import TellTrainers
        from courses.notices.personal_data import NoticesToPerson

        return (TellTrainers(), NoticesToPerson())
