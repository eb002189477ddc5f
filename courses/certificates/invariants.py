"""What must be so of certificates: they are what they were when they were issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.certificates import file_checks
from courses.certificates.models import Certificate
from courses.common.invariants import Invariant, Violation, each, provide
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Iterator

CERTIFICATE = _("certificaat")
VALID = Q(revoked_at__isnull=True, replaced_at__isnull=True)


def changed_files() -> Iterator[Violation]:
    """Certificates whose PDF is not the one that was issued. This one reads them all."""
    for one in file_checks.look_at(Certificate.objects.all(), quick=True):
        for damage in one.damage:
            yield Violation(f"{CERTIFICATE} {one.pk}", damage)


def several_that_count() -> Iterator[Violation]:
    """Enrolments with more than one certificate that was not replaced."""
    number = Count("certificates", filter=Q(certificates__replaced_at__isnull=True))
    rows = Enrolment.objects.annotate(number=number).filter(number__gt=1).order_by("pk")
    return each(
        rows.values_list("pk", flat=True),
        _("inschrijving"),
        _("heeft meer dan één certificaat dat telt."),
    )


def replaced_by_none() -> Iterator[Violation]:
    """Certificates that are called replaced and have no successor, or the other way round."""
    successor = Certificate.objects.filter(replaces=OuterRef("pk"))
    marked = Certificate.objects.annotate(has_successor=Exists(successor))
    rows = marked.filter(
        Q(has_successor=True, replaced_at__isnull=True)
        | Q(has_successor=False, replaced_at__isnull=False)
    )
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        CERTIFICATE,
        _("is vervangen, maar het nieuwe is er niet. Of andersom."),
    )


def of_who_did_not_complete() -> Iterator[Violation]:
    """Valid certificates of who has not completed the training."""
    rows = Certificate.objects.filter(VALID).exclude(enrolment__status=EnrolmentStatus.COMPLETED)
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        CERTIFICATE,
        _("is geldig, maar de inschrijving is niet afgerond."),
    )


provide(
    Invariant(
        "certificate_files",
        _("Elk certificaat is het bestand dat is uitgegeven"),
        _("Zet het uit een reservekopie terug. Vervang het anders in het beheer door een nieuw."),
        changed_files,
    ),
    Invariant(
        "certificate_counts",
        _("Elke inschrijving heeft hoogstens één certificaat dat telt"),
        _("Trek in het beheer in wat niet goed is."),
        several_that_count,
    ),
    Invariant(
        "certificate_replaced",
        _("Elk vervangen certificaat heeft een opvolger"),
        _("Vervang het certificaat in het beheer opnieuw."),
        replaced_by_none,
    ),
    Invariant(
        "certificate_completed",
        _("Wie een geldig certificaat heeft, heeft de training afgerond"),
        _("Kijk in het beheer bij het certificaat: trek het in, of verbeter de presentielijst."),
        of_who_did_not_complete,
    ),
)
