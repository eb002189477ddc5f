"""Whether the settings of the server make sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import checks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig
    from django.core.checks import CheckMessage


@checks.register()
def copy_makes_sense(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """The copy of the database from which figures are read can be one."""
    problem = settings.ACADEMY_REPLICA_PROBLEM
    if not problem:
        return []
    hint = "Mend it, or leave it out: until then figures are read from the first database."
    return [checks.Error(f"{problem}.", hint=hint, id="operations.E001")]
