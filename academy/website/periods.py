"""How long is kept what staff uploaded and never finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _
from wagtail.models import UploadedFile

from courses.common import clock, retention

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

UNFINISHED = retention.Period("unfinished_uploads", default=7, least=1, most=91)
"""Wagtail holds a picture or document that misses something (a description) until its form is
filled in, and never removes it when nobody comes back."""


def unfinished_uploads() -> QuerySet[UploadedFile]:
    """Uploads that nobody finished. Wagtail keeps no moment: that of the file counts."""
    until = clock.now() - UNFINISHED.length
    old = [one.pk for one in UploadedFile.objects.order_by("pk") if not _is_younger(one, until)]
    return cast("QuerySet[UploadedFile]", UploadedFile.objects.filter(pk__in=old))


def _is_younger(upload: UploadedFile, moment: datetime) -> bool:
    try:
        return bool(upload.file.storage.get_modified_time(upload.file.name) >= moment)
    except FileNotFoundError:
        return False


def forget_unfinished_uploads() -> int:
    """Remove them with their files; how many."""
    found = list(unfinished_uploads())
    for one in found:
        one.file.delete(save=False)
        one.delete()
    return len(found)


retention.provide(
    retention.Kind(
        name=UNFINISHED.name,
        what=_("Een afbeelding of document dat een medewerker instuurde en niet afmaakte"),
        since=_("nadat het binnenkwam"),
        period=UNFINISHED,
        due=unfinished_uploads,
        forget=forget_unfinished_uploads,
    )
)
