"""Values that the editor sends and no person types."""

import json

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

from courses.common import invalid_input

TEXT = '{"blocks":[{"key":"a","text":"a%sb","type":"unstyled","depth":0}],"entityMap":{}}'


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800"])
def test_a_character_that_no_database_keeps_is_replaced_in_rich_text(character: str) -> None:
    invalid_input.install()
    editor = get_rich_text_editor_widget("default")
    html = editor.value_from_datadict({"body": TEXT % character}, {}, "body")
    assert html.count("a\ufffdb") == 1
    html.encode()
    assert "\0" not in html


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ([], ""),
        ([""], ""),
        (["", " "], ""),
        (["", "tekst"], "tekst"),
    ],
)
def test_an_editor_in_which_nothing_was_written_leaves_nothing(
    blocks: list[str], kept: str
) -> None:
    """A preview is asked for before the editor has started: it sends a paragraph with no text."""
    invalid_input.install()
    editor = get_rich_text_editor_widget("default")
    rows = [{"key": "a", "text": one, "type": "unstyled", "depth": 0} for one in blocks]
    state = json.dumps({"blocks": rows, "entityMap": {}})
    html = editor.value_from_datadict({"body": state}, {}, "body")
    assert (bool(html), kept in html) == (bool(kept), True)


def test_a_line_across_alone_is_something() -> None:
    editor = get_rich_text_editor_widget("default")
    line = {"key": "a", "text": " ", "type": "atomic", "depth": 0}
    line["entityRanges"] = [{"offset": 0, "length": 1, "key": 0}]
    rule = {"0": {"type": "HORIZONTAL_RULE", "mutability": "IMMUTABLE", "data": {}}}
    state = json.dumps({"blocks": [line], "entityMap": rule})
    assert "<hr" in editor.value_from_datadict({"body": state}, {}, "body")
