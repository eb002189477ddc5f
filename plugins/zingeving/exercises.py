"""The exercise "Welke vraag zit hieronder?": hear the life question under someone's words.

A participant chooses the life question that fits best and who could help further, in one form.
Options are known by the id that the editor gives each item of a list, so an answer that was kept
still fits after a trainer reorders or rewords them. An option that is gone is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.plugin_api.api import Exercise, ExerciseContext, Json, Refusal, Score

MOST_OPTIONS = 8
KEY = re.compile(r"[A-Za-z0-9-]{1,64}")

POINTS_FOR_QUESTION = {"good": 2, "possible": 1, "less": 0}
"""What recognising the life question is worth; each helper that fits is worth one point."""


# --- What a trainer fills in ------------------------------------------------------------------


class LifeQuestionOption(blocks.StructBlock):
    """A life question that could lie behind what was said."""

    text = blocks.CharBlock(
        label=_("Levensvraag"),
        max_length=120,
        help_text=_("In de ik-vorm, bijvoorbeeld: Doe ik er nog toe?"),
    )
    fit = blocks.ChoiceBlock(
        label=_("Past deze vraag?"),
        choices=[
            ("good", _("Past het best")),
            ("possible", _("Kan ook")),
            ("less", _("Past minder")),
        ],
        default="less",
        help_text=_("Er mogen meer vragen het best passen."),
    )
    feedback = blocks.TextBlock(
        label=_("Uitleg bij deze keuze"),
        max_length=500,
        help_text=_("Dit leest iemand die deze vraag kiest. Schrijf vriendelijk en kort."),
    )

    class Meta:
        label = _("Levensvraag")


class HelperOption(blocks.StructBlock):
    """Someone who could help further."""

    name = blocks.CharBlock(
        label=_("Wie of wat"),
        max_length=120,
        help_text=_("Bijvoorbeeld: Een geestelijk verzorger."),
    )
    fits = blocks.BooleanBlock(
        label=_("Past nu"),
        required=False,
        help_text=_("Zet een vinkje als deze hulp in deze situatie past."),
    )
    feedback = blocks.TextBlock(
        label=_("Uitleg bij deze keuze"),
        max_length=500,
        help_text=_("Waarom past deze hulp nu wel of niet?"),
    )

    class Meta:
        label = _("Hulp")


class LifeQuestionBlock(blocks.StructBlock):
    """The exercise as a trainer writes it."""

    title = blocks.CharBlock(
        label=_("Titel"),
        max_length=120,
        help_text=_("Bijvoorbeeld: Welke vraag zit hieronder?"),
    )
    context = blocks.TextBlock(
        label=_("Situatie"),
        max_length=800,
        help_text=_("Wie is het, hoe gaat het met deze persoon en wat gebeurt er? Verzin alles."),
    )
    quote = blocks.TextBlock(
        label=_("Wat zegt de ander?"),
        max_length=400,
        help_text=_("Zonder aanhalingstekens; die komen er vanzelf bij."),
    )
    who = blocks.CharBlock(
        label=_("Wie zegt dit?"),
        max_length=80,
        help_text=_("Een verzonnen naam, eventueel met een leeftijd."),
    )
    questions = blocks.ListBlock(
        LifeQuestionOption(),
        label=_("Levensvragen om uit te kiezen"),
        min_num=2,
        max_num=MOST_OPTIONS,
        help_text=_("Minstens één vraag moet het best passen."),
    )
    helpers = blocks.ListBlock(
        HelperOption(),
        label=_("Wie kan er verder helpen?"),
        min_num=2,
        max_num=MOST_OPTIONS,
        help_text=_("Minstens één vorm van hulp moet nu passen. Meer mag ook."),
    )
    open_question = blocks.CharBlock(
        label=_("Een open vraag die je kunt stellen"),
        max_length=250,
        help_text=_("Zonder aanhalingstekens. Deelnemers zien deze vraag na hun antwoord."),
    )
    explanation = blocks.TextBlock(
        label=_("Waarom deze vraag?"),
        required=False,
        max_length=600,
        help_text=_("Staat onder de open vraag."),
    )

    class Meta:
        icon = "help"
        label = _("Welke vraag zit hieronder?")
        group = _("Opdrachten")

    def clean(self, value: Any) -> Any:
        """Check each field, then what the fields must be together.

        Raises StructBlockValidationError with a sentence at the list that it is about.
        """
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        errors = {
            name: ListBlockValidationError(non_block_errors=[error])
            for name, error in _faults(cleaned)
        }
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


def _faults(value: Mapping[str, Any]) -> Iterator[tuple[str, ValidationError]]:
    """What is wrong between the options: the list's name and a sentence."""
    questions, helpers = value["questions"], value["helpers"]
    if _has_doubles(option["text"] for option in questions):
        yield "questions", ValidationError(_("Twee levensvragen zijn hetzelfde. Pas er één aan."))
    elif not any(option["fit"] == "good" for option in questions):
        yield "questions", ValidationError(_("Kies bij minstens één levensvraag ‘Past het best’."))
    if _has_doubles(option["name"] for option in helpers):
        yield "helpers", ValidationError(_("Dezelfde hulp staat er twee keer. Pas er één aan."))
    elif not any(option["fits"] for option in helpers):
        yield "helpers", ValidationError(_("Zet bij minstens één hulp een vinkje bij ‘Past nu’."))


