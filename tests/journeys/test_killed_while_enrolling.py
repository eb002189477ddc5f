"""A server that is killed at any moment breaks no promise; somebody may get a mail twice."""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
from collections import Counter
from email import policy
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from courses.common import invariants
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices.enums import OPEN
from courses.notices.models import Notice
from tests.factories import EditionFactory
from tests.two_workers import address_of_database, signed_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

ROUNDS, PEOPLE, SEATS = 8, 96, 9


def told(folder: Path) -> Counter[tuple[str, str]]:
    """How often each person got a mail with each subject."""
    found: Counter[tuple[str, str]] = Counter()
    for file in (folder / "mail").glob("*"):
        for text in file.read_bytes().split(b"-" * 79 + b"\n"):
            if text.strip():
                message = email.message_from_bytes(text, policy=policy.default)
                found[message["To"], message["Subject"]] += 1
    return found


def test_what_was_promised_before_a_server_was_killed_is_so_afterwards(tmp_path: Path) -> None:
    edition = EditionFactory.create(capacity=SEATS)
    signed_in(PEOPLE)
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed_workers", str(edition.pk), str(ROUNDS), "7"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "academy.settings.base",
            "DATABASE_URL": address_of_database(),
            "ACADEMY_DATA_DIR": str(tmp_path),
            "ACADEMY_SECRET_KEY": settings.SECRET_KEY,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    promises = dict(line.split() for line in json.loads(done.stdout.splitlines()[-1]))
    assert len(promises) > ROUNDS

    enrolments = {one.person_id: one for one in Enrolment.objects.select_related("person")}
    lost = [
        pk
        for pk, what in promises.items()
        if int(pk) not in enrolments
        or (enrolments[int(pk)].status != S.WITHDRAWN and what == "withdrawn")
    ]
    assert lost == []
    assert {name: list(one.find()) for name, one in _invariants().items() if list(one.find())} == {}
    assert not Notice.objects.filter(state__in=OPEN).exists()

    mails = told(tmp_path)
    hears_of_it = {S.CONFIRMED, S.WAITING, S.OFFERED, S.WITHDRAWN}
    told_nothing = [
        one.person.email
        for one in enrolments.values()
        if one.status in hears_of_it and not any(to == one.person.email for to, _subject in mails)
    ]
    assert told_nothing == []
    assert max(mails.values()) <= 2


def _invariants() -> dict[str, invariants.Invariant]:
    return {one.name: one for one in invariants.provided()}
