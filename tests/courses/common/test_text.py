"""Which texts can be kept and shown."""

from __future__ import annotations

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from courses.common.text import (
    is_keepable,
    keepable,
    keepable_json,
    made_keepable,
    plain_text,
)

GOOD = ["", "Dag", "é’\u202e", "\x01\x7f\ufffd\U0001f600", "\\u0000", "\\ud800"]
BAD = ["\0", "a\0b", "\ud800", "x\udfff", "\udc00\ud800"]


@pytest.mark.parametrize("text", GOOD)
def test_a_text_that_can_be_kept_stays_as_it_is(text: str) -> None:
    assert is_keepable(text)
    assert keepable(text) == made_keepable(text) == plain_text(text) == text
    assert keepable_json({text: [text, {"a": text}]}) == {text: [text, {"a": text}]}
    text.encode()


@pytest.mark.parametrize("text", BAD)
def test_a_text_that_cannot_be_kept_is_refused(text: str) -> None:
    assert not is_keepable(text)
    for refuse in (keepable, plain_text, lambda one: keepable_json([one])):
        with pytest.raises(ValueError, match=r"NUL|half"):
            refuse(text)
    for value in ({text: 1}, {"a": [text]}, [[{"a": {"b": text}}]]):
        with pytest.raises(ValueError, match=r"NUL|half"):
            keepable_json(value)
    assert is_keepable(made_keepable(text))


@pytest.mark.parametrize(
    ("text", "mended"), [("a\0b", "a?b"), ("\ud800", "?"), ("\udc00\ud800", "??")]
)
def test_what_cannot_be_kept_can_be_replaced(text: str, mended: str) -> None:
    assert made_keepable(text, "?") == mended
    assert made_keepable(text) == mended.replace("?", "")


def test_two_halves_that_belong_together_are_a_character_once_they_are_json() -> None:
    assert keepable_json("\ud83d\ude00") == "😀"


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object(), b"x"])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        keepable_json({"a": value})


def test_json_has_a_limit_where_one_is_given() -> None:
    assert keepable_json("x" * 98, limit=100) == "x" * 98
    with pytest.raises(ValueError, match="JSON of 101 characters; 100 is the most"):
        keepable_json("x" * 99, limit=100)
    assert keepable_json(gettext_lazy("Home"), encoder=DjangoJSONEncoder) == "Home"


@pytest.mark.parametrize("value", [None, 1, b"x", ["a"]])
def test_what_is_no_text_is_no_plain_text(value: object) -> None:
    with pytest.raises(TypeError):
        plain_text(value)


def test_plain_text_is_not_safe_html() -> None:
    assert not isinstance(plain_text(mark_safe("<b>")), SafeString)
    assert json.dumps(plain_text(gettext_lazy("Home"))) == '"Home"'
