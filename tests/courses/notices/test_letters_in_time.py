"""Who likes a letter best gets one when it is in time, and is called when it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from courses.common import clock
from courses.editions.models import Edition
from courses.editions.services import save_edition
from courses.enrolment import services
from courses.notices.models import Notice
from courses.notices.queries import why_not_as_preferred
from courses.notices.services import mark_done
from courses.people.enums import ContactWay, Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def person() -> User:
    return PersonFactory.create(
        email=None,
        telephone="06 12345678",
        street="Kade 1",
        postcode="3500 AA",
        city="Utrecht",
        preferred_way=ContactWay.LETTER,
    )


def begins_in(days: int) -> Edition:
    return EditionFactory.create(starts_at=clock.now() + timedelta(days=days))


def moved(edition: Edition, days: int, on_commit: DjangoCaptureOnCommitCallbacks) -> None:
    found = Edition.objects.get(pk=edition.pk)
    (session,) = found.sessions.all()
    session.starts_at += timedelta(days=days)
    session.ends_at += timedelta(days=days)
    found.sessions = [session]
    with on_commit(execute=True):
        save_edition(edition=found, actor=None)


def told(kind: str) -> str:
    return Notice.objects.get(kind=kind).way


def test_a_change_two_months_ahead_goes_by_letter_and_one_of_this_week_by_telephone(
    person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    ahead = begins_in(60)
    services.enrol(person=person, edition=ahead, actor=None)
    mark_done(notices=Notice.objects.all(), actor=None)
    moved(ahead, 7, django_capture_on_commit_callbacks)
    assert told("enrolment_moved") == ContactWay.LETTER
    Notice.objects.all().delete()
    soon = begins_in(5)
    services.enrol(person=person, edition=soon, actor=None)
    mark_done(notices=Notice.objects.all(), actor=None)
    moved(soon, 1, django_capture_on_commit_callbacks)
    assert told("enrolment_moved") == ContactWay.TELEPHONE
    # To a letter nobody could answer in time either.
    assert told("enrolment_confirmed") == ContactWay.TELEPHONE


def test_the_day_that_somebody_would_come_in_vain_counts_too(
    person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = begins_in(3)
    services.enrol(person=person, edition=edition, actor=None)
    mark_done(notices=Notice.objects.all(), actor=None)
    moved(edition, 60, django_capture_on_commit_callbacks)
    assert told("enrolment_moved") == ContactWay.TELEPHONE


def test_who_was_still_to_be_called_about_the_old_day_is_called_about_the_new_one(
    person: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    edition = begins_in(3)
    services.enrol(person=person, edition=edition, actor=None)
    moved(edition, 60, django_capture_on_commit_callbacks)
    (call,) = Notice.objects.exclude(state="dropped")
    assert (call.kind, call.way) == ("enrolment_confirmed", ContactWay.TELEPHONE)


def test_what_is_called_off_early_goes_by_letter_and_an_offer_never_does(person: User) -> None:
    edition = begins_in(60)
    services.enrol(person=person, edition=edition, actor=None)
    services.cancel_edition(edition=edition, actor=None)
    assert told("enrolment_cancelled") == ContactWay.LETTER
    full = EditionFactory.create(capacity=1, starts_at=clock.now() + timedelta(days=60))
    first = services.enrol(person=PersonFactory.create(), edition=full, actor=None)
    services.enrol(person=person, edition=full, actor=None)
    services.withdraw(enrolment=first, actor=first.person)
    assert told("enrolment_offered") == ContactWay.TELEPHONE


def test_staff_read_why_somebody_is_called_who_likes_letters(person: User, client: Client) -> None:
    services.enrol(person=person, edition=begins_in(3), actor=None)
    notice = Notice.objects.get()
    why = "Liefst per brief, maar een brief komt te laat."
    assert why_not_as_preferred(notice) == why
    client.force_login(person_in_role(Role.COORDINATOR))
    pages = [f"/beheer/bellen/{notice.pk}/", f"/beheer/berichten/{notice.pk}/", "/beheer/bellen/"]
    assert [why in client.get(page).content.decode() for page in pages] == [True] * 3
    page = client.get(f"/beheer/personen/{person.pk}/").content.decode()
    assert "dat wil deze persoon het liefst" in page
    assert "begint de training binnen 7 dagen?" in page
    assert "Dan bellen we." in page
