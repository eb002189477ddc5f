"""What becomes of what two accounts both have, when they become one: of trainers."""

from courses.people import merge_rules

merge_rules.provide("editions.Edition_trainers.user", merge_rules.drop_other)
