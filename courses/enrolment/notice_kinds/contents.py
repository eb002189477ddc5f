"""What notices about enrolments are made of when they are sent: one function for each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from wagtail.models import Page

from courses.common import clock, formats
from courses.editions.calendar import Method
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import companion_words
from courses.enrolment.calendar import calendar_parts, parts_of_change, parts_of_move
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus, MoveAnswer
from courses.enrolment.models import Enrolment, MoveRequest
from courses.enrolment.notice_kinds.news import is_of_use, news
from courses.enrolment.notice_kinds.values import (
    about_attachment,
    attached_again,
    days_left,
    facts_of,
    values_of,
    waits_for_a_date,
    what_is_left,
)
from courses.enrolment.notice_names import OFF_LIST
from courses.notices import edition_changes, edition_words
from courses.notices.kinds import CallLink, Content
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from courses.notices.models import Notice
    from courses.plugin_api.contributions.base import Text


TOLD_OF_MOVE = {EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING}
"""The states in which it matters when and where the edition is."""


def about_status(
    status: EnrolmentStatus, notice: Notice, way: ContactWay, anyway: bool
) -> Content | None:
    """About a new state: not when it has changed again, or an offer has ended meanwhile."""

    def stands(one: Enrolment) -> bool:
        if status == EnrolmentStatus.OFFERED and not one.offer_stands:
            return False
        is_late = status == EnrolmentStatus.CONFIRMED and not is_of_use(one, notice, way)
        return one.status == status and not is_late

    enrolment = news(notice, anyway, stands)
    if enrolment is None:
        return None
    before = str(notice.facts.get("before", ""))
    takes_part = status == EnrolmentStatus.CONFIRMED
    method = Method.REQUEST if takes_part else None
    if before == EnrolmentStatus.CONFIRMED:
        # It is in the person's own calendar, and has to go from there.
        method = Method.CANCEL
    values = {
        **values_of(enrolment, way, takes_part=takes_part),
        "bijlage": about_attachment(method, way),
        "wat": what_is_left(before),
        "achterblijft": _left_behind(enrolment, enrolment.edition_id),
        "lijst": _off_list(notice, enrolment),
        "reden": enrolment.edition.cancel_reason,
    }
    if takes_part and enrolment.edition.is_running:
        values["wanneer"] = days_left(enrolment.edition)
    return _content(enrolment, values, takes_part=takes_part, method=method)


def about_move(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About other times, another place or another link: not when the person has left."""

    def stands(one: Enrolment) -> bool:
        return one.status in TOLD_OF_MOVE and edition_changes.has_changed(notice, one.edition)

    enrolment = news(notice, anyway, stands)
    if enrolment is None:
        return None
    takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
    values = values_of(enrolment, way, takes_part=takes_part)
    if takes_part:
        asked = gettext("Kun je nu niet meer? Meld je dan af op je eigen pagina:")
    else:
        asked = gettext("Kun je nu niet meer? Laat het weten op je eigen pagina:")
    offer = gettext("Er is een plaats voor je. Kies vóór {deadline}.")
    deadline = str(values["deadline"])
    values |= {
        "bijlage": attached_again(way) if takes_part else "",
        "aanbod": offer.replace("{deadline}", deadline) if deadline else "",
        "veranderd": edition_changes.in_full(
            notice,
            enrolment.edition,
            link=edition_words.new_link(enrolment.edition, way) if takes_part else "",
        ),
        "vraag": asked,
    }
    content = _content(enrolment, values, takes_part=takes_part, method=None)
    if not takes_part:
        return content
    gone = edition_changes.gone(notice, enrolment.edition)
    return replace(content, attachments=partial(parts_of_change, enrolment, gone))


