"""What somebody reached in a part and in a package, from what the run-time keeps.

Pure functions. SCORM 1.2 has one status for two things: `completed` says that somebody saw it all,
`passed` and `failed` that it was judged. 2004 keeps them apart. Here they always are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from plugins.scorm import rules
from plugins.scorm.elements import NUMBER
from plugins.scorm.manifest import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.plugin_api.api import Json
    from plugins.scorm.manifest import Manifest, Part

WHOLE = 100


class Standing(StrEnum):
    """How far somebody is, in one word."""

    NOT_BEGUN = "not_begun"
    BUSY = "busy"
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """In words for people."""
        return str(_WORDS[self])


_WORDS = {
    Standing.NOT_BEGUN: _("nog niet begonnen"),
    Standing.BUSY: _("bezig"),
    Standing.COMPLETED: _("afgerond"),
    Standing.PASSED: _("gehaald"),
    Standing.FAILED: _("niet gehaald"),
}


@dataclass(frozen=True)
class Outcome:
    """What was reached. `passed` is None where nothing was judged; `percent` is the score as a part
    of what could be reached, from 0 to 100, None without a score; `seconds` is the time spent."""

    begun: bool = False
    completed: bool = False
    passed: bool | None = None
    percent: float | None = None
    seconds: int = 0

    @property
    def standing(self) -> Standing:
        """In one word. Who failed may have seen everything, and who passed has."""
        if not self.begun:
            return Standing.NOT_BEGUN
        if self.passed is False:
            return Standing.FAILED
        if self.passed:
            return Standing.PASSED
        return Standing.COMPLETED if self.completed else Standing.BUSY

    @property
    def is_over(self) -> bool:
        """Whether it has been seen or judged: there is nothing left to do but try again."""
        return self.completed or self.passed is not None


def of_part(version: Version, part: Part, kept: Json) -> Outcome:
    """What somebody reached in a part; `kept` may be anything that was ever kept of it."""
    state = kept if isinstance(kept, Mapping) else {}
    if not state:
        return Outcome()
    seconds = state.get("seconds")
    spent = int(seconds) if isinstance(seconds, (int, float)) and 0 <= seconds < 10**8 else 0
    if not part.is_sco:
        return Outcome(begun=True, completed=True, seconds=spent)
    cmi = _mapping(state.get("cmi"))
    judged = _in_12 if version == Version.SCORM_12 else _in_2004
    completed, passed, percent = judged(cmi, part)
    return Outcome(True, completed, passed, percent, spent)


def of_package(manifest: Manifest, parts: Json) -> Outcome:
    """What somebody reached in all parts together: completed with all, failed with one.

    The score is the mean of the parts that were scored. Parts that the package keeps apart, such
    as a test beforehand, count only where nothing else does.
    """
    kept = _mapping(parts)
    of_each = [(one, of_part(manifest.version, one, kept.get(one.id))) for one in manifest.to_open]
    found = [outcome for _part, outcome in of_each]
    counting = {
        name: [outcome for part, outcome in of_each if name not in part.apart] or found
        for name in rules.ALL
    }
    judged = [one.passed for one in counting[rules.SUCCESS] if one.passed is not None]
    all_over = bool(found) and all(one.is_over for one in counting[rules.PROGRESS])
    passed = None
    if False in judged:
        passed = False
    elif judged and all_over:
        passed = True
    return Outcome(
        begun=any(one.begun for one in found),
        completed=all_over,
        passed=passed,
        percent=_mean(one.percent for one in counting[rules.SCORE] if one.percent is not None),
        seconds=sum(one.seconds for one in found),
    )


def parts_done(manifest: Manifest, parts: Json) -> int:
    """How many of the parts have been seen or judged."""
    kept = _mapping(parts)
    return sum(of_part(manifest.version, one, kept.get(one.id)).is_over for one in manifest.to_open)


def _in_12(cmi: Mapping[str, Any], part: Part) -> tuple[bool, bool | None, float | None]:
    core = _mapping(cmi.get("core"))
    status = core.get("lesson_status")
    score = _mapping(core.get("score"))
    raw = _number(score.get("raw"))
    completed = status in {"completed", "passed", "failed"}
    passed = {"passed": True, "failed": False}.get(str(status))
    if completed and raw is not None and part.mastery is not None:
        # The run-time environment says so (3.4.4, mastery score): the norm of the package decides.
        passed = raw >= part.mastery
    return completed, passed, _percent(raw, score)


def _in_2004(cmi: Mapping[str, Any], part: Part) -> tuple[bool, bool | None, float | None]:
    score = _mapping(cmi.get("score"))
    scaled, progress = _number(score.get("scaled")), _number(cmi.get("progress_measure"))
    completed = cmi.get("completion_status") == "completed"
    if part.threshold is not None and progress is not None:
        completed = progress >= part.threshold
    passed = {"passed": True, "failed": False}.get(str(cmi.get("success_status")))
    if part.mastery is not None:
        # 4.2.22.1: with a norm the content's own word counts no more.
        passed = None if scaled is None else scaled >= part.mastery
    percent = _percent(_number(score.get("raw")), score)
    if scaled is not None:
        percent = min(max(scaled, 0.0), 1.0) * WHOLE
    return completed, passed, percent


def _percent(raw: float | None, score: Mapping[str, Any]) -> float | None:
    """A mark as a part of what could be reached."""
    if raw is None:
        return None
    least, most = _number(score.get("min")) or 0.0, _number(score.get("max"))
    most = float(WHOLE) if most is None else most
    if most <= least:
        return None
    return min(max((raw - least) / (most - least), 0.0), 1.0) * WHOLE


def _number(value: object) -> float | None:
    """A number as SCORM writes it: with a point, and never with a comma."""
    text = str(value).strip() if isinstance(value, (str, int, float)) else ""
    return float(text) if NUMBER.fullmatch(text) and len(text) < 20 else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def in_words(refused: object) -> str:
    """A sentence about something that the run-time did not take from a package."""
    one = _mapping(refused)
    element, value = str(one.get("element", "")), str(one.get("value", ""))[:40]
    if element.endswith("suspend_data"):
        return str(_("De e-learning wilde meer onthouden dan SCORM toestaat."))
    if "," in value:
        words = _(
            "De e-learning stuurde de score ‘%(value)s’ met een komma. SCORM vraagt een punt. "
            "Deze score telt niet."
        )
    else:
        words = _(
            "De e-learning stuurde de score ‘%(value)s’. Die past niet bij SCORM en telt niet."
        )
    return str(words % {"value": value})
