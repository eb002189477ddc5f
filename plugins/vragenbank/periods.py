"""How long a file with questions waits for who uploaded it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import clock, retention
from plugins.vragenbank.models import HeldFile

if TYPE_CHECKING:
    from django.db.models import QuerySet

HELD = retention.Period("question_files", default=1, least=1, most=30)


def files_to_forget() -> QuerySet[HeldFile]:
    """Those that nobody took over in time."""
    return HeldFile.objects.filter(held_at__lt=clock.now() - HELD.length)


def forget_files() -> int:
    """Remove them; how many."""
    return retention.delete(files_to_forget())


retention.provide(
    retention.Kind(
        name=HELD.name,
        what=_("Een bestand met toetsvragen dat een medewerker instuurde en niet overnam"),
        is_of_visitors=False,
        since=_("nadat het binnenkwam"),
        period=HELD,
        due=files_to_forget,
        forget=forget_files,
    )
)
