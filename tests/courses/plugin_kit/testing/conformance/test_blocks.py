"""What the kit says of blocks in a lesson."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail import blocks

from tests.courses.plugin_kit.testing.faulty import (
    Line,
    Make,
    Sign,
    failed_checks,
    failing,
    like,
    wrong,
)

pytestmark = pytest.mark.django_db


class Unfit(blocks.StructBlock):
    """A block with a rule of its own."""

    text = blocks.CharBlock()

    def clean(self, value: Any) -> Any:
        if value["text"] != "goed":
            raise blocks.StructBlockValidationError(non_block_errors=["Schrijf: goed"])
        return super().clean(value)


class Restless(blocks.CharBlock):
    """A block that is stored in another way each time."""

    def get_prep_value(self, value: Any) -> Any:
        return f"{value}!"


@wrong(
    {"its_blocks_can_be_filled_in": like(Sign, block=lambda _self: Unfit())},
    {"its_blocks_survive_its_absence": like(Sign, block=lambda _self: Restless())},
    {
        "its_blocks_are_shown_only_where_it_is_on": like(
            Sign, block=lambda _self: Line(template="proef/geen.html")
        )
    },
)
def test_what_is_wrong_fails_its_check_and_no_other(make: Make, parts: dict[str, Any]) -> None:
    assert failed_checks(make, parts) == set(parts)


def test_a_failure_says_what_to_do(make: Make) -> None:
    (told,) = failing(make(like(Sign, block=lambda _self: Unfit()), form=None)).values()
    assert "block_values" in told
    assert "sign: Schrijf: goed" in told


def test_an_author_can_give_the_value_of_a_block(make: Make) -> None:
    plugin = make(like(Sign, block=lambda _self: Unfit()), form=None)
    assert failing(plugin, block_values={"sign": {"text": "goed"}}) == {}
