"""The form in which a trainer marks who was there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance import queries
from courses.attendance.codes import DIGITS, tidy
from courses.attendance.enums import BEFORE_THE_DAY, MISSED, WAS_THERE, Mark
from courses.attendance.services import MarkEdit
from courses.common import formats
from courses.common.edit_conflicts import FormSnapshot
from courses.editions.models import Session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from django.db.models import QuerySet

    from courses.attendance.models import Attendance
    from courses.attendance.queries import Sheet, SheetRow


SHOWN_SESSION = "shown_session"
"""The field that says which session a narrow screen shows."""


class PresentField(forms.TypedMultipleChoiceField):
    """The enrolments that were ticked."""

    default_error_messages = {
        "invalid_choice": _("De groep is intussen veranderd. Kijk de lijst nog eens na."),
    }

    def __init__(self, choices: list[tuple[int, str]]) -> None:
        super().__init__(choices=choices, coerce=int, required=False)


@dataclass(frozen=True)
class Cell:
    """One tick box: `open` when the session's day has come."""

    session: Session
    name: str
    ticked: bool
    attendance: Attendance | None
    open: bool
    left: bool
    later: bool
    can_catch_up: bool = False
    """Whether the participant missed it, and may catch it up elsewhere."""

    @property
    def detail(self) -> str:
        """What a tick cannot say: not filled in, not in the group yet, late, sent word, or caught
        up elsewhere."""
        if self.later:
            return gettext("toen nog niet in de groep")
        if self.attendance is None:
            return gettext("nog open") if self.open and self.left else ""
        if self.attendance.mark in {Mark.PRESENT, Mark.ABSENT}:
            return ""
        return str(self.attendance.get_mark_display())


@dataclass(frozen=True)
class EmptyCell:
    """The box that says that nobody came to a session."""

    session: Session
    name: str
    ticked: bool
    open: bool


@dataclass(frozen=True)
class Line:
    """A participant with a cell for each session."""

    row: SheetRow
    cells: list[Cell]


