"""The list of blocks that keeps what it does not know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from copy import copy
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from courses.common.internals.of_wagtail import stored_child
from courses.common.streams.guarded import GuardedBlock, Within
from courses.common.streams.kept import (
    KEPT,
    SCRIPT,
    UNWRITTEN,
    Broken,
    KeptBlock,
    Raw,
    Unavailable,
    is_kept,
)

BlockTypes = Iterable[tuple[str, blocks.Block]]


class _BlockTypes(dict[str, blocks.Block]):
    """The blocks by type. What is asked by a type that is gone counts as kept."""

    def __missing__(self, _name: str) -> blocks.Block:
        return self[KEPT]


class KeepingStreamBlock(blocks.StreamBlock):
    """A stream block that wraps unknown types when reading and unwraps them when writing."""

    child_blocks: dict[str, blocks.Block]
    hidden: frozenset[str] = frozenset()
    """Types that a form does not offer and shows as kept."""
    stored: Mapping[str | None, Raw] | None = None
    """What is stored already, by id, in a form that knows it."""

    def __init__(self, local_blocks: BlockTypes = (), **kwargs: object) -> None:
        super().__init__([*local_blocks, (KEPT, KeptBlock())], **kwargs)
        self.child_blocks = _BlockTypes(self.child_blocks)

    def for_form(
        self,
        *,
        hidden: Iterable[str],
        value: blocks.StreamValue,
        owner: str = "",
        within: Within = nullcontext,
    ) -> KeepingStreamBlock:
        """This block in the form of `owner` for `value`, with the `hidden` types only kept.

        The blocks of plugins are asked within `within()`.
        """
        # A copy and no new block: Wagtail remembers every block that is made, for good.
        one = copy(self)
        one.hidden = self.hidden | frozenset(hidden)
        kept = self.child_blocks[KEPT].of_form(owner)
        asked = {
            name: child.inside(within) if isinstance(child, GuardedBlock) else child
            for name, child in self.child_blocks.items()
        }
        one.child_blocks = _BlockTypes({**asked, KEPT: kept})
        one.stored = {child["id"]: child for child in self.get_prep_value(value)}
        return one

    def without(self, block_type: str) -> KeepingStreamBlock:
        """This block with one more type hidden."""
        one = copy(self)
        one.hidden = self.hidden | {block_type}
        return one

    @property
    def shown(self) -> dict[str, blocks.Block]:
        """The blocks that a form has."""
        return {name: one for name, one in self.child_blocks.items() if name not in self.hidden}

    # --- Between the database and Python ------------------------------------------------------

    def _wrap(self, child: Raw) -> Raw:
        kind = child.get("type")
        if isinstance(kind, str) and kind in self.child_blocks and "value" in child:
            return child
        kept = {"type": str(kind), "value": child.get("value")}
        return {"type": KEPT, "value": kept, "id": child.get("id")}

    def to_python(self, value: object) -> blocks.StreamValue:
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return super().to_python(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = [self._wrap(child) for child in value]
        return super().to_python(value)

    def bulk_to_python(self, values: Iterable[Iterable[Raw]]) -> list[blocks.StreamValue]:
        wrapped = [[self._wrap(child) for child in one] for one in values]
        read: list[blocks.StreamValue] = super().bulk_to_python(wrapped)
        return read

    def get_prep_value(self, value: blocks.StreamValue) -> list[Raw]:
        return [_unwrapped(child) for child in self._written(value)]

    def _written(self, value: blocks.StreamValue) -> list[Raw]:
        """What is to be stored, with kept parts still wrapped."""
        prepared: list[Raw] = super().get_prep_value(value)
        return [
            {**child, "value": _stored_before(value, position, child)}
            if child["value"] is UNWRITTEN
            else child
            for position, child in enumerate(prepared)
        ]

    # --- Between Python and the form ----------------------------------------------------------

    def get_form_state(self, value: blocks.StreamValue) -> list[Raw]:
        return [
            self._state(value, position, raw) for position, raw in enumerate(self._written(value))
        ]

    def _state(self, value: blocks.StreamValue, position: int, raw: Raw) -> Raw:
        if raw["type"] not in self.hidden:
            try:
                state = self.child_blocks[raw["type"]].get_form_state(value[position].value)
                return {"type": raw["type"], "value": state, "id": raw["id"]}
            except Unavailable:
                pass
        kept, label = {"type": raw["type"], "value": raw["value"]}, self.child_blocks[raw["type"]]
        state = self.child_blocks[KEPT].state_of(kept, label=str(label.label))
        return {"type": KEPT, "value": state, "id": raw["id"]}

    def value_from_datadict(
        self, data: Mapping[str, object], files: Mapping[str, object], prefix: str
    ) -> blocks.StreamValue:
        if self.stored is None:
            return super().value_from_datadict(data, files, prefix)
        if self.value_omitted_from_data(data, files, prefix):
            # The editor's script did not come to life, so nobody changed anything.
            return self.to_python(list(self.stored.values()))
        value = super().value_from_datadict(data, files, prefix)
        for position, child in enumerate(list(value)):
            stored = self.stored.get(child.id)
            if stored is None:
                continue
            if isinstance(child.value, Broken) and child.block_type == stored["type"]:
                broken = replace(child.value, raw=stored["value"])
                value[position] = (child.block_type, broken, child.id)
            elif child.block_type == KEPT and not is_kept(child.value):
                # Its plugin went away while the form was open.
                kept = {"type": stored["type"], "value": stored["value"]}
                value[position] = (KEPT, kept, child.id)
        return value

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        cleaned = super().clean(value)
        for position, child in enumerate(list(cleaned)):
            # What was only kept in the form is itself again.
            if child.block_type == KEPT and child.value["type"] in self.child_blocks:
                cleaned.raw_data[position] = {**child.value, "id": child.id}
        return cleaned


def _unwrapped(child: Raw) -> Raw:
    if child["type"] == KEPT and is_kept(child["value"]):
        return {**child["value"], "id": child["id"]}
    return child


def _stored_before(value: blocks.StreamValue, position: int, child: Raw) -> object:
    """The content that a block which cannot be written had, as far as it is known."""
    stored = getattr(value.stream_block, "stored", None) or {}
    for before in (stored_child(value, position), stored.get(child["id"])):
        if before and before["type"] == child["type"] and before["value"] is not UNWRITTEN:
            return before["value"]
    return None


class KeepingStreamBlockAdapter(StreamBlockAdapter):
    js_constructor = "courses.KeepingStreamBlock"

    def js_args(self, block: KeepingStreamBlock) -> list[Any]:
        form = copy(block)
        form.child_blocks = block.shown
        args: list[Any] = super().js_args(form)
        return args

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static("wagtailadmin/js/telepath/blocks.js"), SCRIPT])


register(KeepingStreamBlockAdapter(), KeepingStreamBlock)
