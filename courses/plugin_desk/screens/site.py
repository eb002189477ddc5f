"""Plugins in the administration: what there is, how it does, and where it is on."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from courses.catalogue import queries, services
from courses.catalogue.enums import ChangeState
from courses.catalogue.models import CoursePluginActivation, PluginChange, TrainingPage
from courses.common import clock
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
from courses.plugin_desk import known_plugins, overview
from courses.plugin_host import guard, plugin_settings, registry, standing
from courses.plugin_host.enums import PluginStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from courses.catalogue.queries import SettingWords
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.models import PluginFault

VIEW, CHANGE = "plugin_api.view_pluginstate", "plugin_api.change_pluginstate"
CLEAR = "plugin_api.delete_pluginfault"
PAGE_SIZE = 30


class PluginsMenuItem(MenuItem):
    """Only for who runs the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(VIEW))


class TroubleComponent(Component):
    """On the first page of the administration: plugins that somebody should look at."""

    template_name = "plugin_desk/trouble.html"
    order = 50

    def __init__(self, rows: list[overview.PluginRow]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": self.rows}


def trouble_for(user: Any) -> TroubleComponent | None:
    """That panel, for who runs the site and when there is trouble."""
    rows = overview.in_trouble() if user.has_perm(VIEW) else []
    return TroubleComponent(rows) if rows else None


class FilterForm(forms.Form):
    """What one looks for in the list."""

    q = forms.CharField(label=_("Zoek"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Alle")), *PluginStatus.choices]
    )

    def keeps(self, row: overview.PluginRow) -> bool:
        """Whether a plugin is among what is looked for; what cannot be read does not matter."""
        data = self.cleaned_data if self.is_valid() else {}
        text = f"{row.title} {row.slug} {row.description} {row.source}".casefold()
        status = data.get("status") or row.status
        return (data.get("q") or "").casefold() in text and row.status == status


# --- The whole site -------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """All plugins, with what is the matter with each."""
    demand(request, VIEW)
    form = FilterForm(request.GET)
    rows = [row for row in overview.plugin_rows() if form.keeps(row)]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    numbers = queries.numbers_of_trainings()
    notices = known_plugins.known_plugins().notices()
    query = request.GET.copy()
    query.pop("p", None)
    return admin_page(
        request,
        "index",
        gettext("Uitbreidingen"),
        [],
        filter_form=form,
        page_obj=page,
        rows=[(row, numbers.get(row.slug, 0), notices.get(row.slug, "")) for row in page],
        query=query.urlencode(),
    )


@require_safe
def known(request: HttpRequest) -> HttpResponseBase:
    """The plugins that are known, with the versions that were tried."""
    demand(request, VIEW)
    return admin_page(
        request,
        "known",
        gettext("Bekende uitbreidingen"),
        [to_index()],
        known=known_plugins.known_plugins(),
    )


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One plugin: what it adds, where it is on, its faults and its costs."""
    demand(request, VIEW)
    row = row_of(slug)
    activations = CoursePluginActivation.objects.filter(plugin=slug).select_related("training")
    paginator = Paginator(overview.faults_of(slug), PAGE_SIZE)
    faults: Page[PluginFault] = paginator.get_page(request.GET.get("p"))
    return admin_page(
        request,
        "detail",
        str(row.title),
        [to_index()],
        row=row,
        notice=known_plugins.known_plugins().notices().get(slug, ""),
        activations=activations.order_by("-active", "training__title"),
        page_obj=faults,
        faults=[(overview.place_label(one.place), one) for one in faults],
        query="",
        usage=[
            {
                **one,
                "label": overview.place_label(one["place"]),
                "each": one["total"] / one["n"] * 1000 if one["n"] else 0,
            }
            for one in overview.usage_of(slug)
        ],
        deliveries=overview.deliveries_of(slug),
        jobs=overview.jobs_of(slug),
        site_settings=overview.site_settings_of(slug),
        may_change=request.user.has_perm(CHANGE),
        may_clear=request.user.has_perm(CLEAR),
        seen_until=clock.now().isoformat(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Switch a plugin on or off for the whole site, after asking."""
    demand(request, CHANGE)
    row = row_of(slug)
    if not row.can_be_switched:
        raise Http404
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        standing.switch(plugin=slug, on=on, actor=request.user)
        message = (
            gettext("“%(title)s” staat aan.")
            if on
            else gettext("“%(title)s” staat uit op de hele site.")
        )
        messages.success(request, message % {"title": row.title})
        return redirect("plugin_detail", slug=slug)
    number = queries.numbers_of_trainings().get(slug, 0)
    return admin_page(
        request,
        "switch",
        str(row.title),
        [to_index(), to_detail(row)],
        row=row,
        number=number,
    )


@require_http_methods(["POST"])
def clear_faults(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Forget the faults of a plugin that somebody has looked at; what came since then stays."""
    demand(request, CLEAR)
    faults = overview.faults_of(slug)
    with suppress(ValueError, OverflowError):
        seen_until = datetime.fromisoformat(request.POST.get("seen_until", ""))
        faults.filter(last_at__lte=seen_until.astimezone(UTC)).delete()
    if faults.exists():
        message = gettext("Er zijn intussen nieuwe storingen. Die staan hier nog.")
        messages.warning(request, message)
    else:
        messages.success(request, gettext("De storingen zijn gewist."))
    return redirect("plugin_detail", slug=slug)


# --- One training ---------------------------------------------------------------------------


@require_safe
def training(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The plugins that can be on in a training, and those that are."""
    page = training_to_edit(request, pk)
    rows = {row.plugin: row for row in CoursePluginActivation.objects.filter(training=page)}
    asked = {
        one.plugin: one
        for one in PluginChange.objects.filter(training=page, state=ChangeState.ASKED)
    }
    off = standing.switched_off()
    plugins = [
        {
            "asked": asked.get(plugin.slug),
            "plugin": plugin,
            "title": registry.title_of(plugin),
            "description": registry.text_of(plugin, "description"),
            "activation": rows.get(plugin.slug),
            "has_settings": plugin_settings.form_class(plugin) is not None,
            "off_on_site": plugin.slug in off or not registry.is_allowed(plugin),
        }
        for plugin in registry.plugins()
        if not plugin.failure
    ]
    plugins.sort(key=lambda one: str(one["title"]).casefold())
    return admin_page(
        request,
        "training",
        f"{gettext('Uitbreidingen')} – {page.title}",
        [to_training(page)],
        training=page,
        plugins=plugins,
        at_once=queries.changes_at_once(request.user, page),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def training_plugin(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """Switch a plugin on or off in one training, and fill in its settings there."""
    page = training_to_edit(request, pk)
    plugin = registry.find(slug)
    if plugin is None:
        raise Http404
    activation = CoursePluginActivation.objects.filter(training=page, plugin=slug).first()
    at_once = queries.changes_at_once(request.user, page)
    asked = _asked(page, slug)
    own_change = asked if asked is not None and not at_once else None
    kept = own_change or activation
    form = _settings_form(
        plugin,
        request.POST if request.method == "POST" else None,
        # Who asked for something finds what was asked.
        [one.settings for one in (activation, own_change) if one is not None],
    )
    active = kept is not None and kept.active
    if request.method != "POST" and "aan" in request.GET:
        # Whoever comes to switch it on (or off) finds that chosen already.
        active = request.GET["aan"] == "1"
    words = _words(plugin, form)
    snapshot_token, conflict = _token(activation, words), None
    if request.method == "POST":
        active = request.POST.get("active") == "1"
        taken = request.POST.get(TAKE, "").split(",")
        if taken != [""]:
            form = _with_theirs(plugin, form, request.POST, activation)
            if queries.ACTIVE in taken:
                active = activation is not None and activation.active
        try:
            if _saved(request, page, plugin, form, active=active, at_once=at_once):
                return redirect("training_plugins", pk=pk)
            snapshot_token = request.POST.get(FIELD, snapshot_token)
            message = gettext("Nog niet bewaard. Kijk bij de velden met een melding.")
            messages.error(request, message)
        except Conflict as found:
            conflict, snapshot_token = found, found.token
    return admin_page(
        request,
        "training_plugin",
        f"{registry.title_of(plugin)} – {page.title}",
        [to_training(page), (reverse("training_plugins", args=[pk]), gettext("Uitbreidingen"))],
        status=422 if request.method == "POST" else 200,
        training=page,
        description=registry.text_of(plugin, "description"),
        active=active,
        form=form,
        fields=_fields(plugin, form),
        snapshot_token=snapshot_token,
        conflict=conflict,
        plugin=plugin,
        at_once=at_once,
        asked=asked,
        decided=None if asked else _decided(page, slug, request.user),
    )


def _asked(page: TrainingPage, slug: str) -> PluginChange | None:
    """What was asked of the plugin here and is not decided."""
    changes = PluginChange.objects.filter(training=page, plugin=slug, state=ChangeState.ASKED)
    return changes.select_related("asked_by").first()


def _decided(page: TrainingPage, slug: str, user: Any) -> PluginChange | None:
    """What became of what the user asked last."""
    decided = PluginChange.objects.filter(training=page, plugin=slug, asked_by=user)
    decided = decided.exclude(state__in=(ChangeState.ASKED, ChangeState.WITHDRAWN))
    return decided.order_by("-asked_at", "-pk").first()


def _saved(
    request: HttpRequest,
    page: TrainingPage,
    plugin: CoursePlugin,
    form: forms.Form | None,
    *,
    active: bool,
    at_once: bool,
) -> bool:
    """Store or ask what was chosen; whether that went well. If not, the form says why.

    Switching off works always, also with settings that are wrong or cannot be read.
    """
    settings = None if form is None else _cleaned(plugin, form)
    if form is not None and settings is None and active:
        return False
    wanted: dict[str, Any] = {"training": page, "plugin": plugin.slug, "actor": request.user}
    if at_once:
        services.change_plugin(
            active=active,
            settings=settings,
            snapshot=FormSnapshot.submitted(request.POST),
            words=_words(plugin, form),
            **wanted,
        )
        message = (
            gettext("“%(plugin)s” staat aan in deze training.")
            if active
            else gettext("“%(plugin)s” staat uit in deze training. Wat je ermee maakte, is er nog.")
        )
    elif services.ask_for_plugin_change(active=active, settings=settings, **wanted) is None:
        message = gettext("Er is niets veranderd aan “%(plugin)s”.")
    else:
        message = gettext(
            "Je wijziging van “%(plugin)s” wacht op een coördinator. "
            "Tot die tijd verandert er niets voor deelnemers."
        )
    messages.success(request, message % {"plugin": registry.title_of(plugin)})
    return True


def _token(activation: CoursePluginActivation | None, words: SettingWords) -> str:
    """What the page shows of what is stored."""
    if activation is None:
        return token(queries.plugin_facts(False, {}, words))
    return token(queries.plugin_facts(activation.active, activation.settings, words))


def _words(plugin: CoursePlugin, form: forms.Form | None) -> SettingWords:
    """How the plugin's settings are called and read; none when it fails."""
    if form is None:
        return {}

    def words() -> SettingWords:
        return {name: _reader(field) for name, field in form.fields.items()}

    return guard.run(plugin, "settings_form", words, default={})


def _reader(field: Any) -> Callable[[Any], tuple[str, str]]:
    """What a field is called, and its values as people read them."""
    label = plain_text(field.label or "")
    choices = {str(key): plain_text(text) for key, text in getattr(field, "choices", ()) or ()}

    def read(value: Any) -> tuple[str, str]:
        values = value if isinstance(value, list) else [value]
        shown = [choices.get(str(one), fact("", one).text) for one in values]
        return label, ", ".join(shown)

    return read


def _with_theirs(
    plugin: CoursePlugin, form: forms.Form | None, data: Any, kept: CoursePluginActivation | None
) -> forms.Form | None:
    """The form with what somebody else saved where that is taken."""
    fresh = _settings_form(plugin, None, [kept.settings] if kept else [])
    if form is None or fresh is None:
        return form
    return _settings_form(plugin, with_theirs(data, fresh), [kept.settings] if kept else [])


def _cleaned(plugin: CoursePlugin, form: forms.Form) -> Any:
    """What was filled in; None when it is wrong or the plugin fails."""
    return guard.run(
        plugin,
        "settings_form",
        lambda: plugin_settings.cleaned(form) if form.is_valid() else None,
        default=None,
        passes=(Refusal,),
    )


def _settings_form(plugin: CoursePlugin, data: Any, kept: list[Any]) -> forms.Form | None:
    """The plugin's form with the last of `kept` filled in; None when it has none, or fails."""
    form = plugin_settings.form_class(plugin)
    if form is None:
        return None
    initial: Any = next((one for one in reversed(kept) if one is not None), {})
    return guard.run(
        plugin,
        "settings_form",
        lambda: form(data, initial=initial, prefix="plugin"),
        default=None,
        expect=forms.Form,
    )


def _fields(plugin: CoursePlugin, form: forms.Form | None) -> SafeString | None:
    """The fields as HTML; None when there are none, or when they cannot be shown."""
    if form is None:
        return None
    return guard.run(
        plugin,
        "settings_form",
        lambda: plain_html(form.render("plugin_desk/_fields.html")),
        default=None,
    )


def training_to_edit(request: HttpRequest, pk: int) -> TrainingPage:
    """The training, for who may edit its page."""
    page: TrainingPage = get_object_or_404(TrainingPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


# --- What the pages share -------------------------------------------------------------------


def demand(request: HttpRequest, permission: str) -> None:
    """Let nobody through who may not.

    Raises:
        PermissionDenied: the user has no such right.
    """
    if not request.user.has_perm(permission):
        raise PermissionDenied


def row_of(slug: str) -> overview.PluginRow:
    """The plugin as the operator sees it.

    Raises:
        Http404: there never was one of this name.
    """
    row = overview.plugin_row(slug)
    if row is None:
        raise Http404
    return row


def to_index() -> tuple[str, str]:
    return reverse("plugins_admin"), gettext("Uitbreidingen")


def to_detail(row: overview.PluginRow) -> tuple[str, str]:
    return reverse("plugin_detail", args=[row.slug]), str(row.title)


def to_training(page: TrainingPage) -> tuple[str, str]:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title


def admin_page(
    request: HttpRequest,
    template: str,
    title: str,
    trail: list[tuple[str, str]],
    *,
    status: int = 200,
    **values: Any,
) -> HttpResponse:
    above = [{"url": url, "label": label} for url, label in trail]
    context = {
        "header_title": title,
        "page_title": title,
        "header_icon": "plus-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            *above,
            {"url": "", "label": title},
        ],
        **values,
    }
    response = TemplateResponse(request, f"plugin_desk/{template}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("uitbreidingen/", index, name="plugins_admin"),
    path("bekende-uitbreidingen/", known, name="plugins_known"),
    path("uitbreidingen/<slug:slug>/", detail, name="plugin_detail"),
    path("uitbreidingen/<slug:slug>/site/", switch, name="plugin_switch"),
    path("uitbreidingen/<slug:slug>/storingen/", clear_faults, name="plugin_clear_faults"),
    path("trainingen/<int:pk>/uitbreidingen/", training, name="training_plugins"),
    path("trainingen/<int:pk>/uitbreidingen/<slug:slug>/", training_plugin, name="training_plugin"),
]
