"""What a unit may say, and when: the rules of cmi5, one by one."""

from __future__ import annotations

import uuid
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.xapi.cmi5 import rules, words
from plugins.xapi.cmi5.rules import NotAllowed, Speaking

REGISTRATION, SESSION = uuid.UUID(int=1), uuid.UUID(int=2)
ACTOR = {"account": {"homePage": "https://a.nl/", "name": "7"}}
ACTIVITY, PUBLISHER = "https://a.nl/au", "https://maker.nl/au"


def speaking(**changes: Any) -> Speaking:
    """A session that was initialized, unless told otherwise."""
    values: dict[str, Any] = {
        "actor": ACTOR,
        "activity_id": ACTIVITY,
        "publisher_id": PUBLISHER,
        "registration": REGISTRATION,
        "session": SESSION,
        "mode": words.NORMAL,
        "mastery": None,
        "is_over": False,
        "in_session": {words.INITIALIZED},
        **changes,
    }
    return Speaking(**values)


def statement(verb: str = words.COMPLETED, *, moves: bool = True, **result: Any) -> dict[str, Any]:
    """A statement that is right, with this result."""
    if not result and verb == words.COMPLETED:
        result = {"completion": True, "duration": "PT1S"}
    category = [{"id": words.CATEGORY}]
    if moves and ("success" in result or "completion" in result):
        category.append({"id": words.MOVE_ON_CATEGORY})
    return {
        "id": str(uuid.UUID(int=9)),
        "actor": ACTOR,
        "verb": {"id": verb},
        "object": {"id": ACTIVITY},
        "timestamp": "2026-11-29T10:00:00Z",
        "context": {
            "registration": str(REGISTRATION),
            "contextActivities": {"grouping": [{"id": PUBLISHER}], "category": category},
            "extensions": {words.SESSION: str(SESSION)},
        },
        **({"result": result} if result else {}),
    }


def _why(made: object, who: Speaking) -> tuple[int, str]:
    with pytest.raises(NotAllowed) as no:
        rules.check(made, who)
    return no.value.status, no.value.reason


def test_what_is_right_goes_through() -> None:
    said = rules.check(statement(), speaking())
    assert (said.verb, said.is_defined, said.at.isoformat()) == (
        words.COMPLETED,
        True,
        "2026-11-29T10:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("path", "value", "status", "reason"),
    [
        ("id", "x", 400, "id is a UUID"),
        ("id", uuid.UUID(int=9).hex, 400, "id is a UUID"),
        ("id", None, 400, "id is a UUID"),
        ("verb", None, 400, "verb.id is an IRI"),
        ("verb.id", "gedaan", 400, "verb.id is an IRI"),
        ("timestamp", None, 403, "timestamp is a moment in UTC"),
        ("timestamp", "2026-11-29", 403, "timestamp is a moment in UTC"),
        ("timestamp", "2026-11-29T10:00:00", 403, "timestamp is a moment in UTC"),
        ("timestamp", "2026-11-29T10:00:00+01:00", 403, "timestamp is a moment in UTC"),
        ("timestamp", "2026-99-29T10:00:00Z", 400, "timestamp is a moment"),
        ("object", None, 400, "object"),
        ("result", 3, 400, "result"),
        ("actor", {"mbox": "mailto:a@b.nl"}, 403, "actor is known by more than an account"),
        ("actor.account.name", "8", 403, "actor is another one"),
        ("context", None, 403, "registration is another one"),
        ("context.registration", str(SESSION), 403, "registration is another one"),
        ("context.extensions", None, 403, "session is another one"),
        ("context.extensions", {words.SESSION: "x"}, 403, "session is another one"),
        ("context.contextActivities.grouping", [], 403, "grouping has not the id of the publisher"),
        ("context.contextActivities", 3, 403, "grouping has not the id of the publisher"),
        ("verb.id", words.VOIDED, 403, "a unit voids nothing"),
        ("verb.id", words.SATISFIED, 403, "this verb is not for units"),
        ("verb.id", words.WAIVED, 403, "this verb is not for units"),
        ("object.id", "https://a.nl/ander", 403, "object is another one"),
        ("result.completion", False, 403, "result.completion"),
        ("result.completion", 1, 403, "result.completion"),
        ("result.success", True, 403, "result.success"),
        ("result.duration", None, 403, "result.duration"),
        ("result.duration", "1 uur", 403, "result.duration"),
        ("result.duration", "P", 403, "result.duration"),
        ("result.duration", "PT", 403, "result.duration"),
        ("result.score", {"scaled": 1}, 403, "result.score"),
    ],
)
def test_what_is_wrong_is_refused(path: str, value: object, status: int, reason: str) -> None:
    made = deepcopy(statement())
    *around, last = path.split(".")
    inner: Any = made
    for name in around:
        inner = inner[name]
    inner[last] = value
    assert _why(made, speaking()) == (status, reason)


