"""The other systems themselves: what is written down of them, and looking whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from courses.common import clock, outgoing
from plugins.lti import keys, keysets, names
from plugins.lti.models import (
    Arrival,
    Platform,
    SigningKey,
    ToolContent,
    ToolVisit,
    UsedOnce,
)
from plugins.lti.services import grading

if TYPE_CHECKING:
    from plugins.lti.models import Tool


class Finding(NamedTuple):
    """One thing that was looked at, and whether it is right."""

    is_right: bool
    sentence: str


@transaction.atomic
def add_content(*, tool: Tool, title: str, url: str = "", most: float | None = None) -> ToolContent:
    """Let lessons show something of a tool."""
    return ToolContent.objects.create(tool=tool, title=title, url=url, most=most)


def check(system: Platform | Tool) -> list[Finding]:
    """Whether a system can be reached as it is written down here."""
    found = [_keys(system)]
    if isinstance(system, Platform):
        found += [_access(system), _names(system)]
    return found


def _keys(system: Platform | Tool) -> Finding:
    try:
        number = keysets.fetch(system)
    except outgoing.Unreachable as error:
        return Finding(
            False, _("De openbare sleutels zijn niet op te halen: %(why)s.") % {"why": error}
        )
    if not number:
        return Finding(False, _("Op het adres van de openbare sleutels staat geen sleutel."))
    return Finding(True, _("De openbare sleutels zijn opgehaald (%(n)s).") % {"n": number})


def _access(platform: Platform) -> Finding:
    try:
        grading.access_token(platform, names.SCORE)
    except grading.NotTaken as no:
        return Finding(
            False,
            _("Het platform geeft geen toegang om resultaten door te geven: %(why)s.")
            % {"why": no},
        )
    return Finding(True, _("Het platform laat ons resultaten doorgeven."))


def _names(platform: Platform) -> Finding:
    """Nothing is wrong with a platform that tells no names."""
    try:
        grading.access_token(platform, names.MEMBERS_READ)
    except grading.NotTaken:
        return Finding(
            True,
            _("Het platform geeft geen namen. Docenten zien hier dan niet wie de les af heeft."),
        )
    return Finding(True, _("Docenten van het platform zien wie de les af heeft."))


@transaction.atomic
def forget_old() -> int:
    """Remove what was for a moment only; how many rows."""
    removed = keys.forget_old_keys()
    for model in (Arrival, ToolVisit, UsedOnce):
        removed += model.objects.filter(until__lte=clock.now()).delete()[0]
    return removed


def known_keys() -> list[SigningKey]:
    """Our keys that others find, the one that signs in front; there always is one."""
    keys.current_key()
    kids = [str(one["kid"]) for one in keys.published()]
    rows = SigningKey.objects.in_bulk(kids)
    return [rows[kid] for kid in kids]
