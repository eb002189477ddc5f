"""What plugins connect to Django and Wagtail by themselves, past the contract.

Nobody asks these through the guard: Wagtail calls their hooks, Django their receivers of signals
and their system checks, and a failure costs the whole page, the save or the command. So once a
plugin has started, each of these that is of its package is put inside the guard, where it is.

A hook or receiver of a plugin that is off gives a neutral answer without being called. Hooks named
`register_…` are called all the same: Wagtail asks them once and keeps what they give. A plugin that
could not be loaded is never called.

What is connected later (by a module that is first imported for a request), and what the objects do
that a hook gives (a menu item, a panel), stays outside.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType

from asgiref.sync import sync_to_async
from django.contrib.auth.models import Permission
from django.core.checks import ERROR, CheckMessage
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern, URLResolver
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from courses.common.internals import of_django, of_wagtail
from courses.common.text import plain_text
from courses.plugin_api.loading import FAILURES
from courses.plugin_host import faults, guard, registry, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from courses.plugin_api.plugin import CoursePlugin

OWN_BOOKS = "plugin_api"
"""The label of the app in which the academy keeps its books on plugins. Plugins hear nothing of
those: a receiver that fails at each save would fail again where its failure is written down."""

CANNOT_CHECK = "plugins.W010"

_FAILED = object()


def contain(plugin: CoursePlugin) -> None:
    """Put inside the guard what code of this plugin has connected. Safe to repeat."""
    if plugin.core:
        return
    of_wagtail.replace_wagtail_hooks(partial(_hook, plugin))
    for signal in of_django.signals():
        of_django.replace_receivers(signal, partial(_receiver, plugin))
    of_django.replace_checks(partial(_check, plugin))


def _is_of(plugin: CoursePlugin, thing: Any) -> bool:
    """Whether somebody wrote this in the plugin's package, and it is not inside the guard yet."""
    while isinstance(thing, partial):
        thing = thing.func
    module = getattr(thing, "__module__", None) or type(thing).__module__
    inside = module == plugin.name or module.startswith(f"{plugin.name}.")
    return inside and not getattr(thing, "contained", False)


def _name(thing: Any) -> str:
    while isinstance(thing, partial):
        thing = thing.func
    return str(getattr(thing, "__name__", type(thing).__name__))


def _is_off(plugin: CoursePlugin) -> bool:
    if not registry.is_allowed(plugin):
        return True
    try:
        return plugin.slug in standing.switched_off()
    except DatabaseError:
        # Nobody can tell now, and the guard is there.
        return False


# --- Wagtail's hooks ---------------------------------------------------------------------------


def _nothing(*_args: Any) -> None:
    return None


def _no_text(*_args: Any) -> str:
    return ""


def _no_list(*_args: Any) -> list[Any]:
    return []


def _first(*args: Any) -> Any:
    return args[0] if args else None


def _second(*args: Any) -> Any:
    return args[1] if len(args) > 1 else None


class _HiddenItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return False


class _HiddenArea(SearchArea):
    def is_shown(self, request: Any) -> bool:
        return False


def _no_item(*_args: Any) -> MenuItem:
    return _HiddenItem("", "#", name="no-item")


def _no_area(*_args: Any) -> SearchArea:
    return _HiddenArea("", "#", name="no-area")


def _no_rights(*_args: Any) -> QuerySet[Permission]:
    return Permission.objects.none()


NEUTRAL: Mapping[str, Callable[..., Any]] = {
    "register_admin_urls": _no_list,
    "register_admin_viewset": _no_list,
    "register_admin_menu_item": _no_item,
    "register_settings_menu_item": _no_item,
    "register_reports_menu_item": _no_item,
    "register_help_menu_item": _no_item,
    "register_admin_search_area": _no_area,
    "register_icons": _first,
    "register_image_operations": _no_list,
    "register_permissions": _no_rights,
    "construct_page_chooser_queryset": _first,
    "construct_image_chooser_queryset": _first,
    "construct_document_chooser_queryset": _first,
    "construct_explorer_page_queryset": _second,
    "filter_form_submissions_for_user": _second,
}
"""What a hook gives when it has nothing to say; of those named `insert_…` it is no text, of those
for buttons no list, and of all others nothing."""


def _neutral(name: str) -> Callable[..., Any]:
    if name.startswith("insert_"):
        return _no_text
    if name.startswith("register_") and name.endswith("_buttons"):
        return _no_list
    return NEUTRAL.get(name, _nothing)


