"""A StreamField that loses nothing.

Wagtail drops blocks of an unknown type at the next save. Here types come and go with plugins, so
an unknown block is kept as it is behind a read-only placeholder, and is written back untouched.
The same goes for a block that a form does not offer (`for_form`), and for one that fails.
The field carries no block definitions into migrations: installing a plugin is no schema change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import Adapter, register
from wagtail.blocks.base import BlockWidget
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamBlockValidationError
from wagtail.fields import StreamField

KEPT = "kept_block"
SALT = "courses.common.streams"
SCRIPT = "common/keeping_stream_block.js"

BlockTypes = Iterable[tuple[str, blocks.Block]]
Raw = dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """The value of a block that fails: its stored content, untouched.

    `unread`: what an editor filled in could not be read; `raw` is what was stored before.
    """

    raw: Any
    unread: bool = False


UNWRITTEN: Any = object()
"""What a block that fails gives as content to store; the stream then keeps what was stored."""


class Unavailable(Exception):
    """A block cannot be shown in a form now; what it holds is kept."""

    def __init__(self, block_type: str) -> None:
        super().__init__(block_type)
        self.block_type = block_type


def is_kept(value: Any) -> bool:
    """Whether `value` is what a kept block holds: a type and its raw content."""
    return isinstance(value, dict) and isinstance(value.get("type"), str) and "value" in value


def placeholder() -> SafeString:
    """What readers see in place of a block that cannot be shown."""
    return format_html(
        '<p class="va-placeholder">{}</p>', gettext("Dit onderdeel is nu niet beschikbaar.")
    )


class KeptWidget(forms.HiddenInput):
    """Shows the editor that a part is kept; carries its content along unseen."""


class KeptWidgetAdapter(Adapter):
    js_constructor = "courses.KeptWidget"

    def js_args(self, widget: KeptWidget) -> list[Any]:
        return []

    class Media:
        js = [SCRIPT]


register(KeptWidgetAdapter(), KeptWidget)


class KeptBlock(blocks.FieldBlock):
    """A block that is out of reach now: `{"type": …, "value": …}`, untouched."""

    salt = SALT

    def of_form(self, owner: str) -> KeptBlock:
        """This block in the form of `owner`: what was signed in the form of another is refused."""
        one = copy(self)
        one.salt = f"{SALT}/{owner}"
        return one

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=KeptWidget())
        super().__init__(**kwargs)

    def value_from_form(self, value: str | None) -> Raw:
        # Signed, since what stands here is written back without the checks of its own block.
        try:
            kept = signing.loads(value or "", salt=self.salt)
        except signing.BadSignature:
            return {}
        return kept if is_kept(kept) else {}

    def get_form_state(self, value: Any) -> dict[str, str]:
        return self.state_of(value, label=value["type"] if is_kept(value) else "?")

    def state_of(self, value: Any, *, label: str) -> dict[str, str]:
        """What the form needs: the content, and words for who looks at it."""
        note = gettext(
            "Dit onderdeel (%(kind)s) hoort bij een uitbreiding die nu niet beschikbaar is. "
            "De inhoud blijft bewaard."
        ) % {"kind": label}
        return {"label": label, "note": note, "signed": signing.dumps(value, salt=self.salt)}

    def clean(self, value: Any) -> Any:
        if not is_kept(value):
            raise ValidationError(
                gettext("Dit onderdeel kun je niet zelf toevoegen. Haal het weg.")
            )
        return value

    def render(self, value: Any, context: Any = None) -> str:
        return placeholder()

    def render_basic(self, value: Any, context: Any = None) -> str:
        return placeholder()

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "lock"
        label = _("Bewaard onderdeel")
        group = _("Niet zelf toe te voegen")


class _BlockTypes(dict[str, blocks.Block]):
    """The blocks by type. What is asked by a type that is gone counts as kept."""

    def __missing__(self, _name: str) -> blocks.Block:
        return self[KEPT]


class KeepingStreamBlock(blocks.StreamBlock):
    """A stream block that wraps unknown types when reading and unwraps them when writing."""

    child_blocks: dict[str, blocks.Block]
    hidden: frozenset[str] = frozenset()
    """Types that a form does not offer and shows as kept."""
    stored: Mapping[str, Raw] | None = None
    """What is stored already, by id, in a form that knows it."""

    def __init__(self, local_blocks: BlockTypes = (), **kwargs: Any) -> None:
        super().__init__([*local_blocks, (KEPT, KeptBlock())], **kwargs)
        self.child_blocks = _BlockTypes(self.child_blocks)

    def for_form(self, *, hidden: Iterable[str], value: Any, owner: str = "") -> KeepingStreamBlock:
        """This block in the form of `owner` for `value`, with the `hidden` types only kept."""
        # A copy and no new block: Wagtail remembers every block that is made, for good.
        one = copy(self)
        one.hidden = self.hidden | frozenset(hidden)
        kept = self.child_blocks[KEPT].of_form(owner)
        one.child_blocks = _BlockTypes({**self.child_blocks, KEPT: kept})
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

    def to_python(self, value: Any) -> blocks.StreamValue:
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return super().to_python(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = [self._wrap(child) for child in value]
        return super().to_python(value)

    def bulk_to_python(self, values: Any) -> list[blocks.StreamValue]:
        return super().bulk_to_python([[self._wrap(child) for child in one] for one in values])

    def get_prep_value(self, value: Any) -> list[Raw]:
        return [_unwrapped(child) for child in self._written(value)]

    def _written(self, value: Any) -> list[Raw]:
        """What is to be stored, with kept parts still wrapped."""
        return [
            {**child, "value": _stored_before(value, position, child)}
            if child["value"] is UNWRITTEN
            else child
            for position, child in enumerate(super().get_prep_value(value))
        ]

    # --- Between Python and the form ----------------------------------------------------------

    def get_form_state(self, value: Any) -> list[Raw]:
        return [
            self._state(value, position, raw) for position, raw in enumerate(self._written(value))
        ]

    def _state(self, value: Any, position: int, raw: Raw) -> Raw:
        if raw["type"] not in self.hidden:
            try:
                state = self.child_blocks[raw["type"]].get_form_state(value[position].value)
                return {"type": raw["type"], "value": state, "id": raw["id"]}
            except Unavailable:
                pass
        kept, label = {"type": raw["type"], "value": raw["value"]}, self.child_blocks[raw["type"]]
        state = self.child_blocks[KEPT].state_of(kept, label=str(label.label))
        return {"type": KEPT, "value": state, "id": raw["id"]}

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> blocks.StreamValue:
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

    def clean(self, value: Any) -> blocks.StreamValue:
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


def _stored_before(value: Any, position: int, child: Raw) -> Any:
    """The content that a block which cannot be written had, as far as it is known."""
    stored = getattr(value.stream_block, "stored", None) or {}
    for before in (value._raw_data[position], stored.get(child["id"])):
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


class KeepingBlockWidget(BlockWidget):
    """The editor of a stream. A block that cannot be put into it is hidden: kept, as it is."""

    block_def: KeepingStreamBlock

    def _build_block_json(self) -> None:
        while True:
            try:
                super()._build_block_json()
                return
            except ValueError as error:
                if not isinstance(error.__cause__, Unavailable):
                    raise
                self.block_def = self.block_def.without(error.__cause__.block_type)

    def render_with_errors(
        self, name: str, value: Any, attrs: Any = None, errors: Any = None, renderer: Any = None
    ) -> str:
        # First the blocks: what cannot be packed is kept in the value too.
        if self._block_json is None:
            self._build_block_json()
        if errors:
            self._simplify(errors, self.block_def.get_form_state(value))
        html: str = super().render_with_errors(name, value, attrs, errors, renderer)
        return html

    def _simplify(self, errors: Any, state: list[Raw]) -> None:
        """Say in one sentence what is wrong with a part of which the fields are not shown."""
        for error in errors.as_data():
            if not isinstance(error, StreamBlockValidationError):
                continue
            for position, one in error.block_errors.items():
                if state[position]["type"] == KEPT and hasattr(one, "as_json_data"):
                    error.block_errors[position] = ValidationError(
                        gettext("Dit onderdeel is niet goed ingevuld.")
                    )


class KeepingStreamField(StreamField):
    """A StreamField whose block types come from a function, called when first needed.

    By then all apps are loaded, so the function may ask the plugins what they offer.
    """

    def __init__(
        self, block_types: Callable[[], BlockTypes] | BlockTypes = (), **kwargs: Any
    ) -> None:
        super().__init__(block_types, **kwargs)

    @cached_property
    def stream_block(self) -> KeepingStreamBlock:
        types = self.block_types_arg() if callable(self.block_types_arg) else self.block_types_arg
        block = KeepingStreamBlock(list(types))
        block.set_meta_options(self.block_opts)
        return block

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": KeepingBlockWidget(self.stream_block), **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        # StreamField.deconstruct would write out every block; go past it to models.Field.
        name, path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, path, [], kwargs
