"""System checks on the key that signs certificates: `manage.py check`, and before every command."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

from courses.certificates import signing
from courses.common import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

TIME_TO_RENEW = timedelta(days=30)


@register("certificates")
def check_signing(
    app_configs: Sequence[AppConfig] | None,
    **_kwargs: object,
) -> list[CheckMessage]:
    """Whether the key for certificates can be used, today and next month."""
    if not signing.is_asked():
        return []
    try:
        found = signing.signatory()
    except signing.SigningUnavailable as no:
        return [
            CheckWarning(
                f"Certificates cannot be signed, so they wait. {no}",
                hint="Mend ACADEMY_SIGNING_KEY and ACADEMY_SIGNING_PASSWORD, or leave both out.",
                id="certificates.W001",
            )
        ]
    if found.valid_until - clock.now() < TIME_TO_RENEW:
        return [
            CheckWarning(
                f"The key that signs certificates holds until {found.valid_until.date()}.",
                hint="Put a renewed key in its place: it is read anew when the file changes.",
                id="certificates.W002",
            )
        ]
    return []
