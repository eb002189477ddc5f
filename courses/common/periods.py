"""How long is kept what all parts share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import limits, retention

retention.provide(
    retention.Kind(
        name="tries",
        what=_("Hoe vaak iemand iets probeerde, zonder naam"),
        since=_("zolang het meetelt, en hoogstens een jaar"),
        due=limits.ended,
        forget=limits.forget_old,
    )
)
