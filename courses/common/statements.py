"""SQL that is built once in a process.

Django builds the SQL of a query anew each time, which takes several times as long as the database
takes to answer a small one. A `Statement` has it built once and fills in other values; an `Update`
and an `Insertion` do the same for what changes a row or adds one. For the few pages that ask many
queries of one kind, as enrolling and the first page of staff do; elsewhere a plain query reads
better.

What is built once must hold nothing that changes. A moment is a parameter, of which others follow
as from a moment (`now - timedelta(days=1)`), so one function serves both a plain query and a
statement; and the clock is hidden while a statement is built, so one that asks it fails at once.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property
from inspect import signature
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BigIntegerField, Expression, Field, Model
from django.db.models.constants import OnConflict
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

from courses.common import clock, prepared_statements, replica
from courses.common.process_cache import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet

R = TypeVar("R")
M = TypeVar("M", bound=Model)
K = TypeVar("K")


class Parameter(Expression):
    """The place of a value in a statement, which is put there at each run."""

    def __init__(
        self,
        name: str,
        field: Field[Any, Any],
        later: timedelta = timedelta(),
        place: int | None = None,
    ) -> None:
        super().__init__(output_field=field)
        self.name = name
        self.later = later
        self.place = place

    def __add__(self, other: timedelta) -> Parameter:  # type: ignore[override]
        """So much later than this moment or day, counted before it is put there."""
        return Parameter(self.name, self.output_field, self.later + other)

    def __sub__(self, other: timedelta) -> Parameter:  # type: ignore[override]
        """So much earlier."""
        return self + -other

    def as_sql(self, *_compiler: Any, **_context: Any) -> tuple[str, Any]:
        """A placeholder, and this parameter instead of a value."""
        return "%s", [self]

    def value_for_database(self, values: dict[str, Any], database: BaseDatabaseWrapper) -> object:
        """What stands there in this run, as the database takes it."""
        value = values[self.name]
        if self.place is not None:
            # There are as many places as a list this long can need; what is over repeats the last.
            value = value[min(self.place, len(value) - 1)]
        if isinstance(value, Model):
            value = value.pk
        if self.later:
            value += self.later
        self._refuse_what_no_column_holds(value, database)
        return self.output_field.get_db_prep_value(value, database)

    def _refuse_what_no_column_holds(self, value: object, database: BaseDatabaseWrapper) -> None:
        # Addresses hold numbers of any length; the database's driver fails on those. Django's own
        # lookups look at this where a query is built, which ours is only once.
        if isinstance(value, int) and not isinstance(value, bool):
            kind = self.output_field.get_internal_type()
            lowest, highest = database.ops.integer_field_range(kind)
            if not lowest <= value <= highest:
                raise EmptyResultSet


class Several:
    """Says of a parameter that its values are lists, to compare with a column that is no foreign
    key: `pk__in`. The SQL is built for lists of up to 1, 2, 4, 8 … values."""

    def __init__(self, field: Field[Any, Any]) -> None:
        self.field = field

    @staticmethod
    def places_for(values: Sequence[object]) -> int:
        """How many places are made for a list as long as this one; none for an empty one."""
        return 1 << (len(values) - 1).bit_length() if values else 0


class Keys:
    """Says of a parameter that its values are lists of keys, however long, to compare with a
    column: `pk__in`. A list goes to the database as one value, so the SQL is the same for all.

    A plan that PostgreSQL keeps takes each list for a short one, and looks up one key after the
    other. With `joins_many` it has a second plan for long lists, for where that costs more: several
    tables of which nearly all is read."""

    MANY = 400

    def __init__(self, *, joins_many: bool = False) -> None:
        self.joins_many = joins_many

    def are_joined(self, keys: Sequence[object]) -> bool:
        """Whether this list is long enough for that."""
        return self.joins_many and len(keys) >= self.MANY


class KeyList(tuple[int, ...]):
    """Keys that several statements are asked with: made ready for a database once."""

    @cached_property
    def written(self) -> str:
        """With commas between them. Databases make a table of them soonest when they are in
        order."""
        return ",".join(map(str, sorted(map(int, self))))


class KeysParameter(Parameter):
    """The place of such a list."""

    TABLE = "(SELECT unnest(%s::bigint[]))"
    ARRAY = "(%s::bigint[])"
    LONG_TABLE = "(SELECT string_to_table(btrim(%s, '{}'), ',')::bigint)"
    """The same numbers; PostgreSQL takes it for a thousand rows, whatever is in it."""

    def __init__(self, name: str) -> None:
        super().__init__(name, BigIntegerField())

    def as_sqlite(self, *_compiler: Any, **_context: Any) -> tuple[str, Any]:
        """A table of the numbers in a text."""
        return "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, *_compiler: Any, **_context: Any) -> tuple[str, Any]:
        """A table of the numbers in an array."""
        return self.TABLE, [self]

    def value_for_database(self, values: dict[str, Any], database: BaseDatabaseWrapper) -> object:
        """The list as the database takes it, as text: a driver would write out each number."""
        keys = values[self.name]
        written = (keys if isinstance(keys, KeyList) else KeyList(keys)).written
        return f"[{written}]" if database.vendor == "sqlite" else f"{{{written}}}"


Moment = datetime | Parameter
Day = date | Parameter
"""What a query takes that is also made a statement of."""


def _filled_in(params: Iterable[object], values: dict[str, Any]) -> list[Any]:
    # Looked up once: `connection` looks for the thread's own at each use.
    database = connections[DEFAULT_DB_ALIAS]
    known: dict[Hashable, object] = {}
    filled_in = []
    for one in params:
        if isinstance(one, Parameter):
            # The same moment stands in a statement up to thirty times.
            key = (one.name, one.later, one.place, id(one.output_field))
            if key not in known:
                known[key] = one.value_for_database(values, database)
            filled_in.append(known[key])
        else:
            filled_in.append(one)
    return filled_in


IS_MADE_AS_KNOWN = [*signature(get_related_populators).parameters] == ["klass_info", "select", "db"]
"""Whether this version of Django makes rows of models as `_Models` does."""


def _as_values(queryset: QuerySet[Any, R]) -> Callable[[Iterable[Any]], list[R]] | None:
    """What makes of rows what the query gives where that is values; None where it is objects."""
    kind: object = queryset._iterable_class  # noqa: SLF001 - Django says it nowhere else
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    if kind is ValuesListIterable:
        return lambda rows: cast("list[R]", list(map(tuple, rows)))
    if kind is ValuesIterable:
        query: Any = queryset.query
        every = (*query.extra_select, *query.values_select, *query.annotation_select)
        names = tuple(query.selected or every)
        return lambda rows: cast("list[R]", [dict(zip(names, row, strict=True)) for row in rows])
    return None


class _Prepared(Generic[R]):
    """A query with the SQL and the columns that Django made of it."""

    def __init__(self, queryset: QuerySet[Any, R]) -> None:
        self.queryset = queryset
        self.locks = queryset.query.select_for_update
        self.compiler: Any = queryset.query.get_compiler(connection.alias)
        sql, params = self.compiler.as_sql()
        sql, self.params = prepared_statements.with_constants(sql, params, Parameter)
        # Django knows no comparison with an array, for which PostgreSQL needs no join.
        self.sql = sql.replace(f"IN {KeysParameter.TABLE}", f"= ANY{KeysParameter.ARRAY}")
        self.joined_sql = sql.replace(KeysParameter.TABLE, KeysParameter.LONG_TABLE)
        columns = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        made: Any = queryset
        is_composite = self.compiler.has_composite_fields(columns)
        self.as_values = None if is_composite else _as_values(queryset)
        self.is_of_models = (
            IS_MADE_AS_KNOWN
            and made._iterable_class is ModelIterable  # noqa: SLF001
            and not made._prefetch_related_lookups  # noqa: SLF001
            and not made._known_related_objects  # noqa: SLF001
            and not is_composite
        )
        self._known_models: dict[str, _Models] = {}

    def run(self, values: dict[str, Any], *, is_joined: bool = False) -> list[R]:
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked in a transaction only")
        try:
            params = _filled_in(self.params, values)
        except EmptyResultSet:
            return []
        # What locks is about to change something.
        using = DEFAULT_DB_ALIAS if self.locks else replica.alias_for(self.queryset.model)
        with prepared_statements.cursor(using) as cursor:
            cursor.execute(self.joined_sql if is_joined else self.sql, params)
            rows = cursor.fetchall()
        if not rows:
            return []
        if self.compiler.has_extra_select:
            rows = [row[: self.compiler.col_count] for row in rows]
        # Without another query for it, which for a few values takes longer than asking them.
        if self.as_values:
            return self.as_values(self._converted(rows, using))
        if self.is_of_models:
            return self._models_of(rows, using)
        # Of what was found Django makes what it makes of any query.
        compiler = copy(self.compiler)
        compiler.connection = connections[using]
        compiler.execute_sql = lambda *_how, **_many: [rows]
        compiler.get_converters = lambda _columns: self.converters
        queryset: Any = self.queryset.using(using)
        queryset.query.get_compiler = lambda *_using, **_other: compiler
        return list(queryset)

    def _models_of(self, rows: Iterable[Sequence[Any]], using: str) -> list[R]:
        """The same for rows of a model: whatever does not depend on the rows is looked up once."""
        models = self._known_models.get(using)
        if models is None:
            models = self._known_models[using] = _Models(self.compiler, using)
        return [models.made_of(row) for row in self._converted(rows, using)]

    def _converted(self, rows: Iterable[Sequence[Any]], using: str) -> Iterable[Sequence[Any]]:
        if not self.converters:
            return rows
        this = connections[using]
        converters = list(self.converters.items())
        changed = [list(row) for row in rows]
        for row in changed:
            for place, (converts, expression) in converters:
                for convert in converts:
                    row[place] = convert(row[place], expression, this)
        return changed


class _Models:
    """What makes rows of a model of what a query found, as Django's `ModelIterable` does."""

    def __init__(self, compiler: Any, using: str) -> None:  # noqa: ANN401 - private in Django
        found = compiler.klass_info
        own = found["select_fields"]
        self.using = using
        self.model: Any = found["model"]
        self.columns = slice(own[0], own[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.columns]]
        populators: Any = get_related_populators
        self.related = populators(found, compiler.select, using)
        self.annotations = list((compiler.annotation_col_map or {}).items())

    def made_of(self, row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the statement's model
        """What Django makes of such a row."""
        made = self.model.from_db(self.using, self.names, row[self.columns])
        for one in self.related:
            one.populate(row, made)
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


class Statement(Generic[R]):
    """A query that is always the same but for some values.

    `build` makes it of its parameters, each by its name in `fields`, which says of what kind its
    values are. It is asked once for each kind of database, so whatever changes (the time!) must be
    a parameter; and it cannot prefetch. It may be sliced, always the same. A number must equal
    something, as a key does: with one that no column can hold nothing is found. Where a list of
    values is asked (`Several`; `Keys` for long ones), an empty one finds nothing.

        TAKERS = Statement(lambda edition: Enrolment.objects.filter(edition=edition),
                           edition=BigIntegerField())
        TAKERS.run(edition=12)
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, R]], **fields: Field[Any, Any] | Several | Keys
    ) -> None:
        self._build = build
        self._fields = fields
        self._lists = [name for name, one in fields.items() if isinstance(one, Several)]
        self._keys = [(name, one) for name, one in fields.items() if isinstance(one, Keys)]
        self._known: Memo[tuple[str | int, ...], _Prepared[R]] = Memo(plugin_free=True)

    def run(self, **values: Any) -> list[R]:
        """What the query finds with these values.

        Raises:
            TransactionManagementError: it locks rows, and no transaction is open.
            ClockHiddenError: what builds it asks what time it is.
        """
        sizes = {name: Several.places_for(values[name]) for name in self._lists}
        if not all(sizes.values()):
            return []
        vendor: str = connections[DEFAULT_DB_ALIAS].vendor
        key: tuple[str | int, ...] = (vendor, *sizes.values())
        known = self._known.get(key) or self._known.put(key, self._prepare(sizes))
        is_joined = any(one.are_joined(values[name]) for name, one in self._keys)
        return known.run(values, is_joined=is_joined)

    def _prepare(self, sizes: Mapping[str, int]) -> _Prepared[R]:
        parameters = {
            name: self._parameter(name, one, sizes.get(name, 0))
            for name, one in self._fields.items()
        }
        with clock.hidden():
            return _Prepared(self._build(**parameters))

    def _parameter(
        self, name: str, one: Field[Any, Any] | Several | Keys, size: int
    ) -> Parameter | list[Parameter]:
        if isinstance(one, Several):
            return [Parameter(name, one.field, place=place) for place in range(size)]
        return KeysParameter(name) if isinstance(one, Keys) else Parameter(name, one)

    def first(self, **values: Any) -> R | None:
        """The first that it finds; None when there is none."""
        return next(iter(self.run(**values)), None)


class Presence(Generic[K]):
    """Which of several queries find anything, asked of the database at once.

    Each is named, and made of those parameters that it names as its own arguments, as for a
    `Statement`. What finds nothing needs no query of its own, which is most of what may wait for
    somebody.
    """

    def __init__(
        self, builds: Mapping[K, Callable[..., QuerySet[Any, Any]]], **fields: Field[Any, Any]
    ) -> None:
        self._builds = builds
        self._fields = fields
        self._known: Memo[str, tuple[str, tuple[object, ...], frozenset[type[Model]]]]
        self._known = Memo(plugin_free=True)

    def run(self, **values: Any) -> frozenset[K]:
        """The names of those that find something with these values."""
        sql, params, models = self._known.get(connection.vendor) or self._prepare()
        # A copy is asked where all of them are read from it.
        databases = {replica.alias_for(one) for one in models}
        using = databases.pop() if len(databases) == 1 else DEFAULT_DB_ALIAS
        with prepared_statements.cursor(using) as cursor:
            cursor.execute(sql, _filled_in(params, values))
            found = cursor.fetchone()
        return frozenset(name for name, one in zip(self._builds, found, strict=True) if one)

    def _prepare(self) -> tuple[str, tuple[object, ...], frozenset[type[Model]]]:
        asked, params, models = [], [], set()
        with clock.hidden():
            for build in self._builds.values():
                names = signature(build).parameters
                found = build(**{one: Parameter(one, self._fields[one]) for one in names})
                models.add(found.model)
                sql, its_own = found.query.exists().get_compiler(connection.alias).as_sql()
                asked.append(f"EXISTS({sql})")
                params += its_own
        sql, left = prepared_statements.with_constants(
            f"SELECT {', '.join(asked)}", params, Parameter
        )
        return self._known.put(connection.vendor, (sql, left, frozenset(models)))


class Update:
    """An `update()` that is always the same but for some values.

    `build` makes the query of what is changed, as for a `Statement`; `sets` names the fields that
    get another value, each a parameter of that name.

        TAKEN = Update(lambda edition: Edition.objects.filter(pk=edition), sets=["seats_taken"],
                       edition=BigIntegerField())
        TAKEN.run(edition=12, seats_taken=3)
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any]],
        *,
        sets: Iterable[str],
        **fields: Field[Any, Any],
    ) -> None:
        self._build = build
        self._sets = tuple(sets)
        self._fields = fields
        self._known: Memo[str, tuple[str, tuple[object, ...]]] = Memo(plugin_free=True)

    def run(self, **values: Any) -> int:
        """Change it; how many rows were."""
        sql, params = self._known.get(connection.vendor) or self._prepare()
        try:
            filled_in = _filled_in(params, values)
        except EmptyResultSet:
            return 0
        with prepared_statements.cursor() as cursor:
            cursor.execute(sql, filled_in)
            return int(cursor.rowcount)

    def _prepare(self) -> tuple[str, tuple[object, ...]]:
        with clock.hidden():
            parameters = {name: Parameter(name, one) for name, one in self._fields.items()}
            found = self._build(**parameters)
        model = found.model._meta
        # Django's stubs do not know what it becomes.
        query: Any = found.query.chain(UpdateQuery)
        query.add_update_values(
            {name: Parameter(name, model.get_field(name)) for name in self._sets}
        )
        return self._known.put(connection.vendor, query.get_compiler(connection.alias).as_sql())


