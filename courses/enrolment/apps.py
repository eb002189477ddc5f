from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class EnrolmentConfig(CoursePlugin):
    name = "courses.enrolment"
    label = "enrolment"
    verbose_name = _("Inschrijvingen")
    slug = "enrolment"
    title = _("Inschrijvingen")
    core = True
