"""The version of the contract that plugins are written for.

The major number is in the name of the entry-point group, so that a plugin for another one is
never imported. The minor number goes up when something is added or deprecated; a plugin may ask
for one (`CoursePlugin.requires_api`). What is public is frozen by
`tests/courses/plugin_api/test_contract.py`.
"""

API_MAJOR = 1
API_VERSION = "1.3"
GROUP_PREFIX = "vrijwilligersacademie.plugins.v"
ENTRY_POINT_GROUP = f"{GROUP_PREFIX}{API_MAJOR}"


def as_numbers(version: str) -> tuple[int, ...]:
    """`1.10.2` as numbers that compare; what is no number counts as 0."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def offers(wanted: str) -> bool:
    """Whether this contract has all that version `wanted` of it has."""
    ours, theirs = as_numbers(API_VERSION), as_numbers(wanted)
    return ours[:1] == theirs[:1] and ours >= theirs


def is_past(tried: str) -> bool:
    """Whether this contract is newer than `tried`, as far as `tried` says (`1.3` holds for all of
    1.3)."""
    theirs = as_numbers(tried)
    return as_numbers(API_VERSION)[: len(theirs)] > theirs
