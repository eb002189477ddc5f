"""Make an academy with many closed evaluations, or say what is asked of it: a process for each
database.

    python bench/evaluation_academy.py fill editions=2000 answers=500
    python bench/evaluation_academy.py bare turns=5

It runs by its path with PYTHONPATH at the version of the academy that it is for. `fill` uses only
what older versions have too, so that two versions can be measured on the same rows: the newer one
migrates a copy of what the older one filled. It prints JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import uuid
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRAININGS, THEMES, PARTNERS, TRAINERS, YEARS = 200, 6, 12, 40, 8
GROUPS = 4
"""Everybody belongs to one of these, and is in every edition of it."""
SILENT = 10
"""One for each so many who answer was invited too, and does not answer."""
WRITES = 10
"""One of so many who answer writes something under an open question."""

SCORES = ("overall", "trainer", "content")
CHOICES = {
    "mix": ("choice", ["Te veel uitleg", "Precies goed", "Te veel oefenen"]),
    "practice": ("choice", ["Ja", "Een beetje", "Nee"]),
    "improve": ("multiple", ["De groepen", "De moeilijkheid", "Meer oefenen", "Het tempo"]),
}
OPEN = ("takeaway", "remarks")
TEXT = "Ik neem mee dat ik rustig kan wachten tot iemand zelf begint te vertellen. Nummer {}."


def fill(*, editions: int, answers: int) -> dict[str, Any]:
    """Tables, people, and editions whose forms are closed, each answered by `answers` people."""
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        people = _people(answers + answers // SILENT)
        trainings = _trainings()
        held = _editions(editions, trainings, seats=answers + answers // SILENT)
        forms = _forms(held)
        _answers(forms, answers)
        _everybody(held[0], forms[0], people, answers)
        coordinator, trainer = _staff("coordinator"), people["trainers"][0]
        return {
            "coordinator": _sign_in(coordinator),
            "trainer": _sign_in(trainer),
            "training": trainings[0].pk,
            "edition": held[0].pk,
            "partner": trainings[0].partner_id,
        }


def _people(group: int) -> dict[str, Any]:
    from django.contrib.auth.models import Group

    from courses.people.models import User

    def make(name: str, number: int, background: str = "volunteer") -> User:
        return User(
            first_name=name,
            last_name=str(number),
            email=f"{name}{number}@example.org".lower(),
            password="!",
            background=background,
        )

    backgrounds = ("resident", "volunteer", "volunteer", "professional", "business")
    first = User.objects.create(first_name="Eerste", email="eerste@example.org", password="!")
    everybody = [make("Deelnemer", n, backgrounds[n % 5]) for n in range(group * GROUPS)]
    User.objects.bulk_create(everybody, batch_size=500)
    trainers = User.objects.bulk_create(make("Trainer", n) for n in range(TRAINERS))
    Group.objects.get(name="Trainers").user_set.add(*trainers)
    return {"before": first.pk, "number": len(everybody), "trainers": trainers}


def _staff(name: str) -> Any:
    from django.contrib.auth.models import Group

    from courses.people.models import User

    person = User.objects.create(
        first_name="Staf", last_name=name, email=f"{name}@example.org", password="!"
    )
    Group.objects.get(name="Coördinatoren").user_set.add(person)
    return person


def _trainings() -> list[Any]:
    from courses.catalogue.models import CataloguePage, Theme, TrainingPage
    from courses.people.models import Partner

    themes = [Theme.objects.create(name=f"Thema {n}", slug=f"thema-{n}") for n in range(THEMES)]
    partners = [Partner.objects.create(name=f"Partner {n}") for n in range(PARTNERS)]
    catalogue = CataloguePage.objects.get()
    made = []
    for number in range(TRAININGS):
        training = TrainingPage(
            title=f"Training over onderwerp {number}",
            slug=f"training-{number}",
            summary="Je leert wat je kunt doen.",
            theme=themes[number % THEMES],
            partner=partners[number % PARTNERS],
        )
        made.append(catalogue.add_child(instance=training))
    return made


def _editions(number: int, trainings: list[Any], *, seats: int) -> list[Any]:
    from courses.common import clock
    from courses.editions.enums import District, Language
    from courses.editions.models import Edition, Location
    from courses.people.models import User

    places = [
        Location.objects.create(name=f"Buurthuis {value}", address="Straat 1", district=value)
        for value in District.values
    ]
    now, apart = clock.now(), timedelta(days=365 * YEARS) / number
    languages = list(Language.values)
    editions = Edition.objects.bulk_create(
        (
            Edition(
                training=trainings[n % len(trainings)],
                status="open",
                capacity=seats,
                seats_taken=seats,
                location=places[n % len(places)],
                language=languages[n % 7 if n % 3 == 0 else 0],
                starts_at=now - timedelta(days=30, hours=3) - apart * n,
                ends_at=now - timedelta(days=30) - apart * n,
            )
            for n in range(number)
        ),
        batch_size=300,
    )
    trainers = list(User.objects.filter(first_name="Trainer").order_by("pk"))
    through = Edition.trainers.through
    through.objects.bulk_create(
        (
            through(edition_id=edition.pk, user_id=trainers[place % TRAINERS].pk)
            for place, edition in enumerate(editions)
        ),
        batch_size=300,
    )
    return list(editions)


def _forms(editions: list[Any]) -> list[Any]:
    from courses.evaluation.models import EvaluationForm

    return EvaluationForm.objects.bulk_create(
        (
            EvaluationForm(
                edition=one,
                status="closed",
                opened_at=one.ends_at,
                closes_at=one.ends_at + timedelta(days=21),
            )
            for one in editions
        ),
        batch_size=300,
    )


def _questions(form: Any) -> Iterator[Any]:
    from courses.evaluation.models import FormQuestion

    kinds: list[tuple[str, str, list[str]]] = [(key, "score", []) for key in SCORES]
    kinds += [(key, kind, options) for key, (kind, options) in CHOICES.items()]
    kinds += [(key, "open", []) for key in OPEN]
    for position, (key, kind, options) in enumerate(kinds):
        yield FormQuestion(
            form=form,
            position=position,
            key=key,
            kind=kind,
            text=f"Wat vond je van {key}?",
            options=options,
            other=kind == "multiple",
        )


def _counts(kind: str, values: list[str], answers: int, turn: int) -> list[int]:
    """How often each value was given: as many as people answered, of several choices more."""
    if kind == "multiple":
        return [(answers * (3 + place + turn % 3)) // 12 for place in range(len(values))]
    weights = [1 + (place * (turn % 5 + 3)) % 7 + place // 2 for place in range(len(values))]
    found = [answers * weight // sum(weights) for weight in weights]
    found[-2] += answers - sum(found)
    return found


def _answers(forms: list[Any], answers: int) -> None:
    from courses.evaluation.models import AnswerCount, FormQuestion, TextAnswer

    questions = FormQuestion.objects.bulk_create(
        (question for form in forms for question in _questions(form)), batch_size=500
    )

    def counts() -> Iterator[AnswerCount]:
        for turn, question in enumerate(questions):
            values = question.values
            numbers = _counts(question.kind, values, answers, turn) if values else []
            for value, count in zip(values, numbers, strict=True):
                yield AnswerCount(question_id=question.pk, value=value, count=count)

    AnswerCount.objects.bulk_create(counts(), batch_size=2000)
    fields = {field.name for field in TextAnswer._meta.get_fields()}
    # An older version has no review; there everything can be read.
    released = {"status": "released"} if "status" in fields else {}
    TextAnswer.objects.bulk_create(
        (
            TextAnswer(
                id=uuid.uuid4(), question_id=question.pk, text=TEXT.format(number), **released
            )
            for question in questions
            if question.kind == "open"
            for number in range(answers // WRITES)
        ),
        batch_size=2000,
    )


def _everybody(edition: Any, form: Any, people: dict[str, Any], answers: int) -> None:
    """Everybody enrolled and invited: the database copies one row of each a million times."""
    from django.db import connection

    from courses.enrolment.models import Enrolment
    from courses.evaluation.models import Participation
    from courses.people.models import User

    pattern = Enrolment.objects.create(
        person_id=people["before"], edition=edition, status="completed", enrolled_at=form.opened_at
    )
    columns = [
        str(field.column)
        for field in Enrolment._meta.concrete_fields
        if field.column not in ("id", "person_id", "edition_id", "enrolled_at")
    ]
    first = people["before"]
    # Everybody has a number from 0; who is in a group has the same rest as its editions.
    members = (
        f"{User._meta.db_table} p ON p.id > {first} AND p.id <= {first + people['number']}"
        f" AND (p.id - {first + 1}) % {GROUPS} = (e.id - {edition.pk}) % {GROUPS}"
    )
    table, forms = Enrolment._meta.db_table, form._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            # Names of our own tables, and numbers.
            f"INSERT INTO {table} (person_id, edition_id, enrolled_at, {', '.join(columns)}) "  # noqa: S608
            f"SELECT p.id, e.id, f.opened_at, {', '.join(f'x.{one}' for one in columns)} "
            f"FROM {edition._meta.db_table} e JOIN {forms} f ON f.edition_id = e.id "
            f"JOIN {members} JOIN {table} x ON x.id = {pattern.pk}"
        )
        answered = "TRUE" if connection.vendor == "postgresql" else "1"
        unanswered = "FALSE" if connection.vendor == "postgresql" else "0"
        last = first + answers * GROUPS
        cursor.execute(
            f"INSERT INTO {Participation._meta.db_table} (form_id, person_id, answered) "  # noqa: S608
            f"SELECT f.id, p.id, CASE WHEN p.id <= {last} THEN {answered} ELSE {unanswered} END "
            f"FROM {forms} f JOIN {edition._meta.db_table} e ON e.id = f.edition_id JOIN {members}"
        )
    pattern.delete()


def _sign_in(person: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
    )
    session.create()
    return str(session.session_key)


def migrate() -> dict[str, Any]:
    """Bring a copy of an older database up to date, and tell the database what is in it."""
    from django.core.management import call_command
    from django.db import connection

    started = perf_counter()
    call_command("migrate", interactive=False, verbosity=0)
    took = perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"seconds": took}


def change(*, edition: int) -> dict[str, Any]:
    """Make the sums of an edition's form anew, as when it closes."""
    from courses.evaluation.models import EvaluationForm
    from courses.evaluation.services.summaries import summarise

    form = EvaluationForm.objects.get(edition=edition, occasion="end")
    return {"sums": summarise(form=form)}


