"""Where enrolments join Wagtail's administration."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from courses.enrolment import admin
from courses.enrolment.enums import EnrolmentStatus


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("uitvoeringen/<int:pk>/annuleer/", admin.cancel, name="edition_cancel"),
    ]


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    for status in EnrolmentStatus:
        actions.register_action(
            f"enrolment.{status.value}", status.label, _("Inschrijving: %s") % status.label
        )
