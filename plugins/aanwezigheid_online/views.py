"""The pages of a trainer: the sessions, and for each the way from a report to the presence list.

Three steps at one address: choosing the report, saying who is who where that is in doubt, and
confirming what is filled in. Until the last nothing is kept: the report goes along in the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.attendance.services import refuse_if_not_open
from courses.common import clock, formats, retention
from courses.common.errors import add_refusal
from courses.plugin_api.api import CourseContext, Refusal
from courses.plugin_files.services import refuse_viruses
from plugins.aanwezigheid_online import queries, services
from plugins.aanwezigheid_online.cells import MOST_BYTES
from plugins.aanwezigheid_online.forms import (
    TakeOverForm,
    UploadForm,
    WhoForm,
    first_answers,
    sealed,
    unsealed,
)
from plugins.aanwezigheid_online.links import list_of, path_to
from plugins.aanwezigheid_online.matching import Certainty
from plugins.aanwezigheid_online.periods import KEPT
from plugins.aanwezigheid_online.presence import rules_of
from plugins.aanwezigheid_online.queries import Change
from plugins.aanwezigheid_online.reports import read_reports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BoundField

    from courses.attendance.enums import Mark
    from courses.attendance.services import SaveResult
    from courses.editions.models import Session
    from courses.people.models import User
    from plugins.aanwezigheid_online.matching import Group, Match
    from plugins.aanwezigheid_online.queries import Outcome
    from plugins.aanwezigheid_online.reports import Report

PAGE_SIZE = 20


@require_safe
def session_list(request: HttpRequest, course: CourseContext) -> HttpResponse:
    """The sessions of which the reader keeps the list and whose day has come, the latest first."""
    until = clock.moment_of(clock.today() + timedelta(days=1))
    sessions = queries.sessions_for(request.user, course.training_id).filter(starts_at__lt=until)
    page_obj = Paginator(queries.with_how_far(sessions), PAGE_SIZE).get_page(
        request.GET.get("pagina")
    )
    rows = [(one, course.url + path_to(one)) for one in page_obj]
    values = {"page_obj": page_obj, "rows": rows}
    return _page(request, "sessions.html", course, _("Presentie uit Zoom of Teams"), values)


@require_http_methods(["GET", "HEAD", "POST"])
def session_report(request: HttpRequest, course: CourseContext, session_pk: int) -> HttpResponse:
    """One session: a report comes in, and becomes presence."""
    session = queries.sessions_for(request.user, course.training_id).filter(pk=session_pk).first()
    if session is None:
        raise Http404
    step = _Step(request, course, session, _account_of(request))
    if request.method != "POST" or "opnieuw" in request.POST:
        return step.upload_page(UploadForm())
    if "rapport" not in request.POST:
        return step.read()
    report = unsealed(request.POST["rapport"], session, step.user)
    if report is None:
        form = UploadForm()
        return step.upload_page(
            form, problem=_("Deze pagina is te oud. Kies het rapport nog een keer."), status=422
        )
    return step.go_on(report)


@dataclass(frozen=True)
class _Step:
    """One request about a session, with who asks."""

    request: HttpRequest
    course: CourseContext
    session: Session
    user: User

    # --- The report ---

    def upload_page(
        self, form: UploadForm, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        """Where one chooses the report; with what an earlier one came to."""
        try:
            refuse_if_not_open(self.session, self.session.edition)
            closed = ""
        except Refusal as refusal:
            closed = str(refusal)
        return self._page(
            "upload.html",
            {
                "form": form,
                "problem": problem,
                "closed": closed,
                "rules": rules_of(self.course.settings),
                "needed": rules_of(self.course.settings).needed(queries.span_of(self.session)),
                "kept_for": retention.in_words(KEPT.days),
                "presences": list(queries.presences_at(self.session)),
            },
            status=status,
        )

    def read(self) -> HttpResponse:
        """Read the report that was sent; on to who is who, or to what would be filled in."""
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.upload_page(form, status=422)
        try:
            refuse_if_not_open(self.session, self.session.edition)
            for one in form.cleaned_data["file"]:
                refuse_viruses(upload=one)
            report = read_reports(
                [one.read(MOST_BYTES + 1) for one in form.cleaned_data["file"]],
                queries.span_of(self.session),
                shift=timedelta(hours=int(form.cleaned_data["shift"])),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.upload_page(form, status=422)
        group = queries.group_of(self.session.edition)
        matches = self._matches(report, group)
        if any(one.asks for one in matches):
            return self.who_page(report, WhoForm(None, matches=matches, group=group))
        who = WhoForm(first_answers(matches), matches=matches, group=group)
        return self._confirm(report, who, group) if who.is_valid() else self.who_page(report, who)

    # --- Who is who ---

    def _matches(self, report: Report, group: Group) -> list[Match]:
        rules = rules_of(self.course.settings)
        return queries.matches_in(report, group, queries.span_of(self.session), rules)

    def who_page(self, report: Report, form: WhoForm, *, status: int = 200) -> HttpResponse:
        """Everybody in the report: who is in doubt first."""
        span, rules = queries.span_of(self.session), rules_of(self.course.settings)
        rows = [
            _Row(match, who, also, queries.stay_in(match.attendee, span, rules).minutes)
            for match, who, also in form.rows
        ]
        return self._page(
            "who.html",
            {
                "form": form,
                "doubts": [one for one in rows if one.match.asks],
                "certain": [one for one in rows if one.match.is_certain],
                "others": [one for one in rows if not one.match.asks and not one.match.is_certain],
                "report": report,
                "sealed": sealed(report, self.session, self.user),
                "opens": any(
                    one.who.errors or one.also.errors for one in rows if not one.match.asks
                )
                or not any(one.match.asks for one in rows),
            },
            status=status,
        )

    # --- What is filled in ---

    def go_on(self, report: Report) -> HttpResponse:
        """What was chosen: to the next page, or kept."""
        group = queries.group_of(self.session.edition)
        matches = self._matches(report, group)
        data = self.request.POST
        form = WhoForm(data, matches=matches, group=group)
        if not form.is_valid():
            return self.who_page(report, form, status=422)
        if "wie" in data:
            # Back to change something: what was chosen stays chosen.
            return self.who_page(report, form)
        if "bewaar" not in data and "agreed" not in data:
            return self._confirm(report, form, group)
        return self._keep(report, form, group, data)

    def _outcomes(self, report: Report, form: WhoForm, group: Group) -> list[Outcome]:
        rules = rules_of(self.course.settings)
        return queries.outcomes_of(self.session, report, form.seen(), group, rules)

    def _confirm(
        self, report: Report, form: WhoForm, group: Group, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        outcomes = self._outcomes(report, form, group)
        rules = rules_of(self.course.settings)
        changing = [one for one in outcomes if one.change != Change.SAME]
        return self._page(
            "confirm.html",
            {
                "report": report,
                "sealed": sealed(report, self.session, self.user),
                "answers": form.answers(),
                "problem": problem,
                "rules": rules,
                "needed": rules.needed(queries.span_of(self.session)),
                "changes": [one for one in changing if one.is_taken_over],
                "less": [one for one in changing if one.change == Change.LESS],
                "by_hand": [one for one in changing if one.change == Change.BY_HAND],
                "same": [one for one in outcomes if one.change == Change.SAME],
                "nothing_changes": not changing,
                "unknown": [
                    match.attendee.name
                    for match, who, _also in form.rows
                    if who.value() == "niemand" and match.certainty != Certainty.RECORDER
                ],
            },
            status=status,
        )

    def _keep(self, report: Report, form: WhoForm, group: Group, data: QueryDict) -> HttpResponse:
        outcomes = self._outcomes(report, form, group)
        take = TakeOverForm(data, outcomes=outcomes)
        if not take.is_valid():
            problem = _("De groep is intussen veranderd. Kijk de lijst nog eens na.")
            return self._confirm(report, form, group, problem=problem, status=422)
        try:
            kept = services.keep_report(
                session=self.session,
                outcomes=outcomes,
                taken_over=set(take.cleaned_data["take"]),
                shown=take.shown,
                agreed=data.get("agreed", ""),
                actor=self.user,
            )
        except Refusal as refusal:
            return self._confirm(report, form, group, problem=str(refusal), status=422)
        if not kept.saved.kept:
            return self._ask(kept.saved, data)
        self._tell(kept.saved.changed, kept.newer, group)
        return redirect(list_of(self.session))

    def _ask(self, saved: SaveResult, data: QueryDict) -> HttpResponse:
        """What follows for certificates from a change in a list that was closed."""
        sent = [
            (name, value)
            for name, values in data.lists()
            if name not in {"csrfmiddlewaretoken", "agreed", "wie"}
            for value in values
        ]
        return self._page("consequences.html", {"saved": saved, "sent": sent})

    def _tell(self, changed: int, newer: Mapping[int, Mark | None], group: Group) -> None:
        if changed:
            said = ngettext(
                "De presentie van %(n)d deelnemer is ingevuld.",
                "De presentie van %(n)d deelnemers is ingevuld.",
                changed,
            )
            messages.success(self.request, said % {"n": changed})
        else:
            messages.info(self.request, _("Er is niets veranderd op de presentielijst."))
        for pk, mark in newer.items():
            messages.warning(
                self.request,
                _("%(name)s: iemand anders was je voor. Er staat nu: %(mark)s.")
                % {
                    "name": group.enrolments[pk].person.name,
                    "mark": str(mark.label).lower() if mark else _("nog niets"),
                },
            )

    def _page(
        self, template: str, values: Mapping[str, object], *, status: int = 200
    ) -> HttpResponse:
        when = formats.period(self.session.starts_at, self.session.ends_at)
        return _page(
            self.request,
            template,
            self.course,
            _("Presentie uit Zoom of Teams"),
            {
                "session": self.session,
                "when": when,
                "own_url": self.course.url + path_to(self.session),
                "list_url": list_of(self.session),
                **values,
            },
            last=when,
            status=status,
        )


@dataclass(frozen=True)
class _Row:
    """Somebody in the report, with the fields that say who it is."""

    match: Match
    who: BoundField
    also: BoundField
    minutes: int


def _page(
    request: HttpRequest,
    template: str,
    course: CourseContext,
    title: str,
    values: Mapping[str, object],
    *,
    last: str = "",
    status: int = 200,
) -> HttpResponse:
    above = [(title, course.url)] if last else []
    context = {**course.page_values(last or title, *above), "title": title, **values}
    return render(request, f"aanwezigheid_online/{template}", context, status=status)


def _account_of(request: HttpRequest) -> User:
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user
