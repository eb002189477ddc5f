"""Where the site joins Wagtail's administration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from academy.website import component_page
from academy.website.filter_words import address_with_filters
from courses.catalogue.models import CataloguePage
from courses.people.queries import is_coordinator


@hooks.register("construct_reports_menu")
def hide_site_history(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out the report that `academy.website.history` keeps for who runs the academy."""
    if not is_coordinator(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("construct_reports_menu")
def hide_use_of_page_types(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Which kinds of pages there are is what developers ask; the page itself stays."""
    menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("construct_help_menu")
def leave_out_wagtail_news(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """What is new in Wagtail, and its guide in English, help nobody here."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("before_serve_page")
def understand_the_date_in_a_search(
    page: Page, request: HttpRequest, serve_args: list[object], serve_kwargs: dict[str, object]
) -> HttpResponse | None:
    """Who types "rouw, 's avonds" in the catalogue sees the evenings chosen."""
    address = address_with_filters(request.GET) if isinstance(page, CataloguePage) else None
    return None if address is None else redirect(address)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("onderdelen/", component_page.components, name="website_components")]


@hooks.register("insert_global_admin_css")
def look_like_the_academy() -> SafeString:
    """The academy's colours; and let the administration fit a phone, and letters twice as large."""
    return format_html('<link rel="stylesheet" href="{}">', static("website/admin.css"))
