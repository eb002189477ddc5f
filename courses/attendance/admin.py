"""Participants and attendance in the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import TitleColumn

from courses.attendance import queries, services
from courses.attendance.enums import Turn
from courses.attendance.forms import AttendanceForm
from courses.common import clock, formats, spreadsheets
from courses.common.edit_conflicts import FIELD, TAKE, Conflict, token
from courses.common.errors import Refusal
from courses.common.list_views import RestrictedListView
from courses.common.visitors import account_of
from courses.editions.models import Edition, Session
from courses.editions.queries import editions_for_staff
from courses.enrolment.answers import answers_in
from courses.notices.queries import notes_about
from courses.people.queries import is_coordinator, is_trainer

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from courses.attendance.models import Attendance
    from courses.attendance.queries import Sheet
    from courses.attendance.services import SaveResult
    from courses.people.models import User


class AttendanceMenuItem(MenuItem):
    """Only for who gives or runs trainings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_trainer(request.user) or is_coordinator(request.user)


class SessionsView(RestrictedListView):
    """A trainer's own sessions, or all of them for a coordinator: what comes first stands first."""

    model = Session
    page_title = _("Deelnemers en presentie")
    header_icon = "group"
    index_url_name = "attendance_editions"
    index_results_url_name = "attendance_editions_results"
    results_template_name = "attendance/admin/sessions_results.html"
    search_fields = ["edition__training__title", "venue", "edition__venue"]
    columns = [
        TitleColumn("edition", label=_("Training"), accessor="edition.training.title"),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        if not (is_trainer(request.user) or is_coordinator(request.user)):
            raise PermissionDenied

    def get_base_queryset(self) -> QuerySet[Session]:
        seen = editions_for_staff(self.request.user).order_by().values("pk")
        sessions: QuerySet[Session] = queries.what_comes_first(now=clock.now()).filter(
            edition__in=seen
        )
        return sessions

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        return {**context, "turns": Turn.choices, "now": clock.now()}


@require_GET
def sessions_left(request: HttpRequest) -> HttpResponse:
    """The sessions of which it is still to be said who was there; each leads to its list."""
    if not (is_trainer(request.user) or is_coordinator(request.user)):
        raise PermissionDenied
    seen = editions_for_staff(request.user).order_by().values("pk")
    sessions = queries.sessions_to_mark(now=clock.now()).filter(edition__in=seen)
    title = gettext("Vul in wie er was")
    response = render(
        request,
        "attendance/admin/left.html",
        {
            "sessions": sessions,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("attendance_editions"), "label": SessionsView.page_title},
                {"url": "", "label": title},
            ],
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _moment(moment: datetime | None) -> str:
    return date_format(clock.local(moment), "D j F Y, H:i") if moment else ""


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part and who was there; a trainer sees only own editions."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    sheet = queries.sheet(edition)
    form = AttendanceForm(sheet, request.POST if request.method == "POST" else None)
    # From the page of one session, to close what is kept: without the ticks of this page.
    without_ticks = form.is_bound and "shown" not in request.POST
    if form.is_bound and TAKE in request.POST:
        form = AttendanceForm(sheet, form.with_news(sheet, request.POST[TAKE].split(",")))
    came_from = _session_it_came_from(request, sheet) if without_ticks else None
    problems: list[str] = []
    conflict: Conflict | None = None
    if request.method == "POST" and "back" not in request.POST:
        try:
            problems, asked = _save(request, edition, form)
        except Conflict as found:
            conflict, asked = found, None
            sheet = queries.sheet(edition)
            form = AttendanceForm(sheet, form.with_news(sheet))
        if asked is not None:
            return ask_about_consequences(request, edition, asked, form.sent, action=request.path)
        if came_from is not None:
            for problem in problems:
                messages.error(request, problem)
            return redirect("attendance_session", pk=edition.pk, session_pk=came_from.pk)
        if not problems and conflict is None:
            return redirect("attendance_sheet", pk=edition.pk)
    if came_from is not None:
        return redirect("attendance_session", pk=edition.pk, session_pk=came_from.pk)
    if without_ticks:
        form = AttendanceForm(sheet)
    response = render(
        request,
        "attendance/admin/sheet.html",
        {
            "edition": edition,
            "form": form,
            "problems": problems,
            "conflict": conflict,
            "snapshot_token": (
                form.data[FIELD]
                if form.is_bound and FIELD in form.data and conflict is None
                else token(queries.cells(sheet))
            ),
            "answers": answers_in(edition, on_sheet=True),
            "noted": notes_about(edition),
            "closed": queries.closed_list(edition),
            "may_reopen": queries.may_be_reopened(edition),
            "may_change_rules": request.user.has_perm("editions.change_edition"),
            "may_close": queries.all_have_begun(form.sheet.sessions),
            "gaps": queries.gaps(sheet),
            "shown": form.shown_session,
            "header_title": str(edition),
            "columns": [
                {"session": one, "begins": _moment(one.starts_at)} for one in form.sheet.sessions
            ],
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("attendance_editions"), "label": SessionsView.page_title},
                {"url": "", "label": str(edition)},
            ],
        },
        status=422 if problems else 409 if conflict else 200,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _session_it_came_from(request: HttpRequest, sheet: Sheet) -> Session | None:
    """From the list of which session the whole list is closed: there one goes back to."""
    chosen = request.POST.get("from_session", "")
    return next((one for one in sheet.sessions if str(one.pk) == chosen), None)


