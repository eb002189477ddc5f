"""What changes the plugin's data."""

from __future__ import annotations

from django.db import transaction

from $slug.models import Note
from courses.common import clock


@transaction.atomic
def keep_note(*, person_id: int, training_id: int, text: str) -> None:
    """Keep what somebody wrote, in the place of what was there; an empty text removes it."""
    if not text:
        Note.objects.filter(person=person_id, training=training_id).delete()
        return
    Note.objects.update_or_create(
        person_id=person_id,
        training_id=training_id,
        defaults={"text": text, "changed_at": clock.now()},
    )


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Remove everything about a person."""
    Note.objects.filter(person=person_id).delete()
