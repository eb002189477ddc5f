"""Signing in with the account of one's work: whose it is, and what it may do here.

An organisation says who somebody is and never which account here is theirs: that shows whoever
types the code from the mail. From then on the two are linked, by the organisation's own number for
the person and not by the address. What it says of a role counts as far as the operator's list goes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from courses.common import audit, clock
from courses.people.models import OrganisationRole, User

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.sessions.backends.base import SessionBase
    from django.db.models import QuerySet

    from courses.people.organisation_file import Organisation

WAITING = "organisation_waiting"
"""Where the session keeps whom an organisation sent, until the code is typed."""
TIME_FOR_THE_CODE = 60 * 60
"""Seconds; as long as signing in may take."""

ROLES_LAST = timedelta(days=30)
"""How long a role lasts that an organisation gave, since it last said so."""


def organisation(slug: str) -> Organisation | None:
    """The one that the operator named so."""
    return next((one for one in settings.ORGANISATIONS if one.slug == slug), None)


def roles_told(of: Organisation, claims: Mapping[str, Any]) -> set[str]:
    """The groups that follow from what an organisation says of somebody."""
    said = _at(claims.get("id_token"), of.claim) | _at(claims.get("userinfo"), of.claim)
    return {group for value, group in of.roles.items() if value in said}


def _at(claims: object, path: str) -> set[str]:
    for step in path.split("."):
        claims = claims.get(step) if isinstance(claims, dict) else None
    values = claims if isinstance(claims, list) else [claims]
    return {one for one in values if isinstance(one, str)}


def keep_waiting(
    session: SessionBase, *, slug: str, uid: str, email: str, roles: Collection[str]
) -> None:
    """Remember in this browser whom the organisation sent."""
    session[WAITING] = {
        "slug": slug,
        "uid": uid,
        "email": email.lower(),
        "roles": sorted(roles),
        "at": clock.now().timestamp(),
    }


def link_waiting(session: SessionBase, *, person: User, by_code: bool) -> Organisation | None:
    """Link the account of work to somebody who just showed whose mailbox it is; None when not.

    Who makes an account types a code too, before it can be used.
    """
    waiting = session.pop(WAITING, None)
    if not waiting or clock.now().timestamp() - waiting["at"] > TIME_FOR_THE_CODE:
        return None
    if not by_code and person.date_joined.timestamp() < waiting["at"]:
        return None
    of = organisation(waiting["slug"])
    own = EmailAddress.objects.filter(user=person, email=waiting["email"], verified=True)
    if of is None or not own.exists():
        return None
    return of if link(person=person, of=of, uid=waiting["uid"], roles=waiting["roles"]) else None


@transaction.atomic
def link(*, person: User, of: Organisation, uid: str, roles: Collection[str]) -> bool:
    """Let somebody sign in with an account of work from now on; False when it is another's."""
    kept, _made = SocialAccount.objects.get_or_create(
        provider=of.slug, uid=uid, defaults={"user": person}
    )
    if kept.user_id != person.pk:
        return False
    audit.record(person, "people.organisation_linked", actor=person, organisation=of.name)
    follow_roles(person=person, slug=of.slug, roles=roles)
    return True


@transaction.atomic
def unlink(*, person: User, account_id: int) -> bool:
    """End it, with the roles that came of it; False when there is no such link."""
    kept = SocialAccount.objects.filter(pk=account_id, user=person).first()
    if kept is None:
        return False
    follow_roles(person=person, slug=kept.provider, roles=())
    kept.delete()
    audit.record(person, "people.organisation_unlinked", actor=person)
    return True


@transaction.atomic
def follow_roles(*, person: User, slug: str, roles: Collection[str]) -> None:
    """Give what the organisation says, and take back what it gave before and says no more.

    A role that somebody had already, by hand or by another organisation, is not given again: so it
    is not taken back either.
    """
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    now = clock.now()
    given = {
        one.group.name: one
        for one in OrganisationRole.objects.filter(person=person, organisation=slug).select_related(
            "group"
        )
    }
    has = set(person.groups.values_list("name", flat=True))
    for group in Group.objects.filter(name__in=roles):
        if group.name in given and group.name in has:
            given[group.name].told_at = now
            given[group.name].save(update_fields=["told_at"])
        elif group.name not in has:
            OrganisationRole.objects.update_or_create(
                person=person, group=group, defaults={"organisation": slug, "told_at": now}
            )
            person.groups.add(group)
            audit.record(
                person, "people.role_given", actor=None, role=group.name, organisation=slug
            )
    _take_back([one for name, one in given.items() if name not in roles])


@transaction.atomic
def take_back_old_roles() -> int:
    """Take back what no organisation confirmed for long: who left there does not sign in there."""
    old = OrganisationRole.objects.filter(told_at__lt=clock.now() - ROLES_LAST)
    known = [one.slug for one in settings.ORGANISATIONS]
    of_nobody = OrganisationRole.objects.exclude(organisation__in=known)
    return _take_back((old | of_nobody).select_related("person", "group"))


def _take_back(rows: Collection[OrganisationRole] | QuerySet[OrganisationRole]) -> int:
    for one in rows:
        one.person.groups.remove(one.group)
        one.delete()
        audit.record(
            one.person,
            "people.role_taken_back",
            actor=None,
            role=one.group.name,
            organisation=one.organisation,
        )
    return len(rows)
