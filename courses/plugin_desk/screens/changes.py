"""Changes of plugins that trainers ask for in public trainings, and what a coordinator decides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.components import Component

from courses.catalogue import queries, services
from courses.catalogue.enums import ChangeState
from courses.catalogue.models import CoursePluginActivation, PluginChange
from courses.common import clock
from courses.common.errors import Refusal, add_refusal
from courses.people.queries import signed_in_user
from courses.plugin_desk.screens.site import admin_page, to_training, training_to_edit
from courses.plugin_host import plugin_settings, registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

SHOWN_FOR = timedelta(days=14)
"""How long a decision stands on the trainer's first page."""


class ChangesComponent(Component):
    """On the first page of the administration: what waits to be decided, or what became of it."""

    template_name = "plugin_desk/changes.html"
    order = 60

    def __init__(self, heading: Any, changes: list[PluginChange], *, to_decide: bool) -> None:
        self.heading, self.changes, self.to_decide = heading, changes, to_decide

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        titles = {slug: _title(slug) for slug in {one.plugin for one in self.changes}}
        rows = [(one, titles[one.plugin]) for one in self.changes]
        return {"heading": self.heading, "rows": rows, "to_decide": self.to_decide}


def panels_for(user: Any) -> Iterator[ChangesComponent]:
    """What the user has to decide, and what became of what the user asked."""
    since = clock.now() - SHOWN_FOR
    if not queries.has_changes_to_show(user, since=since):
        return
    waiting = list(queries.asked_changes(user))
    if waiting:
        yield ChangesComponent(_("Uitbreidingen: beslis over"), waiting, to_decide=True)
    own = list(queries.own_changes(user, since=since))
    if own:
        yield ChangesComponent(_("Uitbreidingen: wat je vroeg"), own, to_decide=False)


class DecisionForm(forms.Form):
    """What a coordinator says about it, and what stood beside it."""

    remark = forms.CharField(
        label=_("Opmerking voor de trainer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, change_id: int) -> HttpResponseBase:
    """What a trainer asks beside what is there now; approve or refuse it."""
    page = training_to_edit(request, pk)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    change = get_object_or_404(PluginChange, pk=change_id, training=page)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decided(request, change, form):
        return redirect("training_plugins", pk=pk)
    change.refresh_from_db()
    mark = queries.plugin_mark(page.pk, change.plugin)
    return admin_page(
        request,
        "change",
        f"{_title(change.plugin)} – {page.title}",
        [to_training(page), (reverse("training_plugins", args=[pk]), gettext("Uitbreidingen"))],
        status=422 if request.method == "POST" else 200,
        training=page,
        change=change,
        form=form,
        mark=mark,
        rows=_rows(change),
        is_open=change.state == ChangeState.ASKED,
    )


def _decided(request: HttpRequest, change: PluginChange, form: DecisionForm) -> bool:
    """Approve or refuse as the button says; whether that went well. If not, the form says why."""
    remark, seen = form.cleaned_data["remark"], form.cleaned_data["seen"]
    try:
        if request.POST.get("decision") == "approve":
            services.approve_plugin_change(
                change=change, actor=signed_in_user(request), remark=remark, seen=seen
            )
            message = gettext("Goedgekeurd. De wijziging geldt nu.")
        else:
            services.refuse_plugin_change(
                change=change, actor=signed_in_user(request), remark=remark
            )
            message = gettext("Niet goedgekeurd. De trainer ziet je opmerking.")
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, message)
    return True


@require_http_methods(["POST"])
def withdraw(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """Take back what was asked, by who may edit the training."""
    page = training_to_edit(request, pk)
    if services.withdraw_plugin_change(training=page, plugin=slug, actor=signed_in_user(request)):
        messages.success(request, gettext("De gevraagde wijziging is ingetrokken."))
    return redirect("training_plugins", pk=pk)


def _title(slug: str) -> str:
    plugin = registry.find(slug)
    return registry.title_of(plugin) if plugin else slug


def _rows(change: PluginChange) -> list[tuple[str, str, str]]:
    """What each thing is called, what it is now and what it would be."""
    now = CoursePluginActivation.objects.filter(
        training=change.training_id, plugin=change.plugin
    ).first()
    on, off = gettext("Aan"), gettext("Uit")
    rows = [
        (
            gettext("In deze training"),
            on if now is not None and now.active else off,
            on if change.active else off,
        )
    ]
    plugin = registry.find(change.plugin)
    if plugin is None or change.settings is None:
        return rows
    before = plugin_settings.readable(plugin, now.settings if now else {})
    after = plugin_settings.readable(plugin, change.settings)
    return [*rows, *((label, before.get(label, ""), text) for label, text in after.items())]


urlpatterns = [
    path(
        "trainingen/<int:pk>/uitbreidingen/verzoeken/<int:change_id>/",
        decide,
        name="training_plugin_change",
    ),
    path(
        "trainingen/<int:pk>/uitbreidingen/<slug:slug>/intrekken/",
        withdraw,
        name="training_plugin_withdraw",
    ),
]
