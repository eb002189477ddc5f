"""The catalogue's filters on when and where."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.catalogue.filters import Facet
from courses.common import clock
from courses.common.fields import DayField
from courses.common.filters import QuickChoice
from courses.editions import queries
from courses.editions.enums import EVENING, District, Language, PartOfDay, Place
from courses.editions.models import Edition, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.catalogue.models import TrainingPage

FIELDS = ("van", "tot", "dagdeel", "vorm", "wijk", "taal", "soort", "vrij")


class WhenAndWhere(Facet):
    """From, until, online or on a venue, in which district and language, what kind, still a seat:
    all about one and the same edition."""

    def fields(self) -> Mapping[str, forms.Field]:
        return {
            "van": DayField(label=_("Vanaf")),
            "tot": DayField(label=_("Tot en met"), not_before="van"),
            "dagdeel": forms.ChoiceField(
                label=_("Overdag of ’s avonds"),
                required=False,
                choices=[("", _("Maakt niet uit")), *PartOfDay.choices],
            ),
            "vorm": forms.ChoiceField(
                label=_("Online of op locatie"),
                required=False,
                choices=[("", _("Maakt niet uit")), *Place.choices],
            ),
            "wijk": forms.ChoiceField(
                label=_("Wijk"), required=False, choices=[("", _("Hele stad")), *District.choices]
            ),
            "taal": forms.ChoiceField(
                label=_("Taal"),
                required=False,
                choices=[("", _("Maakt niet uit")), *Language.choices],
            ),
            "soort": forms.ChoiceField(
                label=_("Soort"), required=False, choices=[("", _("Alles")), *EventKind.choices]
            ),
            "vrij": forms.BooleanField(label=_("Alleen met vrije plaatsen"), required=False),
        }

    def quick_choices(self) -> list[QuickChoice]:
        return [
            QuickChoice("dagdeel", PartOfDay.DAY, PartOfDay.DAY.label),
            QuickChoice("dagdeel", PartOfDay.EVENING, PartOfDay.EVENING.label),
            QuickChoice("vorm", Place.ONLINE, Place.ONLINE.label),
            QuickChoice("taal", Language.ENGLISH, _("In het Engels")),
        ]

    def apply(
        self, trainings: QuerySet[TrainingPage], chosen: Mapping[str, object]
    ) -> QuerySet[TrainingPage]:
        wanted = {name: chosen[name] for name in FIELDS if chosen.get(name)}
        if "soort" in wanted:
            # What it is does not hang on a date.
            trainings = trainings.filter(kind=wanted.pop("soort"))
        if not wanted:
            return trainings
        editions = queries.open_for_enrolment().filter(training=OuterRef("pk"))
        return trainings.filter(Exists(narrow(editions, wanted)))

    def in_order(
        self, trainings: QuerySet[TrainingPage], chosen: Mapping[str, object]
    ) -> QuerySet[TrainingPage]:
        """What begins first comes first, of the dates that fit; then what is in the language that
        was chosen, then what misses least, then what has another date; what has no date comes
        last."""
        wanted = wishes(chosen)
        first = [_first_date(chosen)]
        if "taal" in wanted:
            first.append(_first_date({"taal": chosen["taal"]}))
        if len(wanted) > 1:
            first += _nearest_date(wanted)
        if wanted:
            first.append(_first_date({}))
        in_turn = [one.asc(nulls_last=True) for one in first]
        return trainings.order_by(*in_turn, *trainings.query.order_by)


def _nearest_date(wanted: Mapping[str, object]) -> list[Subquery]:
    """Of the date that misses least of what was chosen: how much that is, and when it begins."""
    editions = queries.open_for_enrolment().filter(training=OuterRef("pk"))
    nearest = with_missed(editions, wanted)
    return [Subquery(nearest.values(name)[:1]) for name in ("missed", "starts_at")]


def _first_date(chosen: Mapping[str, object]) -> Subquery:
    """When the first edition of a training begins that fits what was chosen."""
    editions = narrow(queries.open_for_enrolment(), chosen).filter(training=OuterRef("pk"))
    return Subquery(editions.order_by("starts_at").values("starts_at")[:1])


def narrow(editions: QuerySet[Edition], chosen: Mapping[str, object]) -> QuerySet[Edition]:
    """The editions that fit what was chosen."""
    first, last = chosen.get("van"), chosen.get("tot")
    if isinstance(first, date):
        editions = editions.filter(starts_at__gte=clock.moment_of(first))
    if isinstance(last, date):
        editions = editions.filter(starts_at__lte=clock.moment_of(last, time.max))
    if chosen.get("dagdeel"):
        hour = ExtractHour("starts_at", tzinfo=clock.zone())
        is_evening = Q(begins_at_hour__gte=EVENING.hour)
        wanted = is_evening if chosen["dagdeel"] == PartOfDay.EVENING else ~is_evening
        editions = editions.alias(begins_at_hour=hour).filter(wanted)
    if chosen.get("vorm"):
        editions = editions.filter(place=chosen["vorm"])
    if chosen.get("taal"):
        editions = editions.filter(language=chosen["taal"])
    if chosen.get("soort"):
        editions = editions.filter(training__kind=chosen["soort"])
    if chosen.get("wijk"):
        there = Session.objects.filter(edition=OuterRef("pk"), location__district=chosen["wijk"])
        whole = Q(location__district=chosen["wijk"]) & ~Q(place=Place.ONLINE)
        editions = editions.filter(whole | Q(Exists(there)))
    if chosen.get("vrij"):
        editions = queries.with_free_seats(editions)
    return editions


def wishes(chosen: Mapping[str, object]) -> dict[str, object]:
    """What was asked of a date, by the field."""
    return {name: chosen[name] for name in FIELDS if chosen.get(name)}


def with_missed(editions: QuerySet[Edition], wanted: Mapping[str, object]) -> QuerySet[Edition]:
    """These editions with `missed`, the number of wishes that each does not fit, and for each wish
    `fits_` and its name; what misses least comes first, and of that what begins first."""
    fits = {
        f"fits_{name}": Exists(narrow(Edition.objects.filter(pk=OuterRef("pk")), {name: value}))
        for name, value in wanted.items()
    }
    missed: Any = Value(0)
    for name in fits:
        missed += Case(When(**{name: True}, then=0), default=1, output_field=IntegerField())
    found: QuerySet[Edition] = editions.annotate(**fits).annotate(missed=missed)
    return found.order_by("missed", "starts_at", "pk")
