"""The core's own exercise: a knowledge check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue

from courses.plugin_api.contributions.choices import (
    Choice,
    ChoiceExercise,
    Chosen,
    Option,
    options_of,
)
from courses.plugin_api.contributions.exercises import ExerciseContext, Score
from courses.plugin_api.contributions.options import OptionsBlock
from courses.plugin_api.contributions.portable import (
    PortableAnswer,
    PortableExercise,
    PortableQuestion,
)

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json

MOST_OPTIONS = 8


class OptionBlock(blocks.StructBlock):
    """One possible answer."""

    text = blocks.CharBlock(label=_("Antwoord"), max_length=250)
    correct = blocks.BooleanBlock(label=_("Dit antwoord is goed"), required=False)
    feedback = blocks.CharBlock(
        label=_("Uitleg bij dit antwoord"),
        required=False,
        max_length=300,
        help_text=_("Dit leest wie dit antwoord kiest, onder ‘Goed gekozen.’ of ‘Dit klopt niet.’"),
    )

    class Meta:
        label = _("Antwoord")
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
    options = OptionsBlock(OptionBlock(), label=_("Antwoorden"), max_num=MOST_OPTIONS)
    explanation = blocks.RichTextBlock(
        label=_("Uitleg na afloop"), features=["bold", "italic", "link"], required=False
    )

    def value_from_datadict(
        self, data: Mapping[str, object], files: Mapping[str, object], prefix: str
    ) -> blocks.StructValue:
        """What somebody filled in. A place for an answer that was left open is none."""
        value: blocks.StructValue = super().value_from_datadict(data, files, prefix)
        value["options"] = _without_open_places(value["options"])
        return value

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
        label = _("Kennisvraag (oefening)")
        description = _("Een quizvraag of meerkeuzevraag om te oefenen")
        label_format = "{title}"


def _without_open_places(options: ListValue) -> ListValue:
    """The answers, with as many open places as are needed for there to be enough."""
    block = options.list_block
    spare = len(options) - max(block.meta.min_num, sum(map(_is_filled_in, options)))
    kept = []
    for row in options.bound_blocks:
        if spare > 0 and not _is_filled_in(row.value):
            spare -= 1
        else:
            kept.append(row)
    return ListValue(block, bound_blocks=kept)


def _is_filled_in(option: Mapping[str, object]) -> bool:
    return any(option.values())


class KnowledgeCheck(ChoiceExercise):
    """Choose the right answer or answers; each choice has its own explanation.

    An answer is `{"chosen": [key, …]}`, by the lasting keys of the options.
    """

    name = "knowledge_check"
    template_name = "learning/exercises/knowledge_check.html"
    submit_label = _("Kijk na")
    choices = (
        Choice(
            "options",
            most=MOST_OPTIONS,
            field="option",
            kept_as="chosen",
            none=_("Kies een antwoord."),
        ),
    )

    def block(self) -> blocks.Block:
        return KnowledgeCheckBlock()

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """One question, of which all that is right has to be chosen."""
        config = ctx.config
        answers = [
            PortableAnswer(
                one.value["text"], worth=int(one.value["correct"]), feedback=one.value["feedback"]
            )
            for one in options_of(config["options"])
        ]
        question = PortableQuestion(
            config["question"],
            answers=answers,
            several=bool(config["multiple"]),
            explanation=config["explanation"] or "",
        )
        return PortableExercise(config["title"], questions=[question])

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """As every exercise of its kind, also where places were kept or sent for keys."""
        return super().grade(_by_keys(answer, options_of(ctx.config["options"])), ctx)

    def judge(self, chosen: Mapping[str, Chosen], ctx: ExerciseContext) -> Score:
        """Right when exactly the right options are picked.

        `feedback` has `options` in order, `right`, `partly` when something right was picked, and
        `gone` when nothing that was chosen is still in the list.
        """
        among = chosen["options"]
        options = [_told(option, picked=option in among.picked) for option in among.options]
        all_right = bool(among.picked) and all(option["right"] for option in options)
        feedback = {
            "options": options,
            "right": all_right,
            "partly": any(option["picked"] and option["correct"] for option in options),
            "gone": among.gone and not among.picked,
        }
        return Score(points=int(all_right), out_of=1, feedback=feedback)


def _told(option: Option, *, picked: bool) -> dict[str, Json]:
    """What the template says about an option."""
    correct = bool(option.value["correct"])
    return {
        "key": option.key,
        "text": option.value["text"],
        "picked": picked,
        "correct": correct,
        "right": picked == correct,
        "feedback": option.value["feedback"] if picked or correct else "",
    }


def _by_keys(answer: Json, options: Sequence[Option]) -> Json:
    """An answer by keys, where it has places (from zero) in the list as it is now.

    Places were kept before there were keys. A migration gave those their keys; what it could not
    find in a lesson still has its places, and so has a form that was open at the time. How the
    list was when somebody chose is kept nowhere, so a place means what stands there now, as ever.
    """
    kept = answer.get("chosen") if isinstance(answer, Mapping) else None
    if not isinstance(kept, list):
        return answer
    keys: dict[Json, str] = {}
    for place, option in enumerate(options):
        keys[place] = keys[str(place)] = option.key
    return {"chosen": [keys.get(one, str(one)) for one in kept if isinstance(one, int | str)]}
