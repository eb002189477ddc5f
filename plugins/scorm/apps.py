"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class ScormPlugin(CoursePlugin):
    """E-learning as SCORM 1.2 or 2004, in lessons; and our lessons as SCORM 1.2 for elsewhere.

    A trainer uploads a package in a training and puts it in a lesson. What people reach in it is
    kept as the answer to an exercise, so that it goes on where they stopped.
    """

    name = "plugins.scorm"
    label = "scorm"
    verbose_name = _("E-learning (SCORM)")
    slug = "scorm"
    title = _("E-learning (SCORM)")
    description = _(
        "E-learning van anderen in je lessen, als SCORM-pakket. Deelnemers gaan verder waar ze "
        "waren. En andersom: neem je training mee naar een ander systeem."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def settings_form(self) -> type[Form]:
        from plugins.scorm.forms import ScormSettings

        return ScormSettings

    def contributions(self) -> Sequence[Contribution]:
        from plugins.scorm.criteria import PackagesDone
        from plugins.scorm.exercises import PackageInLesson
        from plugins.scorm.packages import PACKAGES
        from plugins.scorm.pages import ManagingPages, PlayerPages
        from plugins.scorm.privacy import OwnResults
        from plugins.scorm.reports import Results

        return (
            PackageInLesson(),
            PACKAGES,
            PlayerPages(),
            ManagingPages(),
            PackagesDone(),
            Results(),
            OwnResults(),
        )
