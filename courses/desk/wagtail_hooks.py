"""Where the first page of the administration gets what somebody needs today."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.components import Component

from courses.catalogue.queries import infopunt
from courses.common import staff_menu
from courses.common.prepared_statements import planned_once
from courses.common.visitors import account_of
from courses.desk import lesson_views, views
from courses.desk.presence import PANELS, present_for
from courses.desk.sessions import sessions_for
from courses.desk.todos import todos_for
from courses.enrolment.staff_access import may_change
from courses.people.enums import Role
from courses.people.queries import has_role, is_coordinator, is_trainer
from courses.plugin_api.api import Audience
from courses.reports.wagtail_hooks import PanelComponent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.menu import MenuItem
    from wagtail.models import Page

    from courses.desk.sessions import Line
    from courses.desk.todos.todo import Todo
    from courses.people.models import User
    from courses.reports.panels import Panel


LAST = 1000
"""After all of Wagtail's own."""


class TodayPanel(Component):
    """The sessions of today and tomorrow, and all that waits for somebody."""

    name = "today"
    template_name = "desk/today.html"
    order = 10

    class Media:
        css: ClassVar = {"all": ["desk/desk.css"]}

    def __init__(
        self, user: User, sessions: Sequence[Line], todos: Sequence[Todo], phone: str
    ) -> None:
        self.user = user
        self.phone = phone
        self.sessions = sessions
        self.todos = todos
        self.of_plugins: list[Panel] = []

    def get_context_data(
        self, parent_context: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        return {
            "sessions": self.sessions,
            "todos": self.todos,
            "gives": any(one.cannot_come_url for one in self.sessions),
            "phone": self.phone,
            "of_plugins": self.of_plugins,
            "may_enrol": is_coordinator(self.user) and may_change(self.user),
        }


@hooks.register("construct_homepage_panels")
def show_today(request: HttpRequest, panels: list[Component]) -> None:
    """For who gives trainings or runs the academy; others have nothing to do here."""
    user = account_of(request)
    if is_coordinator(user) or is_trainer(user):
        with planned_once():
            present = present_for(user)
            sessions, todos = sessions_for(user), todos_for(user, present)
        panels[:] = [one for one in panels if type(one) not in PANELS or type(one) in present]
        panels.append(TodayPanel(user, sessions, todos, infopunt(request).phone))


@hooks.register("construct_homepage_panels", order=LAST)
def lead_to_panels_of_plugins(request: HttpRequest, panels: list[Component]) -> None:
    """What plugins have for who gives trainings stands further down: what waits leads to it."""
    today = next((one for one in panels if isinstance(one, TodayPanel)), None)
    if today is None:
        return
    of_plugins = [one.panel for one in panels if isinstance(one, PanelComponent)]
    today.of_plugins = [one for one in of_plugins if one.audience is Audience.TRAINER]


@hooks.register("construct_homepage_summary_items", order=LAST)
def leave_out_numbers(request: HttpRequest, items: list[Component]) -> None:
    """How many pages, images and documents there are, is for who runs the site; for others it
    stands in the way of what waits for them."""
    if not has_role(account_of(request), Role.ADMINISTRATOR):
        items.clear()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("zoek/", views.search, name="desk_search"),
        path("lessen/", lesson_views.lessons, name="desk_lessons"),
        path("trainingen/nieuw/", lesson_views.new_training, name="desk_new_training"),
        path("zo-werkt-het/", views.steps, name="desk_steps"),
        path("wie-mag-wat/", views.access, name="desk_access"),
    ]


class AcademySearchArea(SearchArea):
    """Where the box above the menu searches, for who finds something there: the first of all."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user) or is_trainer(request.user)


@hooks.register("register_admin_search_area")
def search_from_the_menu() -> SearchArea:
    return AcademySearchArea(
        _("Mensen, uitvoeringen en certificaten"),
        reverse("desk_search"),
        name="desk",
        icon_name="search",
        order=10,
    )


@hooks.register("after_create_page", order=LAST)
@hooks.register("after_edit_page", order=LAST)
def return_to_lessons(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After all that others do when a page was saved."""
    return lesson_views.after_sending_in(request, page)


@hooks.register(staff_menu.TRAININGS)
def register_lessons() -> MenuItem:
    return lesson_views.LessonsMenuItem(
        _("Lessen maken"),
        reverse_lazy("desk_lessons"),
        name="desk-lessons",
        icon_name="doc-full",
        order=staff_menu.LESSONS,
    )


@hooks.register(staff_menu.TRAININGS)
def register_new_training() -> MenuItem:
    return lesson_views.LessonsMenuItem(
        _("Nieuwe training"),
        reverse_lazy("desk_new_training"),
        name="desk-new-training",
        icon_name="plus",
        order=staff_menu.LESSONS + 1,
    )


@hooks.register("register_help_menu_item")
def register_steps() -> MenuItem:
    """Before Wagtail's keys for a keyboard, which a telephone has not."""
    return views.StepsMenuItem(
        _("Zo werkt het"),
        reverse_lazy("desk_steps"),
        name="desk-steps",
        icon_name="help",
        order=100,
    )


@hooks.register("register_settings_menu_item")
def register_access() -> MenuItem:
    return views.AccessMenuItem(
        _("Wie mag wat"),
        reverse_lazy("desk_access"),
        name="desk-access",
        icon_name="lock",
        order=850,
    )
