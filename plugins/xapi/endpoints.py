"""The addresses of the plugin below `/p/xapi/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from courses.plugin_api.api import Endpoints
from plugins.xapi import closing, consent_views
from plugins.xapi.cmi5 import lrs_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.urls import URLPattern


class XapiEndpoints(Endpoints):
    """What belongs to no training: the consent, and what courses of cmi5 ask."""

    name = "xapi"

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("delen", consent_views.sharing),
            path("klaar/<uuid:registration_id>", closing.closed),
            path("fetch/<str:signed>", lrs_views.fetch),
            path("lrs/about", lrs_views.about),
            path("lrs/statements", lrs_views.statements_resource),
            path("lrs/activities/state", lrs_views.state),
            path("lrs/activities/profile", lrs_views.activity_profile),
            path("lrs/agents/profile", lrs_views.agent_profile),
        ]
