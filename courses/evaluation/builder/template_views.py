"""Making forms: the list, the page of one with its questions, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from courses.common import clock
from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.errors import Refusal
from courses.evaluation import staff_menu
from courses.evaluation.builder import rights
from courses.evaluation.builder.template_forms import PANELS, TemplateForm
from courses.evaluation.enums import Purpose
from courses.evaluation.models import FormTemplate
from courses.evaluation.queries import templates as queries
from courses.evaluation.services import templates as services
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise
    from wagtail.admin.panels import Panel

    from courses.common.edit_conflicts import Facts
    from courses.people.models import User

MOST_DIGITS = 10
"""What has more is no key of a question."""

IN_USE, ARCHIVED = "in_use", "archived"


class TemplateFilterSet(WagtailFilterSet):
    """What it is for, and whether it is in the archive."""

    purpose = django_filters.ChoiceFilter(label=_("Waarvoor"), choices=Purpose.choices)
    archive = django_filters.ChoiceFilter(
        label=_("Archief"),
        choices=[(IN_USE, _("In gebruik")), (ARCHIVED, _("In het archief"))],
        method="by_archive",
    )

    class Meta:
        model = FormTemplate
        fields = ["purpose"]

    def by_archive(
        self, templates: QuerySet[FormTemplate], name: str, value: str
    ) -> QuerySet[FormTemplate]:
        """Those in the archive, or the others."""
        return templates.filter(is_archived=value == ARCHIVED)


class TemplateIndexView(generic.IndexView):
    """All forms; those that are standard first, those in the archive last."""

    def get_base_queryset(self) -> QuerySet[FormTemplate]:
        return queries.with_use(FormTemplate.objects.select_related("training")).order_by(
            "is_archived", "-is_standard", "title", "pk"
        )

    def order_queryset(self, queryset: QuerySet[FormTemplate]) -> QuerySet[FormTemplate]:
        if self.request.GET.get("ordering"):
            ordered: QuerySet[FormTemplate] = super().order_queryset(queryset)
            return ordered
        return queryset

    def get_delete_url(self, instance: FormTemplate) -> str | None:
        # What cannot be deleted gets no button that only says no.
        if instance.is_standard or queries.use_of(instance)[0]:
            return None
        url: str | None = super().get_delete_url(instance)
        return url

    def get_list_more_buttons(self, instance: FormTemplate) -> list[Button]:
        preview = Button(
            _("Voorbeeld"),
            url=reverse("form_template_preview", args=[instance.pk]),
            icon_name="view",
            priority=15,
        )
        return [*super().get_list_more_buttons(instance), preview]


class _SavesThroughService:
    """A refusal by the service becomes an error in the form; what was typed stays typed."""

    def save_instance(self) -> FormTemplate:
        form: TemplateForm = self.form  # type: ignore[attr-defined]
        return services.save_template(
            template=form.save(commit=False),
            actor=signed_in_user(self.request),  # type: ignore[attr-defined]
            snapshot=getattr(self, "shown", None),
            typos=form.typos,
        )

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]
        return response

    def get_success_url(self) -> str:
        """The same page: there is the preview, and what may be wrong with a question."""
        return reverse("formulieren:edit", args=[self.object.pk])  # type: ignore[attr-defined]

    def get_success_buttons(self) -> list[tuple[str, StrOrPromise]]:
        return []


class TemplateCreateView(_SavesThroughService, generic.CreateView):
    template_name = "evaluation/builder/create.html"

    def get_success_message(self, instance: FormTemplate) -> StrOrPromise:
        return _("Het formulier is gemaakt. Rechts zie je hoe het er op een telefoon uitziet.")


class TemplateEditView(_SavesThroughService, EditConflictMixin[FormTemplate], generic.EditView):
    template_name = "evaluation/builder/edit.html"

    def facts(self, instance: FormTemplate) -> Facts:
        return queries.template_facts(instance)

    def get_success_message(self) -> StrOrPromise:
        return _("Bewaard. Formulieren die al open zijn, houden hun vragen.")

    def get_side_panels(self) -> MediaContainer:
        """None: how often it was used stands above the form, and the preview beside it."""
        return MediaContainer([])

    @cached_property
    def can_delete(self) -> bool:
        return not self.object.is_standard and not queries.is_used(self.object)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        stored = FormTemplate.objects.get(pk=self.object.pk)
        return {
            **context,
            "questions": (questions := queries.questions_of(stored)),
            "question_warnings": queries.question_warnings(questions),
            "mended": queries.mended_in_standard(stored),
            "used": queries.with_use(FormTemplate.objects.filter(pk=stored.pk)).get(),
            "preview_url": reverse("form_template_preview", args=[stored.pk]),
        }


class TemplateDeleteView(generic.DeleteView):
    """Only of what was never used."""

    def get_object(self, queryset: QuerySet[FormTemplate] | None = None) -> FormTemplate:
        template: FormTemplate = super().get_object(queryset)
        if template.is_standard or queries.is_used(template):
            raise Http404
        return template

    def delete_action(self) -> None:
        services.delete_template(template=self.object, actor=signed_in_user(self.request))


class FormTemplateViewSet(ModelViewSet):
    """The forms that people are asked to fill in."""

    model = FormTemplate
    icon = "form"
    menu_label = _("Formulieren")
    menu_name = "form-templates"
    menu_order = staff_menu.FORMS
    menu_hook = staff_menu.HOOK
    name = "formulieren"
    copy_view_enabled = False
    index_view_class = TemplateIndexView
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    delete_view_class = TemplateDeleteView
    filterset_class = TemplateFilterSet
    search_fields = ["title", "training__title", "questions__text"]
    search_backend_name = None
    panels = PANELS
    list_display = [
        "title",
        Column("get_purpose_display", label=_("Waarvoor"), sort_key="purpose"),
        Column("place", label=_("Voor"), accessor=lambda template: _place(template)),
        Column("number_of_forms", label=_("Gebruikt"), accessor=lambda template: _use(template)),
    ]

    def get_edit_handler(self) -> Panel:
        handler = super().get_edit_handler()
        handler.base_form_class = TemplateForm
        return handler


TEMPLATES = FormTemplateViewSet()


def _place(template: FormTemplate) -> str:
    if template.is_archived:
        return gettext("in het archief")
    if template.is_standard:
        return gettext("standaard")
    return template.training.title if template.training is not None else ""


def _use(template: FormTemplate) -> str:
    times, last = queries.use_of(template)
    if last is None:
        return gettext("nog niet")
    return gettext("%(times)d keer, het laatst %(day)s") % {
        "times": times,
        "day": date_format(clock.local(last), "j N Y"),
    }


# --- What can be done with a form -----------------------------------------------------------------


def _copy(template: FormTemplate, actor: User) -> tuple[FormTemplate, str]:
    copy = services.copy_template(template=template, actor=actor)
    return copy, gettext("Dit is de kopie. Geef haar een eigen naam.")


def _archive(template: FormTemplate, actor: User) -> tuple[FormTemplate, str]:
    services.archive_template(template=template, actor=actor)
    return template, gettext("Het formulier staat in het archief.")


def _restore(template: FormTemplate, actor: User) -> tuple[FormTemplate, str]:
    services.restore_template(template=template, actor=actor)
    return template, gettext("Het formulier is weer te gebruiken.")


def _standard(template: FormTemplate, actor: User) -> tuple[FormTemplate, str]:
    services.make_standard(template=template, actor=actor)
    return template, gettext("Dit is nu het standaardformulier.")


def _mend(template: FormTemplate, actor: User) -> tuple[FormTemplate, str]:
    services.take_over_mended(template=template, actor=actor)
    return template, gettext("De woorden zijn nu die van de standaard.")


ACTIONS: dict[str, Callable[[FormTemplate, User], tuple[FormTemplate, str]]] = {
    "kopieer": _copy,
    "archiveer": _archive,
    "terughalen": _restore,
    "standaard": _standard,
    "verbeteringen": _mend,
}


@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Copy a form, put it in the archive or take it out, or make it the standard one."""
    rights.refuse_others(request, rights.MAKE_FORMS)
    template = get_object_or_404(FormTemplate, pk=pk)
    if action not in ACTIONS:
        raise Http404
    try:
        template, done = ACTIONS[action](template, signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("formulieren:edit", template.pk)


@require_POST
def copy_question(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question once more, as it is stored."""
    rights.refuse_others(request, rights.MAKE_FORMS)
    template = get_object_or_404(FormTemplate, pk=pk)
    chosen = request.POST.get("question", "")
    try:
        services.copy_question(
            template=template,
            question_pk=int(chosen) if chosen.isdecimal() and len(chosen) < MOST_DIGITS else 0,
            actor=signed_in_user(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("De kopie staat onder de vraag. Verander haar woorden."))
    return redirect("formulieren:edit", template.pk)
