"""Screens of plugins in the administration: `/beheer/extra/<plugin>/<name>/…`.

Wagtail wants addresses before the first request, and which plugins are installed does not change
while a process lives: so the addresses are made once, and everything else is asked at each request
(whether the plugin is on, who may open it, which view answers).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import URLPattern, include, path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.errors import Refusal
from courses.common.internals import of_django
from courses.common.process_cache import Memo
from courses.plugin_api.contributions.staff_screens import Screens
from courses.plugin_host import asking, guard, page_answers, registry, staff_rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.urls import URLResolver

    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry
    from courses.plugin_host.staff_rights import ScreensOnOffer

EXTRA = "extra"
CHOOSER = "kies/"
ORDER = 8000
"""Of the group in the menu: after all of the academy's own, before reports and settings."""


# --- Addresses ------------------------------------------------------------------------------


def urlpatterns() -> list[URLResolver]:
    """The addresses of all screens that are installed, whether they are on or not."""
    found: list[URLResolver] = []
    for entry in registry.every(Screens):
        for namespace, prefix, patterns in _patterns_of(entry):
            found.append(path(prefix, include((patterns, namespace))))
    return found


def _patterns_of(entry: Entry[Screens]) -> Iterable[tuple[str, str, list[URLPattern]]]:
    """The namespace, prefix and addresses of the screens, and of their chooser first: its address
    is longer."""
    made = _made(entry)
    if made is None:
        return
    below = f"{EXTRA}/{entry.plugin.slug}/{entry.contribution.name}/"
    for part in (made.chooser, made.screens):
        if part is not None:
            prefix = below + (CHOOSER if part is made.chooser else "")
            yield part.namespace, prefix, [_guarded(entry, part, one) for one in part.patterns]


class _Part:
    """A viewset that a plugin made: its namespace and addresses."""

    def __init__(self, namespace: str, patterns: list[URLPattern]) -> None:
        self.namespace = namespace
        self.patterns = patterns
        self.views: dict[tuple[str, str], Callable[..., object]] = {
            (namespace, one.name or str(one.pattern)): one.callback for one in patterns
        }


class _Made:
    """The viewsets of some screens."""

    def __init__(self, screens: _Part, chooser: _Part | None) -> None:
        self.screens = screens
        self.chooser = chooser

    def view(self, key: tuple[str, str]) -> Callable[..., object] | None:
        both = {**self.screens.views, **(self.chooser.views if self.chooser else {})}
        return both.get(key)


_known: Memo[tuple[CoursePlugin, str], tuple[Screens, _Made | None]] = Memo()


def _made(entry: Entry[Screens]) -> _Made | None:
    """The plugin's viewsets, made once in each process; None when it fails, which is reported once:
    not at each page with a menu."""
    key = (entry.plugin, entry.place)
    known = _known.get(key)
    if known is None or known[0] is not entry.contribution:
        found = guard.call_plugin(entry, partial(_make, entry), default=None)
        known = _known.put(key, (entry.contribution, found))
    return known[1]


def _make(entry: Entry[Screens], screens: Screens) -> _Made:
    viewset = screens.viewset()
    if not isinstance(viewset, ViewSet):
        raise TypeError(f"viewset() gave {type(viewset).__name__}")
    viewset.name = viewset.url_namespace = viewset.url_prefix = entry.key
    _narrow(entry, viewset)
    chooser = screens.chooser()
    if chooser is not None:
        if not isinstance(chooser, ChooserViewSet):
            raise TypeError(f"chooser() gave {type(chooser).__name__}")
        if chooser.url_namespace != f"{entry.key}_chooser":
            raise ValueError(f"the name of the chooser is {entry.key}_chooser")
        _narrow(entry, chooser)
    made = _Made(_part(viewset), None if chooser is None else _part(chooser))
    _make_known(entry, viewset, chooser)
    return made


def _part(viewset: ViewSet) -> _Part:
    patterns = list(viewset.get_urlpatterns())
    if not patterns or not all(isinstance(one, URLPattern) for one in patterns):
        raise TypeError("a viewset has addresses made with `django.urls.path`")
    return _Part(viewset.url_namespace, patterns)


