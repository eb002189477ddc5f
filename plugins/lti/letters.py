"""What somebody is written about the own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from courses.common import mail
from plugins.lti import addresses

if TYPE_CHECKING:
    from courses.people.models import User
    from plugins.lti.models import Platform


def send_linked(person: User, platform: Platform) -> None:
    """Tell somebody that another system now opens the account: it may have been a trick."""
    if not person.email:
        return
    with translation.override(person.language):
        letter = mail.Letter(
            subject=_("Je account is gekoppeld aan %(system)s") % {"system": platform},
            body=_(
                "Dag %(name)s,\n\n"
                "Je account is nu gekoppeld aan %(system)s. Wie van daar komt, hoeft hier niet "
                "meer in te loggen.\n\n"
                "Heb je dit zelf gedaan? Dan is het goed.\n\n"
                "Weet je hier niets van? Of kreeg je de link van een ander? Maak de koppeling dan "
                "los:\n%(url)s\n"
            )
            % {
                "name": person.first_name,
                "system": platform,
                "url": addresses.address("gekoppeld"),
            },
        )
    mail.send(to=person.email, letter=letter, language=person.language)
