"""Whether a page is finished, so that it can go public.

Wagtail lets a draft wait with what must be filled in, and checks it in the form of the page that
somebody publishes. That is not all that goes public: new lessons go along with their training, and
a revision is published without a form by a workflow, a schedule or a batch. So what is public is
checked here, in every way that it goes there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.fields import StreamField

from courses.common.model_fields import column
from courses.plugin_api.contributions.options import OptionsBlock
from courses.plugin_api.editing import editing_in
from courses.plugin_api.plugin import CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from wagtail.models import Page


@dataclass(frozen=True)
class Fault:
    """What is not finished in a page: the name of the place, and why."""

    page_id: int
    page: str
    place: str
    why: str
    anchor: str = ""

    @property
    def url(self) -> str:
        """Where to mend it: the page's editor, at the field or the block."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id]) + self.anchor

    def __str__(self) -> str:
        return f"{self.page} – {self.place}: {self.why}"


class Unfinished(ValidationError):  # noqa: N818 - of the page it is true, and no fault
    """A page cannot go public; `faults` says what is to be finished, in it or with it."""

    def __init__(self, page: Page, faults: list[Fault]) -> None:
        self.page, self.faults = page, faults
        super().__init__([str(fault) for fault in faults])


def refuse_if_unfinished(page: Page) -> None:
    """Raise `Unfinished` when this version of a page, or what goes along with it, is not."""
    faults = [*faults_of(page), *faults_along(page)]
    if faults:
        raise Unfinished(page, faults)


def faults_along(page: Page) -> list[Fault]:
    """What is not finished in the pages that go public together with this one."""
    new_lessons = getattr(page, "new_lessons", ()) if page.pk else ()
    lessons = (lesson.get_latest_revision_as_object() for lesson in new_lessons)
    return [fault for lesson in lessons for fault in faults_of(lesson)]


def faults_of(page: Page) -> list[Fault]:
    """What is not finished in this version of a page."""
    training = getattr(page, "training", None)
    # Choices may be of the training, here as in the editor.
    with editing_in(training.pk) if training is not None else nullcontext():
        found = [*_fields(page), *_children(page), *_streams(page)]
    return [Fault(page.pk, page.get_admin_display_title(), *one) for one in found]


def _fields(page: Page) -> Iterator[tuple[str, str, str]]:
    try:
        page.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield _name(page, name), messages[0], f"#id_{name}"


def _children(page: Page) -> Iterator[tuple[str, str, str]]:
    wanted = dict(_minimums(page.get_edit_handler()))
    for relation in get_all_child_relations(page):
        model = relation.related_model
        if not isinstance(apps.get_app_config(model._meta.app_label), CoursePlugin):
            continue
        kind = relation.get_accessor_name()
        children = list(getattr(page, kind).all())
        heading, minimum = wanted.get(kind, ("", 0))
        if len(children) < minimum:
            yield heading, gettext("Vul er ten minste één in."), f"#id_{kind}-ADD"
        for position, child in enumerate(children):
            # Of several of a kind, which one: the editor numbers them the same way.
            which = f" {position + 1}" if len(children) > 1 else ""
            try:
                child.full_clean(exclude=[relation.field.name])
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    anchor = f"#id_{kind}-{position}-{name}"
                    yield _name(child, name) + which, messages[0], anchor


def _minimums(panel: Panel) -> Iterator[tuple[str, tuple[str, int]]]:
    """How many of each kind of part the editor asks for."""
    for child in getattr(panel, "children", ()):
        if isinstance(child, InlinePanel) and child.min_num:
            yield child.relation_name, (str(child.heading), child.min_num)
        yield from _minimums(child)


def _streams(page: Page) -> Iterator[tuple[str, str, str]]:
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        value = getattr(page, field.name)
        try:
            field.stream_block.clean(value)
        except ValidationError as error:
            wrong = getattr(error, "block_errors", {})
            for position, one in wrong.items():
                child = value[position]
                label, anchor = str(child.block.label), _anchor(child.id)
                # Of rows in a block, what is missing in each is said once.
                for fault in dict.fromkeys(_inside(child.block, child.value, one)):
                    place = f"{label}: {fault.place}" if fault.place else label
                    yield place, fault.why, _anchor(fault.key) if fault.key else anchor
            if not wrong:
                yield str(field.verbose_name), _words(error), ""


def _anchor(key: object) -> str:
    return f"#block-{key}-section"


@dataclass(frozen=True)
class _Inner:
    """What is wrong in a block: in which field, why, and the key of the option that has it."""

    place: str
    why: str
    key: str = ""


def _inside(block: blocks.Block | None, value: object, error: ValidationError) -> Iterator[_Inner]:
    """Each field in a block that is wrong. An option is named by its number, as the editor has."""
    block = getattr(block, "block", block) if not isinstance(block, blocks.ListBlock) else block
    inner = getattr(error, "block_errors", None)
    if not isinstance(inner, dict) or not inner:
        yield _Inner("", _words(error))
        return
    for key, one in inner.items():
        child = getattr(block, "child_blocks", {}).get(key) or getattr(block, "child_block", None)
        label = str(child.label) if child is not None and isinstance(key, str) else ""
        row = _row(value, key) if isinstance(block, OptionsBlock) else None
        of_child = row.value if row is not None else _part(value, key)
        for deeper in _inside(child, of_child, one):
            if row is None:
                yield replace(deeper, place=deeper.place or label)
            else:
                yield _of_option(deeper, row, int(key) + 1)


def _of_option(inner: _Inner, row: blocks.BoundBlock, number: int) -> _Inner:
    name = str(row.block.label)
    place = f"{name} {number}"
    if inner.place not in {"", name}:
        place = f"{place}, {inner.place}"
    return _Inner(place, inner.why, inner.key or row.id)


def _row(value: object, place: object) -> blocks.BoundBlock | None:
    rows = getattr(value, "bound_blocks", None)
    if not isinstance(rows, Sequence) or not isinstance(place, int) or place >= len(rows):
        return None
    found: blocks.BoundBlock = rows[place]
    return found


def _part(value: object, key: object) -> object:
    return value.get(key) if isinstance(value, Mapping) else None


def _words(error: ValidationError) -> str:
    nested = getattr(error, "non_block_errors", None)
    return str(nested[0]) if nested else str(error.messages[0])


def _name(row: Model, field: str) -> str:
    if field == "__all__":
        return str(capfirst(row._meta.verbose_name))
    return str(capfirst(column(type(row), field).verbose_name))
