"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.lti.models import ToolResult


class LtiPlugin(CoursePlugin):
    """LTI 1.3 Advantage, both ways: our lessons in a Moodle of others, and tools of others in our
    lessons. Names go nowhere unless somebody decides so; results do, through the deliveries."""

    name = "plugins.lti"
    label = "lti"
    verbose_name = _("Andere leersystemen (LTI)")
    slug = "lti"
    title = _("Andere leersystemen (LTI)")
    description = _(
        "Zet onze lessen in een Moodle of ander leersysteem, en onderdelen van andere systemen in "
        "onze lessen. Resultaten gaan heen en weer. Werkt met LTI 1.3."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def ready(self) -> None:
        from courses.people.services import provide_merge_rule

        # Who came from a platform with either account, stays known by it.
        provide_merge_rule(relation="lti.PlatformAccount.person")
        provide_merge_rule(relation="lti.ToolVisit.person")
        # The tool goes on to know the account that stays by the number that it has.
        provide_merge_rule(
            relation="lti.ToolAccount.person", settle=lambda _own, other: other.delete()
        )
        provide_merge_rule(relation="lti.ToolResult.person", settle=_keep_better)

    def contributions(self) -> Sequence[Contribution]:
        from plugins.lti.blocks import ToolInLesson
        from plugins.lti.criteria import ToolsDone
        from plugins.lti.endpoints import LtiEndpoints, PublicKeys
        from plugins.lti.handlers import PassOnResults
        from plugins.lti.jobs import ForgetOld
        from plugins.lti.pages import ChoicePages, OpenPages
        from plugins.lti.panels import LinkedSystems
        from plugins.lti.privacy import OtherSystems
        from plugins.lti.screens import (
            ContentScreens,
            OfferedScreens,
            PlatformScreens,
            ToolScreens,
            ValuesScreens,
        )

        return (
            ToolInLesson(),
            ToolsDone(),
            OpenPages(),
            ChoicePages(),
            LtiEndpoints(),
            PublicKeys(),
            LinkedSystems(),
            PlatformScreens(),
            OfferedScreens(),
            ToolScreens(),
            ContentScreens(),
            ValuesScreens(),
            OtherSystems(),
            PassOnResults(),
            ForgetOld(),
        )


def _keep_better(own: ToolResult, other: ToolResult) -> None:
    """Of two results in one place the better one stays."""
    if _worth(other) > _worth(own):
        for name in ("tool_id", "points", "out_of", "done", "comment", "at"):
            setattr(own, name, getattr(other, name))
        own.save()
    other.delete()


def _worth(result: ToolResult) -> tuple[float, bool]:
    reached = -1.0 if result.points is None else result.points / (result.out_of or 1)
    return reached, result.done
