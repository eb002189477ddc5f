"""The addresses of the plugin below `/p/xapi/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from courses.plugin_api.api import Endpoints
from plugins.xapi import consent_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.urls import URLPattern


class XapiEndpoints(Endpoints):
    """What belongs to no training."""

    name = "xapi"

    def patterns(self) -> Sequence[URLPattern]:
        return [path("delen", consent_views.sharing)]
