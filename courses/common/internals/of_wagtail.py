"""Of Wagtail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wagtail import blocks, hooks
from wagtail.admin.telepath import registry
from wagtail.admin.ui.sidebar import BaseSidebarAdapter
from wagtail.url_routing import RouteResult

if TYPE_CHECKING:
    from django.http import HttpRequest
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
