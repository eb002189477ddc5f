"""A base and its variant change in any order: nothing of either is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.catalogue.variant_merging import (
    FIELD,
    Change,
    Part,
    differences,
    same,
    settle,
    take,
)

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = "abcde"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["base", "own"]), st.sampled_from(["write", "remove"]),
        st.sampled_from(KEYS), st.integers(0, 3),
    )
    | st.tuples(st.sampled_from(["take", "refuse"]), st.integers(0, 9)),
    max_size=25,
)  # fmt: skip


def part(key: str, words: object, kind: str = "text") -> Part:
    return {"type": kind, "value": words, "id": key}


def written(parts: list[Part], key: str, words: str) -> list[Part]:
    if any(one["id"] == key for one in parts):
        return [part(key, words) if one["id"] == key else one for one in parts]
    return [*parts, part(key, words)]


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_in_any_order_nothing_of_the_variant_is_lost_and_each_change_has_its_decision(
    steps: list[tuple[object, ...]],
) -> None:
    seen = [part(key, f"first {key}") for key in KEYS[:3]]
    base, own = list(seen), list(seen)
    own_words: dict[str, str] = {}
    """What the variant wrote itself and did not take away itself, by its key."""
    decided: dict[str, object] = {one["id"]: one["value"] for one in seen}
    """What the base said of each part when the variant last decided on it."""
    for number, step in enumerate(steps):
        if step[0] == "base":
            _who, what, key, words = step
            base = (
                written(base, str(key), f"base {words}")
                if what == "write"
                else [one for one in base if one["id"] != key]
            )
        elif step[0] == "own":
            _who, what, key, words = step
            if what == "write":
                own = written(own, str(key), f"own {words} {number}")
                own_words[str(key)] = f"own {words} {number}"
            else:
                own = [one for one in own if one["id"] != key]
                own_words.pop(str(key), None)
        else:
            offered = differences(seen, base, own)
            if offered:
                one = offered[int(str(step[1])) % len(offered)]
                if step[0] == "take" and one.can_take:
                    own = take(own, one, base)
                    assert any(same(has, one.base) for has in own) or one.base is None
                seen = settle(seen, one)
                decided[one.key] = one.base["value"] if one.base else None
        # Nothing that the variant wrote is overwritten or gone.
        assert {one["id"]: one["value"] for one in own}.items() >= own_words.items()
        # Whatever the base says now was decided on, is on offer, or is what the variant says.
        on_offer = {one.key for one in differences(seen, base, own)}
        by_key = {one["id"]: one for one in base}
        for key in {*by_key, *decided}:
            said = by_key[key]["value"] if key in by_key else None
            mine = next((one["value"] for one in own if one["id"] == key), None)
            assert said == decided.get(key) or key in on_offer or said == mine
        assert len({one["id"] for one in own}) == len(own)


def change_of(
    seen: list[Part], base: list[Part], own: list[Part]
) -> tuple[Change, bool, bool, list[object]]:
    (one,) = differences(seen, base, own)
    after = take(own, one, base)
    return one.change, one.is_own, one.can_take, [each["value"] for each in after]


def test_what_becomes_of_a_change_of_the_base() -> None:
    first, new, mine = part("a", "first"), part("a", "new"), part("a", "mine")
    cases: dict[str, tuple[Callable[[], object], object]] = {
        "unchanged here: in its place": (
            lambda: change_of([first], [new], [first]), (Change.CHANGED, False, True, ["new"])),
        "changed here too: side by side": (
            lambda: change_of([first], [new], [mine]),
            (Change.CHANGED, True, True, ["mine", "new"])),
        "taken away here: it can come back": (
            lambda: change_of([first], [new], []), (Change.CHANGED, False, True, ["new"])),
        "gone from the base": (
            lambda: change_of([first], [], [first]), (Change.REMOVED, False, True, [])),
        "gone from the base, changed here: stays": (
            lambda: change_of([first], [], [mine]), (Change.REMOVED, True, False, ["mine"])),
        "new, after what stands before it in the base": (
            lambda: change_of(
                [first], [first, part("b", "second")], [first, part("z", "last")]),
            (Change.ADDED, False, True, ["first", "second", "last"])),
        "new at the top": (
            lambda: change_of([first], [part("b", "zero"), first], [first]),
            (Change.ADDED, False, True, ["zero", "first"])),
    }  # fmt: skip
    for name, (run, expected) in cases.items():
        assert run() == expected, name
    title, other = part("title", "First", FIELD), part("title", "New", FIELD)
    assert change_of([title], [other], [part("title", "Mine", FIELD)]) == (
        Change.CHANGED, True, False, ["Mine"],
    )  # fmt: skip
    (one,) = differences([title], [other], [title])
    assert (one.is_field, take([title], one, [other])) == (True, [other])


def test_what_the_editor_adds_by_itself_is_no_change() -> None:
    stored = part("a", {"items": ["one", "two"], "text": "<p>Words</p>"})
    saved = part(
        "a",
        {
            "items": [
                {"type": "item", "value": "one", "id": "1"},
                {"type": "item", "value": "two", "id": "2"},
            ],
            "text": '<p data-block-key="xyz">Words</p>',
        },
    )
    assert differences([stored], [saved], [stored]) == []
    # Where both came to say the same there is nothing to decide.
    assert differences([stored], [part("a", "new")], [part("a", "new")]) == []
