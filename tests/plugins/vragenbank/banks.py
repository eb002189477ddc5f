"""Any bank, for Hypothesis; and pictures."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from PIL import Image

from plugins.vragenbank.formats.categories import category_name
from plugins.vragenbank.formats.markup import cleaned, line, pictures_in
from plugins.vragenbank.formats.model import (
    Answer,
    Bank,
    Essay,
    Matching,
    Number,
    Numerical,
    OneChoice,
    Option,
    Ordering,
    Pair,
    Question,
    SeveralChoices,
    ShortAnswer,
    TrueFalse,
    html_of,
)
from plugins.vragenbank.formats.numbers import number, written
from plugins.vragenbank.formats.pictures import name_of
from plugins.vragenbank.formats.reading import problem_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@cache
def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (4, 3), colour).save(file, kind)
    return file.getvalue()


PICTURES = {name_of(picture(one)) or "": picture(one) for one in ("red", "blue")}

# All that means something in one of the formats, and some that does not.
PIECES = st.sampled_from(
    [*"~=#{}:\\%[]*/&<>\"'`$.,;-0159abAB é€😀\u00a0\u200f", "->", "::", "####", "%50%", "[html]"]
    + ["<b>", "</b>", "<p>", "</p>", "<br>", "<ul><li>", "</li></ul>", "<em>", "</em>", "//", "]]>"]
    + [
        "<sub>2</sub>",
        '<a href="https://utrecht.nl/?a=1&b=2">',
        "</a>",
        "<blockquote>",
        "\n",
        "..",
        "$CATEGORY: x",
    ]
    + [f'<img src="picture:{name}" alt="Een ‘plaatje’ & meer">' for name in PICTURES]
    + ["woord", "Hoe gaat het?", "  ", "T", "TRUE", "=%100%", "@@PLUGINFILE@@/x.png", "_____"]
)


def _text(most: int = 8) -> SearchStrategy[str]:
    return st.lists(PIECES, max_size=most).map("".join)


HTML = _text().map(lambda text: cleaned(text).html)
INLINE = _text(5).map(lambda text: cleaned(text, inline=True).html).filter(bool)
WORDS = _text(4).map(lambda text: line(text)).filter(bool)
WEIGHTS = st.sampled_from(["0", "100", "50", "33.33333", "-50", "-100", "12.5", "5"]).map(Decimal)
PARTS = st.sampled_from(["0", "100", "50", "33.33333", "12.5"]).map(Decimal)
NUMBERS = st.decimals(-1000, 1000, places=3).map(lambda one: number(written(one)))
KEYS = st.from_regex(r"\A[A-Za-z_][A-Za-z0-9_.-]{0,10}\Z")
CATEGORIES = st.lists(WORDS.map(category_name).filter(bool), max_size=2).map(tuple)


def _options(weights: SearchStrategy[Decimal]) -> SearchStrategy[tuple[Option, ...]]:
    return st.lists(
        st.builds(Option, INLINE, weights, HTML),
        min_size=2,
        max_size=5,
        unique_by=lambda one: one.text,
    ).map(tuple)


def _task() -> SearchStrategy[Any]:
    answers = st.lists(
        st.builds(Answer, WORDS, PARTS, HTML),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one.text,
    )
    numbers = st.lists(
        st.builds(Number, NUMBERS, NUMBERS.map(abs), PARTS, HTML),
        min_size=1,
        max_size=3,
        unique_by=lambda one: one.value,
    )
    pairs = st.lists(
        st.builds(Pair, INLINE, WORDS), min_size=2, max_size=4, unique_by=lambda one: one.left
    )
    extra = st.lists(WORDS, max_size=2, unique=True)
    full = st.sampled_from([Decimal(0), Decimal(100)])
    return st.one_of(
        st.builds(OneChoice, _options(WEIGHTS), st.booleans()),
        st.builds(SeveralChoices, _options(WEIGHTS), st.just(False), st.booleans()),
        st.builds(SeveralChoices, _options(full), st.just(True), st.booleans()),
        st.builds(TrueFalse, st.booleans(), HTML, HTML),
        st.builds(ShortAnswer, answers.map(tuple), st.booleans(), HTML),
        st.builds(Numerical, numbers.map(tuple), HTML),
        st.builds(_matching, pairs, extra),
        st.builds(Ordering, st.lists(INLINE, min_size=2, max_size=4, unique=True).map(tuple)),
        st.just(Essay()),
    )


def _matching(pairs: list[Pair], extra: list[str]) -> Matching:
    used = {pair.right for pair in pairs}
    return Matching(tuple(pairs), tuple(one for one in extra if one not in used))


QUESTIONS = st.builds(
    Question,
    title=WORDS,
    text=HTML.filter(bool),
    task=_task(),
    feedback=HTML,
    category=CATEGORIES,
    key=KEYS,
    must_answer=st.booleans(),
).filter(lambda question: not problem_of(question))


def bank_of(questions: list[Question] | tuple[Question, ...]) -> Bank:
    """A bank with the pictures that are in its questions."""
    names = {name for one in questions for html in html_of(one) for name in pictures_in(html)}
    return Bank(tuple(questions), {name: PICTURES[name] for name in names})


BANKS = st.lists(QUESTIONS, min_size=1, max_size=4, unique_by=lambda one: one.key).map(bank_of)
