"""What becomes of what two accounts both have when they become one: of one wish twice one stays."""

from courses.people import merge_rules

merge_rules.provide("interest.Interest.person", merge_rules.drop_other)
