"""Exercises in words: plain whatever a plugin put there, and refused when they make no sense."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from wagtail.rich_text import RichText

from courses.plugin_api.api import (
    PortableAnswer,
    PortableExercise,
    PortableMoment,
    PortableQuestion,
)
from courses.plugin_api.contributions.portable import plain_copy


def test_all_texts_become_plain() -> None:
    exercise = PortableExercise(
        gettext_lazy("Ja"),
        RichText("<p>Eén &amp; <b>twee</b>.</p><ul><li>a &lt; b</li><li>c</li></ul>"),
        questions=[
            PortableQuestion(mark_safe("<i>Wat?</i>"), [PortableAnswer("<b>")], pairs=[("a", "b")])
        ],
    )
    copy = plain_copy(exercise)
    assert (type(copy.title), copy.title) == (str, "Ja")
    assert copy.introduction == "Eén & twee.\n\na < b\nc"
    (question,) = copy.questions
    assert question.text == "Wat?"
    assert question.answers == (PortableAnswer("<b>"),)
    assert question.pairs == (("a", "b"),)
    assert copy.is_done_there is True


@pytest.mark.parametrize("text", [None, 7.5j, "half \ud800", "\0"])
def test_what_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        plain_copy(PortableExercise(text))


@pytest.mark.parametrize("worth", [-0.1, 1.01, True])
def test_worth_is_a_number_from_0_to_1(worth: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        PortableAnswer("a", worth)
    with pytest.raises(ValueError, match="from 0 to 1"):
        PortableMoment("einde", "Dag", worth=worth)


def test_what_only_has_text_is_not_done_elsewhere() -> None:
    assert PortableExercise("Titel", "Lees dit.").is_done_there is False
    assert PortableExercise(moments=[PortableMoment("a", "Hallo")]).is_done_there is True
