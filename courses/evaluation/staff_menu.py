"""The group of the administration's menu that is about evaluations.

This part and those above it put their screens there, each in its place among the others.
"""

HOOK = "register_evaluation_menu_item"
"""The hook of Wagtail that gathers what stands in the group."""

OPEN_FORMS, FIGURES, TEXTS, REACTIONS, SURVEYS, FORMS, YEAR_REPORTS = 10, 20, 30, 40, 50, 60, 70
"""Where each stands: from what is asked now, by what people said, to what becomes of it."""
