"""What staff do with enrolments in the administration."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from courses.common.errors import Refusal
from courses.editions.queries import editions_for_staff
from courses.enrolment import services
from courses.enrolment.enums import ACTIVE
from courses.enrolment.models import Enrolment


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an edition off, after asking; everyone in it or waiting for it gets a mail."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not request.user.has_perm("editions.change_edition"):
        raise PermissionDenied
    edit_url = reverse("uitvoeringen:edit", args=[pk])
    if request.method == "POST":
        try:
            services.cancel_edition(edition=edition, actor=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, gettext("De uitvoering gaat niet door. Iedereen krijgt bericht.")
            )
        return redirect(edit_url)
    told = Enrolment.objects.filter(edition=edition, status__in=ACTIVE).count()
    return render(
        request,
        "enrolment/admin/cancel.html",
        {"edition": edition, "edit_url": edit_url, "told": told},
    )
