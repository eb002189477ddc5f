"""One session at a time, on a telephone in the room or from a sheet of paper; press by press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.attendance import queries, rendering, services, session_links
from courses.attendance.admin import SessionsView, ask_about_consequences
from courses.attendance.codes import code_of, readable
from courses.attendance.criteria import what_missing_does
from courses.attendance.enums import BEFORE_THE_DAY, MISSED, Mark
from courses.attendance.forms import CaughtUpForm, PressesForm
from courses.attendance.models import MarkChange
from courses.attendance.presses import (
    enrolment_of,
    keep_undo,
    keep_undone,
    press,
    take_undo,
    take_undone,
    undo_of,
)
from courses.attendance.services import EditResult, MarkEdit
from courses.catalogue.queries import infopunt
from courses.common import clock, formats, qr
from courses.common.addresses import CHECK_IN
from courses.common.errors import Refusal, add_refusal
from courses.common.mail import absolute_url
from courses.common.pdf import MissingGlyphs, PdfUnavailable
from courses.common.visitors import account_of
from courses.editions import room_codes
from courses.editions.queries import editions_for_staff
from courses.enrolment.queries import participants
from courses.enrolment.staff_access import edition_to_change, may_change, way_back
from courses.notices.queries import notes_about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from courses.attendance.models import Attendance
    from courses.attendance.queries import SheetRow
    from courses.editions.models import Edition, Session
    from courses.enrolment.models import Enrolment


@dataclass(frozen=True)
class PressButton:
    """What one press says of a participant. Once more changes nothing: who presses twice by
    accident would else take away what was said."""

    mark: Mark
    value: str
    pressed: bool


@dataclass(frozen=True)
class SessionRow:
    """A participant on the list of one session."""

    row: SheetRow
    session: Session
    attendance: Attendance | None
    buttons: list[PressButton]
    notes: list[str]
    """What was noted of this participant in a call."""

    @property
    def beforehand(self) -> PressButton:
        """What can be said before the day: is not there this time, or comes after all."""
        return beforehand(self.row.enrolment.pk, self.known)

    @property
    def known(self) -> str:
        """What is known, as a press says it."""
        return self.attendance.mark if self.attendance else ""

    @property
    def is_asked(self) -> bool:
        """Whether it is to be said if this participant was there."""
        return queries.is_asked(self.row.enrolment, self.session)

    @property
    def is_for_later(self) -> bool:
        """Whether nothing has to be said: this participant was not in the group yet."""
        return self.row.is_for_later(self.session)

    @property
    def is_written_down_later(self) -> bool:
        """Whether nothing has to be said though this participant may have been there: who was
        written down when all was over."""
        return not (self.known or self.is_asked or self.is_for_later)

    @property
    def was_missed(self) -> bool:
        """Whether this participant was not there, and so may catch up."""
        return self.known in MISSED

    @property
    def is_by_self(self) -> bool:
        """Whether the participant said so, with the code of the session."""
        return (
            self.attendance is not None
            and self.attendance.marked_by_id == self.row.enrolment.person_id
        )


def beforehand(enrolment_id: int, known: str) -> PressButton:
    """The press that signs somebody off for one session, or takes that back."""
    is_off = known == Mark.EXCUSED
    value = press(enrolment_id, known, "" if is_off else Mark.EXCUSED)
    return PressButton(Mark.EXCUSED, value, pressed=is_off)


def rows_of(sheet: queries.Sheet, session: Session) -> list[SessionRow]:
    """The rows of the list of one session, with their buttons."""
    rows = []
    noted = notes_about(sheet.edition)
    for row in sheet.rows:
        attendance = row.attendances[session.pk]
        known = attendance.mark if attendance else ""
        buttons = [
            PressButton(
                mark,
                press(row.enrolment.pk, known, mark),
                pressed=mark == known,
            )
            for mark in Mark
            if mark != Mark.CAUGHT_UP
        ]
        notes = [call.note for call in noted.get(row.enrolment.person_id, ())]
        rows.append(SessionRow(row, session, attendance, buttons, notes))
    return rows


def session_for_staff(request: HttpRequest, pk: int, session_pk: int) -> Session:
    """A session of an edition that this person works with.

    Raises:
        Http404: it is none.
    """
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    session: Session = get_object_or_404(edition.sessions, pk=session_pk)
    session.edition = edition
    return session


@require_safe
def session_of_today(request: HttpRequest, pk: int) -> HttpResponse:
    """To the list of the session that is today, or the one that was last."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    session = queries.session_to_mark(edition)
    if session is None:
        return redirect("attendance_sheet", pk=edition.pk)
    return redirect("attendance_session", pk=edition.pk, session_pk=session.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_sheet(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The list of one session. A press is saved at once, with a script or without."""
    session = session_for_staff(request, pk, session_pk)
    if request.method == "POST" and "back" not in request.POST:
        return _save(request, session)
    edition = session.edition
    sheet = queries.sheet(edition)
    rows = rows_of(sheet, session)
    place = sheet.sessions.index(session)
    closed = queries.closed_list(edition)
    undo, undone = take_undo(request, session), take_undone(request, session)
    open_sessions = {gap.session for gap in queries.gaps(sheet)}
    return render(
        request,
        "attendance/admin/session.html",
        {
            "edition": edition,
            "session": session,
            "number": place + 1,
            "earlier": sheet.sessions[place - 1] if place else None,
            "later": sheet.sessions[place + 1] if place + 1 < len(sheet.sessions) else None,
            "rows": rows,
            "room_codes": room_codes.codes_of(session),
            "plugin_links": session_links.links_of(session),
            "counted": _counted(rows),
            "can_be_marked": queries.can_be_marked(session),
            "can_catch_up": queries.can_be_caught_up(session, sheet),
            "may_change_rules": request.user.has_perm("editions.change_edition"),
            "closed": closed,
            "may_reopen": closed is not None and queries.may_be_reopened(edition),
            "is_open": session in open_sessions,
            "may_finish": not closed
            and queries.all_have_begun(sheet.sessions)
            and open_sessions <= {session},
            # Where a certificate may have followed, a press is asked about on a page of its own.
            "is_live": queries.can_be_marked(session) and not queries.was_closed(edition),
            "may_add": may_change(request.user),
            # Before the day nobody is away yet, and a place can still go to somebody else.
            "may_sign_off": may_change(request.user) and not queries.can_be_marked(session),
            "has_more_sessions": len(sheet.sessions) > 1,
            **_trainers_who_cannot(request, session),
            "undo": undo,
            "undo_label": _undo_label(undo, rows),
            "undone_label": _undone_label(undone, rows),
            "saved": {enrolment_of(one) for one in undo} | set(undone),
            "header_title": str(edition),
            "breadcrumbs_items": breadcrumbs(
                edition, formats.period(session.starts_at, session.ends_at)
            ),
        },
    )


def _trainers_who_cannot(request: HttpRequest, session: Session) -> dict[str, object]:
    """Before it begins: who gives this session and cannot come, and how one says so."""
    if session.starts_at <= clock.now():
        return {}
    trainer = account_of(request)
    said = [one.person for one in queries.said_not_to_come(session)]
    return {
        "cannot_come": [one.name for one in said],
        "i_cannot_come": trainer in said,
        "may_say_cannot_come": queries.is_given_by(session, trainer),
        "phone": infopunt(request).phone,
    }


def _undo_label(undo: Sequence[str], rows: Sequence[SessionRow]) -> str:
    """What is taken back, and of whom."""
    if len(undo) != 1:
        return gettext("Ongedaan maken: {n} mensen").format(n=len(undo))
    name = _name_of(enrolment_of(undo[0]), rows)
    return gettext("Ongedaan maken: {name}").format(name=name)


def _undone_label(undone: Sequence[int], rows: Sequence[SessionRow]) -> str:
    """Of whom something was taken back; empty when nothing was."""
    if not undone:
        return ""
    if len(undone) > 1:
        return gettext("Teruggezet: {n} mensen.").format(n=len(undone))
    return gettext("Teruggezet: {name}.").format(name=_name_of(undone[0], rows))


def _name_of(enrolment_id: int, rows: Sequence[SessionRow]) -> str:
    people = {one.row.enrolment.pk: one.row.enrolment.person.name for one in rows}
    return people.get(enrolment_id, "")


def breadcrumbs(edition: Edition, last: str) -> list[dict[str, object]]:
    """The way to a page of one session."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": reverse("attendance_editions"), "label": SessionsView.page_title},
        {"url": reverse("attendance_sheet", args=[edition.pk]), "label": str(edition)},
        {"url": "", "label": last},
    ]