def _fit(name: str, answer: Any) -> Any:
    """What a hook gave, once it is sure that Wagtail can do something with it.

    Raises:
        TypeError, ValueError: it cannot.
    """
    neutral = _neutral(name)
    if neutral is _nothing:
        return answer
    if neutral is _no_text:
        plain_text(answer, limit=1_000_000)
        return answer
    if name == "register_admin_urls":
        answer = list(answer or ())
        if not all(isinstance(one, (URLPattern, URLResolver)) for one in answer):
            raise TypeError("something that is no address")
        return answer
    if name.endswith("_buttons"):
        return list(answer)
    if name.endswith("_queryset"):
        # Not by looking into it, which would ask the database for all of it.
        if not hasattr(answer, "filter"):
            raise TypeError(f"{type(answer).__name__} of the hook {name}")
        return answer
    kind = {_no_item: MenuItem, _no_area: SearchArea, _no_rights: QuerySet}.get(neutral)
    if answer is None or (kind and not isinstance(answer, kind)):
        raise TypeError(f"{type(answer).__name__} of the hook {name}")
    return answer


def _hook(plugin: CoursePlugin, name: str, hook: Any) -> Any:
    # A class is no function that answers: Wagtail makes something of it.
    if isinstance(hook, type) or not _is_of(plugin, hook):
        return hook
    neutral = _neutral(name)
    kept_by_wagtail = name.startswith("register_") and not name.endswith("_buttons")

    def contained(*args: Any, **kwargs: Any) -> Any:
        off = not registry.is_allowed(plugin) if kept_by_wagtail else _is_off(plugin)
        if off:
            return neutral(*args)
        answer = guard.run(
            plugin,
            f"hook {name}",
            lambda: _fit(name, hook(*args, **kwargs)),
            default=_FAILED,
            # A plain no to who asks, which Wagtail itself gives in this way.
            passes=(PermissionDenied, Http404),
        )
        return neutral(*args) if answer is _FAILED else answer

    return _marked(contained, hook)


def _marked(contained: Any, original: Any) -> Any:
    contained.__name__ = _name(original)
    contained.__module__ = getattr(original, "__module__", None) or type(original).__module__
    contained.contained = True
    return contained


# --- Receivers of signals ----------------------------------------------------------------------


def _receiver(plugin: CoursePlugin, receiver: Any, keeps: Any, is_async: bool) -> Any:
    if not _is_of(plugin, receiver):
        return keeps
    place = f"receiver {_name(receiver)}"

    def at_hand(sender: Any) -> Any:
        """The receiver itself, where it is to be called: what is held weakly may be gone."""
        books = getattr(getattr(sender, "_meta", None), "app_label", "") == OWN_BOOKS
        if books or _is_off(plugin):
            return None
        return keeps() if isinstance(keeps, ReferenceType) else keeps

    def contained(*, sender: Any, **named: Any) -> Any:
        found = at_hand(sender)
        if found is None:
            return None
        return guard.run(plugin, place, lambda: found(sender=sender, **named), default=None)

    async def contained_async(*, sender: Any, **named: Any) -> Any:
        found = await sync_to_async(at_hand)(sender)
        if found is None:
            return None
        try:
            return await found(sender=sender, **named)
        except FAILURES as error:
            await sync_to_async(faults.report)(plugin, place, error)
            return None

    return _marked(contained_async if is_async else contained, receiver)


# --- System checks -----------------------------------------------------------------------------


def _check(plugin: CoursePlugin, check: Any) -> Any:
    if not _is_of(plugin, check):
        return check
    failed = CheckWarning(
        f"Plugin {plugin.slug}: its check {_name(check)} fails; the log says why", id=CANNOT_CHECK
    )

    @wraps(check)
    def contained(**kwargs: Any) -> list[CheckMessage]:
        if not registry.is_allowed(plugin):
            return []
        return guard.run(
            plugin,
            f"checks {_name(check)}",
            lambda: [_no_error(one) for one in check(**kwargs)],
            default=[failed],
        )

    return _marked(contained, check)


def _no_error(message: Any) -> CheckMessage:
    """A message of a check that keeps no command from working."""
    if not isinstance(message, CheckMessage):
        raise TypeError(f"{type(message).__name__} of a check")
    if message.level < ERROR:
        return message
    return CheckWarning(plain_text(message.msg), hint=message.hint, obj=message.obj, id=message.id)
