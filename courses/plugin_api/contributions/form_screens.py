"""A screen with one form, for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods
from wagtail.admin.viewsets.base import ViewSet

from courses.common.errors import Refusal, add_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from courses.plugin_api.contributions.base import Text


class FormViewSet(ViewSet):
    """One form of `Screens`: something to upload, to look up or to start. Since 1.3.

    A `Refusal` that `done` raises stands at its field, and what was typed stays; of a file the
    browser asks anew.
    """

    form_class: ClassVar[type[Form]]
    title: ClassVar[Text]
    explanation: ClassVar[Text] = ""
    """What stands above the form, as plain text."""
    submit_label: ClassVar[Text] = ""
    """The text of the button; empty: "Ga verder"."""
    template_name = "plugin_desk/form_screen.html"
    """Gets `form`, `title`, `explanation`, `submit_label` and what `values` gives."""

    def done(self, request: HttpRequest, form: Form) -> HttpResponseBase | str:
        """What happens with a valid form: an answer, or the address of the next page.

        Raises:
            Refusal: why it cannot be.
        """
        raise NotImplementedError

    def form(self, request: HttpRequest) -> Form:
        """The form as it is shown, or with what was sent."""
        if request.method == "POST":
            return self.form_class(request.POST, request.FILES)
        return self.form_class()

    def values(self, request: HttpRequest) -> Mapping[str, object]:
        """What the template gets besides."""
        return {}

    def more_patterns(self) -> list[URLPattern]:
        """Other pages than the form, such as a preview or a result."""
        return []

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self._view, name="index"), *self.more_patterns()]

    @property
    def _view(self) -> Callable[..., HttpResponseBase]:
        return require_http_methods(["GET", "HEAD", "POST"])(self._answer)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request)
        if form.is_bound and form.is_valid():
            try:
                # What was written before it said no is undone.
                with transaction.atomic():
                    answer = self.done(request, form)
            except Refusal as no:
                add_refusal(form, no)
            else:
                return HttpResponseRedirect(answer) if isinstance(answer, str) else answer
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: Form) -> HttpResponse:
        context = {
            "form": form,
            "header_title": self.title,
            "page_title": self.title,
            "header_icon": self.icon,
            "explanation": self.explanation,
            "submit_label": self.submit_label,
            **self.values(request),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, self.template_name, context, status=status)
