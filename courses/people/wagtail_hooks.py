"""Where people join Wagtail's administration."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    actions.register_action("people.register", _("Nieuw"), _("Account gemaakt door de academie"))
    actions.register_action("people.profile", _("Wijzig"), _("Eigen gegevens gewijzigd"))
