"""Values that are made up."""

from __future__ import annotations

from wagtail import blocks

from courses.plugin_kit.testing.values import problem_with, value_for


class Many(blocks.StructBlock):
    """All sorts of blocks."""

    short = blocks.CharBlock(max_length=4)
    text = blocks.RichTextBlock()
    choice = blocks.ChoiceBlock(choices=[("a", "A"), ("b", "B")])
    number = blocks.IntegerBlock(min_value=3)
    day = blocks.DateBlock()
    mail = blocks.EmailBlock()
    address = blocks.URLBlock()
    pattern = blocks.RegexBlock(regex=r"^[0-9]{4}$")
    agreed = blocks.BooleanBlock()
    items = blocks.ListBlock(blocks.CharBlock(), min_num=3)
    stream = blocks.StreamBlock([("line", blocks.TextBlock()), ("still", blocks.StaticBlock())])


def test_a_value_can_be_made_up_for_any_block() -> None:
    block = Many()
    value = value_for(block)
    assert problem_with(block, value) == ""
    assert len(value["items"]) == 3
    assert [child.block_type for child in value["stream"]] == ["line", "still"]


def test_of_several_options_one_is_right() -> None:
    from courses.learning.exercises import KnowledgeCheckBlock

    block = KnowledgeCheckBlock()
    assert problem_with(block, value_for(block)) == ""
