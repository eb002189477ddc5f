"""The forms for a list of people: pasted or uploaded, then looked through.

The list comes back with each form in a hidden field, as text. So nothing is stored before somebody
chooses who is enrolled, and the file itself is never kept.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from io import StringIO
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.text import made_keepable
from courses.enrolment import group_lists
from courses.enrolment.group_lists import PART_LABELS, ListTable, Part
from courses.enrolment.group_plans import GroupPlan, RowForm
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from courses.common.form_types import FormData

STATE = "list"
"""The name of the hidden field."""


class PastedListField(forms.CharField):
    """Where a list is pasted; `help_text` says what may stand in it."""

    def __init__(self, *, rows: int, help_text: StrOrPromise) -> None:
        super().__init__(
            label=_("Plak hier de lijst"),
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": rows}),
            help_text=help_text,
        )


class ListFileField(forms.FileField):
    """Where the same list is chosen as a file."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Of kies een bestand"),
            required=False,
            widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
            help_text=_("Excel (.xlsx) of CSV. Wij bewaren het bestand niet."),
        )


def list_in(form: forms.Form, cleaned: Mapping[str, Any]) -> ListTable | None:
    """The list in a form's fields `text` and `file`; None when the form says what is wrong."""
    uploaded, text = cleaned.get("file"), cleaned.get("text")
    try:
        if uploaded:
            return group_lists.read_file(uploaded.read(group_lists.MOST_BYTES + 1))
        if text:
            return group_lists.read_text(text)
        if not {"text", "file"} & form.errors.keys():
            form.add_error("text", _("Plak een lijst, of kies een bestand."))
    except Refusal as refusal:
        form.add_error("file" if uploaded else "text", str(refusal))
    return None


class ListForm(forms.Form):
    """A list of people: pasted, or a file."""

    text = PastedListField(
        rows=8,
        help_text=_(
            "Kopieer de rijen uit Excel of Word, of de regel “Aan” van een mail. Of zet op elke "
            "regel één persoon, zoals: Jan de Vries; jan@voorbeeld.nl; 06 12345678. "
            "Staan er koppen boven, zoals Voornaam en E-mail? Neem die dan mee."
        ),
    )
    file = ListFileField()
    table: ListTable

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        table = list_in(self, cleaned)
        if table is not None:
            self.table = table
        return cleaned


class ColleagueForm(RowForm):
    """One person whom a contact person signs up: a list of one row."""

    field_order = ("first_name", "last_name", "email", "telephone")

    def __init__(self, data: FormData = None) -> None:
        super().__init__(data)
        for name in ("birth_year", "street", "postcode", "city"):
            del self.fields[name]

    def as_list(self) -> ListTable:
        """The list with this one person."""
        parts = (Part.FIRST_NAME, Part.LAST_NAME, Part.EMAIL, Part.TELEPHONE)
        row = tuple(str(self.cleaned_data[part.value]) for part in parts)
        return ListTable(tuple(str(PART_LABELS[one]) for one in parts), (row,), parts)


