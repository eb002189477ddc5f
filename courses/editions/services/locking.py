"""The row of an edition, locked: who changes it waits until whoever came first is done."""

from courses.editions.models import Edition


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
