"""What hangs on a row: how much the parts and the plugins keep about it, and what becomes of that.

The database's own relations say so, so a plugin's rows are counted without the plugin being asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import router
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from modelcluster.fields import ParentalKey

from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Iterable


class DeletionOutcome(Enum):
    """What becomes of a row when the one that it hangs on is deleted."""

    GOES = "goes"
    STAYS = "stays"
    """It stays, without the link."""
    HOLDS = "holds"
    """It must be kept, so that the other cannot be deleted."""


@dataclass(frozen=True)
class Dependent:
    """How many rows of one kind there are; `label` is the name of the kind for that number."""

    label: str
    number: int
    fate: DeletionOutcome


class _DependentCollector(Collector):
    """Collects on, also behind what must be kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held: set[Model] = set()

    def collect(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().collect(*args, **kwargs)
        except ProtectedError as error:
            self.held.update(error.protected_objects)
        except RestrictedError as error:
            self.held.update(error.restricted_objects)

    def can_fast_delete(self, objs: Any, from_field: Any = None) -> bool:
        # What is deleted without a look would not be counted.
        return False


def dependents_of(rows: Iterable[Model]) -> list[Dependent]:
    """What the parts and the plugins keep about these rows of one model, most of it first.

    Each row is counted once, also where it points at them twice. Parts of a row itself, such as
    the goals of a training, are not counted.
    """
    own = list(rows)
    return _in_words({key: len(keys) for key, keys in _found(own).items()}, own)


def everything_of(rows: Iterable[Model]) -> list[Dependent]:
    """The same, whatever would become of it: for who moves all of it, and deletes nothing."""
    own = list(rows)
    together: defaultdict[type[Model], set[object]] = defaultdict(set)
    for (model, _fate), keys in _found(own).items():
        together[model] |= keys
    return _in_words(
        {(model, DeletionOutcome.STAYS): len(keys) for model, keys in together.items()}, own
    )


def _found(own: list[Model]) -> dict[tuple[type[Model], DeletionOutcome], set[object]]:
    """The keys of the rows that hang on these, by their model and what becomes of them."""
    found: defaultdict[tuple[type[Model], DeletionOutcome], set[object]] = defaultdict(set)
    if not own:
        return found
    collector = _DependentCollector(using=router.db_for_write(type(own[0])), origin=own[0])
    collector.collect(own)
    for model, instances in collector.data.items():
        # What only ties two rows together goes; the other row stays.
        fate = DeletionOutcome.STAYS if model._meta.auto_created else DeletionOutcome.GOES
        found[model, fate] |= {one.pk for one in instances if not _is_part(one, own)}
    updates: Any
    for (field, _value), updates in collector.field_updates.items():
        # What goes with them anyway does not stay without the link.
        unlinked = {row.pk for one in updates for row in one}
        gone = found[field.model, DeletionOutcome.GOES]
        found[field.model, DeletionOutcome.STAYS] |= unlinked - gone
    for row in collector.held:
        found[type(row), DeletionOutcome.HOLDS].add(row.pk)
    return found


def _in_words(
    numbers: dict[tuple[type[Model], DeletionOutcome], int], own: list[Model]
) -> list[Dependent]:
    return sorted(
        (
            Dependent(_label(model, number), number, fate)
            for (model, fate), number in numbers.items()
            if number and _counts(model, own)
        ),
        key=lambda one: (-one.number, one.label),
    )


def _is_part(row: Model, own: list[Model]) -> bool:
    """Whether a row is a part of one of these, as a goal is of its training."""
    keys = {one.pk for one in own}
    return any(
        isinstance(field, ParentalKey)
        and any(issubclass(field.related_model, type(one)) for one in own[:1])
        and getattr(row, field.attname) in keys
        for field in row._meta.concrete_fields
    )


def _counts(model: type[Model], own: list[Model]) -> bool:
    """Whether rows of this model are something of a part or a plugin, and not the rows at hand."""
    named = _named(model)
    config = apps.get_app_config(named._meta.app_label)
    return (
        isinstance(config, CoursePlugin)
        and not isinstance(own[0], named)
        and not issubclass(model, type(own[0]))
    )


def _label(model: type[Model], number: int) -> str:
    options = _named(model)._meta
    return str(options.verbose_name if number == 1 else options.verbose_name_plural)


def _named(model: type[Model]) -> type[Model]:
    """The model itself; of rows that only tie two others together the one that has them."""
    owner: Any = model._meta.auto_created
    return owner or model
