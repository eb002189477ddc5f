"""Documents of plugins for other programs: `/p/<plugin>/<name>`, the same for years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from courses.plugin_api.contributions.screens import PublicDocument, PublicDocuments
from courses.plugin_host import asking

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_BYTES = 1_000_000
LONGEST_SECONDS = 24 * 60 * 60

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,100}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,60}")


@require_safe
def serve(_request: HttpRequest, plugin: str, name: str) -> HttpResponse:
    """The document of this name, of a plugin that is on for the site.

    Raises:
        Http404: there is none, or the plugin fails.
    """
    found = _find(plugin, name) if _NAME.fullmatch(name) else None
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type=found.media_type)
    # Whoever checks something reads it from the page of another site.
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    # It is never a page of this site, whatever a plugin puts in it.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, public=True, max_age=found.seconds)
    return response


def _find(plugin: str, name: str) -> PublicDocument | None:
    for entry in asking.everywhere(PublicDocuments):
        if entry.plugin.slug == plugin:
            provider = asking.Provider(entry, {})
            found = provider.ask(lambda one: _checked(one.document(name)), default=None)
            if found is not None:
                return found
    return None


def _checked(document: object) -> PublicDocument | None:
    if document is None:
        return None
    if not isinstance(document, PublicDocument):
        raise TypeError(f"document() gave {type(document).__name__}, not PublicDocument")
    if not isinstance(document.content, bytes) or len(document.content) > MOST_BYTES:
        raise ValueError(f"a document is of at most {MOST_BYTES} bytes")
    if not _MEDIA_TYPE.fullmatch(document.media_type):
        raise ValueError("a document without a media type")
    if not isinstance(document.seconds, int) or not 0 <= document.seconds <= LONGEST_SECONDS:
        raise ValueError("a document is kept for at most a day")
    return document
