"""The rules of an edition, in sentences for who takes part, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import clock
from courses.people.models import User
from courses.plugin_api.contributions.enrolment import Allow, Deny, Link

if TYPE_CHECKING:
    from datetime import date

    from courses.editions.models import Edition


@dataclass(frozen=True, kw_only=True)
class HouseRules:
    """The rules of an edition; what is None becomes what its training says.

    `minimum` is a number of participants, 0 for none; `decide_by` the day on which the academy
    decides whether fewer is enough; `withdraw_until_hours` how many hours before the first session
    one can still withdraw on the site.
    """

    minimum: int | None = None
    decide_by: date | None = None
    withdraw_until_hours: int | None = None
    first_session_required: bool | None = None
    may_catch_up: bool | None = None
    partners_only: bool | None = None

    @classmethod
    def of(cls, edition: Edition) -> HouseRules:
        """The rules that an edition has."""
        return cls(**{name: getattr(edition, name) for name in NAMES})


NAMES = tuple(one.name for one in fields(HouseRules))


def sentences(edition: Edition) -> list[str]:
    """What somebody should know who thinks of taking part."""
    told = [
        _about_partners(edition),
        _about_minimum(edition),
        _about_first_session(edition),
        _about_catching_up(edition),
        about_withdrawing(edition),
    ]
    return [one for one in told if one]


def about_missing_one(edition: Edition) -> list[str]:
    """What the rules say to who cannot come to one of several meetings."""
    told = [_about_first_session(edition), _about_catching_up(edition)]
    return [one for one in told if one]


def _about_partners(edition: Edition) -> str:
    if not edition.partners_only:
        return ""
    return gettext("Deze groep is alleen voor vrijwilligers van onze partnerorganisaties.")


def _about_minimum(edition: Edition) -> str:
    if not edition.minimum or edition.has_begun:
        return ""
    if edition.decided_at is not None:
        return gettext("Deze groep gaat door.")
    sentence = ngettext(
        "Deze groep gaat door als er ten minste %(n)d deelnemer is.",
        "Deze groep gaat door als er ten minste %(n)d deelnemers zijn.",
        edition.minimum,
    ) % {"n": edition.minimum}
    if edition.decide_by is None:
        return sentence
    day = date_format(edition.decide_by, "l j F")
    return f"{sentence} " + gettext("Op %(day)s beslissen we dat.") % {"day": day}


def _about_first_session(edition: Edition) -> str:
    if not edition.first_session_required or len(edition.sessions.all()) < 2:
        return ""
    return gettext("Zorg dat je er de eerste keer bij bent. Anders kun je niet verder meedoen.")


def _about_catching_up(edition: Edition) -> str:
    if not edition.may_catch_up or len(edition.sessions.all()) < 2:
        return ""
    return gettext("Mis je één keer? Dan kun je die keer inhalen bij een andere groep.")


def about_withdrawing(edition: Edition) -> str:
    """Until when one withdraws on the site, and whom to call then; "" where it has begun."""
    if edition.has_begun:
        return ""
    if not edition.withdraw_until_hours:
        return gettext("Afmelden kan op de site tot het begin.")
    return ngettext(
        "Afmelden kan op de site tot %(n)d uur voor het begin. Daarna bel je ons: %(phone)s.",
        "Afmelden kan op de site tot %(n)d uur voor het begin. Daarna bel je ons: %(phone)s.",
        edition.withdraw_until_hours,
    ) % {"n": edition.withdraw_until_hours, "phone": infopunt_of_default_site().phone}


def why_too_late_to_withdraw(edition: Edition) -> str:
    """Why somebody with a seat cannot withdraw on the site any more; empty while one can."""
    until = edition.withdraw_until
    if until is None or clock.now() < until:
        return ""
    reason = (
        gettext("De training is al begonnen. Afmelden op de site kan niet meer.")
        if edition.has_begun
        else gettext("Afmelden op de site kan tot %(n)d uur voor het begin.")
        % {"n": edition.withdraw_until_hours}
    )
    return f"{reason} {call_us()}"


def call_us() -> str:
    """Whom to call when the site says no."""
    contact = infopunt_of_default_site()
    return gettext("Bel %(name)s: %(phone)s. Dan helpen we je.") % {
        "name": contact.name,
        "phone": contact.phone,
    }


def partner_rule(
    *, person_id: int, edition: Edition, by_staff: bool, person: User | None = None
) -> Allow | Deny:
    """Whether somebody may be in an edition that is for volunteers of partners only; staff can
    always enrol somebody. `person` saves looking for that person."""
    if not edition.partners_only or by_staff:
        return Allow()
    if person is None:
        person = User.objects.only("partner").filter(pk=person_id).first()
    if person is not None and person.partner_id is not None:
        return Allow()
    reason = _("Deze groep is alleen voor vrijwilligers van onze partnerorganisaties.")
    at_partner = _("Ben je dat wel? Kies dan je organisatie bij je gegevens.")
    own_details = Link(_("Naar je gegevens"), reverse("people:profile"))
    # Found only where it is shown: of a whole list of people nobody reads it.
    words = format_lazy("{} {} {}", reason, at_partner, lazy(call_us, str)())
    return Deny(words, links=(own_details,))
