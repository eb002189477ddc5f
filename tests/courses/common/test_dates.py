"""Dates as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP
from django.utils.formats import date_format
from hypothesis import example, given
from hypothesis import strategies as st

from courses.common import dates
from courses.common.fields import DayField

if TYPE_CHECKING:
    from collections.abc import Callable

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def _named(names: dict[int, Any], language: str) -> Callable[[date], str]:
    def write(day: date) -> str:
        with translation.override(language):
            return f"{day.day} {names[day.month]} {day.year}"

    return write


def _full(day: date) -> str:
    with translation.override("nl"):
        return date_format(day, "l j F Y")


WAYS_TO_WRITE_A_DAY: list[Callable[[date], str]] = [
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f"{day:%d-%m-}{day.year}",
    lambda day: f"{day:%d/%m/}{day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f" {day.day} – {day.month} – {day.year} ",
    lambda day: day.isoformat(),
    _named(MONTHS, "nl"),
    _named(MONTHS_3, "nl"),
    _named(MONTHS_AP, "nl"),
    _named(MONTHS, "en"),
    _named(MONTHS_AP, "en"),
    lambda day: _named(MONTHS_3, "nl")(day).upper(),
    lambda day: _named(MONTHS_3, "nl")(day).replace(" ", "-"),
    _full,
]
WAYS_TO_WRITE_A_TIME: list[Callable[[time], str]] = [
    lambda moment: f"{moment:%H:%M}",
    lambda moment: f"{moment:%H.%M}",
    lambda moment: f"{moment.hour}:{moment:%M}",
    lambda moment: f"{moment:%H:%M} uur",
    lambda moment: f"{moment.hour}u{moment:%M}",
    lambda moment: f"{moment:%H:%M:%S}",
]


@given(DAYS)
@example(date(2027, 12, 1))
@example(date(2028, 2, 29))
def test_a_day_reads_back_as_it_was_written_in_every_way(day: date) -> None:
    assert [dates.read_day(write(day)) for write in WAYS_TO_WRITE_A_DAY] == [day] * len(
        WAYS_TO_WRITE_A_DAY
    )


@given(DAYS, TIMES)
def test_a_moment_reads_back_as_it_was_written_in_every_way(day: date, at: time) -> None:
    moment = datetime.combine(day, at)
    written = [
        f"{write_day(day)}{between}{write_time(at)}"
        for write_day in WAYS_TO_WRITE_A_DAY
        for write_time in WAYS_TO_WRITE_A_TIME
        for between in (" ", ", ", " om ")
    ]
    assert {text for text in written if dates.read_moment(text) != moment} == set()
    assert dates.read_moment(moment.isoformat()) == moment


@given(TIMES)
def test_a_time_reads_back_as_it_was_written_in_every_way(at: time) -> None:
    assert {
        write(at) for write in WAYS_TO_WRITE_A_TIME if dates.read_time(write(at)) != at
    } == set()
    assert dates.read_time(f"{at.hour} uur") == time(at.hour)


NUMBERS_OF_THE_DAY = st.text("0123456789-/. :uTjanmei", max_size=18)


@given(NUMBERS_OF_THE_DAY)
@example("1-13-2027")
@example("20270112")
@example("2027-W02-2")
def test_what_reads_as_a_day_has_exactly_its_numbers(typed: str) -> None:
    """Nothing is thought of: day, month and year all stand in what was typed."""
    try:
        day = dates.read_day(typed)
    except dates.Unreadable:
        return
    digits = "".join(character if character.isdigit() else " " for character in typed).split()
    numbers = {int(group) for group in digits}
    assert {day.day, day.year % 100} <= {number % 100 for number in numbers}
    assert day.month in numbers or any(letter in typed for letter in "jm")


@given(st.text(max_size=40))
@example("gisteren")
@example("morgen 13:00")
def test_text_is_an_error_and_never_a_moment(typed: str) -> None:
    if any(character.isdigit() for character in typed):
        return
    for read in (dates.read_day, dates.read_time, dates.read_moment):
        with pytest.raises(dates.Unreadable):
            read(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("morgen", "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        ("12-01-2027", "Zet de tijd erbij, bijvoorbeeld 24-12-2026 13:00."),
        ("12 januari 2027", "Zet de tijd erbij, bijvoorbeeld 24-12-2026 13:00."),
        ("12-01-2027 13", "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        ("12-01-2027 half twee", "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        # Not fourteen hours ago, not the fourteenth, and not two moments.
        ("14 uur", "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        ("dinsdag om 14 uur", "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        (
            "12 januari 2027 van 10.00 tot 12.30 uur",
            "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00.",
        ),
        ("12-01-2027 24:00", "Deze tijd bestaat niet. Vul een tijd in van 00:00 tot en met 23:59."),
        ("31-02-2027 13:00", "Deze dag bestaat niet. Vul een datum in, bijvoorbeeld 24-12-2026."),
        ("1/13/2027 13:00", "Deze dag bestaat niet. Vul een datum in, bijvoorbeeld 24-12-2026."),
        ("2027-02-30 13:00", "Deze dag bestaat niet. Vul een datum in, bijvoorbeeld 24-12-2026."),
        ("woensdag 12-1-2027 13:00", "12-01-2027 is een dinsdag. Kijk de datum na."),
        ("12-01-0027 13:00", "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        ("0" * 60, "Vul een datum en een tijd in, bijvoorbeeld 24-12-2026 13:00."),
        (
            "28-03-2027 02:30",
            "Op 28-03-2027 gaat de klok vooruit. 02:30 uur is er dan niet. Kies een andere tijd.",
        ),
        (
            "31-10-2027 02:30",
            "Op 31-10-2027 gaat de klok terug. 02:30 uur is er dan twee keer. "
            "Kies een andere tijd.",
        ),
    ],
)
def test_a_field_says_what_is_wrong_with_a_moment(typed: str, sentence: str) -> None:
    with pytest.raises(forms.ValidationError) as no:
        forms.DateTimeField().clean(typed)
    assert no.value.messages == [sentence]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("12 januari 2027 13 uur", datetime(2027, 1, 12, 12, tzinfo=UTC)),
        ("12 januari 2027 om 13 uur", datetime(2027, 1, 12, 12, tzinfo=UTC)),
        ("di. 14 sept. 2027 om 13.00 uur", datetime(2027, 9, 14, 11, tzinfo=UTC)),
        ("10-11-2027 13.00 uur", datetime(2027, 11, 10, 12, tzinfo=UTC)),
        ("12/1/2027 13.00", datetime(2027, 1, 12, 12, tzinfo=UTC)),
        ("28-03-2027 01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("28-03-2027 03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("31-10-2027 01:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("31-10-2027 03:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
        ("2027-01-12T13:00", datetime(2027, 1, 12, 12, tzinfo=UTC)),
        ("2027-01-12T13:00:00+00:00", datetime(2027, 1, 12, 13, tzinfo=UTC)),
    ],
)
def test_any_form_reads_a_moment_on_the_academys_clock(typed: str, moment: datetime) -> None:
    assert forms.DateTimeField().clean(typed) == moment


def test_the_day_comes_first_in_english_too() -> None:
    with translation.override("en"):
        assert forms.DateField().clean("1/2/2027") == date(2027, 2, 1)


def test_a_field_with_formats_of_its_own_keeps_them() -> None:
    assert forms.DateField(input_formats=["%m/%d/%Y"]).clean("1/2/2027") == date(2027, 1, 2)


def test_a_field_with_a_sentence_of_its_own_keeps_it() -> None:
    field = forms.DateField(error_messages={"invalid": "Wanneer ben je begonnen?"})
    with pytest.raises(forms.ValidationError) as no:
        field.clean("ooit")
    assert no.value.messages == ["Wanneer ben je begonnen?"]


def test_a_date_and_a_time_in_two_fields_are_checked_together() -> None:
    with pytest.raises(forms.ValidationError) as no:
        forms.SplitDateTimeField().clean(["28 maart 2027", "2u30"])
    assert no.value.messages == [
        "Op 28-03-2027 gaat de klok vooruit. 02:30 uur is er dan niet. Kies een andere tijd."
    ]


class _Filter(forms.Form):
    since = DayField(label="Vanaf")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("12 jan. 2027", '<input type="date" name="since" value="2027-01-12" id="id_since">'),
        (
            "ooit in mei",
            '<input type="text" name="since" value="ooit in mei" aria-invalid="true" '
            'aria-describedby="id_since_error" id="id_since">',
        ),
    ],
)
def test_what_a_browsers_calendar_cannot_show_stays_as_text(typed: str, shown: str) -> None:
    assert str(_Filter({"since": typed})["since"]) == shown
