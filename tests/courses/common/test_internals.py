"""What the installed versions of others do where we use more than they promise.

A test that fails here after an upgrade says which of our uses to look at again.
"""

from __future__ import annotations

import base64
import inspect
import json
import sqlite3
import struct
import zlib
from html import escape as escape_text
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import lxml.html
import pydyf
import pytest
import weasyprint
import weasyprint.layout.absolute
import weasyprint.layout.background
from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.account.internal import flows
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from asgiref.local import Local
from django.contrib import auth
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.template import Context, Engine, Template
from django.template.base import NodeList, TextNode
from django.template.loader_tags import BlockNode
from django.templatetags.static import static
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.urls import base as url_bases
from django.utils import html, timezone, translation
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext, trans_real
from modelcluster import models as modelcluster
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from PIL import Image
from pypdf import PdfReader
from wagtail import blocks
from wagtail.admin import localization, search, telepath, widgets
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.ui import sidebar
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.blocks.base import BlockWidget
from wagtail.contrib.forms import wagtail_hooks as forms_hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Locale, Page, Site
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.users.forms import UserForm
from wagtail.users.models import UserProfile

from courses.catalogue.models import TrainingPage
from courses.common import process_cache
from courses.common.internals import of_django, of_wagtail, of_weasyprint
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import PersonFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

# --- Django -----------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_savepoints_that_stay_open_can_be_forgotten() -> None:
    with transaction.atomic():
        depth = of_django.open_savepoints()
        assert depth == 0
        assert not of_django.close_savepoints(depth)
        transaction.atomic().__enter__()
        transaction.atomic().__enter__()
        assert of_django.open_savepoints() == 2

        assert of_django.close_savepoints(depth)

        assert (of_django.open_savepoints(), len(connection.atomic_blocks)) == (0, 1)
    assert not of_django.is_open(of_django.connection_at_hand())


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_stays_open_can_be_given_up() -> None:
    assert not of_django.is_open(of_django.connection_at_hand())
    transaction.atomic().__enter__()
    TrainingPage.objects.count()
    assert of_django.is_open(of_django.connection_at_hand())

    of_django.give_up_transaction()

    assert not of_django.is_open(of_django.connection_at_hand())
    with transaction.atomic():
        assert TrainingPage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_transaction_without_an_atomic_block_is_open_too() -> None:
    TrainingPage.objects.count()
    transaction.set_autocommit(False)
    try:
        assert of_django.is_open(of_django.connection_at_hand())
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_an_error_in_a_block_without_savepoint_breaks_the_transaction() -> None:
    with transaction.atomic():
        assert not of_django.is_broken()
        with pytest.raises(DatabaseError), transaction.atomic(savepoint=False):
            connection.cursor().execute("SELECT * FROM nowhere")
        assert of_django.is_broken()


@pytest.mark.django_db(transaction=True)
def test_a_hook_after_commit_can_be_replaced_and_then_stops_no_other() -> None:
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        raise ValueError

    def instead(hook: Callable[[], Any]) -> Callable[[], Any]:
        return fails if hook is second else hook

    def second() -> None:
        done.append("second")

    with transaction.atomic():
        transaction.on_commit(lambda: done.append("first"))
        assert of_django.hooks_after_commit(of_django.connection_at_hand()) == 1
        transaction.on_commit(second)
        transaction.on_commit(lambda: done.append("third"))
        of_django.replace_hooks(of_django.connection_at_hand(), 1, instead)

    assert done == ["first", "fails", "third"]


def test_a_translation_that_reads_the_same_is_one() -> None:
    assert of_django.has_translation("Home", "en")
    assert not of_django.has_translation("Dit staat in geen enkele catalogus.", "en")


def test_a_user_who_is_still_to_be_looked_up_is_not_at_hand() -> None:
    request = RequestFactory().get("/")
    assert not of_django.is_user_at_hand(request)
    request.user = cast("AnonymousUser", SimpleLazyObject(AnonymousUser))
    assert not of_django.is_user_at_hand(request)
    request.user = AnonymousUser()
    assert of_django.is_user_at_hand(request)


def test_texts_of_apps_stand_together_and_are_what_they_were() -> None:
    dutch = cast("Any", trans_real.translation("nl"))._catalog
    # Of nearly all of some twenty the plurals are alike.
    assert len(dutch._catalogs) <= 4
    with translation.override("nl"):
        # Wagtail's own, Django's, ours that says it otherwise, and one of which nobody has another.
        assert gettext("Page locked") != "Page locked"
        assert gettext("January") == "januari"
        assert ngettext("%(counter)s minute ago", "%(counter)s minutes ago", 2) != ""
        assert gettext("Schrijf je in") == "Schrijf je in"
    with translation.override("en"):
        assert gettext("Schrijf je in") == "Enrol"


