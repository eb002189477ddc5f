from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class PluginFilesConfig(CoursePlugin):
    name = "courses.plugin_files"
    label = "plugin_files"
    verbose_name = _("Bestanden van uitbreidingen")
    slug = "plugin_files"
    title = _("Bestanden van uitbreidingen")
    core = True

    def ready(self) -> None:
        from courses.plugin_api.contributions import files
        from courses.plugin_files import (
            checks,  # noqa: F401 - tells the operator what does not fit
            double_rows,  # noqa: F401 - registers its rule
            invariants,  # noqa: F401 - says what must be so
            signals,  # noqa: F401 - takes files away with their rows
            traces,  # noqa: F401 - makes known what is kept for plugins
        )
        from courses.plugin_files.keeper import Keeper

        files.keep_with(Keeper())

    def contributions(self) -> Sequence[Contribution]:
        from courses.plugin_files.personal_data import OwnFiles

        return [OwnFiles()]
