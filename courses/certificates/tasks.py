"""Mail about certificates, sent after commit."""

from __future__ import annotations

from django.conf import settings
from django_tasks import task

from courses.certificates import queries
from courses.common import mail


@task()
def tell(certificate_id: int) -> None:
    """Mail the person that the certificate is ready, with the way to it and not the PDF."""
    certificate = (
        queries.certificates()
        .select_related("enrolment__person")
        .filter(pk=certificate_id, revoked_at__isnull=True)
        .first()
    )
    if certificate is None:
        return
    person = certificate.enrolment.person
    if not person.email:
        return
    mail.send(
        to=person.email,
        template="certificate_ready",
        context={
            "person": person,
            "certificate": certificate,
            "url": mail.absolute_url(settings.LOGIN_REDIRECT_URL),
        },
        language=person.language,
    )
