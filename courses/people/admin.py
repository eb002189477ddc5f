"""A person's page in the administration, and what staff do there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic import EditView
from wagtail.users.utils import user_can_delete_user

from courses.common import clock
from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.errors import Refusal, add_refusal
from courses.common.mail import absolute_url
from courses.common.prepared_statements import planned_once
from courses.people import claiming, erasing, person_page, queries, services, timeline
from courses.people.enums import LETTER_TAKES, ContactWay
from courses.people.forms import DetailsForm
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.forms import BaseModelForm
    from django.http import HttpRequest, HttpResponse

    from courses.common.edit_conflicts import Facts

FEW_ROWS, FEW_LINES = 10, timeline.NEWEST - 1
"""How many rows of each section, and lines of the timeline, the page shows until somebody asks for
all."""


@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the academy knows of somebody and who looks may see."""
    viewer = queries.signed_in_user(request)
    with planned_once():
        somebody = queries.person_for_staff(viewer, pk)
        if somebody is None:
            raise Http404
        context = _known_of(somebody, viewer, shows_all="alles" in request.GET)
    return render(request, "people/admin/person.html", context)


def _known_of(somebody: User, viewer: User, *, shows_all: bool) -> dict[str, object]:
    # One line more than is shown, to know whether there are more.
    lines = timeline.lines_about(somebody, viewer=viewer, most=None if shows_all else FEW_LINES + 1)
    most = None if shows_all else FEW_ROWS
    return {
        "person": somebody,
        **_erasing(somebody, viewer),
        "may_manage": queries.may_manage(viewer, somebody),
        "sees_everything": queries.sees_everybody(viewer),
        "way": queries.way_to_reach(somebody),
        "ways": queries.ways_to_reach(somebody),
        "warnings": person_page.warnings_about(somebody, viewer=viewer),
        "letter_takes": LETTER_TAKES,
        "actions": person_page.actions_for(somebody, viewer=viewer),
        "sections": person_page.sections_about(somebody, viewer=viewer, most=most),
        "lines": lines if shows_all else lines[:FEW_LINES],
        "has_older_lines": not shows_all and len(lines) > FEW_LINES,
    }


def _erasing(somebody: User, viewer: User) -> dict[str, object]:
    """Where one erases somebody, for who may; else whom one asks to."""
    if not queries.sees_everybody(viewer):
        return {}
    known = {
        "erase_wanted": queries.wants_to_be_erased(somebody),
        "may_note_erasing": queries.may_manage(viewer, somebody),
    }
    if user_can_delete_user(viewer, somebody):
        return {**known, "erase_url": reverse("wagtailusers_users:delete", args=[somebody.pk])}
    return {
        **known,
        "erasers": queries.who_may_erase(),
        "person_url": absolute_url(reverse("person_page", args=[somebody.pk])),
    }


_TOLD = {
    ContactWay.MAIL: _("De code gaat met een mail mee."),
    ContactWay.LETTER: _("De brief met de code staat klaar bij “Brieven”."),
    ContactWay.TELEPHONE: _("Deze persoon staat op de bellijst, met de code."),
}
"""What becomes of a code that is told."""


@never_cache
def claim_code(request: HttpRequest, pk: int) -> HttpResponse:
    """A code with which somebody takes over the account that staff made: shown once, or told by
    letter or in a call."""
    somebody = get_object_or_404(User, pk=pk)
    actor = queries.signed_in_user(request)
    if not queries.may_manage(actor, somebody):
        raise PermissionDenied
    code = ""
    if request.method == "POST":
        try:
            tell = "tell" in request.POST
            code = claiming.make_claim_code(person=somebody, actor=actor, tell=tell)
        except Refusal as no:
            messages.error(request, str(no))
            return redirect("person_page", pk=pk)
        if tell:
            messages.success(request, _TOLD[queries.way_to_reach(somebody)])
            return redirect("person_page", pk=pk)
    return render(
        request,
        "people/admin/claim_code.html",
        {
            "person": somebody,
            "code": code,
            "days": claiming.DAYS,
            "address": absolute_url(reverse("people:claim")),
            "way": queries.way_to_reach(somebody),
            "is_open": bool(somebody.claim_until and somebody.claim_until > clock.now()),
        },
    )


@never_cache
@require_POST
def keep_after_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an account of who asked to be erased, on that person's behalf."""
    somebody = get_object_or_404(User, pk=pk)
    try:
        erasing.cancel_erasure(person=somebody, actor=queries.signed_in_user(request))
    except Refusal as no:
        raise PermissionDenied from no
    messages.success(request, gettext("Dit account wordt niet gewist."))
    return redirect("person_page", pk=pk)


