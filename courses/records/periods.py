"""How long the proof of a training elsewhere is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common import clock, retention
from courses.records.models import TrainingElsewhere, TrainingElsewhereFile
from courses.records.services import PROOF

if TYPE_CHECKING:
    from django.db.models import QuerySet


def proofs_to_forget() -> QuerySet[TrainingElsewhere]:
    """Trainings with a proof that staff saw long ago."""
    until = clock.now() - PROOF.length
    return TrainingElsewhere.objects.exclude(file_name="").filter(seen_at__lt=until)


def forget_proofs() -> int:
    """Take these files away; how many."""
    keys = list(proofs_to_forget().values_list("pk", flat=True))
    TrainingElsewhereFile.objects.filter(training__in=keys).delete()
    return TrainingElsewhere.objects.filter(pk__in=keys).update(file_name="", file_size=0)


retention.provide(
    retention.Kind(
        name=PROOF.name,
        what=_("Je bewijs van een training van elders. De training zelf blijft staan"),
        since=_("nadat wij het bekeken"),
        period=PROOF,
        due=proofs_to_forget,
        forget=forget_proofs,
    )
)
