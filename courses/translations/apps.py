from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class TranslationsConfig(CoursePlugin):
    name = "courses.translations"
    label = "translations"
    verbose_name = _("Vertalingen")
    slug = "translations"
    title = _("Vertalingen")
    core = True
