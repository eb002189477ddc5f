"""What becomes of what two accounts both have, when they become one: both keep all."""

from __future__ import annotations

from courses.people import merge_rules

merge_rules.provide("records.TrainingElsewhere.person")
merge_rules.provide("records.TrainingElsewhere.seen_by")
