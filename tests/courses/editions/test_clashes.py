"""A trainer or a place in two editions at one hour: staff are warned, and go on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.editions import queries
from courses.editions import services as edition_services
from courses.editions.models import Edition, Session
from courses.notices.models import Notice
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    end_of,
    person_in_role,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = timedelta(hours=1)
START = clock.now().replace(microsecond=0) + timedelta(days=10)


def edition(begins_after: timedelta = timedelta(0), **fields: Any) -> Edition:
    """Three hours, in a house of its own unless told otherwise."""
    if "venue" not in fields:
        fields["venue"] = f"Huis {Edition.objects.count()}"
    return EditionFactory.create(starts_at=START + begins_after, **fields)


def found(one: Edition) -> list[tuple[int, tuple[str, ...], bool]]:
    clashes = queries.clashes([one])[one.pk]
    return [(clash.edition.pk, clash.trainers, clash.same_place) for clash in clashes]


@pytest.mark.parametrize(
    ("after", "collides"),
    [
        (timedelta(0), True),
        (3 * HOUR - timedelta(seconds=1), True),
        (3 * HOUR, False),
        (-3 * HOUR, False),
        (-3 * HOUR + timedelta(seconds=1), True),
        (timedelta(days=1), False),
    ],
)
def test_meetings_collide_when_they_overlap_and_not_when_they_touch(
    after: timedelta, collides: bool
) -> None:
    trainer = person_in_role(Role.TRAINER)
    first, second = edition(trainers=[trainer]), edition(after, trainers=[trainer])
    assert found(first) == ([(second.pk, (trainer.name,), False)] if collides else [])
    assert found(second) == ([(first.pk, (trainer.name,), False)] if collides else [])
    one, other = Session.objects.order_by("pk")
    assert (one.overlaps(other), other.overlaps(one)) == (collides, collides)


def test_a_later_meeting_of_a_series_collides_too() -> None:
    trainer = person_in_role(Role.TRAINER)
    series = edition(trainers=[trainer], sessions=3)
    second = edition(timedelta(weeks=2, hours=1), trainers=[trainer])
    assert found(series) == [(second.pk, (trainer.name,), False)]


@pytest.mark.parametrize(
    ("venue", "address", "collides"),
    [
        ("De Wissel", "Straat 1", True),
        (" de  wissel ", "straat 1", True),
        ("De Wissel", "", True),
        ("De Wissel", "Kade 2", False),
        ("Het Anker", "Straat 1", False),
    ],
)
def test_a_place_is_the_same_however_it_is_typed(venue: str, address: str, collides: bool) -> None:
    first = edition(venue="De Wissel", address="Straat 1")
    second = edition(venue=venue, address=address)
    assert found(first) == ([(second.pk, (), True)] if collides else [])


def test_an_online_edition_needs_no_room() -> None:
    edition(venue="De Wissel")
    assert found(edition(venue="De Wissel", online_link="https://example.org/a")) == []


@pytest.mark.parametrize("off", ["the other", "this one"])
def test_what_is_called_off_collides_with_nothing_and_a_draft_does(off: str) -> None:
    first, second = edition(venue="De Wissel"), edition(venue="De Wissel", publish=False)
    assert found(first) == [(second.pk, (), True)]
    called_off = second if off == "the other" else first
    edition_services.cancel_edition(edition=called_off, actor=None)
    assert found(Edition.objects.get(pk=first.pk)) == []


def test_what_is_over_is_no_news() -> None:
    first, _second = edition(venue="De Wissel"), edition(venue="De Wissel")
    with clock.at(end_of(first)):
        assert found(first) == []


@pytest.fixture
def coordinator(client: Client) -> User:
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    return coordinator


def form_data(one: Edition, **changes: Any) -> dict[str, Any]:
    """The edition's form as it is, with changes."""
    session = one.sessions.get()
    return {
        "training": one.training_id,
        "capacity": one.capacity,
        "place": one.place,
        "language": one.language,
        "location": one.location_id,
        "trainers": [trainer.pk for trainer in one.trainers.all()],
        "sessions-TOTAL_FORMS": "1",
        "sessions-INITIAL_FORMS": "1",
        "sessions-MIN_NUM_FORMS": "1",
        "sessions-MAX_NUM_FORMS": "100",
        "sessions-0-id": session.pk,
        "sessions-0-title": "",
        "sessions-0-ORDER": "1",
        "sessions-0-starts_at": f"{session.starts_at:%Y-%m-%d %H:%M}",
        "sessions-0-ends_at": f"{session.ends_at:%Y-%m-%d %H:%M}",
        **changes,
    }


