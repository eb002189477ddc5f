"""Questions about people that more than one place asks."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import router
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    Model,
    OuterRef,
    Prefetch,
    ProtectedError,
    Q,
    QuerySet,
    RestrictedError,
)
from django.db.models.deletion import Collector
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry

from courses.common import audit, clock, contact_details, names
from courses.common.public_version import memory
from courses.common.statements import Statement
from courses.common.text import made_keepable_json, plain_text
from courses.people import person_page
from courses.people.enums import ContactWay, Role
from courses.people.finding import Lookalike as Lookalike
from courses.people.finding import find as find
from courses.people.finding import find_among as find_among
from courses.people.finding import in_order as in_order
from courses.people.finding import lookalikes as lookalikes
from courses.people.models import Partner, TrainerPortrait, User
from courses.plugin_api.contributions.base import Json, checked_json
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_host import records, registry, standing, tables
from courses.plugin_host.guard import call_plugin
from courses.plugin_host.models import PluginState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.http import HttpRequest

    from courses.common.statements import Moment
    from courses.plugin_host.entry import Entry

MOST = 10_000_000
"""How many characters one part may give about a person: a check on nonsense, not on use."""

MISSING = _("Dit deel ontbreekt: het kon niet worden opgehaald. Vraag ernaar bij het Infopunt.")


def signed_in_user(request: HttpRequest) -> User:
    """Who asks for a page that only people with an account reach.

    Raises:
        PermissionDenied: nobody is signed in after all.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def who_signs_in(email: str) -> User | None:
    """Who gets in with a code that was mailed to this address: who proved it before others."""
    people: list[User] = filter_users_by_email(
        email, is_active=True, prefer_verified=True, for_login=True
    )
    return people[0] if people else None


def has_role(user: User | AnonymousUser, *roles: Role) -> bool:
    """Whether the (active, signed-in) user has one of these roles; a superuser has all.

    The answer is remembered on the user object, so that a page asks the database once.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    return any(role.value in user.role_names for role in roles)


def enters_admin(person: User | AnonymousUser | None) -> bool:
    """Whether a person may enter the administration, which goes by group."""
    if not isinstance(person, User) or not person.is_active:
        return False
    if person.is_superuser:
        return True
    groups = frozenset(_GROUPS.run(person=person.pk))
    return bool(groups) and memory.get(("enters admin", groups), lambda: _open_admin(groups))


_GROUPS: Statement[int] = Statement(
    lambda person: User.groups.through.objects.filter(user=person).values_list(
        "group_id", flat=True
    ),
    person=BigIntegerField(),
)

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What somebody signs in with besides a code or a password; spare codes come along with these."""


def second_factor_due(person: User | AnonymousUser | None) -> date | None:
    """The day from which a person enters the administration with a second factor only.

    None for who has one, for who has no business there, and in academies that demand none. Whoever
    was not asked before has the whole period from today.
    """
    days = settings.ACADEMY_STAFF_FACTOR_AFTER_DAYS
    if days <= 0 or not isinstance(person, User) or not enters_admin(person):
        return None
    if Authenticator.objects.filter(user=person.pk, type__in=SECOND_FACTORS).exists():
        return None
    asked = timezone.localdate(person.factor_asked_at) if person.factor_asked_at else clock.today()
    return asked + timedelta(days=days)


def works_here(person: User) -> bool:
    """Whether a person has any other role than a volunteer's, be the account active or not."""
    return person.is_superuser or bool(person.role_names - {Role.VOLUNTEER.value})


def _open_admin(groups: frozenset[int]) -> bool:
    return Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin", group__in=groups
    ).exists()


def is_coordinator(user: User | AnonymousUser) -> bool:
    """Whether the user runs the academy (coordinator or administrator)."""
    return has_role(user, Role.COORDINATOR, Role.ADMINISTRATOR)


def runs_academy(person_id: int) -> bool:
    """The same of a person by key, for who has no more: one small query."""
    return bool(_RUNS_ACADEMY.run(person=person_id))


_RUNS_ACADEMY = Statement(
    lambda person: User.objects.filter(
        Q(is_superuser=True) | Q(groups__name__in=(Role.COORDINATOR, Role.ADMINISTRATOR)),
        pk=person,
        is_active=True,
    ).values_list("pk")[:1],
    person=BigIntegerField(),
)


def is_trainer(user: User | AnonymousUser) -> bool:
    """Whether the user gives trainings."""
    return has_role(user, Role.TRAINER)


