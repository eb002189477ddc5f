"""The screens for administrators: which systems we know, and what to tell those about us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from courses.plugin_api.api import FormViewSet
from plugins.lti import addresses, keys
from plugins.lti.models import OfferedTraining, Platform, Tool, ToolContent
from plugins.lti.services import choosing, registering, systems
from plugins.lti.staff_forms import OfferedForm, PlatformForm, SystemForm, ToolForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class SystemIndexView(IndexView):
    """The list, with a link to look whether a system can be reached."""

    def get_list_more_buttons(self, instance: Platform | Tool) -> list[Any]:
        """Those of Wagtail, and ours."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        check = self.index_url_name.replace(":index", ":check")
        buttons.append(
            Button(
                _("Controleer"),
                url=reverse(check, args=[instance.pk]),
                icon_name="check",
                priority=15,
            )
        )
        return buttons


class SystemViewSet(ModelViewSet):
    """What the screens for platforms and for tools have in common."""

    icon = "link-external"
    index_view_class = SystemIndexView
    list_filter: ClassVar[list[str]] = ["is_active"]
    search_fields: ClassVar[list[str]] = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    form_class: ClassVar[type[SystemForm]]

    def get_form_class(self, for_update: bool = False) -> type[SystemForm]:
        """The form with our own fields for addresses."""
        return self.form_class

    def get_urlpatterns(self) -> list[URLPattern]:
        """Those of Wagtail, and the page that looks whether all is right."""
        return [*super().get_urlpatterns(), path("controle/<int:pk>/", self.check, name="check")]

    @transaction.non_atomic_requests
    def check(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is right and what is not, of a system as it is written down.

        The other system is asked, which may take a while.
        """
        system = get_object_or_404(self.model, pk=pk)
        values = {
            "system": system,
            "page_title": _("Controle van %(name)s") % {"name": system.name},
            "header_title": _("Controle van %(name)s") % {"name": system.name},
            "header_icon": "check",
            "findings": systems.check(system) if request.method == "POST" else None,
            "values": for_platforms() if isinstance(system, Platform) else for_tools(system),
            "edit_url": reverse(f"{self.url_namespace}:edit", args=[pk]),
        }
        return render(request, "lti/check.html", values)


class PlatformViewSet(SystemViewSet):
    """Systems in which our lessons stand."""

    model = Platform
    form_class = PlatformForm
    list_display: ClassVar[list[str]] = ["name", "issuer", "client_id", "is_active"]


class ToolViewSet(SystemViewSet):
    """Systems that stand in our lessons."""

    model = Tool
    form_class = ToolForm
    list_display: ClassVar[list[str]] = ["name", "launch_url", "shared", "is_active"]


class OfferedViewSet(ModelViewSet):
    """Which trainings a platform may use."""

    model = OfferedTraining
    icon = "doc-full"
    list_display: ClassVar[list[str]] = ["platform", "training", "edition"]
    list_filter: ClassVar[list[str]] = ["platform"]
    search_fields: ClassVar[list[str]] = ["training__title", "platform__name"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[OfferedForm]:
        """The form that looks whether training and edition belong together."""
        return OfferedForm


class ContentViewSet(ModelViewSet):
    """What of other systems lessons can show: to put a title right, or to remove it."""

    model = ToolContent
    icon = "list-ul"
    form_fields: ClassVar[list[str]] = ["tool", "title", "url", "most"]
    list_display: ClassVar[list[str]] = ["title", "tool", "most"]
    list_filter: ClassVar[list[str]] = ["tool"]
    search_fields: ClassVar[list[str]] = ["title"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False


class NoFields(forms.Form):
    """Nothing to fill in: there is only a button."""


class ValuesViewSet(FormViewSet):
    """What other systems must know of us, and a new key."""

    form_class = NoFields
    icon = "key"
    title = gettext_lazy("Onze adressen en sleutels (LTI)")
    explanation = gettext_lazy(
        "Dit vul je in bij het andere systeem. Kopieer elk adres zoals het er staat."
    )
    submit_label = gettext_lazy("Maak een nieuwe sleutel")
    template_name = "lti/values.html"

    def values(self, request: HttpRequest) -> Mapping[str, object]:
        """The addresses, and the keys that others find."""
        return {
            "for_platforms": for_platforms(),
            "registration": [("Dynamic registration URL", registering.address())],
            "for_tools": for_tools(None),
            "published": systems.known_keys(),
            "days": keys.PUBLISHED_FOR.days,
        }

    def done(self, request: HttpRequest, form: forms.Form) -> str:
        """From now on a new key signs."""
        keys.rotate()
        messages.success(request, _("Er is een nieuwe sleutel. De oude blijft nog even geldig."))
        return reverse("lti_values:index")


def for_platforms() -> list[tuple[str, str]]:
    """What a platform asks about a tool, by the words that Moodle and others use in English."""
    return [
        ("Tool URL / Target link URI", addresses.launch()),
        ("Initiate login URL", addresses.login()),
        ("Redirection URI(s)", addresses.launch()),
        ("Public keyset URL", addresses.keys()),
        ("Content selection URL (Deep Linking)", addresses.launch()),
    ]


def for_tools(tool: Tool | None) -> list[tuple[str, str]]:
    """What a tool asks about a platform; our name for the tool is on its own page."""
    own = [("Client ID", tool.client_id)] if tool else []
    return [
        ("Platform ID / Issuer", addresses.issuer()),
        *own,
        ("Deployment ID", choosing.DEPLOYMENT),
        ("Public keyset URL", addresses.keys()),
        ("Access token URL", addresses.token()),
        ("Authentication request URL", addresses.authorise()),
    ]
