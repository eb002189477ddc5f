"""Everything that changes someone's own details."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Model, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from courses.common import audit, clock, contact_details, mail
from courses.common.commits import after_commit
from courses.common.edit_conflicts import facts_of
from courses.common.errors import Refusal
from courses.people import merge_rules, providers, queries
from courses.people.enums import Role
from courses.people.models import Partner, TrainerPortrait, User
from courses.plugin_host import registry
from courses.plugin_host.guard import call_plugin
from courses.plugin_host.registry import title_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from courses.common.edit_conflicts import FormSnapshot
    from courses.plugin_api.contributions.people import PersonalData
    from courses.plugin_host.entry import Entry


class MustStay(Refusal):
    """Something that is kept belongs to the person, today and later."""


@transaction.atomic
def keep_address(*, person: User) -> None:
    """Let allauth know of an address that staff filled in; nothing happens when it is the same.

    A new one takes the place of the main address, and stays unverified: the first code that the
    person types in proves it. Without this someone who signs in by code would have to type a
    second code to prove the same address. Other addresses of the person stay, unless staff took
    the address away: then nothing is left to sign in with.
    """
    address = person.email or ""
    ours = EmailAddress.objects.select_for_update().filter(user=person)
    if not address:
        _replaced(person, list(ours), by="")
        return
    _replaced(person, list(ours.filter(primary=True).exclude(email__iexact=address)), by=address)
    kept = ours.filter(email__iexact=address).first()
    if kept is None:
        EmailAddress.objects.create(user=person, email=address, primary=True)
    elif not kept.primary:
        kept.primary = True
        kept.save(update_fields=["primary"])


@transaction.atomic
def change_address(*, person: User, address: EmailAddress) -> None:
    """Give a person the address that he or she has just proved, in the place of the main one."""
    person = User.objects.select_for_update().get(pk=person.pk)
    others = EmailAddress.objects.filter(user=person, primary=True).exclude(pk=address.pk)
    _replaced(person, list(others), by=address.email)
    address.user = person
    address.set_as_primary()
    audit.record(person, "people.address", actor=person)


def _replaced(person: User, addresses: list[EmailAddress], *, by: str) -> None:
    """Remove main addresses that are replaced, and tell whoever reads there.

    Only an address that was proved is told: what staff mistyped belongs to a stranger. The new
    one is told so that the person knows it again, and no other can use it.
    """
    context = {"person": person, "new_address": contact_details.masked(by)}
    for one in addresses:
        one.delete()
        if one.verified:
            letter = mail.compose("address_changed", context, language=person.language)
            after_commit(mail.send, to=one.email, letter=letter, language=person.language)


@transaction.atomic
def discard_unproven(*, person: User) -> None:
    """Remove an account that was just made with a wrong address, if nothing hangs on it yet."""
    found = User.objects.filter(pk=person.pk, last_login=None, is_active=True).first()
    if found is not None and not _proved_any(found) and not queries.has_kept(found):
        found.delete()


@transaction.atomic
def forget_unproven_password(*, person: User) -> bool:
    """Forget the password of an account that nobody has used yet; whether there was one.

    For who is about to prove, with a code that came by mail, that the address is his or hers. The
    password was chosen by whoever filled in that address. That may have been somebody else, who
    would come in with it from then on. Who may do everything was made on the server itself.
    """
    found = User.objects.select_for_update().get(pk=person.pk)
    used = found.last_login is not None or _proved_any(found)
    if used or found.is_superuser or not found.has_usable_password():
        return False
    found.set_unusable_password()
    found.save(update_fields=["password"])
    person.password = found.password
    return True


def _proved_any(person: User) -> bool:
    return bool(EmailAddress.objects.filter(user=person, verified=True).exists())


def someone_else_has(address: str, *, person: User | None = None) -> bool:
    """Whether the address is the main one of somebody else, or was proved by somebody else."""
    people = User.objects.exclude(pk=person.pk if person and person.pk else 0)
    if people.filter(email__iexact=address).exists():
        return True
    proved = EmailAddress.objects.filter(email__iexact=address, verified=True)
    return bool(proved.filter(user__in=people).exists())


@transaction.atomic
def forget_browsers(*, person: User) -> None:
    """Make strangers of all browsers in which the person signed in before."""
    User.objects.filter(pk=person.pk).update(browsers_forgotten=F("browsers_forgotten") + 1)
    audit.record(person, "people.browsers", actor=person)


@transaction.atomic
def ask_second_factor(*, person: User) -> None:
    """Keep that a member of staff is asked for a second factor, from the first time on."""
    waiting = User.objects.filter(pk=person.pk, factor_asked_at=None)
    if waiting.update(factor_asked_at=clock.now()):
        person.factor_asked_at = clock.now()


@transaction.atomic
def forget_session(*, key: str) -> None:
    """Take the session off the list of where somebody is signed in."""
    UserSession.objects.filter(session_key=key).delete()


@transaction.atomic
def end_session(*, person: User, session_id: int) -> bool:
    """Sign a person out in one browser; whether he or she still was signed in there."""
    ended = UserSession.objects.select_for_update().filter(user=person, pk=session_id).first()
    if ended is None:
        return False
    ended.end()
    return True


@transaction.atomic
def end_other_sessions(*, person: User, current: str) -> int:
    """Sign a person out in all browsers but the one of this session; in how many.

    They are strangers afterwards as well, and programs of the person have no key any more: this is
    for who lost a telephone.
    """
    others = UserSession.objects.select_for_update().filter(user=person)
    ended = list(others.exclude(session_key=current).order_by("pk"))
    for one in ended:
        one.end()
    forget_browsers(person=person)
    merge_rules.end_keys(person)
    return len(ended)


@transaction.atomic
def end_keys(*, person: User) -> int:
    """End what programs have to act for a person; how many. Who has a new password is signed out
    everywhere else, and so are they."""
    return merge_rules.end_keys(person)


def forget_ended_sessions() -> int:
    """Remove what is listed of sessions that ended by themselves; how many. For the tick."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    removed, _kinds = UserSession.objects.exclude(session_key__in=alive).delete()
    return int(removed)


