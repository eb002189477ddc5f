"""Where making forms and asking people join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.catalogue.models import TrainingPage
from courses.editions.admin import RARELY, provide_buttons
from courses.editions.queries import gives
from courses.evaluation import staff_menu
from courses.evaluation.builder import preview, rights, survey_views, template_views, training_views
from courses.evaluation.services.templates import copy_forms
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from wagtail.admin.menu import MenuItem
    from wagtail.admin.viewsets.base import ViewSet
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

    from courses.editions.models import Edition
    from courses.people.models import User


@hooks.register("register_admin_viewset")
def register_templates() -> ViewSet:
    return template_views.TEMPLATES


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("formulieren/<int:pk>/voorbeeld/", preview.preview, name="form_template_preview"),
        path(
            "formulieren/<int:pk>/kopieer-vraag/",
            template_views.copy_question,
            name="form_template_copy_question",
        ),
        path(
            "formulieren/<int:pk>/<slug:action>/",
            template_views.act,
            name="form_template_action",
        ),
        path(
            "trainingen/<int:training_id>/formulieren/",
            training_views.training_forms,
            name="training_forms",
        ),
        path(
            "trainingen/<int:training_id>/formulieren/<str:occasion>/voorbeeld/",
            preview.training_preview,
            name="training_form_preview",
        ),
        path(
            "trainingen/<int:training_id>/formulieren/<str:occasion>/<slug:action>/",
            training_views.change_training_form,
            name="training_form_action",
        ),
        path("enquetes/", survey_views.SurveysView.as_view(), name="surveys"),
        path(
            "enquetes/resultaten/",
            survey_views.SurveysView.as_view(results_only=True),
            name="surveys_results",
        ),
        path("enquetes/nieuw/", survey_views.new_survey, name="survey_new"),
        path("enquetes/<int:pk>/", survey_views.survey, name="survey"),
    ]


@hooks.register(staff_menu.HOOK)
def surveys_menu_item() -> MenuItem:
    return rights.SurveysMenuItem(
        _("Enquêtes"),
        reverse_lazy("surveys"),
        name="surveys",
        icon_name="mail",
        order=staff_menu.SURVEYS,
    )


@hooks.register("register_page_header_buttons")
def forms_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way from a training to what it asks, for who gives it."""
    if isinstance(page, TrainingPage) and page.pk and gives(user, page.pk):
        url = reverse("training_forms", args=[page.pk])
        yield Button(_("Evaluatie"), url=url, icon_name="form", priority=66)


@hooks.register("after_copy_page")
def copy_forms_along(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy of a training asks the same of who took part."""
    copy_forms(source=page, copy=new_page, actor=signed_in_user(request))


@provide_buttons
def form_button(edition: Edition) -> list[Button]:
    """What is asked of who takes part."""
    url = reverse("training_forms", args=[edition.training_id])
    return [Button(_("Vragen na afloop"), url=url, icon_name="form", priority=RARELY + 2)]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label in (
        ("template_made", _("Formulier gemaakt")),
        ("template_changed", _("Formulier gewijzigd")),
        ("template_archived", _("Formulier in het archief gezet")),
        ("template_restored", _("Formulier uit het archief gehaald")),
        ("template_deleted", _("Formulier verwijderd")),
        ("template_standard", _("Formulier als standaard gekozen")),
        ("asked_later", _("Evaluatie: later nog eens vragen")),
        ("not_asked_later", _("Evaluatie: later niet vragen")),
        ("survey_opened", _("Enquête verstuurd")),
        ("survey_moved", _("Enquête: ander moment van sluiten")),
        ("asked_again", _("Evaluatie opnieuw gevraagd: antwoorden waren verloren")),
        ("imported", _("Evaluatie van elders overgenomen")),
        ("import_removed", _("Overgenomen evaluatie weggehaald")),
    ):
        actions.register_action(f"evaluation.{action}", label, label)
