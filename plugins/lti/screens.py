"""The screens of the plugin in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, Screens

if TYPE_CHECKING:
    from wagtail.admin.viewsets.base import ViewSet


class PlatformScreens(Screens):
    """Systems in which our lessons stand."""

    name = "platforms"
    label = _("Platforms (LTI)")
    icon = "link-external"
    right = _("Platforms (LTI) beheren: systemen waarin onze lessen staan")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        from plugins.lti.viewsets import PlatformViewSet  # noqa: PLC0415 - after Wagtail

        return PlatformViewSet()


class OfferedScreens(Screens):
    """Which trainings those may use."""

    name = "offered"
    label = _("Trainingen voor platforms")
    icon = "doc-full"
    right = _("Kiezen welke trainingen platforms (LTI) mogen gebruiken")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        from plugins.lti.viewsets import OfferedViewSet  # noqa: PLC0415 - after Wagtail

        return OfferedViewSet()


class ToolScreens(Screens):
    """Systems that stand in our lessons."""

    name = "tools"
    label = _("Andere systemen (LTI)")
    icon = "link-external"
    right = _("Andere systemen (LTI) beheren: systemen die in onze lessen staan")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        from plugins.lti.viewsets import ToolViewSet  # noqa: PLC0415 - after Wagtail

        return ToolViewSet()


class ContentScreens(Screens):
    """What of those lessons can show."""

    name = "contents"
    label = _("Inhoud van andere systemen")
    icon = "list-ul"
    right = _("Inhoud van andere systemen (LTI) beheren")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        from plugins.lti.viewsets import ContentViewSet  # noqa: PLC0415 - after Wagtail

        return ContentViewSet()


class ValuesScreens(Screens):
    """What others must know of us."""

    name = "values"
    label = _("Onze adressen (LTI)")
    icon = "key"
    right = _("Onze adressen en sleutels (LTI) zien en vernieuwen")
    given_to = (Audience.COORDINATOR,)

    def viewset(self) -> ViewSet:
        from plugins.lti.viewsets import ValuesViewSet  # noqa: PLC0415 - after Wagtail

        return ValuesViewSet()
