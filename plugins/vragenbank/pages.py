"""The pictures in questions, for who may read a lesson that asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from courses.catalogue.models import TrainingPage
from courses.catalogue.queries import readable_lessons
from courses.plugin_api.api import Audience, CourseContext, CourseUrls
from plugins.vragenbank.criteria import BLOCK_TYPE
from plugins.vragenbank.formats.pictures import media_type_of
from plugins.vragenbank.models import BankQuestion, QuestionPicture
from plugins.vragenbank.queries import banks_in

if TYPE_CHECKING:
    from collections.abc import Sequence

A_DAY = 86_400


@require_safe
def picture(request: HttpRequest, course: CourseContext, name: str) -> HttpResponse:
    """A picture of a bank that this training may use.

    Raises:
        Http404: there is none, or the reader takes no part and no open lesson asks its questions.
    """
    found = QuestionPicture.objects.filter(name=name, bank__in=banks_in(course.training_id))
    if not (course.takes_part or course.is_staff):
        found = found.filter(bank__in=_banks_in_open_lessons(course.training_id))
    kept = found.first()
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.content), content_type=media_type_of(name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Its name says what is in it, so it never changes.
    response["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    return response


def _banks_in_open_lessons(training_id: int) -> set[int]:
    training = TrainingPage.objects.only("path", "depth").get(pk=training_id)
    lessons = readable_lessons(training).filter(is_open=True)
    values = [
        one["value"]
        for lesson in lessons.only("path", "body")
        for one in lesson.body.raw_data
        if one["type"] == BLOCK_TYPE and isinstance(one["value"], dict)
    ]
    chosen = [
        int(item["value"] if isinstance(item, dict) else item)
        for value in values
        for item in value.get("questions") or ()
        if str(item["value"] if isinstance(item, dict) else item).isdigit()
    ]
    banks = {int(value["bank"]) for value in values if str(value.get("bank") or "").isdigit()}
    of_chosen = BankQuestion.objects.filter(pk__in=chosen).values_list("bank", flat=True)
    return banks | set(of_chosen)


class PicturePages(CourseUrls):
    """The pictures; lessons link to them."""

    name = "pictures"
    audience = Audience.EVERYONE

    def patterns(self) -> Sequence[URLPattern]:
        return [path("plaatje/<str:name>", picture)]