class AttendanceForm(forms.Form):
    """A tick for each participant and session whose day has come.

    The people that the page showed come back as `shown`. Someone who got a seat since then was
    not on the page, and so is not marked absent. A session without any tick that was never
    marked stays open, unless "nobody" says so: forgetting a column is likelier than a room that
    nobody came to.
    """

    def __init__(self, sheet: Sheet, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.sent = data if data is not None else QueryDict()
        self.sheet = sheet
        self.snapshot = FormSnapshot.submitted(data or {})
        self.open_sessions = [one for one in sheet.sessions if queries.can_be_marked(one)]
        choices = [(row.enrolment.pk, str(row.enrolment.person)) for row in sheet.rows]
        self.fields["shown"] = PresentField(choices)
        for session in self.open_sessions:
            self.fields[self.name_of(session)] = PresentField(choices)
            self.fields[self.nobody_name_of(session)] = forms.BooleanField(required=False)

    @staticmethod
    def name_of(session: Session) -> str:
        return f"session_{session.pk}"

    @staticmethod
    def nobody_name_of(session: Session) -> str:
        return f"nobody_{session.pk}"

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        for session in self.open_sessions:
            if values.get(self.name_of(session)) and values.get(self.nobody_name_of(session)):
                self.add_error(
                    self.name_of(session),
                    _("Je vinkte deelnemers aan en ook “niemand”. Kies één van de twee."),
                )
        return values

    def marks(self) -> Iterator[tuple[Session, set[int], set[int]]]:
        """Per session to keep: who was present and who was absent (enrolment ids)."""
        shown = set(self.cleaned_data["shown"])
        for session in self.open_sessions:
            present = set(self.cleaned_data[self.name_of(session)])
            nobody = self.cleaned_data[self.nobody_name_of(session)]
            known = any(self._was_known(row, session) for row in self.sheet.rows)
            if present or nobody or known:
                later = {row.enrolment.pk for row in self.sheet.rows if row.is_for_later(session)}
                yield session, present, shown - present - later

    def _was_known(self, row: SheetRow, session: Session) -> bool:
        """Whether the page showed a mark: what came since is not for this page to change. That
        somebody sent word is none: it is said before the day, and of nobody else."""
        fingerprint = self.snapshot.fingerprints.get(queries.cell_key(session.pk, row.enrolment.pk))
        if fingerprint is None:
            return row.marks[session.pk] not in BEFORE_THE_DAY
        return fingerprint not in {queries.cell(one).fingerprint for one in BEFORE_THE_DAY}

    def with_news(self, sheet: Sheet, taken: Collection[str] = ()) -> QueryDict:
        """What was sent, with the cells of `sheet` that were left as they were seen, or `taken`."""
        sent = self.sent.copy()
        for session in self.open_sessions:
            name = self.name_of(session)
            ticked = set(sent.getlist(name))
            for row in sheet.rows:
                own = str(row.enrolment.pk)
                key = queries.cell_key(session.pk, row.enrolment.pk)
                left = queries.is_shown_as(
                    self.snapshot.fingerprints.get(key), ticked=own in ticked
                )
                if left or key in taken:
                    ticked.discard(own)
                    ticked |= {own} if row.marks[session.pk] in WAS_THERE else set()
            sent.setlist(name, sorted(ticked))
        return sent

    def lines(self) -> list[Line]:
        """What the page shows: what was ticked in this request, else what is known."""
        return [
            Line(row, [self._cell(row, session) for session in self.sheet.sessions])
            for row in self.sheet.rows
        ]

    def nobody_cells(self) -> list[EmptyCell]:
        """The boxes in the last row of the page."""
        return [
            EmptyCell(
                session,
                self.nobody_name_of(session),
                ticked=self.is_bound and self.nobody_name_of(session) in self.data,
                open=self.name_of(session) in self.fields,
            )
            for session in self.sheet.sessions
        ]

    @property
    def shown_session(self) -> int | None:
        """The key of the session that a narrow screen shows: as it was sent, else that of today."""
        chosen = self.sent.get(SHOWN_SESSION, "")
        for session in self.sheet.sessions:
            if str(session.pk) == chosen:
                return int(session.pk)
        today = queries.session_to_mark(self.sheet.edition, self.sheet.sessions)
        return today.pk if today else None

    def problems(self) -> list[str]:
        """Every error once, for the top of the page."""
        return list(dict.fromkeys(str(one) for errors in self.errors.values() for one in errors))

    def _cell(self, row: SheetRow, session: Session) -> Cell:
        name, known = self.name_of(session), row.attendances[session.pk]
        is_open = name in self.fields
        if self.is_bound and is_open:
            ticked = str(row.enrolment.pk) in self[name].value()
        else:
            ticked = known is not None and known.was_there
        return Cell(
            session,
            name,
            ticked,
            known,
            is_open,
            row.is_left(session),
            row.is_for_later(session),
            can_catch_up=row.marks[session.pk] in MISSED
            and queries.can_be_caught_up(session, self.sheet),
        )


class CodeForm(forms.Form):
    """The code of a session, as somebody types it."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Zes cijfers, bijvoorbeeld 482 193.")
    )

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if len(code) != DIGITS:
            raise ValidationError(_("Een code heeft zes cijfers."))
        return code


MOST_PRESSES = 1000
"""More than a telephone that had no network all evening keeps."""


class PressesForm(forms.Form):
    """The presses on the list of a session: `enrolment:seen:mark`, either mark may be empty.

    Or `rest`: what to mark everybody of whom nothing is known yet.
    """

    rest_choice = forms.ChoiceField(choices=[(Mark.PRESENT, ""), (Mark.ABSENT, "")], required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__({"rest_choice": data.get("rest", "")})
        self.sent = data.getlist("press")
        self.edits: list[MarkEdit] = []

    @property
    def rest(self) -> Mark | None:
        """What to mark the others; None when single ones were pressed."""
        chosen = self.cleaned_data["rest_choice"]
        return Mark(chosen) if chosen else None

    @property
    def anchor(self) -> str:
        """The row that was pressed, to go on from there."""
        return f"rij-{self.edits[0].enrolment_id}" if len(self.edits) == 1 else "lijst"

    def clean(self) -> dict[str, object]:
        try:
            self.edits = [_edit_of(one) for one in self.sent[:MOST_PRESSES]]
        except ValueError as error:
            raise ValidationError("") from error
        return self.cleaned_data


def _edit_of(text: str) -> MarkEdit:
    """Read one press.

    Raises:
        ValueError: it is none.
    """
    enrolment, seen, mark = text.split(":")
    if not (enrolment.isascii() and enrolment.isdigit()):
        raise ValueError(text)
    return MarkEdit(int(enrolment), Mark(seen) if seen else None, Mark(mark) if mark else None)


class SessionChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session of another group, by its day and place."""

    def label_from_instance(self, session: Session) -> str:
        where = str(session.where.in_words)
        return " – ".join(filter(None, (formats.period(session.starts_at, session.ends_at), where)))


class CaughtUpForm(forms.Form):
    """Where somebody caught up a session."""

    at = SessionChoiceField(
        queryset=Session.objects.none(),
        required=False,
        label=_("Bij welke bijeenkomst?"),
        empty_label=_("Ergens anders"),
    )
    note = forms.CharField(
        max_length=120,
        required=False,
        label=_("Of: waar was het?"),
        help_text=_("Bijvoorbeeld: bij een andere organisatie, of samen met de trainer."),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        sessions: QuerySet[Session],
        attendance: Attendance | None,
    ) -> None:
        initial = (
            {"at": attendance.caught_up_in_id, "note": attendance.caught_up_note}
            if attendance
            else {}
        )
        super().__init__(data, initial=initial)
        self.fields["at"].queryset = sessions  # type: ignore[attr-defined]
