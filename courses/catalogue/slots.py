"""What plugins put in places on the academy's pages."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING

from courses.catalogue.queries import trainings_by_plugin
from courses.common.process_cache import Memo
from courses.common.text import plain_html
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.slots import Slot, SlotContext, SlotPlace
from courses.plugin_host import asking, guard

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

Found = Mapping[int, list["SafeString"]]
"""What is to be shown, by key, in the order of the plugins."""

_known: Memo[tuple[CoursePlugin, str], tuple[Slot, tuple[SlotPlace, Audience] | None]] = Memo()


def fill(place: SlotPlace, keys: Mapping[int, int], *, person_id: int | None = None) -> Found:
    """What plugins have for a place on a page that is about `keys`, each with its training.

    `person_id` is who takes part, None for others: then only what is for everybody is asked. Each
    plugin is asked once for a page, and where none has anything the database is not asked either.
    """
    entries = [one for one in asking.everywhere(Slot) if _is_for(one, place, person_id)]
    if not entries or not keys:
        return {}
    on = trainings_by_plugin()
    found: dict[int, list[SafeString]] = {}
    for entry in entries:
        here = on.get(entry.plugin.slug, {})
        mine = {key: training for key, training in keys.items() if training in here}
        for key, html in _ask(entry, place, mine, here, person_id).items():
            found.setdefault(key, []).append(html)
    return found


def _is_for(entry: Entry[Slot], place: SlotPlace, person_id: int | None) -> bool:
    key = (entry.plugin, entry.place)
    known = _known.get(key)
    if known is None or known[0] is not entry.contribution:
        said = guard.call_plugin(entry, _described, default=None)
        known = _known.put(key, (entry.contribution, said))
    if known[1] is None or known[1][0] != place:
        return False
    return known[1][1] == Audience.EVERYONE or person_id is not None


def _described(slot: Slot) -> tuple[SlotPlace, Audience]:
    audience = Audience(slot.audience)
    if audience not in {Audience.EVERYONE, Audience.PARTICIPANT}:
        raise ValueError("a slot is for everybody or for who takes part")
    return SlotPlace(slot.place), audience


def _ask(
    entry: Entry[Slot],
    place: SlotPlace,
    keys: Mapping[int, int],
    on: Mapping[int, Mapping[str, object]],
    person_id: int | None,
) -> Mapping[int, SafeString]:
    if not keys:
        return {}
    known = _known.get((entry.plugin, entry.place))
    for_all = known is not None and known[1] is not None and known[1][1] == Audience.EVERYONE
    asked = SlotContext(
        place=place,
        keys=dict(keys),
        person_id=None if for_all else person_id,
        # A copy: a plugin may do with its settings as it likes.
        settings={training: deepcopy(on[training]) for training in set(keys.values())},
    )
    return guard.call_plugin(entry, partial(_answer, asked), default={})


def _answer(asked: SlotContext, slot: Slot) -> Mapping[int, SafeString]:
    given = slot.render(asked)
    if not isinstance(given, Mapping):
        raise TypeError(f"render() gave {type(given).__name__}, not HTML by key")
    copies = {key: plain_html(html) for key, html in given.items() if key in asked.keys}
    return {key: html for key, html in copies.items() if html.strip()}
