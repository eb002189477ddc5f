"""Everything that changes what somebody says to have followed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, names, pdf
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.common.uploads import accepted_file
from courses.people import services as people_services
from courses.people.models import User
from courses.records.models import TrainingElsewhere, TrainingElsewhereFile

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.core.files.uploadedfile import UploadedFile

MOST = 40
"""How many one person may have; each may have a file."""

LONGEST = 160
PROOF = Period("training_proofs", default=365, least=28, most=3 * 365)
"""How long after staff saw it: a proof is handed in to be looked at. What somebody followed stays
in the record without it."""


@transaction.atomic
def save_elsewhere(
    *,
    person: User,
    title: str,
    organisation: str,
    day: date,
    hours: Decimal | None = None,
    upload: UploadedFile[bytes] | None = None,
    forget_file: bool = False,
    elsewhere: TrainingElsewhere | None = None,
) -> TrainingElsewhere:
    """Keep what somebody followed elsewhere; or `elsewhere`, which is the person's own, anew.

    What changes was not seen by staff any more. A new file takes the place of the old one.

    Raises:
        Refusal: it is gone meanwhile; there are enough; something is missing, too long, cannot be
            printed or is not to come yet; or the file is not accepted.
    """
    # The parent row: two first ones at once would not find each other.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    own = TrainingElsewhere.objects.filter(person=person)
    one = TrainingElsewhere(person=person)
    if elsewhere is not None:
        found = own.select_for_update().filter(pk=elsewhere.pk).first()
        if found is None:
            raise Refusal(_("Deze training is intussen weggehaald."))
        one = found
    elif own.count() >= MOST:
        raise Refusal(
            _("Je hebt al %(most)d trainingen van elders. Haal er eerst een weg.") % {"most": MOST}
        )
    one.title = _checked(title, "title")
    one.organisation = _checked(organisation, "organisation")
    if day > clock.today():
        raise Refusal(_("Kies een dag die voorbij is."), field="day")
    if hours is not None and not 0 < hours <= 1000:
        raise Refusal(_("Vul een aantal uren in van 0,5 tot en met 1000."), field="hours")
    one.day, one.hours = day, hours
    one.seen_at = one.seen_by = None
    file = accepted_file(upload) if upload is not None else None
    if file is not None:
        one.file_name, one.file_size = file.name, len(file.content)
    elif forget_file:
        one.file_name, one.file_size = "", 0
    one.save()
    if file is not None or forget_file:
        TrainingElsewhereFile.objects.filter(training=one).delete()
    if file is not None:
        TrainingElsewhereFile.objects.create(training=one, content=file.content)
    return one


def _checked(text: str, field: str) -> str:
    # Spaces in one, and nothing that is not seen or turns the direction of what follows.
    text = names.tidy(text)
    if not text:
        raise Refusal(_("Vul dit in."), field=field)
    if len(text) > LONGEST:
        raise Refusal(_("Houd het korter: ten hoogste 160 tekens."), field=field)
    wrong = names.refused_characters(text) + pdf.characters_without_font(text)
    if wrong:
        raise Refusal(
            _("Deze tekens kunnen niet in je overzicht staan: %(characters)s")
            % {"characters": names.in_sentence(wrong)},
            field=field,
        )
    return text


@transaction.atomic
def remove_elsewhere(*, elsewhere: TrainingElsewhere) -> None:
    """Throw it away, with its file. Safe to repeat."""
    people_services.forget_names(model=TrainingElsewhere, keys=[elsewhere.pk])
    TrainingElsewhere.objects.filter(pk=elsewhere.pk).delete()


@transaction.atomic
def mark_seen(*, elsewhere: TrainingElsewhere, seen: bool, actor: User) -> None:
    """Say that staff looked at it, or that nobody did after all. Safe to repeat.

    Raises:
        Refusal: it is gone meanwhile, or one's own.
    """
    found = TrainingElsewhere.objects.select_for_update().filter(pk=elsewhere.pk).first()
    if found is None:
        raise Refusal(_("Deze training is intussen weggehaald."))
    if found.person_id == actor.pk:
        raise Refusal(_("Dit is van jezelf. Vraag een collega om ernaar te kijken."))
    if (found.seen_at is not None) == seen:
        return
    found.seen_at, found.seen_by = (clock.now(), actor) if seen else (None, None)
    found.save(update_fields=["seen_at", "seen_by"])
    audit.record(found, "records.seen" if seen else "records.not_seen", actor=actor)


@transaction.atomic
def erase_elsewhere(*, person_id: int) -> int:
    """Throw away all of somebody; how many."""
    keys = list(TrainingElsewhere.objects.filter(person=person_id).values_list("pk", flat=True))
    people_services.forget_names(model=TrainingElsewhere, keys=keys)
    TrainingElsewhere.objects.filter(pk__in=keys).delete()
    return len(keys)
