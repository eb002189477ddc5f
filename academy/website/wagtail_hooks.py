"""Where the site joins Wagtail's administration."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.people.queries import is_coordinator


@hooks.register("construct_reports_menu")
def hide_site_history(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out the report that `academy.website.history` keeps for who runs the academy."""
    if not is_coordinator(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("insert_global_admin_css")
def fit_small_screens() -> SafeString:
    """Let the administration fit a phone, and letters of twice the size."""
    return format_html('<link rel="stylesheet" href="{}">', static("website/admin.css"))