@require_POST
def erase_wanted(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that somebody asked to be erased, or that it is not so after all."""
    somebody, wanted = get_object_or_404(User, pk=pk), "not" not in request.POST
    try:
        services.note_erase_wanted(
            person=somebody, wanted=wanted, actor=queries.signed_in_user(request)
        )
    except Refusal as no:
        raise PermissionDenied from no
    messages.success(
        request,
        gettext("Genoteerd. De beheerder ziet dit bij “Vandaag” tot het gedaan is.")
        if wanted
        else gettext("Genoteerd: deze persoon wil niet gewist worden."),
    )
    return redirect(f"{reverse('person_page', args=[pk])}#erasing")


BACK = "terug"
"""Names in an address the page where one came from."""


class DetailsView(EditConflictMixin[User], EditView):
    """Put right who somebody is and how to reach him or her."""

    model = User
    form_class = DetailsForm
    page_title = _("Gegevens wijzigen")
    header_icon = "user"
    success_message = _("De gegevens zijn bewaard.")
    error_message = _("Er klopt nog iets niet. Er is niets bewaard.")
    permission_policy = None
    template_name = "people/admin/details.html"

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        found: User = super().get_object(queryset)
        if not queries.may_manage(self.request.user, found):
            raise PermissionDenied
        return found

    def facts(self, instance: User) -> Facts:
        facts = dict(super().facts(instance))
        if queries.signs_in(instance):
            facts.pop("email", None)
        return facts

    def save_instance(self) -> User:
        return services.correct_details(
            person=self.form.instance,
            changed=self.form.changed_data,
            actor=queries.signed_in_user(self.request),
            snapshot=self.shown,
        )

    def form_valid(self, form: BaseModelForm[User]) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Refusal as no:
            add_refusal(form, no)
            response = self.form_invalid(form)
        else:
            for said in getattr(form.instance, "followed", ()):
                messages.info(self.request, said)
        return response

    def get_edit_url(self) -> str:
        return reverse("person_details", args=[self.object.pk])

    @property
    def back(self) -> str:
        """The page of ours where one came from, such as a call; else nothing."""
        page = str(self.request.POST.get(BACK) or self.request.GET.get(BACK, ""))
        is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
        return page if is_ours else ""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {**context, "back_name": BACK, "back": self.back}

    def get_success_url(self) -> str:
        if self.back:
            return self.back
        return reverse("person_page", args=[self.object.pk])

    def get_success_buttons(self) -> list[object]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailusers_users:index"), "label": gettext("Personen")},
            {"url": self.get_success_url(), "label": self.object.name},
            {"url": "", "label": str(self.page_title)},
        ]


# --- What this part itself adds to the page ------------------------------------------------------


@person_page.provide_actions
def own_actions(somebody: User, viewer: User) -> Iterable[person_page.Action]:
    """Change the details; the account with its roles only for who gives those out."""
    if queries.may_manage(viewer, somebody):
        url = reverse("person_details", args=[somebody.pk])
        yield person_page.Action(_("Wijzig gegevens"), url)
        if claiming.can_be_claimed(somebody):
            url = reverse("person_claim_code", args=[somebody.pk])
            yield person_page.Action(_("Code om zelf in te loggen"), url)
        url = reverse("person_merge_choose", args=[somebody.pk])
        yield person_page.Action(_("Voeg samen"), url)
    if viewer.has_perm("people.change_user") and (viewer.is_superuser or not somebody.is_superuser):
        url = reverse("wagtailusers_users:edit", args=[somebody.pk])
        yield person_page.Action(_("Account en rollen"), url)


@timeline.provide
def own_lines(somebody: User, viewer: User, most: int | None) -> Iterable[timeline.Line]:
    """What was changed in the account; of somebody else only for who sees everything."""
    if not queries.sees_everybody(viewer):
        return
    logged = timeline.logged(User, {somebody.pk: ("", "")}, person=somebody, most=most)
    # Of who was made by the academy the log says so, and by whom.
    if gettext("Account gemaakt door de academie") not in {str(one.sentence) for one in logged}:
        yield timeline.Line(somebody.date_joined, gettext("Account gemaakt"))
    if somebody.last_login:
        yield timeline.Line(somebody.last_login, gettext("Voor het laatst ingelogd"))
    yield from logged
