"""What pages of the administration with a table share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.reports import exports

if TYPE_CHECKING:
    from django.core.paginator import _SupportsPagination
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

PAGE_SIZE = 20

T = TypeVar("T")


class PartOfList(TypedDict, Generic[T]):
    """The rows of one page of a long list, and the addresses of the pages beside it."""

    page_obj: Page[T]
    previous_url: str
    next_url: str


class TableView(ABC, WagtailAdminTemplateMixin, TemplateView):
    """Who may see it, the export, the parts of a long list, and no copies in caches."""

    http_method_names = ["get", "head", "options"]
    export_kinds: tuple[str, ...] = ("csv", "xlsx")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response: HttpResponseBase = (
            super().dispatch(request, *args, **kwargs) if self.may_see() else self.refuse()
        )
        response["Cache-Control"] = "private, no-store"
        return response

    @abstractmethod
    def may_see(self) -> bool:
        """Whether the page is for this user."""

    def refuse(self) -> HttpResponseBase:
        """What who may not see it gets: Wagtail's front page, which says so."""
        raise PermissionDenied

    def get(  # type: ignore[override]  # a file is sent while it is made
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        kind = request.GET.get("export")
        if kind in self.export_kinds and self.is_filter_right():
            return exports.response(
                kind, self.get_file_name(), self.get_table(), sheet_name=self.get_sheet_name()
            )
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def is_filter_right(self) -> bool:
        """Whether what was chosen can be read: a file with everything would be taken for it."""
        form = getattr(self, "filter_form", None)
        return form is None or form.is_valid()

    @abstractmethod
    def get_file_name(self) -> str:
        """The name of the export, without extension."""

    @abstractmethod
    def get_sheet_name(self) -> str:
        """The name of the sheet in the export for Excel."""

    @abstractmethod
    def get_table(self) -> exports.Table:
        """What the export contains."""

    def trail(self) -> list[tuple[str, object]]:
        """The pages above this one, as `(address, text)`."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        above = [{"url": url, "label": label} for url, label in self.trail()]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def export_links(self) -> list[tuple[str, str]]:
        """The ways to download the table, as `(kind, address)`."""
        return [(kind, self._address(export=kind)) for kind in self.export_kinds]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(exports=self.export_links(), **kwargs)
        return context

    def page_of(self, items: _SupportsPagination[T]) -> PartOfList[T]:
        """The part of a long list that is asked for, with what the links below it need."""
        # `get_page` answers a number that is none, or too high, with the nearest page.
        page = Paginator(items, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {
            "page_obj": page,
            "previous_url": self._address(p=page.number - 1) if page.has_previous() else "",
            "next_url": self._address(p=page.number + 1) if page.has_next() else "",
        }

    def _address(self, **changes: object) -> str:
        query = self.request.GET.copy()
        for name in ("export", *changes):
            query.pop(name, None)
        query.update({name: str(value) for name, value in changes.items()})
        return f"{self.request.path}?{query.urlencode()}"
