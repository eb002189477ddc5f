"""A kind of exercise: trainers write it in a lesson, participants answer it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.plugin_api.api import Exercise, ExerciseContext, Json, Refusal, Score

YES, NO = "yes", "no"


class TrueOrFalseBlock(blocks.StructBlock):
    """What a trainer fills in."""

    statement = blocks.TextBlock(label=_("Stelling"), max_length=250, rows=2)
    is_true = blocks.BooleanBlock(label=_("Deze stelling is waar"), required=False)
    explanation = blocks.TextBlock(
        label=_("Uitleg"),
        max_length=500,
        rows=3,
        help_text=_("Iedereen leest dit na het antwoord."),
    )

    class Meta:
        icon = "help"
        label = _("Waar of niet waar?")
        label_format = "{statement}"
        group = _("Opdrachten")


class TrueOrFalse(Exercise):
    """A statement: is it true? An answer is kept as `{"choice": "yes"}` or `{"choice": "no"}`."""

    name = "true_or_false"
    template_name = "$slug/true_or_false.html"

    def block(self) -> blocks.Block:
        return TrueOrFalseBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        choice = next(iter(data.get("choice", ())), "")
        if choice not in (YES, NO):
            raise Refusal(_("Kies eerst een antwoord."))
        return {"choice": choice}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """One point for the right choice; whatever was kept may come here."""
        choice = answer.get("choice") if isinstance(answer, dict) else None
        right = YES if ctx.config["is_true"] else NO
        return Score(points=int(choice == right), out_of=1)
