"""Rules of a package of SCORM 2004 about its parts together (IMS Simple Sequencing): which of them
count for the whole is read, and of what the academy does otherwise it is said how.

Where to go next is for the participant here, so nothing follows rules about an order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from plugins.scorm.elements import first, name_of, says

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

SUCCESS, PROGRESS, SCORE = "success", "progress", "score"
ALL = frozenset({SUCCESS, PROGRESS, SCORE})
"""For what a part can count: passing, completing, and the score."""

OF_ORDER = frozenset({"preConditionRule", "postConditionRule", "exitConditionRule"})
NEVER = "never"


def apart_of(sequencing: Sequence[Element]) -> frozenset[str]:
    """For what an item counts not: a test beforehand often counts for nothing."""
    delivery = first(sequencing, "deliveryControls")
    if delivery is not None and not says(delivery, "tracked", default=True):
        return ALL
    given = first(sequencing, "rollupRules")
    if given is None:
        return frozenset()
    counts = {
        SUCCESS: says(given, "rollupObjectiveSatisfied", default=True),
        PROGRESS: says(given, "rollupProgressCompletion", default=True),
        SCORE: _weight(given) != 0,
    }
    return frozenset(name for name, does in counts.items() if not does)


def told_of(root: Element) -> list[str]:
    """What a package wants of its parts together and the academy does otherwise, in sentences."""
    elements = list(root.iter())
    return [sentence() for applies, sentence in _TOLD if any(applies(one) for one in elements)]


def _weight(rules: Element) -> float:
    try:
        return float(rules.get("objectiveMeasureWeight", "1"))
    except ValueError:
        return 1


def _orders(one: Element) -> bool:
    if name_of(one) == "controlMode":
        return not says(one, "choice", default=True) or says(one, "forwardOnly", default=False)
    return name_of(one) in OF_ORDER


def _adds_up(one: Element) -> bool:
    weighs = name_of(one) == "rollupRules" and _weight(one) not in {0, 1}
    return weighs or name_of(one) == "rollupRule"


def _limits_attempts(one: Element) -> bool:
    return name_of(one) == "limitConditions" and bool(one.get("attemptLimit", "").strip())


def _draws(one: Element) -> bool:
    if name_of(one) != "randomizationControls":
        return False
    timings = ("randomizationTiming", "selectionTiming")
    return any(one.get(name, NEVER).strip() != NEVER for name in timings)


_TOLD: tuple[tuple[Callable[[Element], bool], Callable[[], str]], ...] = (
    (
        _orders,
        lambda: _(
            "Het pakket schrijft een volgorde voor. Die volgt de academie niet: deelnemers kiezen "
            "zelf. Is de volgorde belangrijk? Schrijf haar dan in de les."
        ),
    ),
    (
        _adds_up,
        lambda: _(
            "Het pakket heeft eigen regels voor wanneer het geheel klaar of gehaald is. Bij ons is "
            "het klaar als alle onderdelen klaar zijn, en gehaald als geen onderdeel mislukt is."
        ),
    ),
    (
        _limits_attempts,
        lambda: _("Het pakket zegt hoe vaak iemand een onderdeel mag doen. Bij ons mag dat vaker."),
    ),
    (
        _draws,
        lambda: _(
            "Het pakket kiest zelf onderdelen uit, of verandert hun volgorde. Bij ons staan ze er "
            "allemaal, in een vaste volgorde."
        ),
    ),
)
