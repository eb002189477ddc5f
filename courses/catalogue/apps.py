from django.utils.translation import gettext_lazy as _

from courses.plugin_api.plugin import CoursePlugin


class CatalogueConfig(CoursePlugin):
    name = "courses.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogus")
    slug = "catalogue"
    title = _("Catalogus")
    core = True

    def ready(self) -> None:
        from wagtail.signals import page_published

        from courses.catalogue import traces  # noqa: F401 - makes known what is kept for plugins
        from courses.catalogue.queries import active_plugins
        from courses.catalogue.signals import publish_lessons_along
        from courses.plugin_api import scope

        scope.provide(active_plugins)

        page_published.connect(publish_lessons_along, dispatch_uid="catalogue-lessons-along")