class OwnPeopleForm(forms.Form):
    """Who of one's own people is signed up."""

    people = forms.ModelMultipleChoiceField(
        label=_("Wie wil je aanmelden?"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies iemand.")},
    )

    def __init__(self, data: FormData = None, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].label_from_instance = attrgetter("name_in_list")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ListState:
    """A list as it goes along with a form: what was read, decided, corrected and chosen."""

    table: ListTable
    made_at: datetime
    corrections: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    decisions: Mapping[int, str] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    offered: frozenset[int] = frozenset()
    """The rows that had a box to tick on the page that was sent."""
    typed_now: frozenset[int] = frozenset()
    """The rows that were corrected on the page that was sent: nobody saw yet what became of it."""
    opened: frozenset[int] = frozenset()
    """The rows of which every field is shown, to be corrected."""

    def as_json(self) -> str:
        """For the hidden field."""
        return json.dumps(
            {
                "headings": self.table.headings,
                "above": self.table.above,
                "typed": self.table.typed,
                "rows": self.table.rows,
                "parts": self.table.parts,
                "corrections": self.corrections,
                "offered": sorted(self.offered),
                "made_at": self.made_at.isoformat(),
            },
            ensure_ascii=False,
        )

    def as_text(self) -> str:
        """The list to change where it was pasted: as it was typed, or as a file was read."""
        if self.table.typed:
            return self.table.typed
        text = StringIO()
        above = [(line,) for line in self.table.above]
        headings = [self.table.headings] if any(self.table.headings) else []
        lines = csv.writer(text, delimiter=";", lineterminator="\n")
        lines.writerows([*above, *headings, *self.table.rows])
        return text.getvalue()

    def first_line(self) -> str:
        """What was taken for headings and so is nobody; empty where there are none."""
        return " · ".join(one for one in self.table.headings if one)

    def lines_above(self) -> str:
        """What stood above the headings, and so is nobody; empty where there was nothing."""
        return " · ".join(self.table.above)

    def columns(self) -> list[tuple[int, str, str, Part | None]]:
        """Each column with its number, heading, an example and what it is taken for."""
        examples = [
            next((row[place] for row in self.table.rows if row[place]), "")
            for place in range(len(self.table.parts))
        ]
        return [
            (place, self.table.headings[place], examples[place], part)
            for place, part in enumerate(self.table.parts)
        ]


PART_CHOICES = [("", _("– niet gebruiken –")), *((one.value, PART_LABELS[one]) for one in Part)]


PARTS_OF_A_NAME = [one for one in PART_CHOICES if one[0] != Part.NOTE.value]
"""What a column can be where nobody gives the training any more, who could read a note."""


def without_notes(state: ListState) -> ListState:
    """The same list, in which no column is a note: what was taken for one is not used, and the page
    says so."""
    parts = tuple(None if one == Part.NOTE else one for one in state.table.parts)
    return replace(state, table=replace(state.table, parts=parts))


def first_state(table: ListTable) -> ListState:
    """A list that was just read."""
    return ListState(table, clock.now())


def submitted_state(data: QueryDict) -> ListState | None:
    """The list as it came back with a form; None when it cannot be read."""
    try:
        sent = json.loads(data.get(STATE, ""))
        made_at = parse_datetime(sent["made_at"])
        parts = tuple(Part(one) if one else None for one in sent["parts"])
        # Somebody can have changed it: it is made as tidy as when it was read.
        headings = tuple(group_lists.tidy_cell(str(one)) for one in sent["headings"])
        above = tuple(group_lists.tidy_cell(str(one)) for one in sent.get("above", ()))
        rows = tuple(
            tuple(group_lists.tidy_cell(str(cell)) for cell in row) for row in sent["rows"]
        )
        offered = frozenset(int(one) for one in sent["offered"])
        typed = made_keepable(str(sent.get("typed", "")), " ")[: group_lists.MOST_TOGETHER]
        corrections = {
            int(number): {str(name): group_lists.tidy_cell(str(text)) for name, text in row.items()}
            for number, row in sent["corrections"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        # An amount in JSON can be Infinity, which is no whole number.
        return None
    fits = all(len(row) == len(parts) for row in (headings, *rows))
    if (
        made_at is None
        or timezone.is_naive(made_at)
        or not fits
        or len(rows) > group_lists.MOST_ROWS + 1
    ):
        return None
    table = ListTable(headings, rows, _chosen_parts(data, parts), above, typed)
    by_number = _by_number(data)
    merged = _with_typed(corrections, data, rows=rows, parts=parts)
    return ListState(
        table,
        made_at,
        corrections=merged,
        typed_now=frozenset(one for one in merged if merged[one] != corrections.get(one)),
        opened=frozenset(by_number.get("open", {})),
        decisions={number: str(data[name]) for number, name in by_number.get("who", {}).items()},
        chosen=frozenset(by_number.get("row", {})),
        offered=offered,
    )


def _chosen_parts(data: QueryDict, parts: tuple[Part | None, ...]) -> tuple[Part | None, ...]:
    """What columns are, as somebody chose by hand; each part once."""
    chosen: list[Part | None] = []
    for place, known in enumerate(parts):
        sent = data.get(f"part-{place}", known or "")
        part = Part(sent) if sent in Part._value2member_map_ else None
        chosen.append(part if part not in chosen else None)
    return tuple(chosen)


def _by_number(data: QueryDict) -> dict[str, dict[int, str]]:
    """The names of fields like `row-12`, by their first word and their number."""
    found: dict[str, dict[int, str]] = {}
    for name in data:
        word, _dash, number = name.partition("-")
        if _is_row_number(number):
            found.setdefault(word, {})[int(number)] = name
    return found


def _is_row_number(text: str) -> bool:
    """Whether this can be the number of a row; Python reads no endless one."""
    return text.isdecimal() and len(text) <= len(str(group_lists.MOST_ROWS))


def _with_typed(
    corrections: dict[int, dict[str, str]],
    data: QueryDict,
    *,
    rows: tuple[tuple[str, ...], ...],
    parts: tuple[Part | None, ...],
) -> dict[int, dict[str, str]]:
    """Corrections with those that were typed now, in fields like `fix-12-telephone`.

    A field that still says what it said when the page was made corrects nothing: else one that is
    empty would empty what another column turns out to hold. `parts` are the columns of that page.
    """
    merged = {number: dict(row) for number, row in corrections.items()}
    for name in data:
        word, _dash, rest = name.partition("-")
        number, _dash, key = rest.partition("-")
        if word != "fix" or not key or not _is_row_number(number):
            continue
        place = int(number)
        shown: dict[str, str] = {}
        if 0 < place <= len(rows):
            shown = group_lists.details(rows[place - 1], parts) | corrections.get(place, {})
        typed = group_lists.tidy_cell(cast("str", data[name]))
        if typed != shown.get(key, ""):
            merged.setdefault(place, {})[key] = typed
    return merged


def offering(state: ListState, plan: GroupPlan) -> ListState:
    """The same, where the rows that can be chosen have a box: ticked when it was, when it is new,
    or when somebody corrected the row. One that may be misread, would be a second seat, is one too
    many or was not there, waits until somebody ticks it."""
    ready = frozenset(row.number for row in plan.rows if row.can_be_chosen)
    sure = frozenset(row.number for row in plan.rows if not row.waits_for_tick)
    done = frozenset(row.number for row in plan.rows if not row.errors) & state.typed_now
    ticked = (state.chosen | (sure - state.offered) | state.typed_now) & ready
    # Who was one too many is new on the page where that is so no more.
    offered = ready - {row.number for row in plan.rows if row.is_too_many}
    # What was corrected well needs its fields no more.
    return replace(state, chosen=ticked, offered=offered, opened=state.opened - done)


def unseen_in(sent: ListState, state: ListState) -> frozenset[int]:
    """The rows that would be enrolled as nobody has seen them yet: what was corrected only now, and
    what got its tick only now; but not where it was only asked who it is."""
    corrected = (state.offered - sent.offered) & sent.corrections.keys()
    ticked = state.chosen - sent.chosen - sent.decisions.keys()
    return (corrected | ticked | sent.typed_now) & state.chosen
