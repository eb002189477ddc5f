"""What somebody reached, from what the run-time keeps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.scorm.manifest import Manifest, Part, Version
from plugins.scorm.outcomes import Outcome, Standing, in_words, of_package, of_part, parts_done

OLD, NEW = Version.SCORM_12, Version.SCORM_2004
PART = Part("a", "Deel", path="a.html")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def in_12(status: str, **score: str) -> dict[str, Any]:
    return {"cmi": {"core": {"lesson_status": status, "score": score}}, "seconds": 60}


def in_2004(**cmi: Any) -> dict[str, Any]:
    return {"cmi": cmi, "seconds": 60}


def test_nothing_is_kept_of_who_has_not_begun() -> None:
    assert of_part(OLD, PART, None).standing == Standing.NOT_BEGUN


@pytest.mark.parametrize(
    ("status", "standing", "completed", "passed"),
    [
        ("not attempted", Standing.BUSY, False, None),
        ("incomplete", Standing.BUSY, False, None),
        ("browsed", Standing.BUSY, False, None),
        ("completed", Standing.COMPLETED, True, None),
        ("passed", Standing.PASSED, True, True),
        ("failed", Standing.FAILED, True, False),
    ],
)
def test_passed_and_completed_are_told_apart_in_1_2(
    status: str, standing: Standing, completed: bool, passed: bool | None
) -> None:
    found = of_part(OLD, PART, in_12(status))
    assert found == Outcome(True, completed, passed, None, 60)
    assert found.standing == standing


@pytest.mark.parametrize(
    ("completion", "success", "standing"),
    [
        ("unknown", "unknown", Standing.BUSY),
        ("incomplete", "unknown", Standing.BUSY),
        ("completed", "unknown", Standing.COMPLETED),
        ("completed", "passed", Standing.PASSED),
        ("completed", "failed", Standing.FAILED),
        ("incomplete", "passed", Standing.PASSED),
    ],
)
def test_passed_and_completed_are_told_apart_in_2004(
    completion: str, success: str, standing: Standing
) -> None:
    kept = in_2004(completion_status=completion, success_status=success)
    found = of_part(NEW, PART, kept)
    assert (found.standing, found.completed) == (standing, completion == "completed")


@pytest.mark.parametrize(
    ("score", "percent"),
    [
        ({"raw": "75"}, 75.0),
        ({"raw": "7.5", "max": "10"}, 75.0),
        ({"raw": "15", "min": "10", "max": "20"}, 50.0),
        ({"raw": "5", "min": "10", "max": "20"}, 0.0),
        ({"raw": "7,5", "max": "10"}, None),
        ({"raw": "", "max": "10"}, None),
        ({"raw": "5", "min": "5", "max": "5"}, None),
    ],
)
def test_a_score_is_a_part_of_what_could_be_reached(
    score: dict[str, str], percent: float | None
) -> None:
    assert of_part(OLD, PART, in_12("completed", **score)).percent == percent
    assert of_part(NEW, PART, in_2004(score=score)).percent == percent


def test_the_measure_of_2004_goes_before_its_mark() -> None:
    found = of_part(NEW, PART, in_2004(score={"scaled": "0.4", "raw": "9", "max": "10"}))
    assert found.percent == 40.0
    assert of_part(NEW, PART, in_2004(score={"scaled": "-0.5"})).percent == 0.0


@pytest.mark.parametrize(("raw", "passed"), [("79", False), ("80", True), ("", None)])
def test_the_norm_of_a_package_decides_in_1_2(raw: str, passed: bool | None) -> None:
    part = Part("a", "Deel", path="a.html", mastery=80.0)
    assert of_part(OLD, part, in_12("completed", raw=raw)).passed is passed
    assert of_part(OLD, part, in_12("incomplete", raw=raw)).passed is None


def test_the_norms_of_a_package_decide_in_2004() -> None:
    part = Part("a", "Deel", path="a.html", mastery=0.8, threshold=0.9)
    kept = in_2004(
        score={"scaled": "0.7"},
        success_status="passed",
        completion_status="completed",
        progress_measure="0.5",
    )
    found = of_part(NEW, part, kept)
    assert (found.passed, found.completed) == (False, False)
    kept["cmi"] |= {"score": {"scaled": "0.8"}, "progress_measure": "0.9"}
    found = of_part(NEW, part, kept)
    assert (found.passed, found.completed) == (True, True)


def test_what_says_nothing_itself_is_done_once_it_is_seen() -> None:
    asset = Part("a", "Deel", path="a.pdf", is_sco=False)
    assert of_part(OLD, asset, {"seen": True}).standing == Standing.COMPLETED


def test_a_package_is_done_with_all_its_parts_and_failed_with_one() -> None:
    manifest = Manifest(OLD, "x", (Part("k", "Kop"), PART, Part("b", "Twee", path="b.html")))
    done = {"a": in_12("passed", raw="80")}
    assert of_package(manifest, None) == Outcome()
    assert of_package(manifest, done) == Outcome(True, False, None, 80.0, 60)
    assert parts_done(manifest, done) == 1
    both = {**done, "b": in_12("completed")}
    assert of_package(manifest, both) == Outcome(True, True, True, 80.0, 120)
    failed = {**done, "b": in_12("failed", raw="40")}
    assert of_package(manifest, failed) == Outcome(True, True, False, 60.0, 120)


def test_what_a_package_keeps_apart_counts_where_nothing_else_does() -> None:
    before = Part("v", "Vooraf", path="v.html", apart=("progress", "score", "success"))
    manifest = Manifest(OLD, "x", (before, PART))
    failed = {"v": in_12("failed", raw="10")}
    assert of_package(manifest, failed) == Outcome(True, False, None, None, 60)
    both = {**failed, "a": in_12("passed", raw="80")}
    assert of_package(manifest, both) == Outcome(True, True, True, 80.0, 120)
    assert of_package(manifest, {"a": both["a"]}) == Outcome(True, True, True, 80.0, 60)
    alone = Manifest(OLD, "x", (before,))
    assert of_package(alone, failed) == Outcome(True, True, False, 10.0, 60)


@given(JSON, st.sampled_from([OLD, NEW]))
def test_whatever_was_ever_kept_is_borne(kept: Any, version: Version) -> None:
    manifest = Manifest(version, "x", (PART,))
    for parts in (kept, {"a": kept}, {"a": {"cmi": kept, "seconds": kept}}):
        found = of_package(manifest, parts)
        assert found.percent is None or 0 <= found.percent <= 100
        assert found.standing.label


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (
            {"element": "cmi.core.score.raw", "value": "7,5"},
            "De e-learning stuurde de score ‘7,5’ met een komma. SCORM vraagt een punt. Deze "
            "score telt niet.",
        ),
        (
            {"element": "cmi.core.score.raw", "value": "veel"},
            "De e-learning stuurde de score ‘veel’. Die past niet bij SCORM en telt niet.",
        ),
        (
            {"element": "cmi.suspend_data", "value": "xxx"},
            "De e-learning wilde meer onthouden dan SCORM toestaat.",
        ),
        (None, "De e-learning stuurde de score ‘’. Die past niet bij SCORM en telt niet."),
    ],
)
def test_what_the_run_time_refused_is_told_in_words(refused: Any, said: str) -> None:
    assert in_words(refused) == said
