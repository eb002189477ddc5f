"""The groups of the administration's menu, by what somebody does.

Each is filled by a hook of Wagtail's; a group shows up for who may see one thing in it. The parts
put their screens there, each in its place among the others.
"""

EDITIONS = "register_editions_menu_item"
LIST, PRESENCE, LOCATIONS = 10, 20, 30
"""When and where trainings are given, and who was there."""

PEOPLE = "register_people_menu_item"
ENROL, PERSONS, CONTACTS, CERTIFICATES, ELSEWHERE = 10, 20, 30, 40, 50
"""Who takes part, and what they have done."""

TRAININGS = "register_trainings_menu_item"
LESSONS, VARIANTS, CHOICES = 10, 20, 30
"""What is learned, and what it is made from. Images and documents come after it: 300 and more."""

WORDS, UNFOUND, LANGUAGES = 700, 701, 710
"""In Wagtail's own group of settings: what makes that visitors find and understand things."""

TODAY, PAGES, OF_EDITIONS, OF_PEOPLE, OF_TRAININGS, CONTACT, EVALUATIONS = range(10, 80, 10)
"""The order of the menu itself. Then come the screens of plugins, reports, settings and help."""
