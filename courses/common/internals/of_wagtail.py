"""Of Wagtail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import islice
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField
from django.db.models.fields.related_descriptors import ReverseOneToOneDescriptor
from django.template import Node
from django.urls import get_script_prefix, get_urlconf
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from modelcluster import models as modelcluster
from wagtail import blocks, hooks
from wagtail.admin.telepath import JSContext, registry
from wagtail.admin.ui.sidebar import BaseSidebarAdapter, LinkMenuItem
from wagtail.url_routing import RouteResult

from courses.common.process_cache import Memo, Shelf, most_recent
from courses.common.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Hashable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse
    from django.template import Context
    from django.utils.safestring import SafeString
    from wagtail.models import Page


def stored_child(value: blocks.StreamValue, position: int) -> dict[str, object] | None:
    """A block of a stream as it was read from the database; None for one that is new."""
    raw: dict[str, object] | None = value._raw_data[position]
    return raw


def forget_definition(block: blocks.Block) -> None:
    """Give a block no address in the administration where Wagtail would show an example of it."""
    blocks.Block.definition_registry.pop(block.definition_prefix, None)


Hook = Callable[..., object]


def replace_wagtail_hooks(replaced: Callable[[str, Hook], Hook]) -> None:
    """Put others in the place of the hooks that are registered: `replaced` gets name and hook."""
    for name, registered in hooks._hooks.items():
        registered[:] = [(replaced(name, hook), order) for hook, order in registered]


def sites_of(page: Page, request: HttpRequest | None) -> int:
    """On how many of Wagtail's sites a page stands, counted once for each way to its top."""
    return len(page._get_relevant_site_root_paths(request))


def answer_with(request: HttpRequest, page: Page) -> None:
    """Let Wagtail answer the request with this page, wherever the address leads."""
    request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]


