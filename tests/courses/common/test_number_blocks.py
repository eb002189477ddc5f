"""Numbers in blocks come back from a form as they were kept."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.base import BlockField

from courses.common.number_blocks import WholeNumberBlock


@pytest.mark.parametrize(
    ("typed", "kept"), [("5", 5), (" 12 ", 12), ("-3", -3), ("", None), (None, None), ("x", "x")]
)
def test_a_number_is_read_as_it_is_kept(typed: str | None, kept: object) -> None:
    assert WholeNumberBlock(required=False).value_from_form(typed) == kept


@pytest.mark.parametrize("typed", ["1,5", "1.5", "vijf", "9" * 30])
def test_what_is_no_whole_number_is_told(typed: str) -> None:
    block = WholeNumberBlock(max_value=50)
    with pytest.raises(ValidationError):
        block.clean(block.value_from_form(typed))


@pytest.mark.parametrize("number", [5, None])
def test_a_form_that_nobody_changed_counts_as_unchanged(number: int | None) -> None:
    block = blocks.StructBlock([("number", WholeNumberBlock(required=False))])
    posted = {"body-number": "" if number is None else str(number)}
    back = block.value_from_datadict(posted, {}, "body")
    assert BlockField(block).has_changed(block.to_python({"number": number}), back) is False
