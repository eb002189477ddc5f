"""The evaluation form as people fill it in."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.evaluation import links
from courses.evaluation.box import Answer
from courses.evaluation.enums import MARKS, OTHER, Kind
from courses.evaluation.models import WORD_LIMIT
from courses.evaluation.rendering import ends_of
from courses.evaluation.services.answering import too_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.forms.boundfield import BoundField, BoundWidget
    from django.utils.functional import _StrOrPromise

    from courses.evaluation.models import FormQuestion, Participation
    from courses.people.models import User


class MarkField(forms.ChoiceField):
    """A whole mark from 1 to 10, as radio buttons in a row."""

    style = "scale"
    widget = forms.RadioSelect
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "required": _("Geef een cijfer van 1 tot en met 10."),
        "invalid_choice": _("Geef een heel cijfer van 1 tot en met 10."),
    }

    def __init__(self, *, label: str = "", required: bool = True, ends: Sequence[str] = ()) -> None:
        # What the lowest and the highest mark mean, shown at the ends of the row.
        self.ends = ends
        super().__init__(
            choices=[(str(mark), str(mark)) for mark in MARKS],
            label=label,
            required=required,
            help_text=" ".join(f"{end}." for end in ends),
        )


class SingleChoiceField(forms.ChoiceField):
    """One of the options."""

    style = ""
    widget = forms.RadioSelect
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "required": _("Kies een antwoord."),
        "invalid_choice": _("Kies een van de antwoorden."),
    }


class MultipleChoiceField(forms.MultipleChoiceField):
    """Any number of the options."""

    style = ""
    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "required": _("Kies een of meer antwoorden."),
        "invalid_choice": _("Kies een of meer van de antwoorden."),
        "invalid_list": _("Kies een of meer van de antwoorden."),
    }


class TextField(forms.CharField):
    """Own words, at most `word_limit` of them."""

    style = ""
    default_error_messages: ClassVar[dict[str, _StrOrPromise]] = {
        "required": _("Schrijf een antwoord."),
    }

    def __init__(
        self,
        *,
        word_limit: int = WORD_LIMIT,
        rows: int = 4,
        label: _StrOrPromise = "",
        required: bool = True,
        on_paper: bool = False,
    ) -> None:
        self.word_limit = word_limit
        self.on_paper = on_paper
        attributes: dict[str, object] = {"rows": rows}
        if not on_paper:
            attributes["data-wordcount"] = word_limit
        super().__init__(
            widget=forms.Textarea(attrs=attributes),
            help_text=_("Typ alles over, ook als het meer woorden zijn.")
            if on_paper
            else _("Je mag %(limit)d woorden gebruiken.") % {"limit": word_limit},
            label=label,
            required=required,
        )

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        problem = too_long(value, self.word_limit, on_paper=self.on_paper)
        if problem:
            raise ValidationError(str(problem), code="too_long")


@dataclass(frozen=True)
class FormItem:
    """One question of a form with its fields, or a text between questions (`intro`)."""

    question: FormQuestion
    number: int = 0
    field: BoundField | None = None
    other: BoundField | None = None
    intro: str = ""

    @property
    def choices(self) -> list[tuple[str, BoundWidget]]:
        """The choices, each with the key that chooses it where somebody types for others."""
        if self.field is None or self.question.kind == Kind.OPEN:
            return []
        keys = [*"1234567890"] if self.question.kind == Kind.SCORE else [*ascii_lowercase]
        return list(zip(keys, self.field.subwidgets, strict=False))


class AnswersForm(forms.Form):
    """The questions of one form; `answers()` gives what was filled in. `on_paper` is when somebody
    types in what others wrote."""

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        questions: Sequence[FormQuestion],
        on_paper: bool = False,
    ) -> None:
        super().__init__(data)
        self._in_order = questions
        self.questions = {
            self.name_of(question): question
            for question in questions
            if question.kind != Kind.INTRO
        }
        for name, question in self.questions.items():
            self.fields[name] = _field_for(question, on_paper=on_paper)
            if question.other:
                self.fields[f"{name}_other"] = words = TextField(
                    label=_("Anders, namelijk"),
                    required=False,
                    rows=2,
                    word_limit=question.word_limit,
                    on_paper=on_paper,
                )
                # By this the style sheet sees whether something is written there.
                words.widget.attrs["placeholder"] = " "
                if self.data.get(f"{name}_other", "").strip():
                    # Own words are an answer too.
                    self.fields[name].required = False

    @property
    def items(self) -> list[FormItem]:
        """The questions with their fields, and the texts between them, in order."""
        found: list[FormItem] = []
        number = 0
        for question in self._in_order:
            if question.kind == Kind.INTRO:
                found.append(FormItem(question, intro=question.label))
                continue
            number += 1
            name = self.name_of(question)
            other = self[f"{name}_other"] if question.other else None
            found.append(FormItem(question, number, self[name], other))
        return found

    @property
    def number_of_questions(self) -> int:
        """How many questions are asked."""
        return len(self.questions)

    @staticmethod
    def name_of(question: FormQuestion) -> str:
        """The name of the question's input."""
        return f"q{question.position}"

    def name_of_key(self, key: str | None) -> str | None:
        """The name of the input for the question with this key, if there is one."""
        return next((name for name, one in self.questions.items() if one.key == key), None)

    def clean(self) -> dict[str, object]:
        """Words after "Anders, namelijk" mean that "Anders" is chosen."""
        cleaned = self.cleaned_data
        for name, question in self.questions.items():
            if not cleaned.get(f"{name}_other") or name not in cleaned:
                continue
            if question.kind == Kind.MULTIPLE:
                cleaned[name] = list(dict.fromkeys([*cleaned[name], OTHER]))
            elif cleaned[name] in ("", OTHER):
                cleaned[name] = OTHER
            else:
                self.add_error(
                    f"{name}_other",
                    _("Kies ook “Anders, namelijk …” als je zelf iets schrijft."),
                )
        return cleaned

    def answers(self) -> dict[str, Answer]:
        """What was filled in, by question key."""
        return {
            question.key: self._answer(name, question) for name, question in self.questions.items()
        }

    def _answer(self, name: str, question: FormQuestion) -> Answer:
        value = self.cleaned_data[name]
        if question.kind == Kind.OPEN:
            return Answer(text=value)
        text = self.cleaned_data.get(f"{name}_other", "")
        if question.kind == Kind.MULTIPLE:
            return Answer(values=tuple(value), text=text)
        return Answer(values=(value,) if value else (), text=text)


