"""Where evaluations join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button

from courses.common import staff_menu as groups
from courses.editions.admin import provide_buttons
from courses.editions.enums import EditionStatus
from courses.evaluation import (
    asking_views,
    import_views,
    paper_views,
    reaction_views,
    staff_menu,
    telephone,
    text_views,
)
from courses.evaluation.builder import hooks as _builder  # noqa: F401 - registers its screens

if TYPE_CHECKING:
    from django.db.models import QuerySet
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
                    *reaction_views.urlpatterns,
                    *telephone.urlpatterns,
                    *text_views.urlpatterns,
                ]
            ),
        )
    ]


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Everything about evaluations, from asking to what was done with it."""
    menu = Menu(register_hook_name=staff_menu.HOOK)
    return SubmenuMenuItem(
        _("Evaluaties"), menu, name="evaluations", icon_name="form", order=groups.EVALUATIONS
    )


@hooks.register(staff_menu.HOOK)
def register_open_forms() -> MenuItem:
    return asking_views.AskingMenuItem(
        _("Nu open"),
        reverse_lazy("evaluation_asking"),
        name="evaluation-asking",
        icon_name="mail",
        order=staff_menu.OPEN_FORMS,
    )


@hooks.register(staff_menu.HOOK)
def register_reactions() -> MenuItem:
    return asking_views.AskingMenuItem(
        _("Wat we ermee deden"),
        reverse_lazy("evaluation_reactions"),
        name="evaluation-reactions",
        icon_name="comment",
        order=staff_menu.REACTIONS,
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
        ("reaction_saved", _("Reactie op evaluatie geschreven")),
        ("reaction_published", _("Reactie op evaluatie gepubliceerd")),
        ("reaction_withdrawn", _("Reactie op evaluatie ingetrokken")),
    ):
        actions.register_action(f"evaluation.{action}", label, label)


@provide_buttons
def asking_button(edition: Edition) -> list[Button]:
    """The ways in which the group can evaluate."""
    if edition.status not in (EditionStatus.OPEN, EditionStatus.REPORTED):
        return []
    url = reverse("evaluation_of_edition", args=[edition.pk])
    return [Button(_("Evaluatie"), url=url, icon_name="form", priority=35)]
