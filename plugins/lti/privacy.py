"""What the plugin keeps about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_api.api import Json, PersonalData
from plugins.lti.models import (
    Arrival,
    PassedResult,
    PlatformAccount,
    ToolAccount,
    ToolResult,
    ToolVisit,
)

if TYPE_CHECKING:
    from datetime import datetime


class OtherSystems(PersonalData):
    """Who somebody is at other systems, and which results went there or came from there.

    What another system keeps itself is not ours to show or to erase; the document says which ones.
    """

    name = "other_systems"
    label = _("Je gegevens bij andere systemen")

    def export(self, person_id: int) -> Json:
        found = {
            "gekoppeld": _accounts(person_id),
            "doorgegeven": _passed(person_id),
            "nummers": _numbers(person_id),
            "resultaten": _results(person_id),
        }
        return {name: rows for name, rows in found.items() if rows} or None

    @transaction.atomic
    def erase(self, person_id: int) -> None:
        accounts = PlatformAccount.objects.filter(person=person_id)
        came = Q(pk__in=())
        for issuer, subject in accounts.values_list("issuer", "subject"):
            came |= Q(platform__issuer=issuer, subject=subject)
        Arrival.objects.filter(came).delete()
        accounts.delete()
        for model in (ToolVisit, ToolAccount, ToolResult):
            model.objects.filter(person=person_id).delete()


def _accounts(person_id: int) -> list[Json]:
    found = PlatformAccount.objects.filter(person=person_id).order_by("pk")
    return [
        {"systeem": one.issuer, "nummer": one.subject, "op": _told(one.linked_at)} for one in found
    ]


def _passed(person_id: int) -> list[Json]:
    found = PassedResult.objects.filter(account__person=person_id).order_by("pk")
    return [
        {
            "systeem": one.link.platform.name,
            "les": one.link.lesson.title,
            "resultaat": f"{one.sent} / 100" if one.sent is not None else None,
            "op": _told(one.sent_at),
        }
        for one in found.select_related("link__platform", "link__lesson")
    ]


def _numbers(person_id: int) -> list[Json]:
    found = ToolAccount.objects.filter(person=person_id).select_related("tool").order_by("pk")
    return [
        {"systeem": one.tool.name, "nummer": str(one.subject), "op": _told(one.opened_at)}
        for one in found
    ]


def _results(person_id: int) -> list[Json]:
    found = ToolResult.objects.filter(person=person_id).select_related("tool", "lesson")
    return [
        {
            "systeem": one.tool.name,
            "les": one.lesson.title,
            "resultaat": f"{one.points:g} / {one.out_of:g}" if one.points is not None else None,
            "opmerking": one.comment,
            "op": _told(one.at),
        }
        for one in found.order_by("pk")
    ]


def _told(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat(timespec="minutes") if moment else None
