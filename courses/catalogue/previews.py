"""The previews of pages, in which exercises can be tried: see `trying`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.views.pages.preview import (
    PreviewOnCreateView,
    PreviewOnEditView,
    ViewDraftView,
)
from wagtail.admin.views.pages.revisions import RevisionsView
from wagtail.admin.views.pages.workflow import PreviewRevisionForTaskView

from courses.catalogue.trying import EXERCISE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class TakesAnswers:
    """A preview to which an exercise can be sent."""

    http_method_names = ("get", "post", "delete")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preview with the answer marked; else what Wagtail does."""
        view: Any = self
        if EXERCISE in request.GET:
            response: HttpResponse = view.get(request, *args, **kwargs)
            return response
        other = getattr(super(), "post", view.http_method_not_allowed)
        taken: HttpResponse = other(request, *args, **kwargs)
        return taken


class PreviewOnAdd(TakesAnswers, PreviewOnCreateView):
    """Of a page that was not saved yet."""


class PreviewOnEdit(TakesAnswers, PreviewOnEditView):
    """Of what stands in the form."""


class PreviewOfRevision(TakesAnswers, RevisionsView):
    """Of a version."""


class PreviewForTask(TakesAnswers, PreviewRevisionForTaskView):
    """Of the version that waits for an answer of who judges it."""


class PreviewOfDraft(TakesAnswers, ViewDraftView):
    """Of the newest draft. Wagtail answers any method here."""
