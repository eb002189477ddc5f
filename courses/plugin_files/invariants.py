"""What must be so of files: each row has its file, and each file its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.common.invariants import Invariant, Violation, each, provide
from courses.plugin_files import queries

if TYPE_CHECKING:
    from collections.abc import Iterator


def without_file() -> Iterator[Violation]:
    """Rows of which what they tell of is not there."""
    return each(
        (one.pk for one in queries.incomplete()),
        _("bestand"),
        _("staat in de database, en niet in de opslag."),
    )


def without_row() -> Iterator[Violation]:
    """What is in the storage and nobody can have."""
    return each(queries.left_over(), _("map"), _("staat in de opslag, en niet in de database."))


provide(
    Invariant(
        "plugin_files",
        _("Elk bestand van een uitbreiding staat in de opslag"),
        _("Zet een backup terug van de map met bestanden. Of laat de eigenaar het opnieuw sturen."),
        without_file,
    ),
    Invariant(
        "plugin_files_known",
        _("Elk bestand in de opslag hoort bij een uitbreiding"),
        _("Een nieuwe upload kan nog bezig zijn. De rest haalt `manage.py tick` 's nachts weg."),
        without_row,
    ),
)
