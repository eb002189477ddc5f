"""What is read of a report, in the shapes that occur; people and titles are made up."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from courses.common import clock
from courses.plugin_api.api import Refusal
from plugins.aanwezigheid_online.moments import DateOrder
from plugins.aanwezigheid_online.presence import Rules, stay_of
from plugins.aanwezigheid_online.reports import (
    Report,
    as_data,
    from_data,
    read_report,
    read_reports,
)
from plugins.aanwezigheid_online.sample_reports import SampleJoin, as_teams, as_zoom
from tests.plugins.aanwezigheid_online.scene import END, EVENING, at, came


def read(text: str | bytes, **more: timedelta) -> Report:
    data = text.encode() if isinstance(text, str) else text
    return read_report(data, EVENING, **more)


def minutes(report: Report) -> dict[str, int]:
    """How long each was there, by name."""
    return {
        one.name: stay_of(one.joins, EVENING, Rules(gap=0), seconds=one.seconds).minutes
        for one in report.attendees
    }


def refused(text: str | bytes) -> str:
    with pytest.raises(Refusal) as no:
        read(text)
    return str(no.value)


TEAMS = """1. Summary
Meeting title\tBellen, deel 1
Attended participants\t3
Start time\t10/6/26, 6:55:00 PM
End time\t10/6/26, 9:03:00 PM
Meeting duration\t2h 8m
Average attendance time\t1h 40m 2s

2. Participants
Name\tFirst join\tLast leave\tIn-meeting duration\tEmail\tParticipant ID (UPN)\tRole
Bos, Truus\t10/6/26, 6:55:00 PM\t10/6/26, 9:03:00 PM\t2h 8m\tt@w.example\tt@w.example\tOrganizer
"Kok, Bram (EXT)"\t10/6/26, 7:01:00 PM\t10/6/26, 9:00:00 PM\t1h 40m\tb@t.example\tb@w.nl\tAttendee
Anna\t10/6/26, 7:05:00 PM\t10/6/26, 8:05:00 PM\t1h\t\t\tAttendee

3. In-Meeting activities
Name\tJoin time\tLeave time\tDuration\tEmail\tRole
Bos, Truus\t10/6/26, 6:55:00 PM\t10/6/26, 9:03:00 PM\t2h 8m\tt@w.example\tOrganizer
"Kok, Bram (EXT)"\t10/6/26, 7:01:00 PM\t10/6/26, 7:21:00 PM\t20m\tb@t.example\tAttendee
"Kok, Bram (EXT)"\t10/6/26, 7:40:00 PM\t10/6/26, 9:00:00 PM\t1h 20m\tb@t.example\tAttendee
Anna\t10/6/26, 7:05:00 PM\t10/6/26, 8:05:00 PM\t1h\t\tAttendee
"""


def test_teams_tells_each_join_and_those_count() -> None:
    report = read(b"\xff\xfe" + TEAMS.replace("\n", "\r\n").encode("utf-16-le"))
    assert minutes(report) == {"Bos, Truus": 120, "Kok, Bram (EXT)": 100, "Anna": 60}
    bram = report.attendees[1]
    assert (bram.addresses, bram.role, len(bram.joins)) == (
        ["b@t.example", "b@w.nl"], "Attendee", 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        TEAMS.encode(),
        TEAMS.encode("utf-8-sig"),
        TEAMS.encode("utf-16"),
        TEAMS.encode("utf-16-le"),
        TEAMS.encode("utf-16-be"),
        TEAMS.encode("utf-32"),
        TEAMS.encode("cp1252"),
        TEAMS.title().encode(),
        TEAMS.lower().encode(),
        # Without the joins, as older reports are.
        TEAMS.partition("3. In-Meeting")[0].encode(),
    ],
)
def test_encoding_and_capitals_make_no_difference(data: bytes) -> None:
    assert [*minutes(read(data)).values()][::2] == [120, 60]


def test_a_language_that_nobody_knows_is_read_by_what_stands_below() -> None:
    words = {
        "Name": "Imię", "First join": "Abc", "Last leave": "Def", "In-meeting duration": "Ghi",
        "Email": "Jkl", "Participant ID (UPN)": "Mno", "Role": "Pqr", "Join time": "Stu",
        "Leave time": "Vwx", "Duration": "Yz", "Summary": "Foo", "Participants": "Bar",
    }  # fmt: skip
    text = TEAMS
    for word, other in words.items():
        text = text.replace(word, other)
    assert minutes(read(text)) == {"Bos, Truus": 120, "Kok, Bram (EXT)": 100, "Anna": 60}


ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
"812 3456 7890","Bellen, deel 1",10/06/2026 06:55:00 PM,10/06/2026 09:03:00 PM,t@w.example,128,5

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
Truus Bos,t@w.example,10/06/2026 06:55:00 PM,10/06/2026 09:03:00 PM,128,No,No
"Bram (Bram Kok)",b@t.example,10/06/2026 07:01:12 PM,10/06/2026 07:30:00 PM,29,Yes,No
"Bram - Humanitas (Bram Kok)",B@t.example,10/06/2026 07:20:00 PM,10/06/2026 09:00:10 PM,101,Yes,No
31612345678,,10/06/2026 07:10:00 PM,10/06/2026 07:20:00 PM,10,Yes,No
"Vroege, Eva",,10/06/2026 06:50:00 PM,10/06/2026 06:54:00 PM,4,Yes,Yes
"""


