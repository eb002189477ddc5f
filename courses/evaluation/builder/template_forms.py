"""The form in which a form is made: its name, what it is for, and its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from courses.evaluation.enums import Kind
from courses.evaluation.models import TemplateQuestion
from courses.evaluation.queries.templates import CHOICES
from courses.evaluation.services.templates import LEAST_OPTIONS, needs_a_version

if TYPE_CHECKING:
    from courses.evaluation.models import FormTemplate

MOST_QUESTIONS = 30

TYPO, NEW_VERSION = "typo", "version"


class QuestionForm(WagtailAdminModelForm):
    """One question. `change` is there only where somebody has to say what a change of words is."""

    change = forms.ChoiceField(
        label=_("Deze vraag is al aan mensen gesteld. Wat heb je veranderd?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (NEW_VERSION, _("Nieuwe woorden: de cijfers beginnen opnieuw")),
            (TYPO, _("Zelfde vraag, alleen een tikfout: de cijfers tellen samen")),
        ],
        help_text=_(
            "Antwoorden op andere woorden tellen we nooit bij elkaar op. Dat iemand voor "
            "“tikfout” koos, wordt bewaard."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None or not self.is_bound:
            del self.fields["change"]
        for name, field in self.fields.items():
            if name.endswith("_en"):
                field.widget.attrs["lang"] = "en"

    def clean(self) -> dict[str, object]:
        """What belongs to the kind of question; what does not is kept and not asked."""
        cleaned: dict[str, Any] = super().clean()
        kind = cleaned.get("kind")
        if kind in CHOICES and "options" in cleaned:
            self._check_options(cleaned["options"], cleaned.get("options_en") or [])
        low, high = cleaned.get("low_end"), cleaned.get("high_end")
        if kind == Kind.SCORE and low and low == high:
            self.add_error("high_end", _("1 en 10 betekenen hetzelfde. Pas er één aan."))
        if kind == Kind.OPEN and cleaned.get("word_limit") is None and not self.errors:
            self.add_error("word_limit", _("Kies hoeveel woorden iemand mag gebruiken."))
        return cleaned

    def _check_options(self, options: list[str], english: list[str]) -> None:
        if len(options) < LEAST_OPTIONS:
            self.add_error(
                "options", _("Schrijf ten minste twee antwoorden, elk op een eigen regel.")
            )
        if english and len(english) != len(options):
            self.add_error(
                "options_en",
                _("Schrijf bij elk antwoord een Engels antwoord, in dezelfde volgorde."),
            )


class TemplateForm(WagtailAdminModelForm):
    """A form with its questions. What it is for is chosen once."""

    instance: FormTemplate

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["purpose"].disabled = True
        questions = self.formsets.get("questions")
        if questions is not None:
            few = _("Voeg ten minste één vraag toe.")
            questions.error_messages["too_few_forms"] = few

    def is_valid(self) -> bool:
        """Ask of each change of words that people have seen whether it is a typing error."""
        valid = bool(super().is_valid())
        questions = self.formsets.get("questions")
        if questions is None or not self.is_bound:
            return valid
        stored = {one.pk: one for one in TemplateQuestion.objects.filter(template=self.instance.pk)}
        for form in questions.forms:
            if "change" in form.errors:
                # Asked before; both this and Wagtail's panel look whether the form is right.
                continue
            if not self._must_choose(form, stored):
                form.fields.pop("change", None)
            elif not form.cleaned_data.get("change"):
                form.add_error("change", _("Kies wat je hebt veranderd."))
                valid = False
        return valid

    @staticmethod
    def _must_choose(form: QuestionForm, stored: dict[int, TemplateQuestion]) -> bool:
        old = stored.get(form.instance.pk or 0)
        if old is None or not form.is_valid() or form.cleaned_data.get("DELETE"):
            return False
        return needs_a_version(form.instance, old)

    @property
    def typos(self) -> set[int]:
        """The questions of which only a typing error was mended, as somebody says."""
        return {
            form.instance.pk
            for form in self.formsets["questions"].forms
            if "change" in form.fields and form.cleaned_data.get("change") == TYPO
        }


class QuestionsPanel(InlinePanel):
    """The questions below each other; dragging or the arrows give the order."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = QuestionForm
        return options


ONLY_MARKS, ONLY_CHOICES, ONLY_OPEN, NO_INTRO = (
    "va-only-marks",
    "va-only-choices",
    "va-only-open",
    "va-no-intro",
)
"""Classes of what a style sheet shows only at the kinds of question that have it."""

PANELS: list[Any] = [
    FieldPanel("title"),
    FieldPanel("purpose"),
    QuestionsPanel(
        "questions",
        heading=_("Vragen"),
        label=_("Vraag"),
        min_num=1,
        max_num=MOST_QUESTIONS,
        panels=[
            FieldPanel("change"),
            FieldPanel("kind"),
            FieldPanel("text"),
            FieldPanel("text_en"),
            FieldRowPanel([FieldPanel("low_end"), FieldPanel("high_end")], classname=ONLY_MARKS),
            FieldRowPanel(
                [FieldPanel("low_end_en"), FieldPanel("high_end_en")], classname=ONLY_MARKS
            ),
            FieldRowPanel(
                [FieldPanel("options"), FieldPanel("options_en")], classname=ONLY_CHOICES
            ),
            FieldPanel("other", classname=ONLY_CHOICES),
            FieldPanel("word_limit", classname=ONLY_OPEN),
            FieldPanel("required", classname=NO_INTRO),
        ],
    ),
]
