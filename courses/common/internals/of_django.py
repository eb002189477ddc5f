"""Of Django."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.backends import ModelBackend
from django.core.checks import CheckMessage
from django.core.checks.registry import registry as checks
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BigIntegerField
from django.dispatch import Signal
from django.utils.translation import trans_real
from django.utils.translation.trans_real import translation

from courses.common.statements import Statement

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.http import HttpRequest

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


# --- What somebody may ----------------------------------------------------------------------------


def ask_permissions_with_statements() -> None:
    """Have what somebody may do found with SQL that is built once: each page of staff asks it."""
    # Private in Django.
    backends: Any = ModelBackend
    ask = backends._get_permissions
    # Not before there are models.
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    def of(way: str) -> Statement[tuple[str, str]]:
        return Statement(
            lambda person: (
                Permission.objects.filter(**{way: person})
                .order_by()
                .values_list("content_type__app_label", "codename")
            ),
            person=BigIntegerField(),
        )

    ways = {"user": of("user"), "group": of("group__user")}

    def get_permissions(backend: Any, user: Any, obj: object, from_name: str) -> set[str]:  # noqa: ANN401
        kept = f"_{from_name}_perm_cache"
        is_asked = obj is None and user.is_active and user.pk and not user.is_superuser
        if is_asked and not hasattr(user, kept):
            rows = ways[from_name].run(person=user.pk)
            setattr(user, kept, {f"{app}.{name}" for app, name in rows})
        found: set[str] = ask(backend, user, obj, from_name)
        return found

    backends._get_permissions = get_permissions
