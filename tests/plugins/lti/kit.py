"""What the kit cannot make up for this plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import clock
from plugins.lti.models import (
    Arrival,
    Platform,
    PlatformAccount,
    ResourceLink,
    ToolAccount,
    ToolContent,
    ToolResult,
    ToolVisit,
)
from tests.plugins.lti.others import a_platform, a_tool

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_kit.testing import World


def prepare(_self: object, _training: TrainingPage) -> None:
    """Something that a lesson can show."""
    ToolContent.objects.create(tool=a_tool(), title="Een oefening", most=10)


def keep(_self: object, world: World, person: User, mark: str) -> None:
    """What stays of somebody: came from a platform, and went to a tool."""
    platform = Platform.objects.first() or a_platform()
    lesson = world.lesson
    account = PlatformAccount.objects.create(
        person=person, issuer=platform.issuer, subject=f"{mark}-nummer"
    )
    link, _new = ResourceLink.objects.get_or_create(
        platform=platform, deployment="7", link="plek", defaults={"lesson": lesson}
    )
    link.results.create(account=account, sent=80, sent_at=clock.now())
    Arrival.objects.create(
        digest=mark,
        platform=platform,
        subject=account.subject,
        told={"first_name": mark},
        until=clock.now(),
    )
    content = ToolContent.objects.select_related("tool").first() or ToolContent.objects.create(
        tool=a_tool(), title="Een oefening"
    )
    tool = content.tool
    ToolAccount.objects.create(person=person, tool=tool)
    ToolResult.objects.create(
        person=person, tool=tool, lesson=lesson, block="blok", comment=mark, at=clock.now()
    )
    ToolVisit.objects.create(
        digest=f"{mark}-weg",
        person=person,
        tool=tool,
        training=world.training,
        lesson=lesson,
        content=content,
        until=clock.now(),
    )