def _has_doubles(texts: Iterable[str]) -> bool:
    seen = [text.strip().casefold() for text in texts]
    return len(seen) != len(set(seen))


# --- What a participant does ------------------------------------------------------------------


class Option(NamedTuple):
    """An item of one of the lists, with the id that stays the same."""

    key: str
    value: Mapping[str, Any]


class LifeQuestion(Exercise):
    """Recognise the life question, and choose who could help further."""

    name = "life_question"
    template_name = "zingeving/life_question.html"
    submit_label = _("Bekijk de uitleg")

    def block(self) -> blocks.Block:
        return LifeQuestionBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        """`{"question": key or None, "helpers": [key, …]}`; refuses when both are empty.

        One part without the other is an answer that is not finished, so that what was chosen stays.
        """
        questions = _keys(data.get("question", ()), field="question")
        helpers = _keys(data.get("helper", ()), field="helper")
        if not questions and not helpers:
            raise Refusal(_("Kies eerst welke levensvraag je hoort."), field="question")
        if len(questions) > 1:
            raise Refusal(_("Kies één levensvraag. Meer kan hier niet."), field="question")
        return {"question": questions[0] if questions else None, "helpers": helpers}

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Points for the question and for the helpers, with a text for every choice.

        `feedback` has `outcome` (all, some for at least half, few or none; no_question or
        no_helpers when a part is missing; changed when the chosen question is gone). When there is
        a judgement it also has `question` (the chosen one), `helpers` (the chosen ones), `best`
        (questions that fit best) and `missed` (helpers that fit and were not chosen).
        """
        questions, helpers = _options(ctx.config["questions"]), _options(ctx.config["helpers"])
        fitting = [option for option in helpers if option.value["fits"]]
        out_of = POINTS_FOR_QUESTION["good"] + len(fitting)
        question_key, helper_keys = _kept(answer)
        if question_key is None or not helper_keys:
            missing = "no_question" if question_key is None else "no_helpers"
            return Score(0, out_of, finished=False, feedback={"outcome": missing})
        chosen = next((option for option in questions if option.key == question_key), None)
        if chosen is None:
            return Score(0, out_of, feedback={"outcome": "changed"})
        picked = [option for option in helpers if option.key in helper_keys]
        points = POINTS_FOR_QUESTION.get(chosen.value["fit"], 0) + _points_for_helpers(picked)
        feedback = {
            "outcome": _outcome(points, out_of),
            "question": _told(chosen, "text", "fit"),
            "helpers": [_told(option, "name", "fits") for option in picked],
            "best": [option.value["text"] for option in questions if option.value["fit"] == "good"],
            "missed": [_told(option, "name", "fits") for option in fitting if option not in picked],
        }
        return Score(points, out_of, feedback=feedback)


def _keys(values: Sequence[str], *, field: str) -> list[str]:
    """The distinct keys that were posted; refuses what no form of ours can have sent."""
    found = list(dict.fromkeys(values))
    if len(found) > MOST_OPTIONS or not all(KEY.fullmatch(key) for key in found):
        raise Refusal(_("Er ging iets mis met je keuze. Kies opnieuw."), field=field)
    return found


def _options(items: Any) -> list[Option]:
    return [Option(child.id, child.value) for child in items.bound_blocks]


def _kept(answer: Json) -> tuple[str | None, frozenset[str]]:
    """The keys in a kept answer, of whatever shape it is."""
    if not isinstance(answer, dict):
        return None, frozenset()
    question, helpers = answer.get("question"), answer.get("helpers")
    return (
        question if isinstance(question, str) else None,
        frozenset(key for key in helpers if isinstance(key, str))
        if isinstance(helpers, list)
        else frozenset(),
    )


def _points_for_helpers(picked: Iterable[Option]) -> int:
    """One for each that fits, one off for each that does not: choosing all is no way to win."""
    return max(0, sum(1 if option.value["fits"] else -1 for option in picked))


def _outcome(points: int, out_of: int) -> str:
    if points == out_of:
        return "all"
    if not points:
        return "none"
    return "some" if 2 * points >= out_of else "few"


def _told(option: Option, text: str, verdict: str) -> dict[str, Json]:
    """What the template says about an option."""
    return {
        "key": option.key,
        "text": option.value[text],
        verdict: option.value[verdict],
        "feedback": option.value["feedback"],
    }
