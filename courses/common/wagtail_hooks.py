"""What all screens of the administration get."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.documents.wagtail_hooks import register_documents_menu_item
from wagtail.images.wagtail_hooks import register_images_menu_item

from courses.common import staff_menu


@hooks.register("insert_global_admin_js")
def start_without_scripts_in_the_page() -> SafeString:
    """Start Wagtail's fields and panels, which it does with scripts in the page."""
    return format_html('<script src="{}"></script>', versioned_static("common/start.js"))


@hooks.register("insert_global_admin_js")
def keep_typed_dates() -> SafeString:
    """Let the date picker leave alone what somebody typed."""
    return format_html('<script src="{}"></script>', versioned_static("common/typed_dates.js"))


@hooks.register("insert_global_admin_js")
def turn_pages() -> SafeString:
    """Let the keys that turn pages do so from the start."""
    return format_html('<script src="{}"></script>', versioned_static("common/page_keys.js"))


@hooks.register("insert_global_admin_js")
def keep_side_panels_out_of_the_way() -> SafeString:
    """Let a panel that covers a small screen close, and stay closed on the next page."""
    return format_html(
        '<script src="{}" data-close="{}"></script>',
        versioned_static("common/side_panels.js"),
        gettext("Sluit"),
    )


@hooks.register("insert_editor_js")
def save_in_turn() -> SafeString:
    """Let a press wait while the editor saves by itself; see `revision_conflicts`."""
    return format_html('<script src="{}"></script>', versioned_static("common/save_in_turn.js"))


@hooks.register("insert_editor_js")
def keep_unsaved_changes() -> SafeString:
    """Let nothing that is typed count as saved before it is."""
    return format_html(
        '<script src="{}" defer></script>', versioned_static("common/unsaved_changes.js")
    )


@hooks.register("insert_global_admin_css")
def hide_the_empty_menu() -> SafeString:
    """Without a script Wagtail's menu is an empty bar that covers half of a telephone's screen."""
    return mark_safe(
        "<noscript><style>#wagtail-sidebar { display: none; } "
        ".wrapper { padding-inline-start: 0 !important; }</style></noscript>"
    )


@hooks.register("insert_global_admin_css")
def stack_lists_on_a_phone() -> SafeString:
    """Rows of our own lists below each other on a narrow screen."""
    return format_html(
        '<link rel="stylesheet" href="{}">', versioned_static("common/stacked_lists.css")
    )


@hooks.register("register_admin_menu_item")
def register_today() -> MenuItem:
    """Where everybody begins; that the drawing above the menu leads there, nobody guesses."""
    return MenuItem(
        _("Vandaag"),
        reverse_lazy("wagtailadmin_home"),
        name="today",
        icon_name="home",
        order=staff_menu.TODAY,
    )


@hooks.register("register_admin_menu_item")
def register_editions_group() -> SubmenuMenuItem:
    menu = Menu(register_hook_name=staff_menu.EDITIONS)
    return SubmenuMenuItem(
        _("Uitvoeringen"),
        menu,
        name="editions-group",
        icon_name="date",
        order=staff_menu.OF_EDITIONS,
    )


@hooks.register("register_admin_menu_item")
def register_people_group() -> SubmenuMenuItem:
    menu = Menu(register_hook_name=staff_menu.PEOPLE)
    return SubmenuMenuItem(
        _("Mensen"), menu, name="people-group", icon_name="group", order=staff_menu.OF_PEOPLE
    )


@hooks.register("register_admin_menu_item")
def register_trainings_group() -> SubmenuMenuItem:
    menu = Menu(register_hook_name=staff_menu.TRAININGS)
    return SubmenuMenuItem(
        _("Trainingen"),
        menu,
        name="trainings-group",
        icon_name="doc-full",
        order=staff_menu.OF_TRAININGS,
    )


hooks.register(staff_menu.TRAININGS, register_images_menu_item)
hooks.register(staff_menu.TRAININGS, register_documents_menu_item)

IN_A_GROUP = {"images", "documents"}


@hooks.register("construct_main_menu")
def put_items_of_wagtail_in_their_place(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Images and documents stand with the trainings that they are for, and pages after today."""
    menu_items[:] = [item for item in menu_items if item.name not in IN_A_GROUP]
    for item in menu_items:
        if item.name == "explorer":
            item.order = staff_menu.PAGES
