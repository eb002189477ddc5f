"""When and where an edition is, as notices say it in the language that is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock, formats
from courses.common.content_language import SOURCE
from courses.notices.kinds import Placeholder
from courses.people.enums import ContactWay
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition, Session
    from courses.plugin_api.contributions.base import Text


LINK_TO_SPELL = Placeholder(
    "spel_link",
    _("in een gesprek over iets online: de link, om te spellen"),
    _("Spel de link: https://example.org/kamer"),
)
SPELL = "{spel_link}"
"""For what staff do in a call: nobody reads an address aloud and moves on."""

NEXT_DAY = Placeholder("dag", _("de dag van de eerstvolgende bijeenkomst"), "3 maart 2026")


def values_of(
    edition: Edition, *, with_link: bool, way: ContactWay | None = None
) -> dict[str, Text]:
    """The placeholders that every notice about an edition has; `with_link` for who takes part.

    In a call the link is not among what to say; it is said how the person gets it.
    """
    in_call = with_link and way == ContactWay.TELEPHONE
    return {
        "training": written(edition.training.title),
        "dag": _next_day(edition),
        "wanneer": meetings(edition.sessions.all(), with_link=with_link and not in_call),
        "waar": where(edition, with_link=with_link, in_call=in_call),
        "spel_link": _to_spell(edition) if in_call else "",
    }


def _next_day(edition: Edition) -> str:
    coming = (one.starts_at for one in edition.sessions.all() if one.ends_at > clock.now())
    return formats.day(min(coming, default=edition.starts_at))


def _to_spell(edition: Edition) -> str:
    links = [one.where.online_link for one in edition.sessions.all()]
    each = list(dict.fromkeys(filter(None, [*links, edition.online_link])))
    return "\n".join(gettext("Spel de link: %(link)s") % {"link": one} for one in each)


def new_link(edition: Edition, way: ContactWay) -> str:
    """The link after it changed, for who may see it. Nobody reads one aloud."""
    if way == ContactWay.TELEPHONE:
        return gettext("die spel ik zo voor je")
    links = (one.where.online_link for one in edition.sessions.all())
    return next(filter(None, links), edition.online_link)


def meetings(sessions: Iterable[Session], *, with_link: bool) -> str:
    """When each session is, what about, and where if it is elsewhere; a line for each."""
    lines = []
    for one in sessions:
        title = f" ({one.title})" if one.title else ""
        lines.append(f"- {when(one, with_link=with_link, title=title)}")
    return "\n".join(lines)


def when(session: Session, *, with_link: bool, title: str = "") -> str:
    """When a session is, and where if it is elsewhere."""
    note = session.place_note_with_link if with_link else session.place_note
    period = formats.period(session.starts_at, session.ends_at) + title
    return ", ".join(filter(None, (period, note)))


def where(edition: Edition, *, with_link: bool, in_call: bool = False) -> str:
    """A sentence with the place, or the link for those who may see it; and what is spoken there,
    if that is not plain Dutch or the reader reads another language."""
    goes_without_saying = not edition.language_in_words and get_language() == SOURCE
    spoken = "" if goes_without_saying else f"\n{gettext('Taal:')} {edition.get_language_display()}"
    return _place(edition, with_link=with_link, in_call=in_call) + spoken


def _place(edition: Edition, *, with_link: bool, in_call: bool) -> str:
    if not edition.is_online:
        return f"{gettext('Waar:')} {edition.where.in_words}"
    if in_call and edition.online_link:
        return gettext("De training is online. Ik spel zo de link. Heb je pen en papier?")
    if with_link:
        return f"{gettext('De training is online. Open deze link:')} {edition.online_link}"
    return gettext("De training is online.")


def online_in_short() -> list[str]:
    """What somebody needs to know who seldom meets online: when, and with what."""
    return [
        gettext("Open de link tien minuten voor het begin."),
        gettext("Een telefoon, tablet of computer met internet is genoeg."),
    ]
