"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence


class RouwEnVerliesPlugin(CoursePlugin):
    """The training "Rouw & verlies" and its exercise, a conversation."""

    name = "plugins.rouw_en_verlies"
    label = "rouw_en_verlies"
    verbose_name = _("Training Rouw & verlies")
    slug = "rouw_en_verlies"
    title = _("Rouw & verlies")
    description = _(
        "De training Rouw & verlies, met een oefening waarin je kiest wat je zegt en ziet wat dat "
        "met het gesprek doet."
    )
    version = "1.0.0"
    requires_api = "1.1"
    # Its exercises are of use in any training.
    on_in_new_trainings = True

    def contributions(self) -> Sequence[Contribution]:
        from plugins.rouw_en_verlies.exercises import Conversation
        from plugins.rouw_en_verlies.training import RouwEnVerliesTraining

        return (RouwEnVerliesTraining(), Conversation())
