"""What is different about an edition since somebody was told of it, in the language that is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock, formats
from courses.editions.plans import PLAN_BEFORE, Planned, as_text, plan_of, read_plan
from courses.notices import kinds
from courses.notices.enums import OPEN
from courses.notices.kinds import FactWords, Placeholder
from courses.notices.models import Notice
from courses.people.queries import yes_or_no

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from courses.editions.models import Edition
    from courses.plugin_api.contributions.base import Json

WAS, BECOMES, NEW_LINK = PLAN_BEFORE, "plan_after", "new_link"
"""The facts of a notice about a change: the plan as the person knew it and as it became, and
whether there is another link."""

CHANGED = Placeholder(
    "veranderd",
    _("wat er veranderd is, elke wijziging op een eigen regel"),
    _("- dinsdag 3 maart 2026, 19:00–22:00 wordt dinsdag 10 maart 2026, 19:00–22:00"),
)


def facts_of_change(
    *, people: Collection[int], kind: str, edition: Edition, before: str, new_link: bool
) -> dict[int, dict[str, Json]]:
    """What a notice about a change keeps, by person. `before` is the plan before this change: what
    somebody was to be told of an earlier one and has not heard yet, counts from what it was then.
    """
    if not before:
        return {}
    earlier = Notice.objects.filter(person__in=people, kind=kind, edition=edition)
    last = {one.person_id: one for one in earlier.order_by("created_at")}
    unheard = {pk: one.facts for pk, one in last.items() if one.state in OPEN}
    becomes = as_text(plan_of(edition))

    def facts(person: int) -> dict[str, Json]:
        known = unheard.get(person, {})
        return {
            WAS: str(known.get(WAS) or before),
            BECOMES: becomes,
            NEW_LINK: new_link or bool(known.get(NEW_LINK)),
        }

    return {person: facts(person) for person in people}


def has_changed(notice: Notice, edition: Edition) -> bool:
    """Whether there is anything to tell: not when it has become again what the person knew. Of what
    kept no plan that is not known, and it is told."""
    if WAS not in notice.facts or notice.facts.get(NEW_LINK):
        return True
    return bool(_changes(read_plan(notice.facts[WAS]), plan_of(edition), _in_full))


def gone(notice: Notice, edition: Edition) -> list[Planned]:
    """The meetings that the person knew, that are not held any more, and that would be to come."""
    return _gone(read_plan(str(notice.facts.get(WAS, ""))), plan_of(edition))


def in_full(notice: Notice, edition: Edition, *, link: str = "") -> str:
    """What is different now, a line for each; `link` is for who may see it."""
    if WAS not in notice.facts:
        return ""
    lines = _changes(read_plan(notice.facts[WAS]), plan_of(edition), _in_full)
    if notice.facts.get(NEW_LINK) and link:
        lines.append(gettext("de link om mee te doen is nieuw: %(link)s") % {"link": link})
    return "\n".join(f"- {one}" for one in lines)


def in_short(notice: Notice) -> str:
    """The first that became different, for a line in a list; nothing when that is not kept."""
    was, becomes = (read_plan(str(notice.facts.get(one, ""))) for one in (WAS, BECOMES))
    lines = _changes(was, becomes, _day) if was else []
    if notice.facts.get(NEW_LINK):
        lines.append(gettext("andere link"))
    if not lines:
        return ""
    more = len(lines) - 1
    if not more:
        return lines[0]
    also = ngettext("en nog %(n)d wijziging", "en nog %(n)d wijzigingen", more) % {"n": more}
    return f"{lines[0]}, {also}"


def _in_full(one: Planned) -> str:
    return formats.period(one.starts_at, one.ends_at)


def _day(one: Planned) -> str:
    return date_format(clock.local(one.starts_at), "j F")


def _gone(was: Sequence[Planned], becomes: Sequence[Planned]) -> list[Planned]:
    keys, now = {one.key for one in becomes}, clock.now()
    return [one for one in was if one.key not in keys and one.ends_at > now]


def _changes(
    was: Sequence[Planned], becomes: Sequence[Planned], named: Callable[[Planned], str]
) -> list[str]:
    """What differs between two plans; what is over by now is no news."""
    old, new = ({one.key: one for one in plan} for plan in (was, becomes))
    both = [(one, new[one.key]) for one in was if one.key in new]
    lines = [_moved(a, b, named) for a, b in both if _times(a) != _times(b)]
    lines += [
        gettext("%(when)s gaat niet door") % {"when": named(one)} for one in _gone(was, becomes)
    ]
    lines += [
        gettext("%(when)s komt erbij") % {"when": named(one)}
        for one in becomes
        if one.key not in old
    ]
    return lines + _places(both, named)


def _times(one: Planned) -> tuple[datetime, datetime]:
    # To the minute, as people read it.
    return tuple(at.replace(second=0, microsecond=0) for at in (one.starts_at, one.ends_at))  # type: ignore[return-value]


def _moved(was: Planned, becomes: Planned, named: Callable[[Planned], str]) -> str:
    before, after = named(was), named(becomes)
    if before == after:
        # The same day at another hour.
        before, after = (f"{_day(one)}, {_hours(one)}" for one in (was, becomes))
        after = after.partition(", ")[2]
    return gettext("%(before)s wordt %(after)s") % {"before": before, "after": after}


def _hours(one: Planned) -> str:
    start, end = clock.local(one.starts_at), clock.local(one.ends_at)
    return f"{start:%H:%M}–{end:%H:%M}"


def _places(both: Sequence[tuple[Planned, Planned]], named: Callable[[Planned], str]) -> list[str]:
    """Which place is another one: said once where that is the same for all meetings."""
    moved = [(old, new) for old, new in both if old.where != new.where]
    said = {_place(old, new) for old, new in moved}
    if len(said) == 1 and len(moved) == len(both):
        return list(said)
    return [f"{named(new)}: {_place(old, new)}" for old, new in moved]


def _place(was: Planned, becomes: Planned) -> str:
    """What differs between two places: of one building only the room."""
    if was.building == becomes.building and becomes.room:
        return gettext("nu in %(room)s") % {"room": becomes.room}
    unknown = gettext("nog niet bekend")
    return gettext("de plek was %(before)s, en wordt %(after)s") % {
        "before": was.where or unknown,
        "after": becomes.where or unknown,
    }


def _in_words(plan: str) -> str:
    return "; ".join(", ".join(filter(None, (_in_full(one), one.where))) for one in read_plan(plan))


kinds.explain_facts(
    **{
        WAS: FactWords(_("zoals het was"), kinds.each(_in_words)),
        BECOMES: FactWords(_("zoals het werd"), kinds.each(_in_words)),
        NEW_LINK: FactWords(_("andere link"), kinds.each(yes_or_no)),
    }
)
