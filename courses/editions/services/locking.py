"""The row of an edition, locked: who changes it waits until whoever came first is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.editions.models import Edition

if TYPE_CHECKING:
    from collections.abc import Iterable


def locked_edition(edition: Edition) -> Edition:
    """What is stored of an edition, with its training; nobody else changes it until commit."""
    return (
        Edition.objects.select_for_update(of=("self",))
        .select_related("training")
        .get(pk=edition.pk)
    )


def lock_with_other_half(edition: Edition) -> None:
    """Lock both halves of an edition, always in the same order: else two wait for each other."""
    list(
        Edition.objects.select_for_update(of=("self",))
        .filter(Edition.one_of_halves(edition.pk))
        .order_by("pk")
        .values_list("pk")
    )


def lock_editions(editions: Iterable[int]) -> None:
    """Lock several editions, always in the same order: else two wait for each other for ever.

    Inside a transaction only, which then holds them to its end.
    """
    list(
        Edition.objects.select_for_update(of=("self",))
        .filter(pk__in=set(editions))
        .order_by("pk")
        .values_list("pk")
    )
