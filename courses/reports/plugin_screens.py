"""What the reports and panels of plugins share: their texts, and for whom they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from django.utils.translation import get_language

from courses.catalogue.queries import trainings_by_plugin, trainings_with
from courses.common.process_cache import Memo
from courses.editions.queries import editions_for_staff
from courses.people.queries import is_coordinator, is_trainer
from courses.plugin_api.contributions.base import Audience, Contribution, Json
from courses.plugin_host import asking, guard

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.people.models import User
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

C = TypeVar("C", bound=Contribution)
D = TypeVar("D")

Trainings = Mapping[int, Mapping[str, Json]]
"""The plugin's settings by training."""

_read: Memo[tuple[CoursePlugin, str, str | None], tuple[object]] = Memo()
_lists: Memo[
    tuple[type[Contribution], Callable[..., object], str | None],
    tuple[object, list[object]],
] = Memo()


def described(kind: type[C], describe: Callable[[Entry[C]], D]) -> list[D]:
    """What `describe` says of each contribution of `kind` that works on this site.

    It reads what the contract has as constants, so it is asked once for each process and
    language. What it cannot read (it raises) is left out, and reported once: not at each page.
    """
    key = (kind, describe, get_language())
    entries = asking.everywhere(kind)
    known = _lists.get(key)
    # The same tuple until something is switched on or off: at each page there is nothing to do for
    # each plugin.
    if known is None or known[0] is not entries:
        found = (_described(entry, describe, key[2]) for entry in entries)
        known = _lists.put(key, (entries, [one for one in found if one is not None]))
    return cast("list[D]", list(known[1]))


def _described(
    entry: Entry[C], describe: Callable[[Entry[C]], D], language: str | None
) -> D | None:
    key = (entry.plugin, entry.place, language)
    known = _read.get(key)
    if known is None:
        said = guard.call_plugin(entry, lambda _one: describe(entry), default=None)
        known = _read.put(key, (said,))
    return cast("D | None", known[0])


def is_for(user: User | AnonymousUser, audience: Audience) -> bool:
    """Whether somebody of the staff belongs to the audience."""
    return is_coordinator(user) or (audience is Audience.TRAINER and is_trainer(user))


def trainings_for_staff(user: User | AnonymousUser, plugin: str) -> Trainings:
    """The trainings in which the plugin is on: a trainer's own, a coordinator's all."""
    return _of_staff(user, trainings_with(plugin))


def plugins_for_staff(user: User | AnonymousUser, plugins: Collection[str]) -> set[str]:
    """Those of the plugins that have such trainings; one query for all of them together."""
    trainings = trainings_by_plugin() if plugins else {}
    return {plugin for plugin in plugins if _of_staff(user, trainings.get(plugin, {}))}


def _of_staff(user: User | AnonymousUser, trainings: Trainings) -> Trainings:
    if not trainings or is_coordinator(user):
        return trainings
    own = _own_trainings(user)
    return {training: settings for training, settings in trainings.items() if training in own}


_OWN_TRAININGS = "_own_trainings"


def _own_trainings(user: User | AnonymousUser) -> frozenset[int]:
    """The trainings of which `user` gave or gives an edition; asked once for each request."""
    if not user.is_authenticated:
        return frozenset()
    own: frozenset[int] | None = getattr(user, _OWN_TRAININGS, None)
    if own is None:
        editions = editions_for_staff(user).order_by()
        own = frozenset(editions.values_list("training_id", flat=True).distinct())
        # Remembered on the account of this request.
        setattr(user, _OWN_TRAININGS, own)
    return own
