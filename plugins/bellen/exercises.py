"""The exercise "Telefoongesprek": a conversation in which you choose what you say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.common.faces import FaceBlock
from courses.plugin_api.api import (
    Exercise,
    ExerciseContext,
    Json,
    PortableAnswer,
    PortableExercise,
    PortableMoment,
    Refusal,
    Score,
)
from plugins.bellen.conversation import FULL_POINTS, POINTS, follow, problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEY = r"[a-z0-9-]{1,40}"
STEP = re.compile(rf"{KEY}\.{KEY}")
MOST_STEPS = 60
"""A conversation may go round in circles; after so many choices it has been long enough."""


class KeyBlock(blocks.RegexBlock):
    """A short name by which turns and choices find each other; also part of kept answers."""

    def __init__(self, **kwargs: object) -> None:
        wrong = _("Gebruik alleen kleine letters, cijfers en streepjes, hoogstens 40 tekens.")
        super().__init__(regex=rf"^{KEY}\Z", error_messages={"invalid": wrong}, **kwargs)


class ChoiceOfWordsBlock(blocks.StructBlock):
    """Something that the participant can say."""

    key = KeyBlock(
        label=_("Letter"),
        help_text=_(
            "Bijvoorbeeld a, b of c. Verander deze later niet: antwoorden verwijzen ernaar."
        ),
    )
    text = blocks.TextBlock(
        label=_("Wat zeg jij?"), help_text=_("De zin die de deelnemer kan kiezen."), max_length=400
    )
    next = KeyBlock(
        label=_("Gaat naar"),
        help_text=_("De naam van het moment of het einde dat hierop volgt."),
    )
    effect = blocks.TextBlock(
        label=_("Wat doet deze zin?"),
        help_text=_("Een of twee zinnen. De deelnemer leest ze na afloop, bij het terugkijken."),
        required=False,
        max_length=400,
    )

    class Meta:
        icon = "comment"
        label = _("Keuze")


class TurnBlock(blocks.StructBlock):
    """A moment in the conversation: the other says something, you answer."""

    key = KeyBlock(
        label=_("Naam van dit moment"),
        help_text=_(
            "Kort, bijvoorbeeld: stilte. Keuzes verwijzen ernaar; de deelnemer ziet dit niet."
        ),
    )
    text = blocks.TextBlock(
        label=_("Wat zegt de ander?"),
        help_text=_("Zet wat je hoort maar niet gezegd wordt tussen haakjes: (zucht)."),
        max_length=600,
    )
    choices = blocks.ListBlock(
        ChoiceOfWordsBlock(),
        label=_("Keuzes"),
        help_text=_("Twee, drie of vier zinnen waaruit de deelnemer kiest."),
        min_num=2,
        max_num=4,
    )

    class Meta:
        icon = "comment"
        label = _("Moment")


class EndingBlock(blocks.StructBlock):
    """A way in which the conversation ends."""

    key = KeyBlock(
        label=_("Naam van dit einde"),
        help_text=_("Kort, bijvoorbeeld: afspraak. Keuzes verwijzen ernaar."),
    )
    text = blocks.TextBlock(
        label=_("Wat zegt de ander als laatste?"),
        help_text=_("Ook een einde zonder woorden kan: (legt de hoorn neer)."),
        max_length=600,
    )
    quality = blocks.ChoiceBlock(
        label=_("Hoe liep het gesprek?"),
        help_text=_("De deelnemer leest dit in woorden, boven het terugkijken."),
        choices=[("good", _("goed")), ("mixed", _("deels goed")), ("poor", _("minder goed"))],
        default="good",
    )
    title = blocks.CharBlock(
        label=_("Kop boven het terugkijken"),
        help_text=_("Vat in een paar woorden samen hoe het afliep."),
        max_length=120,
    )
    reflection = blocks.TextBlock(
        label=_("Terugkijken"),
        help_text=_("Wat ging goed, en wat kan een volgende keer anders? Schrijf vriendelijk."),
        max_length=1200,
    )

    class Meta:
        icon = "flag"
        label = _("Einde")


class PhoneCallValue(blocks.StructValue):
    """A phone call as written by a trainer."""

    @property
    def opening(self) -> dict[str, object]:
        """The talk before anything was chosen."""
        return follow(self, ()).as_json()


class PhoneCallBlock(blocks.StructBlock):
    """A telephone conversation that branches."""

    title = blocks.CharBlock(
        label=_("Titel"), help_text=_("Bijvoorbeeld: De eerste keer bellen."), max_length=120
    )
    situation = blocks.RichTextBlock(
        label=_("Situatie"),
        help_text=_("Wie bel je, waarom, en wat weet je al? Gebruik een verzonnen naam."),
        features=["bold", "italic", "ol", "ul"],
    )
    other = blocks.CharBlock(
        label=_("Wie heb je aan de lijn?"),
        help_text=_("Deze naam staat bij wat de ander zegt."),
        max_length=40,
    )
    face = FaceBlock(help_text=_("Van wie je belt. Mag leeg zijn."))
    turns = blocks.ListBlock(
        TurnBlock(),
        label=_("Momenten in het gesprek"),
        help_text=_("Het bovenste moment is het begin van het gesprek."),
        min_num=1,
    )
    endings = blocks.ListBlock(
        EndingBlock(),
        label=_("Hoe het afloopt"),
        help_text=_("Schrijf minstens drie manieren waarop het gesprek eindigt."),
        min_num=3,
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Check each field, and then whether the conversation holds together."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        found = problems(cleaned)
        if found:
            raise StructBlockValidationError(non_block_errors=found)
        return cleaned

    class Meta:
        icon = "mobile-alt"
        label = _("Telefoongesprek")
        group = _("Opdrachten")
        value_class = PhoneCallValue


class PhoneCall(Exercise):
    """Hold a telephone conversation by choosing what you say; a step back is always possible.

    The answer is the list of steps that were chosen (see `plugins.bellen.conversation`).
    """

    name = "phone_call"
    template_name = "bellen/phone_call.html"
    # The template has its own buttons: "say this" and "one step back".
    submit_label = ""

    def block(self) -> blocks.Block:
        return PhoneCallBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        """The path after what was posted.

        The page carries the path that it shows. So a page that stayed open, or that the browser's
        back button brought back, does what one sees there; `previous` is not needed.
        """
        move = _single(data.get("move", ()), default="say")
        path = [_valid(step) for step in data.get("path", ())]
        if move == "back":
            return path[:-1]
        if move != "say":
            raise Refusal(_("Dit kan hier niet. Kies wat je zegt."))
        if not data.get("choice"):
            raise Refusal(_("Kies eerst wat je zegt."))
        if len(path) >= MOST_STEPS:
            raise Refusal(_("Dit gesprek is erg lang geworden. Begin opnieuw."))
        return [*path, _valid(_single(data["choice"]))]

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """The whole conversation, with all its ways."""
        config = ctx.config
        turns = [
            PortableMoment(
                turn["key"],
                turn["text"],
                answers=[
                    PortableAnswer(one["text"], feedback=one["effect"], goes_to=one["next"])
                    for one in turn["choices"]
                ],
            )
            for turn in config["turns"]
        ]
        endings = [
            PortableMoment(
                one["key"],
                one["text"],
                title=one["title"],
                explanation=one["reflection"],
                worth=POINTS.get(one["quality"], 0) / FULL_POINTS,
            )
            for one in config["endings"]
        ]
        return PortableExercise(
            config["title"],
            config["situation"],
            moments=[*turns, *endings],
            other=config["other"],
        )

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Follow the path; what no longer fits the conversation is left out."""
        talk = follow(ctx.config, answer if isinstance(answer, list) else ())
        return Score(
            points=POINTS.get(talk.outcome.quality, 0) if talk.outcome else 0,
            out_of=FULL_POINTS,
            finished=talk.outcome is not None,
            feedback=talk.as_json(),
        )


def _single(values: Sequence[str], *, default: str = "") -> str:
    if len(values) > 1:
        raise Refusal(_("Kies één antwoord tegelijk."))
    return values[0] if values else default


def _valid(step: str) -> str:
    if not STEP.fullmatch(step):
        raise Refusal(_("Dit antwoord hoort niet bij dit gesprek. Kies opnieuw wat je zegt."))
    return step
