"""What becomes of what two accounts both have, when they become one: all notices come along, but
nobody is told once more what he or she knows by the other account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.notices import services
from courses.people import merge_rules

if TYPE_CHECKING:
    from django.db.models import Model


@merge_rules.provide_before
def tell_nobody_twice(stays: Model, goes: Model) -> None:
    """What waits for a call or the printer, and the other was told."""
    services.drop_doubles(first=stays.pk, other=goes.pk)


merge_rules.provide("notices.Notice.person")
merge_rules.provide("notices.Notice.by")
merge_rules.provide("notices.CallAttempt.by")
merge_rules.provide("notices.CallClaim.person", merge_rules.drop_other)
merge_rules.provide("notices.CallClaim.by")
merge_rules.provide("notices.NoticeText.changed_by")
