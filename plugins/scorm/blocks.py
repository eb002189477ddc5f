"""A package in a lesson, as a trainer puts it there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.plugin_api.api import training_in_editor
from plugins.scorm import queries


def packages_here() -> list[tuple[str, str]]:
    """The packages of the training whose lesson somebody edits; outside the editor none."""
    training_id = training_in_editor()
    if training_id is None:
        return []
    return [(str(one.pk), one.title) for one in queries.packages_in(training_id)]


class PackageBlock(blocks.StructBlock):
    """What a trainer fills in."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    package = blocks.ChoiceBlock(
        choices=packages_here,
        label=_("Pakket"),
        help_text=_(
            "Staat je pakket er niet bij? Open de training op de website, kies ‘E-learning "
            "beheren’ en voeg het daar toe."
        ),
    )
    introduction = blocks.TextBlock(
        label=_("Inleiding"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Waar gaat het over, en hoe lang duurt het?"),
    )
    needs = blocks.ChoiceBlock(
        label=_("Wanneer is iemand klaar?"),
        choices=[
            (queries.COMPLETED, _("Als iemand alles heeft gezien")),
            (queries.PASSED, _("Als iemand het heeft gehaald")),
        ],
        default=queries.COMPLETED,
        help_text=_("Kies ‘gehaald’ alleen als het pakket een toets heeft."),
    )

    class Meta:
        icon = "media"
        label = _("E-learning (SCORM)")
        label_format = "{title}"
        group = _("Opdrachten")
