"""The exercise "Wat zeg je?": choose your words and see what they do to the conversation.

There is no wrong answer that ends it: every sentence gets a reaction of the other person, and
the reactions to the other sentences can be opened beside it. A kept sentence that is gone asks for
a new choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.common.faces import FaceBlock
from courses.plugin_api.api import (
    Choice,
    ChoiceExercise,
    Chosen,
    ExerciseContext,
    Json,
    Option,
    OptionsBlock,
    PortableAnswer,
    PortableExercise,
    PortableQuestion,
    Score,
    Text,
    options_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPENS, MIXED, CLOSES = "opens", "mixed", "closes"
POINTS = {OPENS: 2, MIXED: 1, CLOSES: 0}
"""What a sentence is worth by its effect on the conversation."""
OUT_OF = max(POINTS.values())

EFFECTS = {
    OPENS: _("Opent het gesprek"),
    MIXED: _("Helpt een beetje"),
    CLOSES: _("Sluit het gesprek"),
}

CHANGED = "changed"
"""The outcome when the kept sentence is no longer one of the options."""


# --- What a trainer fills in ------------------------------------------------------------------


class SentenceBlock(blocks.StructBlock):
    """Something that one could say, and what it brings about."""

    say = blocks.TextBlock(
        label=_("Wat je zegt"),
        max_length=300,
        help_text=_("In de ik-vorm en zonder aanhalingstekens; die komen er vanzelf bij."),
    )
    effect = blocks.ChoiceBlock(
        label=_("Wat doet deze zin met het gesprek?"),
        choices=list(EFFECTS.items()),
        help_text=_("Minstens één zin opent het gesprek en minstens één zin doet iets anders."),
    )
    reply = blocks.TextBlock(
        label=_("Hoe de ander reageert"),
        max_length=500,
        help_text=_("Wat de ander terugzegt of doet. Doen mag tussen haakjes."),
    )
    why = blocks.TextBlock(
        label=_("Wat er gebeurt en waarom"),
        max_length=600,
        help_text=_("Dit leest iemand die deze zin kiest. Schrijf vriendelijk en kort."),
    )

    class Meta:
        icon = "comment"
        label = _("Zin")


def _fault_in(sentences: Sequence[Mapping[str, object]]) -> Text | None:
    """What is wrong with the effects of the sentences together, or None."""
    effects = {sentence["effect"] for sentence in sentences}
    if OPENS not in effects:
        return _("Kies bij minstens één zin ‘Opent het gesprek’.")
    if effects == {OPENS}:
        return _("Alle zinnen openen het gesprek. Geef minstens één zin een ander effect.")
    return None


class ConversationBlock(blocks.StructBlock):
    """The exercise as a trainer writes it."""

    title = blocks.CharBlock(
        label=_("Titel"),
        max_length=120,
        help_text=_("Bijvoorbeeld: Wat zeg je? In de rij bij de bakker."),
    )
    situation = blocks.TextBlock(
        label=_("Situatie"),
        max_length=900,
        help_text=_("Wie is het, wie is er overleden en waar ben je nu? Verzin alles."),
    )
    who = blocks.CharBlock(
        label=_("Met wie praat je?"),
        max_length=40,
        help_text=_("Een verzonnen naam. Die staat boven wat de ander zegt."),
    )
    face = FaceBlock()
    says = blocks.TextBlock(
        label=_("Wat zegt de ander?"),
        max_length=500,
        help_text=_("Zonder aanhalingstekens. Hierop kiest de deelnemer een antwoord."),
    )
    options = OptionsBlock(
        SentenceBlock(),
        distinct="say",
        doubles=_("Twee zinnen zijn hetzelfde. Pas er één aan."),
        check=_fault_in,
        label=_("Zinnen om uit te kiezen"),
        max_num=6,
        help_text=_("Drie of vier zinnen is genoeg. Zet de beste zin niet steeds vooraan."),
    )
    remember = blocks.TextBlock(
        label=_("Om mee te nemen"),
        required=False,
        max_length=500,
        help_text=_("Eén gedachte die iedereen na het antwoord leest. Mag leeg blijven."),
    )

    class Meta:
        icon = "comment"
        label = _("Wat zeg je?")
        group = _("Opdrachten")


# --- What a participant does ------------------------------------------------------------------


class Conversation(ChoiceExercise):
    """Choose what you would say, and see how the other person takes it."""

    name = "conversation"
    template_name = "rouw_en_verlies/conversation.html"
    submit_label = _("Kijk wat er gebeurt")
    choices = (
        Choice(
            "options",
            field="option",
            kept_as="option",
            none=_("Kies eerst wat je zou zeggen. Je mag het daarna nog eens proberen."),
            many=_("Kies één zin. Meer kan hier niet."),
        ),
    )

    def block(self) -> blocks.Block:
        return ConversationBlock()

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """One question: what would you say? Each sentence has its reaction."""
        config = ctx.config
        sentences = [
            PortableAnswer(
                f"‘{one.value['say']}’",
                worth=POINTS[one.value["effect"]] / OUT_OF,
                feedback=f"{config['who']}: ‘{one.value['reply']}’\n\n{one.value['why']}",
                verdict=EFFECTS[one.value["effect"]],
            )
            for one in options_of(config["options"])
        ]
        question = PortableQuestion(
            gettext("%(who)s zegt: ‘%(says)s’ Wat zeg je?")
            % {"who": config["who"], "says": config["says"]},
            answers=sentences,
        )
        return PortableExercise(
            config["title"], config["situation"], questions=[question], closing=config["remember"]
        )

    def judge(self, chosen: Mapping[str, Chosen], ctx: ExerciseContext) -> Score:
        """Two points for a sentence that opens, one for one that helps a little.

        `feedback` has `outcome` (opens, mixed, closes, or changed when the sentence is no longer
        there), `chosen` (None when changed) and `others`, in the trainer's order. Each sentence
        is a dict with `key`, `say`, `effect`, `reply` and `why`.
        """
        sentences = chosen["options"]
        if not sentences.picked:
            feedback: dict[str, Json] = {"outcome": CHANGED, "chosen": None, "others": []}
            return Score(0, OUT_OF, finished=False, feedback=feedback)
        (sentence,) = sentences.picked
        effect = sentence.value["effect"]
        feedback = {
            "outcome": effect,
            "chosen": _told(sentence),
            "others": [_told(other) for other in sentences.others],
        }
        return Score(POINTS.get(effect, 0), OUT_OF, feedback=feedback)


def _told(sentence: Option) -> dict[str, Json]:
    """What the template tells about a sentence."""
    fields = ("say", "effect", "reply", "why")
    return {"key": sentence.key} | {field: sentence.value[field] for field in fields}
