"""Someone's own details."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.common import addresses
from courses.people import queries, services
from courses.people.forms import ProfileForm
from courses.people.models import User


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """See and change what we know of you."""
    person = User.objects.get(pk=request.user.pk or 0)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=form.instance, changed=form.changed_data)
        messages.success(request, _("Je gegevens zijn bewaard."))
        return redirect("people:profile")
    return render(
        request,
        "people/profile.html",
        {
            "form": form,
            "crumbs": [
                (_("Home"), "/"),
                (_("Mijn academie"), addresses.MINE),
                (_("Mijn gegevens"), None),
            ],
        },
    )


@login_required
@never_cache
@require_POST
def forget_browsers(request: HttpRequest) -> HttpResponse:
    """Make strangers of the browsers in which you signed in before."""
    services.forget_browsers(person=User.objects.get(pk=request.user.pk or 0))
    messages.success(request, _("Klaar. Wij kennen je apparaten niet meer."))
    return redirect("people:profile")


@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that we know of you, as a file. It changes nothing, so a link will do."""
    person = User.objects.select_related("partner").get(pk=request.user.pk or 0)
    text = queries.as_text(queries.export_personal_data(person))
    return HttpResponse(
        # Half a sign, which somebody's programme may have sent, has no place in a file.
        text.encode(errors="replace"),
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="mijn-gegevens.json"',
            "Cache-Control": "private, no-store",
        },
    )
