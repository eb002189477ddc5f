"""A list of options as a trainer writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError

from courses.plugin_api.api import OptionsBlock, options_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def _one_is_right(options: Sequence[Any]) -> str | None:
    return None if any(one["right"] for one in options) else "Kies wat goed is."


def _block(**given: Any) -> OptionsBlock:
    option = blocks.StructBlock(
        [("text", blocks.CharBlock()), ("right", blocks.BooleanBlock(required=False))]
    )
    return OptionsBlock(option, check=_one_is_right, **given)


def _values(*texts: str, right: bool = True) -> list[dict[str, Any]]:
    return [{"text": text, "right": right} for text in texts]


def _told(block: OptionsBlock, values: list[dict[str, Any]]) -> list[str]:
    with pytest.raises(ListBlockValidationError) as refused:
        block.clean(block.to_python(values))
    return [str(one) for error in refused.value.non_block_errors.as_data() for one in error]


def test_options_together_are_what_the_check_wants() -> None:
    assert _told(_block(), _values("Ja", "Nee", right=False)) == ["Kies wat goed is."]
    assert len(_block().clean(_block().to_python(_values("Ja", "Nee")))) == 2


@pytest.mark.parametrize("second", ["Ja", " ja ", "JA"])
def test_no_two_options_have_the_same_text(second: str) -> None:
    ours = ["Twee antwoorden zijn hetzelfde. Pas er één aan."]
    assert _told(_block(), _values("Ja", second)) == ours
    assert _told(_block(doubles="Dubbel."), _values("Ja", second)) == ["Dubbel."]


def test_there_are_two_options_at_least() -> None:
    assert len(_told(_block(), _values("Ja"))) == 1


def test_a_draft_may_be_half_finished() -> None:
    block = _block()
    block.defer_required_validation()
    assert len(block.clean(block.to_python(_values("Ja", "Ja", right=False)))) == 2


def test_keys_that_are_stored_stay() -> None:
    block = _block()
    stored = [
        {"type": "item", "value": one, "id": key}
        for one, key in zip(_values("Ja", "Nee"), ("a", "b"), strict=True)
    ]
    assert block.get_prep_value(block.to_python(stored)) == stored
    assert block.get_prep_value(block.clean(block.to_python(stored))) == stored


def test_a_list_that_was_stored_without_keys_has_the_same_ones_each_time() -> None:
    struct = blocks.StructBlock([("options", _block())])
    alone, inside, among = (
        _block().to_python(_values("Ja", "Nee")),
        struct.to_python({"options": _values("Ja", "Nee")})["options"],
        struct.bulk_to_python([{"options": _values("Ja", "Nee")}])[0]["options"],
    )
    for listed in (alone, inside, among):
        assert [one.key for one in options_of(listed)] == ["nr-1", "nr-2"]


def test_a_plain_list_is_known_by_place() -> None:
    assert [(one.key, one.value) for one in options_of(["x", "y"])] == [
        ("nr-1", "x"),
        ("nr-2", "y"),
    ]
    assert options_of(None) == []


def test_a_new_list_begins_with_as_many_options_as_there_must_be() -> None:
    assert (len(_block().get_default()), len(_block(min_num=3).get_default())) == (2, 3)
