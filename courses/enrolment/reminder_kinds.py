"""What people are told shortly before their first session, and a trainer about who comes."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError

from courses.common import clock
from courses.editions import house_rules
from courses.editions.enums import EditionStatus
from courses.editions.queries import locations_of
from courses.enrolment import queries
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.notice_kinds import (
    ABOUT,
    ACCESS,
    COMES,
    find_enrolment,
    own_link,
    values_of,
    way_there,
)
from courses.notices import edition_words, kinds
from courses.notices.kinds import Content, FactWords, NoticeKind, Picture, Placeholder, Script
from courses.notices.trainer_kinds import find_edition
from courses.notices.writing import link_for, our_telephone, reads_own_page
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from courses.common.mail import Attachment
    from courses.editions.models import Edition, Location
    from courses.enrolment.models import Enrolment
    from courses.notices.models import Notice
    from courses.plugin_api.contributions.base import Text

WEEK = "reminder_week"
DAY = "reminder_day"
FIRST_TIME = "reminder_first_time"
PARTICIPANTS = "trainer_participants"

PHOTO = "max-900x900|format-jpeg"


def _reminder(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when the person has left, or it has begun."""
    enrolment = kinds.still_news(find_enrolment(notice), anyway, _is_about_to_come)
    if enrolment is None:
        return None
    edition = enrolment.edition
    locations = locations_of(edition)
    values = values_of(enrolment, way, takes_part=True)
    values |= {
        "dag": _day(edition),
        "toegang": way_there(locations, way),
        "foto": _about_photo(locations, way),
        "afmelden": _withdrawing(enrolment, way),
    }
    return Content(
        values,
        attachments=partial(_photo_files, locations),
        pictures=partial(_photos, locations),
    )


def _is_about_to_come(enrolment: Enrolment) -> bool:
    edition = enrolment.edition
    comes = enrolment.status == EnrolmentStatus.CONFIRMED and edition.status == EditionStatus.OPEN
    return comes and not edition.has_begun


def _day(edition: Edition) -> str:
    """`Morgen`, as somebody reads it today."""
    if edition.starts_at is None:
        return gettext("Binnenkort")
    days = (clock.local_day(edition.starts_at) - clock.today()).days
    return {0: gettext("Vandaag"), 1: gettext("Morgen")}.get(days, gettext("Binnenkort"))


def _about_photo(locations: list[Location], way: ContactWay) -> str:
    if way == ContactWay.TELEPHONE or not any(one.photo_id for one in locations):
        return ""
    if way == ContactWay.LETTER:
        return gettext("Op de foto zie je waar je moet zijn.")
    return gettext("Op de foto bij deze mail zie je waar je moet zijn.")


def _photo_files(locations: list[Location]) -> list[Attachment]:
    return [(gettext("de-plek.jpg"), one.content, "image/jpeg") for one in _photos(locations)]


def _photos(locations: list[Location]) -> list[Picture]:
    found = []
    for one in locations:
        if one.photo is None:
            continue
        try:
            rendition = one.photo.get_rendition(PHOTO)
            with rendition.file.open("rb") as file:
                found.append(Picture(file.read(), one.photo.description or one.name))
        except (OSError, SourceImageIOError):
            # A picture that is gone keeps nobody from the reminder.
            continue
    return found


def _withdrawing(enrolment: Enrolment, way: ContactWay) -> str:
    """How somebody lets us know who cannot come."""
    edition = enrolment.edition
    if not reads_own_page(enrolment.person, way) or house_rules.why_too_late_to_withdraw(edition):
        call = gettext("Kun je toch niet? Bel ons dan: {number}.")
        return call.format(number=our_telephone())
    withdraw = gettext("Kun je toch niet? Meld je dan af. Zo kan iemand anders mee:")
    return f"{withdraw}\n{own_link(way, edition)}"


