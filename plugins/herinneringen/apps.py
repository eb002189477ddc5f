"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import Form


class HerinneringenPlugin(CoursePlugin):
    """Reminders some days before the first meeting of an edition.

    With when, where, and the trainer's own lines on what to bring, which are in the confirmation
    too. Who has no e-mail address stands on the academy's call list.
    """

    name = "plugins.herinneringen"
    label = "herinneringen"
    verbose_name = _("Herinneringen")
    slug = "herinneringen"
    title = _("Herinneringen")
    description = _(
        "Herinnert deelnemers een paar dagen van tevoren aan hun bijeenkomst, en vertelt wat ze "
        "meenemen. Wie geen e-mail heeft, komt op de bellijst."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def ready(self) -> None:
        from courses.people.services import provide_merge_rule

        provide_merge_rule(
            relation="herinneringen.Reminder.enrolment",
            # One reminder of a moment is enough.
            settle=lambda _own, other: other.delete(),
        )

    def contributions(self) -> Sequence[Contribution]:
        from plugins.herinneringen.handlers import Remind
        from plugins.herinneringen.letters import Confirmation
        from plugins.herinneringen.placeholders import ToBring
        from plugins.herinneringen.privacy import Reminders
        from plugins.herinneringen.screens import AtOnce
        from plugins.herinneringen.slots import BringAtEdition, BringOnOwnPage
        from plugins.herinneringen.tasks import RemindAtOnce

        return (
            Remind(),
            Confirmation(),
            ToBring(),
            BringAtEdition(),
            BringOnOwnPage(),
            AtOnce(),
            RemindAtOnce(),
            Reminders(),
        )

    def settings_form(self) -> type[Form]:
        from plugins.herinneringen.forms import ReminderForm

        return ReminderForm
