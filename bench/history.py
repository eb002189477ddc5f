"""An academy with years of data: one year is made, the others are copies of it that are longer ago.

10 partners, 4,000 enrolments a year, with what belongs to them: sessions, presence, lists that were
closed, evaluations, certificates, the log, and what people were told in the last year. A copy is
one INSERT for each table, so twenty years take some seconds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    F,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from wagtail.models import ModelLogEntry

from courses.attendance.models import Attendance, ClosedList
from courses.catalogue.models import TrainingPage
from courses.certificates.codes import new_code
from courses.certificates.models import Certificate
from courses.common import clock
from courses.editions.models import Edition, Session
from courses.enrolment.models import Enrolment
from courses.evaluation.models import EvaluationForm, Participation
from courses.notices.models import Notice
from courses.people.enums import Role
from courses.people.models import Partner, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import Expression, Model

YEARS = 20
PARTNERS = 10
EDITIONS, GROUP = 286, 14
"""In a year; together some 4,000 enrolments."""
NEW_PEOPLE = 1_000
"""Who comes for the first time in a year."""
LOYAL, OF_LOYAL = 10, 2
"""How many take part in all years, and how often in each."""
YEAR = timedelta(days=364)
APART = 10_000_000
"""Between the keys of a row and of its copy a year earlier."""
TOLD = ("confirmed", "reminder_week", "reminder_day", "certificate")
PDF = b"%PDF-1.7 " + bytes(range(256)) * 4
"""One kilobyte: nothing of it is read here."""

FIRST_NAMES = ("Aisha", "Bram", "Carla", "Daan", "Els", "Fatima", "Geert", "Hanna", "Ilse", "Joost")
LAST_NAMES = ("Bakker", "Visser", "Smit", "Mulder", "Bos", "Vos", "Peters", "Dekker", "Brouwer")
ENDINGS = ("Berg", "Dijk", "Veen", "Hof", "Kamp", "Laan", "Meer", "Poort", "Stad", "Weide")


@dataclass(frozen=True)
class LastYear:
    """The year that others are copies of: its first keys, and who takes part in all years."""

    first: dict[type[Model], int]
    loyal: list[int]


@transaction.atomic
def fill_last_year() -> LastYear:
    """Fill the year until today, and the weeks after it."""
    partners = Partner.objects.bulk_create(
        Partner(name=f"Organisatie {number}") for number in range(PARTNERS)
    )
    loyal = _people("trouw", LOYAL, partners)
    people = _people("nieuw", NEW_PEOPLE, partners)
    editions = _editions()
    sessions = _sessions(editions)
    enrolments = _enrolments(editions, loyal, people)
    _add_what_followed(editions, sessions, enrolments)
    first: dict[type[Model], int] = {
        Edition: editions[0].pk,
        Session: sessions[0].pk,
        User: people[0].pk,
        Enrolment: enrolments[0].pk,
    }
    return LastYear(first, [one.pk for one in loyal])


def _people(address: str, number: int, partners: list[Partner]) -> list[User]:
    made = User.objects.bulk_create(
        User(
            first_name=FIRST_NAMES[one % 10] + "aeiou"[one // 10 % 5],
            last_name=f"{LAST_NAMES[one % 9]}{ENDINGS[one // 9 % 10].lower()}",
            email=f"{address}{one}@example.org",
            password="!",
            telephone=f"06{12_000_000 + 7 * one}",
            partner=partners[one % PARTNERS],
            date_joined=clock.now() - YEAR,
        )
        for one in range(number)
    )
    return list(made)


def _editions() -> list[Edition]:
    trainings = list(TrainingPage.objects.live().order_by("pk"))
    trainer = User.objects.filter(groups__name=Role.TRAINER).order_by("pk").first()
    begin = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) - YEAR
    editions = list(
        Edition.objects.bulk_create(
            Edition(
                training=trainings[number % len(trainings)],
                status="open",
                capacity=GROUP + 2,
                seats_taken=GROUP,
                venue="Buurthuis De Wissel",
                address="Dorpsstraat 1, Utrecht",
                starts_at=(moment := begin + number * (YEAR / EDITIONS)),
                ends_at=moment + timedelta(hours=3),
                minimum=8,
                created_at=moment - timedelta(days=60),
            )
            for number in range(EDITIONS)
        )
    )
    through = Edition.trainers.through
    through.objects.bulk_create(
        through(edition_id=one.pk, user_id=trainer.pk) for one in editions if trainer
    )
    return editions


def _begin(edition: Edition) -> datetime:
    assert edition.starts_at is not None
    return edition.starts_at


def _sessions(editions: list[Edition]) -> list[Session]:
    return list(
        Session.objects.bulk_create(
            Session(
                edition=one,
                starts_at=_begin(one) + timedelta(hours=2 * part),
                ends_at=_begin(one) + timedelta(hours=2 * part + 1),
            )
            for one in editions
            for part in range(2)
        )
    )


def _enrolments(editions: list[Edition], loyal: list[User], people: list[User]) -> list[Enrolment]:
    """Who is loyal first: those are in some editions of each year, beside whoever is new."""
    with_loyal = editions[: OF_LOYAL * len(loyal)]
    wanted = [(one, loyal[number % len(loyal)]) for number, one in enumerate(with_loyal)]
    for number, one in enumerate(editions):
        there = GROUP - (number < len(with_loyal))
        wanted += [(one, people[(number * GROUP + seat) % NEW_PEOPLE]) for seat in range(there)]
    return list(
        Enrolment.objects.bulk_create(
            Enrolment(
                person=person,
                edition=edition,
                status="confirmed" if number % 10 == 9 else "completed",
                enrolled_at=_begin(edition) - timedelta(days=30),
                changed_at=_begin(edition) + timedelta(days=1),
            )
            for number, (edition, person) in enumerate(wanted)
        )
    )


def _add_what_followed(
    editions: list[Edition], sessions: list[Session], enrolments: list[Enrolment]
) -> None:
    of_edition: dict[int, list[Session]] = {}
    for session in sessions:
        of_edition.setdefault(session.edition_id, []).append(session)
    Attendance.objects.bulk_create(
        Attendance(
            enrolment=one,
            session=session,
            mark="present" if number % 7 else "absent",
            marked_at=session.ends_at,
        )
        for number, one in enumerate(enrolments)
        for session in of_edition[one.edition_id]
    )
    held = [(one, last_of[-1].ends_at) for one in editions for last_of in [of_edition[one.pk]]]
    ClosedList.objects.bulk_create(
        ClosedList(edition=one, closed_at=end + timedelta(days=1)) for one, end in held
    )
    forms = EvaluationForm.objects.bulk_create(
        EvaluationForm(
            edition=one, status="closed", opened_at=end, closes_at=end + timedelta(days=21)
        )
        for one, end in held
    )
    form_of = {one.edition_id: one for one in forms}
    Participation.objects.bulk_create(
        Participation(form=form_of[one.edition_id], person=one.person, answered=bool(one.pk % 3))
        for one in enrolments
    )
    digest = hashlib.sha256(PDF).hexdigest()
    certificates = Certificate.objects.bulk_create(
        Certificate(
            enrolment=one,
            code=new_code(),
            issued_at=one.changed_at,
            person_name=one.person.name,
            training_title=one.edition.training.title,
            data={"name": one.person.name},
            template_version="1",
            pdf=PDF,
            sha256=digest,
        )
        for one in enrolments
        if one.status == "completed"
    )
    ModelLogEntry.objects.bulk_create(_log(enrolments, certificates))
    Notice.objects.bulk_create(
        Notice(
            person=one.person,
            kind=kind,
            edition=one.edition,
            way="mail",
            state="sent",
            created_at=one.enrolled_at + timedelta(days=days),
            due_at=one.enrolled_at,
            settled_at=one.enrolled_at,
        )
        for one in enrolments
        for days, kind in enumerate(TOLD)
    )


def _log(
    enrolments: list[Enrolment], certificates: Iterable[Certificate]
) -> Iterator[ModelLogEntry]:
    def entry(about: Model, action: str, moment: datetime, person: User) -> ModelLogEntry:
        return ModelLogEntry(
            content_type=ContentType.objects.get_for_model(about),
            object_id=str(about.pk),
            label=f"{person.name} – uitvoering",
            action=action,
            timestamp=moment,
            user=person,
        )

    for one in enrolments:
        yield entry(one, "enrolment.confirmed", one.enrolled_at, one.person)
        if one.status == "completed":
            yield entry(one, "enrolment.completed", one.changed_at, one.person)
    for certificate in certificates:
        enrolment = certificate.enrolment
        yield entry(certificate, "certificate.issue", certificate.issued_at, enrolment.person)


# --- The years before -----------------------------------------------------------------------------


def copy_to_years_before(last: LastYear) -> None:
    """Let each of the other years be as the last one was, with other people but for the loyal."""
    with transaction.atomic():
        for ago in range(1, YEARS):
            _copy_year(last, ago)
    with connection.cursor() as cursor:
        models = (User, Edition, Session, Enrolment, Attendance, ClosedList, EvaluationForm)
        more = (Participation, Certificate, ModelLogEntry, Edition.trainers.through)
        for sql in connection.ops.sequence_reset_sql(no_style(), [*models, *more]):
            cursor.execute(sql)


def look_through() -> None:
    """As PostgreSQL does by itself after a while: in the midst of measuring, and after each table
    all statements about it are planned anew. Nobody does it on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _copy_year(last: LastYear, ago: int) -> None:
    first, more = last.first, ago * APART
    edition = {"edition_id": F("edition_id") + more}
    session = {"session_id": F("session_id") + more}
    enrolment = {"enrolment_id": F("enrolment_id") + more}
    person = {"person_id": _or_loyal("person_id", more, last)}
    kinds = ContentType.objects.get_for_models(Enrolment, Certificate)
    second_name = f" {ENDINGS[ago % 10]}{'e' * (ago // 10)}"
    named = {name: _with(F(name), second_name) for name in ("last_name", "sort_name")}
    # It sounds as it is written, in small letters.
    named["spelling_key"] = _with(F("spelling_key"), second_name.lower())
    address = _with(Value(f"{ago}."), F("email"))
    _copy(User, ago, {**named, "email": address}, pk__gte=first[User])
    _copy(Edition, ago, {}, pk__gte=first[Edition])
    _copy(Edition.trainers.through, ago, edition, edition__gte=first[Edition])
    _copy(Session, ago, edition, pk__gte=first[Session])
    _copy(Enrolment, ago, {**edition, **person}, pk__gte=first[Enrolment])
    _copy(Attendance, ago, {**enrolment, **session}, enrolment__gte=first[Enrolment])
    _copy(ClosedList, ago, edition, edition__gte=first[Edition])
    _copy(EvaluationForm, ago, edition, edition__gte=first[Edition])
    _copy(
        Participation,
        ago,
        {"form_id": F("form_id") + more, **person},
        form__edition__gte=first[Edition],
    )
    code = {"code": _with(F("code"), f"-{ago}")}
    _copy(Certificate, ago, {**enrolment, **code}, enrolment__gte=first[Enrolment])
    _copy(
        ModelLogEntry,
        ago,
        {
            "object_id": Cast(
                Cast("object_id", BigIntegerField()) + more, CharField(max_length=20)
            ),
            "user_id": _or_loyal("user_id", more, last),
        },
        content_type__in=kinds.values(),
        label__endswith="– uitvoering",
    )


