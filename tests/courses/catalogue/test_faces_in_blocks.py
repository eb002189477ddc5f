"""Faces of people in cases and conversations."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.catalogue.blocks import CaseBlock, DialogueBlock

LINES = [
    {"speaker": "Samira", "text": "Goedemorgen, met Samira."},
    {"speaker": "Meneer Demir", "text": "Ja, met Demir."},
]


def test_who_speaks_has_the_chosen_face_and_others_none() -> None:
    block = DialogueBlock()
    faces = [{"who": "meneer demir", "face": "older-man-cap"}]
    value = block.clean(block.to_python({"title": "", "lines": LINES, "faces": faces}))
    assert [face for _line, face in value.turns] == ["", "older-man-cap"]
    shown = block.render(value)
    assert shown.count('<img class="va-face" src="/static/common/faces/older-man-cap.svg"') == 1


def test_a_conversation_from_before_there_were_faces_is_shown_as_it_was() -> None:
    block = DialogueBlock()
    value = block.to_python({"title": "", "lines": LINES, "afterthought": ""})
    assert "<img" not in block.render(value)


def test_a_face_of_somebody_who_says_nothing_is_refused() -> None:
    block = DialogueBlock()
    faces = [{"who": "Fatima", "face": "woman-headscarf"}]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"title": "", "lines": LINES, "faces": faces}))
    assert "Niemand met deze naam zegt iets." in str(refused.value.as_json_data())


@pytest.mark.parametrize(
    ("described", "words"), [(False, 'alt=""'), (True, 'alt="Vrouw met een hoofddoek"')]
)
def test_a_face_in_a_case_is_described_when_a_trainer_says_so(described: bool, words: str) -> None:
    block = CaseBlock()
    value = {"title": "Fatima", "text": "<p>Zij belt.</p>", "question": ""}
    drawn = value | {"face": "woman-headscarf", "describe_face": described}
    assert words in block.render(block.to_python(drawn))
    assert "<img" not in block.render(block.to_python(value))
