"""Values of blocks and rows of models, made up from what they say of themselves."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks

from courses.common import clock

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json

_numbers = count(1)
DEEPEST = 8
"""How many blocks deep a value is filled in; a block may contain itself."""


# --- Blocks ---------------------------------------------------------------------------------


def value_for(block: blocks.Block) -> Json:
    """A filled-in value for `block`: its defaults, and something of the right kind elsewhere."""
    plain = block.normalize(_Maker().raw(block, DEEPEST))
    if not problem_with(block, plain):
        return plain
    # Of several options, say, one must be the right one.
    ticked = block.normalize(_Maker(ticks=True).raw(block, DEEPEST))
    return plain if problem_with(block, ticked) else ticked


def problem_with(block: blocks.Block, value: object) -> str:
    """Why the block's own `clean` refuses the value; empty when it accepts it."""
    try:
        block.clean(value)
    except ValidationError as error:
        return _told(error) or "clean() refused the value"
    return ""


def _told(error: object) -> str:
    """What a refusal says, at all depths of the block."""
    if not isinstance(error, ValidationError):
        return str(error)
    inner = getattr(error, "block_errors", None) or {}
    pairs = inner.items() if isinstance(inner, Mapping) else enumerate(inner)
    parts = [f"{name}: {_told(one)}" for name, one in pairs if one is not None]
    parts += [_told(one) for one in getattr(error, "non_block_errors", None) or ()]
    return "; ".join(parts) or "; ".join(str(one) for one in error.messages)


@dataclass
class _Maker:
    """Makes values, of the kind that `normalize` takes.

    `ticks`: boxes that may stay empty are ticked in the first item of each list.
    """

    ticks: bool = False
    _in_first: bool = False

    def raw(self, block: blocks.Block, depth: int) -> object:
        """A value, at most `depth` blocks deep."""
        if isinstance(block, blocks.StaticBlock):
            return None
        if isinstance(block, blocks.BaseStructBlock):
            return self._struct(block, depth)
        if isinstance(block, blocks.ListBlock):
            return self._list(block, depth)
        if isinstance(block, blocks.BaseStreamBlock):
            return self._stream(block, depth) if depth else []
        if isinstance(block, blocks.BooleanBlock) and self.ticks and self._in_first:
            return True
        return _simple(block)

    def _struct(self, block: blocks.Block, depth: int) -> object:
        # A block with own structure (Wagtail's image with its text) may have another kind of value.
        default = block.get_default()
        if not isinstance(default, Mapping):
            return default
        return {name: self.raw(child, depth - 1) for name, child in block.child_blocks.items()}

    def _list(self, block: blocks.Block, depth: int) -> list[object]:
        outside, found = self._in_first, []
        for turn in range(max(1, block.meta.min_num or 0) if depth > 0 else 0):
            self._in_first = not turn
            found.append(self.raw(block.child_block, depth - 1))
        self._in_first = outside
        return found

    def _stream(self, block: blocks.Block, depth: int) -> list[tuple[str, object]]:
        """One of each kind, as many as there may be; more of the first where there must be more."""
        kinds = list(block.child_blocks)
        limits = block.meta.block_counts or {}
        found = [
            kind for kind in kinds for _n in range(max(1, limits.get(kind, {}).get("min_num", 0)))
        ]
        while kinds and len(found) < (block.meta.min_num or 0):
            found.append(kinds[0])
        if block.meta.max_num is not None:
            found = found[: block.meta.max_num]
        return [(kind, self.raw(block.child_blocks[kind], depth - 1)) for kind in found]


def _simple(block: blocks.Block) -> object:
    default = block.get_default()
    field = getattr(block, "field", None)
    if isinstance(block, blocks.RichTextBlock):
        return (
            default if str(default or "") else blocks.RichTextBlock().normalize(f"<p>{_text()}</p>")
        )
    if isinstance(block, blocks.ChooserBlock):
        return default or (_chosen(block) if block.required else None)
    if field is None or default not in (None, "", False, []):
        return default
    return value_of_field(field)


def _chosen(block: blocks.ChooserBlock) -> models.Model | None:
    try:
        chosen: models.Model | None = block.target_model._default_manager.order_by("pk").last()
    except (AttributeError, LookupError):
        return None
    return chosen


