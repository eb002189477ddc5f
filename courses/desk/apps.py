from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class DeskConfig(CoursePlugin):
    name = "courses.desk"
    label = "desk"
    verbose_name = _("Vandaag")
    slug = "desk"
    title = _("Vandaag")
    core = True
