"""Where evaluations join Wagtail's administration."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from courses.editions.admin import provide_buttons
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.evaluation import asking_views, paper_views, telephone
from courses.evaluation.builder import hooks as _builder  # noqa: F401 - registers its screens


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [
        path(
            "",
            include([*asking_views.urlpatterns, *paper_views.urlpatterns, *telephone.urlpatterns]),
        )
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return asking_views.AskingMenuItem(
        _("Evaluaties vragen"),
        reverse_lazy("evaluation_asking"),
        name="evaluation-asking",
        icon_name="mail",
        order=255,
    )


@provide_buttons
def asking_button(edition: Edition) -> list[Button]:
    """The ways in which the group can evaluate."""
    if edition.status != EditionStatus.OPEN:
        return []
    url = reverse("evaluation_of_edition", args=[edition.pk])
    return [Button(_("Evaluatie"), url=url, icon_name="form", priority=35)]
