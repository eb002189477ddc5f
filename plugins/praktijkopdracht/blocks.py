"""The assignment as a trainer writes it in a lesson."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.models import LessonPage
from courses.plugin_api.api import ContentBlock
from plugins.praktijkopdracht.assignments import BLOCK, BLOCK_TYPE, address_of, path_to
from plugins.praktijkopdracht.enums import FileRequirement

FEATURES = ["bold", "italic", "link", "ol", "ul"]


class AssignmentBlock(blocks.StructBlock):
    """What to do, and what to hand in."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    task = blocks.RichTextBlock(label=_("Wat ga je doen?"), features=FEATURES)
    file = blocks.ChoiceBlock(
        label=_("Levert iemand een bestand in?"),
        choices=FileRequirement.choices,
        default=FileRequirement.NONE.value,
        help_text=_("Een bestand is een pdf, docx, odt, txt, jpg of png van hoogstens 10 MB."),
    )

    class Meta:
        icon = "upload"
        label = _("Praktijkopdracht")
        description = _("Huiswerk: iets doen en erover schrijven")
        label_format = "{title}"
        group = _("Opdrachten")
        template = "praktijkopdracht/block.html"
        help_text = _(
            "Deelnemers leveren de opdracht in en een trainer kijkt haar na. Elke opdracht moet "
            "goed zijn voor het certificaat."
        )

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, object] | None = None
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(value, parent_context=parent_context)
        context["address"] = _address(value, context.get("page"))
        return context


def _address(value: blocks.StructValue, lesson: object) -> str:
    """The address of the assignment's page; empty where the block stands in no lesson.

    A block is not told its own id. The lesson's stream knows it: there this very value stands.
    """
    if not isinstance(lesson, LessonPage):
        return ""
    body = lesson.body
    for position, raw in enumerate(body.raw_data):
        if raw["type"] == BLOCK_TYPE and body[position].value is value:
            return address_of(lesson.training.slug, path_to(body[position].id))
    return ""


class AssignmentInLesson(ContentBlock):
    """An assignment in practice, with a link to the page where one hands in."""

    name = BLOCK

    def block(self) -> blocks.Block:
        return AssignmentBlock()
