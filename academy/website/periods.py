"""How long is kept what staff leave behind in the administration: uploads and forms that they did
not finish, and who has a page open. And what stays of their work."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
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


def old_forms() -> QuerySet[FormState]:
    """What somebody typed for a preview and did not save. Wagtail removes such rows when the next
    one is made, and needs none that is older than a day."""
    until = clock.now() - FormState.STALE_TIMEOUT
    return cast("QuerySet[FormState]", FormState.objects.filter(last_updated_at__lt=until))


def ended_sessions() -> QuerySet[EditingSession]:
    """Who had a page open to edit. Wagtail removes these rows when somebody edits the next time."""
    until = clock.now() - EditingSession.STALE_TIMEOUT
    return cast("QuerySet[EditingSession]", EditingSession.objects.filter(last_seen_at__lt=until))


retention.provide(
    retention.Kind(
        name="unsaved_forms",
        what=_("Wat een medewerker in een formulier typte en niet bewaarde"),
        is_of_visitors=False,
        since=_("een dag na de laatste verandering"),
        due=old_forms,
        forget=lambda: retention.delete(old_forms()),
    ),
    retention.Kind(
        name="open_editors",
        what=_("Welke medewerker een pagina open heeft staan"),
        is_of_visitors=False,
        since=_("een uur nadat de pagina dicht is"),
        due=ended_sessions,
        forget=lambda: retention.delete(ended_sessions()),
    ),
    retention.Kind(
        name=UNFINISHED.name,
        what=_("Een afbeelding of document dat een medewerker instuurde en niet afmaakte"),
        is_of_visitors=False,
        since=_("nadat het binnenkwam"),
        period=UNFINISHED,
        due=unfinished_uploads,
        forget=forget_unfinished_uploads,
    ),
)

retention.keep(
    retention.Staying(
        name="log",
        what=_("Het logboek: welke medewerker wat veranderde, en wanneer"),
        why=_(
            "zo kunnen we later nagaan wat er gebeurde. Als een account weg is, staat de naam er "
            "niet meer bij"
        ),
    ),
    retention.Staying(
        name="versions",
        what=_("Oude versies van een pagina, en wie ze maakte"),
        why=_("zo kunnen we een oude tekst terugzetten. Ook hier gaat de naam weg met het account"),
    ),
    retention.Staying(
        name="comments",
        what=_("Opmerkingen van medewerkers bij een tekst"),
        why=_("ze horen bij het werk aan die tekst. Ze gaan weg met de tekst of met het account"),
    ),
)
