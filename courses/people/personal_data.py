"""What this part keeps about people, besides who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from courses.people import browsers, services
from courses.people.models import TrainerPortrait, User
from courses.people.queries import audit_trail, moment, yes_or_no
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_host import long_tasks
from courses.plugin_host.models import TaskRun

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class Account(PersonalData):
    """How somebody signs in, which roles he or she has, and what was changed in the account.

    Erasing takes the name out of the audit log and removes the pictures of a member of staff. The
    rest goes with the row of the person itself: the database removes addresses and ways to sign
    in along with it.
    """

    name = "account"
    label = _("Je account")

    def export(self, person_id: int) -> Json:
        person = User.objects.get(pk=person_id)
        return {
            "rollen": list(person.groups.order_by("name").values_list("name", flat=True)),
            "contactpersoon van": list(
                person.contact_of.order_by("name").values_list("name", flat=True)
            ),
            "laatst ingelogd": moment(person.last_login),
            "wachtwoord gekozen": yes_or_no(person.has_usable_password()),
            "e-mailadressen": [
                {"adres": one.email, "bevestigd": yes_or_no(one.verified)}
                for one in EmailAddress.objects.filter(user=person_id).order_by("email")
            ],
            "extra beveiliging bij inloggen": [
                {
                    "soort": str(one.get_type_display()),
                    "sinds": moment(one.created_at),
                    "laatst gebruikt": moment(one.last_used_at),
                }
                for one in Authenticator.objects.filter(user=person_id).order_by("pk")
            ],
            "inloggen met een account van het werk": [
                {"organisatie": one.provider, "nummer": one.uid, "sinds": moment(one.date_joined)}
                for one in SocialAccount.objects.filter(user=person_id).order_by("pk")
            ],
            "rollen van een organisatie": [
                {"organisatie": one.organisation, "rol": one.group.name}
                for one in person.organisation_roles.select_related("group").order_by("pk")
            ],
            "nu ingelogd": [
                {"apparaat": browsers.readable(one.user_agent), "sinds": moment(one.created_at)}
                for one in UserSession.objects.filter(user=person_id).order_by("pk")
            ],
            "gevraagd om extra beveiliging": moment(person.factor_asked_at),
            "code om dit account over te nemen geldt tot": moment(person.claim_until),
            "wordt gewist op": moment(person.erase_at),
            "gemaild dat niemand het account gebruikt": moment(person.unused_told_at),
            "eigen foto in het beheer": yes_or_no(
                UserProfile.objects.filter(user=person_id).exclude(avatar="").exists()
            ),
            "gezicht bij je naam": _portrait(person_id),
            "veranderd": audit_trail(User, [person_id]).get(str(person_id), []),
        }

    def erase(self, person_id: int) -> None:
        services.forget_names(model=User, keys=[person_id])
        services.forget_picture(person_id=person_id)
        services.forget_portrait(person_id=person_id)


def _portrait(person_id: int) -> Json:
    portrait = TrainerPortrait.objects.filter(person=person_id).first()
    if portrait is None:
        return None
    return {
        "foto": yes_or_no(portrait.photo_id is not None),
        "beschrijving": portrait.description,
        "getekend": str(portrait.get_face_display()),
    }


class StartedTasks(PersonalData):
    """What plugins did for somebody that took long, and what came of it; the database removes it
    along with the person."""

    name = "started_tasks"
    label = _("Wat je liet doen")

    def export(self, person_id: int) -> Json:
        rows = [
            {
                "wat": long_tasks.title_of(one),
                "gevraagd op": moment(one.asked_at),
                "status": str(one.get_state_display()),
                "uitkomst": one.sentence,
            }
            for one in TaskRun.objects.filter(person=person_id).order_by("asked_at", "pk")
        ]
        return rows or None

    def erase(self, person_id: int) -> None:
        TaskRun.objects.filter(person=person_id).delete()