DETAILS = (
    *("first_name", "last_name", "email", "background", "partner", "language"),
    *("telephone", "street", "postcode", "city", "preferred_way", "birth_year"),
)
"""What staff may put right about somebody."""


class _Details(TypedDict, total=False):
    last_name: str
    background: str
    partner: Partner | None
    language: str
    telephone: str
    street: str
    postcode: str
    city: str
    birth_year: int | None
    preferred_way: str


class NewPerson(_Details, total=False):
    """What staff say of somebody new (see `register_person`)."""

    first_name: str
    email: str


@transaction.atomic
def register_person(
    *, first_name: str, actor: User | None, email: str = "", **details: Unpack[_Details]
) -> User:
    """Make an account for someone who cannot or does not want to do it online.

    What is given as text is kept as the forms of `people` would keep it (`User.clean`).

    Raises:
        Refusal: somebody has this e-mail address already.
    """
    address = email.strip().lower()
    if address and someone_else_has(address):
        raise Refusal(_("Iemand heeft dit e-mailadres al. Zoek deze persoon op."), field="email")
    person = User.objects.create_user(address or None, first_name=first_name, **details)
    person.groups.add(Group.objects.get(name=Role.VOLUNTEER))
    keep_address(person=person)
    audit.record(person, "people.register", actor=actor)
    return person


@transaction.atomic
def ask_if_double(*, person: User, known: User, actor: User | None) -> None:
    """Have coordinators look whether somebody new is `known`, who has the address that he or she
    gave."""
    audit.record(person, queries.MAYBE_DOUBLE, actor=actor, known=known.pk)


@transaction.atomic
def are_two(*, person: User, actor: User) -> None:
    """Say that somebody new turned out to be somebody else than whom we knew."""
    audit.record(person, queries.NOT_DOUBLE, actor=actor)