def _participants(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Who comes, for a trainer: names, and the way to the list. No addresses: mail is read by
    others too."""

    def is_today(one: Edition) -> bool:
        return notice.facts.get("day") == clock.today().isoformat() and _is_given_by(one, notice)

    edition = kinds.still_news(find_edition(notice), anyway, is_today)
    if edition is None:
        return None
    people = [one.person.name for one in queries.participants(edition)]
    values: dict[str, Text] = {
        **edition_words.values_of(edition, with_link=True),
        "aantal": str(len(people)),
        "deelnemers": "\n".join(f"- {name}" for name in people),
        "link": link_for(way, reverse("attendance_sheet", args=[edition.pk])),
    }
    return Content(values)


def _is_given_by(edition: Edition, notice: Notice) -> bool:
    return (
        edition.status == EditionStatus.OPEN
        and edition.trainers.filter(pk=notice.person_id).exists()
    )


_WITHDRAWING = Placeholder(
    "afmelden",
    _("een zin over afmelden, met de link, of met ons nummer als het op de site te laat is"),
    _("Kun je toch niet? Meld je dan af. Zo kan iemand anders mee:"),
)
_PHOTO = Placeholder(
    "foto",
    _("een zin over de foto van de locatie; in een mail en een brief"),
    _("Op de foto bij deze mail zie je waar je moet zijn."),
)
_ASK = (_("Kom je?"),)
_NOTE = (
    edition_words.SPELL,
    _("Kan iemand niet? Meld die persoon dan af."),
)

KINDS = (
    NoticeKind(
        name=WEEK,
        title=_("Herinnering, een week van tevoren"),
        build=_reminder,
        placeholders=(*ABOUT, _WITHDRAWING, ACCESS),
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("De training begint bijna. We zien je graag!"),
                "{wanneer}",
                "{waar}",
            ),
            ask=_ASK,
            note=_NOTE,
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=DAY,
        title=_("Herinnering, een dag van tevoren"),
        build=_reminder,
        placeholders=(
            *ABOUT,
            _WITHDRAWING,
            ACCESS,
            Placeholder("dag", _("Morgen, of Vandaag"), _("Morgen")),
        ),
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("{dag} begint de training. We zien je graag!"),
                "{wanneer}",
                "{waar}",
            ),
            ask=_ASK,
            note=_NOTE,
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=FIRST_TIME,
        title=_("Voor het eerst: wat er gebeurt en hoe je er komt"),
        build=_reminder,
        placeholders=(*ABOUT, _WITHDRAWING, ACCESS, _PHOTO),
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je doet voor het eerst mee. Fijn! Ik vertel je hoe het gaat."),
                "{wanneer}",
                "{waar}",
                "{toegang}",
                _("De trainer heet je welkom en vertelt wat jullie gaan doen."),
                _("Je mag alles vragen. Je hoeft niets over jezelf te vertellen."),
            ),
            ask=(_("Heb je iets nodig om mee te kunnen doen?"), _("Zie je ergens tegenop?")),
            note=_NOTE,
        ),
    ),
    NoticeKind(
        name=PARTICIPANTS,
        title=_("Voor de trainer: de deelnemers, een dag van tevoren"),
        build=_participants,
        placeholders=(
            *ABOUT,
            Placeholder("aantal", _("hoeveel mensen er komen"), "8"),
            Placeholder(
                "deelnemers", _("de namen van wie er komen, elk op een eigen regel"), "- Sanne Bos"
            ),
        ),
        is_urgent=True,
        for_trainer=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Morgen geef je deze training. Er komen {aantal} mensen:"),
                "{deelnemers}",
                "{waar}",
            ),
            ask=(_("Heb je alles wat je nodig hebt?"),),
            note=(_("Schrijf op wat er nog geregeld moet worden."),),
        ),
    ),
)

kinds.register(*KINDS)

kinds.explain_facts(
    day=FactWords(
        _("lijst van"), kinds.each(lambda day: date_format(date.fromisoformat(day), "j F Y"))
    )
)