def _field_for(question: FormQuestion, *, on_paper: bool) -> forms.Field:
    label, required = question.label, question.required
    if question.kind == Kind.SCORE:
        return MarkField(ends=ends_of(question), label=label, required=required)
    if question.kind == Kind.OPEN:
        return TextField(
            word_limit=question.word_limit, label=label, required=required, on_paper=on_paper
        )
    choices = question.labels
    if question.other:
        choices.append((OTHER, gettext("Anders, namelijk …")))
    if question.kind == Kind.MULTIPLE:
        help_text = _("Je mag meer antwoorden kiezen.")
        return MultipleChoiceField(
            choices=choices, help_text=help_text, label=label, required=required
        )
    if not question.required:
        # A radio button cannot be switched off again; this one takes a choice back.
        choices.append(("", gettext("Geen antwoord")))
    return SingleChoiceField(choices=choices, label=label, required=required)


class CodeForm(forms.Form):
    """The code of a letter or of the room, as somebody types it."""

    code = forms.CharField(
        label=_("Code"),
        max_length=links.LONGEST,
        help_text=_(
            "De cijfers uit je brief, zoals 87 8840 4874, of van het scherm in de zaal, zoals "
            "1 7719."
        ),
        error_messages={"required": _("Vul de code in.")},
    )

    def clean_code(self) -> str:
        """The digits alone; who types a sentence types no code."""
        code = links.tidy(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("Een code heeft alleen cijfers."))
        return code


class EmailForm(forms.Form):
    """To which address a link goes."""

    email = forms.EmailField(
        label=_("Je e-mailadres"),
        help_text=_("Het adres waarmee je je inschreef."),
        error_messages={
            "required": _("Vul je e-mailadres in."),
            "invalid": _("Vul een heel e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
        },
    )


class HandedInForm(forms.Form):
    """Who handed in a form on paper: of all who are invited, to tell of nobody who answered."""

    people = forms.MultipleChoiceField(
        label=_("Wie leverden een formulier in?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vink aan wie een formulier inleverden.")},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        participations: Iterable[Participation],
    ) -> None:
        super().__init__(data)
        people = [one.person for one in participations if one.person is not None]
        people.sort(key=lambda person: person.sort_name)
        self._people = {str(person.pk): person for person in people}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(key, one.name_in_list) for key, one in self._people.items()]

    @property
    def people_chosen(self) -> list[User]:
        """The people who were ticked."""
        return [self._people[key] for key in self.cleaned_data["people"]]
