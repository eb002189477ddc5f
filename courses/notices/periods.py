"""How long is remembered what people were told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.notices import services

retention.provide(
    retention.Kind(
        name=services.FACTS_KEPT.name,
        what=_("De woorden van een bericht die nergens anders staan"),
        since=_("na het bericht"),
        period=services.FACTS_KEPT,
        due=services.facts_to_forget,
        forget=services.forget_facts,
    ),
    retention.Kind(
        name=services.NOTES_KEPT.name,
        what=_("Wat wij opschrijven als we je bellen"),
        since=_("na de training"),
        period=services.NOTES_KEPT,
        due=services.notes_to_forget,
        forget=services.forget_notes,
    ),
    retention.Kind(
        name=services.KEPT.name,
        what=_("Welke berichten je van ons kreeg"),
        since=_("na het bericht"),
        period=services.KEPT,
        due=services.old_notices,
        forget=services.forget_old,
    ),
)
