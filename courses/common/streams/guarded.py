"""A block that may fail, wrapped so that its failing costs neither the page nor its content.

Who makes the wrapper says how the block is asked (`Guard`): this folder knows no plugins.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.core import checks
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, get_comparison_class_for_block
from wagtail.admin.telepath import Adapter, register
from wagtail.blocks.base import get_error_json_data

from courses.common.internals.of_wagtail import forget_definition
from courses.common.streams.kept import UNWRITTEN, Broken, Unavailable, placeholder
from courses.common.text import MOST_IN_HTML, keepable_json, plain_html, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T")
D = TypeVar("D")


class Guard(Protocol):
    """Calls something that may do anything, and never fails itself.

    `default` is the answer when the call fails or its answer is not of the type `expect`; errors of
    the kinds in `passes` are let through.
    """

    def __call__(
        self,
        call: Callable[[], T],
        *,
        default: D,
        expect: type | tuple[type, ...] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> T | D: ...


Within = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class _Within:
    """A guard that asks inside a context."""

    guard: Guard
    within: Within

    def __call__(
        self,
        call: Callable[[], T],
        *,
        default: D,
        expect: type | tuple[type, ...] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> T | D:
        with self.within():
            return self.guard(call, default=default, expect=expect, passes=passes)


class GuardedBlock(blocks.Block):
    """The block of a plugin, asked through `guard` only.

    What the block cannot read is a `Broken` value, which is written back as it was. Values of a
    block that works are the block's own.
    """

    def __init__(self, block: blocks.Block, guard: Guard) -> None:
        super().__init__()
        self.block = block
        self.guard = guard
        self.meta = block.meta
        self.label = block.label
        # Wagtail would show an example of the block at an address of its own, unguarded.
        forget_definition(block)

    def inside(self, within: Within) -> GuardedBlock:
        """This block in a form: whatever it is asked there is asked within `within()`."""
        # A copy and no new block: Wagtail remembers every block that is made, for good.
        one = copy(self)
        one.guard = _Within(self.guard, within)
        return one

    def ask(
        self,
        call: Callable[[blocks.Block], T],
        *,
        default: D,
        expect: type | tuple[type, ...] | None = None,
        passes: tuple[type[Exception], ...] = (),
    ) -> T | D:
        """What `call` gives for the plugin's block, or `default` when it fails."""
        return self.guard(lambda: call(self.block), default=default, expect=expect, passes=passes)

    def set_name(self, name: str) -> None:
        super().set_name(name)
        self.block.name = name
        self.block.label = self.label

    # --- Between the database and Python ------------------------------------------------------

    def to_python(self, value: object) -> object:
        return self.ask(lambda block: block.to_python(value), default=Broken(value))

    def bulk_to_python(self, values: Iterable[object]) -> list[object]:
        raw = list(values)
        read = self.ask(lambda block: _as_many(block.bulk_to_python(raw), raw), default=None)
        # One that fails takes the others along; then each on its own.
        return [self.to_python(one) for one in raw] if read is None else read

    def normalize(self, value: object) -> object:
        if isinstance(value, Broken):
            return value
        normal = self.ask(lambda block: block.normalize(value), default=UNWRITTEN)
        return Broken(_json_or_none(value)) if normal is UNWRITTEN else normal

    def get_default(self) -> object:
        return self.ask(lambda block: block.get_default(), default=Broken(None))

    def get_prep_value(self, value: object) -> object:
        if isinstance(value, Broken):
            return value.raw
        return self.ask(lambda block: _as_json(block.get_prep_value(value)), default=UNWRITTEN)

    # --- The form -----------------------------------------------------------------------------

    def get_form_state(self, value: object) -> object:
        if not isinstance(value, Broken):
            state = self.ask(lambda block: _as_json(block.get_form_state(value)), default=UNWRITTEN)
            if state is not UNWRITTEN:
                return state
        raise Unavailable(self.name)

    def value_from_datadict(
        self, data: Mapping[str, object], files: Mapping[str, object], prefix: str
    ) -> object:
        def read(block: blocks.Block) -> object:
            value = block.normalize(block.value_from_datadict(data, files, prefix))
            # What cannot be stored is not read.
            _as_json(block.get_prep_value(value))
            return value

        return self.ask(read, default=Broken(None, unread=True))

    def defer_required_validation(self) -> None:
        super().defer_required_validation()
        self.ask(lambda block: block.defer_required_validation(), default=None)

    def restore_deferred_validation(self) -> None:
        self.ask(lambda block: block.restore_deferred_validation(), default=None)
        super().restore_deferred_validation()

    def clean(self, value: object) -> object:
        """The value as the block wants it; as it is when the block cannot say."""
        if isinstance(value, Broken):
            if value.unread:
                raise ValidationError(
                    gettext("Dit onderdeel werkt nu niet. Wat je invulde, is niet bewaard.")
                )
            return value

        def check(block: blocks.Block) -> object:
            try:
                cleaned = block.normalize(block.clean(value))
            except ValidationError as error:
                # Its words are made only when they are shown, and that may fail too.
                json.dumps(get_error_json_data(error))
                raise
            _as_json(block.get_prep_value(cleaned))
            return cleaned

        return self.ask(check, default=value, passes=(ValidationError,))

    # --- What is made of it -------------------------------------------------------------------

    def render(self, value: object, context: Mapping[str, object] | None = None) -> str:
        html = None
        if not isinstance(value, Broken):
            html = self.ask(lambda block: _as_html(block.render(value, context)), default=None)
        return placeholder() if html is None else html

    def render_basic(self, value: object, context: Mapping[str, object] | None = None) -> str:
        return self.render(value, context)

    def get_comparison_class(self) -> type[GuardedComparison]:
        return GuardedComparison

    def get_searchable_content(self, value: object) -> list[str]:
        if isinstance(value, Broken):
            return []
        return self.ask(
            lambda block: [
                plain_text(text, limit=MOST_IN_HTML) for text in block.get_searchable_content(value)
            ],
            default=[],
        )

    def extract_references(self, value: object) -> list[tuple[type[Model], str, str, str]]:
        if isinstance(value, Broken):
            return []
        return self.ask(
            lambda block: [
                (_model(model), str(key), str(model_path), str(content_path))
                for model, key, model_path, content_path in block.extract_references(value)
            ],
            default=[],
        )

    def get_block_by_content_path(
        self, value: object, path_elements: list[str]
    ) -> blocks.BoundBlock | None:
        if isinstance(value, Broken):
            return self.bind(value)
        return self.ask(
            lambda block: block.get_block_by_content_path(value, path_elements),
            default=None,
            expect=(blocks.BoundBlock, type(None)),
        )

    def check(self, **kwargs: object) -> list[checks.CheckMessage]:
        # What is wrong with a plugin must not stop the site from starting.
        return self.ask(
            lambda block: [
                checks.Warning(plain_text(one.msg), hint=one.hint, obj=one.obj, id=one.id)
                for one in block.check(**kwargs)
            ],
            default=[],
        )


