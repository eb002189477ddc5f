"""What becomes of what two accounts both have, when they become one: of who changed plugins."""

from courses.people import merge_rules

merge_rules.provide("catalogue.CoursePluginActivation.changed_by")
merge_rules.provide("catalogue.PluginChange.asked_by")
merge_rules.provide("catalogue.PluginChange.decided_by")
