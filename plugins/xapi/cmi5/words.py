"""The words of cmi5, as its specification has them."""

from __future__ import annotations

PROFILE = "https://w3id.org/xapi/cmi5"
ADL = "http://adlnet.gov/expapi/verbs"
W3ID = "https://w3id.org/xapi/adl/verbs"

INITIALIZED = f"{ADL}/initialized"
COMPLETED = f"{ADL}/completed"
PASSED = f"{ADL}/passed"
FAILED = f"{ADL}/failed"
TERMINATED = f"{ADL}/terminated"
OF_UNITS = frozenset({INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED})
"""Verbs that a unit may use in the statements that cmi5 defines."""

LAUNCHED = f"{ADL}/launched"
ABANDONED = f"{W3ID}/abandoned"
WAIVED = f"{W3ID}/waived"
SATISFIED = f"{W3ID}/satisfied"
VOIDED = f"{ADL}/voided"

CATEGORY = f"{PROFILE}/context/categories/cmi5"
MOVE_ON_CATEGORY = f"{PROFILE}/context/categories/moveon"
SESSION = f"{PROFILE}/context/extensions/sessionid"
MASTERY = f"{PROFILE}/context/extensions/masteryscore"
MODE = f"{PROFILE}/context/extensions/launchmode"
URL = f"{PROFILE}/context/extensions/launchurl"
MOVE_ON = f"{PROFILE}/context/extensions/moveon"
PARAMETERS = f"{PROFILE}/context/extensions/launchparameters"
REASON = f"{PROFILE}/result/extensions/reason"
COURSE_TYPE = f"{PROFILE}/activitytype/course"
BLOCK_TYPE = f"{PROFILE}/activitytype/block"

NORMAL, BROWSE, REVIEW = "Normal", "Browse", "Review"
"""How a unit is launched: for real, to look around, or to look back."""

LAUNCH_DATA = "LMS.LaunchData"
PREFERENCES = "cmi5LearnerPreferences"

DISPLAY = {
    LAUNCHED: {"nl": "opende", "en": "launched"},
    ABANDONED: {"nl": "verliet", "en": "abandoned"},
    WAIVED: {"nl": "kreeg vrijstelling voor", "en": "waived"},
    SATISFIED: {"nl": "voldeed aan", "en": "satisfied"},
}
