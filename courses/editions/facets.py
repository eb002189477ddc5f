"""The catalogue's filters on when and where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.catalogue.filters import Facet
from courses.common import clock
from courses.common.fields import DayField
from courses.editions import queries
from courses.editions.enums import Place

FIELDS = ("van", "tot", "vorm", "vrij")


class WhenAndWhere(Facet):
    """From, until, online or on a venue, still a seat: all about one and the same edition."""

    def fields(self) -> Mapping[str, forms.Field]:
        return {
            "van": DayField(label=_("Vanaf")),
            "tot": DayField(label=_("Tot en met"), not_before="van"),
            "vorm": forms.ChoiceField(
                label=_("Online of op locatie"),
                required=False,
                choices=[("", _("Maakt niet uit")), *Place.choices],
            ),
            "vrij": forms.BooleanField(label=_("Alleen met vrije plaatsen"), required=False),
        }

    def apply(self, trainings: QuerySet[Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
        wanted = {name: chosen[name] for name in FIELDS if chosen.get(name)}
        if not wanted:
            return trainings
        editions = queries.open_for_enrolment().filter(training=OuterRef("pk"))
        return trainings.filter(Exists(narrow(editions, wanted)))


def narrow(editions: QuerySet[Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """The editions that fit what was chosen."""
    if chosen.get("van"):
        editions = editions.filter(starts_at__gte=_start_of(chosen["van"]))
    if chosen.get("tot"):
        editions = editions.filter(starts_at__lte=_end_of(chosen["tot"]))
    if chosen.get("vorm"):
        editions = editions.filter(place=chosen["vorm"])
    if chosen.get("vrij"):
        editions = queries.with_free_seats(editions)
    return editions


def _start_of(day: Any) -> datetime:
    return clock.moment_of(day)


def _end_of(day: Any) -> datetime:
    return clock.moment_of(day, time.max)
