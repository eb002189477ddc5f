from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class GlossaryConfig(CoursePlugin):
    name = "courses.glossary"
    label = "glossary"
    verbose_name = _("Moeilijke woorden")
    slug = "glossary"
    title = _("Moeilijke woorden")
    core = True

    def contributions(self) -> Sequence[Contribution]:
        return ()