def _make_known(entry: Entry[Screens], viewset: ViewSet, chooser: ChooserViewSet | None) -> None:
    """Let Wagtail know where a row of the plugin's is edited, by whom, and how one is chosen."""
    model: Any = getattr(viewset, "model", None)
    if isinstance(viewset, ModelViewSet) and _is_of(entry, model):
        if policy_registry.get_by_type(model, fallback=False) is None:
            policy_registry.fallback_policies.pop(model, None)
            register_permission_policy(model, ScreenPolicy(entry, model), exact_class=True)
        viewset.register_admin_url_finder()
    if chooser is not None and _is_of(entry, getattr(chooser, "model", None)):
        chooser.on_register()


def _is_of(entry: Entry[Screens], model: Any) -> bool:
    return (
        isinstance(model, type)
        and issubclass(model, Model)
        and model._meta.app_label == entry.plugin.label
    )


# --- Who may --------------------------------------------------------------------------------


class ScreenPolicy(BasePermissionPolicy):
    """What Wagtail's views ask: the right to open the screens, and that of the action."""

    def __init__(self, entry: Entry[Screens], model: type[Model]) -> None:
        super().__init__(model)
        self.entry = entry

    def _needed(self, action: str) -> list[str] | None:
        screens = staff_rights.described(self.entry)
        return None if screens is None else screens.needed_for(action)

    def user_has_permission(self, user: Any, action: str) -> bool:
        needed = self._needed(action)
        return needed is not None and bool(user.is_active) and user.has_perms(needed)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, one) for one in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        users = get_user_model().objects.filter(is_active=True)
        names = {
            name.removeprefix(f"{staff_rights.APP_LABEL}.")
            for action in actions
            for name in (self._needed(action) or [])[-1:]
        }
        of_group = Q(
            groups__permissions__content_type__app_label=staff_rights.APP_LABEL,
            groups__permissions__codename__in=names,
        )
        return users.filter(of_group | Q(is_superuser=True)).distinct()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        return self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        every: QuerySet[Any] = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return every.none()
        found: QuerySet[Any] = _only_theirs(self.entry.contribution, user, every)
        return found

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        return self.users_with_any_permission(actions)


LISTS = ("get_base_queryset", "get_object_list", "get_objects")
"""What Wagtail's views of many rows call to get them."""


def _narrow(entry: Entry[Screens], viewset: ViewSet) -> None:
    """Let the views that the viewset makes ask the academy's rights, and show and change only the
    rows that the plugin says."""
    construct = viewset.construct_view
    model = getattr(viewset, "model", None)
    policy = ScreenPolicy(entry, model) if isinstance(model, type) else None

    def construct_view(view_class: Any, **kwargs: Any) -> Any:
        if policy is not None and hasattr(view_class, "permission_policy"):
            kwargs["permission_policy"] = policy
        if policy is not None:
            view_class = _narrowed(entry, view_class)
        if _is_plain_edit(view_class):
            view_class = type(view_class.__name__, (EditConflictMixin, view_class), {})
            kwargs["template_name"] = EditConflictMixin.template_name
        return construct(view_class, **kwargs)

    viewset.construct_view = construct_view


def _is_plain_edit(view_class: Any) -> bool:
    """Whether it edits a row on Wagtail's own page: then it can say that somebody else changed it
    meanwhile. A plugin with a page of its own sees to that itself."""
    return (
        isinstance(view_class, type)
        and issubclass(view_class, EditView)
        and not issubclass(view_class, EditConflictMixin)
        and getattr(view_class, "template_name", "") == EditView.template_name
    )


def _narrowed(entry: Entry[Screens], view_class: Any) -> Any:
    methods: dict[str, Any] = {}
    for name in LISTS:
        if hasattr(view_class, name):
            methods[name] = _narrowed_list(entry, getattr(view_class, name))
    if hasattr(view_class, "get_object"):
        methods["get_object"] = _narrowed_object(entry, view_class.get_object)
    return type(view_class.__name__, (view_class,), methods) if methods else view_class


