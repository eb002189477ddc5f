"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence


class ZingevingPlugin(CoursePlugin):
    """The training "Zingeving" and its exercise on questions of life."""

    name = "plugins.zingeving"
    label = "zingeving"
    verbose_name = _("Training Zingeving")
    slug = "zingeving"
    title = _("Zingeving")
    description = _(
        "De training Zingeving, met een oefening waarin je de levensvraag onder iemands woorden "
        "herkent."
    )
    version = "1.0.0"
    requires_api = "1.1"
    # Its exercises are of use in any training.
    on_in_new_trainings = True

    def contributions(self) -> Sequence[Contribution]:
        from plugins.zingeving.exercises import LifeQuestion
        from plugins.zingeving.training import ZingevingTraining

        return (ZingevingTraining(), LifeQuestion())
