"""Making one account of two that are the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from courses.common import audit, mail
from courses.common.commits import after_commit
from courses.common.edit_conflicts import facts_of
from courses.common.errors import Refusal
from courses.common.public_version import version
from courses.people import merge_rules, queries, services
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.common.edit_conflicts import Fact, FormSnapshot

FIELDS = services.DETAILS
"""Of which fields staff choose whose are kept."""

ADDRESS = ("street", "postcode", "city")
"""What is kept of one of the two, all of it: a postcode without its street leads nowhere."""


def merged_facts(stays: User, goes: User) -> dict[str, Fact]:
    """What the page that asks shows of both."""
    return {
        f"{whose}-{name}": fact
        for whose, person in (("stays", stays), ("goes", goes))
        for name, fact in facts_of(person, FIELDS).items()
    }


@transaction.atomic
def merge_people(
    *,
    stays: User,
    goes: User,
    actor: User,
    take: Collection[str] = (),
    snapshot: FormSnapshot | None = None,
) -> User:
    """Move everything of the account that goes to the one that stays, and remove the first.

    `take` names the fields (of `FIELDS`) in which the details of the account that goes are kept;
    who takes a part of the address, takes it whole.
    Who had proved an e-mail address of either is told by mail. Nothing of this can be undone.

    Raises:
        Refusal: the actor may not, or something stands in the way; then nothing has changed.
        Conflict: one of them was changed since the page was opened.
    """
    _refuse(stays, goes, actor)
    merged = merge_accounts(stays=stays, goes=goes, take=take, snapshot=snapshot)
    audit.record(merged, "people.merge", actor=actor)
    return merged


@transaction.atomic
def merge_accounts(
    *, stays: User, goes: User, take: Collection[str] = (), snapshot: FormSnapshot | None = None
) -> User:
    """The same, for who has made sure that it is one person, and writes in the log who said so.

    Raises:
        Refusal, Conflict: as above.
    """
    merge_rules.lock_first(stays, goes)
    locked = {
        one.pk: one
        for one in User.objects.select_for_update(of=("self",))
        .filter(pk__in=[stays.pk, goes.pk])
        .order_by("pk")
    }
    if stays.pk == goes.pk or len(locked) != len({stays.pk, goes.pk}):
        raise Refusal(_("Een van beide accounts is er niet meer."))
    stays, goes = locked[stays.pk], locked[goes.pk]
    if queries.silent_plugins():
        raise Refusal(
            _(
                "Een uitbreiding die nu niet werkt, bewaart misschien iets van deze mensen. "
                "Samenvoegen kan nu niet. Vraag een technisch beheerder om hulp."
            )
        )
    if snapshot is not None:
        # Asked is whether these two are one: whatever changed in either is news.
        snapshot.refuse_if_stale(stored=merged_facts(stays, goes))
    told = _proved_addresses(stays, goes)
    names = {*take, *(ADDRESS if set(take) & set(ADDRESS) else ())}
    values = {name: getattr(goes, name) for name in FIELDS if name in names}
    _let_go_of_address(goes, keeps_main="email" in values)
    merge_rules.settle_before(stays, goes)
    merge_rules.absorb(stays, goes)
    _take_over_log(stays, goes)
    _take_over_history(stays, goes)
    services.delete_row(goes)
    for name, value in values.items():
        setattr(stays, name, value)
    stays.save()
    _choose_main_address(stays)
    _tell(stays, told)
    # Who gives trainings stands on public pages.
    transaction.on_commit(version.bump)
    return stays


def why_not(*, stays: User, goes: User, actor: User) -> str:
    """Why these two cannot be merged, tried out and undone; empty when they can."""
    try:
        with transaction.atomic():
            merge_people(stays=stays, goes=goes, actor=actor)
            transaction.set_rollback(True)
    except Refusal as no:
        return str(no)
    return ""


def _refuse(stays: User, goes: User, actor: User) -> None:
    if not (queries.may_manage(actor, stays) and queries.may_manage(actor, goes)):
        raise Refusal(_("Je mag deze accounts niet samenvoegen."))
    if stays.is_active != goes.is_active and not actor.has_perm("people.change_user"):
        # Switching an account on again is for who may switch it off.
        raise Refusal(
            _("Een van deze accounts is uitgezet. Vraag een beheerder om ze samen te voegen.")
        )
    if goes.is_superuser or goes.pk == actor.pk:
        raise Refusal(_("Dit account kan niet verdwijnen. Voeg ze andersom samen."))


def _proved_addresses(*people: User) -> list[str]:
    proved = EmailAddress.objects.filter(user__in=people, verified=True)
    return sorted(proved.values_list("email", flat=True))


def _let_go_of_address(goes: User, *, keeps_main: bool) -> None:
    """Addresses that were proved come along to sign in with; others belong to who knows whom."""
    addresses = EmailAddress.objects.filter(user=goes)
    unproved = addresses.filter(verified=False)
    (unproved.exclude(email=goes.email or "") if keeps_main else unproved).delete()
    addresses.update(primary=False)
    goes.email = None
    User.objects.filter(pk=goes.pk).update(email=None)


def _choose_main_address(stays: User) -> None:
    """The address that was chosen; the others that were proved stay, to sign in with."""
    addresses = EmailAddress.objects.filter(user=stays)
    addresses.filter(verified=False).exclude(email=stays.email or "").delete()
    addresses.update(primary=False)
    services.keep_address(person=stays)


def _take_over_log(stays: User, goes: User) -> None:
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(goes.pk)
    ).update(object_id=str(stays.pk))


def _take_over_history(stays: User, goes: User) -> None:
    stays.date_joined = min(stays.date_joined, goes.date_joined)
    moments = [one.last_login for one in (stays, goes) if one.last_login]
    stays.last_login = max(moments, default=None)
    stays.is_active = stays.is_active or goes.is_active
    # Of which account a browser was known nobody can tell any more.
    stays.browsers_forgotten += 1


def _tell(person: User, addresses: list[str]) -> None:
    for address in addresses:
        letter = mail.compose("accounts_merged", {"person": person}, language=person.language)
        after_commit(mail.send, to=address, letter=letter, language=person.language)
