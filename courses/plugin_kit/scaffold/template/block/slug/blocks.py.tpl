"""A block that trainers can put in a lesson."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.plugin_api.api import ContentBlock


class StepsBlock(blocks.StructBlock):
    """What a trainer fills in."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("Stap"), max_length=250),
        label=_("Stappen"),
        min_num=2,
        max_num=10,
    )

    class Meta:
        icon = "list-ol"
        label = _("Stappenplan")
        label_format = "{title}"
        template = "$slug/steps.html"


class StepByStep(ContentBlock):
    """What to do, in numbered steps."""

    name = "steps"

    def block(self) -> blocks.Block:
        return StepsBlock()