def value_of_field(field: forms.Field) -> object:
    """Something that a form field takes."""
    for kind, make in _MAKERS:
        if isinstance(field, kind):
            return make(field)
    return None


def _text() -> str:
    return f"Tekst {next(_numbers)}"


def _choice(field: forms.ChoiceField) -> object:
    flat: list[object] = []
    for value, label in field.choices:  # type: ignore[union-attr, misc]
        flat += [one for one, _label in label] if isinstance(label, (list, tuple)) else [value]
    chosen = [value for value in flat if value not in ("", None)]
    if isinstance(field, forms.MultipleChoiceField):
        return chosen[:1]
    return chosen[0] if chosen else None


def _number(field: forms.IntegerField) -> int:
    least = 1 if field.min_value is None else _limit(field.min_value)
    return least if field.max_value is None else min(least, _limit(field.max_value))


def _limit(given: int | Callable[[], int]) -> int:
    return int(given() if callable(given) else given)


def _shortest(field: forms.Field) -> str:
    """A text that a pattern may take, tried in turn."""
    for text in (f"naam-{next(_numbers)}", "a", "1", "aa", "2030"):
        try:
            field.clean(text)
        except ValidationError:
            continue
        return text
    return "a"


def _as_long_as_may_be(field: forms.CharField) -> str:
    text = _text()
    return text[-field.max_length :] if field.max_length else text


_MAKERS: list[tuple[type[forms.Field], Callable[[Any], object]]] = [
    (forms.EmailField, lambda _field: "iemand@example.org"),
    (forms.URLField, lambda _field: "https://example.org/"),
    (forms.RegexField, _shortest),
    (forms.ModelChoiceField, lambda field: field.queryset.first() if field.required else None),
    (forms.ChoiceField, _choice),
    (forms.BooleanField, lambda field: bool(field.required)),
    (forms.DecimalField, lambda field: Decimal(_number(field))),
    (forms.FloatField, lambda field: float(_number(field))),
    (forms.IntegerField, _number),
    (forms.DateTimeField, lambda _field: clock.now()),
    (forms.DateField, lambda _field: clock.today()),
    (forms.TimeField, lambda _field: clock.now().time().replace(microsecond=0)),
    (forms.CharField, _as_long_as_may_be),
]
"""In this order: some kinds of fields are kinds of the later ones too."""


# --- Rows -----------------------------------------------------------------------------------

Rows = dict[type[models.Model], models.Model]
"""A row of each model that there is one of."""

_Column = models.Field[object, object]


def make_row(model: type[models.Model], known: Rows, mark: str) -> models.Model:
    """A row of `model` whose relations are those of `known`, and whose texts hold `mark`.

    It is added to `known`.

    Raises:
        Exception: it cannot be made up; the plugin must say itself how.
    """
    values = {
        field.name: _value_of_column(field, known, mark)
        for field in model._meta.concrete_fields
        if not (field.primary_key or isinstance(field, models.FileField))
        and not (field.has_default() and not _is_text(field))
    }
    row = model(**values)
    row.full_clean(exclude=[one.name for one in model._meta.fields if one.is_relation])
    row.save()
    known[model] = row
    for many in model._meta.many_to_many:
        if many.related_model in known:
            getattr(row, many.name).add(known[many.related_model])
    return row


def _is_text(field: _Column) -> bool:
    kinds = (models.CharField, models.TextField)
    special = (models.EmailField, models.URLField, models.SlugField)
    return isinstance(field, kinds) and not isinstance(field, special) and not field.choices


def _value_of_column(  # noqa: PLR0911 - one for each kind of column
    field: _Column, known: Rows, mark: str
) -> object:
    if field.is_relation:
        return _related(field, known, mark)
    if _is_text(field):
        return mark[: field.max_length] if field.max_length else mark
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.BinaryField):
        return mark.encode()
    if isinstance(field, models.DurationField):
        return timedelta(hours=1)
    if isinstance(field, models.JSONField):
        return {"text": mark}
    form_field = field.formfield()
    return None if form_field is None else value_of_field(form_field)


def _related(field: _Column, known: Rows, mark: str) -> models.Model | None:
    target = field.related_model
    if target in known:
        return known[target]
    if field.null or target is None:
        return None
    if target._meta.app_label == field.model._meta.app_label:
        return make_row(target, known, mark)
    return target._default_manager.order_by("pk").last()