def test_staff_are_warned_on_every_page_and_what_was_typed_is_kept(
    client: Client, coordinator: User
) -> None:
    trainer = person_in_role(Role.TRAINER)
    other = edition(venue="De Wissel", trainers=[trainer])
    mine = edition(HOUR, venue="Het Anker", publish=False)
    edit = f"/beheer/uitvoeringen/edit/{mine.pk}/"
    words = f"Daar is ook “{other.training.title}”"
    assert words not in client.get(edit).content.decode()

    data = form_data(mine, location=other.location_id, trainers=[trainer.pk], note="Bewaar dit")
    page = client.post(edit, data, follow=True)
    mine.refresh_from_db()
    assert (mine.venue, mine.note) == ("De Wissel", "Bewaar dit")
    warned = [str(one) for one in page.context["messages"]]
    assert [words in one for one in warned if "bezet" in one] == [True]
    for address in (edit, f"/beheer/uitvoeringen/{mine.pk}/publiceer/"):
        content = client.get(address).content.decode()
        assert f"trainer {trainer.name} en plaats De Wissel" in content
    assert "trainer dubbel, plaats dubbel" in client.get("/beheer/uitvoeringen/").content.decode()
    client.post(f"/beheer/uitvoeringen/{mine.pk}/publiceer/")
    mine.refresh_from_db()
    assert mine.status == "open"


def test_a_copy_says_beforehand_that_it_collides(client: Client, coordinator: User) -> None:
    one = edition(venue="De Wissel")
    edition(timedelta(weeks=1), venue="De Wissel")
    url = f"/beheer/uitvoeringen/{one.pk}/kopieer/"
    shown = client.get(url, client.get(url).context["asked"].data)
    assert "Op hetzelfde moment bezet: plaats De Wissel." in shown.content.decode()
    (row,) = shown.context["rows"]
    page = client.post(url, {"day": f"{row['day']:%Y-%m-%d}"}, follow=True).content.decode()
    assert "Op hetzelfde moment bezet: plaats De Wissel." in page


def test_the_list_costs_the_same_for_any_number(client: Client, coordinator: User) -> None:
    training, trainer = TrainingFactory.create(), person_in_role(Role.TRAINER)
    costs = []
    for number in (2, 4):
        for _ in range(2):
            edition(training=training, venue="De Wissel", trainers=[trainer])
        client.get("/beheer/uitvoeringen/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/beheer/uitvoeringen/").content.decode()
        assert page.count("trainer dubbel, plaats dubbel") == number
        costs.append(len(asked))
    assert costs[0] == costs[1]


def at(start: datetime) -> dict[str, str]:
    """Three hours from then on, as the form writes them."""
    return {
        "sessions-0-starts_at": f"{clock.local(start):%Y-%m-%d %H:%M:%S}",
        "sessions-0-ends_at": f"{clock.local(start + 3 * HOUR):%Y-%m-%d %H:%M:%S}",
    }


def test_moving_what_people_know_of_asks_first_and_tells_nobody_until_it_is_meant(
    client: Client, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    trainer = person_in_role(Role.TRAINER)
    there = edition(trainers=[trainer])
    mine = edition(timedelta(weeks=1), trainers=[trainer])
    participant = PersonFactory.create()
    for one in (there, mine):
        EnrolmentFactory.create(edition=one, person=participant)
    edit = f"/beheer/uitvoeringen/edit/{mine.pk}/"
    data = form_data(mine, note="Neem brood mee", **at(START))
    before = Notice.objects.count()
    page = client.post(edit, data)
    content = page.content.decode()
    assert page.status_code == 200
    assert f"Op hetzelfde moment bezet: trainer {trainer.name}." in content
    assert f"1 persoon is op dat moment ook ergens anders: {participant.name}." in content
    # What was typed stands there still, and nothing was kept or told.
    assert "Neem brood mee" in content
    assert f'value="{at(START)["sessions-0-starts_at"]}"' in content
    mine.refresh_from_db()
    assert mine.note == ""
    assert mine.starts_at == START + timedelta(weeks=1)
    assert Notice.objects.count() == before
    # Opslaan again is no answer; "Doe het toch" is.
    assert client.post(edit, data).context["asked"].collisions
    agreed = page.context["asked"].fingerprint
    assert f'value="{agreed}"' in content
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(edit, {**data, "agreed": agreed}).status_code == 302
    mine.refresh_from_db()
    assert mine.note == "Neem brood mee"
    assert Notice.objects.count() > before


def test_what_collided_before_is_no_question_and_a_new_place_is(
    client: Client, coordinator: User
) -> None:
    trainer = person_in_role(Role.TRAINER)
    other = edition(venue="De Wissel", trainers=[trainer])
    mine = edition(venue="Het Anker", trainers=[trainer])
    edit = f"/beheer/uitvoeringen/edit/{mine.pk}/"
    same = at(START)
    assert client.post(edit, form_data(mine, note="Alleen dit", **same)).status_code == 302
    page = client.post(edit, form_data(mine, location=other.location_id, **same))
    (said,) = page.context["asked"].collisions
    assert f"trainer {trainer.name} en plaats De Wissel" in said
    mine.refresh_from_db()
    assert (mine.note, mine.venue) == ("Alleen dit", "Het Anker")
