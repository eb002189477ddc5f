"""What becomes of everything that hangs on two accounts when they become one.

Nothing is lost: each row that points at the account that goes, points at the one that stays
afterwards. The database's own relations say which those are, so a table that is added later is
found too. Of rows that may stand once for each person, such as an enrolment in an edition, both
accounts may have one: the part that keeps them says with a rule what becomes of the two. Without a
rule, such a clash stops the merger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import ForeignObjectRel, Model, Q, UniqueConstraint
from django.utils.translation import gettext

from courses.common.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field

Settle = Callable[[Any, Any], None]
"""Gets the row of the account that stays and the one of the account that goes. Afterwards they do
not clash any more: one is gone, or does not point at a person."""

Lock = Callable[[Model, Model], None]
"""Locks what a part always locks first, so that no two wait for each other."""


@dataclass(frozen=True)
class Consequence:
    """What follows for somebody else when two accounts become one, for who is about to do so: HTML
    for the page that asks, and what to say when it is done, which is looked up then."""

    before: str
    after: Callable[[], str]


ConsequenceProvider = Callable[[Model, Model], Iterable[Consequence]]
"""Gets the account that stays and the one that goes, before they are one."""

_rules: dict[str, Settle | None] = {}
_ends: set[str] = set()
_locks: list[Lock] = []
_befores: list[Lock] = []
_consequences: list[ConsequenceProvider] = []


def provide_lock(lock: Lock) -> Lock:
    """Register what must be locked before two accounts are; may be used as a decorator."""
    _locks.append(lock)
    return lock


def lock_first(stays: Model, goes: Model) -> None:
    """Lock what the parts lock first."""
    for lock in _locks:
        lock(stays, goes)


def provide_before(settle: Lock) -> Lock:
    """Register what becomes of what was meant for two people, while one still knows what was meant
    for whom; may be used as a decorator."""
    _befores.append(settle)
    return settle


def settle_before(stays: Model, goes: Model) -> None:
    """Do what the parts do before two accounts become one."""
    for settle in _befores:
        settle(stays, goes)


def provide_consequences(provider: ConsequenceProvider) -> ConsequenceProvider:
    """Register what a part knows that follows; may be used as a decorator."""
    _consequences.append(provider)
    return provider


def consequences(stays: Model, goes: Model) -> list[Consequence]:
    """What would follow for others; nothing changes."""
    return [one for provider in _consequences for one in provider(stays, goes)]


def provide(relation: str, settle: Settle | None = None) -> None:
    """Register the rule for a relation (`enrolment.Enrolment.person`). From `ready()`.

    Without `settle` there is nothing to settle: the rows may stand as often as they like.
    """
    _rules[relation] = settle


def provide_end(relation: str) -> None:
    """Register that the rows of the account that goes end with it, whatever the other has: keys to
    the account, which may open more once the two are one. They also end when somebody signs out
    everywhere else or has a new password. From `ready()`."""
    _rules[relation] = None
    _ends.add(relation)


def end_keys(person: Model) -> int:
    """End the keys to an account that are no session (`provide_end`); how many there were."""
    rows = (
        column.model._base_manager.filter(**{column.name: person})
        # Whoever is signed in may be a stand-in of Django, whose type is no model.
        for column in relations(person._meta.model)
        if name_of(column) in _ends
    )
    return sum(one.delete()[0] for one in rows)


def relations(model: type[Model]) -> Iterator[Field[Any, Any]]:
    """Every column of the database that points at rows of this model."""
    for one in model._meta.get_fields(include_hidden=True):
        # Of a relation of many to many, the rows between are found as a model of their own.
        if isinstance(one, ForeignObjectRel) and not one.many_to_many and one.field.concrete:
            yield one.field


def name_of(column: Field[Any, Any]) -> str:
    """What a rule calls a relation."""
    return f"{column.model._meta.label}.{column.name}"


def has_rule(column: Field[Any, Any]) -> bool:
    """Whether somebody thought of this relation."""
    return name_of(column) in _rules


def may_clash(column: Field[Any, Any]) -> bool:
    """Whether of the rows that point at one person, or enrolment, only one may stand."""
    return any(True for _names in _once(column))


def absorb(stays: Model, goes: Model) -> None:
    """Let everything that points at one row point at another of the same model.

    Raises:
        Refusal: both have something that may stand once, and no part says what becomes of it.
    """
    for column in relations(type(stays)):
        _move(column, stays, goes)


def _move(column: Field[Any, Any], stays: Model, goes: Model) -> None:
    rows = column.model._base_manager.filter(**{column.name: goes})
    if name_of(column) in _ends:
        rows.delete()
        return
    settle = _rules.get(name_of(column))
    for other in rows.order_by("pk"):
        own = _clashing(column, other, stays)
        if own is None:
            continue
        if settle is None:
            raise Refusal(
                gettext(
                    "Beide accounts hebben iets dat één keer mag bestaan: %(what)s. Samenvoegen "
                    "kan dan niet. Vraag een technisch beheerder om hulp."
                )
                % {"what": column.model._meta.verbose_name}
            )
        settle(own, other)
    rows.update(**{column.name: stays})


def _clashing(column: Field[Any, Any], other: Model, stays: Model) -> Model | None:
    """The row of the account that stays beside which this one may not stand."""
    rows = column.model._base_manager
    own = rows.filter(**{column.name: stays})
    for names, condition in _once(column):
        among = own.filter(condition)
        if not rows.filter(condition, pk=other.pk).exists():
            continue
        same = {name: getattr(other, name) for name in names if name != column.name}
        if None in same.values():
            continue
        found = among.filter(**same).first()
        if found is not None:
            return found
    return None


def _once(column: Field[Any, Any]) -> Iterator[tuple[tuple[str, ...], Q]]:
    """The fields that together may stand once, and of which rows that holds."""
    if column.unique:
        yield (column.name,), Q()
    for together in column.model._meta.unique_together:
        if column.name in together:
            yield tuple(together), Q()
    for one in column.model._meta.constraints:
        if isinstance(one, UniqueConstraint) and column.name in one.fields:
            yield tuple(one.fields), one.condition or Q()


def drop_other(own: Model, other: Model) -> None:
    """For what says the same twice: one is enough."""
    other.delete()
