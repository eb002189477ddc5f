"""Everything that changes a certificate."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from courses.attendance.queries import presence
from courses.certificates import queries, rendering, tasks
from courses.certificates.codes import new_code
from courses.certificates.models import Certificate
from courses.certificates.rendering import Rendered
from courses.common import audit, clock, formats, mail
from courses.common.errors import Refusal
from courses.enrolment import services as enrolment_services
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions import CertificateData

logger = logging.getLogger(__name__)

LOOK_BACK_DAYS = 60
"""How long after an edition's end we keep looking by the clock. Whoever finishes a lesson later
gets the certificate at that moment, without the clock."""


def issue_if_complete(*, enrolment_id: int) -> Certificate | None:
    """Give the participant a certificate when the last session is over and all is met.

    Safe to run twice, also at the same moment: the certificate that exists is returned. None
    when there is nothing to issue (yet).

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
    """
    existing = queries.certificates().filter(enrolment=enrolment_id).first()
    if existing is not None:
        return existing
    enrolment = (
        Enrolment.objects.select_related("person", "edition__training__partner")
        .filter(pk=enrolment_id)
        .first()
    )
    if enrolment is None or not queries.can_get_certificate(enrolment):
        return None
    # Making the PDF is the slow part, so nobody waits for a lock meanwhile.
    data = _data(enrolment)
    rendered = rendering.render(data, enrolment.edition.training_id)
    try:
        return _keep(enrolment, data, rendered)
    except Refusal:
        # While the PDF was made, the participant was taken out or marked absent after all.
        return None


@transaction.atomic
def _keep(enrolment: Enrolment, data: CertificateData, rendered: Rendered) -> Certificate:
    # `complete` locks the edition: of two who come here at once, the second finds what the
    # first made. What was complete before the PDF was made may not be so any more; a refusal
    # undoes the completion too.
    enrolment = enrolment_services.complete(enrolment=enrolment)
    existing = queries.certificates().filter(enrolment=enrolment).first()
    if existing is not None:
        return existing
    if not queries.is_complete(enrolment):
        raise Refusal(_("Nog niet alles is af."))
    certificate = Certificate.objects.create(
        enrolment=enrolment,
        code=data.code,
        issued_at=clock.now(),
        person_name=data.name,
        training_title=data.training,
        data=data.as_json(),
        template_version=rendered.template_version,
        pdf=rendered.pdf,
        sha256=hashlib.sha256(rendered.pdf).hexdigest(),
    )
    audit.record(certificate, "certificate.issue")
    pk = certificate.pk
    transaction.on_commit(lambda: tasks.tell.enqueue(pk), robust=True)
    return certificate


def issue_due(*, days: int | None = LOOK_BACK_DAYS) -> int:
    """Issue what has become due by the clock; returns how many certificates.

    Looks at editions that ended in the last `days` days (None: at all). One participant whose
    certificate fails does not keep the others waiting.
    """
    issued = 0
    due = queries.without_certificate(days=days).values_list("pk", flat=True)
    for enrolment_id in list(due):
        try:
            issued += issue_if_complete(enrolment_id=enrolment_id) is not None
        except Exception:
            logger.exception("No certificate could be made for enrolment %s", enrolment_id)
    return issued


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, actor: Any) -> Certificate:
    """Take a certificate back. Its check page stays, and says so with the reason.

    Raises:
        Refusal: no reason, a reason of more than 250 signs, or it has been revoked already.
    """
    locked = Certificate.objects.defer("pdf").select_for_update().get(pk=certificate.pk)
    reason = " ".join(reason.split())
    if locked.revoked_at is not None:
        raise Refusal(_("Dit certificaat is al ingetrokken."))
    if not reason:
        raise Refusal(_("Schrijf waarom je het certificaat intrekt."), field="reason")
    if len(reason) > 250:
        raise Refusal(_("Houd de reden korter: ten hoogste 250 tekens."), field="reason")
    locked.revoked_at = clock.now()
    locked.revoke_reason = reason
    locked.save(update_fields=["revoked_at", "revoke_reason"])
    audit.record(locked, "certificate.revoke", actor=actor, reason=reason)
    return locked


def _data(enrolment: Enrolment) -> CertificateData:
    """What the certificate will say, as it is now."""
    edition, training = enrolment.edition, enrolment.edition.training
    attended = presence(enrolment_id=enrolment.pk, edition_id=edition.pk).minutes
    minutes = attended or training.minutes
    code = new_code()
    with override("nl"):
        place = gettext("Online") if edition.is_online else edition.venue
    return CertificateData(
        name=enrolment.person.name,
        training=training.title,
        partner=training.partner.name if training.partner else "",
        first_day=timezone.localdate(edition.starts_at).isoformat(),
        last_day=timezone.localdate(edition.ends_at).isoformat(),
        issued_on=clock.today().isoformat(),
        minutes=minutes,
        hours=str(formats.hours(minutes)),
        place=place,
        edition=edition.pk,
        code=code,
        check_url=mail.absolute_url(reverse("certificates:check", args=[code])),
    )