@pytest.mark.parametrize("made", [None, 3, "x", [], {"id": "x"}])
def test_what_is_no_statement_is_refused(made: object) -> None:
    assert _why(made, speaking())[0] == 400


def test_only_what_has_the_category_counts() -> None:
    made = statement()
    made["context"]["contextActivities"]["category"] = {"id": "https://iets.anders/"}
    assert rules.check(made, speaking()).is_defined is False
    made = statement(moves=False)
    assert _why(made, speaking()) == (403, "category moveon")
    made = statement(words.TERMINATED, duration="P1W")
    made["context"]["contextActivities"]["category"].append({"id": words.MOVE_ON_CATEGORY})
    assert _why(made, speaking()) == (403, "category moveon")


# --- The order ------------------------------------------------------------------------------------

PASS: dict[str, Any] = {"success": True, "duration": "PT1S"}
FAIL: dict[str, Any] = {"success": False, "duration": "PT1S"}


@pytest.mark.parametrize(
    ("made", "changes", "reason"),
    [
        (statement(), {"in_session": ()}, "initialized comes first"),
        (statement(words.INITIALIZED), {}, "said already in this session"),
        (
            statement(words.INITIALIZED),
            {"in_session": (), "has_preferences": False},
            "cmi5LearnerPreferences come before initialized",
        ),
        (statement(), {"is_over": True}, "the session is over"),
        (
            statement(),
            {"in_session": {words.INITIALIZED, words.TERMINATED}},
            "the session is over",
        ),
        (statement(), {"in_registration": {words.COMPLETED}}, "said already in this registration"),
        (
            statement(words.PASSED, **PASS),
            {"in_registration": {words.PASSED}},
            "said already in this registration",
        ),
        (
            statement(words.FAILED, **FAIL),
            {"in_registration": {words.PASSED}},
            "passed already in this registration",
        ),
        (
            statement(words.PASSED, **PASS),
            {"in_session": {words.INITIALIZED, words.FAILED}},
            "judged already in this session",
        ),
        (statement(), {"mode": words.BROWSE}, "not in mode Browse"),
        (statement(words.FAILED, **FAIL), {"mode": words.REVIEW}, "not in mode Review"),
    ],
)
def test_the_order_is_kept(made: dict[str, Any], changes: dict[str, Any], reason: str) -> None:
    assert _why(made, speaking(**changes)) == (403, reason)


@pytest.mark.parametrize(
    ("made", "changes"),
    [
        (statement(words.INITIALIZED), {"in_session": ()}),
        (statement(words.TERMINATED, duration="PT1.5H"), {"mode": words.BROWSE}),
        (statement(words.FAILED, **FAIL), {"in_registration": {words.FAILED}}),
        (statement(words.PASSED, **PASS), {"in_registration": {words.FAILED, words.COMPLETED}}),
    ],
)
def test_what_the_order_allows_goes_through(made: dict[str, Any], changes: dict[str, Any]) -> None:
    assert rules.check(made, speaking(**changes)).verb == made["verb"]["id"]


# --- Scores ---------------------------------------------------------------------------------------


@given(
    scaled=st.one_of(st.floats(allow_nan=False), st.integers(-2, 2), st.booleans(), st.text()),
    mastery=st.sampled_from([None, 0.0, 0.5, 0.8, 1.0]),
    passes=st.booleans(),
)
def test_a_score_passes_as_the_mastery_score_says(
    scaled: Any, mastery: float | None, passes: bool
) -> None:
    verb, result = (words.PASSED, PASS) if passes else (words.FAILED, FAIL)
    made = statement(verb, **result, score={"scaled": scaled})
    made["context"]["extensions"][words.MASTERY] = mastery
    is_score = type(scaled) in {int, float} and 0 <= scaled <= 1
    fits = is_score and (mastery is None or (scaled >= mastery) is passes)
    if fits:
        assert rules.check(made, speaking(mastery=mastery)).verb == verb
    else:
        assert _why(made, speaking(mastery=mastery))[0] == 403


@pytest.mark.parametrize(
    ("score", "goes"),
    [
        ({"raw": 3, "min": 0, "max": 10}, True),
        ({"raw": 3}, False),
        ({"raw": 11, "min": 0, "max": 10}, False),
        ({"raw": "3", "min": 0, "max": 10}, False),
        ({}, True),
        (3, False),
    ],
)
def test_points_say_of_how_much(score: object, goes: bool) -> None:
    made = statement(words.PASSED, **PASS, score=score)
    if goes:
        assert rules.check(made, speaking(mastery=0.5)).verb == words.PASSED
    else:
        assert _why(made, speaking())[0] == 403


def test_who_passes_by_a_mastery_score_names_it() -> None:
    made = statement(words.PASSED, **PASS, score={"scaled": 1})
    assert _why(made, speaking(mastery=0.5)) == (403, "masteryScore is another one")