class _Packer(Protocol):
    """What puts things into a page for the editor's script."""

    def build_node(self, value: object) -> object: ...


class GuardedBlockAdapter(Adapter):
    """Puts the plugin's block into the editor.

    Raises:
        Unavailable: the block cannot be put there.
    """

    def build_node(self, block: GuardedBlock, context: _Packer) -> object:
        node = block.ask(context.build_node, default=None)
        if node is None:
            raise Unavailable(block.name)
        return node


register(GuardedBlockAdapter(), GuardedBlock)


class GuardedComparison(BlockComparison):
    """Two versions of a plugin's block side by side."""

    block: GuardedBlock

    def _compare(self, show: Callable[[BlockComparison], str]) -> str:
        def made(block: blocks.Block) -> str:
            if any(isinstance(value, Broken) for value in (self.val_a, self.val_b)):
                return placeholder()
            kind = get_comparison_class_for_block(block)
            return show(kind(block, self.exists_a, self.exists_b, self.val_a, self.val_b))

        return self.block.ask(lambda block: _as_html(made(block)), default=placeholder())

    def has_changed(self) -> bool:
        return self.block.ask(lambda _block: bool(self.val_a != self.val_b), default=True)

    def htmlvalue(self, val: object) -> str:
        return self._compare(lambda one: one.htmlvalue(val))

    def htmldiff(self) -> str:
        return self._compare(lambda one: one.htmldiff())


def _as_json(value: object) -> object:
    """`value` as it comes back from the database.

    Raises:
        TypeError, ValueError: no database can keep it.
    """
    return keepable_json(value, encoder=DjangoJSONEncoder)


def _json_or_none(value: object) -> object:
    try:
        return _as_json(value)
    except (TypeError, ValueError):
        return None


def _as_html(value: object) -> SafeString:
    """What a block shows, as HTML that can be shown; text becomes HTML that says the same."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} for HTML")
    return plain_html(value if isinstance(value, SafeString) else escape(str.__str__(value)))


def _as_many(read: Iterable[object], raw: list[object]) -> list[object]:
    values = list(read)
    if len(values) != len(raw):
        raise ValueError(f"{len(values)} values of {len(raw)}")
    return values


def _model(model: object) -> type[Model]:
    if not (isinstance(model, type) and issubclass(model, Model)):
        raise TypeError("no model")
    return model
