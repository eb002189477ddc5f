"""Questions about certificates that more than one place asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from courses.attendance import queries as attendance
from courses.catalogue.enums import EventKind
from courses.certificates import codes, file_checks
from courses.certificates.enums import TRANSITIONS, CertificateState, CriterionState, Doubt
from courses.certificates.models import Certificate, ErasedCertificate, WaitingCertificate
from courses.common import clock
from courses.common.statements import Parameter, Statement
from courses.common.text import plain_text
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.completion import (
    CompletionContext,
    CompletionCriterion,
    Met,
    NotAsked,
    NotYet,
)
from courses.plugin_host import asking, records, registry

if TYPE_CHECKING:
    from courses.people.models import User
    from courses.plugin_host.asking import Provider


FETCHED = "fetched_certificates"
"""Where the session keeps which certificates somebody fetched, so as not to ask for that again. It
goes when they sign out."""


@dataclass(frozen=True)
class Criterion:
    """How it stands with one thing that the training asks of a participant.

    `reason` is a plain sentence on what is still to do; empty when the criterion is met. What is
    not asked here is met, and nothing to tell a participant.
    """

    key: str
    label: str
    state: CriterionState
    reason: str = ""
    is_asked: bool = True

    @property
    def is_met(self) -> bool:
        return self.state == CriterionState.MET


def progress(enrolment: Enrolment) -> list[Criterion]:
    """Everything that the training asks for a certificate, and how far this participant is.

    Give the enrolment with its edition (`select_related("edition")`).
    """
    training_id = enrolment.edition.training_id
    criteria = asking.here(CompletionCriterion, training_id)
    return [_criterion(criterion, enrolment) for criterion in criteria] + [
        Criterion(slug, records.title_of(slug), CriterionState.UNDETERMINED)
        for slug in criteria.silent
    ]


def when_it_comes(enrolment: Enrolment, criteria: list[Criterion]) -> str:
    """What somebody who did everything waits for; empty for others."""
    if not all(criterion.is_met for criterion in criteria):
        return ""
    kept_back = waiting().filter(pk=enrolment.pk).first()
    if kept_back is not None:
        return gettext(
            "Je hebt alles gedaan, maar wij kunnen je certificaat nog niet maken. %(reason)s. "
            "Bel of mail het Infopunt."
        ) % {"reason": kept_back.reason}
    return gettext(
        "Je hebt alles gedaan. Je certificaat komt als je trainer de lijst heeft afgerond, "
        "en anders de dag na de laatste bijeenkomst."
    )


def is_complete(enrolment: Enrolment) -> bool:
    """Whether all that the training asks is met. What cannot be determined is not met."""
    return all(criterion.is_met for criterion in progress(enrolment))


def can_get_certificate(enrolment: Enrolment) -> bool:
    """Whether it is a training, the last session is over, the list of who was there counts, and
    all is met."""
    edition = enrolment.edition
    return enrolment.status in TAKES_PART and can_issue(edition) and is_complete(enrolment)


def without_certificate(*, days: int | None) -> QuerySet[Enrolment]:
    """Who took part in an edition that ended in the last `days` days, and has no certificate.

    Only where the list of who was there counts.
    """
    now = clock.now()
    settled = Edition.objects.filter(
        attendance.whose_list_counts(),
        training__kind=EventKind.TRAINING,
        status=EditionStatus.OPEN,
        ends_at__lte=now,
    )
    enrolments = Enrolment.objects.filter(
        status__in=TAKES_PART, certificates__isnull=True, edition__in=settled
    )
    if days is not None:
        enrolments = enrolments.filter(edition__ends_at__gt=now - timedelta(days=days))
    return enrolments.order_by("edition__ends_at", "pk")


def certificates() -> QuerySet[Certificate]:
    """All certificates without their PDFs, which no list needs."""
    return Certificate.objects.defer("pdf")


def current(enrolment_id: int) -> Certificate | None:
    """The enrolment's certificate that was not replaced; it may have been revoked."""
    found = certificates().filter(enrolment=enrolment_id, replaced_at__isnull=True)
    return _with_language(found).first()


