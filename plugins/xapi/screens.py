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


class ParticipantScreens(Screens):
    """How far each participant is in a course of cmi5, and what staff may say about it."""

    name = "participants"
    label = _("Deelnemers aan cmi5")
    icon = "group"
    right = _("Zien hoe ver deelnemers zijn in cmi5-cursussen, en vrijstelling geven")
    given_to = (Audience.TRAINER, Audience.COORDINATOR)

    def viewset(self) -> ViewSet:
        from plugins.xapi.participant_views import ParticipantViewSet  # noqa: PLC0415 - see above

        return ParticipantViewSet()
