from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class ApiConfig(CoursePlugin):
    name = "academy.api"
    label = "api"
    verbose_name = _("Voor programma's")
    slug = "api"
    title = _("Voor programma's")
    core = True

    def ready(self) -> None:
        from academy.api import double_rows, periods  # noqa: F401 - register what they say

    def contributions(self) -> Sequence[Contribution]:
        from academy.api.personal_data import OwnTokens

        return (OwnTokens(),)
