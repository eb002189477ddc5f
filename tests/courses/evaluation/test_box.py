"""The box: what goes in comes out, and from outside it looks the same whatever is in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.evaluation.box import (
    Answer,
    Record,
    Slots,
    UnreadableBox,
    seal,
    text_fits,
    text_room,
    unseal,
)
from courses.evaluation.enums import MARKS, OTHER, Kind
from courses.evaluation.models import FormQuestion

KEY = bytes(range(32))


def questions(word_limit: int = 75) -> list[FormQuestion]:
    fields: list[dict[str, Any]] = [
        {"kind": Kind.SCORE},
        {"kind": Kind.INTRO},
        {"kind": Kind.CHOICE, "options": ["ja", "nee"], "other": True},
        {"kind": Kind.MULTIPLE, "options": [f"keuze {n}" for n in range(9)], "other": True},
        {"kind": Kind.OPEN},
    ]
    return [
        FormQuestion(position=position, key=f"v{position}", word_limit=word_limit, **one)
        for position, one in enumerate(fields)
    ]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(str.strip)
records = st.builds(
    Record,
    st.fixed_dictionaries(
        {},
        optional={
            "v0": st.sampled_from([Answer((str(mark),)) for mark in MARKS]),
            "v2": st.one_of(
                st.sampled_from([Answer(("ja",)), Answer(("nee",))]),
                texts.map(lambda text: Answer((OTHER,), text)),
            ),
            "v3": st.sets(st.sampled_from([f"keuze {n}" for n in range(9)]), min_size=1).map(
                lambda chosen: Answer(tuple(sorted(chosen)))
            ),
            "v4": texts.filter(bool).map(lambda text: Answer(text=text)),
        },
    ),
    st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(records, max_size=5))
def test_whatever_goes_in_comes_out(given_in: list[Record]) -> None:
    slots = Slots(questions())
    content = b""
    for record in given_in:
        content = slots.fill(slots.split(content), room=8, record=record)
        box = seal(content, key=KEY, form_id=7)
        content = unseal(box, key=KEY, form_id=7)
        assert slots.count(len(box)) == 8

    found = slots.read(slots.split(content))

    def sheet(record: Record) -> str:
        return repr((sorted(record.answers.items()), record.early))

    assert sorted(map(sheet, found)) == sorted(map(sheet, given_in))


@pytest.mark.parametrize(
    "text",
    [
        "ik vond het een fijne middag en neem mee dat luisteren genoeg is " * 6,
        "мне очень понравилась сегодняшняя встреча спасибо большое преподавателю " * 9,
        "أعجبني اللقاء كثيرا وتعلمت أن أستمع أولا " * 9,
        "arbeidsongeschiktheidsverzekering " * 55,
        "💐 " * 75,
    ],
)
def test_seventy_five_words_of_any_language_have_room(text: str) -> None:
    assert text_fits(" ".join(text.split()[:75]), 75)


def test_a_text_that_has_no_room_is_known_before() -> None:
    """Characters at random are the one thing that does not become shorter."""
    noise = "".join(chr(0x10000 + number * 7919 % 0xFFFF) for number in range(1500))
    assert not text_fits(noise, 75)
    assert text_room(300) < 0x8000


def test_a_box_cannot_be_read_as_another_or_changed() -> None:
    box = seal(b"inhoud", key=KEY, form_id=7)
    broken = box[:-1] + bytes([box[-1] ^ 1])
    for sealed, key, form in (
        (box, bytes(32), 7),
        (box, KEY, 8),
        (broken, KEY, 7),
        (b"\x02" + box[1:], KEY, 7),
        (b"", KEY, 7),
    ):
        with pytest.raises(UnreadableBox):
            unseal(sealed, key=key, form_id=form)


def test_the_same_content_never_looks_the_same() -> None:
    boxes = {seal(b"inhoud", key=KEY, form_id=7) for _ in range(9)}
    assert (len(boxes), {len(box) for box in boxes}) == (9, {len(b"inhoud") + 29})


def test_who_opens_a_box_does_not_see_in_which_order_people_answered() -> None:
    slots, content, room = Slots(questions()), b"", 60
    open_question = next(one for one in slots.questions if one.kind == Kind.OPEN)
    for number in range(room):
        record = Record({open_question.key: Answer(text=f"{number}")})
        content = slots.fill(slots.split(content), room=room, record=record)
    found = [int(one.answers[open_question.key].text) for one in slots.read(slots.split(content))]
    assert sorted(found) == list(range(room))
    assert found != sorted(found)


def test_every_order_of_the_slots_is_as_likely() -> None:
    slots = Slots(questions())
    filled = [slots.pack(Record({"v0": Answer((str(mark),))})) for mark in range(1, 5)]
    orders = Counter(slots.fill(filled, room=4) for _ in range(24 * 250))

    assert len(orders) == 24
    # Six standard deviations: once in tens of millions of runs.
    assert all(abs(times - 250) < 6 * 250**0.5 for times in orders.values())
