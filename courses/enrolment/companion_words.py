"""What people read of who comes along with them, and of what that person hears from us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import formats
from courses.enrolment import queries
from courses.enrolment.enums import EnrolmentStatus
from courses.people.enums import ContactWay
from courses.people.queries import way_to_reach, ways_to_reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment


def names_of(people: Sequence[Enrolment]) -> str:
    """Who these are, in a sentence."""
    return ", ".join(one.person.name for one in people)


def come_together(enrolment: Enrolment) -> str:
    """A sentence on with whom somebody comes, or waits; empty for who comes alone."""
    together = list(queries.companions_of(enrolment))
    if not together:
        return ""
    if enrolment.status == EnrolmentStatus.WAITING:
        return gettext("Je wacht samen met %(names)s, tot er plaats is voor jullie samen.") % {
            "names": names_of(together)
        }
    return gettext("Je komt samen met %(names)s.") % {"names": names_of(together)}


def how_reached(companion: Enrolment) -> str:
    """How somebody who was brought along hears what there is to know, for who brought that one."""
    person = companion.person
    name = person.first_name
    way = way_to_reach(person)
    if way == ContactWay.MAIL:
        return gettext("%(name)s krijgt een mail van ons.") % {"name": name}
    if way == ContactWay.LETTER:
        return gettext("%(name)s krijgt een brief van ons.") % {"name": name}
    if person.telephone and companion.status == EnrolmentStatus.WAITING:
        return gettext("Wij bellen %(name)s als er plaats is. Kom dus nog niet.") % {"name": name}
    if person.telephone:
        return f"{gettext('Wij bellen %(name)s.') % {'name': name}} {_when_called()}"
    return f"{_no_number(companion)} " + gettext(
        "Vertel dus zelf wanneer en waar het is. Of geef ons het nummer van %(name)s door. Bel ons "
        "daarvoor op %(phone)s."
    ) % {"name": name, "phone": infopunt_of_default_site().phone}


def _no_number(companion: Enrolment) -> str:
    return gettext("Wij hebben geen telefoonnummer van %(name)s.") % {
        "name": companion.person.first_name
    }


def before_leaving(along: Sequence[Enrolment]) -> list[str]:
    """What becomes of whom somebody brought along, before he or she leaves, perhaps alone."""
    unreachable = [one for one in along if not ways_to_reach(one.person)]
    words = [gettext("De ander hoort het van ons.")] if len(unreachable) < len(along) else []
    for one in unreachable:
        chosen = (
            gettext(
                "Vertel dus zelf wat je kiest. Haal je alleen jezelf eraf? Dan blijft %(name)s op "
                "de wachtlijst. Dat zie je op Mijn academie."
            )
            if one.status == EnrolmentStatus.WAITING
            else gettext(
                "Vertel dus zelf wat je kiest. Meld je alleen jezelf af? Dan houdt %(name)s de "
                "plaats. Die zie je op Mijn academie. Daar kun je %(name)s later nog afmelden."
            )
        )
        words.append(f"{_no_number(one)} {chosen % {'name': one.person.first_name}}")
    return words


def hears_of_it(companion: Enrolment) -> str:
    """Who tells somebody who was left behind that he or she comes alone."""
    if not ways_to_reach(companion.person):
        return how_reached(companion)
    name = companion.person.first_name
    return gettext("Dat jij niet komt, hoort %(name)s van ons.") % {"name": name}


def stays_behind(companion: Enrolment) -> str:
    """What becomes of whom somebody brought along, who has left or gone to another date alone."""
    names = {"name": companion.person.first_name}
    waits = companion.status == EnrolmentStatus.WAITING
    stays = (
        gettext("%(name)s blijft op de wachtlijst.")
        if waits
        else gettext("%(name)s blijft ingeschreven.")
    ) % names
    if ways_to_reach(companion.person):
        return f"{stays} {hears_of_it(companion)}"
    told = (
        gettext(
            "Vertel dus zelf dat jij niet meer wacht. Wil %(name)s ook niet meer? Haal %(name)s "
            "dan van de lijst op Mijn academie, of bel ons: %(phone)s."
        )
        if waits
        else gettext(
            "Vertel dus zelf dat jij niet komt, en wanneer en waar het is. Komt %(name)s ook niet? "
            "Meld %(name)s dan af op Mijn academie, of bel ons: %(phone)s."
        )
    ) % {**names, "phone": infopunt_of_default_site().phone}
    return f"{stays} {_no_number(companion)} {told}"


def left_behind(person_id: int, edition_id: int | None) -> list[str]:
    """The same of each whom somebody left behind in an edition, if in any."""
    if edition_id is None:
        return []
    return [stays_behind(one) for one in queries.stayed_behind(person_id, edition_id)]


def also_on_another_date(companion: Enrolment, person_id: int) -> list[str]:
    """Where in this training somebody of the same name, whom this person brought too, has a place:
    that one may be the same."""
    name = companion.person.first_name
    return [
        gettext(
            "Let op: op %(day)s staat ook nog een %(name)s die jij meenam. Is dat dezelfde? Meld "
            "%(name)s daar dan af, op Mijn academie."
        )
        % {"name": name, "day": formats.day(one.edition.starts_at)}
        for one in queries.seats_kept_for(person_id)
        if one.edition.training_id == companion.edition.training_id
        and one.person.first_name.casefold() == name.casefold()
    ]


def state_of_left_behind(companion: Enrolment) -> str:
    """Where somebody stands who was left behind, in a heading."""
    words = {
        EnrolmentStatus.WAITING: gettext("%(name)s staat hier nog op de wachtlijst"),
        EnrolmentStatus.OFFERED: gettext("Er is een plaats voor %(name)s"),
    }.get(EnrolmentStatus(companion.status), gettext("%(name)s is hier nog ingeschreven"))
    return words % {"name": companion.person.name}


def _when_called() -> str:
    return gettext(
        "Dat doen we zo gauw het kan, kort voor het begin, en als er iets verandert. Is een brief "
        "beter? Bel ons: %(phone)s."
    ) % {"phone": infopunt_of_default_site().phone}


@dataclass(frozen=True)
class TogetherElsewhere:
    """With whom somebody comes on the other date, who thinks of coming here instead."""

    along: Sequence[Enrolment]
    """For whom the person decides too: they come along, or not."""
    others: Sequence[Enrolment]
    """Who stays there, and decides for him- or herself."""
    seats: int
    """How many seats there are here for newcomers; with those that are offered to these people."""

    @property
    def people(self) -> int:
        """How many they are with who comes."""
        return len(self.along) + 1

    @property
    def fits(self) -> bool:
        """Whether there are seats for all of them."""
        return self.seats >= self.people

    @property
    def names(self) -> str:
        """Who comes along."""
        return names_of(self.along)

    @property
    def names_of_others(self) -> str:
        """Who stays."""
        return names_of(self.others)

    @property
    def too_few(self) -> str:
        """How many seats there are for how many people."""
        if not self.seats:
            return gettext("Er is hier nu geen plaats vrij.")
        return ngettext(
            "Jullie zijn met %(people)d. Hier is nog %(seats)d plaats.",
            "Jullie zijn met %(people)d. Hier zijn nog %(seats)d plaatsen.",
            self.seats,
        ) % {"people": self.people, "seats": self.seats}

    @property
    def each(self) -> list[tuple[str, bool]]:
        """Who comes along, by name, and whether we can tell that one anything."""
        return [(one.person.name, bool(ways_to_reach(one.person))) for one in self.along]

    @property
    def told(self) -> list[str]:
        """How who comes along hears of it."""
        return [how_reached(one) for one in self.along]


def together_elsewhere(elsewhere: Enrolment | None, edition: Edition) -> TogetherElsewhere | None:
    """With whom somebody comes in a seat that would be given up for one in `edition`; None for who
    comes alone there."""
    if elsewhere is None:
        return None
    together = list(queries.companions_of(elsewhere))
    if not together:
        return None
    along = list(queries.brought_along(elsewhere))
    keys = {one.pk for one in along}
    people = [elsewhere.person_id, *(one.person_id for one in along)]
    return TogetherElsewhere(
        along=along,
        others=[one for one in together if one.pk not in keys],
        seats=queries.free_seats(edition) + queries.number_of_offers(edition, people),
    )


def said_of_enrolling(companion: Enrolment, telephone: str) -> str:
    """What who brings somebody along reads once it is done, with the number as it was given."""
    name = companion.person.name
    has_seat = companion.status == EnrolmentStatus.CONFIRMED
    done = (
        gettext("Gelukt! Jullie zijn allebei ingeschreven: jij en %(name)s.")
        if has_seat
        else gettext(
            "Er zijn geen twee plaatsen vrij. Jij en %(name)s staan nu samen op de wachtlijst."
        )
    ) % {"name": name}
    told = how_reached(companion)
    if telephone and has_seat:
        called = gettext("Wij bellen %(name)s op %(telephone)s.") % {
            "name": companion.person.first_name,
            "telephone": telephone,
        }
        told = f"{called} {_when_called()}"
    return f"{done} {told}"
