"""Nobody can tell who said what, with every copy of the database from while people answered."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.core import mail
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from courses.common import clock
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import AnswerCount, EvaluationForm, SealedBox, TextAnswer
from courses.evaluation.services.closing import close_form
from tests.courses.evaluation.attacker import (
    ATTACKS,
    Copy,
    Evidence,
    copy_of_database,
    hits,
    in_order_of,
    readable_anywhere,
    row_number,
)
from tests.courses.evaluation.factories import open_evaluation
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courses.people.models import User

PEOPLE = 12
LUCKY = 7
"""Hits of twelve that chance gives once in five thousand million tries, forwards or backwards: one
on average, and seven or more in 1 of 14,000; so an attack must have it on both forms."""

random = SystemRandom()


def written(number: int) -> str:
    """What somebody writes: of a length of its own, and like nothing else."""
    return f"Zin {number} {uuid.UUID(int=random.getrandbits(128)).hex} " + "woord " * (3 * number)


def secrets() -> tuple[list[str], list[int]]:
    """Twelve texts, and in which order they are sent in."""
    texts = [written(number).strip() for number in range(PEOPLE)]
    truth = list(range(PEOPLE))
    random.shuffle(truth)
    return texts, truth


def mark_of(text: int) -> str:
    """The mark that comes with a text."""
    return str(text % 10 + 1)


def send_in_turn(form: EvaluationForm, people: Sequence[User]) -> Evidence:
    """Everybody answers on the site, one after the other; a copy of the database after each."""
    texts, truth = secrets()
    address = reverse("evaluation:form", args=[form.edition_id])
    clients = [Client() for _ in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
        client.get(address)
    copies = [copy_of_database(texts)]
    for client, text in zip(clients, truth, strict=True):
        assert client.post(address, {"q0": mark_of(text), "q6": texts[text]}).status_code == 302
        copies.append(copy_of_database(texts, copies[-1]))
    assert not readable_anywhere(texts)
    with clock.at(form.closes_at + timedelta(minutes=1)):
        close_form(form=form)
    checkpoint()
    return Evidence(texts, truth, copies, copy_of_database(before=copies[-1]))


def checkpoint() -> None:
    """Bring SQLite's log into the database, as happens by itself in the end."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def changed(before: Copy, after: Copy) -> set[str]:
    return {table for table, rows in after.rows.items() if rows != before.rows[table]}


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_no_copy_of_the_database_ties_an_answer_to_a_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Twelve people answer two forms in an order that the attacker knows."""
    people = PersonFactory.create_batch(PEOPLE)
    forms = [open_evaluation(people=people) for _ in range(2)]
    mails = len(mail.outbox)

    with caplog.at_level(logging.DEBUG):
        first, second = (send_in_turn(form, people) for form in forms)

    for seen in (first, second):
        found = {name: hits(seen, attack) for name, attack in ATTACKS.items()}
        assert {name: n for name, n in found.items() if n >= LUCKY} == {}
        # Beside the invitation and the box nothing changes anywhere, and the box not in size.
        assert {frozenset(changed(*step)) for step in seen.steps} == {
            frozenset({"evaluation_participation", "evaluation_sealedbox"})
        }
        assert len({copy.size() for copy in seen.copies}) == 1
        assert not any(copy.readable for copy in seen.copies)
    for key in (row_number, lambda row: row["id"]):
        assert same_places(first, second, in_order_of(key)) < LUCKY
    assert len(mail.outbox) == mails
    spoken = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert not [one for one in spoken for text in [*first.texts, *second.texts] if text in one]


def same_places(first: Evidence, second: Evidence, order: Callable[[Evidence], Any]) -> int:
    """How many people stand in the same place in both closed forms."""
    writers = [[seen.truth.index(text) for text in order(seen)] for seen in (first, second)]
    return sum(one == two for one, two in zip(*writers, strict=True))


def careless(texts: Sequence[str]) -> bytes:
    """A box with one after the other in it, and each time the same nonce."""
    content = "".join(texts).encode().ljust(8000, b"\0")
    return ChaCha20Poly1305(bytes(32)).encrypt(bytes(12), content, None)[:-16]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_attacker_does_find_everybody_where_answers_are_kept_carelessly() -> None:
    """The same attacks on counters and rows that are written as people answer, and on a box that is
    neither shuffled nor sealed with a new nonce."""
    form = open_evaluation(people=PEOPLE)
    texts, truth = secrets()
    questions = {one.key: one for one in form.questions.all()}
    AnswerCount.objects.bulk_create(
        AnswerCount(question=questions["overall"], value=value)
        for value in questions["overall"].values
    )
    SealedBox.objects.update(content=careless([]))
    copies = [copy_of_database(texts)]
    for step, (invitation, text) in enumerate(
        zip(form.participations.order_by("pk"), truth, strict=True)
    ):
        with transaction.atomic():
            invitation.answered = True
            invitation.save()
            counter = AnswerCount.objects.filter(question__key="overall", value=mark_of(text))
            counter.update(count=F("count") + 1)
            TextAnswer.objects.create(
                id=uuid.UUID(int=step + 1), question=questions["takeaway"], text=texts[text]
            )
            given = [texts[one] for one in truth[: step + 1]]
            SealedBox.objects.filter(form=form).update(content=careless(given))
        copies.append(copy_of_database(texts, copies[-1]))
    EvaluationForm.objects.update(status=FormStatus.CLOSED, invited_count=0, answered_count=0)
    checkpoint()
    seen = Evidence(texts, truth, copies, copy_of_database(before=copies[-1]))

    found = {name: hits(seen, attack) for name, attack in ATTACKS.items()}

    # Two of the twelve marks are given twice; PostgreSQL's files are many, and the place is of one.
    aim = {name: 10 if name == "counters" else PEOPLE for name in ATTACKS}
    if connection.vendor == "postgresql":
        del found["place in the files"], aim["place in the files"]
    assert found == aim
