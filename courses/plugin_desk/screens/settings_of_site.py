"""The settings of a plugin for the whole site, on a page of their own for who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from courses.common.edit_conflicts import (
    FIELD,
    TAKE,
    Conflict,
    FormSnapshot,
    fact,
    token,
    with_theirs,
)
from courses.common.errors import Refusal
from courses.common.text import plain_html, plain_text
from courses.plugin_desk.screens import site
from courses.plugin_host import guard, plugin_settings, registry, site_settings
from courses.plugin_host.plugin_settings import ON_SITE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from courses.common.edit_conflicts import Facts
    from courses.plugin_api.contributions.base import Json
    from courses.plugin_api.plugin import CoursePlugin


@require_http_methods(["GET", "HEAD", "POST"])
def settings_of_site(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Fill in the plugin's settings for the site."""
    site.demand(request, site.CHANGE)
    row, plugin = site.row_of(slug), registry.find(slug)
    if plugin is None or plugin_settings.form_class(plugin, ON_SITE) is None:
        raise Http404
    kept = site_settings.of(slug)
    form = _form(plugin, request.POST if request.method == "POST" else None, kept)
    shown, conflict = token(_facts(plugin, kept)), None
    if request.method == "POST":
        if request.POST.get(TAKE):
            fresh = _form(plugin, None, kept)
            sent = request.POST if fresh is None else with_theirs(request.POST, fresh)
            form = _form(plugin, sent, kept)
        try:
            if _saved(request, plugin, form):
                messages.success(request, gettext("De instellingen zijn bewaard."))
                return redirect("plugin_detail", slug=slug)
            shown = request.POST.get(FIELD, shown)
            message = gettext("Nog niet bewaard. Kijk bij de velden met een melding.")
            messages.error(request, message)
        except Conflict as found:
            conflict, shown = found, found.token
    return site.admin_page(
        request,
        "site_settings",
        gettext("Instellingen van “%(title)s”") % {"title": row.title},
        [site.to_index(), site.to_detail(row)],
        status=422 if request.method == "POST" else 200,
        row=row,
        fields=_fields(plugin, form),
        snapshot_token=shown,
        conflict=conflict,
    )


def _form(plugin: CoursePlugin, data: Any, kept: Mapping[str, Json]) -> forms.Form | None:
    form = plugin_settings.form_class(plugin, ON_SITE)
    if form is None:
        return None
    return guard.run(
        plugin, ON_SITE, lambda: form(data, initial=dict(kept), prefix="plugin"), default=None
    )


def _saved(request: HttpRequest, plugin: CoursePlugin, form: forms.Form | None) -> bool:
    """Whether what was filled in is kept; if not, the form says why."""
    if form is None:
        return False
    cleaned = guard.run(
        plugin,
        ON_SITE,
        lambda: plugin_settings.cleaned(form) if form.is_valid() else None,
        default=None,
        passes=(Refusal,),
    )
    if cleaned is None:
        return False
    site_settings.keep(
        plugin=plugin,
        settings=cleaned,
        snapshot=FormSnapshot.submitted(request.POST),
        facts=lambda settings: _facts(plugin, settings),
        actor=request.user,
    )
    return True


def _facts(plugin: CoursePlugin, settings: Mapping[str, Json]) -> Facts:
    """What the page shows of settings, by the names of the fields."""
    form = plugin_settings.form_class(plugin, ON_SITE)
    if form is None:
        return {}
    words = plugin_settings.words_by_name(plugin, settings, ON_SITE)
    labels = guard.run(
        plugin,
        ON_SITE,
        lambda: {name: plain_text(field.label or name) for name, field in form.base_fields.items()},
        default={},
    )
    return {
        name: fact(label, settings.get(name), words.get(name)) for name, label in labels.items()
    }


def _fields(plugin: CoursePlugin, form: forms.Form | None) -> SafeString | None:
    if form is None:
        return None
    return guard.run(
        plugin, ON_SITE, lambda: plain_html(form.render("plugin_desk/_fields.html")), default=None
    )


urlpatterns = [
    path("uitbreidingen/<slug:slug>/instellingen/", settings_of_site, name="plugin_site_settings"),
]
