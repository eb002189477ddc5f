"""In a conversation that is written out, the volunteer stands on one side."""

from __future__ import annotations

import pytest

from courses.catalogue.blocks import DialogueBlock


@pytest.mark.parametrize(
    ("speakers", "right"),
    [
        (["Meneer Demir", "Samira"], "Samira"),
        (["Kofi", "Mevrouw Vos"], "Kofi"),
        (["Mr Demir", "Samira"], "Samira"),
        (["Samira", "Jij"], "Jij"),
        (["Mevrouw Vos", "Meneer Vos"], "Mevrouw Vos"),
        (["Mevrouwtje", "Meneer Vos"], "Mevrouwtje"),
        ([], ""),
    ],
)
def test_who_is_called_by_a_first_name_stands_on_the_right(speakers: list[str], right: str) -> None:
    value = DialogueBlock().to_python(
        {"title": "", "lines": [{"speaker": one, "text": "Dag."} for one in speakers]}
    )
    assert value.reader_voice == right
