from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class LearningConfig(CoursePlugin):
    name = "courses.learning"
    label = "learning"
    verbose_name = _("Leren")
    slug = "learning"
    title = _("Leren")
    core = True

    def ready(self) -> None:
        from courses.learning import (
            context,  # noqa: F401 - registers its providers
            double_rows,  # noqa: F401 - registers its rules
            traces,  # noqa: F401 - makes known what is kept for plugins
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.learning.criteria import LessonsCriterion
        from courses.learning.exercises import KnowledgeCheck
        from courses.learning.personal_data import Lessons

        return [KnowledgeCheck(), LessonsCriterion(), Lessons()]
