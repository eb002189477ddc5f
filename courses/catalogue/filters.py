"""Lets higher parts add filters to the catalogue without the catalogue knowing them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django import forms
    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from courses.common.filters import QuickChoice


class Facet(ABC):
    """One or more fields in the catalogue's filter form that belong together."""

    @abstractmethod
    def fields(self) -> Mapping[str, forms.Field]:
        """The form fields, by name (the name stands in the address)."""

    def quick_choices(self) -> Sequence[QuickChoice]:
        """Choices that one touch makes."""
        return ()

    @abstractmethod
    def apply(
        self, trainings: QuerySet[TrainingPage], chosen: Mapping[str, object]
    ) -> QuerySet[TrainingPage]:
        """`trainings` narrowed down to what was chosen; a field that was left open is empty."""

    def in_order(
        self, trainings: QuerySet[TrainingPage], _chosen: Mapping[str, object]
    ) -> QuerySet[TrainingPage]:
        """`trainings` in the order that this facet knows; what is alike in it stays as it was."""
        return trainings


_facets: list[Facet] = []


def register(facet: Facet) -> None:
    """Add a facet; from an app's `ready()`."""
    _facets.append(facet)


def facets() -> tuple[Facet, ...]:
    """The facets, in order of registration."""
    return tuple(_facets)


def in_order(
    trainings: QuerySet[TrainingPage], chosen: Mapping[str, object]
) -> QuerySet[TrainingPage]:
    """The trainings as a list has them: as the facets say, and else as the pages stand."""
    trainings = trainings.order_by("path")
    for facet in _facets:
        trainings = facet.in_order(trainings, chosen)
    return trainings
