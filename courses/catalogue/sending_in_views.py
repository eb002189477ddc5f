"""Where somebody sends a training in together with its new lessons.

A lesson comes on the site with its training only. Who makes a lesson first, and sends that in, has
not asked for the training yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.utils import get_valid_next_url_from_request

from courses.catalogue import services
from courses.catalogue.completeness import Unfinished
from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.unfinished_views import faults
from courses.common.errors import Refusal
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

    from courses.people.models import User


def may_send_in(user: User | AnonymousUser, training: TrainingPage) -> bool:
    """Whether somebody may send in a training, and there is something to send in."""
    if not training.is_unsent:
        return False
    may = training.permissions_for_user(user)
    return bool(may.can_edit() and may.can_submit_for_moderation())


def way_to_training(user: User, page: Page) -> str | None:
    """Where to send in a training with its lessons: a lesson of it was just sent in, or its own
    editor is left for that; None if it need not be."""
    training = page.unsent_training if isinstance(page, LessonPage) else page
    if not isinstance(training, TrainingPage):
        return None
    if not may_send_in(user, training):
        return None
    return reverse("send_in", args=[training.pk])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_in(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is sent in, what is still to be done before that, and the button that does it."""
    training = get_object_or_404(TrainingPage, pk=page_id)
    user = signed_in_user(request)
    if not training.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not may_send_in(user, training):
        messages.info(request, gettext("Deze training is al ingestuurd."))
        return redirect("wagtailadmin_pages:edit", training.pk)
    edit = reverse("wagtailadmin_pages:edit", args=[training.pk])
    back = get_valid_next_url_from_request(request) or edit
    lessons = list(training.new_lessons)
    if request.method == "POST":
        try:
            services.send_in(training=training, actor=user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(edit)
        except Unfinished:
            # It stands on the page that comes now.
            pass
        else:
            said = (
                gettext("‘%(title)s’ en de lessen zijn ingestuurd. Je krijgt bericht.")
                if lessons
                else gettext("‘%(title)s’ is ingestuurd. Je krijgt bericht.")
            )
            messages.success(request, said % {"title": training.get_admin_display_title()})
            return redirect(back)
    returned = LessonPage.objects.child_of(training).filter(
        live=False, first_published_at__isnull=True
    )
    draft = training.get_latest_revision_as_object()
    return render(
        request,
        "catalogue/admin/send_in.html",
        {
            "training": training,
            "back": back,
            "lessons": lessons,
            "has_lessons": training.get_children().exists(),
            "returned": returned.exclude(pk__in=[one.pk for one in lessons]).order_by("path"),
            "draft": draft,
            "faults": faults(draft),
        },
    )


urlpatterns = [path("trainingen/<int:page_id>/insturen/", send_in, name="send_in")]
