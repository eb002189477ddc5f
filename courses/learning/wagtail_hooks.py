"""Where learning joins Wagtail's serving of pages."""

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from courses.catalogue.models import LessonPage
from courses.learning import queries, views


@hooks.register("before_serve_page")
def close_lessons(
    page: Page, request: HttpRequest, serve_args: list[object], serve_kwargs: dict[str, object]
) -> HttpResponse | None:
    """Lessons are for participants, unless they are open to all."""
    if not isinstance(page, LessonPage):
        return None
    if not queries.may_read(request, page):
        return views.no_access(request, page)
    views.keep_place(request, page)
    return None