def active_people() -> QuerySet[User]:
    """Everybody whose account is active, with the organisation."""
    return User.objects.filter(is_active=True).select_related("partner")


def partners_of_contact(user: User | AnonymousUser) -> QuerySet[Partner]:
    """The organisations of which somebody is the contact person; for others none."""
    if not isinstance(user, User) or not user.is_active:
        return Partner.objects.none()
    return Partner.objects.filter(contacts=user.pk)


def is_contact_person(user: User | AnonymousUser) -> bool:
    """Whether there is any."""
    return isinstance(user, User) and user.is_active and bool(_CONTACT_OF.run(person=user.pk))


_CONTACT_OF: Statement[tuple[int, ...]] = Statement(
    lambda person: Partner.objects.filter(contacts=person).order_by().values_list("pk")[:1],
    person=BigIntegerField(),
)


def people_of(partner: Partner) -> QuerySet[User]:
    """Who says to come from this organisation, or was enrolled by it; only who is active."""
    return active_people().filter(partner=partner)


def sees_everybody(user: User | AnonymousUser) -> bool:
    """Whether somebody may see all people, and all that we know of each."""
    return user.has_perm("people.view_user")


def people_for_staff(user: User | AnonymousUser) -> QuerySet[User]:
    """Whom a member of staff may see: everybody, or those whom the work is with.

    Of those the page shows how to reach them, and what happened in that work; not the rest.
    """
    if sees_everybody(user):
        return User.objects.all()
    if not isinstance(user, User) or not user.is_active:
        return User.objects.none()
    return User.objects.filter(person_page.reach_of(user))


def person_for_staff(user: User | AnonymousUser, pk: int) -> User | None:
    """One of them by key, with the organisation."""
    if sees_everybody(user):
        return _PERSON.first(pk=pk)
    return people_for_staff(user).select_related("partner").filter(pk=pk).first()


_PERSON = Statement(
    lambda pk: User.objects.filter(pk=pk).select_related("partner"), pk=BigIntegerField()
)


def may_manage(user: User | AnonymousUser, person: User) -> bool:
    """Whether somebody may change the details of this person, merge or hand over the account.

    Of who works here only who gives out roles may, also when the account is switched off: with
    another address or a code one could sign in as that person, and in a merger the roles go along.
    """
    if not sees_everybody(user) or not user.has_perm("people.manage_people"):
        return False
    if person.is_superuser:
        return user.is_superuser
    return not works_here(person) or user.has_perm("people.change_user")


def people_with_role(role: Role) -> QuerySet[User]:
    """Active people in this role."""
    return User.objects.filter(groups__name=role.value, is_active=True)


def who_may_erase() -> list[User]:
    """Who erases people: by the rights of the roles as they are, and not who may do everything."""
    return _MAY_ERASE.run()


def _with_right_to_erase() -> QuerySet[User]:
    roles = Group.objects.filter(
        permissions__content_type__app_label="people", permissions__codename="delete_user"
    )
    members = User.groups.through.objects.filter(group__in=roles.values("pk"))
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by(
        "sort_name", "pk"
    )


_MAY_ERASE: Statement[User] = Statement(_with_right_to_erase)


def who_has_address(address: str) -> User | None:
    """Whose the address is: the main one of somebody, or one that somebody proved to have."""
    if not address:
        return None
    proved = EmailAddress.objects.filter(email__iexact=address, verified=True).values("user")
    return User.objects.filter(Q(email__iexact=address) | Q(pk__in=proved)).order_by("pk").first()


def who_says_so(*, first_name: str, last_name: str, email: str, telephone: str) -> User | None:
    """Whom we know by exactly this name together with this whole address or telephone number.

    By an address that somebody has, that person or nobody: an address says more than a number.
    """
    named = User.objects.filter(sort_name=names.sort_key(first_name, last_name), is_active=True)
    holder = who_has_address(email)
    if holder is not None:
        return named.filter(pk=holder.pk).first()
    digits = contact_details.telephone_digits(telephone)
    found = list(named.filter(telephone_digits=digits)[:2]) if digits else []
    return found[0] if len(found) == 1 else None


MAYBE_DOUBLE, NOT_DOUBLE = "people.maybe_double", "people.not_double"
"""What the log says of who was written down beside somebody with the same address, and of who
turned out to be somebody else."""

