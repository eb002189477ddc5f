from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class ReportsConfig(CoursePlugin):
    name = "courses.reports"
    label = "reports"
    verbose_name = _("Overzichten")
    slug = "reports"
    title = _("Overzichten")
    core = True

    def ready(self) -> None:
        from courses.reports import form_figures, partner_links  # noqa: F401 - register themselves
