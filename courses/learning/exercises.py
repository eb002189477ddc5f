"""The core's own exercise: a knowledge check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.common.errors import Refusal
from courses.plugin_api.contributions.base import Json
from courses.plugin_api.contributions.exercises import Exercise, ExerciseContext, Score

MOST_OPTIONS = 8


class OptionBlock(blocks.StructBlock):
    """One possible answer."""

    text = blocks.CharBlock(label=_("Antwoord"), max_length=250)
    correct = blocks.BooleanBlock(label=_("Dit antwoord is goed"), required=False)
    feedback = blocks.CharBlock(
        label=_("Uitleg bij dit antwoord"),
        required=False,
        max_length=300,
        help_text=_("Leest iemand die dit antwoord kiest."),
    )

    class Meta:
        # Without it the editor calls an answer that is still empty "Nee", after its tick box.
        label_format = "{text}"


class KnowledgeCheckBlock(blocks.StructBlock):
    """A question with options, of which one or more are right."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, default=_("Weet je het nog?"))
    question = blocks.TextBlock(label=_("Vraag"), max_length=400)
    multiple = blocks.BooleanBlock(
        label=_("Er zijn meerdere goede antwoorden"),
        required=False,
        help_text=_("Dan kiest iemand zo veel antwoorden als hij wil."),
    )
    options = blocks.ListBlock(
        OptionBlock(), label=_("Antwoorden"), min_num=2, max_num=MOST_OPTIONS
    )
    explanation = blocks.RichTextBlock(
        label=_("Uitleg na afloop"), features=["bold", "italic", "link"], required=False
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        right = sum(1 for option in cleaned["options"] if option["correct"])
        if right == 0 or (right > 1 and not cleaned["multiple"]):
            message = (
                gettext("Geef aan welk antwoord goed is.")
                if right == 0
                else gettext("Zet aan dat er meerdere goede antwoorden zijn, of kies er één.")
            )
            raise blocks.StructBlockValidationError(
                block_errors={"options": ValidationError(message)}
            )
        return cleaned

    class Meta:
        icon = "tick-inverse"
        label = _("Kennisvraag")
        label_format = "{title}"
        group = _("Opdrachten")


class KnowledgeCheck(Exercise):
    """Choose the right answer or answers; each choice has its own explanation."""

    name = "knowledge_check"
    template_name = "learning/exercises/knowledge_check.html"
    submit_label = _("Kijk na")

    def block(self) -> blocks.Block:
        return KnowledgeCheckBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        possible = {str(number) for number in range(MOST_OPTIONS)}
        chosen = sorted(possible.intersection(data.get("option", ())), key=int)
        if not chosen:
            raise Refusal(_("Kies een antwoord."))
        return {"chosen": [int(value) for value in chosen]}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        chosen = set(answer.get("chosen", ())) if isinstance(answer, dict) else set()
        options = []
        for number, option in enumerate(ctx.config["options"]):
            picked = number in chosen
            options.append(
                {
                    "number": number,
                    "text": option["text"],
                    "picked": picked,
                    "correct": bool(option["correct"]),
                    "right": picked == bool(option["correct"]),
                    "feedback": option["feedback"] if picked or option["correct"] else "",
                }
            )
        all_right = all(option["right"] for option in options)
        feedback = {
            "options": options,
            "right": all_right,
            "partly": any(option["picked"] and option["correct"] for option in options),
        }
        return Score(points=int(all_right), out_of=1, feedback=feedback)
