"""The list of options of an exercise, as a trainer writes it. It needs Wagtail: import it late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue

from courses.plugin_api.contributions.base import Text

Check = Callable[[Sequence[Any]], Text | None]


class OptionsBlock(blocks.ListBlock):
    """A list of options, each known by a key that stays the same (see `options_of`).

    No two may have the same text in the field `distinct`; `doubles` says so, in a sentence of
    yours. `check` gets the values of all options and gives a sentence on what is wrong with them
    together, or None. Neither is asked of a draft, which may be half finished.
    """

    def __init__(
        self,
        option: blocks.Block,
        *,
        distinct: str = "text",
        doubles: Text = "",
        check: Check | None = None,
        min_num: int = 2,
        **kwargs: object,
    ) -> None:
        super().__init__(option, min_num=min_num, **kwargs)
        # The editor numbers them: "Antwoord 1", by the label of the option.
        self.meta.form_classname = f"{self.meta.form_classname or ''} va-numbered".strip()
        if "default" not in kwargs:
            # With fewer the editor begins with an error.
            self.meta.default = [self.child_block.get_default() for _place in range(min_num)]
        self.distinct, self.doubles, self.check_together = distinct, doubles, check

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as the contract has it
        """Check each option, and then all of them together.

        Raises:
            ListBlockValidationError: with a sentence at the option, or at the list.
        """
        cleaned = super().clean(value)
        problem = None if self.is_deferred_validation else self._problem_of(list(cleaned))
        if problem:
            raise ListBlockValidationError(non_block_errors=[ValidationError(str(problem))])
        return cleaned

    def _problem_of(self, options: Sequence[Any]) -> Text | None:
        texts = [" ".join(str(option[self.distinct]).split()).casefold() for option in options]
        if len(set(texts)) < len(texts):
            return self.doubles or _("Twee antwoorden zijn hetzelfde. Pas er één aan.")
        return self.check_together(options) if self.check_together else None

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - as the contract has it
        """The options in stored JSON; where it has no ids, their places are their keys."""
        return _with_keys(super().to_python(value))

    def bulk_to_python(self, values: Any) -> Any:  # noqa: ANN401 - as the contract has it
        """The same for several lists at once."""
        return [_with_keys(one) for one in super().bulk_to_python(values)]


def _with_keys(listed: ListValue) -> ListValue:
    for place, child in enumerate(listed.bound_blocks, start=1):
        if child.original_id is None:
            child.original_id = child.id = f"nr-{place}"
    return listed
