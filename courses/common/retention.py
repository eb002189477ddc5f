"""How long each kind of data is kept: each part says its own, the tick and privacy page go by it.

An operator may choose another period with `ACADEMY_KEEP`, between what the academy needs in order
to work and what can still be defended as no longer than needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.apps import AppConfig
    from django.db.models import Model, QuerySet
    from django_stubs_ext import StrOrPromise

WEEK, YEAR = 7, 365

MOST_IN_WEEKS = 10 * WEEK
"""Up to here people count in weeks, where it comes out even."""


@dataclass(frozen=True)
class Period:
    """How many days something is kept, unless the operator says otherwise: from `least` to `most`.

    `name` is short and stays the same: it stands in the settings of academies.
    """

    name: str
    default: int
    least: int
    most: int

    @property
    def days(self) -> int:
        """How many days it is kept here. A choice out of bounds counts for nothing: what is
        forgotten too early does not come back."""
        chosen = _chosen().get(self.name, "")
        return int(chosen) if self.allows(chosen) else self.default

    @property
    def length(self) -> timedelta:
        """`days`, to reckon with."""
        return timedelta(days=self.days)

    def allows(self, text: str) -> bool:
        """Whether an operator may choose this."""
        return text.isascii() and text.isdigit() and self.least <= int(text[:9]) <= self.most


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of data that is not kept for ever.

    `what` says it to people. `since` says from when its period counts ("na de training"); without
    a period it says until when it is kept. `due` are the rows whose time is over, of which
    `forget` takes away what is to be forgotten; it returns how many there were, and is harmless to
    repeat. `is_of_visitors` is false of what is about staff or programs alone, which people read
    last.
    """

    name: str
    what: StrOrPromise
    since: StrOrPromise
    period: Period | None = None
    is_of_visitors: bool = True
    due: Callable[[], QuerySet[Model]]
    forget: Callable[[], int]

    @property
    def how_long(self) -> str:
        """In words: `4 weken na de training`."""
        if self.period is None:
            return str(self.since)
        return f"{in_words(self.period.days)} {self.since}"


@dataclass(frozen=True, kw_only=True)
class Staying:
    """One kind of data about people that stays, and why; both are said to people."""

    name: str
    what: StrOrPromise
    why: StrOrPromise


_provided: dict[str, Kind] = {}
_staying: dict[str, Staying] = {}


def provide(*kinds: Kind) -> None:
    """Add to what is forgotten in time; from an app's `ready()`."""
    for one in kinds:
        _provided[one.name] = one


def provided() -> tuple[Kind, ...]:
    """All, in the order in which the parts gave them."""
    return tuple(_provided.values())


def keep(*kinds: Staying) -> None:
    """Say of what stays why; from an app's `ready()`."""
    for one in kinds:
        _staying[one.name] = one


def staying() -> tuple[Staying, ...]:
    """All that stays, in the order in which the parts said it."""
    return tuple(_staying.values())


def delete(rows: QuerySet[Model]) -> int:
    """Delete rows and what hangs on them; how many rows of that kind alone."""
    _all, by_model = rows.delete()
    return by_model.get(rows.model._meta.label, 0)


def in_words(days: int) -> str:
    """A number of days as people say it."""
    if days and days % YEAR == 0:
        return ngettext("%(n)d jaar", "%(n)d jaar", days // YEAR) % {"n": days // YEAR}
    if days and days % WEEK == 0 and days <= MOST_IN_WEEKS:
        return ngettext("%(n)d week", "%(n)d weken", days // WEEK) % {"n": days // WEEK}
    return ngettext("%(n)d dag", "%(n)d dagen", days) % {"n": days}


def _chosen() -> Mapping[str, str]:
    return _read(settings.KEEP)


def _read(text: str) -> Mapping[str, str]:
    """What an operator chose, by name: `notices=180 wishes=90`."""
    pairs = (one.partition("=") for one in text.replace(",", " ").split())
    return {name: days for name, _is, days in pairs}


@register("retention")
def check_choices(app_configs: Sequence[AppConfig] | None, **_kwargs: object) -> list[CheckMessage]:
    """Whether `ACADEMY_KEEP` names periods that there are, within their bounds."""
    known = {one.period.name: one.period for one in provided() if one.period is not None}
    found: list[CheckMessage] = []
    for name, days in _chosen().items():
        period = known.get(name)
        if period is None:
            found.append(
                Error(
                    f"ACADEMY_KEEP: there is no period '{name}'.",
                    hint=f"There are: {', '.join(sorted(known))}.",
                    id="retention.E001",
                )
            )
        elif not period.allows(days):
            found.append(
                Error(
                    f"ACADEMY_KEEP: {name}='{days}' is not possible.",
                    hint=f"Choose from {period.least} to {period.most} days. "
                    f"Until then it is {period.default}.",
                    id="retention.E002",
                )
            )
    return found
