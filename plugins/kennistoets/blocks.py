"""A test as a trainer writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.plugin_api.api import Json, Option, OptionsBlock, Text, options_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_QUESTIONS = 20
MOST_OPTIONS = 6


class OptionBlock(blocks.StructBlock):
    """One possible answer."""

    text = blocks.CharBlock(label=_("Antwoord"), max_length=250)
    correct = blocks.BooleanBlock(label=_("Dit antwoord is goed"), required=False)

    class Meta:
        label = _("Antwoord")
        # Without it the editor calls an answer that is still empty "Nee", after its tick box.
        label_format = "{text}"


class QuestionBlock(blocks.StructBlock):
    """A question with options, of which one or more are right."""

    text = blocks.TextBlock(label=_("Vraag"), max_length=400, rows=2)
    multiple = blocks.BooleanBlock(
        label=_("Er zijn meerdere goede antwoorden"),
        required=False,
        help_text=_(
            "Dan mag iemand meer antwoorden kiezen. De vraag is goed als precies de goede "
            "antwoorden gekozen zijn."
        ),
    )
    options = OptionsBlock(OptionBlock(), label=_("Antwoorden"), max_num=MOST_OPTIONS)
    explanation = blocks.TextBlock(
        label=_("Uitleg"),
        max_length=600,
        rows=3,
        help_text=_("Waarom is dit het goede antwoord? Iedereen leest dit na het nakijken."),
    )

    class Meta:
        icon = "help"
        label = _("Vraag")
        label_format = "{text}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Also check which answers are right, and whether that is one or more."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        right = sum(1 for option in cleaned["options"] if option["correct"])
        if right == 0:
            raise _wrong("options", _("Geef aan welk antwoord goed is."))
        if right > 1 and not cleaned["multiple"]:
            raise _wrong(
                "options", _("Zet aan dat er meerdere goede antwoorden zijn, of kies er één.")
            )
        return cleaned


class KnowledgeTestValue(blocks.StructValue):
    """A test as it stands in a lesson."""

    def asked(self, picked: Mapping[str, Iterable[str]] | None = None) -> list[dict[str, Json]]:
        """The questions in order, with their options and what somebody picked, as JSON.

        `picked` has the keys of the options that were picked, by question.
        """
        return [_as_asked(question, picked or {}) for question in options_of(self["questions"])]


def _as_asked(question: Option, picked: Mapping[str, Iterable[str]]) -> dict[str, Json]:
    options = [
        {
            "key": option.key,
            "text": option.value["text"],
            "correct": bool(option.value["correct"]),
            "picked": option.key in picked.get(question.key, ()),
        }
        for option in options_of(question.value["options"])
    ]
    return {
        "key": question.key,
        "number": question.number,
        "text": question.value["text"],
        "multiple": bool(question.value["multiple"]),
        "explanation": question.value["explanation"],
        "options": options,
        "answered": any(option["picked"] for option in options),
        "right": all(option["picked"] == option["correct"] for option in options),
    }


class KnowledgeTestBlock(blocks.StructBlock):
    """The whole test."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, default=_("Wat weet je nu?"))
    introduction = blocks.TextBlock(
        label=_("Inleiding"),
        required=False,
        max_length=800,
        rows=3,
        help_text=_("Waar gaat de toets over? Mag leeg blijven."),
    )
    questions = OptionsBlock(
        QuestionBlock(),
        doubles=_("Twee vragen zijn hetzelfde. Pas er één aan."),
        label=_("Vragen"),
        max_num=MOST_QUESTIONS,
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Kennistoets")
        description = _("Een quiz of toets met vragen")
        label_format = "{title}"
        group = _("Opdrachten")
        value_class = KnowledgeTestValue
        help_text = _(
            "Deelnemers moeten deze toets halen voor hun certificaat. Hoeveel procent goed moet "
            "zijn, staat bij de instellingen van de uitbreiding."
        )


def _wrong(name: str, message: Text) -> StructBlockValidationError:
    error = ListBlockValidationError(non_block_errors=[ValidationError(str(message))])
    return StructBlockValidationError(block_errors={name: error})
