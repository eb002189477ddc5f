"""What enrolments add to the pages of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext

from courses.catalogue import readers
from courses.catalogue.page_context import Values, provide
from courses.common.statements import Keys, Statement
from courses.common.visitors import signed_in
from courses.editions.queries import gives
from courses.enrolment.enums import WAITS, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import (
    conditions_by_training,
    conditions_of,
    may_follow,
    open_move_requests,
    people_in,
    standing_of,
    waits_in,
    where_somebody_stands,
)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from courses.catalogue.models import LessonPage
    from courses.editions.models import Edition


@provide("TrainingPage", "HomePage", "agenda", "agenda month", "search")
def own_enrolments(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """Mark on each edition of the page where the signed-in person stands with it."""
    user = signed_in(request)
    editions = values["editions"]
    if user is None:
        for edition in editions:
            # A template that asks for what is not there lists all that the edition has instead.
            edition.own_enrolment, edition.is_swap = None, False
        return {"own_waits": []}
    keys = [edition.pk for edition in editions]
    found = _OWN.run(person=user.pk, editions=keys) if keys else []
    own = {enrolment.edition_id: enrolment for enrolment in found}
    has_seat_in = {
        edition.training_id
        for edition in editions
        if edition.pk in own and own[edition.pk].status == EnrolmentStatus.CONFIRMED
    }
    for edition in editions:
        edition.own_enrolment = own.get(edition.pk)
        # Who has a place in one edition of a training gives it up for another.
        edition.is_swap = edition.training_id in has_seat_in and edition.own_enrolment is None
        if edition.own_enrolment is not None:
            edition.own_enrolment.edition = edition
    mine = [edition.own_enrolment for edition in editions if edition.pk in own]
    return {"own_waits": [standing_of(one) for one in mine if one.status in WAITS]}


_OWN = Statement(
    lambda person, editions: Enrolment.objects.filter(person=person, edition__in=editions),
    person=BigIntegerField(),
    editions=Keys(),
)


@provide("LessonPage", "closed lesson")
def own_waits(request: HttpRequest, page: LessonPage, values: Values) -> dict[str, object]:
    """Where the signed-in person waits for a seat; asked when the page says something of it."""
    user = signed_in(request)
    if user is None:
        return {"own_waits": []}
    return {"own_waits": SimpleLazyObject(lambda: waits_in(user, page.training.pk))}


@provide("CataloguePage", "HomePage", "LearningPathPage", "search", "chooser")
def own_trainings(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """Where the signed-in person stands with each training, to mark it in lists."""
    user = signed_in(request)
    return {"own_trainings": where_somebody_stands(user) if user is not None else {}}


@provide("CataloguePage", "HomePage", "agenda", "chooser", "search")
def asked_beforehand(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """What trainings ask of who enrols: else one learns it only after pressing the button."""
    return {"conditions_by_training": conditions_by_training()}


@provide("enrol")
def asked_to_move(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """Whether the person is asked to go to another date."""
    enrolment = values.get("enrolment")
    asked = open_move_requests(enrolment) if isinstance(enrolment, Enrolment) else []
    return {"move_requests": asked}


@readers.provide
def belongs(request: HttpRequest, training_id: int) -> bool:
    """Whether the signed-in person takes part in some edition of the training, or gives it."""
    user = signed_in(request)
    return user is not None and (may_follow(user, training_id) or gives(user, training_id))


@provide("TrainingPage")
def own_part(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """Whether the signed-in person takes part in some edition of the training; to others, what
    its rules ask of who wants to."""
    user = signed_in(request)
    takes_part = user is not None and may_follow(user, page.pk)
    told = values.get("can_enrol") and not takes_part
    return {"takes_part": takes_part, "conditions": conditions_of(page.pk) if told else []}


@readers.provide_sentences
def people_in_it(page: Page) -> list[str]:
    """How many people are in the trainings of a page, for who is about to take it away."""
    people = people_in(page)
    enrolled = ngettext(
        "%(n)d persoon is ingeschreven.", "%(n)d mensen zijn ingeschreven.", people.enrolled
    )
    waiting = ngettext(
        "%(n)d persoon wacht op een plaats.", "%(n)d mensen wachten op een plaats.", people.waiting
    )
    earlier = ngettext(
        "%(n)d persoon deed eerder mee.", "%(n)d mensen deden eerder mee.", people.earlier
    )
    found = (
        (people.enrolled, enrolled),
        (people.waiting, waiting),
        (people.earlier, earlier),
    )
    return [sentence % {"n": number} for number, sentence in found if number]
