"""Dates on paper in large letters: those one can choose from, and what somebody agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import get_template

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, clock, pdf
from courses.common.mail import absolute_url
from courses.editions.models import Edition
from courses.editions.queries import (
    buildings_of,
    is_all_online,
    locations_of,
    with_access,
    with_what_lists_show,
)
from courses.enrolment import queries
from courses.enrolment.companion_words import come_together, how_reached
from courses.enrolment.enums import ACTIVE
from courses.notices.writing import academy_name
from courses.translations.reading import read_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from courses.editions.models import Location
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

MOST_DATES = 40
"""Dates on a list to choose from; who wants more of them calls."""

SIZES = ("largest", "large", "usual")
"""Letters of 18, 16 and 14 points."""

PAPER = "@page { size: A4; padding: 12mm 18mm; }"
PAPER_OF_DATES = """
@page {
  size: A4; padding: 0; margin: 12mm 18mm 20mm; border: 0;
  @bottom-left { content: string(call); font: bold 16pt "Figtree", sans-serif; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 16pt "Figtree", sans-serif; }
}
.phone { string-set: call content(); }
"""
"""More than a page, with the telephone number on each: a sheet may get lost."""


def render(enrolment: Enrolment) -> bytes:
    """A PDF for who is enrolled, and the same for who comes along: on one sheet, where it fits.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    edition = enrolment.edition
    together = [enrolment, *queries.companions_of(enrolment)]
    values = {
        "academy": academy_name(),
        "training": read_page(edition.training),
        "trainers": ", ".join(one.name for one in edition.trainers.all()),
        "names": [one.person.name for one in together],
        "hear": [how_reached(one) for one in queries.brought_along(enrolment)],
        "edition": edition,
        "other_buildings": [
            one for one in locations_of(edition) if one.pk != edition.location_id and one.access
        ],
        "contact": infopunt_of_default_site(),
        "today": clock.today(),
    }
    css = pdf.css_in_own_type("pdf/info_card.css") + PAPER
    template = get_template("pdf/appointment.html")
    for size in SIZES:
        try:
            return pdf.render(template.render({**values, "size": size}), css=css, most_pages=1)
        except pdf.TooLong:
            continue
    # Many meetings take more than a sheet.
    return pdf.render(template.render({**values, "size": SIZES[1]}), css=css)


def render_all(person: User) -> bytes:
    """A PDF of all that somebody comes to or waits for, the first to begin first.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    own = queries.enrolments_of(person)
    coming = [one for one in own if one.status in ACTIVE and not one.edition.is_past]
    keys = [one.edition_id for one in coming]
    editions = with_access(with_what_lists_show(Edition.objects.filter(pk__in=keys))).in_bulk()
    for one in coming:
        one.edition = editions[one.edition_id]
    values = {
        "academy": academy_name(),
        "name": person.name,
        "appointments": [_appointment(one) for one in coming],
        "contact": infopunt_of_default_site(),
        "today": clock.today(),
        "size": SIZES[0],
    }
    css = pdf.css_in_own_type("pdf/info_card.css") + PAPER_OF_DATES
    return pdf.render(get_template("pdf/appointments.html").render(values), css=css)


class Appointment(NamedTuple):
    """One of all that somebody comes to or waits for."""

    enrolment: Enrolment
    place: int | None
    """In the queue, of who waits."""
    together: str
    goes_there: bool
    """Whether one has to know how to get there."""
    buildings: list[Location]


def _appointment(enrolment: Enrolment) -> Appointment:
    """An appointment, of an enrolment whose edition is of `with_access`."""
    place, edition = queries.place_in_queue(enrolment), enrolment.edition
    return Appointment(
        enrolment,
        place,
        come_together(enrolment),
        # Who waits is told not to come yet.
        place is None and not is_all_online(edition),
        buildings_of(edition),
    )


def render_dates(editions: QuerySet[Edition], chosen: Sequence[str]) -> bytes:
    """A PDF of dates that one can enrol in or wait for, the first to begin first; `chosen` says in
    words which. What needs internet stands last.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    shown = list(with_what_lists_show(editions)[:MOST_DATES])
    conditions = queries.conditions_by_training()
    dates = [
        (one, [str(each.sentence) for each in conditions.get(one.training_id, ())]) for one in shown
    ]
    values = {
        "chosen": chosen,
        "at_venue": [one for one in dates if not one[0].is_online],
        "online": [one for one in dates if one[0].is_online],
        "more": editions.count() - len(shown),
        "academy": academy_name(),
        "contact": infopunt_of_default_site(),
        "today": clock.today(),
        "address": absolute_url(addresses.AGENDA).partition("://")[2].rstrip("/"),
        "size": SIZES[0],
    }
    css = pdf.css_in_own_type("pdf/info_card.css") + PAPER_OF_DATES
    return pdf.render(get_template("pdf/dates_sheet.html").render(values), css=css)
