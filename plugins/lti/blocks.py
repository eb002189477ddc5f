"""The block with which a trainer puts another system in a lesson."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.models import LessonPage
from courses.common.number_blocks import WholeNumberBlock
from courses.plugin_api.api import ContentBlock
from plugins.lti.models import ToolContent
from plugins.lti.parts import BLOCK, BLOCK_TYPE, address_of, path_to


def contents() -> list[tuple[str, str]]:
    """What can be chosen, by system."""
    found = ToolContent.objects.filter(tool__is_active=True).select_related("tool")
    rows = found.order_by("tool__name", "title", "pk")
    return [(str(one.key), f"{one.tool.name}: {one.title}") for one in rows]


class ToolBlock(blocks.StructBlock):
    """What stands there, and whether it counts."""

    content = blocks.ChoiceBlock(
        label=_("Wat staat hier?"),
        choices=contents,
        help_text=_(
            "Staat het er niet bij? Ga naar de pagina van de training, en kies daar ‘Inhoud van "
            "andere systemen’."
        ),
    )
    explanation = blocks.TextBlock(
        label=_("Uitleg"),
        required=False,
        max_length=500,
        rows=3,
        help_text=_("Vertel wat iemand daar gaat doen, en hoe lang het duurt."),
    )
    needed = blocks.BooleanBlock(label=_("Dit moet af zijn voor het certificaat"), required=False)
    least = WholeNumberBlock(
        label=_("Hoeveel procent is er nodig?"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Laat dit leeg als het resultaat niet uitmaakt."),
    )

    class Meta:
        icon = "link-external"
        label = _("Onderdeel van een ander systeem")
        group = _("Opdrachten")
        template = "lti/block.html"
        help_text = _("Opent in een eigen tabblad. Het andere systeem geeft het resultaat door.")

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, object] | None = None
    ) -> dict[str, object]:
        context: dict[str, object] = super().get_context(value, parent_context=parent_context)
        context["title"] = title_of(str(value["content"]))
        context["address"] = _address(value, context.get("page"))
        return context


def title_of(key: str) -> str:
    """What the content of this key is called; empty when it is gone."""
    found = ToolContent.objects.filter(key=key) if len(key) == 36 else ToolContent.objects.none()
    return found.values_list("title", flat=True).first() or ""


def _address(value: blocks.StructValue, lesson: object) -> str:
    """The address of the page on which it is opened; empty where the block stands in no lesson.

    A block is not told its own id. The lesson's stream knows it: there this very value stands.
    """
    if not isinstance(lesson, LessonPage):
        return ""
    body = lesson.body
    for position, raw in enumerate(body.raw_data):
        if raw["type"] == BLOCK_TYPE and body[position].value is value:
            return address_of(lesson.training.slug, path_to(lesson.pk, str(body[position].id)))
    return ""


class ToolInLesson(ContentBlock):
    """Another system, with a link to the page where it is opened."""

    name = BLOCK

    def block(self) -> blocks.Block:
        return ToolBlock()
