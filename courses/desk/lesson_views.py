"""The trainings in which somebody may make lessons, with their lessons: the short way to both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.permissions import page_permission_policy

from courses.catalogue import sending_in_views
from courses.catalogue.models import CataloguePage, LessonPage, TrainingPage
from courses.catalogue.standings import standings
from courses.desk.access import may_make_training
from courses.editions.models import Edition
from courses.people.queries import is_coordinator, is_trainer, signed_in_user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

    from courses.people.models import User

PAGE_SIZE = 20

SHOWN = ("path", "title", "draft_title", "live", "has_unpublished_changes", "first_published_at")
"""What the list reads of a lesson."""


class LessonsMenuItem(MenuItem):
    """For who makes lessons."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user) or is_trainer(request.user)


@never_cache
@require_safe
def new_training(request: HttpRequest) -> HttpResponse:
    """To the form of a new training: its address has the key of the page above, so no menu can
    have it."""
    if not may_make_training(request.user):
        raise PermissionDenied
    above = CataloguePage.objects.get()
    return redirect("wagtailadmin_pages:add", "catalogue", "trainingpage", above.pk)


@dataclass
class TrainingRow:
    """A training, whether one may change its own page, and its lessons with whether one may
    change each.

    `standing`, here and with each lesson, says in words what is not on the site yet; else nothing.
    """

    training: TrainingPage
    may_change: bool
    standing: str
    may_send_in: bool = False
    lessons: list[tuple[LessonPage, bool, str]] = field(default_factory=list)


@never_cache
@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """The trainings that one made or gives; of who may change any, all."""
    user = signed_in_user(request)
    if not (is_coordinator(user) or is_trainer(user)):
        raise PermissionDenied
    page_obj = Paginator(_trainings(user), PAGE_SIZE).get_page(request.GET.get("p"))
    return render(
        request,
        "desk/lessons.html",
        {
            "rows": _rows(user, page_obj),
            "page_obj": page_obj,
            "may_add": may_make_training(user),
            "page_title": gettext("Lessen maken"),
        },
    )


def after_sending_in(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who makes lessons comes back in the list of them, also from a form that was opened elsewhere;
    and where the training is still a draft, to where that is sent in too.

    Wagtail shows all pages of the training, with filters, to who did not come from a list.
    """
    user = signed_in_user(request)
    is_sent_in = "action-submit" in request.POST and isinstance(page, LessonPage | TrainingPage)
    if is_sent_in and (way := sending_in_views.way_to_training(user, page)):
        if isinstance(page, LessonPage):
            messages.warning(
                request,
                gettext("Let op: de training ‘%(title)s’ is nog een concept. Stuur die ook in.")
                % {"title": page.training.get_admin_display_title()},
            )
        return redirect(f"{way}?next={reverse('desk_lessons')}")
    if not is_sent_in or get_valid_next_url_from_request(request):
        return None
    if is_coordinator(user) or not is_trainer(user):
        return None
    return redirect("desk_lessons")


def _changeable(user: User) -> QuerySet[TrainingPage]:
    found: QuerySet[TrainingPage] = page_permission_policy.instances_user_has_permission_for(
        user, "change"
    )
    return found


def _trainings(user: User) -> QuerySet[TrainingPage]:
    mine = Q(pk__in=_changeable(user).values("pk"))
    given = Q(pk__in=Edition.objects.filter(trainers=user).values("training"))
    found: QuerySet[TrainingPage] = TrainingPage.objects.filter(mine | given)
    return found.order_by("title", "pk")


def _rows(user: User, trainings: Iterable[TrainingPage]) -> list[TrainingRow]:
    found = list(trainings)
    places = {one.path: one for one in found}
    under = Q(pk__in=())
    for path in places:
        under |= Q(path__startswith=path)
    every = LessonPage.objects.filter(under).only(*SHOWN)
    below = list(every.order_by("path"))
    pages = [one.pk for one in (*found, *below)]
    may = set(_changeable(user).filter(pk__in=pages).values_list("pk", flat=True))
    standing = standings([*found, *below])
    # What is on the site as it is goes without saying.
    said = {
        one.pk: "" if one.live and not one.has_unpublished_changes else standing[one.pk]
        for one in (*found, *below)
    }
    rows = {
        one.path: TrainingRow(one, one.pk in may, said[one.pk], one.pk in may and one.is_unsent)
        for one in found
    }
    for lesson in below:
        row = rows[lesson.path[: -LessonPage.steplen]]
        row.lessons.append((lesson, lesson.pk in may, said[lesson.pk]))
    return list(rows.values())
