"""Editions in the administration: planning, changing, publishing."""

from courses.editions.admin.clashing import clash_in_words
from courses.editions.admin.editions import EditionViewSet
from courses.editions.admin.locations import LocationChooserViewSet, LocationViewSet
from courses.editions.admin.provided import (
    POLICY,
    RARELY,
    GuardedButton,
    Hears,
    name_button_providers,
    provide_buttons,
    provide_buttons_for_names,
    provide_notes,
    provide_other_trainers,
    provide_waiting,
    provide_warnings,
    provide_what_follows,
    provide_who_hears,
    provide_who_hears_of_place,
)
from courses.editions.admin.publishing import publish, urlpatterns

__all__ = [
    "POLICY",
    "RARELY",
    "EditionViewSet",
    "GuardedButton",
    "Hears",
    "LocationChooserViewSet",
    "LocationViewSet",
    "clash_in_words",
    "name_button_providers",
    "provide_buttons",
    "provide_buttons_for_names",
    "provide_notes",
    "provide_other_trainers",
    "provide_waiting",
    "provide_warnings",
    "provide_what_follows",
    "provide_who_hears",
    "provide_who_hears_of_place",
    "publish",
    "urlpatterns",
]
