"""What a plugin's block may know while somebody edits a lesson."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_training: ContextVar[int | None] = ContextVar("training_in_editor", default=None)


def training_in_editor() -> int | None:
    """The id of the training whose lesson somebody edits now, or whose lesson is checked before it
    goes public; None everywhere else. Since 1.3.

    For the choices of a block, which is made once for all trainings: give `ChoiceBlock` a function
    for its `choices` that asks this, and offers what belongs to that training.
    """
    return _training.get()


@contextmanager
def editing_in(training_id: int) -> Iterator[None]:
    """Whatever is asked inside is asked for the editor of a lesson of this training."""
    token = _training.set(training_id)
    try:
        yield
    finally:
        _training.reset(token)
