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


def _record_store(folder: str) -> list[URLPattern]:
    """What units of courses ask, below this address."""
    return [
        path(f"{folder}about", lrs_views.about),
        path(f"{folder}statements", lrs_views.statements_resource),
        path(f"{folder}activities/state", lrs_views.state),
        path(f"{folder}activities/profile", lrs_views.activity_profile),
        path(f"{folder}agents/profile", lrs_views.agent_profile),
    ]


class XapiEndpoints(Endpoints):
    """What belongs to no training: the consent, and what courses of cmi5 ask."""

    name = "xapi"

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("delen", consent_views.sharing),
            path("klaar/<uuid:registration_id>", closing.closed),
            path("fetch/<str:signed>", lrs_views.fetch),
            *_record_store("lrs/"),
            # The run-time that most courses are made with puts a slash of its own behind ours.
            *_record_store("lrs//"),
        ]
