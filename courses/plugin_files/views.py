"""Gives files of plugins: in a training to who may read them, and content to its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from courses.catalogue.models import is_open_to
from courses.common.addresses import spellings
from courses.common.visitors import signed_in
from courses.people.models import User
from courses.plugin_files import content, serving, tokens
from courses.plugin_files.access import may_read, provider_of
from courses.plugin_files.models import PluginFile

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from courses.catalogue.models import TrainingPage


@require_safe
def file(
    request: HttpRequest, training: str, plugin: str, file_id: uuid.UUID, path: str
) -> HttpResponseBase:
    """A file that a plugin keeps, once the plugin has said that the reader may have it.

    Raises:
        Http404: there is none here, or its plugin is off.
        PermissionDenied: it is not for this reader.
    """
    row = (
        PluginFile.objects.select_related("training")
        .filter(pk=file_id, plugin=plugin, training__slug__in=spellings(training))
        .first()
    )
    provider = provider_of(row) if row and _is_open(request, row.training) else None
    if row is None or provider is None:
        raise Http404
    person = signed_in(request)
    if not may_read(row, provider, person):
        if person is None:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
    return serving.give(request, serving.stored_at(row, path))


@require_safe
def embedded(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """Something of a package, for a frame that got this address.

    Nobody is signed in here: the address says who looks, and may say so for a few hours.

    Raises:
        Http404: the address is over, the plugin is off, or there is no such file.
    """
    # A script of content may not stay in the browser and answer for others.
    if request.headers.get("Service-Worker"):
        return HttpResponse(status=403)
    ticket = tokens.read(token)
    row = (
        PluginFile.objects.select_related("training").filter(pk=ticket.file_id).first()
        if ticket
        else None
    )
    provider = provider_of(row) if row else None
    if ticket is None or row is None or provider is None:
        raise Http404
    person = User.objects.filter(pk=ticket.person_id, is_active=True).first()
    if (ticket.person_id and person is None) or not may_read(row, provider, person):
        raise Http404
    return content.give(request, ticket, token, serving.stored_at(row, path), row.plugin)


def _is_open(request: HttpRequest, training: TrainingPage) -> bool:
    """Whether the training is there for this reader, and no editor closed it."""
    return is_open_to(request, training) and not training.is_closed_to(request)