DOUBLE_FOR = timedelta(days=60)
"""How long it is asked of somebody new."""


def _is_still_here() -> Exists:
    """Whether the person of an entry of the log has an account. The entry is cast, of which there
    are few: the other way round all people are read."""
    return Exists(User.objects.filter(pk=Cast(OuterRef("object_id"), BigIntegerField())))


def maybe_doubles(now: Moment) -> QuerySet[ModelLogEntry]:
    """Of whom it is still to be looked at whether we knew them, the oldest first: entries of the
    log that name the other in their `data`."""
    same = ModelLogEntry.objects.filter(object_id=OuterRef("object_id"))
    settled = same.filter(action__in=(NOT_DOUBLE, "people.merge"))
    found: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(
        ~Exists(settled), _is_still_here(), action=MAYBE_DOUBLE, timestamp__gt=now - DOUBLE_FOR
    )
    return found.order_by("timestamp", "pk")


ERASE_WANTED, ERASE_NOT_WANTED = "people.erase_wanted", "people.erase_not_wanted"
WANTED_FOR = timedelta(days=365)
"""How long it stands that somebody wants to be erased and nobody did that."""


def wanted_erased(now: Moment) -> QuerySet[ModelLogEntry]:
    """Who told us to want to be erased, and is there still, the oldest first: entries of the log
    with when that was noted, and by whom."""
    later = ModelLogEntry.objects.filter(
        object_id=OuterRef("object_id"), timestamp__gte=OuterRef("timestamp")
    )
    settled = later.filter(action__in=(ERASE_NOT_WANTED, "people.erase_cancelled"))
    found: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(
        ~Exists(settled), _is_still_here(), action=ERASE_WANTED, timestamp__gt=now - WANTED_FOR
    )
    return found.order_by("timestamp", "pk")


def wants_to_be_erased(person: User) -> ModelLogEntry | None:
    """The entry that says so of this person."""
    return _WANTS_TO_BE_ERASED.first(now=clock.now(), person=str(person.pk))


_WANTS_TO_BE_ERASED = Statement(
    lambda now, person: wanted_erased(now).filter(object_id=person).select_related("user")[:1],
    now=DateTimeField(),
    person=CharField(),
)


def is_maybe_double(person: User) -> bool:
    """Whether that is asked of this person."""
    return maybe_doubles(clock.now()).filter(object_id=str(person.pk)).exists()


def signs_in(person: User) -> bool:
    """Whether somebody has used the account: then it is that person's own."""
    if person.last_login is not None:
        return True
    return bool(_PROVED.run(person=person.pk))


_PROVED = Statement(
    lambda person: EmailAddress.objects.filter(user=person, verified=True).values_list("pk")[:1],
    person=BigIntegerField(),
)


def other_addresses(person: User) -> list[str]:
    """The addresses besides the main one with which somebody can sign in."""
    if person.pk is None:
        return []
    proved = EmailAddress.objects.filter(user=person, verified=True)
    others = proved.exclude(email=person.email or "").order_by("email")
    return list(others.values_list("email", flat=True))


def ways_to_reach(person: User) -> list[ContactWay]:
    """Every way in which this person can be told something, the usual first."""
    possible = {
        ContactWay.MAIL: bool(person.email),
        ContactWay.TELEPHONE: bool(person.telephone),
        ContactWay.LETTER: person.has_postal_address,
    }
    return [way for way, is_possible in possible.items() if is_possible]


def way_to_reach(person: User) -> ContactWay:
    """How this person is told something: as he or she likes it best, else as it is possible.

    Who cannot be reached at all is to be called, so that it stands on somebody's list.
    """
    possible = ways_to_reach(person)
    if person.preferred_way in possible:
        return ContactWay(person.preferred_way)
    return possible[0] if possible else ContactWay.TELEPHONE


def has_kept(person: User) -> bool:
    """Whether something hangs on the person that does not go along with the row."""
    try:
        Collector(using=router.db_for_write(User), origin=person).collect([person])
    except (ProtectedError, RestrictedError):
        return True
    return False


# --- What we know of somebody ---------------------------------------------------------------
# The names inside the document are Dutch in every language: they belong to the file, as the
# columns of a table belong to the database. Labels and sentences are translated.


