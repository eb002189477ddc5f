"""A lesson loses nothing when a plugin's block is gone."""

import json
from copy import copy
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.fields import StreamField

from courses.catalogue.models import LessonPage
from courses.common.streams import (
    KEPT,
    SALT,
    KeepingStreamBlock,
    KeepingStreamBlockAdapter,
    KeepingStreamField,
)

RAW: list[dict[str, Any]] = [
    {"type": "word", "value": "hallo", "id": "a"},
    {"type": "gone_block", "value": {"deep": [1, {"x": "y"}]}, "id": "b"},
    {"type": "word", "value": "dag", "id": "c"},
]


@pytest.fixture
def block() -> KeepingStreamBlock:
    return KeepingStreamBlock([("word", blocks.CharBlock())])


def test_an_unknown_block_survives_reading_and_writing(block: KeepingStreamBlock) -> None:
    value = block.to_python(json.dumps(RAW))
    assert [child.block_type for child in value] == ["word", KEPT, "word"]
    assert block.get_prep_value(value) == RAW


def posted(state: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """What the browser sends of a form in this state."""
    data = {"body-count": str(len(state))}
    for position, child in enumerate(state):
        value = child["value"]
        data |= {
            f"body-{position}-deleted": "",
            f"body-{position}-order": str(position),
            f"body-{position}-type": child["type"],
            f"body-{position}-id": child["id"],
            f"body-{position}-value": value["signed"] if child["type"] == KEPT else value,
        }
    return data | changes


def saved(block: KeepingStreamBlock, data: dict[str, Any]) -> list[dict[str, Any]]:
    return block.get_prep_value(block.clean(block.value_from_datadict(data, {}, "body")))


def test_an_unknown_block_survives_an_edit_in_the_form(block: KeepingStreamBlock) -> None:
    state = block.get_form_state(block.to_python(RAW))
    data = posted(state, **{"body-0-value": "goedemorgen"})
    assert saved(block, data) == [{**RAW[0], "value": "goedemorgen"}, *RAW[1:]]


def test_a_hidden_type_is_kept_in_the_form_and_is_itself_again_after_it(
    block: KeepingStreamBlock,
) -> None:
    value = block.to_python(RAW)
    form = block.for_form(hidden={"word"}, value=value)
    state = form.get_form_state(value)
    assert [child["type"] for child in state] == [KEPT, KEPT, KEPT]
    cleaned = form.clean(form.value_from_datadict(posted(state), {}, "body"))
    assert block.get_prep_value(cleaned) == RAW
    assert [child.block_type for child in cleaned] == ["word", KEPT, "word"]
    assert block.hidden == frozenset()


def test_parts_that_move_or_go_stay_whole(block: KeepingStreamBlock) -> None:
    value = block.to_python(RAW)
    form = block.for_form(hidden={"word"}, value=value)
    data = posted(form.get_form_state(value))
    data |= {"body-1-order": "5", "body-0-deleted": "1"}
    assert saved(form, data) == [RAW[2], RAW[1]]


def test_what_went_away_while_the_form_was_open_is_kept(block: KeepingStreamBlock) -> None:
    """The form was made when both types were known, and off nowhere."""
    richer = KeepingStreamBlock([("word", blocks.CharBlock()), ("gone_block", blocks.CharBlock())])
    raw = [RAW[0], {"type": "gone_block", "value": "tekst", "id": "b"}]
    data = posted(richer.get_form_state(richer.to_python(raw)))
    form = block.for_form(hidden=(), value=block.to_python(raw))
    assert saved(form, data) == raw
    hiding = richer.for_form(hidden={"gone_block"}, value=richer.to_python(raw))
    assert saved(hiding, data) == raw


def test_a_form_without_the_editor_changes_nothing(block: KeepingStreamBlock) -> None:
    form = block.for_form(hidden=(), value=block.to_python(RAW))
    assert saved(form, {"title": "x"}) == RAW


def test_one_more_kept_part_is_no_error_and_gets_its_own_id(block: KeepingStreamBlock) -> None:
    """Duplicating is allowed: the copy is kept just as well."""
    state = block.get_form_state(block.to_python(RAW[1:2]))
    copied = saved(block, posted([*state, {**state[0], "id": "z"}]))
    assert copied == [RAW[1], {**RAW[1], "id": "z"}]


def test_the_editor_cannot_add_what_is_kept(block: KeepingStreamBlock) -> None:
    args = KeepingStreamBlockAdapter().js_args(block.for_form(hidden={"word"}, value=None))
    assert [child.name for _group, group in args[1] for child in group] == [KEPT]
    assert args[2].keys() == {KEPT}


def test_the_block_works_again_when_its_type_is_back(block: KeepingStreamBlock) -> None:
    saved = block.get_prep_value(block.to_python(RAW))
    richer = KeepingStreamBlock(
        [("word", blocks.CharBlock()), ("gone_block", blocks.StructBlock([]))]
    )
    value = richer.to_python(saved)
    assert [child.block_type for child in value] == ["word", "gone_block", "word"]


def test_a_reader_sees_a_placeholder_and_an_editor_a_notice(block: KeepingStreamBlock) -> None:
    value = block.to_python(RAW)
    assert "nu niet beschikbaar" in value[1].render()
    state = block.get_form_state(value)[1]["value"]
    assert (state["label"], "(gone_block)" in state["note"]) == ("gone_block", True)


def test_a_reference_to_a_type_that_is_gone_can_be_described(block: KeepingStreamBlock) -> None:
    """Wagtail looks the type up by its name, for pictures that lessons use."""
    assert block.child_blocks["gone_block"].label == "Bewaard onderdeel"
    assert "gone_block" not in block.child_blocks


FORGED = [None, "", "{", "[1]", "null", json.dumps({"type": "word", "value": "<script>"})]


@pytest.mark.parametrize("text", [*FORGED, "signed without a type"])
def test_forged_content_of_a_kept_block_is_refused(
    block: KeepingStreamBlock, text: str | None
) -> None:
    if text and text.startswith("signed"):
        text = signing.dumps({"value": 1}, salt=SALT)
    kept = block.child_blocks[KEPT]
    value = kept.value_from_form(text)
    assert value == {}
    with pytest.raises(ValidationError):
        kept.clean(value)


def test_what_was_signed_in_the_form_of_another_page_is_refused(block: KeepingStreamBlock) -> None:
    one, other = (block.for_form(hidden=(), value=None, owner=owner) for owner in ("1/1", "1/2"))
    kept = {"type": "gone_block", "value": {"a": 1}}
    signed = one.child_blocks[KEPT].get_form_state(kept)["signed"]
    read = [form.child_blocks[KEPT].value_from_form(signed) for form in (one, other, block)]
    assert read == [kept, {}, {}]


@pytest.mark.parametrize(
    "raw", [{}, {"value": 1}, {"type": "word"}, {"type": ["a"], "value": 1}, {"type": None}]
)
def test_broken_content_in_the_database_breaks_no_page(
    block: KeepingStreamBlock, raw: dict[str, object]
) -> None:
    value = block.to_python([{"type": "word", "value": "a", "id": "a"}, {**raw, "id": "b"}])
    assert "nu niet beschikbaar" in value[1].render()
    assert len(block.get_prep_value(value)) == 2


def test_no_block_stands_in_a_migration() -> None:
    field = LessonPage._meta.get_field("body")
    _name, path, args, _kwargs = field.deconstruct()
    assert (path, args) == ("courses.common.streams.KeepingStreamField", [])
    assert KeepingStreamField(*args).stream_block.child_blocks.keys() == {KEPT}


def test_what_reads_a_stream_is_made_once_for_each_field() -> None:
    # Wagtail's own is made anew for each value: when that ends, ours can go.
    wagtails = StreamField([])
    assert wagtails.json_field is not wagtails.json_field
    one, other = KeepingStreamField([]), KeepingStreamField([])
    assert one.json_field is one.json_field
    assert one.json_field is not other.json_field
    assert one.json_field.encoder is wagtails.json_field.encoder
    assert copy(one).deconstruct() == one.deconstruct()


@pytest.mark.django_db
def test_a_lesson_keeps_unknown_blocks_through_a_revision() -> None:
    from tests.factories import TrainingFactory, make_lesson

    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(RAW[1:2]))
    lesson.save_revision().publish()
    again = LessonPage.objects.get(pk=lesson.pk)
    assert again.body.stream_block.get_prep_value(again.body) == RAW[1:2]