def _narrowed_list(entry: Entry[Screens], method: Any) -> Any:
    def narrowed(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = method(self, *args, **kwargs)
        return _only_theirs(entry.contribution, self.request.user, found)

    return narrowed


def _narrowed_object(entry: Entry[Screens], method: Any) -> Any:
    def narrowed(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = method(self, *args, **kwargs)
        if isinstance(found, Model) and found.pk is not None:
            rows = entry.contribution.rows(self.request.user)
            if rows is not None and not rows.filter(pk=found.pk).exists():
                raise Http404
        return found

    return narrowed


def _only_theirs(screens: Screens, user: Any, found: Any) -> Any:
    rows = screens.rows(user)
    if rows is None or not isinstance(found, QuerySet):
        return found
    return found.filter(pk__in=rows.order_by().values("pk"))


# --- A request ------------------------------------------------------------------------------


def _guarded(entry: Entry[Screens], part: _Part, pattern: URLPattern) -> URLPattern:
    view = partial(
        _serve,
        slug=entry.plugin.slug,
        screens=entry.contribution.name,
        key=(part.namespace, pattern.name or str(pattern.pattern)),
    )
    view.__name__ = getattr(pattern.callback, "__name__", "view")  # type: ignore[attr-defined]
    view.__module__ = __name__
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


def _serve(
    request: HttpRequest,
    /,
    *args: Any,
    slug: str,
    screens: str,
    key: tuple[str, str],
    **kwargs: Any,
) -> HttpResponseBase:
    """The answer of a plugin's view, for who may open its screens.

    Raises:
        Http404: the plugin is off, or the view says so.
        PermissionDenied: these screens are for others, or the view says so.
    """
    entry = next(
        (
            one
            for one in asking.everywhere(Screens)
            if (one.plugin.slug, one.contribution.name) == (slug, screens)
        ),
        None,
    )
    if entry is None:
        raise Http404
    found = staff_rights.described(entry)
    if found is not None and not request.user.has_perm(found.rights[0].permission):
        raise PermissionDenied
    made = _made(entry) if found is not None else None
    view = made.view(key) if made is not None else None
    if found is None or view is None:
        return _sentence(request, entry, found, "", status=404)
    try:
        response = page_answers.answer(
            request,
            entry,
            lambda: view(request, *args, **kwargs),
            in_transaction=not of_django.wants_no_transaction(view),
        )
    except Refusal as refusal:
        return _sentence(request, entry, found, str(refusal), status=409)
    if response is None:
        return _sentence(request, entry, found, "", status=404)
    return response


def _sentence(
    request: HttpRequest,
    entry: Entry[Screens],
    found: ScreensOnOffer | None,
    sentence: str,
    *,
    status: int,
) -> HttpResponseBase:
    """A page that says in plain words why there is nothing more; empty for a failure."""
    title = found.label if found is not None else registry.title_of(entry.plugin)
    values = {"header_title": title, "page_title": title, "sentence": sentence}
    response = TemplateResponse(request, "plugin_desk/screen_says_no.html", values, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


# --- The menu -------------------------------------------------------------------------------


def menu_item_for(request: HttpRequest) -> MenuItem | None:
    """The group of the menu with the screens that somebody may open; None without any."""
    items = [
        MenuItem(
            one.label,
            url,
            name=f"{EXTRA}-{one.entry.key}",
            icon_name=one.icon,
            order=order,
        )
        for order, one in enumerate(staff_rights.screens_on_offer())
        if one.in_menu
        and request.user.has_perm(one.rights[0].permission)
        and (url := _first(one.entry)) is not None
    ]
    if not items:
        return None
    # Wagtail has no menu in a menu that is made for one request; this one holds only what is shown.
    return SubmenuMenuItem(
        _("Extra"), Menu(items=items), name=EXTRA, icon_name="plus-inverse", order=ORDER
    )


def _first(entry: Entry[Screens]) -> str | None:
    """The first address of the screens that takes no arguments."""
    made = _made(entry)
    if made is None:
        return None
    name = next((one.name for one in made.screens.patterns if "<" not in str(one.pattern)), None)
    return reverse(f"{made.screens.namespace}:{name}") if name else None
