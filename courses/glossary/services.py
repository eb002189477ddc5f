"""What changes the list of hard words in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from courses.common import audit
from courses.glossary.queries import first_words_to_add

if TYPE_CHECKING:
    from courses.common.audit import Actor


@transaction.atomic
def add_first_words(*, actor: Actor = None) -> int:
    """Add the words of the academy's own trainings that are not there yet; says how many.

    A word that is there stays as it is, whatever somebody made of it.
    """
    missing = first_words_to_add()
    for word in missing:
        word.full_clean()
        word.save()
        audit.record(word, "wagtail.create", actor=actor)
    return len(missing)
