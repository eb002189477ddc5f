"""The settings of the plugin in a training: room for five questions."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import QuestionKind
from plugins.maatwerkvragen.slots import (
    CHOICES,
    MOST_CHARACTERS,
    MOST_CHARACTERS_IN_OPTION,
    MOST_OPTIONS,
    SLOTS,
    lines,
    normal,
)

KINDS = [
    ("", _("Kies een soort")),
    (QuestionKind.SCORE.value, _("Een cijfer van 1 tot en met 10")),
    (QuestionKind.CHOICE.value, _("Kiezen: één antwoord")),
    (QuestionKind.MULTIPLE.value, _("Kiezen: meer antwoorden")),
    (QuestionKind.OPEN.value, _("In eigen woorden")),
]


class OwnQuestionsForm(forms.Form):
    """Up to five questions, each with its kind and its options; a place may stay empty."""

    def clean(self) -> dict[str, object]:
        """Check each question at the field that is wrong, and that none stands there twice."""
        values: dict[str, object] = super().clean() or {}
        asked: set[str] = set()
        for number in SLOTS:
            self._check(number)
            text = normal(self.cleaned_data.get(f"text_{number}", ""))
            if text and text in asked:
                self.add_error(f"text_{number}", _("Deze vraag staat er al."))
            asked.add(text)
        return values

    def _check(self, number: int) -> None:
        text, kind, options = (f"{part}_{number}" for part in ("text", "kind", "options"))
        if any(name in self.errors for name in (text, kind, options)):
            return
        self.cleaned_data[text] = " ".join(self.cleaned_data[text].split())
        found = lines(self.cleaned_data[options])
        self.cleaned_data[options] = "\n".join(found)
        chosen = self.cleaned_data[kind]
        if not self.cleaned_data[text]:
            if chosen or found:
                self.add_error(text, _("Schrijf de vraag, of maak de hele plek leeg."))
        elif not any(map(str.isalnum, self.cleaned_data[text])):
            self.add_error(text, _("Schrijf de vraag in woorden."))
        elif not chosen:
            self.add_error(kind, _("Kies hoe mensen deze vraag beantwoorden."))
        elif chosen in CHOICES:
            self._check_options(options, found)
        elif found:
            self.add_error(options, _("Bij deze soort vraag horen geen antwoorden. Haal ze weg."))

    def _check_options(self, name: str, options: list[str]) -> None:
        if len(options) < 2:
            self.add_error(name, _("Schrijf minstens twee antwoorden, elk op een eigen regel."))
        elif len(options) > MOST_OPTIONS:
            self.add_error(
                name, _("Schrijf ten hoogste %(most)d antwoorden.") % {"most": MOST_OPTIONS}
            )
        elif any(len(option) > MOST_CHARACTERS_IN_OPTION for option in options):
            self.add_error(
                name,
                _("Een antwoord is te lang. Gebruik ten hoogste %(most)d tekens.")
                % {"most": MOST_CHARACTERS_IN_OPTION},
            )
        elif len({normal(option) for option in options}) < len(options):
            self.add_error(name, _("Twee antwoorden zijn hetzelfde. Pas er één aan."))


def _fields(number: int) -> dict[str, forms.Field]:
    """The fields of one place."""
    return {
        f"text_{number}": forms.CharField(
            label=format_lazy(_("Vraag {number}"), number=number),
            required=False,
            initial="",
            max_length=MOST_CHARACTERS,
            help_text=_(
                "Verander je de woorden of de antwoorden? Dan telt de academie dit als een nieuwe "
                "vraag."
            )
            if number == SLOTS[0]
            else "",
        ),
        f"kind_{number}": forms.ChoiceField(
            label=format_lazy(_("Vraag {number}: hoe antwoorden mensen?"), number=number),
            required=False,
            initial="",
            choices=KINDS,
        ),
        f"options_{number}": forms.CharField(
            label=format_lazy(_("Vraag {number}: antwoorden om uit te kiezen"), number=number),
            required=False,
            initial="",
            max_length=(MOST_CHARACTERS_IN_OPTION + 2) * MOST_OPTIONS * 2,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Elk antwoord op een eigen regel. Alleen bij een vraag om te kiezen."),
        ),
    }


for _number in SLOTS:
    OwnQuestionsForm.base_fields.update(_fields(_number))
