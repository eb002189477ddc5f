"""Accounts that nobody uses go, after their owners were told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from courses.certificates.models import Certificate, ErasedCertificate
from courses.common import clock
from courses.editions.models import Edition
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from courses.people.unused import NOTICE, UNUSED, due, erase_unused, tell_owners
from tests.courses.certificates.people import make_certificate
from tests.factories import EnrolmentFactory, PartnerFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def unused_since_long(**fields: object) -> User:
    return PersonFactory.create(date_joined=clock.now() - UNUSED.length, **fields)


@pytest.mark.both_databases
def test_who_does_not_come_back_is_told_a_month_ahead_and_then_erased(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = PersonFactory.create(email="riet@example.org")
    near = clock.now() + UNUSED.length - NOTICE
    with clock.at(near - DAY):
        assert (tell_owners(), erase_unused()) == (0, 0)
    with clock.at(near + DAY), django_capture_on_commit_callbacks(execute=True):
        assert (tell_owners(), tell_owners()) == (1, 0)
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["riet@example.org"], "Gebruik je je account nog?")
    ]
    assert "http://testserver/account/login/" in mail.outbox[0].body
    with clock.at(near + NOTICE):
        assert (due().count(), erase_unused()) == (0, 0)
    with clock.at(near + NOTICE + DAY + DAY), django_capture_on_commit_callbacks(execute=True):
        assert (due().count(), erase_unused(), erase_unused()) == (1, 1, 0)
    assert not User.objects.filter(pk=person.pk).exists()
    assert [one.subject for one in mail.outbox] == [
        "Gebruik je je account nog?",
        "Je account is weg",
    ]


def test_nobody_is_erased_without_being_told_however_long_it_is_ago() -> None:
    unused_since_long()
    with clock.at(clock.now() + 3 * UNUSED.length):
        assert (erase_unused(), tell_owners(), erase_unused()) == (0, 1, 0)


def test_who_signs_in_after_the_mail_keeps_the_account_and_is_told_anew_later() -> None:
    person = unused_since_long()
    assert tell_owners() == 1
    User.objects.filter(pk=person.pk).update(last_login=clock.now() + DAY)
    with clock.at(clock.now() + NOTICE + DAY):
        assert erase_unused() == 0
    with clock.at(clock.now() + UNUSED.length + 2 * DAY):
        # The mail of then counts for nothing.
        assert (due().count(), tell_owners(), erase_unused()) == (0, 1, 0)
    with clock.at(clock.now() + UNUSED.length + NOTICE + 3 * DAY):
        assert erase_unused() == 1


def test_who_is_enrolled_by_telephone_or_works_here_is_left_alone() -> None:
    comes = unused_since_long()
    edition = EnrolmentFactory.create(person=comes).edition
    Enrolment.objects.update(enrolled_at=clock.now() - UNUSED.length)
    person_in_role(Role.TRAINER, date_joined=clock.now() - UNUSED.length)
    unused_since_long(is_superuser=True)
    unused_since_long(email=None)
    unused_since_long(is_active=False)
    unused_since_long(erase_at=clock.now())
    PartnerFactory.create().contacts.add(unused_since_long())
    assert tell_owners() == 0
    Edition.objects.filter(pk=edition.pk).update(ends_at=clock.now() - UNUSED.length)
    assert tell_owners() == 1


def test_a_role_that_came_since_is_not_taken_away_by_the_clock() -> None:
    person = unused_since_long()
    tell_owners()
    with clock.at(clock.now() + NOTICE + DAY):
        assert due().count() == 1
        person.groups.add(person_in_role(Role.TRAINER).groups.get())
        assert (due().count(), erase_unused()) == (0, 0)


def test_of_who_has_a_certificate_the_code_stays() -> None:
    code = make_certificate().code
    User.objects.update(unused_told_at=clock.now() + UNUSED.length)
    with clock.at(clock.now() + UNUSED.length + NOTICE + DAY):
        assert erase_unused() == 1
    assert not Certificate.objects.exists()
    assert ErasedCertificate.objects.filter(code=code).exists()
