"""Putting an edition on the site, once somebody saw what it will say and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages as admin_messages

from courses.common import clock, formats
from courses.common.errors import Refusal, add_refusal
from courses.editions import services
from courses.editions.admin.clashing import clash_in_words
from courses.editions.admin.provided import Hears, on_site, publish_providers
from courses.editions.enums import EditionStatus
from courses.editions.forms import PublishForm
from courses.editions.queries import Clash, clashes, drafts_of, editions_for_staff, other_half
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Edition


def moment_of(edition: Edition) -> str:
    if edition.starts_at is None:
        return ""
    moment = date_format(clock.local(edition.starts_at), "D j N Y, H:i")
    # After what is to come the list goes on with what is over.
    return gettext("%(moment)s (voorbij)") % {"moment": moment} if edition.is_past else moment


def seats_of(edition: Edition) -> str:
    """How many seats are taken, and how many people wait for one: `8 / 8, 3 wachten`."""
    taken = f"{edition.seats_taken} / {edition.capacity}"
    waiting: int = getattr(edition, "number_waiting", 0)
    if not waiting or edition.is_past:
        return taken
    return f"{taken}, " + ngettext("%(n)d wacht", "%(n)d wachten", waiting) % {"n": waiting}


def warning_about(edition: Edition) -> str:
    found: list[Clash] = getattr(edition, "clashes", [])
    kinds = []
    if getattr(edition, "has_few_people", False):
        kinds.append(gettext("weinig inschrijvingen"))
    if not edition.is_past and not getattr(edition, "has_trainer", True):
        kinds.append(gettext("geen trainer"))
    if any(clash.trainers for clash in found):
        kinds.append(gettext("trainer dubbel"))
    if any(clash.same_place for clash in found):
        kinds.append(gettext("plaats dubbel"))
    return ", ".join(kinds)


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft for enrolment, after asking; twice when it has begun already."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not request.user.has_perm("editions.change_edition"):
        raise PermissionDenied
    edit_url = reverse("uitvoeringen:edit", args=[pk])
    if edition.status != EditionStatus.DRAFT:
        # There is nothing to ask: it was done, perhaps by somebody else.
        messages.info(request, _published(edition))
        return redirect(edit_url)
    sent = request.POST if request.method == "POST" else None
    form = PublishForm(sent, begun=edition.has_begun)
    hear, others = _who_hears(edition), _other_drafts(request, edition)
    if form.is_valid():
        try:
            services.publish_edition(
                edition=edition, actor=signed_in_user(request), **form.cleaned_data
            )
        except Refusal as refusal:
            if refusal.field not in form.fields:
                messages.error(request, str(refusal))
                return redirect(edit_url)
            add_refusal(form, refusal)
        else:
            admin_messages.success(
                request,
                _published(edition),
                buttons=[admin_messages.button(on_site(edition), _("Bekijk op de site"))],
            )
            for one in hear:
                messages.info(request, one.after)
            _publish_too(request, [one for one in others if one.is_ticked])
            return redirect(edit_url)
    return render(
        request,
        "editions/admin/publish.html",
        {
            "hear": hear,
            "edition": edition,
            "moments": [
                (formats.period(one.starts_at, one.ends_at), one.place_note)
                for one in edition.sessions.select_related("location").order_by("starts_at", "pk")
            ],
            "others": others,
            "edit_url": edit_url,
            "form": form,
            "clashes": [clash_in_words(one) for one in clashes([edition])[edition.pk]],
            "closed": edition.closes_at is not None and edition.closes_at <= clock.now(),
        },
    )


def _who_hears(edition: Edition) -> list[Hears]:
    """Who hears of it when an edition is published."""
    return [found for provider in publish_providers if (found := provider(edition))]


@dataclass(frozen=True)
class OtherDraft:
    """Another draft of the training, that can be published in one go."""

    edition: Edition
    hear: list[Hears]
    clashes: list[str]
    is_ticked: bool


def _other_drafts(request: HttpRequest, edition: Edition) -> list[OtherDraft]:
    """Those that somebody works with; the other half of a hybrid edition goes with it anyhow."""
    half = other_half(edition)
    found = drafts_of(edition).filter(pk__in=editions_for_staff(request.user).values("pk"))
    drafts = [one for one in found if half is None or one.pk != half.pk]
    at_once, ticked = clashes(drafts), request.POST.getlist("others")
    return [
        OtherDraft(
            one,
            _who_hears(one),
            [clash_in_words(clash) for clash in at_once[one.pk]],
            str(one.pk) in ticked,
        )
        for one in drafts
    ]


def _publish_too(request: HttpRequest, chosen: Sequence[OtherDraft]) -> None:
    """Publish each by itself: what cannot be is said, and stops none of the others."""
    published: list[OtherDraft] = []
    for one in chosen:
        try:
            services.publish_edition(edition=one.edition, actor=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, f"{one.edition}: {refusal}")
        else:
            published.append(one)
    if published:
        names = ", ".join(str(one.edition) for one in published)
        messages.success(request, gettext("Ook op de site: %(names)s.") % {"names": names})
    for one in published:
        for heard in one.hear:
            messages.info(request, f"{one.edition}: {heard.after}")


def _published(edition: Edition) -> str:
    if edition.status == EditionStatus.CANCELLED:
        return gettext("Deze uitvoering gaat niet door. Publiceren kan niet meer.")
    if edition.has_begun:
        return gettext("De uitvoering is gepubliceerd. Schrijf zelf in wie erbij was.")
    return gettext("De uitvoering staat op de site.")


urlpatterns: list[URLPattern] = [
    path("uitvoeringen/<int:pk>/publiceer/", publish, name="edition_publish"),
]
