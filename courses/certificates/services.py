"""Everything that changes a certificate."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from courses.attendance.queries import presence
from courses.certificates import file_checks, notice_kinds, queries, rendering
from courses.certificates.codes import new_code
from courses.certificates.enums import CertificateState, Doubt, sheet_language
from courses.certificates.models import Certificate, ErasedCertificate, WaitingCertificate
from courses.certificates.signing import SigningUnavailable
from courses.common import audit, clock, formats, mail, names, pdf
from courses.common.errors import Refusal
from courses.enrolment import services as enrolment_services
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.notices.services import notify, write_letter
from courses.people import services as people_services
from courses.people.enums import ContactWay
from courses.plugin_api.contributions.certificates import CertificateData
from courses.plugin_api.events import CertificateIssued, publish
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.certificates.rendering import Rendered
    from courses.people.models import User
    from courses.plugin_api.contributions.base import Text

logger = logging.getLogger(__name__)

LOOK_BACK_DAYS = 60
"""How long after an edition's end we keep looking by the clock. Whoever finishes a lesson later
gets the certificate at that moment, without the clock."""


NOT_MADE = (pdf.MissingGlyphs, pdf.TooLong, SigningUnavailable)
"""Why this certificate cannot be made, while others can."""


def issue_if_complete(*, enrolment_id: int) -> Certificate | None:
    """Give the participant a certificate when the list of who was there counts and all is met.

    Safe to run twice, also at the same moment: the certificate that exists is returned. None
    when there is nothing to issue (yet), or when it must wait because no PDF can be made of it;
    the coordinators then read why (`WaitingCertificate`).

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
    """
    existing = queries.current(enrolment_id)
    if existing is not None:
        return existing
    enrolment = (
        Enrolment.objects.select_related(
            "person", "edition__training__partner", "waiting_certificate"
        )
        .filter(pk=enrolment_id)
        .first()
    )
    if enrolment is None:
        return None
    if not queries.can_get_certificate(enrolment):
        # It cannot be what keeps it any more: something is asked that is not done.
        if hasattr(enrolment, "waiting_certificate"):
            enrolment.waiting_certificate.delete()
        return None
    # Making the PDF is the slow part, so nobody waits for a lock meanwhile.
    data = _data(enrolment)
    try:
        rendered = rendering.render(data, enrolment.edition.training_id)
        return _issue(enrolment, data, rendered)
    except NOT_MADE as no:
        if isinstance(no, SigningUnavailable):
            logger.error("No certificate can be signed: %s", no)
        with override("nl"):
            _let_wait(enrolment, _why_not_made(no))
        return None
    except Refusal:
        # While the PDF was made, the participant was taken out or marked absent after all.
        return None


def issue_by_hand(*, enrolment_id: int, reason: str, actor: User) -> Certificate:
    """Give a certificate to a participant who did not do all that the training asks.

    Only once the list of who was there counts. `reason` is for staff: it stays with the
    certificate, on no page that others see.

    Raises:
        Refusal: no reason, or one of more than 250 characters; there is a certificate already, or
            one was taken back; all is done, so it needs no reason; it is no training, the list
            does not count yet, or the person does not take part; it would be one's own; or the
            name cannot be printed.
        PdfUnavailable: this machine cannot make PDFs.
    """
    reason = checked_exception(reason)
    enrolment = Enrolment.objects.select_related("person", "edition__training__partner").get(
        pk=enrolment_id
    )
    _refuse_by_hand(enrolment, actor)
    data = _data(enrolment)
    rendered = _rendered(data, enrolment)
    return _issue_by_hand(enrolment, data, rendered, reason=reason, actor=actor)


def checked_exception(reason: str) -> str:
    """The reason to give a certificate by hand, as it is kept.

    Raises:
        Refusal: there is none, or it is longer than 250 characters.
    """
    return _checked(reason, _("Schrijf waarom deze deelnemer toch een certificaat krijgt."))


def _refuse_by_hand(enrolment: Enrolment, actor: User) -> None:
    if enrolment.person_id == actor.pk:
        raise Refusal(_("Je kunt jezelf geen certificaat geven. Vraag het een collega."))
    if enrolment.status not in TAKES_PART:
        raise Refusal(_("Deze persoon doet niet mee."))
    if not queries.can_issue(enrolment.edition):
        raise Refusal(_("Dit kan pas als de training voorbij is en de presentielijst klaar is."))
    _refuse_second(enrolment)
    if queries.is_complete(enrolment):
        raise Refusal(
            _("Deze deelnemer heeft alles gedaan. Het certificaat komt vanzelf, zonder reden.")
        )


def _refuse_second(enrolment: Enrolment) -> None:
    existing = queries.current(enrolment.pk)
    if existing is None:
        return
    if existing.is_valid:
        raise Refusal(_("Deze deelnemer heeft al een certificaat."))
    raise Refusal(
        _("Het certificaat van deze deelnemer is ingetrokken. Open het en maak daar een nieuw.")
    )


@transaction.atomic
def _issue_by_hand(
    enrolment: Enrolment, data: CertificateData, rendered: Rendered, *, reason: str, actor: User
) -> Certificate:
    # Locks the edition, as where certificates come by themselves: two at once make one.
    enrolment = enrolment_services.complete(enrolment=enrolment, actor=actor)
    _refuse_second(enrolment)
    return _keep(enrolment, data, rendered, exception_reason=reason, actor=actor)


@transaction.atomic
def _issue(enrolment: Enrolment, data: CertificateData, rendered: Rendered) -> Certificate:
    # `complete` locks the edition: of two who come here at once, the second finds what the
    # first made. What was complete before the PDF was made may not be so any more; a refusal
    # undoes the completion too.
    enrolment = enrolment_services.complete(enrolment=enrolment)
    existing = queries.current(enrolment.pk)
    if existing is not None:
        return existing
    if not queries.is_complete(enrolment):
        raise Refusal(_("Nog niet alles is af."))
    return _keep(enrolment, data, rendered)


def _keep(
    enrolment: Enrolment,
    data: CertificateData,
    rendered: Rendered,
    *,
    replaces: Certificate | None = None,
    exception_reason: str = "",
    actor: User | None = None,
) -> Certificate:
    """Freeze what was made, and tell the person after commit."""
    certificate = Certificate.objects.create(
        enrolment=enrolment,
        replaces=replaces,
        code=data.code,
        issued_at=clock.now(),
        person_name=data.name,
        training_title=data.training,
        data=data.as_json(),
        template_version=rendered.template_version,
        pdf=rendered.pdf,
        sha256=file_checks.digest(rendered.pdf),
        signed_by=rendered.signed_by[:200],
        attachments=list(rendered.attachments),
        exception_reason=exception_reason,
        hides_name=replaces is not None and replaces.hides_name,
    )
    WaitingCertificate.objects.filter(enrolment=enrolment).delete()
    if exception_reason and replaces is None:
        audit.record(certificate, "certificate.by_hand", actor=actor, reason=exception_reason)
    else:
        audit.record(certificate, "certificate.issue", actor=actor)
    kind = notice_kinds.REPLACED if replaces is not None else notice_kinds.READY
    _tell(certificate, kind, actor=actor)
    publish(
        CertificateIssued(
            training_id=enrolment.edition.training_id, enrolment_id=certificate.enrolment_id
        )
    )
    return certificate


def _tell(certificate: Certificate, kind: str, *, actor: User | None) -> None:
    enrolment = certificate.enrolment
    notify(
        person=enrolment.person,
        kind=kind,
        key=str(certificate.pk),
        edition=enrolment.edition,
        facts={"certificate": certificate.pk},
        actor=actor,
    )


def letters_with(certificate: Certificate) -> QuerySet[Notice]:
    """The letters in which this certificate was or will be enclosed, the last first."""
    return Notice.objects.filter(
        person=certificate.enrolment.person,
        kind=notice_kinds.READY,
        way=ContactWay.LETTER,
        facts__certificate=certificate.pk,
    ).order_by("-created_at")


def send_by_post(*, certificate: Certificate, actor: User | None) -> Notice:
    """Have the certificate sent in an envelope, with the letter that others get with theirs.

    Asked for again while the letter waits, it stays one letter.

    Raises:
        Refusal: we have no address.
    """
    enrolment = certificate.enrolment
    printed = letters_with(certificate).filter(state=NoticeState.SENT).count()
    return write_letter(
        person=enrolment.person,
        kind=notice_kinds.READY,
        key=f"{certificate.pk} by post {printed}",
        edition=enrolment.edition,
        facts={"certificate": certificate.pk},
        actor=actor,
    )


@transaction.atomic
def _let_wait(enrolment: Enrolment, reason: str) -> None:
    """Keep why a certificate cannot be made; nobody else says so."""
    WaitingCertificate.objects.update_or_create(
        enrolment=enrolment,
        defaults={"reason": reason},
        create_defaults={"reason": reason, "since": clock.now()},
    )


def _why_not_made(no: Exception) -> str:
    if isinstance(no, pdf.MissingGlyphs):
        return gettext("Deze tekens kunnen niet op een certificaat staan: %(characters)s") % {
            "characters": names.in_sentence(no.characters[:8])
        }
    if isinstance(no, pdf.TooLong):
        return gettext(
            "De titel van de training, de plaats of de organisatie is te lang: op het certificaat "
            "zouden de letters te klein worden."
        )
    return (gettext("Het certificaat kan niet worden ondertekend. %(why)s") % {"why": no})[:250]


def issue_for_list(*, edition_id: int) -> int:
    """Issue what follows from a list that was closed; returns how many certificates."""
    return _issue_all(queries.without_certificate(days=None).filter(edition=edition_id))


def issue_due(*, days: int | None = LOOK_BACK_DAYS) -> int:
    """Issue what has become due by the clock; returns how many certificates.

    Looks at editions that ended in the last `days` days (None: at all). One participant whose
    certificate fails does not keep the others waiting.
    """
    return _issue_all(queries.without_certificate(days=days))


def _issue_all(due: QuerySet[Enrolment]) -> int:
    issued = 0
    for enrolment_id in list(due.values_list("pk", flat=True)):
        try:
            issued += issue_if_complete(enrolment_id=enrolment_id) is not None
        except Exception:
            logger.exception("No certificate could be made for enrolment %s", enrolment_id)
    return issued


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, actor: User | None) -> Certificate:
    """Take a certificate back. Its check page stays, and says so with the reason.

    Who had not earned it by the corrected list, or had it by hand, has not completed the training
    any more.

    Raises:
        Refusal: no reason, a reason of more than 250 characters, or it was revoked or replaced.
    """
    # The edition first, as where certificates are issued: two orders would wait for each other.
    enrolment_services.count_seats(edition=certificate.enrolment.edition)
    locked = _lock(certificate)
    reason = _checked(reason, _("Schrijf waarom je het certificaat intrekt."))
    _refuse_unless(locked, CertificateState.REVOKED)
    locked.revoked_at = clock.now()
    locked.revoke_reason = reason
    locked.save(update_fields=["revoked_at", "revoke_reason"])
    audit.record(locked, "certificate.revoke", actor=actor, reason=reason)
    if locked.doubt == Doubt.NOT_EARNED or _stands_on_a_reason_alone(locked):
        enrolment_services.undo_completion(enrolment=locked.enrolment, actor=actor)
    _tell(locked, notice_kinds.REVOKED, actor=actor)
    return locked


def _stands_on_a_reason_alone(certificate: Certificate) -> bool:
    """Whether it was given by hand, and what the training asks is still not done."""
    return bool(certificate.exception_reason) and not queries.is_complete(certificate.enrolment)


@transaction.atomic
def choose_name(*, certificate: Certificate, hide: bool, actor: User | None) -> None:
    """Let the check page tell whose certificate it is, or not; what was issued stays as it is.

    Holds for those that it replaced too, and for what replaces it later: else an old code would
    tell the name after all. Safe to repeat.
    """
    locked = _lock(certificate)
    chain = Certificate.objects.filter(enrolment=locked.enrolment_id)
    if not chain.exclude(hides_name=hide).update(hides_name=hide):
        return
    action = "certificate.hide_name" if hide else "certificate.show_name"
    audit.record(locked, action, actor=actor)


def replace(
    *, certificate: Certificate, reason: str, first_name: str, last_name: str, actor: User | None
) -> Certificate:
    """Issue a new certificate, with a new code, in the place of one that is wrong.

    It says what is so now, and names the old one. The old one stays as it is; its check page says
    by which it was replaced and why. The name becomes the person's name everywhere.

    Raises:
        Refusal: no reason or name; it has been replaced; by the list of who was there it was not
            earned; somebody changed something meanwhile; or the name cannot be printed.
        PdfUnavailable: this machine cannot make PDFs.
    """
    reason = _checked(reason, _("Schrijf waarom er een nieuw certificaat komt."))
    found = (
        queries.certificates()
        .select_related("enrolment__person", "enrolment__edition__training__partner")
        .get(pk=certificate.pk)
    )
    _refuse_unless(found, CertificateState.REPLACED)
    enrolment = found.enrolment
    enrolment.person.first_name, enrolment.person.last_name = first_name, last_name
    data = _data(enrolment)
    rendered = _rendered(data, enrolment, replaces=found.code)
    return _put_in_place(found, data, rendered, reason=reason, actor=actor)


def _rendered(data: CertificateData, enrolment: Enrolment, *, replaces: str = "") -> Rendered:
    """The PDF, for who waits for it; what cannot be made is refused."""
    try:
        return rendering.render(data, enrolment.edition.training_id, replaces=replaces)
    except NOT_MADE as no:
        raise Refusal(_why_not_made(no)) from no


@transaction.atomic
def _put_in_place(
    old: Certificate, data: CertificateData, rendered: Rendered, *, reason: str, actor: User | None
) -> Certificate:
    person = old.enrolment.person
    enrolment = enrolment_services.complete(enrolment=old.enrolment, actor=actor)
    locked = _lock(old)
    _refuse_unless(locked, CertificateState.REPLACED)
    people_services.correct_name(
        person=enrolment.person,
        first_name=person.first_name,
        last_name=person.last_name,
        actor=actor,
    )
    now = Enrolment.objects.select_related("person", "edition__training__partner").get(
        pk=enrolment.pk
    )
    if _data(now, code=data.code) != data:
        raise Refusal(_("Intussen veranderde er iets. Kijk het nog eens na."))
    locked.replaced_at = clock.now()
    locked.replace_reason = reason
    locked.save(update_fields=["replaced_at", "replace_reason"])
    # What was given by hand stays so, unless all was done since.
    still = locked.exception_reason if not queries.is_complete(now) else ""
    new = _keep(enrolment, data, rendered, replaces=locked, exception_reason=still, actor=actor)
    audit.record(locked, "certificate.replace", actor=actor, reason=reason, by=new.code)
    return new


def _refuse_unless(certificate: Certificate, state: CertificateState) -> None:
    if queries.may_become(certificate, state):
        return
    if certificate.replaced_at is not None:
        raise Refusal(_("Dit certificaat is al vervangen."))
    if state == CertificateState.REPLACED:
        raise Refusal(
            _(
                "Volgens de presentielijst is dit certificaat niet verdiend. "
                "Verbeter eerst de lijst, of trek het certificaat in."
            )
        )
    raise Refusal(_("Dit certificaat is al ingetrokken."))


@transaction.atomic
def erase_certificates(*, person_id: int) -> int:
    """Take a person's certificates away; of each only the code stays, with what it was for.

    Whoever checks one of them reads that it was issued, and not to whom. Returns how many.
    """
    own = list(
        queries.certificates()
        .select_for_update(of=("self",))
        .filter(enrolment__person=person_id)
        .order_by("-issued_at", "-pk")
    )
    ErasedCertificate.objects.bulk_create(
        ErasedCertificate(
            code=one.code,
            training_title=one.training_title,
            issued_on=clock.local_day(one.issued_at),
            was_valid=one.is_valid,
        )
        for one in own
    )
    people_services.forget_names(model=Certificate, keys=[one.pk for one in own])
    # One that replaces another goes first.
    Certificate.objects.filter(pk__in=[one.pk for one in own]).update(replaces=None)
    Certificate.objects.filter(pk__in=[one.pk for one in own]).delete()
    return len(own)


@dataclass(frozen=True)
class Judgement:
    """What the list said of a certificate before a correction, and what it says now."""

    state: CertificateState
    was: str
    now: str


@transaction.atomic
def judge(*, enrolment: Enrolment, lost: bool, regained: bool) -> Judgement | None:
    """Keep what the corrected list says of the enrolment's certificate; None without one.

    `lost` and `regained`: something that the training asks was met and is not any more, or the
    other way round. What cannot be determined is neither, so it changes nothing.
    """
    certificate = (
        queries.certificates()
        .filter(enrolment=enrolment.pk, replaced_at__isnull=True)
        .select_for_update()
        .first()
    )
    if certificate is None:
        return None
    was = certificate.doubt
    now = _doubt(certificate, enrolment, lost=lost, regained=regained)
    if now != was:
        certificate.doubt = now
        certificate.save(update_fields=["doubt"])
        audit.record(certificate, _DOUBTED.get(now, "certificate.doubt"))
    return Judgement(certificate.state, was, now)


_DOUBTED = {"": "certificate.no_doubt", Doubt.EARNED_AGAIN.value: "certificate.earned_again"}


def _doubt(certificate: Certificate, enrolment: Enrolment, *, lost: bool, regained: bool) -> str:
    if lost or (certificate.doubt == Doubt.NOT_EARNED and not regained):
        return str(Doubt.NOT_EARNED)
    # Only one that was taken back because of the list: that undid the completion too.
    if not certificate.is_valid and enrolment.status == EnrolmentStatus.NOT_COMPLETED:
        if _stands_on_a_reason_alone(certificate):
            return ""
        return str(Doubt.EARNED_AGAIN)
    return "" if certificate.data["minutes"] == minutes_for(enrolment) else str(Doubt.HOURS)


def _lock(certificate: Certificate) -> Certificate:
    return (
        Certificate.objects.defer("pdf")
        .select_for_update(of=("self",))
        .select_related("enrolment__edition", "enrolment__person")
        .get(pk=certificate.pk)
    )


def _checked(reason: str, missing: Text) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(missing, field="reason")
    if len(reason) > 250:
        raise Refusal(_("Houd de reden korter: ten hoogste 250 tekens."), field="reason")
    return reason


def minutes_for(enrolment: Enrolment) -> int:
    """What a certificate says: how long the sessions were at which the participant was; the
    training's length of who was at none, and got it by hand."""
    edition = enrolment.edition
    return presence(enrolment_id=enrolment.pk).minutes or edition.training.minutes


def _data(enrolment: Enrolment, *, code: str = "") -> CertificateData:
    """What the certificate will say, as it is now."""
    edition, training = enrolment.edition, enrolment.edition.training
    minutes = minutes_for(enrolment)
    code = code or new_code()
    with override("nl"):
        place = edition.where.venue or edition.where.in_words
    return CertificateData(
        name=names.tidy(enrolment.person.name),
        training=str(read(training.title, language=sheet_language(edition.language))),
        partner=training.partner.name if training.partner else "",
        first_day=clock.local_day(edition.starts_at).isoformat(),  # type: ignore[arg-type]
        last_day=clock.local_day(edition.ends_at).isoformat(),  # type: ignore[arg-type]
        issued_on=clock.today().isoformat(),
        minutes=minutes,
        hours=str(formats.hours(minutes)),
        place=place,
        edition=edition.pk,
        code=code,
        check_url=mail.absolute_url(reverse("certificates:short", args=[code])),
    )
