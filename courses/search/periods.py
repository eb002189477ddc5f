"""How long is counted which words lead to nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.search import queries, services

retention.provide(
    retention.Kind(
        name=queries.KEPT.name,
        what=_("Woorden waarbij de zoekmachine niets vond, zonder wie ze typte"),
        since=_("vanaf de maand waarin ze getypt zijn"),
        period=queries.KEPT,
        due=services.old_words,
        forget=services.forget_old_words,
    )
)
