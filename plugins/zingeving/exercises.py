"""The exercise "Welke vraag zit hieronder?": hear the life question under someone's words.

A participant chooses the life question that fits best and who could help further, in one form.
A helper that is gone is passed over; a life question that is gone asks for a new choice.
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
    from collections.abc import Iterable, Mapping, Sequence

MOST_OPTIONS = 8

POINTS_FOR_QUESTION = {"good": 2, "possible": 1, "less": 0}
"""What recognising the life question is worth; each helper that fits is worth one point."""


FITS = {"good": _("Past het best"), "possible": _("Kan ook"), "less": _("Past minder")}


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
        choices=list(FITS.items()),
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
        label_format = "{name}"


def _fault_in_questions(questions: Sequence[Mapping[str, object]]) -> Text | None:
    if any(option["fit"] == "good" for option in questions):
        return None
    return _("Kies bij minstens één levensvraag ‘Past het best’.")


def _fault_in_helpers(helpers: Sequence[Mapping[str, object]]) -> Text | None:
    if any(option["fits"] for option in helpers):
        return None
    return _("Zet bij minstens één hulp een vinkje bij ‘Past nu’.")


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
    face = FaceBlock()
    questions = OptionsBlock(
        LifeQuestionOption(),
        doubles=_("Twee levensvragen zijn hetzelfde. Pas er één aan."),
        check=_fault_in_questions,
        label=_("Levensvragen om uit te kiezen"),
        max_num=MOST_OPTIONS,
        help_text=_("Minstens één vraag moet het best passen."),
    )
    helpers = OptionsBlock(
        HelperOption(),
        distinct="name",
        doubles=_("Dezelfde hulp staat er twee keer. Pas er één aan."),
        check=_fault_in_helpers,
        label=_("Wie kan er verder helpen?"),
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


# --- What a participant does ------------------------------------------------------------------


class LifeQuestion(ChoiceExercise):
    """Recognise the life question, and choose who could help further.

    An answer is `{"question": key or None, "helpers": [key, …]}`. One part without the other is an
    answer that is not finished, so that what was chosen stays.
    """

    name = "life_question"
    template_name = "zingeving/life_question.html"
    submit_label = _("Bekijk de uitleg")
    choices = (
        Choice(
            "questions",
            field="question",
            kept_as="question",
            none=_("Kies eerst welke levensvraag je hoort."),
            many=_("Kies één levensvraag. Meer kan hier niet."),
        ),
        Choice("helpers", most=MOST_OPTIONS, field="helper"),
    )

    def block(self) -> blocks.Block:
        return LifeQuestionBlock()

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """Two questions: which life question, and who could help."""
        config = ctx.config
        best = POINTS_FOR_QUESTION["good"]
        lives = [
            PortableAnswer(
                one.value["text"],
                worth=POINTS_FOR_QUESTION[one.value["fit"]] / best,
                feedback=one.value["feedback"],
                verdict=FITS[one.value["fit"]],
            )
            for one in options_of(config["questions"])
        ]
        helpers = [
            PortableAnswer(
                one.value["name"], worth=int(one.value["fits"]), feedback=one.value["feedback"]
            )
            for one in options_of(config["helpers"])
        ]
        closing = gettext("Deze open vraag kun je stellen: ‘%(question)s’") % {
            "question": config["open_question"]
        }
        return PortableExercise(
            config["title"],
            f"{config['context']}\n\n{config['who']}: ‘{config['quote']}’",
            questions=[
                PortableQuestion(gettext("Welke levensvraag hoor je hier?"), lives),
                PortableQuestion(
                    gettext("Wie kan er verder helpen?"), helpers, several=True, counts_partly=True
                ),
            ],
            closing="\n\n".join(filter(None, (closing, config["explanation"]))),
        )

    def judge(self, chosen: Mapping[str, Chosen], ctx: ExerciseContext) -> Score:
        """Points for the question and for the helpers, with a text for every choice.

        `feedback` has `outcome` (all, some for at least half, few or none; no_question or
        no_helpers when a part is missing; changed when the chosen question is gone). When there is
        a judgement it also has `question` (the chosen one), `helpers` (the chosen ones), `best`
        (questions that fit best) and `missed` (helpers that fit and were not chosen).
        """
        questions, helpers = chosen["questions"], chosen["helpers"]
        fitting = [option for option in helpers.options if option.value["fits"]]
        out_of = POINTS_FOR_QUESTION["good"] + len(fitting)
        if questions.nothing or helpers.nothing:
            missing = "no_question" if questions.nothing else "no_helpers"
            return Score(0, out_of, finished=False, feedback={"outcome": missing})
        if not questions.picked:
            return Score(0, out_of, feedback={"outcome": "changed"})
        (question,) = questions.picked
        fit, best = question.value["fit"], questions.options
        points = POINTS_FOR_QUESTION.get(fit, 0) + _points_for_helpers(helpers.picked)
        feedback = {
            "outcome": _outcome(points, out_of),
            "question": _told(question, "text", "fit"),
            "helpers": [_told(option, "name", "fits") for option in helpers.picked],
            "best": [option.value["text"] for option in best if option.value["fit"] == "good"],
            "missed": [
                _told(option, "name", "fits") for option in fitting if option not in helpers.picked
            ],
        }
        return Score(points, out_of, feedback=feedback)


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
