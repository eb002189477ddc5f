"""The forms with which evaluations come in that were held elsewhere.

What was read of a file comes back with each form in a hidden field, as text. So nothing is stored
before somebody chooses to, and the file itself is never kept.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from courses.common import clock, uploaded_tables
from courses.common.errors import Refusal, add_refusal
from courses.common.fields import DayField
from courses.evaluation import answer_files
from courses.evaluation.answer_files import AnswerFile, SourceColumn
from courses.evaluation.answer_plans import Said
from courses.evaluation.enums import MARKS, OTHER, Kind, Occasion, Tool
from courses.evaluation.services.importing import About, ReportedQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.forms.boundfield import BoundField
    from django.http import QueryDict

    from courses.common.form_types import Files, FormData
    from courses.editions.models import Edition
    from courses.evaluation.models import FormQuestion

STATE = "answers"
"""The name of the hidden field."""


class AboutForm(forms.Form):
    """What an evaluation was about: an edition at an occasion, or a survey."""

    title = forms.CharField(label=_("Titel van de enquête"), max_length=120)
    ended_on = DayField(label=_("Laatste dag waarop mensen invulden"), required=True)
    occasion = forms.ChoiceField(
        label=_("Wanneer gevraagd"),
        choices=[one for one in Occasion.choices if one[0] != Occasion.SURVEY],
        initial=Occasion.END,
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=250,
        help_text=_("Waar dit vandaan komt, bijvoorbeeld: “verslag van juni 2020, bij VCU”."),
    )
    invited = forms.IntegerField(
        label=_("Aan hoeveel mensen is het gevraagd?"),
        min_value=1,
        required=False,
        help_text=_("Laat leeg als niemand het weet."),
    )

    def __init__(
        self, data: FormData = None, files: Files | None = None, *, edition: Edition | None
    ) -> None:
        super().__init__(data, files)
        self.edition = edition
        unfit = ("title", "ended_on") if edition is not None else ("occasion",)
        for name in unfit:
            del self.fields[name]

    @property
    def about(self) -> About:
        """What was filled in."""
        chosen = self.cleaned_data
        if self.edition is not None:
            return About(
                source=chosen["source"],
                edition=self.edition,
                occasion=Occasion(chosen["occasion"]),
                invited=chosen["invited"],
            )
        return About(
            source=chosen["source"],
            title=chosen["title"],
            ended_at=clock.moment_of(chosen["ended_on"], time(23, 59)),
            invited=chosen["invited"],
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the field that it is about."""
        add_refusal(self, refusal)


