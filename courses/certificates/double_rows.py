"""What becomes of what two accounts both have, when they become one: of certificates."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate
from courses.common import clock
from courses.common.errors import Refusal
from courses.people import merge_rules


def newest_counts(own: Certificate, other: Certificate) -> None:
    """Of two certificates for one enrolment the newest that was not revoked counts; it says of the
    other that it takes its place. Neither is lost.

    Raises:
        Refusal: it stands in the place of another already.
    """
    rest, counts = sorted((own, other), key=lambda one: (one.revoked_at is None, one.issued_at))
    if counts.replaces_id is not None:
        raise Refusal(
            _(
                "Beide accounts hebben een certificaat voor “%(training)s”, en het nieuwste "
                "vervangt al een ander. Samenvoegen kan dan niet. Vraag een technisch beheerder om "
                "hulp."
            )
            % {"training": own.training_title}
        )
    reason = gettext("Twee accounts van één persoon zijn samengevoegd.")
    # The new one only counts once the old one does not any more.
    Certificate.objects.filter(pk=rest.pk).update(
        replaced_at=clock.now(), replace_reason=reason, doubt=""
    )
    Certificate.objects.filter(pk=counts.pk).update(replaces=rest.pk)
    if own.hides_name or other.hides_name:
        # Who chose that once, meant both: the old code would tell the name.
        Certificate.objects.filter(pk__in=[own.pk, other.pk]).update(hides_name=True)


merge_rules.provide("certificates.Certificate.enrolment", newest_counts)
merge_rules.provide("certificates.WaitingCertificate.enrolment", merge_rules.drop_other)
merge_rules.provide("certificates.CertificateBatch.started_by")
