"""What a platform tells when it sends somebody, as far as we use it.

A platform may write anything in its message: what is of another kind than it should be is as if it
were not there, unless nothing can be done without it. The e-mail address is not even read: nobody
has proved it here, and an account with a stranger's address would wait for that stranger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.common import outgoing
from plugins.lti import names
from plugins.lti.enums import Doubt
from plugins.lti.models import LONGEST_ID, LONGEST_URL
from plugins.lti.tokens import Disbelief

LONGEST_NAME = 60
MOST_DIGITS = 18


@dataclass(frozen=True)
class DeepLinking:
    """Where a platform wants to have what somebody chose, and what it takes."""

    return_url: str
    data: Any
    takes_links: bool
    takes_several: bool
    takes_results: bool


@dataclass(frozen=True)
class Message:
    """One message. `deep_linking` is None when somebody opens a lesson."""

    kind: str
    subject: str
    deployment: str
    first_name: str
    last_name: str
    roles: frozenset[str]
    link: str
    link_title: str
    course_title: str
    target: str
    custom: Mapping[str, str]
    line_item: str
    memberships: str
    deep_linking: DeepLinking | None

    @property
    def may_choose(self) -> bool:
        """Whether this person chooses what stands in a course there."""
        return bool(self.roles & names.CHOOSERS)

    @property
    def gives_course(self) -> bool:
        """Whether this person gives the very course there; who runs that system need not."""
        return names.INSTRUCTOR in self.roles


def message_of(claims: Mapping[str, Any]) -> Message:
    """The message in the claims of a token that was verified.

    Raises:
        Disbelief: it is no message of LTI 1.3, or lacks something without which it is none.
    """
    kind = claims.get(names.MESSAGE_TYPE)
    subject = text(claims.get("sub"))
    deployment = text(claims.get(names.DEPLOYMENT_ID))
    if claims.get(names.VERSION) != names.LTI or not subject or not deployment:
        raise Disbelief(Doubt.CLAIMS)
    link = mapping(claims.get(names.RESOURCE_LINK))
    if kind == names.RESOURCE_REQUEST and not text(link.get("id")):
        raise Disbelief(Doubt.CLAIMS)
    if kind not in (names.RESOURCE_REQUEST, names.DEEP_REQUEST):
        raise Disbelief(Doubt.CLAIMS)
    grades = mapping(claims.get(names.AGS))
    takes_scores = names.SCORE in listed(grades.get("scope"))
    custom = mapping(claims.get(names.CUSTOM))
    return Message(
        kind=kind,
        subject=subject,
        deployment=deployment,
        first_name=text(claims.get("given_name") or claims.get("name"), LONGEST_NAME),
        last_name=text(claims.get("family_name"), LONGEST_NAME),
        roles=frozenset(listed(claims.get(names.ROLES))),
        link=text(link.get("id")),
        link_title=text(link.get("title")),
        course_title=text(mapping(claims.get(names.CONTEXT)).get("title")),
        target=text(claims.get(names.TARGET_LINK_URI), LONGEST_URL),
        custom={name: text(value) for name, value in custom.items() if text(value)},
        line_item=address(grades.get("lineitem")) if takes_scores else "",
        memberships=address(mapping(claims.get(names.NRPS)).get("context_memberships_url")),
        deep_linking=_deep_linking(claims) if kind == names.DEEP_REQUEST else None,
    )


def _deep_linking(claims: Mapping[str, Any]) -> DeepLinking:
    settings = mapping(claims.get(names.DEEP_LINKING))
    back = address(settings.get("deep_link_return_url"))
    if not back:
        raise Disbelief(Doubt.CLAIMS)
    return DeepLinking(
        return_url=back,
        # It goes back as it came: a text by the standard, and more than that in practice.
        data=settings.get("data"),
        takes_links="ltiResourceLink" in listed(settings.get("accept_types")),
        takes_several=is_true(settings.get("accept_multiple")),
        takes_results=is_true(settings.get("accept_lineitem", True)),
    )


def text(value: object, most: int = LONGEST_ID) -> str:
    """A text that a database keeps, of at most so many characters; else none.

    An identifier that is cut off would be another one: it is left out. A name may be cut off.
    """
    if not isinstance(value, str) or "\0" in value:
        return ""
    try:
        value.encode()
    except UnicodeEncodeError:
        return ""
    value = value.strip()
    if len(value) <= most:
        return value
    return value[:most].strip() if most == LONGEST_NAME else ""


def mapping(value: object) -> Mapping[str, Any]:
    """The names and values in it; none when it is something else."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[str]:
    """The texts in a list. Some systems write a list of one as that one."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def is_true(value: object) -> bool:
    """Some systems write `"true"`."""
    return value is True or value == "true"


def is_number(word: str) -> bool:
    """Whether it is a number that a row can have, or a length: of thousands of digits Python makes
    none."""
    return len(word) <= MOST_DIGITS and word.isdecimal()


def address(value: object) -> str:
    """An address that could be asked, or none: no script, nothing inside our network."""
    found = text(value, LONGEST_URL)
    try:
        outgoing.checked(found)
    except outgoing.Unreachable:
        return ""
    return found