def _save(
    request: HttpRequest, edition: Edition, form: AttendanceForm
) -> tuple[list[str], SaveResult | None]:
    """Keep what was ticked, all of it or nothing; returns what is wrong, and what to ask first."""
    if not form.is_valid():
        return form.problems(), None

    closing = request.POST.get("action") == "close"
    try:
        saved = services.save_list(
            edition=edition,
            save=lambda: _mark(form, account_of(request)),
            close=closing,
            agreed=request.POST.get("agreed", ""),
            actor=account_of(request),
        )
    except Conflict:
        raise
    except Refusal as refusal:
        return [str(refusal)], None
    if not saved.kept:
        return [], saved
    if closing:
        messages.success(request, " ".join([gettext("De lijst is klaar."), *_told(saved)]))
    elif saved.changed:
        messages.success(request, gettext("De presentie is bewaard."))
    else:
        messages.info(request, gettext("Er is niets veranderd."))
    return [], None


def _told(saved: SaveResult) -> list[str]:
    """What followed, in numbers, and who hears of it: names were on the page that asked."""
    return [
        f"{one.heading}: {len(one.names)}." + (f" {one.note}" if one.note else "")
        for one in saved.consequences
    ]


def _mark(form: AttendanceForm, actor: User) -> int:
    """Keep what was ticked of every session; how many marks changed.

    Raises:
        Conflict: with what somebody else marked meanwhile, of all sessions together.
    """
    changed, conflicts = 0, []
    for session, present, absent in form.marks():
        try:
            changed += services.mark_attendance(
                session=session, present=present, absent=absent, actor=actor, snapshot=form.snapshot
            )
        except Conflict as conflict:
            conflicts.append(conflict)
    if conflicts:
        raise Conflict([one for each in conflicts for one in each.differences], {})
    return changed


def ask_about_consequences(
    request: HttpRequest,
    edition: Edition,
    saved: SaveResult,
    sent: QueryDict,
    *,
    action: str,
) -> HttpResponse:
    """What follows from what was `sent`, and whether that is meant; it goes along to `action`."""
    response = render(
        request,
        "attendance/admin/consequences.html",
        {
            "edition": edition,
            "action": action,
            "closing": request.POST.get("action") == "close",
            "saved": saved,
            "sent": [
                (name, value)
                for name, values in sent.lists()
                if name not in {"csrfmiddlewaretoken", "agreed", "back", TAKE}
                for value in values
            ],
            "header_title": str(edition),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("attendance_editions"), "label": SessionsView.page_title},
                {"url": reverse("attendance_sheet", args=[edition.pk]), "label": str(edition)},
                {"url": "", "label": gettext("Klopt dit?")},
            ],
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed list again, after saying what that does."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if request.method == "POST":
        try:
            services.reopen_list(edition=edition, actor=account_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("De lijst is weer open."))
        return redirect("attendance_sheet", pk=pk)
    if not queries.may_be_reopened(edition):
        return redirect("attendance_sheet", pk=pk)
    response = render(
        request,
        "attendance/admin/reopen.html",
        {
            "edition": edition,
            "header_title": str(edition),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": reverse("attendance_editions"), "label": SessionsView.page_title},
                {"url": reverse("attendance_sheet", args=[edition.pk]), "label": str(edition)},
                {"url": "", "label": gettext("De lijst weer openen")},
            ],
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def participants_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The participants as a file for a spreadsheet."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    sheet = queries.sheet(edition)
    header = [
        gettext("Achternaam"),
        gettext("Voornaam"),
        gettext("E-mailadres"),
        gettext("Achtergrond"),
        gettext("Organisatie"),
        gettext("Status"),
        *(formats.period(one.starts_at, one.ends_at) for one in sheet.sessions),
    ]
    rows = [
        [
            row.enrolment.person.last_name,
            row.enrolment.person.first_name,
            row.enrolment.person.email,
            row.enrolment.person.get_background_display(),
            row.enrolment.person.partner,
            row.enrolment.get_status_display(),
            *(_in_words(row.attendances[one.pk]) for one in sheet.sessions),
        ]
        for row in sheet.rows
    ]
    return spreadsheets.csv_response(f"deelnemers-{slugify(edition)}.csv", header, rows)


def _in_words(attendance: Attendance | None) -> str:
    """`aanwezig`, `ingehaald (3-3-2026 19:00)`; nothing where nothing is known."""
    if attendance is None:
        return ""
    word = str(attendance.get_mark_display()).lower()
    where = attendance.caught_up_where
    return f"{word} ({where})" if where else word


urlpatterns = [
    path("presentie/", SessionsView.as_view(), name="attendance_editions"),
    path(
        "presentie/resultaten/",
        SessionsView.as_view(results_only=True),
        name="attendance_editions_results",
    ),
    path("presentie/in-te-vullen/", sessions_left, name="attendance_left"),
    path("presentie/<int:pk>/", attendance_sheet, name="attendance_sheet"),
    path("presentie/<int:pk>/weer-open/", reopen, name="attendance_reopen"),
    path("presentie/<int:pk>/deelnemers.csv", participants_csv, name="attendance_csv"),
]
