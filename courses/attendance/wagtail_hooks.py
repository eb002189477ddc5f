"""Where attendance joins Wagtail's administration."""

from django.template.loader import render_to_string
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from courses.attendance import admin, session_views
from courses.catalogue.queries import infopunt_of_default_site
from courses.common import clock, staff_menu
from courses.editions.admin import provide_buttons, provide_notes
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
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
    actions.register_action(
        "attendance.cannot_come", _("Trainer kan niet"), _("Trainer zei niet te kunnen komen")
    )
    actions.register_action(
        "attendance.can_come", _("Trainer kan toch"), _("Trainer zei toch te kunnen komen")
    )
    actions.register_action("attendance.close", _("Lijst klaar"), _("Presentielijst afgerond"))


@provide_page_of_missing
def sign_off_page(enrolment: Enrolment) -> str:
    """For groups that meet on more than one day: missing all one has is giving up the place."""
    edition = enrolment.edition
    if enrolment.status != EnrolmentStatus.CONFIRMED or edition.status != EditionStatus.OPEN:
        return ""
    if edition.is_past or edition.starts_at is None or edition.ends_at is None:
        return ""
    if clock.local_day(edition.starts_at) == clock.local_day(edition.ends_at):
        return ""
    return reverse("attendance_sign_off", args=[edition.pk, enrolment.pk])


@provide_notes
def how_a_trainer_says_not_to_come(edition: Edition) -> str:
    """Where a trainer says so of one session, since "Gaat niet door" is about all of them."""
    if edition.status != EditionStatus.OPEN:
        return ""
    # Of the database: a form that was sent has meetings that are not kept yet.
    kept = Session.objects.filter(edition=edition.pk, starts_at__gt=clock.now())
    to_come = kept.order_by("starts_at", "pk")
    context = {
        "edition": edition,
        "sessions": to_come,
        "phone": infopunt_of_default_site().phone,
    }
    return render_to_string("attendance/admin/_how_to_say_not_to_come.html", context)


@provide_buttons
def sheet_button(edition: Edition) -> list[Button]:
    """The list of participants with who was there."""
    if edition.status != EditionStatus.OPEN:
        return []
    url = reverse("attendance_sheet", args=[edition.pk])
    return [Button(_("Presentie"), url=url, icon_name="tick-inverse", priority=30)]
