"""What people are told about their enrolments, and when it is no news any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.catalogue.mail_texts import Facts
from courses.common import addresses, clock, formats, mail
from courses.editions.calendar import Method
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries import alternatives_to_tell
from courses.enrolment import providers, queries
from courses.enrolment.calendar import calendar_parts, parts_of_move
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.notices import edition_changes, edition_words, kinds
from courses.notices.kinds import Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.queries import way_of
from courses.notices.writing import link_for, our_telephone, reads_own_page
from courses.people.enums import ContactWay
from courses.people.queries import yes_or_no
from courses.plugin_api.contributions.messages import NotificationKind
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from courses.notices.models import Notice
    from courses.plugin_api.contributions.base import Text

TOLD_OF_MOVE = {EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING}
"""The states in which it matters when and where the edition is."""

ONLY_WHEN_ACTIVE = {
    EnrolmentStatus.WAITING,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.NO_PLACE,
}
"""What is said of a place that is not there (yet) is of no use to an account that is closed."""

ENDED_BY_CLOSING = {EnrolmentStatus.EXPIRED, EnrolmentStatus.NO_PLACE}
"""The states of who hoped for a seat until the edition closed."""

CLOSING_IS_NEWS = timedelta(days=7)
"""How long after an edition closed they still hear so: the tick may come late."""

FEW_SEATS = 4
"""Up to how many free seats they are counted where people are told of another edition."""

MOVED = NotificationKind.MOVED.value
OTHER_EDITION = "enrolment_other_edition"
MOVE_ASKED = "enrolment_move_asked"
DEADLINE = "enrolment_deadline"
COMPANION_LEFT = "enrolment_companion_left"
GOES_ON = "enrolment_goes_on"
OFF_SITE = "enrolment_off_site"
MESSAGE = "enrolment_message"
LEFT_QUEUE = "enrolment_left_queue"

_BY_STATUS = {
    EnrolmentStatus.CONFIRMED: NotificationKind.CONFIRMED.value,
    EnrolmentStatus.WAITING: NotificationKind.WAITING.value,
    EnrolmentStatus.OFFERED: NotificationKind.OFFERED.value,
    EnrolmentStatus.EXPIRED: NotificationKind.EXPIRED.value,
    EnrolmentStatus.NO_PLACE: "enrolment_no_place",
    EnrolmentStatus.WITHDRAWN: NotificationKind.WITHDRAWN.value,
    EnrolmentStatus.CANCELLED: NotificationKind.CANCELLED.value,
}


OF_A_STATE = frozenset({*_BY_STATUS.values(), LEFT_QUEUE})
"""The kinds that say how it stands: what comes later takes the place of what came before."""


def kind_for(status: str, before: str) -> str | None:
    """The kind of notice about a new state; None when people hear nothing of it."""
    if status == EnrolmentStatus.WITHDRAWN and before != EnrolmentStatus.CONFIRMED:
        return LEFT_QUEUE
    return _BY_STATUS.get(EnrolmentStatus(status))


# --- What is in them ------------------------------------------------------------------------------


def find_enrolment(notice: Notice) -> Enrolment | None:
    """The enrolment that a notice is about, whatever its state."""
    return (
        Enrolment.objects.select_related("person", "edition__training")
        .prefetch_related("edition__sessions")
        .filter(person=notice.person_id, edition=notice.edition_id)
        .first()
    )


def _is_news(enrolment: Enrolment) -> bool:
    """Whether there is still somebody to tell: the edition is yet to end; or closed only just, for
    who hoped until then."""
    if enrolment.status in ONLY_WHEN_ACTIVE and not enrolment.person.is_active:
        return False
    closed_at = enrolment.edition.closes_at
    if enrolment.status in ENDED_BY_CLOSING and closed_at is not None:
        return clock.now() < closed_at + CLOSING_IS_NEWS
    return not enrolment.edition.is_past


def _news(notice: Notice, anyway: bool, stands: Callable[[Enrolment], bool]) -> Enrolment | None:
    """The enrolment that a notice is about, while what the notice says of it stands and there is
    somebody to tell; in a preview always."""
    about = find_enrolment(notice)
    return kinds.still_news(about, anyway, lambda one: stands(one) and _is_news(one))


def _is_of_use(enrolment: Enrolment, notice: Notice, way: ContactWay) -> bool:
    """Whether a call or letter still helps somebody to come: not when there is nothing to come to
    any more, or when that person has been there since. A mail goes at once, or is asked for."""
    if way == ContactWay.MAIL:
        return True
    now, written_at = clock.now(), notice.created_at
    is_something_to_come = any(
        one.starts_at > now or one.starts_at <= written_at < now < one.ends_at
        for one in enrolment.edition.sessions.all()
    )
    return is_something_to_come and not providers.was_there_since(enrolment, written_at)


def _about_status(
    status: EnrolmentStatus, notice: Notice, way: ContactWay, anyway: bool
) -> Content | None:
    """About a new state: not when it has changed again, or an offer has ended meanwhile."""

    def stands(one: Enrolment) -> bool:
        if status == EnrolmentStatus.OFFERED and not one.offer_stands:
            return False
        is_late = status == EnrolmentStatus.CONFIRMED and not _is_of_use(one, notice, way)
        return one.status == status and not is_late

    enrolment = _news(notice, anyway, stands)
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
        "bijlage": _about_attachment(method, way),
        "wat": _what_is_left(before),
        "reden": enrolment.edition.cancel_reason,
    }
    return _content(enrolment, values, takes_part=takes_part, method=method)


def _about_move(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About other times, another place or another link: not when the person has left."""

    def stands(one: Enrolment) -> bool:
        return one.status in TOLD_OF_MOVE and edition_changes.has_changed(notice, one.edition)

    enrolment = _news(notice, anyway, stands)
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
        "bijlage": _attached_again(way) if takes_part else "",
        "aanbod": offer.replace("{deadline}", deadline) if deadline else "",
        "veranderd": edition_changes.in_full(
            notice,
            enrolment.edition,
            link=edition_words.new_link(enrolment.edition, way) if takes_part else "",
        ),
        "vraag": asked,
    }
    method = Method.REQUEST if takes_part else None
    return _content(enrolment, values, takes_part=takes_part, method=method)


