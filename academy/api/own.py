"""What somebody may know and do about him- or herself, with a personal token."""

from typing import TYPE_CHECKING, Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Status

from academy.api import schemas
from academy.api.auth import Token, person_of
from academy.api.catalogue import Key, training_name
from academy.api.enums import Scope
from academy.api.paging import Paging, paged
from academy.api.problems import Problem, of_fields
from courses.catalogue.queries import readable_trainings
from courses.certificates import queries as certificates
from courses.certificates.models import Certificate
from courses.common import addresses
from courses.common.formats import period
from courses.common.mail import absolute_url
from courses.editions.models import Edition
from courses.editions.queries import edition_with_training, is_public
from courses.enrolment import queries, services
from courses.enrolment.answers import keep_answers
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.forms import EnrolDetailsForm
from courses.enrolment.models import Enrolment
from courses.learning.queries import progress_in
from courses.people.models import User
from courses.translations.reading import read

if TYPE_CHECKING:
    from academy.api.models import PersonalToken

router = Router(tags=["me"], auth=Token())

ENROL = Token(Scope.ENROL)

Code = Annotated[str, Path(min_length=1, max_length=60)]


@router.get("", response=schemas.Me, summary=gettext_noop("Van wie deze sleutel is"))
def show_me(request: HttpRequest) -> dict[str, object]:
    """Whose token it is, and what it may do."""
    person = person_of(request)
    token: PersonalToken = request.api_token  # type: ignore[attr-defined]
    return {
        "name": person.name,
        "language": person.language,
        "roles": sorted(person.role_names),
        "scope": token.scope,
        "expires_at": token.expires_at,
    }


# --- Enrolments -----------------------------------------------------------------------------------


@router.get(
    "/enrolments",
    response=schemas.Page[schemas.OwnEnrolment],
    summary=gettext_noop("Je inschrijvingen"),
)
def list_enrolments(request: HttpRequest, paging: Query[Paging]) -> dict[str, object]:
    """All own enrolments, by date, whatever their state."""
    found = queries.enrolments_of(person_of(request))
    return paged(request, found, paging, lambda rows: [_enrolment(one) for one in rows])


@router.get(
    "/enrolments/{key}",
    response=schemas.OwnEnrolment,
    summary=gettext_noop("Eén inschrijving van jou"),
)
def show_enrolment(request: HttpRequest, key: Key) -> dict[str, object]:
    """One of one's own enrolments."""
    return _enrolment(_own(request, key))


@router.post(
    "/enrolments",
    auth=ENROL,
    response={201: schemas.OwnEnrolment},
    summary=gettext_noop("Schrijf je in"),
)
def create_enrolment(request: HttpRequest, wanted: schemas.NewEnrolment) -> object:
    """Take a seat in an edition, or a place on the waiting list when it is full.

    The `state` says which of the two it became.

    A refusal is a problem of the kind `refused`. Who has a seat on another date gets
    `seat-elsewhere`, and can send `swap`; who is elsewhere at that hour `same-hour`, and can send
    `anyway`.
    """
    person = person_of(request)
    edition = _edition(request, person, wanted.edition)
    form = _details(edition, wanted.answers)
    if not form.is_valid():
        return of_fields(_errors(form))
    elsewhere = queries.seat_elsewhere(person_id=person.pk, edition=edition)
    if not wanted.anyway:
        given_up = elsewhere if wanted.swap else None
        _refuse_same_hour(person, edition, given_up)
    with transaction.atomic():
        if elsewhere is not None and wanted.swap:
            enrolment = services.move(enrolment=elsewhere, to_edition=edition, actor=person)
        else:
            enrolment = services.enrol(person=person, edition=edition)
        keep_answers(enrolment=enrolment, answers=form.answers())
    return Status(201, _enrolment(_own(request, enrolment.pk)))


@router.delete(
    "/enrolments/{key}",
    auth=ENROL,
    response=schemas.OwnEnrolment,
    summary=gettext_noop("Meld je af"),
)
def withdraw(request: HttpRequest, key: Key) -> dict[str, object]:
    """Give up a seat, an offer or a place in the queue. Harmless to repeat."""
    enrolment = _own(request, key)
    services.withdraw(enrolment=enrolment, actor=person_of(request))
    return _enrolment(_own(request, key))


@router.post(
    "/enrolments/{key}/accept",
    auth=ENROL,
    response=schemas.OwnEnrolment,
    summary=gettext_noop("Neem een aangeboden plaats aan"),
)
def accept_offer(request: HttpRequest, key: Key) -> dict[str, object]:
    """Take the seat that was offered. Who has a seat on another date gives that up."""
    done = services.accept_offer(enrolment=_own(request, key), actor=person_of(request))
    return _enrolment(_own(request, done.pk))


@router.post(
    "/enrolments/{key}/decline",
    auth=ENROL,
    response=schemas.OwnEnrolment,
    summary=gettext_noop("Neem een aangeboden plaats niet aan"),
)
def decline_offer(request: HttpRequest, key: Key) -> dict[str, object]:
    """Let the offered seat go to who comes next."""
    services.decline_offer(enrolment=_own(request, key), actor=person_of(request))
    return _enrolment(_own(request, key))


@router.get(
    "/enrolments/{key}/progress",
    response=schemas.EnrolmentProgress,
    summary=gettext_noop("Wat je nog moet doen voor je certificaat"),
)
def show_progress(request: HttpRequest, key: Key) -> dict[str, object]:
    """What the certificate asks, and how far one is."""
    enrolment = _own(request, key)
    criteria = certificates.progress(enrolment) if enrolment.status in TAKES_PART else []
    return {
        "enrolment": enrolment.pk,
        "training": training_name(enrolment.edition.training),
        "criteria": [
            {"name": one.label, "state": one.state.value, "reason": one.reason} for one in criteria
        ],
    }


