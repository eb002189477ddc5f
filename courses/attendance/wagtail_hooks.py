"""Where attendance joins Wagtail's administration."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.attendance import admin


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("", include(admin.urlpatterns))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return admin.AttendanceMenuItem(
        _("Mijn uitvoeringen"),
        reverse_lazy("attendance_editions"),
        name="attendance",
        icon_name="group",
        order=205,
    )


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    actions.register_action("attendance.mark", _("Presentie"), _("Presentie ingevuld"))
