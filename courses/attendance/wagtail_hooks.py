"""Where attendance joins Wagtail's administration."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from courses.attendance import admin, session_views
from courses.common import clock, staff_menu
from courses.editions.admin import provide_buttons
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.providers import provide_page_of_missing


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [path("", include([*admin.urlpatterns, *session_views.urlpatterns]))]


@hooks.register(staff_menu.EDITIONS)
def register_menu_item() -> MenuItem:
    return admin.AttendanceMenuItem(
        _("Presentie"),
        reverse_lazy("attendance_editions"),
        name="attendance",
        icon_name="group",
        order=staff_menu.PRESENCE,
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("attendance.mark", _("Presentie"), _("Presentie ingevuld"))
    actions.register_action(
        "attendance.reopen", _("Lijst weer open"), _("Presentielijst weer geopend")
    )
    actions.register_action("attendance.close", _("Lijst klaar"), _("Presentielijst afgerond"))


@provide_page_of_missing
def sign_off_page(enrolment: Enrolment) -> str:
    """For who is in a group that meets on more than one day: of one meeting one gives up the place."""
    edition = enrolment.edition
    if enrolment.status != EnrolmentStatus.CONFIRMED or edition.status != EditionStatus.OPEN:
        return ""
    if edition.is_past or edition.starts_at is None or edition.ends_at is None:
        return ""
    if clock.local_day(edition.starts_at) == clock.local_day(edition.ends_at):
        return ""
    return reverse("attendance_sign_off", args=[edition.pk, enrolment.pk])


@provide_buttons
def sheet_button(edition: Edition) -> list[Button]:
    """The list of participants with who was there."""
    if edition.status != EditionStatus.OPEN:
        return []
    url = reverse("attendance_sheet", args=[edition.pk])
    return [Button(_("Presentie"), url=url, icon_name="tick-inverse", priority=30)]
