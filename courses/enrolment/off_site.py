"""What Wagtail asks when a training or a lesson goes off the site: what of the people in it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction

from courses.catalogue import readers
from courses.enrolment import services
from courses.enrolment.queries import reach_when_off_site
from courses.notices.queries import reach_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from wagtail.models import Page


class OffSiteForm(forms.Form):
    """What participants keep, and whether they hear of it."""

    asked = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)
    keep = forms.BooleanField(
        label=_("Deelnemers kunnen de lessen blijven lezen"), initial=True, required=False
    )
    tell = forms.BooleanField(
        label=_("Stuur bericht aan wie ingeschreven is of wacht"), required=False
    )

    def settle(self, request: HttpRequest, pages: Iterable[Page]) -> None:
        """Do what was chosen, and say who hears of it how; nothing when it was not asked."""
        if not (self.is_valid() and self.cleaned_data["asked"]):
            return
        choice = {name: self.cleaned_data[name] for name in ("keep", "tell")}
        told = [one for page in pages for one in services.settle_off_site(page=page, **choice)]
        if told:
            messages.info(request, reach_of(told).with_names)
        elif choice["tell"]:
            nobody = gettext(
                "Niemand is nu ingeschreven en niemand wacht. Er gaat geen bericht weg."
            )
            messages.info(request, nobody)


class BulkOffSiteForm(OffSiteForm, DefaultPageForm):
    """With Wagtail's own question."""

    include_descendants = forms.BooleanField(
        label=_("Haal ook de pagina's eronder van de site"), required=False
    )
    field_order = ("include_descendants", "keep", "tell")


class AcademyUnpublishBulkAction(UnpublishBulkAction):
    """Wagtail's own, which says who is in the pages and asks what of them."""

    template_name = "enrolment/admin/bulk_unpublish.html"

    def get_form_class(self) -> type[forms.Form]:
        return BulkOffSiteForm

    def object_context(self, page: Page) -> dict[str, object]:
        return {
            **super().object_context(page),
            "sentences": readers.sentences(page),
            "reach": reach_when_off_site(page),
        }

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        has_people = any(item["sentences"] for item in context["items"])
        if not has_people:
            for name in ("asked", "keep", "tell"):
                form.fields.pop(name)
        if not context["has_live_descendants"]:
            form.fields.pop("include_descendants")
        return context | {"has_live_descendants": True, "has_people": has_people}
