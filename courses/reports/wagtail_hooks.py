"""Where the figures join Wagtail's administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.reports.views import may_see_figures


class EvaluationsMenuItem(MenuItem):  # type: ignore[misc]
    """Only for who may see figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_figures(request.user)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("evaluaties/", include("courses.reports.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return EvaluationsMenuItem(
        _("Evaluaties"),
        reverse_lazy("evaluation_reports:index"),
        name="evaluations",
        icon_name="form",
        order=260,
    )
