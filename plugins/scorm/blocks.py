"""A package in a lesson, as a trainer puts it there."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.models import TrainingPage
from courses.plugin_api.api import training_in_editor
from plugins.scorm import queries


def packages_here() -> list[tuple[str, str]]:
    """The packages of the training whose lesson somebody edits; outside the editor none."""
    training_id = training_in_editor()
    if training_id is None:
        return []
    return [(str(one.pk), one.title) for one in queries.packages_in(training_id)]


def where_to_add() -> str:
    """How to add a package; in the editor with a link, since that is done in the training."""
    training_id = training_in_editor()
    training = TrainingPage.objects.filter(pk=training_id).first()
    words = _("Staat je pakket er niet bij? Voeg het toe bij ‘E-learning beheren’ van de training.")
    if training is None or not training.live:
        return str(words)
    return format_html(
        '{} <a href="{}p/scorm/beheer/" target="_blank">{}</a> {}',
        words,
        training.get_url(),
        _("Open dat in een nieuw tabblad."),
        _("Bewaar daarna je les en open hem opnieuw."),
    )


class PackageBlock(blocks.StructBlock):
    """What a trainer fills in."""

    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    package = blocks.ChoiceBlock(
        choices=packages_here,
        label=_("Pakket"),
        help_text=lazy(where_to_add, str)(),
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
        description = _("Een cursus of module uit een ander programma")
        label_format = "{title}"
        group = _("Opdrachten")
