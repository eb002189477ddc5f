"""Who may enrol, and what must be done."""

from __future__ import annotations

from courses.plugin_api.api import (
    Allow,
    CompletionContext,
    CompletionCriterion,
    EnrolmentRequest,
    EnrolmentRule,
    Met,
)


class Everybody(EnrolmentRule):
    """Has nothing against anybody."""

    name = "everybody"

    def check(self, request: EnrolmentRequest) -> Allow:
        return Allow()


class Nothing(CompletionCriterion):
    """Asks nothing."""

    name = "nothing"
    label = "Nothing"

    def evaluate(self, ctx: CompletionContext) -> Met:
        return Met()
