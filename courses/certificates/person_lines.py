"""What certificates add to a person's page in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from courses.certificates.enums import CertificateState
from courses.certificates.models import Certificate
from courses.common import formats
from courses.editions.queries import ForStaff
from courses.people import person_page, timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.people.models import User


@person_page.provide_sections
def certificates(person: User, viewer: User) -> Iterable[person_page.Section[Certificate]]:
    """The certificates of somebody: of a trainer only those of the own editions."""
    found = _SEEN.run(viewer, person=person.pk)
    may_open = viewer.has_perm("certificates.view_certificate")
    may_post = may_open and viewer.has_perm("certificates.change_certificate")

    def row(one: Certificate) -> person_page.Row:
        actions = []
        if may_post and one.state == CertificateState.VALID:
            url = reverse("certificate_admin", args=[one.pk])
            actions = [person_page.Action(_("Stuur per post"), f"{url}#per-post")]
        return person_page.Row(
            actions=actions,
            text=one.training_title,
            when=formats.day(one.issued_at),
            state=str(one.state.label),
            url=reverse("certificate_admin", args=[one.pk]) if may_open else "",
        )

    yield person_page.Section(_("Certificaten"), found, row, _("Nog geen certificaten."))


@timeline.provide
def what_happened(person: User, viewer: User, most: int | None) -> Iterable[timeline.Line]:
    """When a certificate was issued, replaced or revoked, by whom."""
    may_open = viewer.has_perm("certificates.view_certificate")
    seen = {
        pk: (title, reverse_lazy("certificate_admin", args=[pk]) if may_open else "")
        for pk, title in _NAMED.run(viewer, person=person.pk)
    }
    return timeline.logged(Certificate, seen, person=person, most=most)


_NAMED: ForStaff[tuple[int, str]] = ForStaff(
    lambda person: Certificate.objects.filter(enrolment__person=person).values_list(
        "pk", "training_title"
    ),
    edition="enrolment__edition",
    person=BigIntegerField(),
)

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
