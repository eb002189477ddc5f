"""Telephone conversations that branch: following one, and finding what is wrong in one.

A conversation has *turns* (the other says something, you choose what you say) and *endings*.
Both are found by their key. What someone chose is a *step*: `<turn key>.<choice key>`. Because it
names the turn too, we see when a kept path no longer fits a conversation that was changed.

Everything here is pure, and reads any mapping of the shape of `PhoneCallBlock`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from courses.plugin_api.api import Json

Part = Mapping[str, Json]
"""A conversation as a trainer wrote it, or a turn, a choice or an ending of one."""

POINTS = {"good": 2, "mixed": 1, "poor": 0}
"""What an ending is worth, by its quality."""
FULL_POINTS = max(POINTS.values())


@dataclass(frozen=True)
class Bubble:
    """Something that was said. `effect` tells what your own words did; read afterwards."""

    mine: bool
    text: str
    effect: str = ""


@dataclass(frozen=True)
class Option:
    """Something that you can say now; `step` is what the form sends."""

    step: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """How the conversation ended. `quality` is one of the keys of `POINTS`."""

    title: str
    reflection: str
    quality: str


@dataclass(frozen=True)
class Talk:
    """A conversation as far as it went.

    `path` has the steps that fit the conversation as it is now; `shortened` says that there were
    more. `options` is empty when there is an `outcome`.
    """

    path: tuple[str, ...]
    shortened: bool
    bubbles: tuple[Bubble, ...]
    options: tuple[Option, ...]
    outcome: Outcome | None
    endings: int

    def as_json(self) -> dict[str, object]:
        """The talk in plain dictionaries and lists."""
        plain = asdict(self)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in plain.items()
        }


def step_of(turn: Part, choice: Part) -> str:
    """The name of choosing `choice` in `turn`."""
    return f"{turn['key']}.{choice['key']}"


def follow(config: Part, path: Iterable[object]) -> Talk:
    """Hold the conversation along `path`, as far as that fits."""
    turns, endings = _by_key(config["turns"]), _by_key(config["endings"])
    steps = list(path)
    turn = next(iter(turns.values()), None)
    bubbles = [Bubble(False, turn["text"])] if turn else []
    taken: list[str] = []
    ending: Part | None = None
    for step in steps:
        choice = _choice(turn, step)
        goes_on = choice and (choice["next"] in turns or choice["next"] in endings)
        if turn is None or choice is None or not goes_on:
            break
        taken.append(step_of(turn, choice))
        turn, ending = turns.get(choice["next"]), endings.get(choice["next"])
        reply = turn or ending or {"text": ""}
        bubbles += [
            Bubble(True, choice["text"], choice.get("effect", "")),
            Bubble(False, reply["text"]),
        ]
    return Talk(
        path=tuple(taken),
        shortened=len(taken) < len(steps),
        bubbles=tuple(bubbles),
        options=_options(turn),
        outcome=Outcome(ending["title"], ending["reflection"], ending["quality"])
        if ending
        else None,
        endings=len(endings),
    )


def _by_key(parts: Iterable[Part]) -> dict[str, Part]:
    return {part["key"]: part for part in parts}


def _choice(turn: Part | None, step: object) -> Part | None:
    if turn is None:
        return None
    return next((one for one in turn["choices"] if step_of(turn, one) == step), None)


def _options(turn: Part | None) -> tuple[Option, ...]:
    if turn is None:
        return ()
    return tuple(Option(step_of(turn, one), one["text"]) for one in turn["choices"])


# --- Is the conversation sound? -------------------------------------------------------------


def problems(config: Part) -> list[str]:
    """What a trainer has to mend before the conversation can be held; sentences, or nothing.

    Doubtful keys come first and alone: as long as those stand, the rest cannot be judged.
    """
    return [*_key_problems(config), *_arrow_problems(config)] or _route_problems(config)


def _key_problems(config: Part) -> list[str]:
    keys = [part["key"] for part in (*config["turns"], *config["endings"])]
    found = [
        _("De naam ‘%(key)s’ komt vaker voor. Geef elk moment en elk einde een eigen naam.")
        % {"key": key}
        for key in _repeated(keys)
    ]
    for turn in config["turns"]:
        found += [
            _("In het moment ‘%(turn)s’ komt de letter ‘%(key)s’ vaker voor.")
            % {"turn": turn["key"], "key": key}
            for key in _repeated([choice["key"] for choice in turn["choices"]])
        ]
    return found


def _repeated(keys: Sequence[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


def _arrow_problems(config: Part) -> list[str]:
    known = {part["key"] for part in (*config["turns"], *config["endings"])}
    return [
        _("Keuze ‘%(choice)s’ van moment ‘%(turn)s’ gaat naar ‘%(next)s’, en dat bestaat niet.")
        % {"turn": turn["key"], "choice": choice["key"], "next": choice["next"]}
        for turn in config["turns"]
        for choice in turn["choices"]
        if choice["next"] not in known
    ]


def _route_problems(config: Part) -> list[str]:
    arrows = {
        turn["key"]: {choice["next"] for choice in turn["choices"]} for turn in config["turns"]
    }
    endings = {ending["key"] for ending in config["endings"]}
    if not arrows:
        return [_("Het gesprek heeft nog geen begin.")]
    reached = _reached(arrows, next(iter(arrows)))
    unreached = [
        _("Niemand komt bij ‘%(key)s’: geen keuze gaat daarheen.") % {"key": key}
        for key in [*arrows, *(ending["key"] for ending in config["endings"])]
        if key not in reached
    ]
    can_end = _able_to_end(arrows, endings)
    endless = [
        _("Wie bij ‘%(key)s’ is, komt nooit bij een einde.") % {"key": key}
        for key in arrows
        if key in reached and key not in can_end
    ]
    return unreached + endless


def _reached(arrows: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            ahead.extend(arrows.get(key, ()))
    return reached


def _able_to_end(arrows: Mapping[str, set[str]], endings: set[str]) -> set[str]:
    able = set(endings)
    while more := {key for key, nexts in arrows.items() if key not in able and nexts & able}:
        able |= more
    return able
