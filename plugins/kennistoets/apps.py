"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class KennistoetsPlugin(CoursePlugin):
    """Tests with a pass mark.

    For trainings after which a volunteer has to know something for sure. A trainer puts one or
    more tests in the lessons; the settings say what part of the questions must be right. Each test
    in a published lesson must be passed for the certificate. Participants may try as often as they
    like, and their best attempt counts: who has passed stays so. Who passed every test of a lesson
    has finished the lesson.
    """

    name = "plugins.kennistoets"
    label = "kennistoets"
    verbose_name = _("Kennistoets")
    slug = "kennistoets"
    title = _("Kennistoets")
    description = _(
        "Een toets in een les, met 2 tot 20 vragen. Deelnemers halen hem voor hun certificaat."
    )
    version = "1.0.0"
    requires_api = "1.1"
    on_in_new_trainings = False

    def ready(self) -> None:
        from courses.learning.services import provide_pass_mark
        from plugins.kennistoets.criteria import BLOCK_TYPE
        from plugins.kennistoets.marks import needed, pass_mark

        provide_pass_mark(
            plugin=self.slug,
            block_type=BLOCK_TYPE,
            needed=lambda settings, out_of: needed(out_of, pass_mark(settings)),
        )

    def contributions(self) -> Sequence[Contribution]:
        from plugins.kennistoets.criteria import AllPassed
        from plugins.kennistoets.exercises import KnowledgeTest
        from plugins.kennistoets.handlers import FinishLessons

        return (KnowledgeTest(), AllPassed(), FinishLessons())

    def settings_form(self) -> type[Form]:
        from plugins.kennistoets.forms import PassMarkForm

        return PassMarkForm
