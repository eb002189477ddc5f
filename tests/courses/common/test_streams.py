"""A lesson loses nothing when a plugin's block is gone."""

import json

import pytest
from wagtail import blocks
from wagtail.blocks import StreamValue

from courses.catalogue.models import LessonPage
from courses.common.streams import KEPT, KeepingStreamBlock, KeepingStreamField

RAW = [
    {"type": "word", "value": "hallo", "id": "a"},
    {"type": "gone_block", "value": {"deep": [1, {"x": "y"}]}, "id": "b"},
    {"type": "word", "value": "dag", "id": "c"},
]


@pytest.fixture
def block() -> KeepingStreamBlock:
    return KeepingStreamBlock([("word", blocks.CharBlock())])


def test_an_unknown_block_survives_reading_and_writing(block):
    value = block.to_python(json.dumps(RAW))
    assert [child.block_type for child in value] == ["word", KEPT, "word"]
    assert block.get_prep_value(value) == RAW


def test_an_unknown_block_survives_an_edit_in_the_form(block):
    state = block.get_form_state(block.to_python(RAW))
    data = {"body-count": "3"}
    for position, child in enumerate(state):
        data |= {
            f"body-{position}-deleted": "",
            f"body-{position}-order": str(position),
            f"body-{position}-type": child["type"],
            f"body-{position}-id": child["id"],
            f"body-{position}-value": child["value"],
        }
    data["body-0-value"] = "goedemorgen"
    value = block.clean(block.value_from_datadict(data, {}, "body"))
    saved = block.get_prep_value(value)
    assert saved[1] == RAW[1]
    assert saved[0]["value"] == "goedemorgen"


def test_the_block_works_again_when_its_type_is_back(block):
    saved = block.get_prep_value(block.to_python(RAW))
    richer = KeepingStreamBlock(
        [("word", blocks.CharBlock()), ("gone_block", blocks.StructBlock([]))]
    )
    value = richer.to_python(saved)
    assert [child.block_type for child in value] == ["word", "gone_block", "word"]


def test_a_reader_sees_a_placeholder_and_an_editor_a_notice(block):
    value = block.to_python(RAW)
    assert "nu niet beschikbaar" in value[1].render()
    widget = block.child_blocks[KEPT].field.widget
    assert "gone_block" in widget.render("x", json.dumps(RAW[1]))


def test_tampered_content_of_a_kept_block_breaks_nothing(block):
    kept = block.child_blocks[KEPT]
    assert [kept.value_from_form(text) for text in ("", "{", "[1]", "null")] == [{}] * 4
    value = StreamValue(block, [(KEPT, {}, "z")])
    assert block.get_prep_value(value)[0]["type"] == KEPT


def test_no_block_stands_in_a_migration():
    field = LessonPage._meta.get_field("body")
    _name, path, args, _kwargs = field.deconstruct()
    assert (path, args) == ("courses.common.streams.KeepingStreamField", [])
    assert KeepingStreamField(*args).stream_block.child_blocks.keys() == {KEPT}


@pytest.mark.django_db
def test_a_lesson_keeps_unknown_blocks_through_a_revision():
    from tests.factories import TrainingFactory, make_lesson

    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(RAW[1:2]))
    lesson.save_revision().publish()
    again = LessonPage.objects.get(pk=lesson.pk)
    assert again.body.stream_block.get_prep_value(again.body) == RAW[1:2]
