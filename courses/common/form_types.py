"""What forms of Django's take and hold, for forms of ours that pass it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import Model
    from django.forms import BaseModelFormSet, BoundField, ModelForm
    from django.forms.renderers import BaseRenderer
    from django.forms.utils import ErrorList
    from django.utils.datastructures import MultiValueDict

FormData: TypeAlias = Mapping[str, Any] | None
"""What was sent, by the name of the field: a query, or a plain dictionary in a test."""

Files: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"
"""The files that were sent."""

ModelFormSet: TypeAlias = "BaseModelFormSet[Model, ModelForm[Model]]"
"""Rows of some model, each a form."""


class FormArguments(TypedDict, total=False):
    """All that `django.forms.Form` takes by name besides what was sent."""

    auto_id: bool | str
    prefix: str | None
    initial: MutableMapping[str, Any] | None
    error_class: type[ErrorList]
    label_suffix: str | None
    empty_permitted: bool
    field_order: Iterable[str] | None
    use_required_attribute: bool | None
    renderer: BaseRenderer | None
    bound_field_class: type[BoundField] | None
