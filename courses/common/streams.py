"""A StreamField that loses nothing.

Wagtail drops blocks of an unknown type at the next save. Here types come and go with plugins, so
an unknown block is kept as it is behind a read-only placeholder, and is written back untouched.
The field carries no block definitions into migrations: installing a plugin is no schema change.
"""

import json
from collections.abc import Callable, Iterable
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
from wagtail.fields import StreamField

KEPT = "kept_block"
SALT = "courses.common.streams"

BlockTypes = Iterable[tuple[str, blocks.Block]]


def is_kept(value: Any) -> bool:
    """Whether `value` is what a kept block holds: a type and its raw content."""
    return isinstance(value, dict) and isinstance(value.get("type"), str) and "value" in value


class KeptBlockWidget(forms.HiddenInput):
    """Shows the editor that a part is kept; carries its content along unseen."""

    input_type = "hidden"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        hidden = super().render(name, value, attrs, renderer)
        try:
            kind = signing.loads(value, salt=SALT)["type"]
        except (TypeError, KeyError, signing.BadSignature):
            kind = "?"
        note = gettext(
            "Dit onderdeel (%(kind)s) hoort bij een uitbreiding die nu niet beschikbaar is. "
            "De inhoud blijft bewaard."
        ) % {"kind": kind}
        return format_html('<p class="help-block help-info">{}</p>{}', note, hidden)


class KeptBlock(blocks.FieldBlock):
    """A block whose type is unknown now: `{"type": …, "value": …}`, untouched."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=KeptBlockWidget())
        super().__init__(**kwargs)

    def value_from_form(self, value: str) -> dict[str, Any]:
        # Signed, since what stands here is written back without the checks of its own block.
        try:
            kept = signing.loads(value, salt=SALT)
        except signing.BadSignature:
            return {}
        return kept if is_kept(kept) else {}

    def value_for_form(self, value: Any) -> str:
        return signing.dumps(value, salt=SALT)

    def clean(self, value: Any) -> Any:
        if not is_kept(value):
            raise ValidationError(
                gettext("Dit onderdeel kun je niet zelf toevoegen. Haal het weg.")
            )
        return value

    def render(self, value: Any, context: Any = None) -> str:
        return format_html(
            '<p class="va-placeholder">{}</p>',
            gettext("Dit onderdeel is nu niet beschikbaar."),
        )

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "lock"
        label = _("Bewaard onderdeel")
        group = _("Niet zelf toe te voegen")


class KeepingStreamBlock(blocks.StreamBlock):
    """A stream block that wraps unknown types when reading and unwraps them when writing."""

    def __init__(self, local_blocks: BlockTypes = (), **kwargs: Any) -> None:
        super().__init__([*local_blocks, (KEPT, KeptBlock())], **kwargs)

    def _wrap(self, child: dict[str, Any]) -> dict[str, Any]:
        kind = child.get("type")
        if isinstance(kind, str) and kind in self.child_blocks:
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

    def get_prep_value(self, value: Any) -> list[dict[str, Any]]:
        return [
            {**child["value"], "id": child["id"]}
            if child["type"] == KEPT and is_kept(child["value"])
            else child
            for child in super().get_prep_value(value)
        ]


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

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        # StreamField.deconstruct would write out every block; go past it to models.Field.
        name, path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, path, [], kwargs
