"""The rule for small numbers. Everything that this plugin shows by background obeys it.

1. A background with fewer than `ENOUGH` people is not shown on its own. All such backgrounds of a
   row, those with nobody too, are counted together. When there is nobody in any of them there
   is nothing to hide, and each is shown as 0.
2. One more background always joins them, and then another as long as they are fewer than
   `TOGETHER` people. Otherwise the total minus what is shown would give a small number away: 1 out
   of "1 together", 4 and 4 out of "8 together". Who joins is the last in the list and not
   the smallest: knowing that it was the smallest would help to guess.
   So each small number could always have been another one as well; the tests try all.
3. Backgrounds are shown for whole quarters only (`whole=False` hides them all). Otherwise somebody
   could ask for two periods that differ by one edition and subtract.

Totals, partners and completion are shown as they are: they do not tell anybody's background.
The panel obeys 1 and 2, so that a picture of it can be passed on. The rule is not meant against a
coordinator who puts panel and report beside each other: coordinators may look up anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

ENOUGH = 5
TOGETHER = 9

RULE = _(
    "Een achtergrond met minder dan 5 mensen tonen we niet apart. Die mensen tellen we samen met "
    "een andere achtergrond."
)
"""The rule for people; says the same number as `ENOUGH`."""

ERASED = _(
    "Wie meedeed en zich liet wissen, telt nog mee bij de mensen, per uitvoering één keer. "
    "De achtergrond en partner weten we dan niet meer."
)
"""What becomes of people who were erased, in the figures."""


@dataclass(frozen=True)
class ProtectedCounts:
    """People by background, as anybody may see them.

    A number is None where it is not shown on its own; `together` is how many people are in all of
    those, and None when every number is shown.
    """

    numbers: Mapping[str, int | None]
    together: int | None


def protect(counts: Mapping[str, int], *, whole: bool = True) -> ProtectedCounts:
    """What may be shown of these numbers of people by background.

    `counts` has every background; `whole` says whether they are about a period that is never cut
    up otherwise.
    """
    hidden = _too_small(counts) if whole else list(counts)
    others = [background for background in counts if background not in hidden]
    joined = 0
    while hidden and others and (not joined or sum(counts[one] for one in hidden) < TOGETHER):
        hidden.append(others.pop())
        joined += 1
    return ProtectedCounts(
        numbers={one: None if one in hidden else number for one, number in counts.items()},
        together=sum(counts[one] for one in hidden) if hidden else None,
    )


def _too_small(counts: Mapping[str, int]) -> list[str]:
    small = [one for one, number in counts.items() if number < ENOUGH]
    return small if any(counts[one] for one in small) else []
