"""What belongs to rows, asked with SQL that is built once.

`prefetch_related` builds a query anew each time, and for rows that belong to a page or an edition
twice. A `Children` finds and leaves the same as it does.

    SESSIONS = Children(Edition, "sessions")
    SESSIONS.add_to(editions)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courses.common.internals import of_django
from courses.common.statements import Keys, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import ForeignKey, Model, QuerySet


class Children:
    """The rows that point at rows of a model, by the name that the model has for them.

    `finish` adds to the query, such as what comes along with each.
    """

    def __init__(
        self,
        model: type[Model],
        name: str,
        *,
        finish: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda found: found,
    ) -> None:
        self._model = model
        self._name = name
        self._found: Statement[Any] = Statement(lambda rows: finish(self._of(rows)), rows=Keys())

    def add_to(self, rows: Iterable[Model]) -> None:
        """Give each row its own, in one query; none when there are no rows."""
        parents = {row.pk: row for row in rows}
        if not parents:
            return
        own: dict[Any, list[Model]] = {pk: [] for pk in parents}
        field = self._field
        for child in self._found.run(rows=list(parents)):
            key = getattr(child, field.attname)
            field.set_cached_value(child, parents[key])
            own[key].append(child)
        for pk, parent in parents.items():
            of_django.put_prefetched(parent, self._name, own[pk])

    def _of(self, rows: object) -> QuerySet[Any]:
        children: Any = self._field.model
        found: QuerySet[Any] = children._default_manager.filter(**{f"{self._field.name}__in": rows})
        return found

    @property
    def _field(self) -> ForeignKey[Any, Any]:
        relation: Any = self._model._meta.get_field(self._name)
        field: ForeignKey[Any, Any] = relation.field
        return field
