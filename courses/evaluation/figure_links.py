"""Where the figures of a form stand. Those are shown by a higher part, which says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.evaluation.models import EvaluationForm

    Address = Callable[[EvaluationForm], str]

_addresses: list[Address] = []


def provide(address: Address) -> Address:
    """Register where the figures of a form stand. From `ready()`; may be used as a decorator."""
    _addresses.append(address)
    return address


def figures_of(form: EvaluationForm) -> str:
    """The page with the figures of a form, for who may see them; "" when no part shows any."""
    return next((address(form) for address in _addresses), "")