class Insertion(Generic[M]):
    """A new row of a model, as `bulk_create([row])` makes it: no signals, and nothing read back, so
    it is for rows that bring a key of their own or of which nobody asks it."""

    def __init__(self, model: type[M], *, ignore_conflicts: bool = False) -> None:
        self._model = model
        self._on_conflict = OnConflict.IGNORE if ignore_conflicts else None
        self._known: Memo[str, str] = Memo(plugin_free=True)
        meta = model._meta
        self._fields = [
            one for one in meta.concrete_fields if not one.generated and not one.db_returning
        ]

    def run(self, row: M) -> None:
        """Add it."""
        sql = self._known.get(connection.vendor) or self._prepare(row)
        values = [
            one.get_db_prep_save(one.pre_save(row, add=True), connection=connection)
            for one in self._fields
        ]
        waiting = _to_be_added.get()
        if waiting is None:
            _add([(sql, values)])
        else:
            waiting.append((sql, values))
        # As `bulk_create` leaves it.
        row._state.adding = False  # noqa: SLF001
        row._state.db = connection.alias  # noqa: SLF001

    def _prepare(self, row: M) -> str:
        query = InsertQuery(self._model, on_conflict=self._on_conflict)
        query.insert_values(self._fields, [row])
        ((sql, params),) = query.get_compiler(connection.alias).as_sql()
        assert len(params) == len(self._fields), "a value that is no value"  # noqa: S101
        return self._known.put(connection.vendor, sql)


_to_be_added: ContextVar[list[tuple[str, list[Any]]] | None]
_to_be_added = ContextVar("_to_be_added", default=None)


@contextmanager
def added_together() -> Iterator[None]:
    """Send what `Insertion`s add within to PostgreSQL as one statement, at the end.

    Each answer of the database takes a turn of its process and of ours, while others wait for what
    is locked. For rows that do not name each other and that nothing within asks for, in a
    transaction.
    """
    waiting: list[tuple[str, list[Any]]] = []
    token = _to_be_added.set(waiting)
    try:
        yield
    finally:
        _to_be_added.reset(token)
    _add(waiting)


def _add(additions: list[tuple[str, list[Any]]]) -> None:
    if connection.vendor == "postgresql" and len(additions) > 1:
        *others, (last, _values) = additions
        also = ", ".join(f"also_{number} AS ({sql})" for number, (sql, _own) in enumerate(others))
        values = [value for _sql, own in additions for value in own]
        additions = [(f"WITH {also} {last}", values)]
    for sql, values in additions:
        with prepared_statements.cursor() as cursor:
            cursor.execute(sql, values)
