"""The addresses of the plugin for other systems, below `/p/lti/`, and our public keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.urls import path

from courses.plugin_api.api import Endpoints, PublicDocument, PublicDocuments
from plugins.lti import keys, platform_views, tool_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.urls import URLPattern

HOUR = 60 * 60
PART = "<int:lesson_id>/<slug:block>"


class LtiEndpoints(Endpoints):
    """As a tool for platforms, and as a platform for tools."""

    name = "lti"

    def patterns(self) -> Sequence[URLPattern]:
        return [
            path("login", tool_views.login),
            path("launch", tool_views.launch),
            path("registratie/<str:secret>", tool_views.register),
            path("kies/<slug:secret>", tool_views.choose),
            path("open/<slug:secret>", tool_views.go_on),
            path("groep/<slug:secret>", tool_views.group),
            path("gekoppeld", tool_views.linked),
            path("les/<int:lesson_id>", tool_views.lesson),
            path("auth", platform_views.authorise),
            path("token", platform_views.token),
            path("gekozen", platform_views.chosen),
            path(f"resultaten/{PART}", platform_views.line_items),
            path(f"resultaten/{PART}/kolom", platform_views.line_item),
            path(f"resultaten/{PART}/kolom/scores", platform_views.scores),
            path(f"resultaten/{PART}/kolom/results", platform_views.column),
            path(f"deelnemers/{PART}", platform_views.members),
        ]


class PublicKeys(PublicDocuments):
    """The keys with which others check what we sign, for an hour."""

    name = "keys"

    def document(self, name: str) -> PublicDocument | None:
        if name != "keys.json":
            return None
        # There is one from the first time that somebody looks.
        keys.current_key()
        content = json.dumps({"keys": keys.published()}).encode()
        return PublicDocument(content, "application/json", HOUR)
