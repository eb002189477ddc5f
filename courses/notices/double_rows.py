"""What becomes of what two accounts both have, when they become one: all notices come along."""

from courses.people import merge_rules

merge_rules.provide("notices.Notice.person")
merge_rules.provide("notices.Notice.by")
merge_rules.provide("notices.CallAttempt.by")
merge_rules.provide("notices.CallClaim.person", merge_rules.drop_other)
merge_rules.provide("notices.CallClaim.by")
merge_rules.provide("notices.NoticeText.changed_by")
