from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class EditionsConfig(CoursePlugin):
    name = "courses.editions"
    label = "editions"
    verbose_name = _("Uitvoeringen")
    slug = "editions"
    title = _("Uitvoeringen")
    core = True
