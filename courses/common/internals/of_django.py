"""Of Django."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from html import escape as escape_text
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.backends import ModelBackend
from django.core.checks import CheckMessage
from django.core.checks.registry import registry as checks
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import BigIntegerField, Model, Value
from django.dispatch import Signal
from django.template import base as template_base
from django.template.base import NodeList
from django.template.loader_tags import BlockNode
from django.templatetags.static import StaticNode
from django.urls import base as urls
from django.utils import html, timezone
from django.utils.safestring import SafeString
from django.utils.translation import trans_real
from django.utils.translation.trans_real import translation

from courses.common.process_cache import most_recent
from courses.common.statements import Statement

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from courses.common.statements import Parameter

M = TypeVar("M", bound=Model)

Hook = Callable[[], object]
"""What is done after a commit."""

Receiver = Callable[..., object]
"""What is called when a signal is sent."""

Check = Callable[..., Sequence[CheckMessage]]
"""A system check."""

# --- Transactions ---------------------------------------------------------------------------


def connection_at_hand() -> BaseDatabaseWrapper:
    """What `connection` stands for in this thread now.

    To ask `connection` itself is to look that up for each question, which takes longer than many
    of the calls that are watched with it.
    """
    return connections[DEFAULT_DB_ALIAS]


def hooks_after_commit(this: BaseDatabaseWrapper) -> int:
    """How many things are to be done after the commit."""
    return len(this.run_on_commit)


def replace_hooks(this: BaseDatabaseWrapper, start: int, replaced: Callable[[Hook], Hook]) -> None:
    """Put others in the place of the hooks from `start` on; one that fails stops no other."""
    # Three things each since Django 4.2: its stubs still say two.
    hooks = cast("list[tuple[set[str], Hook, bool]]", this.run_on_commit)
    for position in range(start, len(hooks)):
        savepoints, hook, _robust = hooks[position]
        other = replaced(hook)
        if other is not hook:
            hooks[position] = (savepoints, other, True)


def open_savepoints() -> int:
    """How many savepoints are open in this transaction."""
    return len(connection.savepoint_ids)


def close_savepoints(depth: int) -> bool:
    """Forget the savepoints that were opened above `depth`; whether there were any."""
    if len(connection.savepoint_ids) == depth:
        return False
    del connection.savepoint_ids[depth:]
    # One block more than savepoints: the outermost has none.
    del connection.atomic_blocks[depth + 1 :]
    return True


def is_broken() -> bool:
    """Whether an error made this transaction one that can only be rolled back."""
    return connection.needs_rollback


def is_open(this: BaseDatabaseWrapper) -> bool:
    """Whether a transaction is open, in whatever way it was begun."""
    # Before the first query there is no connection yet.
    switched_off = this.connection is not None and not this.autocommit
    return this.in_atomic_block or switched_off


def is_held_open() -> bool:
    """Whether others may have to wait for a transaction of ours; that around a test counts not."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not getattr(blocks[0], "_from_testcase", False)


def wants_no_transaction(view: Callable[..., object]) -> bool:
    """Whether a view has the mark of `django.db.transaction.non_atomic_requests`."""
    return DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ())


def give_up_transaction() -> None:
    """Leave the transaction that is open, with all that it did, and the connection."""
    connection.in_atomic_block = False
    connection.needs_rollback = False
    connection.savepoint_ids.clear()
    connection.atomic_blocks.clear()
    connection.run_on_commit.clear()
    connection.close()


def known_to_be_empty(model: type[M]) -> QuerySet[M]:
    """A query of this model that finds nothing, and builds no SQL to find that out, as one of
    `none()` does."""
    queryset: Any = model._default_manager.none()
    queryset._result_cache = []
    empty: QuerySet[M] = queryset
    return empty


def put_prefetched(row: Any, name: str, found: list[Any]) -> None:  # noqa: ANN401 - of any model
    """Leave with a row what belongs to it, under the name that its model has for that, as
    `prefetch_related` does."""
    queryset = getattr(row, name).get_queryset()
    queryset._result_cache = found
    queryset._prefetch_done = True
    if not hasattr(row, "_prefetched_objects_cache"):
        row._prefetched_objects_cache = {}
    row._prefetched_objects_cache[name] = queryset


# --- What apps connect ----------------------------------------------------------------------


def signals() -> list[Signal]:
    """The signals of every module of that name that has been loaded."""
    modules = [one for name, one in list(sys.modules.items()) if name.endswith("signals")]
    found = {
        id(thing): thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, Signal)
    }
    return list(found.values())


