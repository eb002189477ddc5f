"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence


class BuurtgroetPlugin(CoursePlugin):
    """Greetings: a block, an exercise, and a page on which participants leave one."""

    name = "buurtgroet"
    label = "buurtgroet"
    verbose_name = _("Buurtgroet")
    slug = "buurtgroet"
    title = _("Buurtgroet")
    description = _("Deelnemers oefenen hoe ze een buur groeten, en laten een groet achter.")
    version = "1.2.0"
    requires_api = "1.0"

    def contributions(self) -> Sequence[Contribution]:
        from buurtgroet.lesson import ChooseGreeting, GreetingBlock
        from buurtgroet.pages import Greetings, GreetingsReport
        from buurtgroet.people import GreetingLeft, OwnGreetings

        return (
            GreetingBlock(),
            ChooseGreeting(),
            GreetingLeft(),
            Greetings(),
            GreetingsReport(),
            OwnGreetings(),
        )

    def ready(self) -> None:
        from courses.people.services import provide_merge_rule

        # The greeting of the account that stays counts.
        provide_merge_rule(
            relation="buurtgroet.Greeting.person", settle=lambda own, other: other.delete()
        )