LATER = "later"
"""Under what is counted of whom nothing is known, nor has to be."""


def _counted(rows: Sequence[SessionRow]) -> list[tuple[str, str, int]]:
    """How many of each, and of how many it is still to be said."""
    marks = [row.known for row in rows]
    left = sum(row.is_asked and not row.known for row in rows)
    later = sum(not (row.is_asked or row.known) for row in rows)
    counted = [(mark.value, str(mark.label).lower(), marks.count(mark.value)) for mark in Mark]
    return [*counted, ("", gettext("nog open"), left), (LATER, gettext("later erbij"), later)]


def _save(request: HttpRequest, session: Session) -> HttpResponse:
    """Keep what was pressed; the answer is a page, or what a script needs to know."""
    for_script = "application/json" in request.headers.get("Accept", "")
    form = PressesForm(request.POST)
    result = EditResult([], {}, [])
    refusal, asked = "", None
    if not form.is_valid():
        refusal = gettext("Dit begrijpen we niet. Laad de pagina opnieuw.")
    else:

        def save() -> int:
            nonlocal result
            result = _apply(session, form, request)
            return len(result.changed)

        try:
            saved = services.save_list(
                edition=session.edition,
                save=save,
                close=False,
                agreed=request.POST.get("agreed", ""),
                actor=account_of(request),
            )
            asked = None if saved.kept else saved
        except Refusal as no:
            refusal = str(no)
    if for_script:
        return _told_to_script(session, result, refusal, is_asked=asked is not None)
    here = reverse("attendance_session", args=[session.edition_id, session.pk])
    if asked is not None:
        return ask_about_consequences(request, session.edition, asked, request.POST, action=here)
    if refusal:
        messages.error(request, refusal)
    for sentence in _what_was_newer(session, result):
        messages.warning(request, sentence)
    # What was taken back is not offered to be taken back again: the button would look unpressed.
    keep = keep_undone if "undo" in request.POST else keep_undo
    keep(request, session, result)
    return redirect(f"{here}#{form.anchor}" if form.is_valid() else here)


