"""The words of an enrolment that its texts are made of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext

from courses.catalogue.mail_texts import Facts
from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, clock, formats, mail
from courses.editions import house_rules
from courses.editions.calendar import Method
from courses.editions.places import access_of
from courses.editions.queries import alternatives_to_tell, locations_of
from courses.enrolment import companion_words, queries
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.links import own_path_of, path_of
from courses.notices import edition_words, kinds
from courses.notices.queries import way_of
from courses.notices.writing import link_for, our_telephone, reads_own_page
from courses.people.enums import ContactWay
from courses.plugin_api.contributions.messages import NotificationKind
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition, Location
    from courses.enrolment.models import Enrolment
    from courses.plugin_api.contributions.base import Text


FEW_SEATS = 4
"""Up to how many free seats they are counted where people are told of another edition."""


def values_of(enrolment: Enrolment, way: ContactWay, *, takes_part: bool) -> dict[str, Text]:
    """What the texts about an enrolment are made of, in the language that is set."""
    edition = enrolment.edition
    expires_at = enrolment.offer_expires_at
    place = queries.place_in_queue(enrolment)
    return {
        **edition_words.values_of(edition, with_link=takes_part, way=way),
        "link": own_link(way, edition),
        "agenda": link_for(way, addresses.AGENDA),
        "plek": "" if place is None else str(place),
        "dan": _told_of_a_seat(enrolment),
        "deadline": formats.deadline(expires_at) if expires_at else "",
        "daarna": _afterwards(enrolment, way) if expires_at else "",
        "waarom": _why_it_expired(edition),
        "verder": lazy(partial(_go_on, enrolment, way), str)(),
        "andere_data": lazy(partial(_other_dates, enrolment, way), str)(),
        # What is said aloud: of what is on already, not the days that are past.
        "komende": lazy(partial(_still_to_come, edition), str)(),
        "al_begonnen": _began(edition),
        "kun_je": _can_one_come(edition),
        "een_keer_niet": _misses_one(edition),
        "inloggen": _how_to_sign_in(enrolment, way),
        "samen": lazy(partial(_together, enrolment, way), str)(),
        "toegang": lazy(partial(_way_in, edition, way), str)(),
        "afmelden": lazy(partial(_until_when, enrolment, way), str)(),
        "bereikbaar": lazy(partial(_when_to_call, edition, way), str)(),
    }


def _until_when(enrolment: Enrolment, way: ContactWay) -> str:
    """Until when one withdraws on the own page, where that is not until the training begins."""
    edition = enrolment.edition
    if not edition.withdraw_until_hours or not reads_own_page(enrolment.person, way):
        return ""
    return house_rules.about_withdrawing(edition)


def _together(enrolment: Enrolment, way: ContactWay) -> str:
    """With whom somebody comes; and by mail or letter, how whom he or she brought hears of it."""
    sentence = companion_words.come_together(enrolment)
    if not sentence or way == ContactWay.TELEPHONE:
        return sentence
    brought = queries.brought_along(enrolment)
    return " ".join([sentence, *(companion_words.how_reached(one) for one in brought)])


def _way_in(edition: Edition, way: ContactWay) -> str:
    """How to get there and in; online when to open the link, for who has it in a mail."""
    if edition.is_online and way == ContactWay.MAIL:
        return " ".join([*edition_words.online_in_short(), *_help_by_telephone()])
    return way_there(locations_of(edition), way)


def way_there(locations: Iterable[Location], way: ContactWay) -> str:
    """How to get to these buildings and in; who reads it is told where we do not know the bus."""
    call = "" if way == ContactWay.TELEPHONE else our_telephone()
    return access_of(locations, call=call)


def _when_to_call(edition: Edition, way: ContactWay) -> str:
    """When somebody answers the telephone; not where the way to an online meeting says so already,
    nor in a call."""
    if way == ContactWay.TELEPHONE or (edition.is_online and way == ContactWay.MAIL):
        return ""
    hours = infopunt_of_default_site().opening_hours.rstrip(".")
    return gettext("Wij nemen op: {hours}.").format(hours=hours) if hours else ""


def _help_by_telephone() -> list[str]:
    """Whom to call who cannot get in, with the hours: a meeting may be outside of them."""
    infopunt = infopunt_of_default_site()
    if not infopunt.phone or not infopunt.opening_hours:
        return []
    call = gettext("Wil je hulp? Bel ons: {number}, {hours}.")
    return [call.format(number=infopunt.phone, hours=infopunt.opening_hours.rstrip("."))]


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
    """The meetings that are not over, each on a line with its room, or its place if that is another
    one; all when the last is over."""
    sessions = list(edition.sessions.all())
    coming = [one for one in sessions if one.ends_at > clock.now()]
    return "\n".join(f"- {edition_words.when(one, with_link=False)}" for one in coming or sessions)


def days_left(edition: Edition) -> str:
    """That an edition has begun, and when its meetings are that are not over."""
    coming = [one for one in edition.sessions.all() if one.ends_at > clock.now()]
    return f"{_began(edition)}\n{edition_words.meetings(coming, with_link=True)}"


def _began(edition: Edition) -> str:
    if not edition.is_running:
        return ""
    began = gettext("Let op: deze training is al begonnen op %(day)s.")
    return began % {"day": formats.day(edition.starts_at)}


def _number_to_come(edition: Edition) -> int:
    return sum(one.ends_at > clock.now() for one in edition.sessions.all())


def _misses_one(edition: Edition) -> str:
    """What a caller does for who cannot come to one of the meetings; "" where there is one."""
    several = _number_to_come(edition) > 1
    return gettext("Kan iemand één keer niet? Kies “Kan één keer niet”.") if several else ""


def _can_one_come(edition: Edition) -> str:
    if _number_to_come(edition) == 1:
        return gettext("Kun je dan?")
    if edition.is_running:
        return gettext("Kun je op de dagen die nog komen?")
    return gettext("Kun je op al deze dagen?")


def about_attachment(method: Method | None, way: ContactWay) -> str:
    if method == Method.CANCEL and way == ContactWay.MAIL:
        return gettext(
            "Bij deze mail zit een bestand. Open het. Dan gaat de training weer uit je agenda."
        )
    return _attached(way) if method == Method.REQUEST else ""


def _attached(way: ContactWay) -> str:
    if way != ContactWay.MAIL:
        return ""
    return gettext("Bij deze mail zit een bestand. Open het. Dan staat de training in je agenda.")


def attached_again(way: ContactWay) -> str:
    if way != ContactWay.MAIL:
        return ""
    return gettext(
        "Bij deze mail zit een bestand met de nieuwe gegevens. Open het en zet ze in je agenda. "
        "Haal de oude weg."
    )


def what_is_left(before: str) -> str:
    """What somebody is told who is out of it, and was not in it."""
    if before == EnrolmentStatus.OFFERED:
        return gettext(
            "De plaats die we je aanboden voor deze training, is weer vrij voor een ander. Je "
            "staat ook niet meer op de wachtlijst."
        )
    return gettext("Je staat niet meer op de wachtlijst voor deze training.")


def _afterwards(enrolment: Enrolment, way: ContactWay) -> str:
    """What happens after the deadline; in a letter first how one chooses who has no own page."""
    words = (
        gettext("Daarna kan het niet meer.")
        if enrolment.offer_expires_at == enrolment.edition.closes_at
        else gettext("Daarna is de plaats weer vrij voor een ander.")
    )
    if way != ContactWay.LETTER or reads_own_page(enrolment.person, way):
        return words
    call = gettext("Kiezen doe je met een telefoontje: {number}.")
    return f"{call.format(number=our_telephone())} {words}"


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
        again = gettext("Wil je toch nog? Zet je dan opnieuw op de wachtlijst:")
        own = [again, link_for(way, path_of(edition))]
        return "\n".join([*own, *_dates_to_choose(edition, way)])
    return _other_dates(enrolment, way)


def _other_dates(enrolment: Enrolment, way: ContactWay) -> str:
    edition = enrolment.edition
    if not reads_own_page(enrolment.person, way):
        return _other_dates_by_telephone(edition, way)
    dates = _dates_to_choose(edition, way)
    if dates:
        return "\n".join(dates)
    if waits_for_a_date(enrolment):
        return gettext("Je blijft op de lijst: je hoort van ons als er een nieuwe datum is.")
    if edition.training.live:
        new_date = gettext("Wil je het weten als er een nieuwe datum is? Zet je dan op de lijst:")
        on_list = reverse("interest:interest", args=[edition.training.slug])
        return f"{new_date}\n{link_for(way, on_list)}"
    look = gettext("Kijk in de agenda voor andere en nieuwe data:")
    return f"{look}\n{link_for(way, addresses.AGENDA)}"


def _dates_to_choose(edition: Edition, way: ContactWay) -> list[str]:
    """Other dates with a free place, each with its address; without any nothing is said of it."""
    lines = [
        f"- {_named(other, edition)}: {link_for(way, path_of(other))}"
        for other in alternatives_to_tell(edition)
    ]
    return [gettext("Kies een andere datum:"), *lines] if lines else []


def waits_for_a_date(enrolment: Enrolment) -> bool:
    """Whether the person is on the list for new dates of this training."""
    return enrolment.person.interests.filter(training=enrolment.edition.training_id).exists()


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
    """When another edition begins and where, what it is if it is another training, and that it is
    nearly full."""
    (first, *_later) = other.sessions.all()
    when = formats.period(first.starts_at, first.ends_at)
    alike = other.training_id == edition.training_id
    named = when if alike else f"{when} ({written(other.training.title)})"
    return f"{named}, {other.where.in_words}{_few_seats(other)}"


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


def facts_of(enrolment: Enrolment, *, takes_part: bool) -> Facts:
    """What a plugin's text is made of, in the language that is set."""
    edition = enrolment.edition
    periods = [edition_words.when(one, with_link=takes_part) for one in edition.sessions.all()]
    return Facts(
        first_name=enrolment.person.first_name,
        training=written(edition.training.title),
        url=mail.absolute_url(own_path_of(edition)),
        when="\n".join(periods),
        where=edition.where.with_link if takes_part else edition.where.in_words,
    )


def own_link(way: ContactWay, edition: Edition) -> str:
    """To the page of an edition, for who is in it; what is typed over is kept short."""
    return link_for(way, own_path_of(edition) if way == ContactWay.MAIL else path_of(edition))
