"""A block and an exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import blocks

from courses.plugin_api.api import ContentBlock, Exercise, ExerciseContext, Json, Refusal, Score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class NoteBlock(blocks.StructBlock):
    """A few sentences with a title."""

    title = blocks.CharBlock(label="Title", max_length=120)
    text = blocks.RichTextBlock(label="Text", features=["bold", "italic", "link"])
    links = blocks.ListBlock(blocks.URLBlock(), label="Links")

    class Meta:
        icon = "info-circle"
        label = "Note"
        template = "idle_plugin/note.html"


class Note(ContentBlock):
    """The block."""

    name = "note"

    def block(self) -> blocks.Block:
        return NoteBlock()


class ChoiceBlock(blocks.StructBlock):
    """A question with options, of which the first is right."""

    question = blocks.CharBlock(label="Question", max_length=250)
    options = blocks.ListBlock(blocks.CharBlock(max_length=250), label="Options")
    explanation = blocks.TextBlock(label="Explanation", required=False)

    class Meta:
        icon = "help"
        label = "Choice"


class Choice(Exercise):
    """The exercise."""

    name = "choice"
    template_name = "idle_plugin/choice.html"

    def block(self) -> blocks.Block:
        return ChoiceBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        chosen = next(iter(data.get("option", ())), "")
        if not chosen.isdigit():
            raise Refusal("Choose an answer.")
        return int(chosen)

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        return Score(points=int(answer == 0), out_of=1)