def _apply(session: Session, form: PressesForm, request: HttpRequest) -> EditResult:
    actor = account_of(request)
    if form.rest is not None:
        done = services.mark_the_rest(session=session, mark=form.rest, actor=actor)
        return EditResult(done, {}, [])
    return services.edit_marks(session=session, edits=form.edits, actor=actor)


def _what_was_newer(session: Session, result: EditResult) -> list[str]:
    names = (
        {row.enrolment.pk: row.enrolment.person.name for row in queries.sheet(session.edition).rows}
        if result.newer
        else {}
    )
    said = [
        gettext(
            "%(name)s: iemand anders was je voor. Er staat nu: %(mark)s. "
            "Kies opnieuw als dat niet klopt."
        )
        % {"name": names[pk], "mark": queries.cell(mark).text}
        for pk, mark in result.newer.items()
    ]
    if result.gone:
        said.append(
            ngettext(
                "%(number)d deelnemer doet niet meer mee. Dat is niet bewaard.",
                "%(number)d deelnemers doen niet meer mee. Dat is niet bewaard.",
                len(result.gone),
            )
            % {"number": len(result.gone)}
        )
    return said


def _told_to_script(
    session: Session, result: EditResult, refusal: str, *, is_asked: bool
) -> JsonResponse:
    if is_asked:
        refusal = gettext(
            "Hieruit volgt iets voor een certificaat. Laad de pagina opnieuw; "
            "daar zie je wat nog niet bewaard is."
        )
    return JsonResponse(
        {
            "marks": queries.marks_at(session),
            "refusal": refusal,
            "newer": _what_was_newer(session, result),
            "undo": undo_of(result) if not refusal else [],
        },
        status=409 if refusal else 200,
    )


