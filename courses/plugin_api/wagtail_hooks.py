"""Where plugins join Wagtail's administration."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    actions.register_action("plugin.enable", _("Zet aan"), _("Uitbreiding aangezet op de site"))
    actions.register_action("plugin.disable", _("Zet uit"), _("Uitbreiding uitgezet op de site"))