BARE = {
    "counting": (
        "SELECT e.training_id, c.value, SUM(c.count) FROM evaluation_answercount c "
        "JOIN evaluation_formquestion q ON q.id = c.question_id "
        "JOIN evaluation_evaluationform f ON f.id = q.form_id "
        "JOIN editions_edition e ON e.id = f.edition_id "
        "WHERE q.key = 'overall' GROUP BY e.training_id, c.value"
    ),
    "people": (
        "SELECT form_id, COUNT(*), SUM(CASE WHEN answered THEN 1 ELSE 0 END) "
        "FROM evaluation_participation GROUP BY form_id"
    ),
    "kept": (
        "SELECT e.training_id, COUNT(*), SUM(s.answered), SUM(s.total) "
        "FROM evaluation_cellsummary s JOIN evaluation_evaluationform f ON f.id = s.form_id "
        "JOIN editions_edition e ON e.id = f.edition_id "
        "WHERE s.key = 'overall' GROUP BY e.training_id"
    ),
}


def bare(*, turns: int) -> dict[str, Any]:
    """Milliseconds of plain SQL: counting as it was done, and adding up what is kept."""
    from django.db import connection

    def milliseconds(ask: Callable[[], object]) -> float:
        taken = []
        for _turn in range(turns):
            started = perf_counter()
            ask()
            taken.append(1000 * (perf_counter() - started))
        return statistics.median(taken)

    with connection.cursor() as cursor:

        def run(sql: str) -> list[Any]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        return {
            name: milliseconds(lambda sql=sql: run(sql))  # type: ignore[misc]
            for name, sql in BARE.items()
        }


def main(command: str, *arguments: str) -> None:
    """Do what is asked, and print it."""
    import django

    django.setup()
    numbers = {name: int(value) for name, value in (one.split("=") for one in arguments)}
    asked: dict[str, Callable[..., dict[str, Any]]] = {
        "fill": fill,
        "migrate": migrate,
        "bare": bare,
        "change": change,
    }
    print(json.dumps(asked[command](**numbers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
