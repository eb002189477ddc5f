"""Who comes from a platform: which account it is, and the way to the lesson.

What a platform tells is enough to know somebody again, and not to know who it is here. So the first
time the person says it: by signing in with the own account, which is linked then, or, where the
operator lets this platform make accounts, by going on as somebody new. Nobody is found by an e-mail
address that a platform tells. Who works for the academy is never signed in by another system.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage
from courses.catalogue.queries import for_participants, trainings_with
from courses.common import clock
from courses.enrolment import services as enrolment
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.people.models import User
from courses.people.queries import works_here
from courses.people.services import register_person
from courses.plugin_api.api import ProgressChanged, Refusal, publish
from plugins.lti import addresses, letters
from plugins.lti.models import (
    Arrival,
    OfferedTraining,
    PassedResult,
    Platform,
    PlatformAccount,
    ResourceLink,
)
from plugins.lti.parts import SLUG
from plugins.lti.services import grading, once

if TYPE_CHECKING:
    from plugins.lti.messages import Message

LASTS = timedelta(minutes=30)
"""How long somebody may take to go on: to sign in, or to choose a lesson."""

LESSON_PARAMETER = "les"
"""The custom parameter with which a platform says which lesson; it is part of what is chosen."""


class Identity(NamedTuple):
    """Who came, as far as we know: the account, and whether the platform alone is enough for it."""

    person: User | None
    may_enter: bool


@transaction.atomic
def receive(*, platform: Platform, message: Message) -> str:
    """Keep that somebody came; gives the secret for the address where that person goes on.

    Raises:
        Refusal: the platform names no lesson that it may use.
    """
    lesson = None
    if message.deep_linking is None:
        lesson = lesson_meant(platform, message)
        if lesson is None:
            raise Refusal(
                _("Bij deze link hoort geen les van ons. Vraag het aan wie de cursus maakte.")
            )
        _keep_link(platform, message, lesson)
    secret = once.new_secret()
    told: dict[str, object] = {
        "first_name": message.first_name,
        "last_name": message.last_name,
        "course": message.course_title,
        "deployment": message.deployment,
        "link": message.link,
        "lesson": lesson.pk if lesson else None,
    }
    if message.deep_linking is not None:
        told["deep_linking"] = message.deep_linking.__dict__
    Arrival.objects.create(
        digest=once.digest(secret),
        platform=platform,
        subject=message.subject,
        told=told,
        until=clock.now() + LASTS,
    )
    return secret


def arrival_of(secret: str) -> Arrival | None:
    """Who came with this secret, and has not gone on yet."""
    return (
        Arrival.objects.filter(digest=once.digest(secret), until__gt=clock.now())
        .filter(platform__is_active=True)
        .select_related("platform")
        .first()
    )


def lessons_for(platform: Platform) -> list[LessonPage]:
    """The lessons that a platform may use, by training, where the plugin is on."""
    found: list[LessonPage] = []
    offered = platform.offered.filter(training__in=set(trainings_with(SLUG)))
    for one in offered.select_related("training").order_by("training__title", "pk"):
        lessons = for_participants(LessonPage.objects.child_of(one.training)).order_by("path")
        for lesson in lessons:
            # It is known already.
            lesson.__dict__["training"] = one.training
            found.append(lesson)
    return found


def lesson_meant(platform: Platform, message: Message) -> LessonPage | None:
    """The lesson that a platform asks for, by the parameter or by the address."""
    wanted = message.custom.get(LESSON_PARAMETER, "")
    if not wanted:
        _before, _separator, wanted = message.target.partition(addresses.lesson(0)[:-1])
    if not wanted.isdecimal() or len(wanted) > 9:
        return None
    return next((one for one in lessons_for(platform) if one.pk == int(wanted)), None)


def _keep_link(platform: Platform, message: Message, lesson: LessonPage) -> ResourceLink:
    link, _new = ResourceLink.objects.update_or_create(
        platform=platform,
        deployment=message.deployment,
        link=message.link,
        defaults={
            "lesson": lesson,
            "course_title": message.course_title,
            "line_item": message.line_item,
            "memberships": message.memberships,
            "opened_at": clock.now(),
        },
    )
    return link


def identity_of(arrival: Arrival) -> Identity:
    """Which account it is, if it is linked."""
    account = (
        PlatformAccount.objects.filter(issuer=arrival.platform.issuer, subject=arrival.subject)
        .select_related("person")
        .first()
    )
    if account is None:
        return Identity(None, may_enter=False)
    person = account.person
    return Identity(person, may_enter=person.is_active and not works_here(person))


@transaction.atomic
def go_on(*, arrival: Arrival, person: User | None) -> User:
    """Go on to the lesson as `person`, who has signed in here, or as who the platform says that it
    is; gives who it is. An account that was not linked is linked now, and its owner gets a mail
    about it: a link that another sent on would let that one in.

    Raises:
        Refusal: who it is must sign in first, or cannot have a seat.
    """
    kept = Arrival.objects.select_for_update(of=("self",)).filter(pk=arrival.pk).first()
    if kept is None:
        raise Refusal(_("Deze link is op. Ga terug naar je cursus en open de les opnieuw."))
    known = identity_of(arrival)
    if known.person is None:
        if person is not None:
            # Not while we have locks, and the link holds whether or not a mail can be sent.
            told = partial(letters.send_linked, person, arrival.platform)
            transaction.on_commit(told, robust=True)
        person = person or _new_person(arrival)
        account = PlatformAccount.objects.create(
            person=person, issuer=arrival.platform.issuer, subject=arrival.subject
        )
    else:
        if person is not None and person != known.person:
            raise Refusal(_("Je bent hier ingelogd met een ander account. Log eerst uit."))
        if person is None and not known.may_enter:
            raise Refusal(_("Log eerst in met je eigen account."))
        person = known.person
        account = PlatformAccount.objects.get(
            issuer=arrival.platform.issuer, subject=arrival.subject
        )
    _expect_result(arrival, account)
    _give_seat(arrival, person)
    kept.delete()
    if grading.result_of(person.pk, arrival.told["lesson"]) is not None:
        # It was finished before the platform asked for it.
        _tell_progress(person, arrival.told["lesson"])
    return person


def _tell_progress(person: User, lesson_id: int) -> None:
    enrolments = Enrolment.objects.filter(
        person=person, edition__training__path=_path_above(lesson_id), status__in=TAKES_PART
    )
    publish(
        *(
            ProgressChanged(training_id=training, enrolment_id=pk)
            for pk, training in enrolments.values_list("pk", "edition__training")
        )
    )


def _new_person(arrival: Arrival) -> User:
    if not arrival.platform.makes_accounts:
        raise Refusal(_("Log eerst in met je eigen account."))
    first, last = (_name(arrival.told.get(one)) for one in ("first_name", "last_name"))
    return register_person(first_name=first or gettext("Deelnemer"), last_name=last, actor=None)


def _name(told: object) -> str:
    """A name as far as an account can have it."""
    name = " ".join(str(told or "").split())
    try:
        for validator in User._meta.get_field("first_name").validators:
            validator(name)
    except ValidationError:
        return ""
    return name


def _expect_result(arrival: Arrival, account: PlatformAccount) -> None:
    link = ResourceLink.objects.filter(
        platform=arrival.platform,
        deployment=arrival.told["deployment"],
        link=arrival.told["link"],
    ).first()
    if link is not None:
        PassedResult.objects.get_or_create(link=link, account=account)


def _give_seat(arrival: Arrival, person: User) -> None:
    """A seat in the edition for this platform, to who takes part in none of the training's."""
    offered = (
        OfferedTraining.objects.filter(platform=arrival.platform)
        .filter(training__path=_path_above(arrival.told["lesson"]))
        .select_related("edition")
        .first()
    )
    if offered is None or offered.edition is None:
        return
    if takes_part(person.pk, offered.training_id):
        return
    enrolment.enrol(person=person, edition=offered.edition)


def takes_part(person_id: int, training_id: int) -> bool:
    """Whether somebody has a seat in an edition of the training."""
    return Enrolment.objects.filter(
        person=person_id, edition__training=training_id, status__in=TAKES_PART
    ).exists()


def _path_above(lesson_id: int) -> str:
    path = LessonPage.objects.values_list("path", flat=True).filter(pk=lesson_id).first() or ""
    return path[: -LessonPage.steplen]


@transaction.atomic
def unlink(*, person: User, account_id: int) -> bool:
    """Forget who somebody is at another system; whether that was known."""
    removed, _kinds = PlatformAccount.objects.filter(person=person, pk=account_id).delete()
    return bool(removed)
