"""Where learning joins Wagtail's serving of pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from courses.catalogue.models import LessonPage
from courses.learning import queries, views


@hooks.register("before_serve_page")
def close_lessons(
    page: Any, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Lessons are for participants, unless they are open to all."""
    if isinstance(page, LessonPage) and not queries.may_read(request, page):
        return views.no_access(request, page)
    return None