def replace_receivers(signal: Signal, replaced: Callable[[Receiver, object, bool], object]) -> None:
    """Put others in the place of a signal's receivers. `replaced` gets the receiver, what is kept
    of it (it, or a weak reference to it) and whether it is asynchronous; and gives what to keep."""
    kept = cast("list[tuple[object, object, bool]]", signal.receivers)
    changed = False
    with signal.lock:
        for position, (key, keeps, is_async) in enumerate(kept):
            thing = keeps() if isinstance(keeps, weakref.ReferenceType) else keeps
            receiver = cast("Receiver | None", thing)
            other = keeps if receiver is None else replaced(receiver, keeps, is_async)
            if other is not keeps:
                kept[position] = (key, other, is_async)
                changed = True
        if changed:
            signal.sender_receivers_cache.clear()


def replace_checks(replaced: Callable[[Check], Check]) -> None:
    """Put others in the place of the system checks that are registered."""
    both = (checks.registered_checks, checks.deployment_checks)
    for some in cast("tuple[set[Check], ...]", both):
        for check in list(some):
            other = replaced(check)
            if other is not check:
                other.tags = check.tags  # type: ignore[attr-defined]
                some.discard(check)
                some.add(other)


# --- Texts and requests ---------------------------------------------------------------------


def has_translation(text: str, language: str) -> bool:
    """Whether there is a translation of a text, also one that reads just the same."""
    # Asking gettext for a text that it does not have gives the text back, which proves nothing.
    return text in translation(language)._catalog  # type: ignore[attr-defined]


def is_user_at_hand(request: HttpRequest) -> bool:
    """Whether the request's user was put there as such, and is not still to be looked up."""
    return "user" in request.__dict__ and not hasattr(request.user, "_wrapped")


def merge_translations() -> None:
    """Have a text looked up in one catalogue of its language, rather than in one of each app.

    Django 5.2.19 means to put those with the same plurals together, and compares the code of one
    with the function of the other, which are never the same. A text of our own is in none of the
    twenty Dutch ones (it is its own key), and was looked for forty times.
    """
    # What Django's stubs do not tell of.
    catalogues: Any = trans_real
    catalogues.TranslationCatalog.update = _update_catalog
    # Those that were read before are read again.
    catalogues._translations = {}
    catalogues._default = None


def _update_catalog(self: Any, other: Any) -> None:  # noqa: ANN401 - private in Django
    if other.plural.__code__ == self._plurals[0].__code__:
        self._catalogs[0].update(other._catalog)
    else:
        self._catalogs.insert(0, other._catalog.copy())
        self._plurals.insert(0, other.plural)


# --- What is the same at each page ----------------------------------------------------------------

MOST_STATEMENTS, MOST_STATIC_FILES = 1000, 500


def keep_placeholders() -> None:
    """Have the places of values written as SQLite reads them once for each statement, and not at
    each run: that is a look through all of its text."""
    cursors: Any = SQLiteCursorWrapper
    convert = cursors.convert_query

    @most_recent(MOST_STATEMENTS, plugin_free=True)
    def converted(query: str) -> str:
        text: str = convert(None, query)
        return text

    def convert_query(self: Any, query: str, *, param_names: Any = None) -> str:  # noqa: ANN401
        if param_names is None:
            return converted(query)
        text: str = convert(self, query, param_names=param_names)
        return text

    cursors.convert_query = convert_query


def keep_addresses_of_static_files() -> None:
    """Have the address of a style sheet or a picture of ours made once: each page has some five,
    and for each of them all apps are looked through."""
    tag: Any = StaticNode
    tag.handle_simple = staticmethod(
        most_recent(MOST_STATIC_FILES, plugin_free=True)(tag.handle_simple)
    )


def keep_blocks_of_templates() -> None:
    """Have the blocks of a template that others extend looked for once, not at each page."""
    # Private in Django.
    lists: Any = NodeList
    look = lists.get_nodes_by_type

    def get_nodes_by_type(self: Any, kind: type) -> list[Any]:  # noqa: ANN401 - a list of nodes
        if kind is not BlockNode:
            found: list[Any] = look(self, kind)
            return found
        kept: tuple[int, list[Any]] | None = self.__dict__.get("_blocks")
        # While a template is read its list grows.
        if kept is None or kept[0] != len(self):
            kept = self._blocks = (len(self), look(self, kind))
        return kept[1]

    lists.get_nodes_by_type = get_nodes_by_type


