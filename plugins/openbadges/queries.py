"""What others may know of badges: keys, and which do not count any more."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.certificates.models import Certificate, ErasedCertificate
from courses.common import clock
from plugins.openbadges.models import PublishedKey, StatusEntry

TIME_TO_ISSUE = timedelta(hours=1)
"""A badge is made just before its certificate. Until then it is in nobody's hands, so nothing is
said of it: whoever reads the list at that moment may keep what it reads for a while."""


def usable_keys() -> QuerySet[PublishedKey]:
    """The keys that badges may be checked with, the newest first."""
    return PublishedKey.objects.filter(withdrawn_at__isnull=True)


def has_list(number: int) -> bool:
    """Whether there is a list of this number."""
    return StatusEntry.objects.filter(number=number).exists()


def places_that_do_not_count(number: int) -> list[int]:
    """The places in the list of badges whose certificate was revoked, replaced or erased."""
    same = Certificate.objects.filter(code=OuterRef("code"))
    valid = same.filter(revoked_at__isnull=True, replaced_at__isnull=True)
    entries = StatusEntry.objects.filter(~Exists(valid), number=number)
    erased = ErasedCertificate.objects.filter(code=OuterRef("code"))
    of_one_that_was = Q(made_at__lte=clock.now() - TIME_TO_ISSUE) | Exists(same) | Exists(erased)
    return list(entries.filter(of_one_that_was).values_list("index", flat=True))
