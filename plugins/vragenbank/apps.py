"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class VragenbankPlugin(CoursePlugin):
    """Question banks.

    Staff bring files with questions of Moodle (GIFT, XML) or QTI 2 and 3, see what can be taken
    over, and choose. In a lesson a trainer asks questions of a bank: chosen ones, or a number at
    random. A bank, and the knowledge checks of a training, go out again in each of these formats.
    """

    name = "plugins.vragenbank"
    label = "vragenbank"
    verbose_name = _("Vragenbank")
    slug = "vragenbank"
    title = _("Vragenbank")
    description = _(
        "Vragen uit Moodle en andere systemen: lees ze in, stel ze in een les en neem ze weer mee."
    )
    version = "1.0.0"
    requires_api = "1.3"
    on_in_new_trainings = False

    def ready(self) -> None:
        from courses.learning.services import provide_pass_mark
        from courses.people.services import provide_merge_rule
        from plugins.vragenbank import periods  # noqa: F401 - registers itself
        from plugins.vragenbank.criteria import BLOCK_TYPE
        from plugins.vragenbank.marks import needed, pass_mark

        # A file that somebody is looking through goes along.
        provide_merge_rule(relation="vragenbank.HeldFile.person")
        provide_pass_mark(
            plugin=self.slug,
            block_type=BLOCK_TYPE,
            needed=lambda settings, out_of: needed(out_of, pass_mark(settings)),
        )

    def contributions(self) -> Sequence[Contribution]:
        from plugins.vragenbank.criteria import EnoughRight
        from plugins.vragenbank.exercises import BankQuestions
        from plugins.vragenbank.pages import PicturePages
        from plugins.vragenbank.privacy import HeldFiles
        from plugins.vragenbank.reports import RightPerQuestion
        from plugins.vragenbank.screens import BankScreens

        return (
            BankQuestions(),
            EnoughRight(),
            RightPerQuestion(),
            PicturePages(),
            BankScreens(),
            HeldFiles(),
        )

    def settings_form(self) -> type[Form]:
        from plugins.vragenbank.forms import PassMarkForm

        return PassMarkForm
