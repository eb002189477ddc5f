"""A package as an exercise of a lesson: its parts are the answer, the run-time sends them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import (
    Exercise,
    ExerciseContext,
    Json,
    PortableExercise,
    Refusal,
    Score,
    Text,
)
from plugins.scorm import outcomes, queries
from plugins.scorm.blocks import PackageBlock
from plugins.scorm.outcomes import WHOLE
from plugins.scorm.sharing import is_too_much, with_what_is_shared

if TYPE_CHECKING:
    from wagtail.blocks import Block

    from plugins.scorm.manifest import Manifest
    from plugins.scorm.outcomes import Outcome

MOST_OF_PART = 450_000
"""Characters of one part as JSON: the 64,000 that the run-time takes for what a part remembers,
escaped at their worst, with room for the rest."""
MOST_OF_ALL = 1_000_000
MOST_NUMBER = 2**53
FIELDS = frozenset({"cmi", "seconds", "refused", "seen"})
"""What is kept of a part."""

MEMORY = frozenset(
    {"suspend_data", "interactions", "objectives", "comments", "comments_from_learner"}
)
"""What only the part itself reads. It stands apart, so that a report of many people stays light."""


class PackageInLesson(Exercise):
    """An answer is `{"parts": {id: {"cmi": …, "seconds": 12, …}}, "memory": {id: {…}}}`, with what
    the parts share as `shared` and `goals`.

    One part comes at a time, from the page on which it is open. Each keeps its own order: what a
    page sends is of one `sender`, counts up, and knows the `since` from which it began.
    """

    name = "package"
    template_name = "scorm/in_lesson.html"
    submit_label: ClassVar[Text | None] = ""
    answers_by_script = True
    most_characters = MOST_OF_ALL

    def block(self) -> Block:
        return PackageBlock()

    def read_answer(self, data: Mapping[str, Sequence[str]], previous: Json) -> Json:
        raise Refusal(_("Open de e-learning met de knop. Wat je daar doet, bewaren we vanzelf."))

    def read_json(self, sent: Json, previous: Json) -> Json:
        part_id, part = _part_of(sent)
        parts, memory = _parts_of(previous), _parts_of(previous, "memory")
        before = parts.get(part_id, {})
        if before.get("sender") == part["sender"]:
            if part["number"] <= before.get("number", 0):
                return with_what_is_shared({"parts": parts, "memory": memory}, previous, None)
        elif before.get("revision", 0) != sent["since"]:
            raise Refusal(_("Je ging in een ander venster verder. Laad deze pagina opnieuw."))
        part["revision"] = before.get("revision", 0) + 1
        cmi = part.get("cmi", {})
        remembered = {key: one for key, one in cmi.items() if key in MEMORY and one}
        if cmi:
            part["cmi"] = {key: one for key, one in cmi.items() if key not in MEMORY}
        answer = with_what_is_shared(
            {"parts": {**parts, part_id: part}, "memory": {**memory, part_id: remembered}},
            previous,
            sent,
        )
        if is_too_much(answer) or len(json.dumps(answer)) > MOST_OF_ALL:
            raise Refusal(_("Deze e-learning wil meer bewaren dan er past."))
        return answer

    def portable_exercise(self, ctx: ExerciseContext) -> PortableExercise:
        """A package keeps what one reaches in it with us: elsewhere one reads what it is about."""
        return PortableExercise(ctx.config["title"], ctx.config["introduction"])

    def grade(self, answer: Json, ctx: ExerciseContext) -> Score:
        """The mean score of the parts out of 100; without scores, how many parts are done.

        `feedback` has the words for the lesson.
        """
        package = queries.package_of(ctx.config, ctx.training_id)
        if package is None:
            return Score(0, 1, finished=False)
        return score_of(package.manifest, _parts_of(answer), needs=_needs(ctx.config))


def score_of(manifest: Manifest, parts: Json, *, needs: str) -> Score:
    """What somebody reached in a package, as a score."""
    outcome = outcomes.of_package(manifest, parts)
    done, number = outcomes.parts_done(manifest, parts), len(manifest.to_open)
    points, out_of = done, number
    if outcome.percent is not None:
        points, out_of = round(outcome.percent), WHOLE
    return Score(
        points,
        out_of,
        finished=_is_done(outcome, needs),
        feedback={
            "standing": outcome.standing.value,
            "label": outcome.standing.label,
            "percent": None if outcome.percent is None else round(outcome.percent),
            "done": done,
            "number": number,
        },
    )


def _is_done(outcome: Outcome, needs: str) -> bool:
    return bool(outcome.completed and (outcome.passed or needs != queries.PASSED))


def _needs(config: Any) -> str:  # noqa: ANN401 - a block's value
    return queries.PASSED if config.get("needs") == queries.PASSED else queries.COMPLETED


def state_of(answer: Json, part_id: str) -> dict[str, Any] | None:
    """What the run-time goes on with in a part, as it was sent; None for who has not begun."""
    part = _parts_of(answer).get(part_id)
    if part is None or "cmi" not in part:
        return None
    cmi = {**part["cmi"], **_parts_of(answer, "memory").get(part_id, {})}
    return {"cmi": cmi, "seconds": part.get("seconds", 0), "refused": part.get("refused", [])}


def revision_of(answer: Json, part_id: str) -> int:
    """How often something of a part was kept."""
    revision = _parts_of(answer).get(part_id, {}).get("revision", 0)
    return revision if type(revision) is int else 0


def _parts_of(answer: Json, name: str = "parts") -> dict[str, Any]:
    parts = answer.get(name) if isinstance(answer, Mapping) else None
    if not isinstance(parts, Mapping):
        return {}
    return {key: one for key, one in parts.items() if isinstance(one, dict)}


def _part_of(sent: Json) -> tuple[str, dict[str, Any]]:
    """The id of a part, and what is to be kept of it.

    Raises:
        Refusal: it is no such thing, or too long.
    """
    malformed = Refusal(_("Wat deze e-learning wil bewaren, kunnen we niet lezen."))
    if not isinstance(sent, Mapping):
        raise malformed
    part_id, sender = sent.get("part"), sent.get("sender")
    if not (isinstance(part_id, str) and 0 < len(part_id) <= 64):
        raise malformed
    if not (isinstance(sender, str) and 0 < len(sender) <= 64):
        raise malformed
    numbers = [sent.get("number"), sent.get("since")]
    if any(type(one) is not int or not 0 <= one < MOST_NUMBER for one in numbers):
        raise malformed
    kept = {key: value for key, value in sent.items() if key in FIELDS}
    if not isinstance(kept.get("cmi", {}), Mapping):
        raise malformed
    if len(json.dumps(kept)) > MOST_OF_PART:
        raise Refusal(_("Deze e-learning wil meer bewaren dan er past."))
    return part_id, {**kept, "sender": sender, "number": numbers[0]}
