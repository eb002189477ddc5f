"""A system check on the key that signs badges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

from plugins.openbadges import keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@register("openbadges")
def check_key(
    app_configs: Sequence[AppConfig] | None,
    **_kwargs: object,
) -> list[CheckMessage]:
    """Whether the key that the operator named can be used."""
    if not keys.is_operators():
        return []
    try:
        keys.current_key()
    except keys.KeyUnavailable as no:
        return [
            CheckWarning(
                f"Certificates get no badge. {no}",
                hint="Mend ACADEMY_BADGE_KEY, or leave it out: then the academy makes a key.",
                id="openbadges.W001",
            )
        ]
    return []
