"""Values that the editor sends and no person types."""

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
