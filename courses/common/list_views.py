"""Lists in the administration of which the part itself says who may see them, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.views import generic

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class RestrictedListView(generic.IndexView):
    """A list that is closed until `refuse_others` lets somebody in, in the order of its rows.

    `get_base_queryset` gives what this person may see, in order. Wagtail's own would ask for rights
    on the model, which say nothing of whose rows they are.
    """

    permission_policy = None
    any_permission_required = None
    search_backend_name = None
    paginate_by = 20

    def refuse_others(self, request: HttpRequest) -> None:
        """Let who may see the list go on.

        Raises:
            PermissionDenied: it is not for this person.
        """
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.refuse_others(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def order_queryset(self, queryset: QuerySet) -> QuerySet:  # type: ignore[type-arg]
        """As it is: a column to order by is not offered."""
        return queryset
