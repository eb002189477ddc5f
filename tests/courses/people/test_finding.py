"""People are found by what somebody says on the telephone, however it is spelled."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.people.finding import details_in
from courses.people.models import User
from courses.people.queries import find, lookalikes
from tests.factories import PartnerFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAMES = [
    ("Sanne", "de Vries"),
    ("Mohammed", "El Idrissi"),
    ("Fatima", "Ben Ali"),
    ("Kees", "Meijer"),
    ("Jens", "Ågaard"),
    ("Youssef", "Aït Lahcen"),
    ("Zoë", "van den Berg"),
    ("Jan-Willem", "Dijkstra"),
    ("Ольга", "Иванова"),
    ("Siti", ""),
    ("Hatice", "Öztürk"),
    ("Els", "Vandenberg"),
]


@pytest.fixture
def people() -> dict[str, User]:
    made = [PersonFactory.create(first_name=one, last_name=other) for one, other in NAMES]
    return {person.first_name: person for person in made}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "first_names"),
    [
        ("de vries", ["Sanne"]),
        ("sanne", ["Sanne"]),
        ("vries, sanne de", ["Sanne"]),
        ("Sane Fries", ["Sanne"]),
        ("mohamed idrisi", ["Mohammed"]),
        ("Mohamed Elidrisi", ["Mohammed"]),
        ("idris", ["Mohammed"]),
        ("Fatma Benali", ["Fatima"]),
        ("Cees Meyer", ["Kees"]),
        ("Meier", ["Kees"]),
        ("Aagaard", ["Jens"]),
        ("joesoef ait lahsen", ["Youssef"]),
        ("zoe vandenberg", ["Zoë"]),
        ("v.d. Berg", ["Zoë", "Els"]),
        ("Els van den Berg", ["Els"]),
        ("janwillem dykstra", ["Jan-Willem"]),
        ("Jan Dijkstra", ["Jan-Willem"]),
        ("Olga Ivanova", ["Ольга"]),
        ("Ольга", ["Ольга"]),
        ("siti", ["Siti"]),
        ("ozturk", ["Hatice"]),
        ("Piet Paulusma", []),
        ("", []),
        ("?", []),
    ],
)
def test_a_name_is_found_however_it_is_spelled(typed: str, first_names: list[str]) -> None:
    found = [person.first_name for person in find(typed)]
    # Whoever else comes near stands below.
    assert found[: len(first_names)] == first_names
    if not first_names:
        assert found == []


@pytest.mark.parametrize(
    "typed",
    [
        "06 12345678",
        "+31 6 1234 5678",
        "0031612345678",
        "345678",
        "fatima@example.org",
        "FATIMA@",
        "fatima@example",
        "3511 AB",
        "3511ab",
        "3511",
        "1956",
        "fatima 0612345678",
        "fatima 1956",
        "benali 3511 ab",
    ],
)
def test_somebody_is_found_by_each_thing_that_we_know(typed: str) -> None:
    known = {"telephone": "0612345678", "postcode": "3511 AB", "birth_year": 1956}
    meant = PersonFactory.create(
        first_name="Fatima", last_name="Ben Ali", email="fatima@example.org", **known
    )
    PersonFactory.create(first_name="Fatima", last_name="Bennis", telephone="0687654321")
    PersonFactory.create(first_name="Piet", postcode="3521 XX", birth_year=1965)
    assert find(typed)[0] == meant


def test_what_is_known_beside_a_name_is_no_reason_to_leave_somebody_out() -> None:
    old = PersonFactory.create(first_name="Riet", last_name="Bos", telephone="0612345678")
    assert find("riet bos 0687654321") == [old]
    other = PersonFactory.create(first_name="Riet", last_name="Bos", telephone="0687654321")
    assert find("riet bos 0687654321") == [other, old]


def test_a_year_of_birth_leaves_out_who_was_born_in_another() -> None:
    unknown, born, _other = (
        PersonFactory.create(first_name="Riet", last_name="Bos", birth_year=year)
        for year in (None, 1941, 1950)
    )
    assert {*find("riet bos", birth_year=1941)} == {unknown, born}


def test_the_spelling_that_was_typed_stands_first_and_then_the_alphabet_counts() -> None:
    for first_name, last_name in [("Bo", "Meyer"), ("Cas", "Meijer"), ("An", "Meijer")]:
        PersonFactory.create(first_name=first_name, last_name=last_name)
    assert [one.first_name for one in find("meijer")] == ["An", "Cas", "Bo"]
    assert [one.first_name for one in find("meyer")] == ["Bo", "An", "Cas"]
    assert [one.first_name for one in find("meijer", limit=1)] == ["An"]


def test_only_among_those_whom_one_may_find() -> None:
    partner = PartnerFactory.create()
    own = PersonFactory.create(first_name="Riet", partner=partner)
    PersonFactory.create(first_name="Riet")
    assert find("riet", people=User.objects.filter(partner=partner)) == [own]


@pytest.mark.parametrize("number", [1, 3])
def test_finding_asks_the_database_as_often_for_three_as_for_one(number: int) -> None:
    for _one in range(number):
        PersonFactory.create(
            first_name="Riet", telephone="0612345678", partner=PartnerFactory.create()
        )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len([str(one.partner) for one in find("riet 0612345678")]) == number
    assert len(queries) == 4


# --- The same person twice --------------------------------------------------------------------

RIET = {"first_name": "Riet", "last_name": "Bos", "email": None}


@pytest.mark.parametrize(
    ("known", "new", "reasons"),
    [
        ({}, {}, ["zelfde naam"]),
        ({}, {"first_name": "riet", "last_name": "BOS"}, ["zelfde naam"]),
        ({}, {"first_name": "Rit"}, ["naam lijkt erop"]),
        ({"last_name": "Meijer"}, {"last_name": "Meyer"}, ["naam lijkt erop"]),
        (
            {"telephone": "0612345678"},
            {"telephone": "+31612345678"},
            ["zelfde telefoon", "zelfde naam"],
        ),
        (
            {"telephone": "0612345678"},
            {"first_name": "Piet", "last_name": "Kok", "telephone": "0612345678"},
            ["zelfde telefoon"],
        ),
        ({"telephone": "0612345678"}, {"telephone": "0687654321"}, ["zelfde naam"]),
        ({"telephone": "0612345678"}, {"first_name": "Rit", "telephone": "0687654321"}, []),
        ({"email": "a@example.org"}, {"email": "b@example.org"}, []),
        (
            {"email": "a@example.org"},
            {"email": "A@example.org"},
            ["zelfde e-mailadres", "zelfde naam"],
        ),
        ({"email": "a@example.org"}, {}, ["zelfde naam"]),
        ({"birth_year": 1941}, {"birth_year": 1950}, []),
        (
            {"birth_year": 1941, "postcode": "3511 AB"},
            {"birth_year": 1941, "postcode": "3511ab"},
            ["zelfde naam", "zelfde postcode", "zelfde geboortejaar"],
        ),
        ({"postcode": "3511 AB"}, {"first_name": "Wim", "postcode": "3511 AB"}, []),
        ({"first_name": "Riet Maria"}, {}, []),
        ({"last_name": ""}, {}, []),
    ],
)
def test_who_may_be_the_same_person_and_why(
    known: dict[str, object], new: dict[str, object], reasons: list[str]
) -> None:
    person = PersonFactory.create(**{**RIET, **known})
    asked = {**RIET, "email": "", **new}
    found = [(one.person, one.reasons) for one in lookalikes(**asked)]  # type: ignore[arg-type]
    assert found == ([(person, reasons)] if reasons else [])


def test_a_lookalike_says_what_tells_it_apart() -> None:
    PersonFactory.create(
        **{**RIET, "birth_year": 1941, "partner": PartnerFactory.create(name="De Buurt")}
    )
    (one,) = lookalikes(first_name="Riet", last_name="Bos")
    assert str(one) == "Bos, Riet (geen e-mail, geboren in 1941, De Buurt, zelfde naam)"


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("Greet de Boer", {"first_name": "Greet", "last_name": "de Boer"}),
        ("mevr. Boer", {"last_name": "Boer"}),
        ("Boer, Greet de", {"first_name": "Greet", "last_name": "de Boer"}),
        (
            "mevrouw Trees van der Laan 06-123 456 99",
            {"first_name": "Trees", "last_name": "van der Laan", "telephone": "06-123 456 99"},
        ),
        (
            "Jan Smit jan@example.org 3511AB 1956",
            {
                "first_name": "Jan",
                "last_name": "Smit",
                "email": "jan@example.org",
                "postcode": "3511AB",
                "birth_year": "1956",
            },
        ),
        ("030 236 17 45", {"telephone": "030 236 17 45"}),
        ("  ", {}),
    ],
)
def test_what_was_looked_for_is_filled_in_where_it_belongs(
    typed: str, fields: dict[str, str]
) -> None:
    assert details_in(typed) == fields


def test_how_somebody_is_addressed_is_no_part_of_the_name() -> None:
    person = PersonFactory.create(first_name="Trees", last_name="Jansen")
    for typed in ("mevrouw Jansen", "Mw. T Jansen", "de heer Jansen"):
        assert find(typed) == [person]
