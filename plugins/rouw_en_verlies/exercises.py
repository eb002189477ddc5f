"""The exercise "Wat zeg je?": choose your words and see what they do to the conversation.

There is no wrong answer that ends it: every sentence gets a reaction of the other person, and
the reactions to the other sentences can be opened beside it. A sentence is known by the id that
the editor gives each item of a list, so an answer that was kept still fits after a trainer
reorders or rewords them. A kept sentence that is gone asks for a new choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.plugin_api.api import Exercise, ExerciseContext, Json, Refusal, Score

OPENS, MIXED, CLOSES = "opens", "mixed", "closes"
POINTS = {OPENS: 2, MIXED: 1, CLOSES: 0}
"""What a sentence is worth by its effect on the conversation."""
OUT_OF = max(POINTS.values())

CHANGED = "changed"
"""The outcome when the kept sentence is no longer one of the options."""

KEY = re.compile(r"[A-Za-z0-9-]{1,64}")


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
        choices=[
            (OPENS, _("Opent het gesprek")),
            (MIXED, _("Helpt een beetje")),
            (CLOSES, _("Sluit het gesprek")),
        ],
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
    says = blocks.TextBlock(
        label=_("Wat zegt de ander?"),
        max_length=500,
        help_text=_("Zonder aanhalingstekens. Hierop kiest de deelnemer een antwoord."),
    )
    options = blocks.ListBlock(
        SentenceBlock(),
        label=_("Zinnen om uit te kiezen"),
        min_num=2,
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

    def clean(self, value: Any) -> Any:
        """Check each field, then what the sentences must be together.

        Raises StructBlockValidationError with a plain sentence at the list of options.
        """
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        fault = _fault_in(cleaned["options"])
        if fault is not None:
            raise StructBlockValidationError(
                block_errors={
                    "options": ListBlockValidationError(
                        non_block_errors=[ValidationError(str(fault))]
                    )
                }
            )
        return cleaned


def _fault_in(sentences: Sequence[Mapping[str, Any]]) -> str | Promise | None:
    """What is wrong with the sentences together, or None."""
    said = [sentence["say"].strip().casefold() for sentence in sentences]
    if len(said) != len(set(said)):
        return _("Twee zinnen zijn hetzelfde. Pas er één aan.")
    effects = {sentence["effect"] for sentence in sentences}
    if OPENS not in effects:
        return _("Kies bij minstens één zin ‘Opent het gesprek’.")
    if effects == {OPENS}:
        return _("Alle zinnen openen het gesprek. Geef minstens één zin een ander effect.")
    return None


# --- What a participant does ------------------------------------------------------------------


class Sentence(NamedTuple):
    """A sentence to choose, with the id that stays the same."""

    key: str
    value: Mapping[str, Any]


class Conversation(Exercise):
    """Choose what you would say, and see how the other person takes it."""

    name = "conversation"
    template_name = "rouw_en_verlies/conversation.html"
    submit_label = _("Kijk wat er gebeurt")

    def block(self) -> blocks.Block:
        return ConversationBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        """`{"option": key}`; refuses when nothing, too much or nonsense was sent."""
        chosen = list(dict.fromkeys(data.get("option", ())))
        if not chosen:
            raise Refusal(
                _("Kies eerst wat je zou zeggen. Je mag het daarna nog eens proberen."),
                field="option",
            )
        if len(chosen) > 1:
            raise Refusal(_("Kies één zin. Meer kan hier niet."), field="option")
        if not KEY.fullmatch(chosen[0]):
            raise Refusal(_("Er ging iets mis met je keuze. Kies opnieuw."), field="option")
        return {"option": chosen[0]}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Two points for a sentence that opens, one for one that helps a little.

        `feedback` has `outcome` (opens, mixed, closes, or changed when the sentence is no longer
        there), `chosen` (None when changed) and `others`, in the trainer's order. Each sentence
        is a dict with `key`, `say`, `effect`, `reply` and `why`.
        """
        sentences = _sentences(ctx.config)
        key = _kept_key(answer)
        chosen = next((sentence for sentence in sentences if sentence.key == key), None)
        if chosen is None:
            feedback: dict[str, Json] = {"outcome": CHANGED, "chosen": None, "others": []}
            return Score(0, OUT_OF, finished=False, feedback=feedback)
        effect = chosen.value["effect"]
        feedback = {
            "outcome": effect,
            "chosen": _told(chosen),
            "others": [_told(sentence) for sentence in sentences if sentence.key != key],
        }
        return Score(POINTS.get(effect, 0), OUT_OF, feedback=feedback)


def _sentences(config: Mapping[str, Any]) -> list[Sentence]:
    return [Sentence(child.id, child.value) for child in config["options"].bound_blocks]


def _kept_key(answer: Json) -> str | None:
    """The key in a kept answer, of whatever shape it is."""
    key = answer.get("option") if isinstance(answer, dict) else None
    return key if isinstance(key, str) else None


def _told(sentence: Sentence) -> dict[str, Json]:
    """What the template tells about a sentence."""
    fields = ("say", "effect", "reply", "why")
    return {"key": sentence.key} | {field: sentence.value[field] for field in fields}