def _with(first: Expression | F, second: F | str) -> Concat:
    more = Value(second) if isinstance(second, str) else second
    return Concat(first, more, output_field=CharField())


def _or_loyal(name: str, more: int, last: LastYear) -> Expression:
    return Case(When(**{f"{name}__in": last.loyal}, then=F(name)), default=F(name) + more)


def _copy(model: type[Model], ago: int, changed: dict[str, Any], **which: Any) -> None:
    """Copy the rows of the last year, with other keys and `ago` years earlier."""
    fields = model._meta.concrete_fields
    key = model._meta.pk.attname
    values = {key: F(key) + ago * APART, **changed}
    for one in fields:
        if isinstance(one, DateTimeField):
            values.setdefault(one.attname, F(one.attname) - ago * YEAR)
    if model is ModelLogEntry:
        values["uuid"] = Value(None, output_field=UUIDField())
    values = {f"copied_{name}": value for name, value in values.items()}
    names = [f"copied_{one.attname}" for one in fields]
    chosen = model._default_manager.order_by().filter(pk__lt=APART, **which)
    chosen = chosen.annotate(**values).values_list(
        *(name if name in values else name.removeprefix("copied_") for name in names)
    )
    sql, params = chosen.query.sql_with_params()
    quoted = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({quoted}) {sql}", params)
