"""What is asked before an edition is saved that people know of."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.editions.admin.provided import Hears


class AsksFirstError(Exception):
    """What was saved collides with something, or tells people something that they do not expect,
    and nobody said yet that this is meant.

    `hears` is all that people are told, whatever the question was.
    """

    def __init__(self, collisions: Sequence[str], hears: Sequence[Hears]) -> None:
        super().__init__()
        self.collisions = collisions
        self.hears = hears

    @property
    def fingerprint(self) -> str:
        """What one sends back to say so: other collisions, or others who hear, have another one."""
        said = [*self.collisions, *(one.after for one in self.hears)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()