@transaction.atomic
def note_erase_wanted(*, person: User, wanted: bool, actor: User) -> None:
    """Keep that somebody told us to want to be erased, for who may do that; or that it is not so.

    Raises:
        Refusal: the actor may not.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not queries.may_manage(actor, locked):
        raise Refusal(_("Je mag de gegevens van deze persoon niet veranderen."))
    if wanted == (queries.wants_to_be_erased(locked) is not None):
        return
    action = queries.ERASE_WANTED if wanted else queries.ERASE_NOT_WANTED
    audit.record(locked, action, actor=actor)


@transaction.atomic
def add_contact(*, partner: Partner, person: User, actor: User | None) -> None:
    """Make somebody the contact person of an organisation, who enrols and sees its people.

    Raises:
        Refusal: the person has no active account, or no e-mail address to sign in with.
    """
    if not person.is_active or not person.email:
        raise Refusal(
            _("Deze persoon kan niet inloggen: er is een actief account met een e-mailadres nodig.")
        )
    partner.contacts.add(person)
    audit.record(partner, "people.contact_added", actor=actor, person=person.pk)


@transaction.atomic
def remove_contact(*, partner: Partner, person: User, actor: User | None) -> None:
    """Take that role away; who had it sees nothing of the organisation any more."""
    partner.contacts.remove(person)
    audit.record(partner, "people.contact_removed", actor=actor, person=person.pk)


@transaction.atomic
def change_profile(*, person: User, changed: list[str]) -> User:
    """Keep the details that were filled in on `person`; `changed` names the fields."""
    if changed:
        person.save(update_fields=changed)
        audit.record(person, "people.profile", actor=person)
    if not providers.WAYS_HANG_ON.isdisjoint(changed):
        providers.follow(person)
    return person


@transaction.atomic
def correct_details(
    *, person: User, changed: Collection[str], actor: User, snapshot: FormSnapshot
) -> User:
    """Keep what staff filled in about somebody on `person`; `changed` names the fields.

    Raises:
        Refusal: the actor may not, or this would let somebody else in.
        Conflict: somebody else has changed one of the fields since.
    """
    stored = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not queries.may_manage(actor, stored):
        raise Refusal(_("Je mag de gegevens van deze persoon niet veranderen."))
    snapshot.refuse_if_stale(stored=facts_of(stored, DETAILS), wanted=facts_of(person, DETAILS))
    if "email" in changed:
        _refuse_address(stored, person.email or "")
    if changed:
        person.save(update_fields=list(changed))
        audit.record(person, "people.corrected", actor=actor)
    if "email" in changed:
        keep_address(person=person)
    if not providers.WAYS_HANG_ON.isdisjoint(changed):
        # Read on the next page by who changed it.
        person.followed = providers.follow(person)  # type: ignore[attr-defined]
    return person


@transaction.atomic
def fill_in_telephone(*, person: User, telephone: str, actor: User) -> bool:
    """Keep a number of somebody of whom we have none, as far as the actor may change details;
    whether it was kept."""
    stored = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not telephone or stored.telephone or not queries.may_manage(actor, stored):
        return False
    person.telephone = telephone
    person.save(update_fields=["telephone"])
    audit.record(person, "people.corrected", actor=actor)
    providers.follow(person)
    return True


def _refuse_address(stored: User, address: str) -> None:
    if queries.signs_in(stored):
        raise Refusal(
            _("Deze persoon logt zelf in, en verandert dan ook zelf het e-mailadres."),
            field="email",
        )
    if address and someone_else_has(address, person=stored):
        raise Refusal(_("Iemand anders heeft dit e-mailadres al."), field="email")


@transaction.atomic
def correct_name(*, person: User, first_name: str, last_name: str, actor: User | None) -> User:
    """Put right how somebody is called, on behalf of that person.

    Raises:
        Refusal: no name is left.
    """
    if not first_name.strip():
        raise Refusal(_("Vul de voornaam in."), field="first_name")
    if (person.first_name, person.last_name) != (first_name, last_name):
        person.first_name, person.last_name = first_name, last_name
        person.save(update_fields=["first_name", "last_name"])
        audit.record(person, "people.profile", actor=actor)
    return person


@transaction.atomic
def erase_person(*, person: User, actor: User | None) -> None:
    """Remove a person and everything that the parts and the plugins keep about him or her.

    The audit log keeps that somebody was erased, when and by whom.

    Raises:
        MustStay: something that is kept belongs to the person.
        Refusal: a plugin could not erase its part, or a table of a plugin that is not here points
            at the person. Nothing is erased then, in both cases.
    """
    found = User.objects.select_for_update().filter(pk=person.pk).first()
    if found is None:
        raise Refusal(_("Deze persoon is al weg."))
    if queries.silent_plugins():
        # What cannot be asked cannot be erased; saying that all is gone would not be true.
        raise Refusal(_still_pointed_at())
    for entry in queries.personal_data():
        _erase_part(entry, person_id=found.pk)
    # What is left of it for the log: a key that nobody has any more.
    nobody = User(pk=found.pk, first_name=gettext("Gewiste persoon"))
    delete_row(found)
    audit.record(nobody, "people.erase", actor=actor)


def must_stay(person: User) -> bool:
    """Whether something that is kept belongs to the person, so that erasing is not possible.

    Found by trying: only that tells what each part and plugin would take away itself.
    """
    with transaction.atomic():
        try:
            erase_person(person=person, actor=None)
        except MustStay:
            return True
        except Refusal:
            # Not now; some other time perhaps.
            return False
        finally:
            transaction.set_rollback(True)
    return False


def _erase_part(entry: Entry[PersonalData], *, person_id: int) -> None:
    def erase(one: PersonalData) -> bool:
        one.erase(person_id)
        return True

    try:
        erased = call_plugin(entry, erase, default=False, passes=(Refusal,))
    except Refusal as no:
        raise MustStay(no.message) from no
    if not erased:
        raise Refusal(
            gettext(
                "De uitbreiding “%(plugin)s” kon haar gegevens niet wissen. Er is niets gewist."
            )
            % {"plugin": title_of(entry.plugin)}
        )


def delete_row(person: User) -> None:
    """Delete the row of a person and what hangs on it; for who has taken care of the rest.

    Raises:
        MustStay: something that is kept belongs to the person.
        Refusal: something points at the row and cannot be deleted.
    """
    # A database may check what points at the row only at the very end, when it is too late for a
    # sentence. So it is asked to check now.
    try:
        with transaction.atomic():
            person.delete()
            connection.check_constraints()
    except (ProtectedError, RestrictedError) as error:
        holders = _plugins_with(error)
        if holders:
            raise MustStay(
                gettext(
                    "Een uitbreiding houdt iets van deze persoon vast: %(names)s. Er is niets "
                    "gewist. Vraag een technisch beheerder om hulp."
                )
                % {"names": ", ".join(holders)}
            ) from error
        raise MustStay(
            _(
                "Bij deze persoon hoort iets dat bewaard moet blijven. Er is niets gewist. Zet het "
                "account op niet actief."
            )
        ) from error
    except DatabaseError as error:
        # A row that still points at the person, or a plugin's table that is not there.
        raise Refusal(_still_pointed_at()) from error


def _plugins_with(error: ProtectedError | RestrictedError) -> list[str]:
    """The titles of the plugins whose rows must be kept by their own models."""
    held = (
        error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    )
    plugins = {registry.plugin_of(type(row)) for row in held}
    return sorted(title_of(plugin) for plugin in plugins if plugin is not None)


def _still_pointed_at() -> str:
    silent = queries.silent_plugins()
    if silent:
        return gettext(
            "Een uitbreiding die nu niet werkt, bewaart nog iets van deze persoon. Er is niets "
            "gewist. Vraag een technisch beheerder om hulp. Het kan gaan om: %(names)s."
        ) % {"names": ", ".join(silent)}
    return gettext(
        "In de database staat nog iets van deze persoon dat wij niet kunnen wissen. Er is niets "
        "gewist. Vraag een technisch beheerder om hulp."
    )


@transaction.atomic
def forget_picture(*, person_id: int) -> None:
    """Remove the picture that a member of staff chose, and its file once that is sure."""
    for profile in UserProfile.objects.filter(user=person_id).exclude(avatar=""):
        after_commit(profile.avatar.storage.delete, profile.avatar.name)
        profile.avatar = ""
        profile.save(update_fields=["avatar"])


def forget_portrait(*, person_id: int) -> None:
    """Remove the face that participants saw beside a name, and the photo with its file."""
    for portrait in TrainerPortrait.objects.filter(person=person_id).select_related("photo"):
        photo = portrait.photo
        portrait.delete()
        if photo is not None:
            photo.delete()


def forget_names(*, model: type[Model], keys: Iterable[object]) -> None:
    """Take the name, and the words that go with it, out of the audit log of these rows.

    That something happened, when and by whom, stays.
    """
    audit.entries(model, keys).update(label=gettext("Gewiste persoon"), data={})


def provide_merge_rule(*, relation: str, settle: merge_rules.Settle | None = None) -> None:
    """Say what becomes of a plugin's rows when two accounts become one. From `ready()`.

    `relation` is a column that points at a person or an enrolment (`buurtpraat.Note.person`). All
    rows move to the account that stays. Where both have one and only one may stand, `settle` gets
    the row that stays and the other, in the transaction of the merger; afterwards the other is gone
    or does not clash any more. Without `settle` a clash stops the merger.
    """
    merge_rules.provide(relation, settle)
