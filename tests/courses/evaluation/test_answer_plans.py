"""Files with answers as LimeSurvey, Microsoft and Google write them, and what of them counts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from courses.common.errors import Refusal
from courses.evaluation.answer_files import read_file
from courses.evaluation.answer_plans import Said, mark_of, plan_import
from courses.evaluation.enums import OTHER, Kind, Tool
from courses.evaluation.models import FormQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.evaluation.answer_plans import ImportPlan

OURS = [
    FormQuestion(
        position=0,
        key="overall",
        kind=Kind.SCORE,
        text="Welk cijfer geef je de training?",
        text_en="What mark do you give the training?",
    ),
    FormQuestion(
        position=1,
        key="practice",
        kind=Kind.CHOICE,
        text="Kun je dit in de praktijk gebruiken?",
        options=["Ja", "Een beetje", "Nee"],
        options_en=["Yes", "A little", "No"],
    ),
    FormQuestion(
        position=2,
        key="improve",
        kind=Kind.MULTIPLE,
        text="Wat kan beter?",
        options=["De ruimte, of de techniek", "Het tempo", "Meer oefenen"],
        other=True,
    ),
    FormQuestion(position=3, key="takeaway", kind=Kind.OPEN, text="Wat neem je mee?"),
]

MICROSOFT = [
    (
        *("ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging"),
        "Welk cijfer geef je de training?\xa0",
        *("Kun je dit in de praktijk gebruiken?", "Wat kan beter?", "Wat neem je mee?"),
    ),
    *(
        (number, "3-6-20 10:02", "3-6-20 10:05", email, "An", None, *answers)
        for number, (email, *answers) in enumerate(
            (
                ("an@example.org", 8, "Ja", "Het tempo;Meer oefenen;", "Bellen; en nog eens"),
                ("anonymous", 9.0, "Ja", "De ruimte, of de techniek;een kortere pauze;", ""),
                ("bo@example.org", "7,5", "Misschien", "", ""),
                ("cy@example.org", None, None, None, None),
                ("di@example.org", "8,0", "Nee", None, None),
            ),
            start=1,
        )
    ),
]

GOOGLE = """\ufeff"Tijdstempel","Gebruikersnaam","Vraag 1. Welk cijfer geef je de training?",\
"Kun je dit in de praktijk gebruiken?","Wat kan beter?","Wat neem je mee?"
"2020/06/03 8:48:17 p.m. CET","an@example.org","8","Ja","Het tempo;Meer oefenen","Bellen; en \
nog eens bellen"
"2020/06/03 8:49:17 p.m. CET","bo@example.org","9","Ja","De ruimte, of de techniek;een kortere \
pauze",""
"2020/06/03 8:49:18 p.m. CET","","7,5","Misschien","",""
"2020/06/03 8:49:19 p.m. CET","cy@example.org","","","",""
"2020/06/03 8:49:20 p.m. CET","di@example.org","8","Nee","",""
"""

LIME = """"id","submitdate","lastpage","startlanguage","seed","token","overall","practice",\
"improve[SQ001]","improve[SQ002]","improve[SQ003]","improve[other]","takeaway","overallTime"
"1","2020-06-03 10:05:01","1","nl","1","aB","8","Ja","","Y","Y","","Bellen; en nog eens \
bellen","12.3"
"2","2020-06-03 10:06:01","1","nl","1","aC","9","Ja","Y","N","","een kortere pauze","","12.3"
"3","2020-06-03 10:07:01","1","nl","1","aD","7.5","Misschien","","","","","","2"
"4","","0","nl","1","aE","3","Nee","","","","","","2"
"5","2020-06-03 10:08:01","1","en","1","aF","8","No","","","","","","2"
"""

LIME_FULL = """"Response ID";"Date submitted";"Last page";"Start language";\
"Q1. Welk cijfer geef je de training?";"Q2. Kun je dit in de praktijk gebruiken?";\
"Q3[SQ001]. Wat kan beter? [De ruimte, of de techniek]";"Q3[SQ002]. Wat kan beter? [Het tempo]";\
"Q3[SQ003]. Wat kan beter? [Meer oefenen]";"Q3[other]. Wat kan beter? [Anders]";\
"Q4. Wat neem je mee?"
"1";"2020-06-03 10:05:01";"1";"nl";"8";"Ja";"Nee";"Ja";"Ja";"";"'=Bellen; en nog eens bellen"
"2";"2020-06-03 10:06:01";"1";"nl";"9";"Ja";"Ja";"Nee";"Nee";"een kortere pauze";""
"3";"2020-06-03 10:07:01";"1";"nl";"7,5";"Misschien";"Nee";"Nee";"Nee";"";""
"4";"";"0";"nl";"3";"Nee";"N/A";"N/A";"N/A";"";""
"5";"2020-06-03 10:08:01";"1";"nl";"8,0";"Nee";"Nee";"Nee";"Nee";"";""
"""


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(content)
    return content.getvalue()


def said(plan: ImportPlan) -> list[tuple[str, int, dict[str, int], int]]:
    """What would count of each column that is taken over."""
    return [
        (one.question.key, one.answered, dict(one.counts), one.texts)
        for one in plan.columns
        if one.question is not None
    ]


EXPECTED = [
    ("overall", 3, {"8": 2, "9": 1}, 0),
    ("practice", 3, {"Ja": 2, "Nee": 1}, 0),
    (
        "improve",
        2,
        {
            "De ruimte, of de techniek": 1,
            "Het tempo": 1,
            "Meer oefenen": 1,
            "Anders, namelijk …": 1,
        },
        1,
    ),
    ("takeaway", 1, {}, 1),
]


@pytest.mark.parametrize(
    ("tool", "data"),
    [
        (Tool.MICROSOFT, workbook(MICROSOFT)),
        (Tool.GOOGLE, GOOGLE.encode()),
        # As Google's own file is once somebody put it in a spreadsheet.
        (Tool.GOOGLE, GOOGLE.replace("tempo;Meer", "tempo, Meer").replace("k;een", "k, een")),
        (Tool.LIMESURVEY, LIME_FULL.encode("cp1252")),
    ],
    ids=["microsoft", "google", "google sheets", "limesurvey"],
)
def test_each_tool_is_recognised_and_gives_the_same_figures(tool: Tool, data: bytes | str) -> None:
    file = read_file(data.encode() if isinstance(data, str) else data)
    plan = plan_import(file, OURS)
    assert (file.tool, said(plan)) == (tool, EXPECTED)
    # Nothing of who or when goes along, not even to the browser.
    kept = str(file.rows)
    assert [one for one in ("example.org", "2020", "CET", "10:0") if one in kept] == []
    whys = sorted(one.why for one in plan.left_out)
    assert whys[-2:] == [
        "“7,5” is geen heel cijfer van 1 tot en met 10.",
        "“Misschien” is geen antwoord van deze vraag.",
    ]
    assert len(plan.records) == 3


def test_codes_of_limesurvey_are_matched_by_the_key_of_our_question() -> None:
    file = read_file(LIME.encode())
    plan = plan_import(file, OURS)
    assert file.left_out == (
        *("id", "submitdate", "lastpage", "startlanguage", "seed", "token"),
        "overallTime",
    )
    assert file.unfinished == (5,)
    assert said(plan)[:2] == EXPECTED[:2]
    # "SQ001" is none of our options: somebody has to say which it is.
    column = plan.columns[2]
    assert (column.choice, column.counts) == ("q:improve", (("Anders, namelijk …", 1),))
    assert [(one.code, one.count, one.meaning) for one in column.codes] == [
        *(("SQ001", 1, ""), ("SQ002", 1, ""), ("SQ003", 1, "")),
    ]
    assert column.notes[0].startswith("Hier staan codes en geen woorden.")
    meanings = dict(enumerate(OURS[2].options))
    told = plan_import(file, OURS, Said(codes={2: meanings}))
    assert said(told) == EXPECTED
    assert told.columns[2].notes == ()


CODES = """"id","submitdate","startlanguage","Q1","Q2","Q3[SQ001]","Q3[SQ002]","Q3[other]","Q4","Q5"
"1","1980-01-01 00:00:00","nl","A8","Y","Y","","","AO01","31"
"2","1980-01-01 00:00:00","nl","A9","N","","Y","een kortere pauze","AO01","56"
"3","1980-01-01 00:00:00","nl","A8","Y","Y","","","-oth-","56"
"4","1980-01-01 00:00:00","nl","","","","","","AO02","56"
"""


def test_what_codes_mean_is_said_by_hand_and_never_guessed() -> None:
    """As LimeSurvey writes them: lists as `A8` and `AO01`, yes and no as letters, an empty cell for
    what was not ticked, `-oth-` for own words, and numbers as numbers."""
    file = read_file(CODES.encode())
    ours = Said({0: "q:overall", 1: "q:practice", 2: "q:improve", 3: "own_choice", 4: "own_choice"})
    unsaid = plan_import(file, OURS, ours)
    assert said(unsaid) == [
        ("overall", 0, {}, 0),
        # What Y and N are is known.
        ("practice", 3, {"Ja": 2, "Nee": 1}, 0),
        ("improve", 1, {"Anders, namelijk …": 1}, 1),
        (unsaid.questions[3].key, 4, {"AO01": 2, "AO02": 1, "Anders, namelijk …": 1}, 0),
        # A number can be somebody's age: what one person gave is no option.
        (unsaid.questions[4].key, 4, {"56": 3, "Anders, namelijk …": 1}, 1),
    ]
    told = plan_import(
        file,
        OURS,
        Said(
            ours.choices,
            {3: "Hoe hoorde je van ons?", 0: "wordt niet gebruikt"},
            {
                0: {0: "8", 1: "9"},
                2: {0: "Het tempo", 1: "staat er niet bij"},
                3: {0: "De  krant", 1: "De krant"},
            },
        ),
    )
    assert said(told)[0] == ("overall", 3, {"8": 2, "9": 1}, 0)
    assert said(told)[2] == ("improve", 3, {"Het tempo": 2, "Anders, namelijk …": 1}, 1)
    own = told.columns[3]
    assert (told.questions[3].text, dict(own.counts)) == (
        "Hoe hoorde je van ons?",
        {"De krant": 3, "Anders, namelijk …": 1},
    )
    assert [one.needs_words for one in told.columns] == [False, False, False, True, True]
    assert [(one.line, one.why) for one in told.left_out] == [
        (3, "Er is niet gezegd wat “SQ002” betekent.")
    ]


def test_a_question_of_its_own_shows_no_words_of_one_person_as_an_option() -> None:
    rows = [["Waar hoorde je ervan?", "Hoe lang?"], *[["Buren", "te lang"]] * 3]
    rows += [["Krant", "te lang"]] * 2 + [["Mijn tante Truus van nummer 12", "kort"]]
    plan = plan_import(read_file(workbook(rows)), [])
    question = plan.questions[0]
    assert (question.kind, question.options, question.other) == (
        *(Kind.CHOICE, ["Buren", "Krant"]),
        True,
    )
    assert said(plan)[0][1:] == (6, {"Buren": 3, "Krant": 2, "Anders, namelijk …": 1}, 1)
    record = plan.records[-1].answers[question.key]
    assert (record.values, record.text) == ((OTHER,), "Mijn tante Truus van nummer 12")


def test_what_somebody_chooses_for_a_column_goes_first() -> None:
    rows: list[list[object]] = [["Rapportcijfer", "Wat is je naam?"]]
    rows += [[mark, "Iemand"] for mark in (4, 5, 5, 3, 4)]
    file = read_file(workbook(rows))
    first = plan_import(file, OURS)
    assert [one.choice for one in first.columns] == ["own_score", ""]
    assert [one.notes[0].partition(".")[0] for one in first.columns] == [
        "Geen cijfer is hoger dan 5",
        "Deze vraag lijkt te vragen wie iemand is",
    ]
    plan = plan_import(file, OURS, Said({0: "q:overall", 1: "q:overall"}))
    assert [one.choice for one in plan.columns] == ["q:overall", ""]
    assert said(plan) == [("overall", 5, {"3": 1, "4": 2, "5": 2}, 0)]


def test_marks_are_read_as_people_and_spreadsheets_write_them() -> None:
    written = ("8", "8,0", "8.00", "10", " 7 / 10", "0", "11", "8+")
    read = [mark_of(text) for text in written]
    assert read == ["8", "8", "8", "10", "7", None, None, None]


@pytest.mark.parametrize("data", [b"", b"Cijfer\n", b"\xd0\xcf\x11\xe0old"])
def test_a_file_without_answers_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        read_file(data)
