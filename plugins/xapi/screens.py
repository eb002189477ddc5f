"""The screen of the plugin in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, Screens

if TYPE_CHECKING:
    from wagtail.admin.viewsets.base import ViewSet


class StoreScreens(Screens):
    """The record store that hears what happens here, and how that goes."""

    name = "store"
    label = _("Recordstore (xAPI)")
    icon = "upload"
    right = _("De recordstore (xAPI) kiezen, en zien hoe het versturen gaat")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        from plugins.xapi.viewsets import StoreViewSet  # noqa: PLC0415 - after Wagtail

        return StoreViewSet()
