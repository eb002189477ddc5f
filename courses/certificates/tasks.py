"""Mail about certificates, sent after commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django_tasks import task

from courses.catalogue.mail_texts import Facts, letter_about
from courses.certificates import queries
from courses.common import mail
from courses.plugin_api.contributions.messages import NotificationKind

if TYPE_CHECKING:
    from courses.certificates.models import Certificate


@task()
def tell(certificate_id: int) -> None:
    """Mail the person that the certificate is ready, with the way to it and not the PDF."""
    certificate = (
        queries.certificates()
        .select_related("enrolment__person", "enrolment__edition", "replaces")
        .defer("pdf", "replaces__pdf")
        .filter(pk=certificate_id, revoked_at__isnull=True, replaced_at__isnull=True)
        .first()
    )
    if certificate is None:
        return
    person = certificate.enrolment.person
    if not person.email:
        return
    if certificate.replaces is not None:
        _send("certificate_replaced", certificate)
        return
    url = mail.absolute_url(settings.LOGIN_REDIRECT_URL)
    letter = letter_about(
        NotificationKind.CERTIFICATE,
        training_id=certificate.enrolment.edition.training_id,
        language=person.language,
        facts=Facts(first_name=person.first_name, training=certificate.training_title, url=url),
        context={"person": person, "certificate": certificate, "url": url},
    )
    mail.send(to=person.email, letter=letter, language=person.language)


@task()
def tell_revoked(certificate_id: int) -> None:
    """Mail the person that the certificate was taken back, and why."""
    certificate = (
        queries.certificates()
        .select_related("enrolment__person")
        .filter(pk=certificate_id, revoked_at__isnull=False)
        .first()
    )
    if certificate is not None and certificate.enrolment.person.email:
        _send("certificate_revoked", certificate)


def _send(template: str, certificate: Certificate) -> None:
    person = certificate.enrolment.person
    context = {
        "person": person,
        "certificate": certificate,
        "url": mail.absolute_url(settings.LOGIN_REDIRECT_URL),
    }
    letter = mail.compose(template, context, language=person.language)
    mail.send(to=person.email or "", letter=letter, language=person.language)
