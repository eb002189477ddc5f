"""Exercises in words, for who takes a training along to another system."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from courses.common.text import plain_text, text_of_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.plugin_api.contributions.base import Text


@dataclass(frozen=True)
class PortableAnswer:
    """Something to choose. Since 1.3.

    `worth` is 1 for what is wholly right and 0 for what is wrong. Who chose it reads `feedback`,
    under `verdict` where "right" and "wrong" are not the words for it. In a conversation `goes_to`
    is the key of the moment that follows.

    Raises:
        ValueError: it is worth less than 0 or more than 1.
    """

    text: Text
    worth: float = 0
    feedback: Text = ""
    verdict: Text = ""
    goes_to: str = ""

    def __post_init__(self) -> None:
        _refuse_worth(self.worth)


@dataclass(frozen=True)
class PortableQuestion:
    """A question. Since 1.3.

    With `answers` one is chosen, or `several`: then exactly those that are worth something, unless
    it `counts_partly`. With `pairs` one finds to each first text its second, among all of these and
    `extra`. With `words` one types: each of them will do. With none of these one writes, and nobody
    judges it. Everybody reads `explanation` afterwards.
    """

    text: Text
    answers: Sequence[PortableAnswer] = ()
    several: bool = False
    counts_partly: bool = False
    pairs: Sequence[tuple[Text, Text]] = ()
    extra: Sequence[Text] = ()
    words: Sequence[Text] = ()
    explanation: Text = ""


@dataclass(frozen=True)
class PortableMoment:
    """A moment in a conversation that branches: what the other says, and what one can say.

    Since 1.3.
    Without `answers` it ends there: `title` and `explanation` are read then, and `worth` is what it
    is worth, from 0 to 1.

    Raises:
        ValueError: it is worth less or more.
    """

    key: str
    text: Text
    answers: Sequence[PortableAnswer] = ()
    title: Text = ""
    explanation: Text = ""
    worth: float = 0

    def __post_init__(self) -> None:
        _refuse_worth(self.worth)


def _refuse_worth(worth: float) -> None:
    if isinstance(worth, bool) or not 0 <= worth <= 1:
        raise ValueError(f"worth {worth}: a number from 0 to 1")


@dataclass(frozen=True)
class PortableExercise:
    """An exercise for a system elsewhere, without this site behind it. Since 1.3.

    It has `questions`, or `moments` of a conversation with `other`, of which the first is the
    beginning. With neither it is to be read there, and done here. Everybody reads `closing` in the
    end. `remark` is for the trainer who takes it along: what of it stays here.

    A text is plain, with an empty line between paragraphs; of HTML that is safe, the text is taken.
    """

    title: Text = ""
    introduction: Text = ""
    questions: Sequence[PortableQuestion] = ()
    moments: Sequence[PortableMoment] = ()
    other: Text = ""
    closing: Text = ""
    remark: Text = ""

    @property
    def is_done_there(self) -> bool:
        """Whether one can do it there, not only read it."""
        return bool(self.questions or self.moments)


def plain_copy(exercise: PortableExercise) -> PortableExercise:
    """All texts as plain `str`, in the language of now.

    Raises:
        TypeError, ValueError: something in it is no text, or none that can be shown.
    """
    return cast("PortableExercise", _plain(exercise))


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a plugin put there
    if is_dataclass(value) and not isinstance(value, type):
        plain = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return replace(value, **plain)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    if hasattr(value, "__html__"):
        return text_of_html(value.__html__())
    return plain_text(value)
