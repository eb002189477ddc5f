"""Blocks of ordinary pages that say what other parts know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks import content_blocks


class EvaluationPrivacyBlock(blocks.StaticBlock):
    """What nobody can see of an evaluation, in the words of the form itself."""

    class Meta:
        icon = "lock"
        label = _("Wat niemand ziet van een evaluatie")
        admin_text = _("Toont wat ook op het evaluatieformulier staat.")
        template = "website/blocks/evaluation_privacy.html"


class AccessibilityBlock(blocks.StaticBlock):
    """How the site is tested, and what is known not to be good: it goes with the code."""

    class Meta:
        icon = "check"
        label = _("Hoe toegankelijk de website is")
        admin_text = _("Toont hoe we toetsen, en wat nog niet goed is.")
        template = "website/blocks/accessibility.html"


def page_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of ordinary pages, those of the site itself included."""
    return [
        *content_blocks(),
        ("evaluation_privacy", EvaluationPrivacyBlock()),
        ("accessibility", AccessibilityBlock()),
    ]
