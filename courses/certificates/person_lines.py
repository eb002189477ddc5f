"""What certificates add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate
from courses.common import formats
from courses.editions.queries import editions_for_staff
from courses.people import person_page, timeline
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from courses.people.models import User


@person_page.provide_sections
def certificates(person: User, viewer: User) -> Iterable[person_page.Section]:
    """The certificates of somebody: of a trainer only those of the own editions."""
    rows = [
        person_page.Row(
            text=one.training_title,
            when=formats.day(one.issued_at),
            state=str(one.state.label),
            url=_url(one, viewer),
        )
        for one in _seen(person, viewer)
    ]
    yield person_page.Section(_("Certificaten"), rows, _("Nog geen certificaten."))


@timeline.provide
def what_happened(person: User, viewer: User) -> Iterable[timeline.Line]:
    """When a certificate was issued, replaced or revoked, by whom."""
    seen = {one.pk: (one.training_title, _url(one, viewer)) for one in _seen(person, viewer)}
    return timeline.logged(Certificate, seen, person=person) if seen else []


def _seen(person: User, viewer: User) -> QuerySet[Certificate]:
    # Not the PDF's bytes of twenty years.
    own = Certificate.objects.filter(enrolment__person=person).defer("pdf", "data")
    if is_coordinator(viewer):
        return own
    return own.filter(enrolment__edition__in=editions_for_staff(viewer).values("pk"))


def _url(certificate: Certificate, viewer: User) -> str:
    if not viewer.has_perm("certificates.view_certificate"):
        return ""
    return reverse("certificate_admin", args=[certificate.pk])