def _with_language(found: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Certificates that know what they are written in, without asking for each."""
    return found.annotate(spoken=F("enrolment__edition__language"))


def who_took_part(edition: Edition) -> QuerySet[Enrolment]:
    """Who had a seat in the edition, by name, with certificates and what keeps them waiting."""
    return (
        Enrolment.objects.filter(edition=edition, status__in=TAKES_PART)
        .select_related("person", "waiting_certificate")
        .prefetch_related(Prefetch("certificates", certificates()))
        .order_by("person__sort_name", "pk")
    )


def can_issue(edition: Edition) -> bool:
    """Whether there is something to issue: the edition is over and its list counts."""
    return edition.training.is_training and edition.is_past and attendance.counts(edition)


def valid_with_files(edition: Edition) -> QuerySet[Certificate]:
    """The valid certificates of an edition with their PDFs, by name."""
    return Certificate.objects.filter(
        enrolment__edition=edition, revoked_at__isnull=True, replaced_at__isnull=True
    ).order_by("enrolment__person__sort_name", "pk")


def valid_without_files(edition: Edition) -> list[Certificate]:
    """The same without their PDFs."""
    return list(valid_with_files(edition).defer("pdf"))


def certificates_of(person: User) -> QuerySet[Certificate]:
    """A person's certificates, the latest first; revoked ones too, but not replaced ones."""
    return _certificates_of(person.pk)


def _certificates_of(person: int | Parameter) -> QuerySet[Certificate]:
    found = certificates().filter(enrolment__person=person, replaced_at__isnull=True)
    return _with_language(found)


_OWN = Statement(_certificates_of, person=BigIntegerField())


def own_certificates(person: User) -> list[Certificate]:
    """As `certificates_of`, for the page that everybody opens most."""
    return _OWN.run(person=person.pk)


def in_doubt() -> QuerySet[Certificate]:
    """Certificates of which the list says something else by now, the oldest first.

    Valid ones that are not right any more, and revoked ones that were earned after all.
    """
    earned_again = Q(revoked_at__isnull=False, doubt=Doubt.EARNED_AGAIN)
    return (
        certificates()
        # One of these, rather than any: that the database finds by its index.
        .filter(doubt__in=Doubt.values)
        .filter(earned_again | Q(revoked_at__isnull=True), replaced_at__isnull=True)
        .order_by("issued_at", "pk")
    )


def waiting() -> QuerySet[WaitingCertificate]:
    """Certificates that cannot be made, with why; the longest waiting first."""
    return WaitingCertificate.objects.select_related(
        "enrolment__person", "enrolment__edition__training"
    )


def waiting_by_reason() -> list[tuple[str, list[WaitingCertificate]]]:
    """Certificates that cannot be made, those with the same reason together: a key that cannot be
    used keeps whole editions."""
    found: dict[str, list[WaitingCertificate]] = {}
    for one in waiting():
        found.setdefault(one.reason, []).append(one)
    return list(found.items())


def is_as_issued(content: bytes, certificate: Certificate) -> bool:
    """Whether these are the very bytes that were issued."""
    return file_checks.digest(content) == certificate.sha256


def may_become(certificate: Certificate, state: CertificateState) -> bool:
    """Whether a certificate can go to this state.

    One that was not earned, by the list of who was there, is not replaced.
    """
    if state == CertificateState.REPLACED and certificate.doubt == Doubt.NOT_EARNED:
        return False
    return state in TRANSITIONS[certificate.state]


def find(code: str) -> Certificate | None:
    """The certificate with this code, however it was typed."""
    known = codes.normalise(code)
    if known is None:
        return None
    return (
        Certificate.objects.select_related("enrolment__edition", "replaced_by", "replaces")
        .defer("pdf", "replaced_by__pdf", "replaces__pdf")
        .filter(code=known)
        .first()
    )


def find_erased(code: str) -> ErasedCertificate | None:
    """What is left of the certificate with this code, if its owner was erased."""
    return ErasedCertificate.objects.filter(code=codes.normalise(code) or "").first()


def _criterion(asked: Provider[CompletionCriterion], enrolment: Enrolment) -> Criterion:
    """Ask the plugin; when it fails nothing is known, so nothing is given or taken."""
    context = CompletionContext(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        edition_id=enrolment.edition_id,
        training_id=enrolment.edition.training_id,
        settings=asked.settings,
    )

    def ask(contribution: CompletionCriterion) -> Criterion:
        label = plain_text(contribution.label)
        answer = contribution.evaluate(context)
        if isinstance(answer, Met):
            is_asked = not isinstance(answer, NotAsked)
            return Criterion(asked.entry.key, label, CriterionState.MET, is_asked=is_asked)
        if isinstance(answer, NotYet):
            reason = plain_text(answer.reason)
            return Criterion(asked.entry.key, label, CriterionState.NOT_YET, reason)
        raise TypeError(f"evaluate() gave {type(answer).__name__}, not Met or NotYet")

    title = registry.title_of(asked.plugin)
    unknown = Criterion(asked.entry.key, title, CriterionState.UNDETERMINED)
    return asked.ask(ask, default=unknown)