def test_zoom_has_a_line_for_each_join_and_the_waiting_room_is_no_meeting() -> None:
    report = read(ZOOM)
    assert minutes(report) == {"Truus Bos": 120, "Bram (Bram Kok)": 119, "31612345678": 10}
    assert report.attendees[1].names == ["Bram (Bram Kok)", "Bram - Humanitas (Bram Kok)"]
    assert report.waited == ("Vroege, Eva",)


def test_a_spreadsheet_that_saved_it_with_semicolons_makes_no_difference() -> None:
    assert minutes(read(ZOOM.replace(",", ";"))) == minutes(read(ZOOM))
    assert minutes(read(TEAMS.replace("\t", ";"))) == minutes(read(TEAMS))


def test_lines_that_were_put_in_quotes_as_a_whole_are_read() -> None:
    quoted = "\n".join(
        '"' + line.replace('"', '""') + '"' if line else "" for line in TEAMS.split("\n")
    )
    assert minutes(read(quoted)) == minutes(read(TEAMS))


def test_a_workbook_keeps_the_times() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Naam", "E-mail", "Tijd van deelname", "Tijd van vertrek"])
    here = [clock.local(one).replace(tzinfo=None) for one in (at(5), at(65))]
    sheet.append(["Anna de Wit", "", *here])
    out = BytesIO()
    book.save(out)
    assert minutes(read(out.getvalue())) == {"Anna de Wit": 60}


def test_zoom_without_times_says_how_long() -> None:
    text = "Name (original name),Email,Total duration (minutes),Guest\nAnna,,45,Yes\nBram,,9,Yes\n"
    report = read(text)
    assert (minutes(report), report.has_times) == ({"Anna": 45, "Bram": 9}, False)


def test_a_webinar_has_hosts_apart_and_says_who_did_not_come() -> None:
    text = """Attendee Report,
Report Generated:,10/06/2026 10:00 PM
Topic,Webinar ID,Actual Start Time
Bellen,123 456 789,10/06/2026 07:00 PM
Host Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)
Yes,Truus,t@w.example,10/06/2026 06:50 PM,10/06/2026 09:05 PM,135
Attendee Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)
Yes,Anna,anna@thuis.example,10/06/2026 07:02 PM,10/06/2026 08:02 PM,60
No,Bram,b@t.example,--,--,--
"""
    assert minutes(read(text)) == {"Truus": 120, "Anna": 60}


