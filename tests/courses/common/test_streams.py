"""A lesson loses nothing when a plugin's block is gone."""

import json

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from wagtail import blocks

from courses.catalogue.models import LessonPage
from courses.common.streams import KEPT, SALT, KeepingStreamBlock, KeepingStreamField

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
    state = block.get_form_state(value)[1]["value"]
    widget = block.child_blocks[KEPT].field.widget
    assert "(gone_block)" in widget.render("x", state)


FORGED = ["", "{", "[1]", "null", json.dumps({"type": "word", "value": "<script>"})]


@pytest.mark.parametrize("text", [*FORGED, "signed without a type"])
def test_forged_content_of_a_kept_block_is_refused(block, text):
    if text.startswith("signed"):
        text = signing.dumps({"value": 1}, salt=SALT)
    kept = block.child_blocks[KEPT]
    value = kept.value_from_form(text)
    assert value == {}
    with pytest.raises(ValidationError):
        kept.clean(value)


@pytest.mark.parametrize("raw", [{}, {"value": 1}, {"type": ["a"], "value": 1}, {"type": None}])
def test_broken_content_in_the_database_breaks_no_page(block, raw):
    value = block.to_python([{"type": "word", "value": "a", "id": "a"}, {**raw, "id": "b"}])
    assert "nu niet beschikbaar" in value[1].render()
    assert len(block.get_prep_value(value)) == 2


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
