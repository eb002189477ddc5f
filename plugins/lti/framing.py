"""Pages that another system shows in a frame, and forms that go to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.shortcuts import render
from django.utils.cache import patch_cache_control

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from plugins.lti.models import Platform


def origin_of(url: str) -> str:
    """The part of an address that says whose it is."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def framed(
    request: HttpRequest,
    template: str,
    values: Mapping[str, object],
    *,
    platform: Platform | None = None,
    goes_to: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page that the platform may show in a frame, and nobody else; nothing is kept of it.

    `goes_to` is the address of another system to which the form in it goes.
    """
    response = render(request, template, {"noindex": True, **values}, status=status)
    patch_cache_control(response, private=True, no_store=True)
    # It has a secret in its address or its links.
    response["Referrer-Policy"] = "same-origin"
    policy = []
    if goes_to:
        # From there a system may lead on to another address of its own.
        policy.append(f"form-action 'self' https: {origin_of(goes_to)}")
    if platform is not None:
        origins = sorted({origin_of(platform.issuer), origin_of(platform.auth_url)})
        policy.append(f"frame-ancestors 'self' {' '.join(origins)}")
        response.xframe_options_exempt = True
    if policy:
        response["Content-Security-Policy"] = "; ".join(policy)
    return response