def _own(request: HttpRequest, key: int) -> Enrolment:
    found = (
        Enrolment.objects.filter(person=person_of(request), pk=key)
        .select_related("edition__training", "person")
        .first()
    )
    if found is None:
        raise Problem("not-found")
    return found


def _edition(request: HttpRequest, person: User, key: int) -> Edition:
    """An edition that is public and not closed to the person, or that the person is in, as on the
    site."""
    edition = edition_with_training(key)
    if edition is None:
        raise Problem("not-found")
    is_found = is_public(edition) and not edition.training.is_closed_to(request)
    if not is_found and queries.enrolment_of(person, edition) is None:
        raise Problem("not-found")
    return edition


def _details(edition: Edition, answers: dict[str, str]) -> EnrolDetailsForm:
    data = {f"question_{number}": text for number, text in answers.items()}
    return EnrolDetailsForm(data, training_id=edition.training_id)


def _errors(form: EnrolDetailsForm) -> list[tuple[str, str]]:
    return [
        (f"answers.{name.removeprefix('question_')}", str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]


def _refuse_same_hour(person: User, edition: Edition, given_up: Enrolment | None) -> None:
    if not edition.is_open_for_enrolment:
        # The service says why one cannot enrol.
        return
    clashes = queries.double_booked([person.pk], edition).get(person.pk, [])
    gone = given_up.edition_id if given_up else None
    words = [
        f"{read(one.edition.training.title)}, {period(one.starts_at, one.ends_at)}"
        for one in clashes
        if one.edition_id != gone
    ]
    if words:
        raise Problem("same-hour", "; ".join(words))


def _enrolment(enrolment: Enrolment) -> dict[str, object]:
    edition, state = enrolment.edition, enrolment.state
    has_seat = state in TAKES_PART
    return {
        "id": enrolment.pk,
        "edition": edition.pk,
        "training": training_name(edition.training),
        "url": absolute_url(f"/inschrijven/{edition.pk}/"),
        "state": state.value,
        "state_label": str(state.label),
        "place_in_queue": queries.place_in_queue(enrolment)
        if state == EnrolmentStatus.WAITING
        else None,
        "offer_until": enrolment.offer_expires_at if state == EnrolmentStatus.OFFERED else None,
        "starts_at": edition.starts_at,
        "ends_at": edition.ends_at,
        "where": read(edition.where.in_words),
        "online_link": (edition.where.online_link or None) if has_seat else None,
    }


# --- Certificates and progress --------------------------------------------------------------------


@router.get(
    "/certificates",
    response=schemas.Page[schemas.OwnCertificate],
    summary=gettext_noop("Je certificaten"),
)
def list_certificates(request: HttpRequest, paging: Query[Paging]) -> dict[str, object]:
    """Own certificates, the newest first; revoked ones too."""
    found = certificates.certificates_of(person_of(request)).order_by("-issued_at", "-pk")
    return paged(request, found, paging, lambda rows: [_certificate(one) for one in rows])


def _certificate(certificate: Certificate) -> dict[str, object]:
    pdf = f"/api/v1/me/certificates/{certificate.code}/pdf"
    return {
        "code": certificate.code,
        "training": certificate.training_title,
        "issued_at": certificate.issued_at,
        "state": certificate.state.value,
        "hours": certificate.data.get("hours"),
        "check_url": absolute_url(f"/certificaat/{certificate.code}/"),
        "pdf_url": absolute_url(pdf) if certificate.is_valid else None,
    }


@router.get(
    "/certificates/{code}/pdf",
    summary=gettext_noop("Een certificaat als pdf"),
    openapi_extra={
        "responses": {
            200: {
                "description": "OK",
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def download_certificate(request: HttpRequest, code: Code) -> HttpResponse:
    """The very file that was issued; one that does not count any more is not handed out."""
    certificate = certificates.find(code)
    if certificate is None or certificate.enrolment.person_id != person_of(request).pk:
        raise Problem("not-found")
    if not certificate.is_valid:
        raise Problem("refused", _("Dit certificaat geldt niet meer."))
    content = bytes(certificate.pdf)
    if not certificates.is_as_issued(content, certificate):
        raise Problem("not-now", _("Het bestand klopt niet. Bel of mail het Infopunt."))
    name = f"certificaat-{slugify(certificate.training_title) or 'training'}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/progress", response=list[schemas.Progress], summary=gettext_noop("Hoe ver je bent met lezen")
)
def list_progress(request: HttpRequest) -> list[dict[str, object]]:
    """How far one is in the lessons of each training that one follows or followed."""
    person = person_of(request)
    trainings = {
        one.edition.training_id: one.edition.training
        for one in queries.enrolments_of(person)
        if one.status in TAKES_PART
    }
    readable = readable_trainings(trainings.values())
    found = progress_in(
        person_id=person.pk, trainings=[one for one in trainings.values() if one.pk in readable]
    )
    return [
        {
            "training": training_name(trainings[pk]),
            "lessons": one.total,
            "finished": one.done,
            "next_lesson": _lesson_url(trainings[pk].slug, one.next_lesson),
        }
        for pk, one in found.items()
        if one.total
    ]


def _lesson_url(training: str, lesson: object) -> str | None:
    slug = getattr(lesson, "slug", None)
    return None if slug is None else absolute_url(addresses.lesson(training, slug))