@pytest.mark.parametrize(
    "text",
    [
        "First name,Last name,Email,Duration,Time joined,Time exited\n"
        "Anna,de Wit,anna@thuis.example,1 hr 2 min,19:05,20:07\n",
        "Name,Email,Duration,Time joined,Time exited\n"
        "Anna de Wit,anna@thuis.example,62m,2026-10-06 19:05:00,2026-10-06 20:07:00\n",
        "Name,Email,Duration,Time joined,Time exited\n"
        "Anna de Wit,anna@thuis.example,1:02:00,2026-10-06T17:05:00Z,2026-10-06T18:07:00Z\n",
        "Meeting title,Date,Start time,End time\nBellen,2026-10-06,19:00,21:00\n\n"
        "Name,Email,Duration,Time joined,Time exited\n"
        "Anna de Wit,anna@thuis.example,62m,7:05:00 PM,8:07:00 PM\n",
    ],
)
def test_google_meet_is_read_with_or_without_dates(text: str) -> None:
    assert minutes(read(text)) == {"Anna de Wit": 62}


@pytest.mark.parametrize(
    ("joined", "left"), [("Joined", "Left"), ("Joined before", "Left"), ("Neemt deel", "Verlaten")]
)
def test_a_list_of_who_came_in_and_left_becomes_joins(joined: str, left: str) -> None:
    """As Teams wrote it until 2021."""
    text = (
        "Full Name\tUser Action\tTimestamp\n"
        f"Anna\t{joined}\t10/6/2026, 7:00:00 PM\nBram\t{joined}\t10/6/2026, 7:10:00 PM\n"
        f"Anna\t{left}\t10/6/2026, 7:30:00 PM\nAnna\t{joined}\t10/6/2026, 8:00:00 PM\n"
        f"Bram\t{left}\t10/6/2026, 7:50:00 PM\n"
    )
    # Anna had not left when it was downloaded.
    assert minutes(read(text)) == {"Anna": 90, "Bram": 40}


def test_past_midnight_a_time_is_of_the_next_day() -> None:
    late = type(EVENING)(at(180), at(360))
    text = b"Name,Email,Time joined,Time exited\nAnna,,22:30,00:30\nBram,,23:30,01:00\n"
    report = read_report(text, late)
    assert [stay_of(one.joins, late, Rules()).minutes for one in report.attendees] == [120, 90]


def test_a_meeting_that_was_begun_again_has_two_reports() -> None:
    first = as_teams([came("Anna", 0, 50), came("Bram", 0, 50)])
    second = as_teams([came("Anna", 60, 120), came("Chris", 70, 120)])
    report = read_reports([first, second], EVENING)
    assert minutes(report) == {"Anna": 110, "Bram": 50, "Chris": 50}
    # The same one twice makes no difference.
    assert minutes(read_reports([first, first], EVENING)) == minutes(read(first))


PEOPLE = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.integers(-30, 100), st.integers(1, 100)),
    min_size=1,
    max_size=8,
)


@given(PEOPLE, st.sampled_from(DateOrder), st.booleans(), st.booleans())
def test_what_is_written_as_zoom_or_teams_do_is_read_back(
    people: list[tuple[str, int, int]], order: DateOrder, dutch: bool, zoom: bool
) -> None:
    joins = [
        SampleJoin(f"{one} Bos", at(start), at(start + length)) for one, start, length in people
    ]
    data = as_zoom(joins) if zoom else as_teams(joins, order=order, dutch=dutch)
    inside = [one for one in joins if one.starts_at < END and one.ends_at > at(0)]
    if not inside:
        return
    report = read(data)
    for one in report.attendees:
        meant = {(j.starts_at, j.ends_at) for j in joins if j.name == one.name}
        assert {(j.starts_at, j.ends_at) for j in one.joins} == meant
    assert {one.name for one in report.attendees} == {one.name for one in joins}
    assert from_data(as_data(report)) == report