@pytest.mark.django_db
def test_what_is_known_to_be_empty_asks_nothing_and_can_be_asked_further(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Group.objects.create(name="Iemand")
    empty = of_django.known_to_be_empty(Group)
    with django_assert_num_queries(0):
        assert list(empty) == []
        assert not empty.exists()
        assert list(empty.filter(name="Iemand")) == []


def test_values_have_the_same_places_in_a_statement_that_is_asked_again() -> None:
    cursor = sqlite3.connect(":memory:", factory=sqlite3.Connection).cursor(SQLiteCursorWrapper)
    for _again in range(2):
        assert cursor.execute("SELECT %s, '100%%', '%%s'", [1]).fetchone() == (1, "100%", "%s")
        assert cursor.execute("SELECT %(a)s, %(a)s", {"a": 2}).fetchone() == (2, 2)
    assert cursor.execute("SELECT '100%%'").fetchone() == ("100%%",)


def test_a_static_file_has_one_address_until_all_is_forgotten(settings: Settings) -> None:
    address = static("website/logo.svg")
    assert address == static("website/logo.svg") == staticfiles_storage.url("website/logo.svg")
    settings.STATIC_URL = "/elders/"
    process_cache.forget()
    assert static("website/logo.svg") == "/elders/website/logo.svg"
    settings.STATIC_URL = address.removesuffix("website/logo.svg")
    process_cache.forget()
    assert static("website/logo.svg") == address


def test_the_blocks_of_a_template_are_those_that_it_has() -> None:
    template = Engine().from_string("{% block a %}{% block b %}x{% endblock %}{% endblock %}")
    nodes: Any = template.nodelist
    for _again in range(2):
        assert [one.name for one in nodes.get_nodes_by_type(BlockNode)] == ["a", "b"]
    assert len(nodes.get_nodes_by_type(TextNode)) == 1
    nodes.append(BlockNode("c", NodeList()))
    assert nodes.get_nodes_by_type(BlockNode)[-1].name == "c"


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_permissions_are_those_that_django_and_wagtail_find(role: Role) -> None:
    own = Permission.objects.exclude(group__name=role.value).order_by("pk").first()
    assert own is not None
    made = person_in_role(role)
    made.user_permissions.add(own)
    made.groups.add(Group.objects.create(name="zonder rechten"))
    person = User.objects.get(pk=made.pk)
    app = own.content_type.app_label
    groups = Permission.objects.filter(group__in=person.groups.all())
    names = {f"{one.content_type.app_label}.{one.codename}" for one in groups}
    assert person.get_user_permissions() == {f"{app}.{own.codename}"}
    assert person.get_group_permissions() == names
    assert person.has_perm(f"{app}.{own.codename}")
    assert not person.has_perm(f"{app}.{own.codename}", made)
    policies: list[tuple[Any, Any]] = [
        (PagePermissionPolicy(Page), GroupPagePermission),
        (CollectionPermissionPolicy(get_image_model()), GroupCollectionPermission),
        (policy_registry.get_by_type(get_image_model()), GroupCollectionPermission),
        (policy_registry.get_by_type(get_document_model()), GroupCollectionPermission),
    ]
    for policy, kind in policies:
        found = policy.get_all_permissions_for_user(person)
        # Of a statement, not a query that is built anew.
        assert isinstance(found, list)
        assert set(found) == set(kind.objects.filter(group__in=person.groups.all()))
        person.is_active = False
        assert list(policy.get_all_permissions_for_user(person)) == []
        assert list(policy.get_all_permissions_for_user(AnonymousUser())) == []
        person.is_active = True
    person.is_active = False
    assert person.get_all_permissions() == set()
    root = PersonFactory.create(is_superuser=True)
    assert root.get_group_permissions() == {
        f"{one.content_type.app_label}.{one.codename}"
        for one in Permission.objects.select_related("content_type")
    }


@pytest.mark.django_db
def test_a_profile_is_found_once_and_languages_are_all_that_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    # Django's stubs do not know what Wagtail adds.
    kind: Any = User
    other = PersonFactory.create()
    profile = UserProfile.objects.create(user=other, preferred_language="en")
    person, other = (kind.objects.get(pk=one.pk) for one in (PersonFactory.create(), other))
    with django_assert_num_queries(2):
        for _turn in range(2):
            assert not hasattr(person, "wagtail_userprofile")
            assert other.wagtail_userprofile == profile
            assert other.wagtail_userprofile.user is other
    made = UserProfile.get_for_user(person)
    assert (made.user, person.wagtail_userprofile) == (person, made)
    assert not hasattr(kind(), "wagtail_userprofile")
    assert isinstance(kind.wagtail_userprofile, of_wagtail.StatedProfile)

    Locale.objects.create(language_code="en")
    assert wagtailadmin_tags.Locale.objects.all() == list(Locale.objects.all())
    request = RequestFactory().get("/beheer/")
    request.user = other
    told = wagtailadmin_tags.wagtail_config({"request": request})
    assert [one["code"] for one in told["LOCALES"]] == ["en", "nl"]


# --- Wagtail ----------------------------------------------------------------------------------


def packed(client: Client) -> object:
    """The side menu as a page has it, and as Wagtail packs it itself."""
    modules: list[Any] = []
    pack = of_wagtail.KeptJSContext.pack

    def watched(context: Any, packed: Any) -> object:
        modules.append(packed)
        return pack(context, packed)

    of_wagtail.KeptJSContext.pack = watched  # type: ignore[method-assign, assignment]
    try:
        page = client.get("/beheer/wie-mag-wat/").content.decode()
    finally:
        of_wagtail.KeptJSContext.pack = pack  # type: ignore[method-assign]
    text = page.partition('<script id="wagtail-sidebar-props" type="application/json">')[2]
    found = json.loads(text.partition("</script>")[0])["modules"]
    with translation.override(page.partition('lang="')[2][:2]):
        assert found == json.loads(json.dumps(telepath.JSContext().pack(modules[0])))
    return found


@pytest.mark.django_db
def test_the_side_menu_is_that_of_its_reader(client: Client) -> None:
    menus = []
    for role, name in (
        (Role.COORDINATOR, "Ans"),
        (Role.ADMINISTRATOR, "Ans"),
        (Role.ADMINISTRATOR, "Bo"),
    ):
        person = person_in_role(role, first_name=name)
        client.force_login(person)
        first = packed(client)
        assert packed(client) == first
        menus.append(first)
    UserProfile.get_for_user(person).delete()
    UserProfile.objects.create(user=person, preferred_language="en")
    menus.append(packed(client))
    assert len({json.dumps(one) for one in menus}) == 4


def test_an_item_of_an_unknown_kind_is_packed_as_ever() -> None:
    context = of_wagtail.KeptJSContext()
    assert context.pack({"a": [1, None]}) == {"a": [1, None]}


class CountedItem(MenuItem):
    """An item of a menu that counts how often it was asked."""

    asked = 0

    def is_shown(self, request: HttpRequest) -> bool:
        self.asked += 1
        return "hidden" not in request.GET


def test_a_menu_asks_its_items_once_in_a_request() -> None:
    item = CountedItem("Binnen", "/binnen/", name="inside")
    menu = Menu(items=[SubmenuMenuItem("Meer", Menu(items=[item]), name="more")])
    requests = RequestFactory()
    for path, shown, asked in (("/", 1, 1), ("/?hidden", 0, 2), ("/", 1, 3)):
        request = requests.get(path)
        assert [len(menu.render_component(request)) for _turn in range(2)] == [shown, shown]
        menu.menu_items_for_request(request).clear()
        assert len(menu.menu_items_for_request(request)) == shown
        assert item.asked == asked


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_the_highest_page_of_somebody_is_the_one_that_wagtail_finds(role: Role | None) -> None:
    policy = PagePermissionPolicy(Page)
    person: Any = AnonymousUser() if role is None else person_in_role(role)
    pages = policy.instances_with_direct_explore_permission(person)
    expected = Page.objects.first_common_ancestor_of(pages, include_self=True) if pages else None
    assert policy.explorable_root_instance(person) == expected
    assert policy.explorable_root_instance(person) == expected


@pytest.mark.django_db
def test_of_pages_beside_each_other_the_one_above_is_found() -> None:
    group = Group.objects.create(name="Twee")
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    pages = [TrainingFactory.create(), TrainingFactory.create()]
    for page in pages:
        GroupPagePermission.objects.create(group=group, page=page, permission=change)
    person = PersonFactory.create()
    person.groups.add(group)
    policy = PagePermissionPolicy(Page)
    assert policy.explorable_root_instance(person) == pages[0].get_parent().page_ptr
    person = User.objects.get(pk=person.pk)
    GroupPagePermission.objects.create(group=group, page=pages[0].get_parent(), permission=change)
    assert policy.explorable_root_instance(person) == pages[0].get_parent().page_ptr


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_the_box_above_the_menu_searches_where_the_first_area_says(role: Role | None) -> None:
    request = RequestFactory().get("/beheer/")
    request.user = AnonymousUser() if role is None else person_in_role(role)
    first = wagtailadmin_tags.admin_search_areas.search_items_for_request(request)
    assert first == search.admin_search_areas.search_items_for_request(request)[:1]
    areas = wagtailadmin_tags.admin_search_areas.registered_search_areas
    assert areas == search.admin_search_areas.registered_search_areas


def test_words_and_addresses_of_the_frame_are_those_of_its_language() -> None:
    found = []
    for language in ("nl", "en", "nl"):
        with translation.override(language):
            words = wagtailadmin_tags.get_js_translation_strings()
            assert words == localization.get_js_translation_strings()
            found.append(words)
    assert found[0] == found[2] != found[1]
    for name, args in (
        ("wagtailadmin_account", []),
        ("wagtailadmin_api:pages:listing", []),
        ("wagtailadmin_pages:edit", [3]),
    ):
        assert wagtailadmin_tags.reverse(name, args=args) == reverse(name, args=args)
    assert wagtailadmin_tags.reverse("wagtailadmin_account") == reverse("wagtailadmin_account")
    with pytest.raises(NoReverseMatch):
        wagtailadmin_tags.reverse("nowhere")


@pytest.mark.django_db
def test_the_dialog_of_shortcuts_is_that_of_its_reader() -> None:
    template = Template("{% load wagtailadmin_tags %}{% keyboard_shortcuts_dialog %}")
    node: Any
    (node,) = template.nodelist.get_nodes_by_type(of_wagtail.KeptNode)
    found = []
    for language, agent, enabled in (
        ("nl", "Linux", True),
        ("en", "Linux", True),
        ("nl", "Mac", True),
        ("nl", "Linux", False),
        ("nl", "Linux", True),
    ):
        request = RequestFactory().get("/", headers={"user-agent": agent})
        person: Any = PersonFactory.create()
        request.user = person
        person.wagtail_userprofile = UserProfile.get_for_user(person)
        person.wagtail_userprofile.keyboard_shortcuts = enabled
        with translation.override(language):
            shown = template.render(Context({"request": request}))
            context = Context({"request": request})
            with context.bind_template(template):
                assert shown == node._node.render(context)
        found.append(shown)
    assert len(set(found)) == 4
    assert found[0] == found[4]


@pytest.mark.django_db
def test_what_belongs_to_a_page_is_known_of_each_kind() -> None:
    for look, kind in (
        (modelcluster.get_all_child_relations, ParentalKey),
        (modelcluster.get_all_child_m2m_relations, ParentalManyToManyField),
    ):
        for model in (Page, TrainingPage):
            fields = model._meta.get_fields()
            expected = [
                one
                for one in fields
                if isinstance(one if kind is ParentalManyToManyField else one.remote_field, kind)
            ]
            assert (look(model), look(model())) == (expected, expected)


def test_a_stream_keeps_how_each_block_is_stored() -> None:
    stored = {"type": "word", "value": "hallo", "id": "a"}
    block = blocks.StreamBlock([("word", blocks.CharBlock())])
    value = block.to_python([stored])
    value.append(("word", "nieuw"))
    assert [of_wagtail.stored_child(value, position) for position in (0, 1)] == [stored, None]


def test_a_block_without_definition_has_no_address_for_an_example() -> None:
    block = blocks.CharBlock()
    assert blocks.Block.definition_registry[block.definition_prefix] is block
    of_wagtail.forget_definition(block)
    of_wagtail.forget_definition(block)
    assert block.definition_prefix not in blocks.Block.definition_registry


@pytest.mark.django_db
def test_a_page_knows_its_sites_and_answers_where_it_is_told_to() -> None:
    training = TrainingFactory.create()
    assert of_wagtail.sites_of(training, None) == 1
    assert of_wagtail.sites_of(Page.get_first_root_node(), None) == 0

    request = RequestFactory().get("/ergens-anders/")
    of_wagtail.answer_with(request, training)
    site = Site.objects.get(is_default_site=True)
    assert Page.route_for_request(request, "ergens-anders/").page == training
    assert Page.find_for_request(request, "ergens-anders/") == training
    assert site.root_page.pk == training.get_ancestors()[1].pk


@pytest.mark.django_db
def test_without_pages_with_a_form_nobody_looks_for_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    request = RequestFactory().get("/beheer/")
    request.user = person_in_role(Role.ADMINISTRATOR)
    item = forms_hooks.register_forms_menu_item()
    with django_assert_num_queries(0):
        assert not item.is_shown(request)


@pytest.mark.parametrize(
    ("chooser", "call", "options"),
    [
        (AdminPageChooser, "PageChooser", "canChooseRoot"),
        (AdminImageChooser, "ImageChooser", "modalUrl"),
        (AdminTaskChooser, "createTaskChooser", "{}"),
    ],
)
def test_a_chooser_starts_without_a_script_in_the_page(
    chooser: type[BaseChooser], call: str, options: str
) -> None:
    html = chooser().render("x", None, {"id": "id_'x\""})
    (start,) = lxml.html.fromstring(f"<div>{html}</div>").iter("academy-start")
    assert (start.get("call"), start.get("for")) == (call, "id_'x\"")
    assert options in start.get("options", "")
    assert "<script" not in html


def test_a_chooser_that_starts_otherwise_keeps_its_script() -> None:
    class Own(AdminPageChooser):
        def render_js_init(self, *_args: Any) -> str:
            return "start(document.forms[0]); more();"

    html = Own().render("x", None, {"id": "x"})
    assert html.endswith("<script>start(document.forms[0]); more();</script>")


@pytest.mark.parametrize("kind", ["Date", "Time", "DateTime"])
def test_a_field_for_a_moment_starts_without_a_script_in_the_page(kind: str) -> None:
    widget = getattr(widgets, f"Admin{kind}Input")()
    html = widget.render("x", None, {"id": "id_x"})
    (start,) = lxml.html.fromstring(f"<div>{html}</div>").iter("academy-start")
    assert (start.get("call"), start.get("for")) == (f"init{kind}Chooser", "id_x")
    assert json.loads(start.get("options", "")) == widget.get_config()
    assert "<script" not in html


def test_the_items_of_the_side_menu_make_no_scripts_that_nobody_reads() -> None:
    item = sidebar.LinkMenuItem("x", "X", "/x/")
    adapter = telepath.registry.find_adapter(type(item))
    assert adapter.get_media(item) is None
    # Wagtail's own is made anew each time it is asked.
    assert adapter.media is not adapter.media
    context = telepath.JSContext()
    assert context.pack(item)["_type"] == "wagtail.sidebar.LinkMenuItem"
    assert str(context.media) == ""


# --- WeasyPrint -------------------------------------------------------------------------------

SQUARE = "<path d='M0 0h9v9z' fill='#0d5763'/><path d='M0 0h5' stroke='#ffc53d'/>"
GLASS = "<g opacity='.5'><path d='M0 0h9v9z' fill='red'/></g>"


@pytest.mark.parametrize(("content", "is_kept"), [(SQUARE, True), (GLASS, False)])
def test_a_drawing_is_put_down_as_it_was_drawn(content: str, is_kept: bool) -> None:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{content}</svg>"
    html = (
        f"<html lang=nl><title>T</title><style>body {{ background: url("
        f'"data:image/svg+xml,{quote(svg)}") 0 0 / 3cm 3cm no-repeat; height: 9cm }}</style><p>.'
    )
    pictures = of_weasyprint.Pictures()
    of_weasyprint.install()
    first, second = (weasyprint.HTML(string=html).write_pdf(cache=pictures) for _turn in range(2))
    assert first == second
    (drawing,) = map(vars, pictures.values())
    assert [kept is not None for kept in drawing["_academy_drawn"].values()] == [is_kept]


def test_pictures_that_were_used_last_are_kept() -> None:
    pictures = of_weasyprint.Pictures()
    for name in ("a", "b", "c"):
        pictures[name] = object()
    assert pictures["a"]
    pictures.keep(2)
    assert list(pictures) == ["c", "a"]


WHITE = (255, 255, 255)


def one_pixel(colour: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (1, 1), colour).save(content, "PNG")
    return content.getvalue()


def test_photos_hold_no_photos_of_documents_before() -> None:
    shared = of_weasyprint.Pictures()
    logo, signature = (
        f"data:image/png;base64,{base64.b64encode(content).decode()}"
        for content in (one_pixel("red"), one_pixel("green"))
    )
    for address in (logo, signature, logo):
        own = of_weasyprint.Pictures()
        taken = own.take_from(shared)
        weasyprint.HTML(string=f"<html lang=nl><title>T</title><img src={address}>").render(
            cache=own
        )
        own.give_to(shared, taken)
        assert not taken.keys() & own.keys()
    assert list(shared) == [signature, logo]


def test_dots_stand_in_a_pdf_as_their_address_says() -> None:
    html = "<html lang=nl><title>T</title><img alt=x src='dots:072f37:9:2:800040008080'>"
    pdf = weasyprint.HTML(string=html).write_pdf(cache=of_weasyprint.Pictures())
    (image,) = PdfReader(BytesIO(pdf)).pages[0].images
    assert image.image is not None
    picture = image.image.convert("RGB")
    assert picture.size == (18, 6)
    dark = [(x, y) for y in range(6) for x in range(18) if picture.getpixel((x, y)) != WHITE]
    corners = [(0, 0), (2, 2), (0, 4), (16, 4)]
    assert sorted(dark) == sorted(
        (x + right, y + down) for x, y in corners for right in (0, 1) for down in (0, 1)
    )
    assert picture.getpixel((0, 0)) == (0x07, 0x2F, 0x37)


def drawn_in(*colours: str) -> Image.Image:
    """A picture with a square of each colour."""
    picture = Image.new("RGB", (8 * len(colours), 8), colours[0])
    for place, colour in enumerate(colours):
        picture.paste(colour, (8 * place, 0, 8 * place + 8, 8))
    return picture


GREYS = [f"#{number * 15:02x}{number * 15:02x}{number * 15:02x}" for number in range(17)]


@pytest.mark.parametrize(
    ("mode", "colours", "bits"),
    [
        ("RGB", ["#123456"], 1),
        ("RGB", ["red", "white", "#0d5763"], 2),
        ("RGB", GREYS[:16], 4),
        ("L", GREYS[:16], 4),
        ("RGB", GREYS, 8),
    ],
)
def test_a_picture_in_few_colours_names_each_once_and_looks_the_same(
    mode: str, colours: list[str], bits: int
) -> None:
    of_weasyprint.install()
    content, picture = BytesIO(), drawn_in(*colours).convert(mode)
    picture.save(content, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"
    html = f"<html lang=nl><title>T</title><img alt=x src='{address}'>"
    (found,) = PdfReader(BytesIO(weasyprint.HTML(string=html).write_pdf())).pages[0].images
    assert found.indirect_reference is not None
    image: Any = found.indirect_reference.get_object()
    assert image["/BitsPerComponent"] == bits
    if bits < 8:
        assert as_png(image).convert("RGB").tobytes() == picture.convert("RGB").tobytes()


def as_png(image: Any) -> Image.Image:
    """A picture with few colours in a PDF, which is packed as in a PNG. pypdf 7.1.1 reads some of
    its rows wrongly (see `findings/`)."""
    size = int(image["/Width"]), int(image["/Height"])
    png = b"\x89PNG\r\n\x1a\n"
    for kind, content in (
        (b"IHDR", struct.pack("!IIBBBBB", *size, image["/BitsPerComponent"], 3, 0, 0, 0)),
        (b"PLTE", image["/ColorSpace"][3].original_bytes),
        (b"IDAT", image._data),
        (b"IEND", b""),
    ):
        whole = kind + content
        png += struct.pack("!I", len(content)) + whole + struct.pack("!I", zlib.crc32(whole))
    return Image.open(BytesIO(png))


PARTS = (
    "<html lang=nl><title>{0}</title><style>#a, #b {{ position: absolute }} #b {{ top: 9cm }}"
    " #a {{ background: #ccc; left: 1cm; top: 2cm; width: 3cm }} span {{ display: block }}</style>"
    "<div id=a><p id=name>"
    "{0}</p><p><a id=link href='https://academie.example/{0}'><span id=one>{0}</span><span id=two>"
    "/{0}</span></a></p><img id=dots src='dots:072f37:9:2:{1}' alt='{0}'></div><p id=b>{2}</p>"
)


def test_a_sheet_with_new_parts_is_what_it_is_when_laid_out_anew() -> None:
    def html(name: str, dots: str, words: str) -> weasyprint.HTML:
        return weasyprint.HTML(string=PARTS.format(name, dots, words))

    def laid_out(*texts: str) -> weasyprint.Document:
        pictures = of_weasyprint.Pictures()
        return html(*texts).render(pdf_variant="pdf/ua-1", cache=pictures)

    kept = of_weasyprint.KeptLayout(laid_out("Bo", "8000", "Blijft"), ["a"])
    blank = of_weasyprint.BlankParts(
        html("Eerst", "4000", ""),
        ["a"],
        stylesheets=[],
        font_config=None,
        cache=of_weasyprint.Pictures(),
    )
    for name, dots in (
        ("Anneke van der Berg", "8080"),
        ("\u674e\u5c0f\u9f99", "4000"),
        ("Bo", "8000"),
    ):
        filling = of_weasyprint.Filling(
            title=name,
            texts={"name": name, "one": name, "two": f"/{name}"},
            links={
                "link": weasyprint.urls.get_link(f"https://academie.example/{name}", None)[1][1]
            },
            dots={"dots": (f"dots:072f37:9:2:{dots}", name)},
        )
        alone = laid_out(name, dots, "Blijft").write_pdf(pdf_variant="pdf/ua-1")
        assert kept.write(blank, filling, pdf_variant="pdf/ua-1") == alone
    assert 4 < kept.height_of("b") < 9
    with pytest.raises(ValueError, match="no element c"):
        of_weasyprint.KeptLayout(laid_out("", "8000", ""), ["c"])


@pytest.mark.parametrize(
    "value", [b"(a)", "/Name", 7, -1, True, None, 1.5, 2.0, 0.1 + 0.2, pydyf.String("(\u20ac")]
)
def test_values_are_written_as_the_library_writes_them(value: object) -> None:
    assert of_weasyprint._bytes(value) == of_weasyprint._any_bytes(value)


def test_a_finished_pdf_is_written_as_the_library_writes_it() -> None:
    page = weasyprint.HTML(string=PARTS.format("Anneke", "8000", "12 \u20ac")).render(
        pdf_variant="pdf/a-3a", cache=of_weasyprint.Pictures()
    )
    plain, settled = (
        page.write_pdf(pdf_variant="pdf/a-3a", finisher=finisher)
        for finisher in (None, lambda _document, pdf: of_weasyprint.settle(pdf))
    )
    assert settled == plain


def test_packed_once_is_packed_as_the_library_does() -> None:
    font = pydyf.Stream([b"letters " * 900], {"Length1": 7200}, compress=True)
    text = pydyf.Stream([b"words " * 900], compress=True)
    before = [font.data, text.data]
    pdf = pydyf.PDF()
    for one in (font, text):
        pdf.add_object(one)
    of_weasyprint.pack_once(pdf)
    assert [font.data, text.data] == before
    assert (font.compress, text.compress) == (False, True)


# --- What classes of ours replace ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "takes"),
    [
        # courses.common.streams.field
        (BlockWidget._build_block_json, ["self"]),
        # courses.common.internals.of_weasyprint
        (
            inspect.unwrap(weasyprint.draw.draw_stacking_context),
            ["stream", "stacking_context"],
        ),
        (
            weasyprint.document.Document._build_layout_context,
            ["html", "font_config", "counter_style", "color_profiles", "options"],
        ),
        (
            weasyprint.layout.absolute.absolute_box_layout,
            ["context", "box", "containing_block", "fixed_boxes", "bottom_space", "skip_stack"],
        ),
        (
            weasyprint.layout.background.layout_box_backgrounds,
            ["page", "box", "get_image_from_uri", "layout_children", "style"],
        ),
        (
            inspect.unwrap(weasyprint.draw.draw_text),
            ["stream", "textbox", "offset_x", "text_overflow", "block_ellipsis"],
        ),
        (
            inspect.unwrap(weasyprint.images.SVGImage.draw),
            ["self", "stream", "concrete_width", "concrete_height", "_style"],
        ),
        (inspect.unwrap(weasyprint.pdf.fonts.Font.clean), ["self", "to_unicode", "hinting"]),
        (
            inspect.unwrap(weasyprint.images.RasterImage.get_x_object),
            ["self", "interpolate", "dpi_ratio"],
        ),
        (weasyprint.images.RasterImage._get_png_data, ["pillow_image"]),
        # courses.catalogue.page_history
        (ActionColumn.get_actions, ["self", "instance", "parent_context"]),
        (ActionColumn.get_status, ["self", "instance", "parent_context"]),
        # courses.people.viewsets
        (UserForm._clean_username, ["self"]),
        # courses.people.account_forms
        (LoginForm._clean_without_password, ["self", "email", "phone"]),
        # courses.people.account_views
        (ConfirmLoginCodeView._resend_form_valid, ["self", "form"]),
        (ConfirmEmailVerificationCodeView._resend_form_valid, ["self", "form"]),
        (ConfirmEmailVerificationCodeView._verify_form_valid, ["self", "form"]),
        (get_pending_stage, ["request"]),
        (clear_login, ["request"]),
        (flows.logout.logout, ["request", "show_message"]),
        # courses.people.account_urls, courses.people.limits
        (login_not_required, ["view_func"]),
        (filter_users_by_email, ["email", "is_active", "prefer_verified", "for_login"]),
    ],
    ids=lambda one: getattr(one, "__qualname__", None),
)
def test_what_we_replace_or_call_takes_what_it_took(
    theirs: Callable[..., Any], takes: list[str]
) -> None:
    assert list(inspect.signature(theirs).parameters) == takes


def test_their_classes_still_use_what_we_replace() -> None:
    asks = {
        LoginForm.clean: "self._clean_without_password(",
        ConfirmLoginCodeView.form_valid: "self._resend_form_valid(form)",
        ConfirmEmailVerificationCodeView.form_valid: "self._verify_form_valid(form)",
        UserForm._clean_fields: "self._clean_username()",
        BlockWidget.render_with_errors: "self.block_json",
        RequestLoginCodeForm.clean_email: "self._user",
        # Else ours is no longer needed.
        ActionColumn.get_actions: 'instance.action == "wagtail.publish"',
    }
    missing = {
        method.__qualname__: words
        for method, words in asks.items()
        if words not in inspect.getsource(inspect.unwrap(method))
    }
    assert missing == {}


class _Page:
    def __html__(self) -> str:
        return "<p>"


@pytest.mark.parametrize(
    "text",
    [
        "a & <b> \"c\" 'd'",
        mark_safe("<b>"),
        gettext_lazy("Zoeken & vinden"),
        SimpleLazyObject(lambda: "<i>"),
        7,
        None,
        _Page(),
        "",
    ],
)
def test_escaping_at_once_gives_what_django_gives(text: Any) -> None:
    escaped = html.escape(text)
    assert str(escaped) == escape_text(str(text))
    assert isinstance(escaped, Promise if isinstance(text, Promise) else SafeString)
    shown = html.conditional_escape(text)
    known_as_safe = hasattr(text, "__html__")
    assert shown == (text.__html__() if known_as_safe else escape_text(str(text)))
    assert html.format_html("{}", text) == shown


def test_what_is_still_to_be_made_is_marked_when_it_is() -> None:
    here: Any = html
    later = here.mark_safe(gettext_lazy("Zoeken"))
    assert isinstance(later, Promise)
    with translation.override("en"):
        assert str(later) == "Search"
    assert here.mark_safe(mark_safe("<b>")) == "<b>"
    assert type(here.mark_safe("<b>")) is SafeString


def test_language_zone_and_addresses_are_each_threads_own() -> None:
    for module, name in (
        (trans_real, "_active"),
        (timezone, "_active"),
        (url_bases, "_prefixes"),
        (url_bases, "_urlconfs"),
    ):
        # Whoever changes a language in the settings gets Django's own again.
        assert type(getattr(module, name)) in (of_django.PerContext, type(Local()))
    kept = of_django.PerContext(object())
    there: list[bool] = []
    assert not hasattr(kept, "value")
    kept.value = "nl"

    def elsewhere() -> None:
        there.append(hasattr(kept, "value"))
        kept.value = "en"

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert (there, kept.value, of_django.PerContext(kept).value) == ([False], "nl", "nl")
    del kept.value
    assert getattr(kept, "value", "nothing") == "nothing"
    with translation.override("en"):
        assert translation.get_language() == "en"
        with translation.override(None):
            assert translation.get_language() is None
    assert translation.get_language() == "nl"


def test_a_text_is_looked_for_once_in_each_language() -> None:
    for language, found in (("en", "Search"), ("nl", "Zoeken")):
        with translation.override(language):
            assert [gettext("Zoeken") for _turn in range(2)] == [found, found]
            words: Any = trans_real.translation(language)
            assert words._kept_texts["Zoeken"] == found
            # What is marked as safe stays so, and marks nothing else.
            assert type(gettext(mark_safe("Zoeken <b>"))) is SafeString
            assert type(gettext("Zoeken <b>")) is str
            assert gettext("") == ""


class NoBackend(BaseBackend):
    """Says yes to everything."""

    def has_perm(self, user_obj: object, perm: str, obj: object = None) -> bool:
        return True


def test_who_says_what_somebody_may_is_as_the_settings_name_it(settings: Any) -> None:
    person = User(is_active=True, pk=1)
    assert auth.get_backends()[0] is auth.get_backends()[0]
    named = [import_string(path) for path in settings.AUTHENTICATION_BACKENDS]
    assert [type(one) for one in auth.get_backends()] == named
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.NoBackend"]
    assert all(isinstance(one, NoBackend) for one in auth.get_backends())
    assert person.has_perm("people.view_user")
    settings.AUTHENTICATION_BACKENDS = []
    with pytest.raises(ImproperlyConfigured):
        auth.get_backends()


@pytest.mark.django_db
def test_the_site_of_a_page_is_found_as_wagtail_finds_it() -> None:
    site = Site.objects.get()
    (root,) = Page.objects.filter(pk=site.root_page_id)
    assert root.get_site() == site
    assert Page.get_first_root_node().get_site() is None