@never_cache
def caught_up(request: HttpRequest, pk: int, session_pk: int, enrolment_pk: int) -> HttpResponse:
    """Where somebody caught up a session that they missed."""
    session = session_for_staff(request, pk, session_pk)
    edition = session.edition
    row = next(
        (one for one in queries.sheet(edition).rows if one.enrolment.pk == enrolment_pk), None
    )
    here = reverse("attendance_session", args=[pk, session_pk])
    if row is None:
        messages.error(request, gettext("Deze persoon doet niet mee aan de uitvoering."))
        return redirect(here)
    form = CaughtUpForm(
        request.POST if request.method == "POST" and "back" not in request.POST else None,
        sessions=queries.sessions_to_catch_up_at(session),
        attendance=row.attendances[session.pk],
    )
    if form.is_valid():

        def save() -> int:
            services.mark_caught_up(
                enrolment=row.enrolment,
                session=session,
                at=form.cleaned_data["at"],
                note=form.cleaned_data["note"],
                actor=account_of(request),
            )
            return 1

        try:
            saved = services.save_list(
                edition=edition,
                save=save,
                close=False,
                agreed=request.POST.get("agreed", ""),
                actor=account_of(request),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            if not saved.kept:
                return ask_about_consequences(
                    request, edition, saved, request.POST, action=request.path
                )
            messages.success(request, gettext("Bewaard."))
            return redirect(f"{here}#rij-{enrolment_pk}")
    return render(
        request,
        "attendance/admin/caught_up.html",
        {
            "edition": edition,
            "session": session,
            "person": row.enrolment.person,
            "form": form,
            "header_title": gettext("Ingehaald"),
            "breadcrumbs_items": breadcrumbs(edition, gettext("Ingehaald")),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """The meetings to come, to say at which of them somebody is not who keeps the place."""
    edition = edition_to_change(request, pk)
    enrolment = get_object_or_404(participants(edition), pk=enrolment_pk)
    sessions = queries.sessions_to_miss(edition)
    if request.method == "POST":
        _sign_off(request, sessions, enrolment)
        return redirect(request.get_full_path())
    numbers = queries.numbers_of(edition)
    known = queries.marks_of(enrolment)
    return render(
        request,
        "attendance/admin/sign_off.html",
        {
            "edition": edition,
            "person": enrolment.person,
            "rows": [
                (numbers[one.pk], one, beforehand(enrolment.pk, known.get(one.pk, "")))
                for one in sessions
                if known.get(one.pk) in BEFORE_THE_DAY
            ],
            "certificate": what_missing_does(edition, known.values()),
            "back": way_back(request, edition, enrolment.person_id),
        },
    )


def _sign_off(request: HttpRequest, sessions: Sequence[Session], enrolment: Enrolment) -> None:
    """Keep a press of that page."""
    form = PressesForm(request.POST)
    chosen = request.POST.get("session", "")
    session = next((one for one in sessions if str(one.pk) == chosen), None)
    if session is None or not form.is_valid() or not form.edits:
        messages.error(request, gettext("Dit begrijpen we niet. Laad de pagina opnieuw."))
        return
    (edit, *_others) = form.edits
    edit = MarkEdit(enrolment.pk, edit.seen, edit.mark)
    if edit.mark not in BEFORE_THE_DAY:
        messages.error(request, gettext("Dit begrijpen we niet. Laad de pagina opnieuw."))
        return
    try:
        result = services.edit_marks(session=session, edits=[edit], actor=account_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    for sentence in _what_was_newer(session, result):
        messages.warning(request, sentence)
    if result.changed:
        said = (
            gettext("%(name)s is afgemeld voor %(when)s, en houdt de plaats.")
            if edit.mark
            else gettext("%(name)s komt toch op %(when)s.")
        )
        when = formats.period(session.starts_at, session.ends_at)
        messages.success(request, said % {"name": enrolment.person.name, "when": when})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cannot_come(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """Where who gives a session says not to come to it, or to come after all."""
    session = session_for_staff(request, pk, session_pk)
    trainer = account_of(request)
    if not queries.is_given_by(session, trainer):
        raise Http404
    here = reverse("attendance_session", args=[pk, session_pk])
    if request.method == "POST":
        can = "can" in request.POST
        say = services.say_can_come if can else services.say_cannot_come
        try:
            say(session=session, trainer=trainer)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _heard(can=can))
        return redirect(here)
    return render(
        request,
        "attendance/admin/cannot_come.html",
        {
            "edition": session.edition,
            "session": session,
            "phone": infopunt(request).phone,
            "said": queries.said_not_to_come(session).filter(person=trainer).exists(),
            "is_alone": session.edition.trainers.count() == 1,
            "sessions": session.edition.sessions.count(),
            "header_title": gettext("Ik kan niet komen"),
            "breadcrumbs_items": breadcrumbs(session.edition, gettext("Ik kan niet komen")),
        },
    )


def _heard(*, can: bool) -> str:
    if can:
        return gettext("Je komt toch. De coördinator ziet jouw bericht niet meer.")
    return gettext("De coördinator ziet dit meteen, en krijgt er een mail over. Die belt je.")


@require_safe
@never_cache
def session_code(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The code for a screen in the room, and to print."""
    session = session_for_staff(request, pk, session_pk)
    code = code_of(session)
    url = absolute_url(reverse("attendance:check_in", args=[code]))
    code_to_scan = qr.drawing(url, gettext("QR-code naar %(url)s") % {"url": url})
    address = absolute_url(CHECK_IN).partition("://")[2].rstrip("/")
    return render(
        request,
        "attendance/admin/code.html",
        {"session": session, "code": readable(code), "qr": code_to_scan, "address": address},
    )


@require_safe
@never_cache
def sign_in_sheet(request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
    """The sheet on which participants sign, as a PDF."""
    session = session_for_staff(request, pk, session_pk)
    try:
        content = rendering.sign_in_sheet(session)
    except (PdfUnavailable, MissingGlyphs):
        messages.error(
            request,
            gettext(
                "De tekenlijst kan nu niet gemaakt worden. Print de hele lijst met je browser."
            ),
        )
        return redirect("attendance_sheet", pk=pk)
    day, title = clock.local_day(session.starts_at), slugify(session.edition.training.title)
    name = f"tekenlijst-{title}-{day}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
@never_cache
def mark_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Who marked whom, when, and what stood there before."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    changes = MarkChange.objects.filter(session__edition=edition).select_related(
        "enrolment__person", "session", "by"
    )
    return render(
        request,
        "attendance/admin/changes.html",
        {
            "edition": edition,
            "changes": changes[:MOST_CHANGES],
            "most": MOST_CHANGES,
            "header_title": gettext("Wie vulde wat in?"),
            "breadcrumbs_items": breadcrumbs(edition, gettext("Wie vulde wat in?")),
        },
    )


MOST_CHANGES = 500

HERE = "presentie/<int:pk>/bijeenkomst/<int:session_pk>/"

urlpatterns = [
    path("presentie/<int:pk>/vandaag/", session_of_today, name="attendance_today"),
    path("presentie/<int:pk>/kan-niet/<int:enrolment_pk>/", sign_off, name="attendance_sign_off"),
    path("presentie/<int:pk>/wijzigingen/", mark_changes, name="attendance_changes"),
    path(HERE, session_sheet, name="attendance_session"),
    path(f"{HERE}tekenlijst.pdf", sign_in_sheet, name="attendance_sign_in_sheet"),
    path(f"{HERE}code/", session_code, name="attendance_code"),
    path(f"{HERE}ik-kan-niet/", cannot_come, name="attendance_cannot_come"),
    path(f"{HERE}ingehaald/<int:enrolment_pk>/", caught_up, name="attendance_caught_up"),
]
