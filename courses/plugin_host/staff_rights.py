"""The rights that plugins bring for their screens in the administration, and what these are called.

They are Django's permissions, of the model `PluginState`: a group gets them on its page in the
administration, and a user is asked with `has_perm`. Who writes the rows is a layer above this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from courses.common.process_cache import Memo
from courses.common.text import plain_text
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.staff_screens import Screens
from courses.plugin_host import asking, guard

if TYPE_CHECKING:
    from courses.plugin_api.plugin import CoursePlugin
    from courses.plugin_host.entry import Entry

APP_LABEL = "plugin_api"
MOST_CHARACTERS = 100
"""Of the name of a right, as Django keeps it."""

OF_ROWS = frozenset({"add", "change", "delete"})
"""What Wagtail's views do with rows."""

_ACTION = re.compile(r"[a-z][a-z_]{0,30}")


@dataclass(frozen=True)
class StaffRight:
    """A right: `codename` as Django keeps it, `words` for people, and who begins with it."""

    codename: str
    words: str
    given_to: frozenset[Audience] = frozenset()

    @property
    def permission(self) -> str:
        """As `has_perm` asks for it."""
        return f"{APP_LABEL}.{self.codename}"


@dataclass(frozen=True)
class ScreensOnOffer:
    """Screens with what the contract has of them as constants."""

    entry: Entry[Screens]
    label: str
    icon: str
    in_menu: bool
    actions: frozenset[str]
    rights: tuple[StaffRight, ...]
    """The right to open them, then those by action."""

    def needed_for(self, action: str) -> list[str] | None:
        """The permissions that an action asks; None for one that the screens do not have."""
        if action in OF_ROWS and action not in self.actions:
            return None
        wanted = {self.rights[0].codename, f"{self.rights[0].codename}_{action}"}
        return [one.permission for one in self.rights if one.codename in wanted]


_read: Memo[tuple[CoursePlugin, str, str | None], tuple[Screens, ScreensOnOffer | None]] = Memo()


def screens_on_offer() -> list[ScreensOnOffer]:
    """The screens of the plugins that work on this site, as far as these can say what they are."""
    found = (described(entry) for entry in asking.everywhere(Screens))
    return [one for one in found if one is not None]


def described(entry: Entry[Screens]) -> ScreensOnOffer | None:
    """What some screens are; None, and a reported fault, when the plugin cannot say.

    Asked once in a process and language.
    """
    key = (entry.plugin, entry.place, get_language())
    known = _read.get(key)
    if known is None or known[0] is not entry.contribution:
        said = guard.call_plugin(entry, lambda _one: _describe(entry), default=None)
        known = _read.put(key, (entry.contribution, said))
    return known[1]


def _describe(entry: Entry[Screens]) -> ScreensOnOffer:
    screens = entry.contribution
    label = plain_text(screens.label)
    given_to = frozenset(Audience(one) for one in screens.given_to)
    if not given_to <= {Audience.TRAINER, Audience.COORDINATOR}:
        raise ValueError("screens are for staff")
    actions = frozenset(screens.actions)
    words = {"": plain_text(screens.right or label)}
    words |= {_action(one): plain_text(text) for one, text in screens.more_rights.items()}
    rights = tuple(
        StaffRight(_codename(entry.key, action), text[:255], given_to)
        for action, text in words.items()
    )
    return ScreensOnOffer(
        entry, label, plain_text(screens.icon), bool(screens.in_menu), actions, rights
    )


def _action(action: str) -> str:
    if not isinstance(action, str) or not _ACTION.fullmatch(action):
        raise ValueError(f"an action named {action!r}")
    return action


def _codename(key: str, action: str) -> str:
    name = f"{key}_{action}" if action else key
    if len(name) > MOST_CHARACTERS:
        raise ValueError(f"a right of more than {MOST_CHARACTERS} characters")
    return name
