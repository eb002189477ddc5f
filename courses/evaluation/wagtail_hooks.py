"""Where evaluations join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.editions.admin import provide_buttons
from courses.editions.enums import EditionStatus
from courses.evaluation import asking_views, import_views, paper_views, telephone, text_views
from courses.evaluation.builder import hooks as _builder  # noqa: F401 - registers its screens

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.admin.menu import MenuItem
    from wagtail.log_actions import LogActionRegistry

    from courses.editions.models import Edition


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [
        path(
            "",
            include(
                [
                    *asking_views.urlpatterns,
                    *import_views.urlpatterns,
                    *paper_views.urlpatterns,
                    *telephone.urlpatterns,
                    *text_views.urlpatterns,
                ]
            ),
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


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """What an academy can give to a role, on the page of that."""
    rights = ["review_textanswer", "label_textanswer"]
    rights += [f"{action}_topic" for action in ("add", "change", "delete", "view")]
    return Permission.objects.filter(content_type__app_label="evaluation", codename__in=rights)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label in (
        ("texts_released", _("Open antwoorden vrijgegeven")),
        ("text_shortened", _("Iets uit een open antwoord weggehaald")),
        ("topic_made", _("Onderwerp gemaakt")),
        ("topic_renamed", _("Onderwerp een andere naam gegeven")),
        ("topic_merged", _("Onderwerpen samengevoegd")),
        ("topic_removed", _("Onderwerp weggehaald")),
        ("exception_made", _("Woorden die geen naam zijn, toegevoegd")),
        ("exception_removed", _("Woorden die geen naam zijn, weggehaald")),
    ):
        actions.register_action(f"evaluation.{action}", label, label)


@provide_buttons
def asking_button(edition: Edition) -> list[Button]:
    """The ways in which the group can evaluate."""
    if edition.status not in (EditionStatus.OPEN, EditionStatus.REPORTED):
        return []
    url = reverse("evaluation_of_edition", args=[edition.pk])
    return [Button(_("Evaluatie"), url=url, icon_name="form", priority=35)]
