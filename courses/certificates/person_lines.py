"""What certificates add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate
from courses.common import formats
from courses.editions.queries import ForStaff
from courses.people import person_page, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        for one in _SEEN.run(viewer, person=person.pk)
    ]
    yield person_page.Section(_("Certificaten"), rows, _("Nog geen certificaten."))


@timeline.provide
def what_happened(person: User, viewer: User) -> Iterable[timeline.Line]:
    """When a certificate was issued, replaced or revoked, by whom."""
    found = _SEEN.run(viewer, person=person.pk)
    seen = {one.pk: (one.training_title, _url(one, viewer)) for one in found}
    return timeline.logged(Certificate, seen, person=person)


_SEEN: ForStaff[Certificate] = ForStaff(
    # Not the PDF's bytes of twenty years.
    lambda person: (
        Certificate.objects.filter(enrolment__person=person)
        .only("training_title", "issued_at", "replaced_at", "revoked_at")
        .order_by("-issued_at", "-pk")
    ),
    edition="enrolment__edition",
    person=BigIntegerField(),
)


def _url(certificate: Certificate, viewer: User) -> str:
    if not viewer.has_perm("certificates.view_certificate"):
        return ""
    return reverse("certificate_admin", args=[certificate.pk])
