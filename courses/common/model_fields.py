"""The fields of a model, as columns that hold a value."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db.models import Field, Model

Column: TypeAlias = "Field[Any, Any]"
"""A field of some model, whatever it holds."""


def column(model: type[Model], name: str) -> Column:
    """The field called `name`.

    Raises:
        FieldDoesNotExist: the model has none by this name.
        TypeError: it is a relation from another model, which this one holds no value of.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is a relation from another model")
    return field
