"""Questions as JSON, as the database keeps them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plugins.vragenbank.formats.model import (
    Answer,
    Essay,
    Matching,
    Number,
    Numerical,
    OneChoice,
    Option,
    Ordering,
    Pair,
    Question,
    SeveralChoices,
    ShortAnswer,
    Task,
    TrueFalse,
)
from plugins.vragenbank.formats.numbers import written

if TYPE_CHECKING:
    from courses.plugin_api.api import Json

KINDS: dict[str, type[Task]] = {
    "one": OneChoice,
    "several": SeveralChoices,
    "true_false": TrueFalse,
    "short": ShortAnswer,
    "numerical": Numerical,
    "matching": Matching,
    "ordering": Ordering,
    "essay": Essay,
}
PARTS: dict[str, dict[str, type]] = {
    "one": {"options": Option},
    "several": {"options": Option},
    "short": {"answers": Answer},
    "numerical": {"answers": Number},
    "matching": {"pairs": Pair},
}
"""What the lists of a kind hold; other lists hold texts."""

DECIMALS = frozenset({"weight", "value", "tolerance"})


def kind_of(question: Question) -> str:
    """The kind of a question, as it is kept."""
    return next(name for name, kind in KINDS.items() if type(question.task) is kind)


def to_json(question: Question) -> Json:
    """A question as JSON, without its key: that is kept beside it."""
    content = asdict(question)
    del content["key"]
    content["kind"] = kind_of(question)
    if content["task"].get("shuffled"):
        # As what was kept before there was another way: so that it is still the same.
        del content["task"]["shuffled"]
    return json.loads(json.dumps(content, default=_decimal))


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return written(value)
    raise TypeError(type(value).__name__)


def from_json(content: Json, *, key: str) -> Question:
    """The question that `to_json` wrote."""
    kind = content["kind"]
    return Question(
        title=content["title"],
        text=content["text"],
        task=KINDS[kind](**_values(kind, content["task"])),
        feedback=content["feedback"],
        category=tuple(content["category"]),
        key=key,
        must_answer=content["must_answer"],
    )


def _values(kind: str, task: dict[str, Json]) -> dict[str, Any]:
    parts = PARTS.get(kind, {})
    return {
        name: tuple(_part(parts.get(name), one) for one in value)
        if isinstance(value, list)
        else value
        for name, value in task.items()
    }


def _part(kind: type | None, value: Json) -> Json:
    if kind is None:
        return value
    return kind(**{name: Decimal(one) if name in DECIMALS else one for name, one in value.items()})


def digest_of(question: Question) -> str:
    """The same for questions that are the same, whatever their key."""
    content = to_json(replace(question, key=""))
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
