"""Whether the Infopunt can be called: true at every moment, also on a page that is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from courses.catalogue.hours import Hours, reach
from courses.catalogue.models import InfopuntSettings
from courses.common import clock

DAILY = Hours(time(9), time(13))


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("now", "sentence", "until"),
    [
        ("2026-11-28 08:59:59", "Vandaag bereikbaar vanaf 9.00 uur", "2026-11-28 09:00"),
        ("2026-11-28 09:00", "Nu bereikbaar tot 13.00 uur", "2026-11-28 13:00"),
        ("2026-11-28 12:59:59", "Nu bereikbaar tot 13.00 uur", "2026-11-28 13:00"),
        ("2026-11-28 13:00", "Weer bereikbaar morgen om 9.00 uur", "2026-11-29 00:00"),
        ("2026-11-29 00:00", "Vandaag bereikbaar vanaf 9.00 uur", "2026-11-29 09:00"),
        # The clocks go back and forward in these nights.
        ("2026-10-24 23:00", "Weer bereikbaar morgen om 9.00 uur", "2026-10-25 00:00"),
        ("2026-10-25 02:30", "Vandaag bereikbaar vanaf 9.00 uur", "2026-10-25 09:00"),
        ("2027-03-28 03:30", "Vandaag bereikbaar vanaf 9.00 uur", "2027-03-28 09:00"),
    ],
)
def test_it_says_whether_one_can_call_now_and_when_again(
    now: str, sentence: str, until: str
) -> None:
    found = reach(DAILY, at(now))
    assert found is not None
    assert (found.sentence, found.until) == (sentence, at(until))


def test_weekends_and_days_that_are_off_are_passed_over() -> None:
    weekdays = Hours(time(9), time(13), in_weekends=False, closed={date(2026, 11, 30)})
    found = reach(weekdays, at("2026-11-28 10:00"))
    assert found is not None
    assert found.sentence == "Weer bereikbaar op dinsdag 1 december om 9.00 uur"
    assert found.until == at("2026-11-29 00:00")


def test_who_is_never_open_promises_nothing() -> None:
    closed = {date(2026, 1, 1) + timedelta(days=day) for day in range(1200)}
    assert reach(Hours(time(9), time(13), closed=closed), at("2026-11-28 10:00")) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),
    st.booleans(),
    st.floats(0, 0.999),
)
def test_what_it_says_stays_true_until_the_moment_it_names(
    moment: datetime, in_weekends: bool, part: float
) -> None:
    hours = Hours(time(9), time(13), in_weekends=in_weekends)
    now = moment.replace(tzinfo=UTC)
    found = reach(hours, now)
    assert found is not None
    assert found.until > now
    later = reach(hours, now + (found.until - now) * part)
    assert later == found


@pytest.mark.django_db
def test_a_kept_page_is_never_older_than_what_it_says(client) -> None:  # type: ignore[no-untyped-def]
    with clock.at(at("2026-11-28 12:59:30")):
        answer = client.get("/signaal/")
    assert "Nu bereikbaar tot 13.00 uur" in answer.content.decode()
    assert answer.headers["X-True-For"] == "30"
    with clock.at(at("2026-11-28 13:00:00")):
        assert "Weer bereikbaar morgen om 9.00 uur" in client.get("/signaal/").content.decode()
    assert "X-True-For" not in client.get("/agenda/").headers


@pytest.mark.django_db
def test_words_about_the_hours_come_from_the_times() -> None:
    contact = InfopuntSettings(site=Site.objects.get())
    assert contact.opening_hours == "elke dag van 9.00 tot 13.00 uur"
    contact.in_weekends = False
    assert contact.opening_hours == "op werkdagen van 9.00 tot 13.00 uur"
    contact.opens_at = contact.closes_at = None
    contact.hours_note = "op afspraak"
    assert (contact.opening_hours, contact.hours) == ("op afspraak", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"closed_days": "25-12-2026\nkerst"}, "closed_days"),
        ({"opens_at": time(14)}, "closes_at"),
        ({"opens_at": None}, "closes_at"),
    ],
)
def test_odd_hours_are_told_at_the_field(fields: dict[str, object], where: str) -> None:
    with pytest.raises(ValidationError) as refused:
        InfopuntSettings(site=Site.objects.get(), **fields).full_clean(exclude=["site"])
    assert list(refused.value.message_dict) == [where]
