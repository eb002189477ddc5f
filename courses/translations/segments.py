"""The texts in a page, one by one, and the page with others in their place.

A page class says in `translated_fields` which of its fields hold texts, and in
`translated_children` which lists of its own do. A stream is walked along the definitions of its
blocks: what is a line or a text there is a segment, what is a key, a choice, a link or a picture is
not. Rich text is cut at its paragraphs, so that a change in one leaves the others alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from courses.common.streams import GuardedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model
    from wagtail.models import Page

    from courses.common.streams.kept import Raw

BLOCK_TAG = re.compile(
    r"(</?(?:p|li|ul|ol|h[1-6]|blockquote|hr|div|table|thead|tbody|tr|td|th)\b[^>]*>)", re.I
)
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Segment:
    """A text that can be translated; `path` says where it stands, `label` what it is there."""

    path: str
    source: str
    label: str
    is_html: bool = False


class Visit(Protocol):
    """Is given every text of something, and says what is to stand there."""

    def __call__(self, segment: Segment) -> str: ...


def has_words(text: str) -> bool:
    """Whether there is anything to translate: a number, a dash and an emoji are for everybody."""
    return any(character.isalpha() for character in strip_tags(text))


def fields_of(page: Page) -> Iterator[tuple[str, str, object]]:
    """Name, label and value of the fields with texts."""
    for name in getattr(page, "translated_fields", ()):
        field = page._meta.get_field(name)
        yield name, str(field.verbose_name).capitalize(), getattr(page, name)


def segments_of(page: Page) -> list[Segment]:
    """Every text of a page once, in the order of the page."""
    found: dict[str, Segment] = {}

    def collect(segment: Segment) -> str:
        found.setdefault(segment.source, segment)
        return segment.source

    for name, label, value in fields_of(page):
        through_field(page, name, label, value, collect)
    for relation, field_name in getattr(page, "translated_children", ()):
        label = str(getattr(type(page), relation).rel.related_model._meta.verbose_name)
        for child in _children(page, relation):
            path = f"{relation}:{child.pk}:{field_name}"
            through_line(getattr(child, field_name), path, label.capitalize(), collect)
    return list(found.values())


def _children(page: Page, relation: str) -> list[Model]:
    children: list[Model] = list(getattr(page, relation).all())
    return children


def through_field(page: Page, name: str, label: str, value: object, visit: Visit) -> object:
    """The value of a field with what `visit` says in the place of each text."""
    field = page._meta.get_field(name)
    if isinstance(field, StreamField):
        return [through_child(page, name, raw, visit) for raw in raw_blocks(page, name)]
    if isinstance(field, RichTextField):
        return through_html(str(value or ""), name, label, visit)
    return through_line(str(value or ""), name, label, visit)


def raw_blocks(page: Page, name: str) -> list[Raw]:
    """The blocks of a stream as they are stored."""
    return [dict(raw) for raw in getattr(page, name).raw_data]


def through_child(page: Page, name: str, raw: Raw, visit: Visit) -> Raw:
    """The same of one block of a stream, as it is stored."""
    stream = page._meta.get_field(name).stream_block
    kind = raw.get("type")
    if kind not in stream.child_blocks:
        return raw
    value = through_block(
        stream.child_blocks[kind], raw.get("value"), f"{name}:{raw.get('id') or ''}", visit
    )
    return {**raw, "value": value}


def through_line(text: str, path: str, label: str, visit: Visit) -> str:
    """A line or a plain text."""
    if not has_words(text):
        return text
    return visit(Segment(path, text, label))


def through_html(html: str, path: str, label: str, visit: Visit) -> str:
    """Rich text, paragraph by paragraph."""
    parts = BLOCK_TAG.split(html)
    number = 0
    for position in range(0, len(parts), 2):
        # However its lines are broken, it is the same text.
        text = " ".join(parts[position].split())
        if not has_words(text):
            continue
        number += 1
        instead = visit(Segment(f"{path}:{number}", text, label, is_html=True))
        parts[position] = fitted_html(text, instead)
    return "".join(parts)


def fitted_html(source: str, text: str) -> str:
    """`text` with no other tags than `source` has: a translation adds words and no HTML."""
    allowed = set(TAG.findall(source))
    if all(tag in allowed for tag in TAG.findall(text)) and "<" not in TAG.sub("", text):
        return text
    return strip_tags(text).replace("<", "&lt;")


def through_block(block: blocks.Block, raw: object, path: str, visit: Visit) -> object:
    """What is stored of a block, with what `visit` says in the place of each text."""
    if isinstance(block, GuardedBlock):
        # A plugin's own classes; what fails there stays as it is.
        return block.ask(lambda own: through_block(own, raw, path, visit), default=raw)
    for kind, through in _KINDS:
        if isinstance(block, kind):
            return through(block, raw, path, visit)
    return raw


def _rich(block: blocks.RichTextBlock, raw: object, path: str, visit: Visit) -> object:
    return through_html(raw, path, str(block.label), visit) if isinstance(raw, str) else raw


def _plain(block: blocks.FieldBlock, raw: object, path: str, visit: Visit) -> object:
    return through_line(raw, path, str(block.label), visit) if isinstance(raw, str) else raw


def _struct(block: blocks.BaseStructBlock, raw: object, path: str, visit: Visit) -> object:
    if not isinstance(raw, dict):
        return raw
    known: Mapping[str, blocks.Block] = block.child_blocks
    return {
        name: through_block(known[name], value, f"{path}:{name}", visit) if name in known else value
        for name, value in raw.items()
    }


def _list(block: blocks.ListBlock, raw: object, path: str, visit: Visit) -> object:
    if not isinstance(raw, list):
        return raw

    def visit_item(segment: Segment) -> str:
        # What stands in a list has no label of its own.
        return visit(replace(segment, label=segment.label or str(block.label)))

    return [
        {
            **item,
            "value": through_block(
                block.child_block, item["value"], f"{path}:{item.get('id') or place}", visit_item
            ),
        }
        if isinstance(item, dict) and item.get("type") == "item" and "value" in item
        else through_block(block.child_block, item, f"{path}:{place}", visit_item)
        for place, item in enumerate(raw)
    ]


def _stream(block: blocks.BaseStreamBlock, raw: object, path: str, visit: Visit) -> object:
    if not isinstance(raw, list):
        return raw
    return [
        {
            **item,
            "value": through_block(
                block.child_blocks[item["type"]],
                item.get("value"),
                f"{path}:{item.get('id') or place}",
                visit,
            ),
        }
        if isinstance(item, dict) and item.get("type") in block.child_blocks
        else item
        for place, item in enumerate(raw)
    ]


_KINDS = (
    (blocks.RichTextBlock, _rich),
    (blocks.CharBlock | blocks.TextBlock, _plain),
    (blocks.BaseStructBlock, _struct),
    (blocks.ListBlock, _list),
    (blocks.BaseStreamBlock, _stream),
)