def escape_at_once() -> None:
    """Have a text that is there already escaped without a look whether it is still to be made:
    Django takes such a look through the arguments of each call, some hundreds of times a page."""
    # A module has no types for what is put in it.
    here: Any = html
    templates: Any = template_base
    escape_later, mark_later = here.escape, here.mark_safe

    def escape(text: Any) -> SafeString:  # noqa: ANN401 - anything can stand in a template
        if type(text) in TEXTS:
            return SafeString(escape_text(str(text)))
        made: SafeString = escape_later(text)
        return made

    def mark_safe(text: Any) -> Any:  # noqa: ANN401 - as above
        return SafeString(text) if type(text) is str else mark_later(text)

    here.escape, here.mark_safe, templates.mark_safe = escape, mark_safe, mark_safe


TEXTS = (str, SafeString)


class PerContext:
    """One value in each context, as asgiref's `Local` keeps it, without its locks and namespaces:
    that takes fifteen times as long."""

    def __init__(self, like: object) -> None:
        self._kept: ContextVar[Any] = ContextVar("value")
        if hasattr(like, "value"):
            self.value = like.value

    @property
    def value(self) -> Any:  # noqa: ANN401 - of whoever keeps something here
        """What was put here; no such attribute before that."""
        found = self._kept.get(NOTHING)
        if found is NOTHING:
            raise AttributeError("value")
        return found

    @value.setter
    def value(self, value: object) -> None:
        self._kept.set(value)

    @value.deleter
    def value(self) -> None:
        self._kept.set(NOTHING)


NOTHING = object()


def keep_language_at_hand() -> None:
    """Have the language, the time zone and the addresses of this request found at once: a page of
    staff asks a thousand times."""
    for module, name in (
        (trans_real, "_active"),
        (timezone, "_active"),
        (urls, "_prefixes"),
        (urls, "_urlconfs"),
    ):
        setattr(module, name, PerContext(getattr(module, name)))


MOST_WORDS = 20_000
"""Of how many texts of a language the translation is kept: several times as many as there are."""


def keep_translations() -> None:
    """Have a text looked for once in a language. Each is looked for twice, as one thing and as one
    of several; and a text of ours is its own translation, so in Dutch neither is ever found."""
    # Private in Django.
    languages: Any = trans_real.DjangoTranslation
    look = languages.gettext

    def gettext(self: Any, message: str) -> str:  # noqa: ANN401 - a language
        if type(message) is not str:
            # What is marked as safe is not to stand in for the same words that are not.
            return str(look(self, message))
        kept: dict[str, str] = self.__dict__.setdefault("_kept_texts", {})
        found = kept.get(message)
        if found is None:
            found = str(look(self, message))
            if len(kept) < MOST_WORDS:
                kept[message] = found
        return found

    languages.gettext = gettext


# --- What somebody may ----------------------------------------------------------------------------


WAYS = {"user": "user", "group": "group__user"}
"""How somebody gets a right, and the way from the right to the person."""


def ask_permissions_with_statements() -> None:
    """Have what somebody may do found with SQL that is built once: each page of staff asks it."""
    # Private in Django.
    backends: Any = ModelBackend
    ask = backends._get_permissions
    # Not before there are models.
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    def of(way: str, person: Parameter) -> QuerySet[Permission, tuple[str, str, str]]:
        found = Permission.objects.filter(**{WAYS[way]: person}).annotate(way=Value(way))
        return found.order_by().values_list("way", "content_type__app_label", "codename")

    # Whoever asks for the one asks for the other too.
    both: Statement[tuple[str, str, str]] = Statement(
        lambda person: of("user", person).union(of("group", person), all=True),
        person=BigIntegerField(),
    )

    def get_permissions(backend: Any, user: Any, obj: object, from_name: str) -> set[str]:  # noqa: ANN401
        is_asked = obj is None and user.is_active and user.pk and not user.is_superuser
        if is_asked and not hasattr(user, f"_{from_name}_perm_cache"):
            rows = both.run(person=user.pk)
            for way in WAYS:
                if not hasattr(user, f"_{way}_perm_cache"):
                    own = {f"{app}.{name}" for found_by, app, name in rows if found_by == way}
                    setattr(user, f"_{way}_perm_cache", own)
        found: set[str] = ask(backend, user, obj, from_name)
        return found

    backends._get_permissions = get_permissions


def keep_backends_of_rights() -> None:
    """Have those who say what somebody may made once for each list of them, not at each of the
    fifty questions of a page. Who says whether a password is right is made anew, as that keeps
    something of each question."""
    made = most_recent(MOST_LISTS)(lambda paths: tuple(map(auth.load_backend, paths)))
    look = auth.get_backends

    def get_backends() -> list[Any]:
        return list(made(tuple(settings.AUTHENTICATION_BACKENDS))) or look()

    auth.get_backends = get_backends


MOST_LISTS = 20