# --- What is no report ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Dit bestand is leeg."),
        (b"\xff\xfe", "Dit bestand is leeg."),
        (b"%PDF-1.7 ...", "Dit is een pdf."),
        (b"x" * (2 * 1024 * 1024 + 1), "Dit bestand is te groot."),
        (b"PK\x03\x04 not a zip", "Wij kunnen dit bestand niet lezen."),
        (b"\xd0\xcf\x11\xe0 old", "Dit is een oud Excel-bestand."),
        (b"Beste Truus,\nWie komt er vanavond?\n", "In dit bestand vinden we geen lijst"),
        (b"Naam,E-mail\nAnna,anna@thuis.example\n", "In dit bestand vinden we geen lijst"),
        (b"Name,Email,Join Time,Leave Time\n", "In dit rapport staat niemand"),
        (b"<html><body>Sign in</body></html>", "In dit bestand vinden we geen lijst"),
    ],
)
def test_what_is_no_report_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_a_report_of_another_day_names_its_first_moment() -> None:
    text = as_zoom([SampleJoin("Anna", at(-30 * 24 * 60), at(-30 * 24 * 60 + 60))])
    assert "Het eerste moment in het rapport is: 09/06/2026 07:00:00 PM." in refused(text)


def test_a_clock_elsewhere_is_told_and_can_be_set_right() -> None:
    text = as_zoom([came("Anna", -6 * 60, -5 * 60)])
    assert "Staat Zoom of Teams in een andere tijdzone?" in refused(text)
    assert minutes(read(text, shift=timedelta(hours=6))) == {"Anna": 60}


def test_a_line_that_makes_no_sense_is_counted_and_left_out() -> None:
    text = as_zoom([came("Anna", 0, 60)]).decode() + "Bram,,vandaag,morgen,10,Yes,No\r\n"
    report = read(text)
    assert (minutes(report), report.unread) == ({"Anna": 60}, 1)


def test_too_many_people_are_refused_at_once() -> None:
    assert "te veel mensen" in refused(as_zoom([came(f"Anna {n}", 0, 60) for n in range(301)]))


@pytest.mark.parametrize(
    "data",
    [
        ("naam deelnemer," * 40 + "\n").encode() * 3000,
        b"Name,Join Time,Leave Time,Email\n" * 3000,
        b"2. Participants\na,b,c,d\n" * 1500,
        b"Name,Duration\n" + (b"A," + b"1h" * 99 + b"\n") * 2900,
    ],
)
def test_a_file_that_is_made_to_take_long_takes_seconds_at_most(data: bytes) -> None:
    began = process_time()
    with suppress(Refusal):
        read(data[: 2 * 1024 * 1024])
    assert process_time() - began < 10


CELLS = st.sampled_from(
    [
        "Name",
        "Naam",
        "Join Time",
        "Leave Time",
        "Duration",
        "Email",
        "User Action",
        "Timestamp",
        "2. Participants",
        "",
        "Anna",
        "7:05 PM",
        "10/6/26, 7:05:00 PM",
        "31/12/99",
        "1h 2m",
        "\t",
        "Yes",
        '"',
        "In Waiting Room",
        "\x00",
        "-1",
        "9999-99-99T99:99",
        "�",
        "é" * 300,
    ]
)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(st.lists(CELLS, max_size=7), max_size=12).map(
            lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
        ),
        st.lists(st.lists(CELLS, max_size=7), max_size=12).map(
            lambda rows: "\n".join("\t".join(row) for row in rows).encode("utf-16", "surrogatepass")
        ),
    )
)
def test_any_file_gives_people_or_a_sentence(data: bytes) -> None:
    try:
        report = read(data)
    except Refusal as no:
        said, field = str(no), no.field
        assert (said[-1], field in {"file", "shift"}) == (".", True)
    else:
        assert report.attendees
        assert from_data(as_data(report)).attendees
