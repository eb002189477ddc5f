"""The exercise “Huisbezoek”: mark in an invented visit what could be a signal of loneliness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.plugin_api.api import Exercise, ExerciseContext, Json, Refusal, Score

MAX_FRAGMENTS = 15
FIELD = "mark"

_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")

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


class VisitBlock(blocks.StructBlock):
    """A visit in numbered fragments, written by a trainer."""

    title = blocks.CharBlock(
        label=_("Titel"),
        help_text=_("Bijvoorbeeld: ‘Op de koffie bij mevrouw Bakker’."),
        max_length=120,
    )
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
    fragments = blocks.ListBlock(
        FragmentBlock(),
        label=_("Fragmenten"),
        help_text=_("In de volgorde van het bezoek. Wissel signalen af met gewone dingen."),
        min_num=2,
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

    def clean(self, value: Any) -> Any:
        """Also demand something to find, something to leave, and no fragment twice."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        problem = _problem_of(cleaned["fragments"])
        if problem:
            raise StructBlockValidationError(
                block_errors={
                    "fragments": ListBlockValidationError(
                        non_block_errors=[ValidationError(problem)]
                    )
                }
            )
        return cleaned


def _problem_of(fragments: Sequence[Mapping[str, Any]]) -> Any:
    """What is wrong with the fragments together, as a sentence; None when they are right."""
    signals = [bool(fragment["signal"]) for fragment in fragments]
    texts = [fragment["text"].strip().casefold() for fragment in fragments]
    if not any(signals):
        return _("Geef bij minstens één fragment aan dat het een signaal kan zijn.")
    if all(signals):
        return _("Neem ook minstens één fragment op dat weinig zegt.")
    if len(set(texts)) < len(texts):
        return _("Twee fragmenten hebben dezelfde tekst. Pas er een aan of haal er een weg.")
    return None


@dataclass(frozen=True)
class Fragment:
    """A fragment as the exercise uses it; `key` stays the same when a trainer reorders."""

    key: str
    number: int
    text: str
    signal: bool
    why: str
    ask: str


def fragments_of(config: Any) -> list[Fragment]:
    """The fragments of a visit, in order, each with a lasting key."""
    listed = config.get("fragments") if isinstance(config, Mapping) else None
    return [
        Fragment(
            key=key,
            number=number,
            text=str(value.get("text") or ""),
            signal=bool(value.get("signal")),
            why=str(value.get("why") or ""),
            ask=str(value.get("ask") or ""),
        )
        for number, (key, value) in enumerate(_keyed(listed), start=1)
    ]


def _keyed(listed: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Values with the id that Wagtail keeps for each item, or the place of one never saved."""
    children = getattr(listed, "bound_blocks", None)
    if children is None:
        for place, value in enumerate(listed or (), start=1):
            yield f"nr-{place}", value
        return
    for place, child in enumerate(children, start=1):
        yield child.original_id or f"nr-{place}", child.value


def marks_of(answer: Json) -> frozenset[str]:
    """The marked keys in a kept answer; none when it has another shape."""
    marks = answer.get("marks") if isinstance(answer, Mapping) else None
    if not isinstance(marks, list | tuple):
        return frozenset()
    return frozenset(mark for mark in marks if isinstance(mark, str))


class Visit(Exercise):
    """Mark in an invented visit what could be a signal; nothing about a real person is kept.

    An answer is `{"marks": [key, …]}`. A point for each signal that is marked and for each other
    fragment that is not.
    """

    name = "visit"
    template_name = "signaleren/visit.html"
    submit_label = _("Kijk na")

    def block(self) -> blocks.Block:
        return VisitBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        marks = sorted(set(data.get(FIELD, ())))
        if not marks:
            raise Refusal(_("Kruis minstens één ding aan dat een signaal kan zijn."))
        if len(marks) > MAX_FRAGMENTS or not all(_KEY.fullmatch(mark) for mark in marks):
            raise Refusal(_("Dit antwoord hoort niet bij deze oefening. Probeer het opnieuw."))
        return {"marks": marks}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        fragments, marks = fragments_of(ctx.config), marks_of(answer)
        verdicts = {one.key: _verdict(one, marked=one.key in marks) for one in fragments}
        counted = list(verdicts.values())
        return Score(
            points=counted.count(FOUND) + counted.count(PASSED),
            out_of=len(fragments),
            feedback={
                "verdicts": verdicts,
                "found": counted.count(FOUND),
                "signals": counted.count(FOUND) + counted.count(MISSED),
                "extra": counted.count(EXTRA),
            },
        )


def _verdict(fragment: Fragment, *, marked: bool) -> str:
    if fragment.signal:
        return FOUND if marked else MISSED
    return EXTRA if marked else PASSED
