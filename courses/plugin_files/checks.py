"""Tells the operator what of the settings of files cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Warned

from courses.plugin_files import origins, storage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@register("files")
def check_files(app_configs: Sequence[AppConfig] | None, **_kwargs: object) -> list[CheckMessage]:
    """Whether files stand where no address shows them, and content on a host of its own."""
    found: list[CheckMessage] = []
    folder = storage.folder_on_disk()
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        public = Path(getattr(settings, name)).resolve()
        if folder and public in (folder.resolve(), *folder.resolve().parents):
            found.append(
                Error(
                    f"The files of plugins stand in {name}, where anybody may read them.",
                    hint="Choose another folder in ACADEMY_PLUGIN_FILES.",
                    id="plugin_files.E001",
                )
            )
    host = origins.content_host()
    if host and origins.content() == origins.site():
        found.append(
            Error(
                "ACADEMY_CONTENT_HOST is the academy's own host name.",
                hint="Name another one, or leave it out.",
                id="plugin_files.E002",
            )
        )
    elif host and not origins.stands_apart():
        found.append(
            Warned(
                "ACADEMY_CONTENT_HOST is a neighbour of the academy's host name, so its scripts "
                "could set cookies for both: each document of a package stands alone.",
                hint="Take a host name on another domain. See operators.md.",
                id="plugin_files.W001",
            )
        )
    return found
