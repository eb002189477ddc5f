"""Exercises in which people choose from lists of options that a trainer wrote."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.plugin_api.contributions.exercises import Exercise, ExerciseContext, Score

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json, Text

KEY = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True)
class Option:
    """An item of a list in an exercise's block.

    `key` stays the same when a trainer rewords or reorders the list, so answers name options by
    it. `number` counts from one, `value` is what the trainer filled in.
    """

    key: str
    number: int
    value: Any


def options_of(listed: Any) -> list[Option]:  # noqa: ANN401 - as the contract has it
    """The items of a list block's value, each with its lasting key: the id that Wagtail keeps.

    A plain list of values, which no editor has ever saved, has its places for keys.
    """
    children = getattr(listed, "bound_blocks", None)
    if children is None:
        keyed = [(f"nr-{place}", value) for place, value in enumerate(listed or (), start=1)]
    else:
        keyed = [(child.id, child.value) for child in children]
    return [Option(key, number, value) for number, (key, value) in enumerate(keyed, start=1)]


@dataclass(frozen=True)
class Chosen:
    """What somebody chose from one list.

    `options` are all that there are now, `picked` those that were chosen, both in the trainer's
    order. `gone` says that something was chosen that is no longer in the list.
    """

    options: Sequence[Option]
    picked: Sequence[Option]
    gone: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was chosen, gone or not."""
        return not self.picked and not self.gone

    @property
    def others(self) -> list[Option]:
        """The options that were not chosen."""
        return [option for option in self.options if option not in self.picked]


@dataclass(frozen=True)
class Choice:
    """A list of options in the block of a `ChoiceExercise`, and how people choose from it.

    `options` is the name of the list in the block. At most `most` may be chosen: where that is
    one, an answer holds its key or None, else a list of keys. `field` is the name of the inputs
    and `kept_as` the name in the answer, both that of the list when left out. `none` and `many`
    are what is said to who chose nothing, or more than one where one may be chosen.
    """

    options: str
    most: int = 1
    field: str = ""
    kept_as: str = ""
    none: Text = ""
    many: Text = ""

    def read(self, data: Mapping[str, Sequence[str]]) -> list[str]:
        """The keys in what was posted, each once.

        Raises:
            Refusal: there are too many, or something that no form of ours sends.
        """
        keys = list(dict.fromkeys(data.get(self.field or self.options, ())))
        if self.most == 1 and len(keys) > 1:
            raise self._refusal(self.many or _("Kies één antwoord. Meer kan hier niet."))
        if len(keys) > self.most or not all(KEY.fullmatch(key) for key in keys):
            raise self._refusal(_("Er ging iets mis met je keuze. Kies opnieuw."))
        return keys

    def _demand(self) -> Refusal:
        """What is said to who chose nothing."""
        return self._refusal(self.none or _("Kies eerst een antwoord."))

    def _as_kept(self, keys: Sequence[str]) -> tuple[str, Json]:
        """The name and the value by which an answer holds these keys."""
        value = list(keys) if self.most > 1 else next(iter(keys), None)
        return self.kept_as or self.options, value

    def chosen(self, answer: Json, config: Any) -> Chosen:  # noqa: ANN401 - as the contract has it
        """What a kept answer of any shape chose from the list as it is now."""
        options = options_of(config.get(self.options) if isinstance(config, Mapping) else None)
        keys = self._keys_in(answer)
        picked = [option for option in options if option.key in keys]
        return Chosen(options, picked, gone=len(picked) < len(keys))

    def _keys_in(self, answer: Json) -> frozenset[str]:
        kept = answer.get(self.kept_as or self.options) if isinstance(answer, Mapping) else None
        listed = kept if isinstance(kept, list) else [kept]
        return frozenset(key for key in listed if isinstance(key, str))

    def _refusal(self, sentence: Text) -> Refusal:
        return Refusal(sentence, field=self.field or self.options)


class ChoiceExercise(Exercise):
    """An exercise in which people choose from one or more lists of options.

    Its block has an `OptionsBlock` for each list of `choices`. What was chosen is kept by the
    options' keys, so an answer still fits after a trainer rewords or reorders them. In the
    template an option's key is `option.id` of `config.<list>.bound_blocks`; it is the value of an
    input whose name is `{{ field_prefix }}-<field>`. When it is called and what a failure does is
    as with every `Exercise`.
    """

    choices: ClassVar[Sequence[Choice]]

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        """The keys that were chosen, by list; refuses when nothing was chosen in any."""
        read = [(choice, choice.read(data)) for choice in self.choices]
        if not any(keys for _choice, keys in read):
            raise self.choices[0]._demand()  # noqa: SLF001 - of this module
        return dict(choice._as_kept(keys) for choice, keys in read)  # noqa: SLF001 - of this module

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """Find what was chosen, whatever was kept, and judge it."""
        chosen = {choice.options: choice.chosen(answer, ctx.config) for choice in self.choices}
        return self.judge(chosen, ctx)

    @abstractmethod
    def judge(self, chosen: Mapping[str, Chosen], ctx: ExerciseContext) -> Score:
        """The score and the feedback; `chosen` has what was chosen, by the name of the list.

        As in `grade`: a pure function, which bears lists that were changed since.
        """
