"""What trainers put in a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.plugin_api.api import ContentBlock, Exercise, ExerciseContext, Json, Refusal, Score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class SignBlock(blocks.StructBlock):
    """A sign by the door."""

    text = blocks.CharBlock(label=_("Wat staat er?"), max_length=120, default="Welkom, buur!")

    class Meta:
        icon = "home"
        label = _("Bordje bij de deur")
        template = "buurtgroet/sign.html"


class GreetingBlock(ContentBlock):
    """A sign with a greeting, as it hangs beside a door."""

    name = "sign"

    def block(self) -> blocks.Block:
        return SignBlock()


class ChoiceBlock(blocks.StructBlock):
    """Several ways to greet somebody, of which one is the warmest."""

    question = blocks.CharBlock(label=_("Vraag"), max_length=200, default="Hoe groet je een buur?")
    greetings = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("Groet"), max_length=120)),
                ("warm", blocks.BooleanBlock(label=_("Dit is hartelijk"), required=False)),
            ]
        ),
        label=_("Groeten"),
        min_num=2,
    )

    class Meta:
        icon = "user"
        label = _("Kies een groet")


class ChooseGreeting(Exercise):
    """Choose how to greet somebody; a warm greeting is a point."""

    name = "choose"
    template_name = "buurtgroet/choose.html"
    submit_label = _("Groet")

    def block(self) -> blocks.Block:
        return ChoiceBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        chosen = (data.get("greeting") or [""])[0]
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 4):
            raise Refusal(_("Kies een groet."))
        return {"greeting": int(chosen)}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        chosen = answer.get("greeting") if isinstance(answer, dict) else None
        warm = [number for number, one in enumerate(ctx.config["greetings"]) if one["warm"]]
        return Score(int(chosen in warm), 1, feedback={"chosen": chosen})
