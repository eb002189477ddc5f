from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class EvaluationConfig(CoursePlugin):
    name = "courses.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluatie")
    slug = "evaluation"
    title = _("Evaluatie")
    core = True

    def ready(self) -> None:
        from courses.evaluation import (  # noqa: F401 - register themselves
            checks,
            context,
            double_rows,
            invariants,
            notice_kinds,
            room,
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.evaluation.contributions import InviteLateParticipants, OpenForm
        from courses.evaluation.personal_data import Invitations

        return (OpenForm(), InviteLateParticipants(), Invitations())
