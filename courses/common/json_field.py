"""A column of JSON that can always be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from courses.common.text import made_keepable_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression


class ShowableJSONField(models.JSONField):
    """JSON that plugins make. What was kept before there was a rule is read as something that can
    be shown: a character that cannot be sent to a browser is read as a mark.

    In migrations it is Django's own, which it is for the database.
    """

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> object:
        return made_keepable_json(super().from_db_value(value, expression, connection))

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
