"""Blocks of ordinary pages that say what other parts know."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks import content_blocks
from courses.common import clock, retention


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


class RetentionBlock(blocks.StaticBlock):
    """How long what is kept, as the academy goes by it."""

    class Meta:
        icon = "history"
        label = _("Hoe lang we iets bewaren")
        admin_text = _("Toont de termijnen waar de website zich aan houdt.")
        template = "website/blocks/retention.html"

    def get_context(
        self, value: object, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        kinds = retention.provided()
        return {
            **context,
            "kinds": [one for one in kinds if one.is_of_visitors],
            "of_staff": [one for one in kinds if not one.is_of_visitors],
            "staying": retention.staying(),
            "today": clock.today(),
        }


def page_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of ordinary pages, those of the site itself included."""
    return [
        *content_blocks(),
        ("evaluation_privacy", EvaluationPrivacyBlock()),
        ("accessibility", AccessibilityBlock()),
        ("retention", RetentionBlock()),
    ]
