"""The field of a page, and its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.blocks.base import BlockField, BlockWidget
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField

from courses.common.streams.kept import KEPT, Raw, Unavailable
from courses.common.streams.stream import BlockTypes, KeepingStreamBlock

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import JSONField
    from django.forms.renderers import BaseRenderer
    from django.forms.utils import ErrorList

IN_MIGRATIONS = "courses.common.streams.KeepingStreamField"
"""What migrations call the field, wherever it stands in here."""


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
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        errors: ErrorList | None = None,
        renderer: BaseRenderer | None = None,
    ) -> str:
        # First the blocks: what cannot be packed is kept in the value too.
        if self._block_json is None:
            self._build_block_json()
        if errors:
            self._simplify(errors, self.block_def.get_form_state(value))
        html: str = super().render_with_errors(name, value, attrs, errors, renderer)
        return html

    def _simplify(self, errors: ErrorList, state: list[Raw]) -> None:
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
        self, block_types: Callable[[], BlockTypes] | BlockTypes = (), **kwargs: object
    ) -> None:
        super().__init__(block_types, **kwargs)

    @cached_property
    def stream_block(self) -> KeepingStreamBlock:
        types = self.block_types_arg() if callable(self.block_types_arg) else self.block_types_arg
        block = KeepingStreamBlock(list(types))
        block.set_meta_options(self.block_opts)
        return block

    @cached_property
    def json_field(self) -> JSONField[Any, Any]:
        """What reads and writes it. Wagtail 8.0.1 makes a new one for each value that is read."""
        field: JSONField[Any, Any] = super().json_field
        return field

    def formfield(self, **kwargs: object) -> BlockField:
        return super().formfield(**{"widget": KeepingBlockWidget(self.stream_block), **kwargs})

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        # StreamField.deconstruct would write out every block; go past it to models.Field.
        name, _path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, IN_MIGRATIONS, [], kwargs
