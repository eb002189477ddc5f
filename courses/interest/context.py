"""What waiting for a date adds to a training's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

from courses.catalogue.page_context import Values, provide
from courses.common.visitors import signed_in
from courses.enrolment.enums import EnrolmentStatus
from courses.interest.queries import awaited_by, wish_ended, wish_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from courses.catalogue.models import LessonPage
    from courses.editions.models import Edition


@provide("enrol", "withdraw")
def own_interest_instead(request: HttpRequest, page: Edition, values: Values) -> dict[str, object]:
    """The same for who cannot come on a date, or gave up a seat there; and of who has just taken
    one that it ended a wish."""
    user = signed_in(request)
    wish = wish_of(user, page.training_id) if user is not None else None
    has_news = values.get("state") == EnrolmentStatus.CONFIRMED and values.get("is_said")
    is_ended = user is not None and has_news and wish is None and wish_ended(user, page)
    return {"wish": wish, "wish_ended": is_ended}


@provide("TrainingPage")
def own_interest(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """Whether who is signed in waits for a new date, and when on the day."""
    user = signed_in(request)
    return {"wish": wish_of(user, page.pk) if user is not None else None}


@provide("LessonPage", "closed lesson")
def own_interest_at_lesson(
    request: HttpRequest, page: LessonPage, values: Values
) -> dict[str, object]:
    """The same, asked when the page says something of it: of who takes part it says nothing."""
    user = signed_in(request)
    if user is None:
        return {"wish": None}
    return {"wish": SimpleLazyObject(lambda: wish_of(user, page.training.pk))}


@provide("CataloguePage", "agenda", "chooser", "search")
def own_wishes(request: HttpRequest, page: Page, values: Values) -> dict[str, object]:
    """What who is signed in waits for, by training: a list does not offer it again."""
    user = signed_in(request)
    return {"own_wishes": {one.training_id: one for one in awaited_by(user)} if user else {}}
