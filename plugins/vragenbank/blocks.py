"""Which questions a lesson asks, as a trainer chooses them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.common.number_blocks import WholeNumberBlock
from courses.plugin_api.api import training_in_editor
from plugins.vragenbank.queries import banks_in, current_versions

MOST_QUESTIONS = 50
MOST_IN_LIST = 1000
"""How many questions the editor offers to choose from."""


def banks_here() -> list[tuple[str, str]]:
    """The banks that this lesson may use."""
    return [(str(one.pk), one.title) for one in banks_in(training_in_editor())]


def questions_here() -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions that this lesson may ask, by bank."""
    banks = {one.pk: one.title for one in banks_in(training_in_editor())}
    groups: dict[int, list[tuple[str, str]]] = {}
    for version in current_versions(banks=banks)[:MOST_IN_LIST]:
        question = version.question
        groups.setdefault(question.bank_id, []).append((str(question.pk), version.title))
    return [(banks[bank], questions) for bank, questions in groups.items()]


class BankQuestionsBlock(blocks.StructBlock):
    """A bank, and what to ask of it."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120, default=_("Wat weet je nu?"))
    introduction = blocks.TextBlock(
        label=_("Inleiding"),
        required=False,
        max_length=800,
        rows=3,
        help_text=_("Waar gaan de vragen over? Mag leeg blijven."),
    )
    questions = blocks.ListBlock(
        blocks.ChoiceBlock(choices=questions_here, label=_("Vraag")),
        label=_("Deze vragen"),
        max_num=MOST_QUESTIONS,
        min_num=0,
        default=[],
        help_text=_("Kies zelf de vragen. Of kies hieronder een hele bank."),
    )
    bank = blocks.ChoiceBlock(
        choices=banks_here,
        label=_("Uit deze vragenbank"),
        required=False,
        help_text=_("Laat leeg als je hierboven zelf vragen kiest."),
    )
    number = WholeNumberBlock(
        label=_("Hoeveel vragen?"),
        required=False,
        min_value=1,
        max_value=MOST_QUESTIONS,
        help_text=_(
            "Iedereen krijgt zo veel vragen uit de bank, willekeurig gekozen. Wie opnieuw begint, "
            "krijgt andere. Leeg: alle vragen."
        ),
    )

    class Meta:
        icon = "help"
        label = _("Vragen uit een bank")
        description = _("Een quiz of toets met vragen die er al zijn")
        label_format = "{title}"
        group = _("Opdrachten")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Also check that there is something to ask, and not both ways."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            # A draft may be half finished; what is published may not.
            return cleaned
        has_chosen, has_bank = any(cleaned["questions"]), bool(cleaned["bank"])
        if has_chosen == has_bank:
            message = (
                _("Kies zelf vragen of kies een bank, niet allebei.")
                if has_bank
                else _("Kies een vragenbank, of kies zelf vragen.")
            )
            raise StructBlockValidationError(
                block_errors={"bank": ValidationError(message, code="choose")}
            )
        return cleaned
