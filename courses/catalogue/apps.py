from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class CatalogueConfig(CoursePlugin):
    name = "courses.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogus")
    slug = "catalogue"
    title = _("Catalogus")
    core = True