def about_other_edition(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About being in another edition than before: not when the person has left or moved on.

    One mail takes the old meetings out of the calendar and brings the new ones.
    """

    def stands(one: Enrolment) -> bool:
        return one.status == EnrolmentStatus.CONFIRMED and is_of_use(one, notice, way)

    enrolment = news(notice, anyway, stands)
    before = (
        Edition.objects.prefetch_related("sessions")
        .filter(pk=notice.facts.get("edition_before"))
        .first()
    )
    if enrolment is None or before is None or before.pk == enrolment.edition_id:
        # Moved there and back before anybody told: that is no news.
        return None
    attached = gettext(
        "Bij deze mail zitten twee bijlagen voor je agenda: de nieuwe bijeenkomsten, en de oude om "
        "weg te halen."
    )
    values = {
        **values_of(enrolment, way, takes_part=True),
        "bijlage": attached if way == ContactWay.MAIL else "",
        "achterblijft": _left_behind(enrolment, before.pk),
        "lijst": _off_list(notice, enrolment),
        "vroeger": _as_it_was(before, enrolment.edition),
    }

    return Content(values, attachments=partial(parts_of_move, enrolment, before))


def _left_behind(enrolment: Enrolment, edition_id: int) -> Text:
    """Whom this person left behind in an edition, and has to tell so."""

    def told() -> str:
        return " ".join(companion_words.left_behind(enrolment.person_id, edition_id))

    return lazy(told, str)()


def _off_list(notice: Notice, enrolment: Enrolment) -> str:
    """That who waited for a date waits no more; not to who asked for another one since."""
    if OFF_LIST not in notice.facts or waits_for_a_date(enrolment):
        return ""
    return gettext("Je staat niet meer op de lijst voor nieuwe data: je hebt nu een plaats.")


def _as_it_was(before: Edition, after: Edition) -> str:
    """The meetings that count no more, each on a line; with their place when that is another."""
    new = {one.where.in_words for one in after.sessions.all()}
    lines = []
    for one in before.sessions.all():
        place = one.where.in_words
        when = formats.period(one.starts_at, one.ends_at)
        lines.append(f"- {when}" if new == {place} else f"- {when}, {place}")
    return "\n".join(lines)


def about_move_asked(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Whether another date is right too: not when the person has left, or said so already, or that
    date is closed."""
    enrolment = news(notice, anyway, lambda one: one.status == EnrolmentStatus.CONFIRMED)
    other = (
        Edition.objects.select_related("training")
        .prefetch_related("sessions")
        .filter(pk=notice.facts.get("to_edition"))
        .first()
    )
    if enrolment is None or other is None or not (anyway or other.is_open_for_enrolment):
        return None
    answered = MoveRequest.objects.filter(enrolment=enrolment, to_edition=other)
    if not anyway and answered.exclude(answer=MoveAnswer.OPEN).exists():
        return None
    new = "\n".join(
        f"- {formats.period(one.starts_at, one.ends_at)}, {one.where}"
        for one in other.sessions.all()
    )
    return Content({**values_of(enrolment, way, takes_part=True), "nieuw": new})


def link_to_answers(notice: Notice) -> CallLink | None:
    """Where staff write down that somebody stays."""
    if notice.edition_id is None:
        return None
    url = reverse("edition_merge", args=[notice.edition_id])
    return CallLink(gettext("Zegt nee"), url, may_be_left=True)


def about_going_on(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About an edition that goes on with few people: not when the person has left, or it was called
    off after all."""

    def goes_on(one: Enrolment) -> bool:
        edition = one.edition
        is_on = edition.status == EditionStatus.OPEN and edition.decided_at is not None
        has_seat = one.status == EnrolmentStatus.CONFIRMED or one.offer_stands
        return has_seat and is_on and not edition.has_begun

    enrolment = news(notice, anyway, goes_on)
    if enrolment is None:
        return None
    takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
    return Content(values_of(enrolment, way, takes_part=takes_part))


def about_companion(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About coming alone: not when the person has left too, or they come together after all."""
    other = (
        Enrolment.objects.select_related("person").filter(pk=notice.facts.get("enrolment")).first()
    )

    def comes_alone(one: Enrolment) -> bool:
        if one.status not in TOLD_OF_MOVE | {EnrolmentStatus.DECLINED}:
            return False
        comes = other is not None and other.edition_id == one.edition_id
        together = comes and other is not None and other.status in ACTIVE
        return not together and is_of_use(one, notice, way)

    enrolment = news(notice, anyway, comes_alone)
    if enrolment is None:
        return None
    takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
    return Content(
        {
            **values_of(enrolment, way, takes_part=takes_part),
            "met": other.person.first_name if other is not None else gettext("iemand anders"),
            "stand": _stands_alone(EnrolmentStatus(enrolment.status)),
        }
    )


def about_newcomer(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About who comes together with somebody since: not when one of the two has left."""
    other = (
        Enrolment.objects.select_related("person").filter(pk=notice.facts.get("enrolment")).first()
    )

    def comes_along(one: Enrolment) -> bool:
        if other is None or other.status != one.status:
            return False
        together = other.comes_with_id == one.pk or one.comes_with_id == other.pk
        return together and one.status in TOLD_OF_MOVE and is_of_use(one, notice, way)

    enrolment = news(notice, anyway, comes_along)
    if enrolment is None:
        return None
    takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
    name = other.person.name if other is not None else gettext("iemand anders")
    stands = (
        gettext("%(name)s is nu ook ingeschreven.")
        if takes_part
        else gettext("%(name)s staat nu ook op de wachtlijst.")
    )
    return Content(
        {
            **values_of(enrolment, way, takes_part=takes_part),
            "met": name,
            "stand": stands % {"name": name},
        }
    )


def _stands_alone(status: EnrolmentStatus) -> str:
    """How it is with who would come together with somebody who does not."""
    if status == EnrolmentStatus.CONFIRMED:
        return gettext("Jij bent nog ingeschreven. Fijn als je komt!")
    if status == EnrolmentStatus.WAITING:
        return gettext("Jij staat nog op de wachtlijst.")
    if status == EnrolmentStatus.OFFERED:
        return gettext("De plaats die we je aanboden, is er nog voor je.")
    return gettext("Jullie kregen samen een plaats aangeboden. Die is nu weer vrij voor een ander.")


def about_deadline(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About an offer that lasts shorter or longer: not when it has changed again."""

    def stands(one: Enrolment) -> bool:
        told = datetime.fromisoformat(notice.facts["deadline"])
        return one.offer_stands and one.offer_expires_at == told

    enrolment = news(notice, anyway, stands)
    if enrolment is None:
        return None
    return Content(values_of(enrolment, way, takes_part=False))


def about_off_site(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About a training or lesson that is off the site: not when it is public again."""
    enrolment = news(notice, anyway, lambda one: one.status in TOLD_OF_MOVE)
    page = Page.objects.filter(pk=notice.facts.get("page"), live=False).first()
    if enrolment is None or page is None:
        return None
    is_lesson = page.pk != enrolment.edition.training_id
    kept = bool(notice.facts.get("kept"))
    values = values_of(enrolment, way, takes_part=True)
    if is_lesson:
        subject = gettext("De les ‘{lesson}’ staat niet meer op de site")
        what = gettext(
            "We hebben de les ‘{lesson}’ van de site gehaald. De les hoort bij deze training:"
        )
    else:
        subject = gettext("{lesson} staat niet meer op de site")
        what = gettext("We hebben deze training van de site gehaald:")
    follows, asked = _what_follows(EnrolmentStatus(enrolment.status), is_lesson, kept)
    return Content(
        {
            **values,
            "onderwerp": subject.replace("{lesson}", page.title),
            "wat": what.replace("{lesson}", page.title),
            "gevolg": follows,
            "vraag": asked,
        }
    )


def _what_follows(status: EnrolmentStatus, is_lesson: bool, kept: bool) -> tuple[str, str]:
    """What somebody has to do with it, and what stands above the link."""
    if status == EnrolmentStatus.CONFIRMED:
        stays = gettext("Je inschrijving blijft staan. De bijeenkomsten gaan door.")
        if kept and is_lesson:
            reads = gettext("Je kunt de les nog lezen, omdat je meedoet.")
        elif kept:
            reads = gettext("Je kunt de lessen nog lezen, omdat je meedoet.")
        elif is_lesson:
            reads = gettext("Je kunt de les niet meer lezen.")
        else:
            reads = gettext("Je kunt de lessen nu niet lezen.")
        return f"{stays}\n{reads}", gettext("Kun je toch niet? Meld je dan af op je eigen pagina:")
    if is_lesson:
        return "", gettext(
            "Voor jou verandert er verder niets. Je ziet je plek op je eigen pagina:"
        )
    if status == EnrolmentStatus.OFFERED:
        return (
            gettext(
                "We boden je een plaats aan. Zolang de training niet op de site staat, kun je die "
                "niet aannemen."
            ),
            gettext("Op je eigen pagina zie je hoe het ermee staat:"),
        )
    return (
        gettext(
            "Je houdt je plek op de wachtlijst. Zolang de training niet op de site staat, bieden "
            "we geen plaatsen aan."
        ),
        gettext("Wil je niet meer wachten? Haal jezelf dan van de lijst:"),
    )


def message(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """A text that is ready, such as a plugin's: not when the person does not take part, or when it
    is too late for it."""
    facts = notice.facts
    until = facts.get("until")
    is_late = until is not None and clock.now() >= datetime.fromisoformat(str(until))
    takes_part = Enrolment.objects.filter(
        person=notice.person_id, edition=notice.edition_id, status__in=TAKES_PART
    ).exclude(edition__status=EditionStatus.CANCELLED)
    if not facts or not (anyway or (not is_late and takes_part.exists())):
        return None
    return Content({"onderwerp": str(facts["subject"]), "bericht": str(facts["body"])})


def _content(
    enrolment: Enrolment,
    values: dict[str, Text],
    *,
    takes_part: bool,
    method: Method | None,
) -> Content:
    return Content(
        values,
        training_id=enrolment.edition.training_id,
        facts=facts_of(enrolment, takes_part=takes_part),
        attachments=list if method is None else partial(calendar_parts, enrolment, method),
    )
