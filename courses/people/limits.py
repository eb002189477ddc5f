"""How often somebody may try to sign in, and have mail sent to an address.

Strangers are counted by their network, by the address that they try, and by both together. What
one stranger does fills the pair first, so that others still come in. Who uses a browser in which
that person signed in before has counts of his or her own: nobody else can use them up.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import normalize_user_code
from django.utils.translation import gettext

from courses.common.limits import (
    DAY,
    HOUR,
    MINUTE,
    Limit,
    LimitUse,
    RateLimited,
    forget,
    give_back,
    network_of,
    take,
)
from courses.people import browsers

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.people.models import User

__all__ = [
    "CLAIM",
    "MAIL",
    "PASSWORD",
    "SECOND_STEP",
    "RateLimited",
    "begin_anew",
    "count",
    "give_back",
    "refusal",
    "use_once",
]


@dataclass(frozen=True)
class Guard:
    """What is counted for one kind of try, for strangers and for a browser that we know.

    Without `known` everybody is counted as a stranger: for what a signed-in person could go on with
    in one session after another.
    """

    name: str
    network: tuple[Limit, ...]
    pair: tuple[Limit, ...]
    account: tuple[Limit, ...]
    known: tuple[Limit, ...]


# In a class everybody signs in from one network at the same time: it may have many.
PASSWORD = Guard(
    "password",
    network=(Limit("password network", 50, 10 * MINUTE),),
    pair=(Limit("password pair", 5, 15 * MINUTE),),
    account=(Limit("password account", 30, HOUR),),
    known=(Limit("password known", 10, 15 * MINUTE),),
)
# Who comes so far knows the password or reads the mail; six figures are few.
SECOND_STEP = Guard(
    "second step",
    network=(Limit("second step network", 50, 10 * MINUTE),),
    pair=(Limit("second step pair", 5, 15 * MINUTE),),
    account=(Limit("second step account", 15, HOUR),),
    known=(Limit("second step known", 10, 15 * MINUTE),),
)
# A code is long; this keeps a program from trying many. Who tries is always signed in, and can do
# so as often as he or she likes: it is the account that counts.
CLAIM = Guard(
    "claim",
    network=(Limit("claim network", 50, HOUR),),
    pair=(Limit("claim pair", 10, HOUR),),
    account=(Limit("claim account", 20, DAY),),
    known=(),
)
# Longer than a code of an app is good for.
ONE_CODE = Limit("second step code", 1, 2 * MINUTE)
MAIL = Guard(
    "mail",
    network=(Limit("mail network", 40, 10 * MINUTE),),
    pair=(Limit("mail pair soon", 1, 30), Limit("mail pair", 5, HOUR)),
    account=(Limit("mail account", 10, DAY),),
    known=(Limit("mail known soon", 1, 30), Limit("mail known", 20, DAY)),
)


def count(
    request: HttpRequest, guard: Guard, address: str, person: User | None = None
) -> list[LimitUse]:
    """Count one try on this e-mail address; give it back if it was a good one.

    An address that nobody has is counted as any other, so that a refusal tells nothing.

    Raises:
        RateLimited: a limit is reached.
    """
    address = address.strip().lower()
    people = [person] if person else filter_users_by_email(address)
    if guard is MAIL:
        address = mailbox(address)
    browser = guard.known and (_own_session(request, people) or browsers.known(request, people))
    if browser:
        return take(*((limit, [browser, address]) for limit in guard.known))
    network = network_of(request)
    return take(
        *((limit, [network]) for limit in guard.network),
        *((limit, [network, address]) for limit in guard.pair),
        *((limit, [address]) for limit in guard.account),
    )


def use_once(person: User, code: str) -> None:
    """Take a code of this person's app, which is good for one time in all processes together.

    allauth remembers it in a cache, and each process has one of its own.

    Raises:
        RateLimited: it was used.
    """
    take((ONE_CODE, [person.pk, normalize_user_code(code)]))


def mailbox(address: str) -> str:
    """The mailbox in which mail to this address ends up, however the address is written.

    Many providers deliver `jan+iets@` to `jan@`, quotes say nothing, and of a domain every mail
    program makes the plain form. Else mail to one mailbox would be counted as mail to many.
    """
    local, at, domain = unicodedata.normalize("NFKC", address.strip()).lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = local[1:-1].replace("\\", "")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def begin_anew(request: HttpRequest, guard: Guard, person: User) -> None:
    """Forget wrong tries on somebody who proved in another way, here, to be the owner."""
    network = network_of(request)
    for address in {person.email or "", *_addresses(person)}:
        forget(
            *((limit, [network, address]) for limit in guard.pair),
            *((limit, [address]) for limit in guard.account),
        )


def _addresses(person: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=person).values_list("email", flat=True))


def _own_session(request: HttpRequest, people: list[User]) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.pk not in [one.pk for one in people]:
        return ""
    return f"session {request.session.session_key}"


def refusal(guard: Guard, no: RateLimited) -> str:
    """Why not, what to do and when it can be done again; it tells nothing about an account."""
    if no.limit in guard.network:
        text = gettext(
            "Vanaf jouw netwerk is dit te vaak geprobeerd. Het kan %(when)s weer. Lukt het niet? "
            "Bel of mail ons dan."
        )
    elif guard is PASSWORD:
        text = gettext(
            "Er is te vaak een verkeerd wachtwoord ingevuld. Het kan %(when)s weer. Wil je niet "
            "wachten? Vraag dan een code: daar heb je geen wachtwoord voor nodig."
        )
    elif guard in (SECOND_STEP, CLAIM):
        text = gettext(
            "Er is te vaak een verkeerde code ingevuld. Het kan %(when)s weer. Lukt het niet? Bel "
            "of mail ons dan."
        )
    elif no.limit.seconds <= MINUTE:
        text = gettext(
            "Er is net een mail naar dit adres gestuurd. Kijk eerst in je mail. Je kunt %(when)s "
            "een nieuwe vragen."
        )
    else:
        text = gettext(
            "Er zijn al veel mails naar dit adres gestuurd. Kijk in de nieuwste mail. Je kunt "
            "%(when)s weer een nieuwe vragen. Wil je niet wachten? Gebruik dan het apparaat waarop "
            "je eerder inlogde, of bel of mail ons."
        )
    return text % {"when": no.when}
