"""What can be found of the agenda: each date to enrol for, by day, hour, place and language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from courses.common import addresses, clock
from courses.common.formats import meetings, period
from courses.common.public_version import memory
from courses.editions import queries
from courses.editions.enums import EVENING, NEIGHBOURHOODS, District
from courses.search.enums import DocumentKind
from courses.search.sources import Document, Source
from courses.translations.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.editions.models import Edition


_KEY = "edition-"


class AgendaSource(Source):
    """The dates that one can still enrol for, or wait for; one's own stand on one's own page."""

    changes_often = True

    def stamp(self) -> Hashable:
        def ask() -> tuple[object, ...]:
            rows = queries.public_editions().filter(starts_at__gt=clock.now())
            rows = rows.order_by("pk", "trainers")
            names = ("pk", "training", "status", "place", "location", "language", "venue")
            hours = ("starts_at", "ends_at", "enrol_until")
            given = ("trainers__first_name", "trainers__last_name")
            return tuple(rows.values_list(*names, *hours, "calendar_version", *given))

        return memory.get("dates that can be found", ask)

    def documents(self, language: str) -> Iterator[Document]:
        coming = queries.with_what_lists_show(queries.offered_to_everybody())
        for edition in coming.prefetch_related("trainers"):
            # The same words everywhere, but for what the academy named.
            yield _document(edition, read).found_by(_document(edition, str))


def keys_of(editions: QuerySet[Edition]) -> set[str]:
    """The keys of the documents of these editions."""
    return {key_of(pk) for pk in editions.values_list("pk", flat=True)}


def key_of(pk: int) -> str:
    """The key of the document of an edition."""
    return f"{_KEY}{pk}"


def number_of(key: str) -> int:
    """The edition of the document with this key."""
    return int(key.removeprefix(_KEY))


def for_staff(edition: Edition) -> Document:
    """The same of any edition, which staff find also once it has begun."""
    return replace(_document(edition, str), until=None)


def _document(edition: Edition, ask: Callable[[str], str]) -> Document:
    starts_at, ends_at = edition.starts_at, edition.ends_at
    assert starts_at is not None  # noqa: S101 - what is coming has a session
    assert ends_at is not None  # noqa: S101
    local = clock.local(starts_at)
    part = gettext("avond") if local.time() >= EVENING else gettext("overdag")
    where = str(edition.get_place_display() if edition.is_online else edition.where)
    # As on the page of the edition, which names them too.
    names = ", ".join(trainer.name for trainer in edition.trainers.all())
    given = f" – {gettext('Trainer')}: {names}" if names else ""
    location = edition.location
    district = location.get_district_display() if location else ""
    near = NEIGHBOURHOODS[District(location.district)] if location and district else ()
    return Document(
        key=key_of(edition.pk),
        kind=DocumentKind.DATE,
        title=ask(edition.training.title),
        address=f"{addresses.training(edition.training.slug)}#data",
        keywords=" ".join(
            (
                date_format(local, "l j F"),
                part,
                gettext("weekend") if local.weekday() >= 5 else "",
                where,
                district,
                str(edition.get_language_display()),
                names,
            )
        ),
        # Who looks for a neighbourhood finds what is in its district; it need not be there itself.
        closed_text=", ".join(near),
        note=f"{_when(edition, starts_at, ends_at)} – {where}{given}",
        training=edition.training_id,
        # What is kept of this in memory ends by itself, at the moment that enrolling does.
        until=min(starts_at, edition.enrol_until or starts_at),
    )


def _when(edition: Edition, starts_at: datetime, ends_at: datetime) -> str:
    """When it is; of more days than one each of them, as on the card of its training. From the
    first to the last it would read as one long meeting."""
    sessions = [(one.starts_at, one.ends_at) for one in edition.sessions.all()]
    lasts_longer = clock.local_day(ends_at) > clock.local_day(starts_at)
    return meetings(sessions) if lasts_longer and sessions[1:] else period(starts_at, ends_at)