def _about_other_edition(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About being in another edition than before: not when the person has left or moved on.

    One mail takes the old meetings out of the calendar and brings the new ones.
    """

    def stands(one: Enrolment) -> bool:
        return one.status == EnrolmentStatus.CONFIRMED and _is_of_use(one, notice, way)

    enrolment = _news(notice, anyway, stands)
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
        "vroeger": _as_it_was(before, enrolment.edition),
    }

    return Content(values, attachments=partial(parts_of_move, enrolment, before))


def _as_it_was(before: Edition, after: Edition) -> str:
    """The meetings that count no more, each on a line; with their place when that is another."""
    new = {one.where.in_words for one in after.sessions.all()}
    lines = []
    for one in before.sessions.all():
        place = one.where.in_words
        when = formats.period(one.starts_at, one.ends_at)
        lines.append(f"- {when}" if new == {place} else f"- {when}, {place}")
    return "\n".join(lines)


def _about_move_asked(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Whether another date is right too: not when the person has left, or that date is closed."""
    enrolment = _news(notice, anyway, lambda one: one.status == EnrolmentStatus.CONFIRMED)
    other = (
        Edition.objects.select_related("training")
        .prefetch_related("sessions")
        .filter(pk=notice.facts.get("to_edition"))
        .first()
    )
    if enrolment is None or other is None or not (anyway or other.is_open_for_enrolment):
        return None
    new = "\n".join(
        f"- {formats.period(one.starts_at, one.ends_at)}, {one.where}"
        for one in other.sessions.all()
    )
    return Content({**values_of(enrolment, way, takes_part=True), "nieuw": new})


def _about_going_on(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About an edition that goes on with few people: not when the person has left, or it was called
    off after all."""

    def goes_on(one: Enrolment) -> bool:
        edition = one.edition
        is_on = edition.status == EditionStatus.OPEN and edition.decided_at is not None
        has_seat = one.status == EnrolmentStatus.CONFIRMED or one.offer_stands
        return has_seat and is_on and not edition.has_begun

    enrolment = _news(notice, anyway, goes_on)
    if enrolment is None:
        return None
    takes_part = enrolment.status == EnrolmentStatus.CONFIRMED
    return Content(values_of(enrolment, way, takes_part=takes_part))


def _about_companion(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About coming alone: not when the person has left too, or they come together after all."""
    other = (
        Enrolment.objects.select_related("person").filter(pk=notice.facts.get("enrolment")).first()
    )

    def comes_alone(one: Enrolment) -> bool:
        if one.status not in TOLD_OF_MOVE | {EnrolmentStatus.DECLINED}:
            return False
        comes = other is not None and other.edition_id == one.edition_id
        together = comes and other is not None and other.status in ACTIVE
        return not together and _is_of_use(one, notice, way)

    enrolment = _news(notice, anyway, comes_alone)
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


def _stands_alone(status: EnrolmentStatus) -> str:
    """How it is with who would come together with somebody who does not."""
    if status == EnrolmentStatus.CONFIRMED:
        return gettext("Jij bent nog ingeschreven. Fijn als je komt!")
    if status == EnrolmentStatus.WAITING:
        return gettext("Jij staat nog op de wachtlijst.")
    if status == EnrolmentStatus.OFFERED:
        return gettext("De plaats die we je aanboden, is er nog voor je.")
    return gettext("Jullie kregen samen een plaats aangeboden. Die is nu weer vrij voor een ander.")


def _about_deadline(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About an offer that lasts shorter or longer: not when it has changed again."""

    def stands(one: Enrolment) -> bool:
        told = datetime.fromisoformat(notice.facts["deadline"])
        return one.offer_stands and one.offer_expires_at == told

    enrolment = _news(notice, anyway, stands)
    if enrolment is None:
        return None
    return Content(values_of(enrolment, way, takes_part=False))


def _about_off_site(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """About a training or lesson that is off the site: not when it is public again."""
    enrolment = _news(notice, anyway, lambda one: one.status in TOLD_OF_MOVE)
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


def _message(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
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
        facts=_facts(enrolment, takes_part=takes_part),
        attachments=list if method is None else partial(calendar_parts, enrolment, method),
    )


def values_of(enrolment: Enrolment, way: ContactWay, *, takes_part: bool) -> dict[str, Text]:
    """What the texts about an enrolment are made of, in the language that is set."""
    edition = enrolment.edition
    expires_at = enrolment.offer_expires_at
    place = queries.place_in_queue(enrolment)
    return {
        **edition_words.values_of(edition, with_link=takes_part, way=way),
        "link": link_for(way, path_of(edition)),
        "agenda": link_for(way, addresses.AGENDA),
        "plek": "" if place is None else str(place),
        "dan": _told_of_a_seat(enrolment),
        "deadline": formats.deadline(expires_at) if expires_at else "",
        "daarna": _afterwards(enrolment) if expires_at else "",
        "waarom": _why_it_expired(edition),
        "verder": lazy(partial(_go_on, enrolment, way), str)(),
        "andere_data": lazy(partial(_other_dates, enrolment, way), str)(),
        # What is said aloud: of what is on already, not the days that are past.
        "komende": lazy(partial(_still_to_come, edition), str)(),
        "al_begonnen": _began(edition),
        "kun_je": _can_one_come(edition),
        "inloggen": _how_to_sign_in(enrolment, way),
    }


def _how_to_sign_in(enrolment: Enrolment, way: ContactWay) -> str:
    """For who was enrolled by another and does not know of an account: that there is one."""
    if way != ContactWay.MAIL or enrolment.person.last_login is not None:
        return ""
    return gettext("Inloggen doe je met dit e-mailadres. Je krijgt dan een code, meer hoeft niet.")


def _told_of_a_seat(enrolment: Enrolment) -> str:
    """How somebody who waits hears of a seat: an offer does not last long enough for a letter."""
    person = enrolment.person
    way = way_of(person, kind=kinds.find(NotificationKind.OFFERED.value))
    if way == ContactWay.MAIL:
        return gettext("Komt er een plaats vrij en ben jij aan de beurt? Dan krijg je een mail.")
    if way == ContactWay.LETTER:
        return gettext(
            "Komt er een plaats vrij en ben jij aan de beurt? Dan krijg je een brief. Bel ons dan "
            "zo snel mogelijk."
        )
    if not person.telephone:
        return gettext("Komt er een plaats vrij? Dan moeten we je snel bereiken. Hoe kan dat?")
    if person.preferred_way == ContactWay.LETTER:
        return gettext(
            "Komt er een plaats vrij en ben jij aan de beurt? Dan bellen we je, want een brief "
            "komt te laat."
        )
    return gettext("Komt er een plaats vrij en ben jij aan de beurt? Dan bellen we je.")


def _still_to_come(edition: Edition) -> str:
    """The meetings that are not over, each on a line; all when the last is over."""
    sessions = list(edition.sessions.all())
    coming = [one for one in sessions if one.ends_at > clock.now()]
    return "\n".join(
        f"- {formats.period(one.starts_at, one.ends_at)}" for one in coming or sessions
    )


def _began(edition: Edition) -> str:
    if not edition.is_running:
        return ""
    began = gettext("Let op: deze training is al begonnen op %(day)s.")
    return began % {"day": formats.day(edition.starts_at)}


def _can_one_come(edition: Edition) -> str:
    coming = sum(one.ends_at > clock.now() for one in edition.sessions.all())
    if coming == 1:
        return gettext("Kun je dan?")
    if edition.is_running:
        return gettext("Kun je op de dagen die nog komen?")
    return gettext("Kun je op al deze dagen?")


def _about_attachment(method: Method | None, way: ContactWay) -> str:
    if method == Method.CANCEL and way == ContactWay.MAIL:
        return gettext("Open de bijlage. Dan gaat de training weer uit je agenda.")
    return _attached(way) if method == Method.REQUEST else ""


def _attached(way: ContactWay) -> str:
    if way != ContactWay.MAIL:
        return ""
    return gettext(
        "De bijeenkomst zit als bijlage bij deze mail. Zo zet je de training in je agenda."
    )


def _attached_again(way: ContactWay) -> str:
    if way != ContactWay.MAIL:
        return ""
    return gettext(
        "De nieuwe gegevens zitten als bijlage bij deze mail. Zet ze in je agenda en haal de oude "
        "weg."
    )


def _what_is_left(before: str) -> str:
    """What somebody is told who is out of it, and was not in it."""
    if before == EnrolmentStatus.OFFERED:
        return gettext(
            "De plaats die we je aanboden voor deze training, is weer vrij voor een ander. Je "
            "staat ook niet meer op de wachtlijst."
        )
    return gettext("Je staat niet meer op de wachtlijst voor deze training.")


def _afterwards(enrolment: Enrolment) -> str:
    if enrolment.offer_expires_at == enrolment.edition.closes_at:
        return gettext("Daarna kan het niet meer.")
    return gettext("Daarna is de plaats weer vrij voor een ander.")


def _why_it_expired(edition: Edition) -> str:
    if not edition.is_open_for_enrolment:
        return gettext(
            "We boden je een plaats aan. Dat aanbod is voorbij, want de inschrijving is gesloten."
        )
    return gettext("We hoorden niet op tijd van je. Daarom is de plaats weer vrij voor een ander.")


def _go_on(enrolment: Enrolment, way: ContactWay) -> str:
    edition = enrolment.edition
    if edition.is_open_for_enrolment and edition.training.live:
        if not reads_own_page(enrolment.person, way):
            call = gettext("Wil je toch nog, of op een andere datum? Bel ons: {number}.")
            return call.format(number=our_telephone())
        again = gettext(
            "Wil je toch nog? Zet je dan opnieuw op de wachtlijst, of kies een andere datum:"
        )
        return f"{again}\n{link_for(way, path_of(edition))}"
    return _other_dates(enrolment, way)


def _other_dates(enrolment: Enrolment, way: ContactWay) -> str:
    edition = enrolment.edition
    if not reads_own_page(enrolment.person, way):
        return _other_dates_by_telephone(edition, way)
    lines = [
        f"- {_named(other, edition)}: {link_for(way, path_of(other))}"
        for other in alternatives_to_tell(edition)
    ]
    if lines:
        return "\n".join([gettext("Kies een andere datum:"), *lines])
    look = gettext("Kijk in de agenda voor andere en nieuwe data:")
    return f"{look}\n{link_for(way, addresses.AGENDA)}"


def _other_dates_by_telephone(edition: Edition, way: ContactWay) -> str:
    lines = [f"- {_named(other, edition)}" for other in alternatives_to_tell(edition)]
    if way == ContactWay.TELEPHONE:
        # Who is on the telephone need not ring us.
        asked = gettext("Wil je een andere datum? Dit kan:") if lines else ""
        return "\n".join(filter(None, [asked, *lines]))
    if lines:
        call = gettext("Wil je een andere datum? Bel ons: {number}. Dit kan:")
    else:
        call = gettext("Wil je een andere keer meedoen? Bel ons: {number}.")
    return "\n".join([call.format(number=our_telephone()), *lines])


def _named(other: Edition, edition: Edition) -> str:
    """When another edition begins, what it is if it is another training, and that it is nearly
    full."""
    (first, *_later) = other.sessions.all()
    when = formats.period(first.starts_at, first.ends_at)
    alike = other.training_id == edition.training_id
    named = when if alike else f"{when} ({written(other.training.title)})"
    return f"{named}{_few_seats(other)}"


def _few_seats(edition: Edition) -> str:
    """How many seats there are when not all who are told of an edition may fit in it."""
    left = edition.seats_left
    if left > FEW_SEATS:
        return ""
    if left <= 0:
        only_queue = gettext("vol: alleen nog de wachtlijst")
        return f" – {only_queue}"
    free = ngettext("nu nog %(n)d plaats vrij", "nu nog %(n)d plaatsen vrij", left)
    return f" – {free % {'n': left}}"


def _facts(enrolment: Enrolment, *, takes_part: bool) -> Facts:
    """What a plugin's text is made of, in the language that is set."""
    edition = enrolment.edition
    periods = [edition_words.when(one, with_link=takes_part) for one in edition.sessions.all()]
    return Facts(
        first_name=enrolment.person.first_name,
        training=written(edition.training.title),
        url=mail.absolute_url(path_of(edition)),
        when="\n".join(periods),
        where=edition.where.with_link if takes_part else edition.where.in_words,
    )


def path_of(edition: Edition) -> str:
    """The page of an edition where somebody enrols and withdraws."""
    return reverse("enrolment:enrol", args=[edition.pk])


# --- The kinds ------------------------------------------------------------------------------------

ABOUT = (kinds.TRAINING, kinds.WHEN, kinds.WHERE, kinds.LINK, edition_words.LINK_TO_SPELL)
_AGENDA = Placeholder(
    "agenda", _("het adres van de agenda"), "https://academie.example.org/agenda/"
)
_OTHER_DATES = Placeholder(
    "andere_data",
    _("andere data van deze training, of waar die komen te staan"),
    format_lazy(
        "{}\nhttps://academie.example.org/agenda/",
        _("Kijk in de agenda voor andere en nieuwe data:"),
    ),
)
_ATTACHED = Placeholder(
    "bijlage",
    _("een zin over de bijlage voor de agenda; alleen in een mail"),
    _("De bijeenkomst zit als bijlage bij deze mail. Zo zet je de training in je agenda."),
)
_TAKEN_OUT = Placeholder(
    "bijlage",
    _("een zin over de bijlage voor de agenda; alleen in een mail"),
    _("Open de bijlage. Dan gaat de training weer uit je agenda."),
)
_DEADLINE = Placeholder(
    "deadline", _("tot wanneer het aanbod geldt"), _("dinsdag 3 maart om 19:00 uur")
)
_AFTERWARDS = Placeholder(
    "daarna", _("een zin over wat er daarna gebeurt"), _("Daarna kan het niet meer.")
)
_OFFER = (_DEADLINE, _AFTERWARDS)
_SIGNING_IN = Placeholder(
    "inloggen",
    _("een zin over inloggen, voor wie dat nog nooit deed; alleen in een mail"),
    _("Inloggen doe je met dit e-mailadres. Je krijgt dan een code, meer hoeft niet."),
)
_TO_COME = Placeholder(
    "komende",
    _("de bijeenkomsten die nog komen, elk op een eigen regel"),
    _("- dinsdag 3 maart 2026, 19:00–22:00"),
)
_BEGUN = Placeholder(
    "al_begonnen",
    _("een zin als de training al begonnen is; anders niets"),
    _("Let op: deze training is al begonnen op 3 maart 2026."),
)
_CAN_COME = Placeholder("kun_je", _("de vraag of iemand dan kan"), _("Kun je op al deze dagen?"))

TIMES = _("Dit zijn de dagen en tijden:")
COMES = _("Gesproken: ja, komt")
NOTE_ANSWER = _("Zegt iemand ja of nee? Kies hieronder wat het wordt.")
NOTE_OTHER_DATE = _("Wil iemand een andere datum? Kies hieronder een uitvoering.")

KINDS = (
    NoticeKind(
        name=NotificationKind.CONFIRMED.value,
        title=_("Ingeschreven"),
        build=partial(_about_status, EnrolmentStatus.CONFIRMED),
        placeholders=(*ABOUT, _ATTACHED, _TO_COME, _BEGUN, _CAN_COME, _SIGNING_IN),
        plugin_kind=NotificationKind.CONFIRMED,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je bent ingeschreven. Fijn dat je meedoet!"),
                "{al_begonnen}",
                TIMES,
                "{komende}",
                "{waar}",
            ),
            ask=("{kun_je}", _("Heb je iets nodig om mee te kunnen doen?")),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=NotificationKind.WAITING.value,
        title=_("Op de wachtlijst"),
        build=partial(_about_status, EnrolmentStatus.WAITING),
        placeholders=(
            *ABOUT,
            Placeholder("plek", _("het nummer op de wachtlijst"), "3"),
            Placeholder(
                "dan",
                _("een zin over hoe iemand hoort dat er een plaats vrij is"),
                _("Komt er een plaats vrij en ben jij aan de beurt? Dan bellen we je."),
            ),
        ),
        plugin_kind=NotificationKind.WAITING,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("De training is vol. Je staat op nummer {plek} van de wachtlijst."),
                "{dan}",
            ),
            ask=(_("Wil je op de wachtlijst blijven staan?"),),
            note=(_("Wil iemand niet wachten? Haal die persoon dan van de lijst."),),
        ),
    ),
    NoticeKind(
        name=NotificationKind.OFFERED.value,
        title=_("Plaats aangeboden"),
        build=partial(_about_status, EnrolmentStatus.OFFERED),
        placeholders=(*ABOUT, *_OFFER),
        plugin_kind=NotificationKind.OFFERED,
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Goed nieuws: er is een plaats vrij en jij bent aan de beurt."),
                TIMES,
                "{wanneer}",
                _("Je kunt kiezen tot {deadline}."),
            ),
            ask=(_("Wil je de plaats? Ja of nee?"),),
            note=(NOTE_ANSWER,),
        ),
    ),
    NoticeKind(
        name=DEADLINE,
        title=_("Aanbod geldt tot een ander moment"),
        build=_about_deadline,
        placeholders=(*ABOUT, *_OFFER),
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is een plaats voor je."),
                _("Je kunt nu kiezen tot {deadline}. {daarna}"),
            ),
            ask=(_("Wil je de plaats? Ja of nee?"),),
            note=(NOTE_ANSWER,),
        ),
    ),
    NoticeKind(
        name=NotificationKind.EXPIRED.value,
        title=_("Aanbod verlopen"),
        build=partial(_about_status, EnrolmentStatus.EXPIRED),
        placeholders=(
            *ABOUT,
            _OTHER_DATES,
            Placeholder(
                "waarom",
                _("een zin over waarom het aanbod voorbij is"),
                _("We hoorden niet op tijd van je. Daarom is de plaats weer vrij voor een ander."),
            ),
            Placeholder(
                "verder", _("wat iemand nu kan doen, met de link"), _("Kijk in de agenda.")
            ),
        ),
        plugin_kind=NotificationKind.EXPIRED,
        script=Script(
            say=(kinds.CALLING_ABOUT, "{waarom}", "{andere_data}"),
            ask=(_("Wil je nog meedoen, op deze of een andere datum?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name="enrolment_no_place",
        title=_("Geen plaats vrijgekomen"),
        build=partial(_about_status, EnrolmentStatus.NO_PLACE),
        placeholders=(*ABOUT, _OTHER_DATES),
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is geen plaats voor je vrijgekomen. Dat spijt ons."),
                "{andere_data}",
            ),
            ask=(_("Wil je een andere keer meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=NotificationKind.WITHDRAWN.value,
        title=_("Afgemeld"),
        build=partial(_about_status, EnrolmentStatus.WITHDRAWN),
        placeholders=(*ABOUT, _AGENDA, _TAKEN_OUT),
        plugin_kind=NotificationKind.WITHDRAWN,
        script=Script(
            say=(kinds.CALLING_ABOUT, _("Je bent afgemeld voor deze training.")),
            ask=(_("Klopt dat? Wil je een andere keer meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=LEFT_QUEUE,
        title=_("Niet meer op de wachtlijst"),
        build=partial(_about_status, EnrolmentStatus.WITHDRAWN),
        placeholders=(
            *ABOUT,
            _AGENDA,
            Placeholder(
                "wat",
                _("een zin over wat er weg is: de plek op de wachtlijst, of de aangeboden plaats"),
                _("Je staat niet meer op de wachtlijst voor deze training."),
            ),
        ),
        plugin_kind=NotificationKind.WITHDRAWN,
        script=Script(
            say=(kinds.CALLING_ABOUT, "{wat}"),
            ask=(_("Klopt dat? Wil je een andere keer meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=NotificationKind.CANCELLED.value,
        title=_("Gaat niet door"),
        build=partial(_about_status, EnrolmentStatus.CANCELLED),
        placeholders=(
            *ABOUT,
            _TAKEN_OUT,
            _OTHER_DATES,
            Placeholder(
                "reden",
                _("waarom het niet doorgaat, in jouw woorden"),
                _("De trainer is ziek."),
            ),
        ),
        plugin_kind=NotificationKind.CANCELLED,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Deze training gaat helaas niet door. Dat spijt ons."),
                "{reden}",
                _("Dit waren de dagen:"),
                "{wanneer}",
                "{andere_data}",
            ),
            ask=(_("Wil je op een andere datum meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=MOVED,
        title=_("Andere tijd, plek of link"),
        build=_about_move,
        placeholders=(
            *ABOUT,
            _ATTACHED,
            _TO_COME,
            edition_changes.CHANGED,
            Placeholder(
                "aanbod",
                _("voor wie een plaats aangeboden kreeg: tot wanneer die kan kiezen"),
                _("Er is een plaats voor je. Kies vóór dinsdag 3 maart om 19:00 uur."),
            ),
            Placeholder(
                "vraag",
                _("een zin boven de link, over wie nu niet meer kan"),
                _("Kun je nu niet meer? Meld je dan af op je eigen pagina:"),
            ),
        ),
        plugin_kind=NotificationKind.MOVED,
        in_short=edition_changes.in_short,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is iets veranderd aan deze training:"),
                "{veranderd}",
                _("Zo is het nu:"),
                "{komende}",
                "{waar}",
                "{aanbod}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=OTHER_EDITION,
        title=_("Verplaatst naar een andere datum"),
        build=_about_other_edition,
        placeholders=(
            *ABOUT,
            _ATTACHED,
            _TO_COME,
            _BEGUN,
            Placeholder(
                "vroeger",
                _("de bijeenkomsten die niet meer gelden, elk op een eigen regel"),
                _("- dinsdag 3 maart 2026, 19:00–22:00"),
            ),
        ),
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je bent ingeschreven op een andere datum."),
                "{al_begonnen}",
                TIMES,
                "{komende}",
                "{waar}",
                _("Deze bijeenkomsten gelden voor jou niet meer:"),
                "{vroeger}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=MOVE_ASKED,
        title=_("Vraag om naar een andere datum te gaan"),
        build=_about_move_asked,
        placeholders=(
            *ABOUT,
            Placeholder(
                "nieuw",
                _("de andere datum, elke bijeenkomst op een eigen regel"),
                _("- dinsdag 3 maart 2026, 19:00–22:00"),
            ),
        ),
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("In jouw groep zijn weinig mensen. Daarom willen we twee groepen samenvoegen."),
                _("De andere datum is:"),
                "{nieuw}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=(_("Kan iemand dan? Kies hieronder “Zet in een andere uitvoering”."),),
        ),
    ),
    NoticeKind(
        name=GOES_ON,
        title=_("Gaat door"),
        build=_about_going_on,
        placeholders=(*ABOUT, _TO_COME),
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Goed nieuws: de training gaat door, in een kleine groep."),
                TIMES,
                "{komende}",
                "{waar}",
            ),
            ask=(_("Kom je ook?"),),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=COMPANION_LEFT,
        title=_("Met wie je zou komen, komt niet"),
        build=_about_companion,
        placeholders=(
            *ABOUT,
            Placeholder("met", _("de voornaam van wie niet komt"), "Noor"),
            Placeholder(
                "stand",
                _("een zin over hoe het nu met de inschrijving is"),
                _("Jij bent nog ingeschreven. Fijn als je komt!"),
            ),
        ),
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je zou samen met {met} komen. {met} komt niet meer."),
                "{stand}",
                TIMES,
                "{wanneer}",
            ),
            ask=(_("Wil je nu ook nog komen?"),),
            note=(_("Wil iemand niet meer? Meld die persoon dan af."),),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=OFF_SITE,
        title=_("Training of les van de site"),
        build=_about_off_site,
        is_editable=False,
        is_fleeting=False,
        script=Script(say=(kinds.CALLING_ABOUT, "{wat}", "{gevolg}")),
    ),
    NoticeKind(
        name=MESSAGE,
        title=_("Bericht over de training"),
        build=_message,
        is_editable=False,
        is_fleeting=False,
        script=Script(say=("{bericht}",)),
    ),
)

kinds.register(*KINDS)


def _editions(keys: Collection[int]) -> dict[int, str]:
    found = Edition.objects.select_related("training").in_bulk(list(keys))
    return {pk: str(edition) for pk, edition in found.items()}


def _pages(keys: Collection[int]) -> dict[int, str]:
    return dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))


def _at(moment: str) -> str:
    return formats.deadline(datetime.fromisoformat(moment))


kinds.explain_facts(
    before=FactWords(_("status daarvoor"), kinds.each(lambda one: str(EnrolmentStatus(one).label))),
    edition_before=FactWords(_("van"), _editions),
    to_edition=FactWords(_("naar"), _editions),
    # Not who it is: that is about somebody else.
    enrolment=FactWords(_("gaat over"), kinds.each(lambda _key: gettext("wie met je meekwam"))),
    deadline=FactWords(_("plaats aangeboden tot"), kinds.each(_at)),
    page=FactWords(_("pagina"), _pages),
    kept=FactWords(_("blijft voor jou open"), kinds.each(yes_or_no)),
    subject=FactWords(_("onderwerp"), kinds.each(str)),
    body=FactWords(_("tekst"), kinds.each(str)),
    until=FactWords(_("geldt tot"), kinds.each(_at)),
)
