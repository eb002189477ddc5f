"""What participants read: the reminder, and what the confirmation adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from courses.plugin_api.api import (
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
)
from courses.translations.reading import written
from plugins.herinneringen.forms import to_bring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from courses.editions.models import Edition, Session
    from courses.people.models import User


def reminder(person: User, edition: Edition, bring: str) -> tuple[str, str]:
    """Subject and text of the reminder, in the reader's language."""
    with override(person.language):
        first = edition.starts_at
        words = gettext("Tot %(day)s: %(training)s") % {
            "day": _day(first, "l j F") if first else "",
            "training": written(edition.training.title),
        }
        values = {
            "person": person,
            "edition": edition,
            "training": written(edition.training.title),
            "meetings": [
                (", ".join(filter(None, (_period(one), one.place_note_with_link))), one.title)
                for one in edition.sessions.all()
            ],
            "bring": bring,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/")
            + reverse("enrolment:enrol", args=[edition.pk]),
        }
        return words, render_to_string("herinneringen/reminder.txt", values)


def _period(session: Session) -> str:
    """`dinsdag 3 maart 2026, 19:00–22:00`, or both dates when it lasts over midnight."""
    start, end = _local(session.starts_at), _local(session.ends_at)
    day = date_format(start, "l j F Y")
    if start.date() == end.date():
        return f"{day}, {start:%H:%M}–{end:%H:%M}"
    return f"{day}, {start:%H:%M} – {date_format(end, 'l j F Y')}, {end:%H:%M}"


def _day(moment: datetime, form: str) -> str:
    return date_format(_local(moment), form)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


class Confirmation(NotificationTexts):
    """Adds to the confirmation what to bring or prepare; without such lines it stays as it is."""

    name = "confirmation"

    def templates(self, ctx: NotificationContext) -> Mapping[NotificationKind, MailText]:
        if not to_bring(ctx.settings):
            return {}
        with override(ctx.language):
            heading = gettext("PS Neem mee of bereid voor:")
        # What somebody typed comes in as a value: it is never read as a template.
        body = f"{{{{ core }}}}\n\n{heading}\n{{{{ herinneringen.bring }}}}"
        return {NotificationKind.CONFIRMED: MailText(body=body)}
