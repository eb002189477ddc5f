"""The exercise “Huisbezoek”: mark in an invented visit what could be a signal of loneliness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.common.faces import FaceBlock
from courses.plugin_api.api import (
    Choice,
    ChoiceExercise,
    Chosen,
    ExerciseContext,
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

MAX_FRAGMENTS = 15

FOUND = "found"
MISSED = "missed"
EXTRA = "extra"
PASSED = "passed"
"""What became of a fragment: a signal seen, a signal not seen, marked while it says little, and
rightly left unmarked."""


class FragmentBlock(blocks.StructBlock):
    """One piece of the visit that can be marked."""

    text = blocks.TextBlock(
        label=_("Wat zie, hoor of ruik je?"),
        help_text=_("Een paar korte zinnen. Verzin de mensen: gebruik niemand die echt bestaat."),
        max_length=400,
        rows=2,
    )
    signal = blocks.BooleanBlock(
        label=_("Dit kan een signaal zijn"),
        help_text=_("Laat leeg als dit op zichzelf weinig zegt."),
        required=False,
    )
    why = blocks.TextBlock(
        label=_("Uitleg"),
        help_text=_(
            "Waarom kan dit een signaal zijn, of waarom zegt het weinig? Noem bij een signaal "
            "ook een gewone reden: een signaal is geen bewijs."
        ),
        max_length=500,
        rows=3,
    )
    ask = blocks.CharBlock(
        label=_("Wat kun je vragen?"),
        help_text=_("Bij een signaal: een voorbeeld van een open vraag. Mag leeg blijven."),
        required=False,
        max_length=200,
    )

    class Meta:
        icon = "view"
        label = _("Fragment")
        label_format = "{text}"


def _problem_of(fragments: Sequence[Mapping[str, object]]) -> Text | None:
    """What is wrong with the fragments together, as a sentence; None when they are right."""
    signals = [bool(fragment["signal"]) for fragment in fragments]
    if not any(signals):
        return _("Geef bij minstens één fragment aan dat het een signaal kan zijn.")
    if all(signals):
        return _("Neem ook minstens één fragment op dat weinig zegt.")
    return None


class VisitBlock(blocks.StructBlock):
    """A visit in numbered fragments, written by a trainer."""

    title = blocks.CharBlock(
        label=_("Titel"),
        help_text=_("Bijvoorbeeld: ‘Op de koffie bij mevrouw Bakker’."),
        max_length=120,
    )
    face = FaceBlock(help_text=_("Van wie je bezoekt. Mag leeg zijn."))
    scene = blocks.RichTextBlock(
        label=_("De situatie"),
        help_text=_("Bij wie kom je, waarom, en hoe laat is het? Verzin de persoon."),
        features=["bold", "italic"],
    )
    question = blocks.CharBlock(
        label=_("Opdracht"),
        help_text=_("Staat boven de fragmenten."),
        default=_("Wat kan hier een signaal van eenzaamheid zijn? Kruis het aan."),
        max_length=200,
    )
    fragments = OptionsBlock(
        FragmentBlock(),
        doubles=_("Twee fragmenten hebben dezelfde tekst. Pas er een aan of haal er een weg."),
        check=_problem_of,
        label=_("Fragmenten"),
        help_text=_("In de volgorde van het bezoek. Wissel signalen af met gewone dingen."),
        max_num=MAX_FRAGMENTS,
    )
    closing = blocks.TextBlock(
        label=_("Slotzin"),
        help_text=_("Verschijnt na elk antwoord, hoeveel iemand ook zag. Mag leeg blijven."),
        required=False,
        max_length=500,
        rows=3,
    )

    class Meta:
        icon = "home"
        label = _("Huisbezoek")
        group = _("Opdrachten")
        help_text = _("Deelnemers kruisen aan wat een signaal van eenzaamheid kan zijn.")


class Visit(ChoiceExercise):
    """Mark in an invented visit what could be a signal; nothing about a real person is kept.

    An answer is `{"marks": [key, …]}`. A point for each signal that is marked and for each other
    fragment that is not.
    """

    name = "visit"
    template_name = "signaleren/visit.html"
    submit_label = _("Kijk na")
    choices = (
        Choice(
            "fragments",
            most=MAX_FRAGMENTS,
            field="mark",
            kept_as="marks",
            none=_("Kruis minstens één ding aan dat een signaal kan zijn."),
        ),
    )

    def block(self) -> blocks.Block:
        return VisitBlock()

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """One question about all fragments; each that is right counts."""
        fragments = [
            PortableAnswer(
                one.value["text"],
                worth=int(one.value["signal"]),
                feedback=" ".join(filter(None, (one.value["why"], one.value["ask"]))),
            )
            for one in options_of(ctx.config["fragments"])
        ]
        question = PortableQuestion(
            ctx.config["question"], answers=fragments, several=True, counts_partly=True
        )
        return PortableExercise(
            ctx.config["title"],
            ctx.config["scene"],
            questions=[question],
            closing=ctx.config["closing"],
        )

    def judge(self, chosen: Mapping[str, Chosen], ctx: ExerciseContext) -> Score:
        fragments = chosen["fragments"]
        verdicts = {
            one.key: _verdict(signal=bool(one.value["signal"]), marked=one in fragments.picked)
            for one in fragments.options
        }
        counted = list(verdicts.values())
        return Score(
            points=counted.count(FOUND) + counted.count(PASSED),
            out_of=len(verdicts),
            feedback={
                "verdicts": verdicts,
                "found": counted.count(FOUND),
                "signals": counted.count(FOUND) + counted.count(MISSED),
                "extra": counted.count(EXTRA),
            },
        )


def _verdict(*, signal: bool, marked: bool) -> str:
    if signal:
        return FOUND if marked else MISSED
    return EXTRA if marked else PASSED
