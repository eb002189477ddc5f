from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses.common import clock, formats
from courses.common.words import count_words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("value", "text"),
    [(8.27, "8,3"), (8.5, "8,5"), (8.45, "8,5"), (7, "7,0"), (10, "10,0"), (None, "–")],
)
def test_a_mean_has_one_decimal_and_a_comma(value: float | int | None, text: str) -> None:
    assert formats.one_decimal(value) == text


def test_in_english_the_decimal_is_a_point() -> None:
    with translation.override("en"):
        assert formats.one_decimal(8.5) == "8.5"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(180, "3 uur"), (90, "1 uur en 30 minuten"), (45, "45 minuten"), (1, "1 minuut")],
)
def test_a_duration_reads_as_people_say_it(minutes: int, text: str) -> None:
    assert formats.duration(minutes) == text


def test_a_period_shows_local_time_on_both_sides_of_summer_time() -> None:
    winter = datetime(2026, 3, 28, 19, tzinfo=AMSTERDAM)
    summer = datetime(2026, 3, 30, 19, tzinfo=AMSTERDAM)
    assert formats.period(winter, winter + timedelta(hours=3)).endswith("19:00–22:00")
    assert formats.period(summer, summer + timedelta(hours=3)).endswith("19:00–22:00")


def test_a_deadline_names_the_day_and_the_time() -> None:
    moment = datetime(2026, 3, 3, 19, tzinfo=AMSTERDAM)
    assert formats.deadline(moment) == "dinsdag 3 maart om 19:00 uur"


@pytest.mark.parametrize(
    ("days", "hours", "text"),
    [
        ([(12, 16), (12, 23)], (13, 13), "woensdag 16 en 23 december, 13:00–15:00 (2"),
        ([(12, 16), (12, 18)], (13, 13), "woensdag 16 en vrijdag 18 december, 13:00–15:00 (2"),
        (
            [(11, 25), (12, 2), (12, 9)],
            (13, 9, 9),
            "woensdag 25 november, 2 en 9 december, 13:00 (3",
        ),
        (
            [(11, 18), (11, 25), (12, 2), (12, 9)],
            (13, 13, 13, 13),
            "woensdag 18 november tot en met woensdag 9 december, 13:00–15:00 (4",
        ),
    ],
)
def test_meetings_name_all_days_that_one_keeps_free(
    days: list[tuple[int, int]], hours: tuple[int, ...], text: str
) -> None:
    periods = [
        (
            datetime(2026, month, day, hour, tzinfo=AMSTERDAM),
            datetime(2026, month, day, hour + 2, tzinfo=AMSTERDAM),
        )
        for (month, day), hour in zip(days, hours, strict=True)
    ]
    assert formats.meetings(periods) == f"{text} bijeenkomsten)"


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), max_size=100))
def test_words_are_counted_as_people_count_them(words: list[str]) -> None:
    assert count_words("  ".join(words)) == len(words)


def test_punctuation_alone_is_no_word() -> None:
    assert count_words("Ja – echt waar ! 8,5 € …") == 4


def test_the_clock_can_be_set_and_goes_on_afterwards() -> None:
    moment = datetime(2020, 1, 1, 12, tzinfo=AMSTERDAM)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() > moment
