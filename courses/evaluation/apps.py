from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class EvaluationConfig(CoursePlugin):
    name = "courses.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluatie")
    slug = "evaluation"
    title = _("Evaluatie")
    core = True
