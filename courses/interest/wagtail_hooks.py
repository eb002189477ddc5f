"""Where waiting for a date joins the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.editions.admin import RARELY, Hears, provide_buttons, provide_who_hears
from courses.enrolment.providers import provide_page_of_waiting
from courses.interest import admin, queries
from courses.interest.notice_kinds import NEW_DATE
from courses.notices.queries import who_gets_what

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

    from courses.editions.models import Edition


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "trainingen/<int:training_id>/belangstelling/", admin.interested, name="interest_admin"
        ),
    ]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    label = _("Op de lijst gezet voor een nieuwe datum")
    actions.register_action("interest.register", label, label)
    label = _("Van de lijst voor een nieuwe datum gehaald")
    actions.register_action("interest.withdraw", label, label)


@provide_page_of_waiting
def list_of_training(training_id: int, search: str) -> str:
    """Where who calls is put on the list of a training, found already."""
    return f"{reverse('interest_admin', args=[training_id])}?{urlencode({'q': search})}"


@provide_buttons
def interest_button(edition: Edition) -> list[Button]:
    """Who waits for another date of the training."""
    url = reverse("interest_admin", args=[edition.training_id])
    return [Button(_("Wie wacht op een nieuwe datum"), url=url, icon_name="mail", priority=RARELY)]


@provide_who_hears
def say_how_who_waits_hears(edition: Edition) -> Hears | None:
    """How who waits for a date of the training hears of this one."""
    reach = who_gets_what(queries.would_hear_of(edition), kind=NEW_DATE, edition=edition)
    if not reach:
        return None
    said = gettext("Wie op een nieuwe datum wacht: %(who)s")
    return Hears(
        before=render_to_string(
            "notices/admin/_reach.html", {"reach": reach, "said": said % {"who": reach.sentence}}
        ),
        after=said % {"who": reach.with_names},
    )
