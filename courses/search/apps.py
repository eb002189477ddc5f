from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class SearchConfig(CoursePlugin):
    name = "courses.search"
    label = "search"
    verbose_name = _("Zoeken")
    slug = "search"
    title = _("Zoeken")
    core = True

    def ready(self) -> None:
        from courses.search import periods  # noqa: F401 - says how long what is kept
