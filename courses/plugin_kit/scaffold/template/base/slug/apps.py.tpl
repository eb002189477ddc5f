"""What the plugin is and what it adds."""

from __future__ import annotations

from collections.abc import Sequence$typing

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin
$form_type

class ${Class}Plugin(CoursePlugin):
    $docstring

    name = "$slug"
    label = "$slug"
    verbose_name = _("$title")
    slug = "$slug"
    title = _("$title")
    description = $description_code
    version = "1.0.0"
    requires_api = "$api"

    def contributions(self) -> Sequence[Contribution]:
${imports}        return $contributions
$settings_form$ready