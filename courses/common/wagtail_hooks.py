"""What all screens of the administration get."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static


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


@hooks.register("insert_editor_js")
def save_in_turn() -> SafeString:
    """Let a press wait while the editor saves by itself; see `revision_conflicts`."""
    return format_html('<script src="{}"></script>', versioned_static("common/save_in_turn.js"))


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