def personal_data() -> Sequence[Entry[PersonalData]]:
    """Everything that keeps something about people, also what is switched off.

    The core comes first, from the ground up: what must stay is known before plugins are asked.
    """
    gone = standing.purged()
    entries = [one for one in registry.every(PersonalData) if one.plugin.slug not in gone]
    core = [entry for entry in entries if entry.plugin.core]
    return (*reversed(core), *(entry for entry in entries if not entry.plugin.core))


def silent_plugins() -> list[str]:
    """The names of plugins that may keep something about people and cannot be asked what.

    They keep rows in tables that they got here once, or are here and cannot say what they add.
    """
    silent = standing.silent_at(PersonalData.__name__)
    working = {one.slug for one in registry.plugins() if registry.is_allowed(one)}
    unasked = [one for one in PluginState.objects.all() if one.plugin not in working - silent]
    known = {one.plugin for one in unasked}
    return [str(one) for one in unasked if tables.has_rows(one)] + [
        records.title_of(slug) for slug in sorted(silent - known)
    ]


def export_personal_data(person: User) -> Json:
    """Everything that we know of a person, as JSON that people can read, in a fixed order.

    A part that fails is in it too, with the sentence that it is missing.
    """
    document = {
        "over dit bestand": gettext("Dit is alles wat wij van je bewaren."),
        "gemaakt op": moment(clock.now()),
        "wie je bent": _who(person),
        "onderdelen": [_part(entry, person.pk) for entry in personal_data()],
    }
    silent = silent_plugins()
    if silent:
        document["let op"] = gettext(
            "Deze uitbreidingen werken nu niet. Wat zij van je bewaren, staat hier niet bij. "
            "Vraag ernaar bij het Infopunt: %(names)s."
        ) % {"names": ", ".join(silent)}
    return document


def as_text(document: Json) -> str:
    """A document as people can read it in any editor.

    Raises:
        TypeError, ValueError, RecursionError: it is no JSON.
    """
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)


def moment(value: datetime | None) -> str | None:
    """A moment as it stands in the document: `2026-03-03T19:00+01:00`, in our own time."""
    return clock.local(value).isoformat(timespec="minutes") if value else None


def yes_or_no(value: bool) -> str:
    """How the document says whether something is so."""
    return gettext("Ja") if value else gettext("Nee")


def audit_trail(model: type[Model], keys: Iterable[int]) -> dict[str, list[Json]]:
    """What was changed in these rows and when, by the row's key as text."""
    found = defaultdict(list)
    for entry in audit.entries(model, keys).order_by("timestamp", "pk"):
        found[entry.object_id].append(
            {"op": moment(entry.timestamp), "wat": str(entry.message or entry.action)}
        )
    return dict(found)


def _who(person: User) -> dict[str, Json]:
    return {
        "naam": person.name,
        "e-mailadres": person.email,
        "telefoon": person.telephone or None,
        "straat en huisnummer": person.street or None,
        "postcode": person.postcode or None,
        "woonplaats": person.city or None,
        "geboortejaar": person.birth_year,
        "bericht het liefst": str(person.get_preferred_way_display()) or None,
        "doet mee als": str(person.get_background_display()),
        "organisatie": person.partner.name if person.partner else None,
        "taal van berichten": str(person.get_language_display()),
        "account sinds": moment(person.date_joined),
    }


def _part(entry: Entry[PersonalData], person_id: int) -> dict[str, Json]:
    label = call_plugin(entry, lambda one: plain_text(one.label), default="") or registry.title_of(
        entry.plugin
    )
    data = call_plugin(entry, lambda one: _checked(one.export(person_id)), default=MISSING)
    if data is MISSING:
        return {"onderdeel": label, "ontbreekt": str(MISSING)}
    return {"onderdeel": label, "gegevens": data}


def _checked(data: Json) -> Json:
    # A character that cannot be shown is no reason to leave out all that is kept of somebody.
    checked = checked_json(made_keepable_json(data, "?"), limit=MOST)
    # Once more as it will be written, one level deeper: what is nested too deeply fails here.
    as_text({"onderdelen": [{"gegevens": [checked]}]})
    return checked


PORTRAIT_SIZE = "fill-192x192|format-webp"


def portraits_of(people: Iterable[User]) -> dict[int, TrainerPortrait]:
    """The faces of trainers that have one, by their keys; photos come with their file to show."""
    photos = get_image_model().objects.prefetch_renditions(PORTRAIT_SIZE)
    found = TrainerPortrait.objects.filter(person__in=[one.pk for one in people])
    return {one.person_id: one for one in found.prefetch_related(Prefetch("photo", photos))}
