"""A contribution together with the plugin that brings it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from courses.plugin_api.contributions.base import Contribution

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin

C = TypeVar("C", bound=Contribution)


@dataclass(frozen=True)
class Entry(Generic[C]):
    """A contribution together with the plugin that brings it."""

    plugin: CoursePlugin
    contribution: C

    @cached_property
    def key(self) -> str:
        """`<plugin slug>_<name>`: the block type and stored name of this contribution."""
        if self.plugin.core:
            return self.contribution.name
        return f"{self.plugin.slug}_{self.contribution.name}"

    @cached_property
    def place(self) -> str:
        """The kind of extension point and the name, for the operator: `Exercise first_sentence`."""
        return f"{kind_of(self.contribution).__name__} {self.contribution.name}"


def kind_of(contribution: Contribution) -> type[Contribution]:
    """The extension point that a contribution is for."""
    return next(kind for kind in type(contribution).__mro__ if Contribution in kind.__bases__)