def asked_to_open(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What Wagtail answers to whom a page is closed (to sign in, a password, groups): it asks for
    that, and sends on to the address of this request. None for who may open the page."""
    # Not before there are models.
    from wagtail.wagtail_hooks import check_view_restrictions  # noqa: PLC0415

    asks = check_view_restrictions(lambda *_page: None)
    answer: HttpResponse | None = asks(page, request, (), {})
    return answer


def leave_out_empty_menu_of_forms() -> None:
    """Have the side menu look for no pages with a form in a site that has no such kind of page.

    Wagtail 8.0.1 asks which pages somebody may change, at each page, and then finds none.
    """
    # Not before there are models.
    from wagtail.contrib.forms.utils import get_form_types  # noqa: PLC0415
    from wagtail.contrib.forms.wagtail_hooks import FormsMenuItem  # noqa: PLC0415

    look = FormsMenuItem.is_shown
    FormsMenuItem.is_shown = lambda item, request: bool(get_form_types()) and look(item, request)


def leave_out_scripts_of_menu_items() -> None:
    """Have the side menu ask no item for its scripts.

    Wagtail 8.0.1 makes them anew for each of some seventy items of a page, an eighth of what its
    frame costs, and throws them away: the frame loads the script itself. It means to keep them, as
    a cached property that its class takes away.
    """
    for adapter in registry.adapters.values():
        if isinstance(adapter, BaseSidebarAdapter):
            adapter.get_media = lambda _item: None


CALL = re.compile(r"(?:new )?(?P<name>\w+)\((?P<values>.*)\);", re.DOTALL)
"""How a chooser of Wagtail's is started, its own and those of others."""


def start_choosers_without_scripts() -> None:
    """Have choosers say in an element of ours how they are started (`common/start.js`): Wagtail
    8.0.1 does so with a script in the page, which our policy does not run.

    Of dates and panels the same stands in templates, with us under `wagtailadmin/`.
    """
    # Not before there are models.
    from wagtail.admin.widgets.chooser import BaseChooser  # noqa: PLC0415

    render = BaseChooser.render
    BaseChooser.render = lambda *args, **kwargs: _without_script(render(*args, **kwargs))


def _without_script(html: SafeString) -> SafeString:
    field, _start, script = html.rpartition("<script>")
    call = CALL.fullmatch(script.removesuffix("</script>"))
    try:
        values = json.loads(f"[{call['values']}]") if call else []
    except ValueError:
        values = []
    if call is None or not values:
        # A chooser of a plugin's own, which starts otherwise.
        return html
    start = format_html(
        '<academy-start call="{}" for="{}" options="{}"></academy-start>',
        call["name"],
        values[0],
        json.dumps(values[1] if len(values) > 1 else {}),
    )
    return mark_safe(field) + start


MOST_MENUS = 200
"""Of how many people and languages the side menu is kept as it was packed."""
A_DAY = 24 * 60 * 60.0
_menus: Shelf[object] = Shelf(MOST_MENUS)


def keep_packed_menu() -> None:
    """Have the side menu packed for the browser once for all pages that have the same.

    Which items there are, is asked at each page; Wagtail 8.0.1 then makes an object of each word of
    some seventy items, a seventh of what the frame of a page costs.
    """
    # Not before there are models.
    from wagtail.admin.templatetags import wagtailadmin_tags  # noqa: PLC0415

    wagtailadmin_tags.JSContext = KeptJSContext


class KeptJSContext(JSContext):
    """What packs the modules of the menu, which say themselves of what they are made."""

    def pack(self, modules: Any) -> object:  # noqa: ANN401 - no types in Wagtail
        """As they were packed when they held the same, or anew."""
        try:
            key = (get_language(), *((type(one), _content(one.js_args())) for one in modules))
            kept = _menus.get(key, b"")
        except (AttributeError, TypeError):
            # A kind of item of a plugin's own.
            return super().pack(modules)
        return kept or _menus.put(key, b"", super().pack(modules), seconds=A_DAY)


def _content(thing: Any) -> Hashable:  # noqa: ANN401 - as above
    # No unions: they take five times as long, and there are hundreds of these on a page.
    if thing is None or isinstance(thing, (str, int)):
        return thing
    if type(thing) is LinkMenuItem:
        # Nearly all of a menu: with nothing gone through but what can be more than a word.
        words = thing.name, thing.icon_name, thing.classname
        attrs = _content(thing.attrs) if thing.attrs else ()
        return LinkMenuItem, *words, _content(thing.label), _content(thing.url), attrs
    if isinstance(thing, (list, tuple)):
        return tuple(map(_content, thing))
    if isinstance(thing, dict):
        return tuple((key, _content(value)) for key, value in thing.items())
    if isinstance(thing, Promise):
        # What its words are found by, which is known at once.
        asked: Any = thing
        return type(thing), asked._args, tuple(asked._kw.items())
    return type(thing), *map(_content, vars(thing).values())


def ask_each_menu_once() -> None:
    """Have each menu of the frame ask its items once whether they are shown.

    Wagtail 8.0.1 asks those of a submenu to know whether that is shown itself, and then once more.
    """
    # Not before there are models.
    from wagtail.admin.menu import Menu  # noqa: PLC0415

    ask = Menu.menu_items_for_request

    def asked_once(menu: Menu, request: HttpRequest) -> list[object]:
        known = request.__dict__.setdefault("items_of_menus", {})
        if menu not in known:
            known[menu] = tuple(ask(menu, request))
        return list(known[menu])

    Menu.menu_items_for_request = asked_once


def take_highest_page_at_hand() -> None:
    """Have the menu take the page that is above all pages somebody works with from among these.

    Wagtail 8.0.1 has read them, and then asks the database for the one with that path.
    """
    # Not before there are models.
    from wagtail.permission_policies.pages import PagePermissionPolicy  # noqa: PLC0415

    look = PagePermissionPolicy.explorable_root_instance

    def highest(policy: Any, user: Any) -> Page | None:  # noqa: ANN401 - no types in Wagtail
        kept = policy._explorable_root_instance_cache_name
        pages = [] if hasattr(user, kept) else policy.instances_with_direct_explore_permission(user)
        if isinstance(pages, list) and pages:
            first: Page = min(pages, key=lambda one: len(one.path))
            if all(one.path.startswith(first.path) for one in pages):
                setattr(user, kept, first)
        found: Page | None = look(policy, user)
        return found

    PagePermissionPolicy.explorable_root_instance = highest


def ask_no_more_search_areas_than_one() -> None:
    """Have the box above the menu look for the area in which it searches, and not for all others.

    Wagtail 8.0.1 asks all of them, some with queries, and takes the first.
    """
    # Not before there are models.
    from wagtail.admin.templatetags import wagtailadmin_tags  # noqa: PLC0415

    wagtailadmin_tags.admin_search_areas = FirstSearchArea(wagtailadmin_tags.admin_search_areas)


class FirstSearchArea:
    """The search areas of the administration, of which the frame needs one."""

    def __init__(self, areas: Any) -> None:  # noqa: ANN401 - no types in Wagtail
        self._areas = areas

    def __getattr__(self, name: str) -> object:
        return getattr(self._areas, name)

    def search_items_for_request(self, request: HttpRequest) -> list[object]:
        """The first that is shown."""
        shown = (one for one in self._areas.registered_search_areas if one.is_shown(request))
        return list(islice(shown, 1))


def keep_words_of_the_frame() -> None:
    """Have what the frame tells its scripts of languages and addresses made once for each language.

    Wagtail 8.0.1 translates some sixty words for them at each page, and looks eight addresses up.
    """
    # Not before there are models.
    from wagtail.admin.templatetags import wagtailadmin_tags  # noqa: PLC0415

    words = wagtailadmin_tags.get_js_translation_strings
    in_language = most_recent(MOST_LANGUAGES)(lambda _language: words())
    wagtailadmin_tags.get_js_translation_strings = lambda: in_language(get_language())

    look = wagtailadmin_tags.reverse
    known = most_recent(MOST_ADDRESSES)(lambda name, *_where: str(look(name)))

    def address(name: str, *args: object, **kwargs: object) -> str:
        if args or kwargs:
            return str(look(name, *args, **kwargs))
        return known(name, get_urlconf(), get_script_prefix(), get_language())

    wagtailadmin_tags.reverse = address


MOST_LANGUAGES, MOST_ADDRESSES = 20, 200
MOST_DIALOGS = 50
_dialogs: Shelf[SafeString] = Shelf(MOST_DIALOGS)


def keep_dialog_of_shortcuts() -> None:
    """Have the dialog with all shortcuts of the keyboard made once for all pages that have the
    same: it is in each, and nearly nobody opens it."""
    # Not before there are models.
    from wagtail.admin.templatetags import wagtailadmin_tags  # noqa: PLC0415

    tags = wagtailadmin_tags.register.tags
    name = "keyboard_shortcuts_dialog"
    compiled = tags[name]
    tags[name] = lambda parser, token: KeptNode(compiled(parser, token))


class KeptNode(Node):
    """An inclusion tag whose template shows nothing but what its function gives."""

    def __init__(self, node: Any) -> None:  # noqa: ANN401 - no types in Django
        self._node = node

    def render(self, context: Context) -> SafeString:
        """As it was rendered with the same values, or anew."""
        key = (get_language(), _content(self._node.func(context)))
        kept = _dialogs.get(key, b"")
        if kept is None:
            rendered: SafeString = self._node.render(context)
            kept = _dialogs.put(key, b"", rendered, seconds=A_DAY)
        return kept


def keep_child_relations() -> None:
    """Have what belongs to a kind of page looked for once, not for each page that is read.

    modelcluster 6.5 goes through all fields of the model twice whenever an object of it is made,
    which is most of what that takes.
    """
    modelcluster.get_all_child_relations = _kept(modelcluster.get_all_child_relations)
    modelcluster.get_all_child_m2m_relations = _kept(modelcluster.get_all_child_m2m_relations)


def _kept(look: Callable[[type], list[object]]) -> Callable[[Any], list[object]]:
    known: Memo[type, tuple[object, list[object]]] = Memo()

    def relations(model: Any) -> list[object]:  # noqa: ANN401 - a model, or a row of one
        kind: Any = model if isinstance(model, type) else type(model)
        fields = kind._meta.get_fields()
        kept = known.get(kind)
        # Django gives others when there is a new model that points at this one.
        if kept is None or kept[0] is not fields:
            kept = known.put(kind, (fields, look(kind)))
        return kept[1]

    return relations


def ask_permissions_with_statements() -> None:
    """Have what somebody may do with pages and collections found with SQL that is built once."""
    # Not before there are models.
    from wagtail.models import GroupCollectionPermission, GroupPagePermission  # noqa: PLC0415
    from wagtail.permission_policies.collections import (  # noqa: PLC0415
        CollectionPermissionLookupMixin,
    )
    from wagtail.permission_policies.pages import PagePermissionPolicy  # noqa: PLC0415

    def replace(policy: Any, model: type[Model], of: str) -> None:  # noqa: ANN401 - a class
        statement = Statement(
            lambda person: model._default_manager.filter(group__user=person).select_related(
                of, "permission"
            ),
            person=BigIntegerField(),
        )

        def permissions(_policy: object, person: Any) -> list[Any]:  # noqa: ANN401 - any visitor
            if not person.is_active or person.is_anonymous or person.is_superuser:
                return []
            return statement.run(person=person.pk)

        policy.get_all_permissions_for_user = permissions

    replace(PagePermissionPolicy, GroupPagePermission, "page")
    # Of all policies on collections: that on documents is of another class than that on pictures.
    replace(CollectionPermissionLookupMixin, GroupCollectionPermission, "collection")


def ask_profiles_and_languages_with_statements() -> None:
    """Have what every page of staff asks, whatever it shows, found with SQL that is built once: the
    profile of who is signed in, and the languages of pages."""
    # Not before there are models.
    from wagtail.admin.templatetags import wagtailadmin_tags  # noqa: PLC0415
    from wagtail.models import Locale  # noqa: PLC0415
    from wagtail.users.models import UserProfile  # noqa: PLC0415

    related = UserProfile._meta.get_field("user").remote_field
    setattr(related.model, related.get_accessor_name(), StatedProfile(related))
    languages = Statement(Locale.objects.all)
    wagtailadmin_tags.Locale = SimpleNamespace(objects=SimpleNamespace(all=languages.run))


class StatedProfile(ReverseOneToOneDescriptor):  # type: ignore[type-arg]
    """The row that belongs to one of another model, found with a statement."""

    def __init__(self, related: Any) -> None:  # noqa: ANN401 - private in Django
        super().__init__(related)
        name = related.field.name
        self._statement: Statement[Any] = Statement(
            lambda owner: related.related_model.objects.filter(**{name: owner}),
            owner=BigIntegerField(),
        )

    def __get__(self, instance: Any, cls: Any = None) -> Any:  # noqa: ANN401 - as in Django
        if instance is not None and instance.pk and not self.related.is_cached(instance):
            found = self._statement.first(owner=instance.pk)
            if found is not None:
                self.related.field.set_cached_value(found, instance)
            self.related.set_cached_value(instance, found)
        return super().__get__(instance, cls)


def ask_site_with_statement() -> None:
    """Have the site of a page found with SQL that is built once, as the first page of
    staff asks it."""
    # Not before there are models.
    from wagtail.models import Page, Site  # noqa: PLC0415

    found = Statement(lambda pk: Site.objects.filter(pk=pk), pk=BigIntegerField())

    def get_site(page: Any) -> Site | None:  # noqa: ANN401 - no types in Wagtail
        parts = page.get_url_parts()
        if parts is None:
            return None
        # Which fails as it does where the site went in the meantime.
        return found.first(pk=parts[0]) or Site.objects.get(pk=parts[0])

    Page.get_site = get_site
