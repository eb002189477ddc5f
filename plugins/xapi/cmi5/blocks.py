"""A course in a lesson, as a trainer puts it there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.plugin_api.api import training_in_editor
from plugins.xapi.cmi5 import placing


def courses_here() -> list[tuple[str, str]]:
    """The courses of the training whose lesson somebody edits; outside the editor none."""
    training_id = training_in_editor()
    if training_id is None:
        return []
    return [(str(one.pk), one.title) for one in placing.packages_in(training_id)]


class CourseBlock(blocks.StructBlock):
    """What a trainer fills in."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    package = blocks.ChoiceBlock(
        choices=courses_here,
        label=_("Cursus"),
        help_text=_(
            "Staat je cursus er niet bij? Open de training op de website, kies ‘Cursussen (cmi5) "
            "beheren’ en voeg haar daar toe."
        ),
    )
    introduction = blocks.TextBlock(
        label=_("Inleiding"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Waar gaat het over, en hoe lang duurt het?"),
    )
    needed = blocks.BooleanBlock(label=_("Dit moet af zijn voor het certificaat"), required=False)

    class Meta:
        icon = "media"
        label = _("Cursus (cmi5)")
        label_format = "{title}"
        group = _("Opdrachten")
