"""When and where an edition is, as notices say it in the language that is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from courses.common import formats
from courses.common.content_language import SOURCE
from courses.translations.reading import written

if TYPE_CHECKING:
    from courses.editions.models import Edition, Session
    from courses.plugin_api.contributions.base import Text


def values_of(edition: Edition, *, with_link: bool) -> dict[str, Text]:
    """The placeholders that every notice about an edition has; `with_link` for who takes part."""
    return {
        "training": written(edition.training.title),
        "wanneer": meetings(edition, with_link=with_link),
        "waar": where(edition, with_link=with_link),
    }


def meetings(edition: Edition, *, with_link: bool) -> str:
    """When each session is, what about, and where if it is elsewhere; a line for each."""
    lines = []
    for one in edition.sessions.all():
        title = f" ({one.title})" if one.title else ""
        lines.append(f"- {when(one, with_link=with_link, title=title)}")
    return "\n".join(lines)


def when(session: Session, *, with_link: bool, title: str = "") -> str:
    """When a session is, and where if it is elsewhere."""
    note = session.place_note_with_link if with_link else session.place_note
    period = formats.period(session.starts_at, session.ends_at) + title
    return ", ".join(filter(None, (period, note)))


def where(edition: Edition, *, with_link: bool) -> str:
    """A sentence with the place, or the link for those who may see it; and what is spoken there,
    if that is not plain Dutch or the reader reads another language."""
    goes_without_saying = not edition.language_in_words and get_language() == SOURCE
    spoken = "" if goes_without_saying else f"\n{gettext('Taal:')} {edition.get_language_display()}"
    return _place(edition, with_link=with_link) + spoken


def _place(edition: Edition, *, with_link: bool) -> str:
    if not edition.is_online:
        return f"{gettext('Waar:')} {edition.where.in_words}"
    if with_link:
        return f"{gettext('De training is online. Open deze link:')} {edition.online_link}"
    return gettext("De training is online.")
