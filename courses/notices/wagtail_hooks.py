"""Where notices join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("notices.call", _("Gebeld"), _("Bericht: gebeld"))
    actions.register_action("notices.done", _("Klaar"), _("Bericht: op een andere manier verteld"))
    actions.register_action("notices.print", _("Geprint"), _("Bericht: brief geprint"))
    actions.register_action("notices.again", _("Opnieuw"), _("Bericht: nog een keer verstuurd"))
    actions.register_action("notices.text", _("Eigen tekst"), _("Bericht: tekst veranderd"))
    actions.register_action(
        "notices.text_reset", _("Standaardtekst"), _("Bericht: standaardtekst teruggezet")
    )
