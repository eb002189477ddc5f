"""Two people at the form of one edition."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from courses.common import clock
from courses.common.edit_conflicts import Conflict, FormSnapshot, token
from courses.editions import services
from courses.editions.models import Edition, Session
from courses.editions.queries import edition_facts
from courses.editions.services import location_called
from courses.people.enums import Role
from tests.courses.editions.test_admin import form_data
from tests.factories import EditionFactory, EnrolmentFactory, person_in_role
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EVENING = datetime(2031, 3, 20, 18, tzinfo=UTC)


@pytest.fixture
def coordinator(client: Client) -> User:
    person = person_in_role(Role.COORDINATOR)
    client.force_login(person)
    return person


def _url(edition: Edition) -> str:
    return f"/beheer/uitvoeringen/edit/{edition.pk}/"


def _opened(client: Client, edition: Edition, **changes: Any) -> dict[str, Any]:
    """What the page of an edition sends, with these changes."""
    page = client.get(_url(edition))
    sessions = list(edition.sessions.all())
    data = form_data(
        edition.training,
        trainers=[one.pk for one in edition.trainers.all()],
        capacity=str(edition.capacity),
        location=edition.location_id,
        **{
            "sessions-TOTAL_FORMS": str(len(sessions)),
            "sessions-INITIAL_FORMS": str(len(sessions)),
        },
    )
    for number, session in enumerate(sessions):
        data |= {
            f"sessions-{number}-id": session.pk,
            f"sessions-{number}-title": session.title,
            f"sessions-{number}-starts_at": f"{clock.local(session.starts_at):%d-%m-%Y %H:%M}",
            f"sessions-{number}-ends_at": f"{clock.local(session.ends_at):%d-%m-%Y %H:%M}",
        }
    return {**data, "snapshot": page.context["snapshot_token"], **changes}


def _theirs(edition: Edition, **changes: Any) -> None:
    other = Edition.objects.get(pk=edition.pk)
    for name, value in changes.items():
        setattr(other, name, value)
    services.save_edition(edition=other, actor=None)


def _cells(page: str) -> list[list[str]]:
    page = page[page.index('aria-labelledby="conflict-title"') :]
    page = page[: page.index("</section>")]
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', page, re.S)
    return [[cell.strip() for cell in row] for row in rows]


def test_an_older_page_does_not_undo_a_newer_save_and_mails_nobody(
    client: Client,
    coordinator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    edition = EditionFactory.create(starts_at=EVENING, venue="De Wissel", capacity=10)
    EnrolmentFactory.create(edition=edition)
    older = _opened(client, edition, note="Typen gaat niet verloren")
    _theirs(edition, location=location_called(name="De Brug"), capacity=11)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(_url(edition), older)
    edition.refresh_from_db()
    assert (edition.venue, edition.capacity, edition.note, len(mail.outbox)) == (
        "De Brug",
        11,
        "",
        0,
    )
    content = page.content.decode()
    assert _cells(content) == [
        ["Aantal plaatsen", "11", "10"],
        ["Locatie", "De Brug", "De Wissel, Dorpsstraat 1, Utrecht"],
    ]
    assert 'value="Typen gaat niet verloren"' in content

    # To save once more is to choose for one's own.
    again = {**older, "snapshot": page.context["snapshot_token"]}
    assert client.post(_url(edition), again).status_code == 302
    edition.refresh_from_db()
    assert (edition.venue, edition.capacity, edition.note) == (
        "De Wissel",
        10,
        "Typen gaat niet verloren",
    )


def test_taking_the_others_keeps_the_rest_of_what_was_typed(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create(starts_at=EVENING, venue="De Wissel", sessions=2)
    older = _opened(
        client, edition, location=location_called(name="Het Huis").pk, note="Zelf getypt"
    )
    first = edition.sessions.get(starts_at=EVENING)
    trainer = person_in_role(Role.TRAINER)
    other = Edition.objects.get(pk=edition.pk)
    other.location = location_called(name="De Brug")
    other.trainers = [trainer]
    other.sessions = [one for one in other.sessions.all() if one.pk != first.pk]
    services.save_edition(edition=other, actor=None)

    page = client.post(_url(edition), older)
    assert [row[0] for row in _cells(page.content.decode())] == [
        "Locatie",
        "Trainers",
        "Bijeenkomsten",
    ]
    taken = {
        **older,
        "snapshot": page.context["snapshot_token"],
        "take_theirs": page.context["conflict"].keys,
    }
    assert client.post(_url(edition), taken).status_code == 302
    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.venue, edition.note, list(edition.trainers.all())) == (
        "De Brug",
        "Zelf getypt",
        [trainer],
    )
    assert [one.starts_at for one in edition.sessions.all()] == [EVENING + timedelta(weeks=1)]


def test_a_meeting_that_somebody_removed_comes_back_only_when_asked(
    client: Client, coordinator: User
) -> None:
    edition = EditionFactory.create(starts_at=EVENING, sessions=2)
    older = _opened(client, edition)
    other = Edition.objects.get(pk=edition.pk)
    other.sessions = list(other.sessions.all())[:1]
    services.save_edition(edition=other, actor=None)
    page = client.post(_url(edition), older)
    assert [row[0] for row in _cells(page.content.decode())] == ["Bijeenkomsten"]
    assert Session.objects.count() == 1
    again = {**older, "snapshot": page.context["snapshot_token"]}
    assert client.post(_url(edition), again).status_code == 302
    assert Session.objects.count() == 2


def test_the_same_change_by_two_people_is_no_conflict(client: Client, coordinator: User) -> None:
    edition = EditionFactory.create(starts_at=EVENING, venue="De Wissel")
    older = _opened(client, edition, location=location_called(name="De Brug").pk)
    _theirs(edition, location=location_called(name="De Brug"))
    assert client.post(_url(edition), older).status_code == 302


@pytest.mark.parametrize("marks", ["", "nonsense", "[]", '{"venue": 3}', "[" * 100_000])
def test_marks_that_cannot_be_read_break_nothing(
    client: Client, coordinator: User, marks: str
) -> None:
    edition = EditionFactory.create(starts_at=EVENING)
    sent = _opened(client, edition, snapshot=marks)
    assert client.post(_url(edition), sent).status_code in (200, 302)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_the_second_is_told() -> None:
    edition = EditionFactory.create(starts_at=EVENING, venue="De Wissel")
    snapshot = FormSnapshot.submitted(
        {"snapshot": token(edition_facts(Edition.objects.get(pk=edition.pk)))}
    )

    def save(venue: str) -> str:
        mine = Edition.objects.get(pk=edition.pk)
        mine.location = location_called(name=venue)
        return services.save_edition(edition=mine, actor=None, snapshot=snapshot).venue

    outcomes = all_at_once([lambda: save("De Brug"), lambda: save("Het Huis")])
    saved = [one for one in outcomes if isinstance(one, str)]
    told = [one for one in outcomes if isinstance(one, Conflict)]
    assert (len(saved), len(told)) == (1, 1)
    assert Edition.objects.get(pk=edition.pk).venue == saved[0]
    assert [(one.label, one.theirs) for one in told[0].differences] == [("Locatie", saved[0])]