class AnswerFileForm(AboutForm):
    """The same, and the file with the answers; `state` is what was read of it before."""

    file = forms.FileField(
        label=_("Bestand met antwoorden"),
        required=False,
        help_text=_(
            "Excel (.xlsx) of CSV, zoals LimeSurvey, Microsoft Forms en Google Forms het geven. "
            "Kies bij LimeSurvey hele vragen en hele antwoorden; met codes kan het ook, dan "
            "vragen wij wat elke code betekent. Wij bewaren het bestand niet."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        edition: Edition | None,
        state: AnswerFile | None = None,
    ) -> None:
        super().__init__(data, files, edition=edition)
        self.answers = state

    def clean(self) -> dict[str, Any]:
        """Reads the file."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        uploaded = cleaned.get("file")
        if self.answers is not None or "file" in self.errors:
            return cleaned
        if uploaded is None:
            self.add_error("file", _("Kies een bestand."))
            return cleaned
        try:
            self.answers = answer_files.read_file(uploaded.read(uploaded_tables.MOST_BYTES + 1))
        except Refusal as refusal:
            self.add_error("file", str(refusal))
        return cleaned


def as_json(file: AnswerFile) -> str:
    """For the hidden field."""
    return json.dumps(asdict(file), ensure_ascii=False)


def submitted_answers(data: QueryDict) -> AnswerFile | None:
    """What was read, as it came back with a form; None when it cannot be read."""
    try:
        sent = json.loads(data.get(STATE, ""))
        rows = tuple(tuple(_tidy(cell) for cell in row) for row in sent["rows"])
        numbers = tuple(int(one) for one in sent["numbers"])
        columns = tuple(_column(one) for one in sent["columns"])
        file = AnswerFile(
            Tool(sent["tool"]),
            columns,
            rows,
            numbers,
            left_out=tuple(_tidy(one) for one in sent["left_out"]),
            unfinished=tuple(int(one) for one in sent["unfinished"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        # An amount in JSON can be Infinity, which is no whole number.
        return None
    width = len(rows[0]) if rows else 0
    used = {place for one in columns for place in (*one.places, one.other or 0)}
    fits = all(len(row) == width for row in rows) and all(0 <= place < width for place in used)
    fits = fits and len(rows) == len(numbers) <= answer_files.MOST_ROWS
    return file if fits or not rows else None


def _column(sent: Mapping[str, Any]) -> SourceColumn:
    places = tuple(int(one) for one in sent["places"])
    options = tuple(_tidy(one) for one in sent["options"])
    if not places or (options and len(options) != len(places)):
        raise ValueError("a column without its places")
    other = sent["other"]
    return SourceColumn(
        _tidy(sent["heading"]), places, options, None if other is None else int(other)
    )


def _tidy(cell: object) -> str:
    return uploaded_tables.tidy_cell(str(cell), answer_files.MOST_IN_A_CELL)


_NAMED = re.compile(r"(column|words|code)-(\d{1,4})(?:-(\d{1,4}))?", re.ASCII)


def said_of_columns(data: QueryDict) -> Said:
    """What somebody said of columns and their codes."""
    choices: dict[int, str] = {}
    words: dict[int, str] = {}
    codes: dict[int, dict[int, str]] = {}
    for name in data:
        found = _NAMED.fullmatch(name)
        if found is None:
            continue
        what, number, place = found[1], int(found[2]), found[3]
        if what == "code" and place is not None:
            codes.setdefault(number, {})[int(place)] = _tidy(data[name])
        elif what == "column":
            choices[number] = str(data[name])
        elif what == "words":
            words[number] = _tidy(data[name])
    return Said(choices, words, codes)


def token(choices: Sequence[str], state: str) -> str:
    """For the button: of these answers, counted so, and not otherwise."""
    return salted_hmac("columns of an import", "\n".join([*choices, state])).hexdigest()


# --- Figures without answers ----------------------------------------------------------------------


class FiguresForm(AboutForm):
    """Figures as somebody reported them: of each question how many answered, and how often each
    answer was given, or the mean alone. What is left empty is not known."""

    answered = forms.IntegerField(label=_("Hoeveel mensen vulden het formulier in?"), min_value=1)

    def __init__(
        self,
        data: FormData = None,
        *,
        edition: Edition | None,
        questions: Sequence[FormQuestion],
    ) -> None:
        super().__init__(data, edition=edition)
        self.questions = [one for one in questions if one.kind not in (Kind.INTRO, Kind.OPEN)]
        for one in self.questions:
            self.fields[f"n_{one.position}"] = forms.IntegerField(
                label=_("Beantwoord door (n)"), min_value=0, required=False
            )
            if one.kind == Kind.SCORE:
                self.fields[f"mean_{one.position}"] = forms.DecimalField(
                    label=_("Gemiddeld cijfer"),
                    required=False,
                    localize=True,
                    max_digits=4,
                    decimal_places=2,
                    min_value=Decimal(MARKS[0]),
                    max_value=Decimal(MARKS[-1]),
                )
            for number, value in enumerate(one.values):
                self.fields[f"count_{one.position}_{number}"] = forms.IntegerField(
                    label=_("Anders, namelijk …") if value == OTHER else value,
                    min_value=0,
                    required=False,
                )

    @property
    def items(self) -> list[tuple[FormQuestion, list[BoundField], list[BoundField]]]:
        """Each question with its fields: n and mean, and how often each answer was given."""
        return [
            (
                one,
                [
                    self[name]
                    for name in (f"n_{one.position}", f"mean_{one.position}")
                    if name in self.fields
                ],
                [self[f"count_{one.position}_{number}"] for number in range(len(one.values))],
            )
            for one in self.questions
        ]

    def reported(self) -> list[ReportedQuestion]:
        """What was filled in; a question of which nothing is known is not among it."""
        found = []
        for one in self.questions:
            counts = {
                value: self.cleaned_data.get(f"count_{one.position}_{number}") or 0
                for number, value in enumerate(one.values)
            }
            n = self.cleaned_data.get(f"n_{one.position}")
            mean = self.cleaned_data.get(f"mean_{one.position}")
            total = sum(counts.values())
            if n is None and mean is None and not total:
                continue
            if n is None:
                whole = self.cleaned_data["answered"]
                n = total if total and one.kind != Kind.MULTIPLE else whole
            found.append(ReportedQuestion(one, n, counts if total else {}, mean))
        return found

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the question that it is about."""
        place = next((one.position for one in self.questions if one.key == refusal.field), None)
        if place is not None:
            self.add_error(f"n_{place}", str(refusal))
        else:
            super().refuse(refusal)
