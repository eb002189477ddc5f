from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class LearningConfig(CoursePlugin):
    name = "courses.learning"
    label = "learning"
    verbose_name = _("Leren")
    slug = "learning"
    title = _("Leren")
    core = True
