"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence


class XapiPlugin(CoursePlugin):
    """What participants do, as statements of xAPI for a record store that an administrator names;
    and courses of cmi5 in lessons, which tell us what people do in them.

    Nothing goes to a store before somebody agrees, and all goes by a number: no names, no answers.
    """

    name = "plugins.xapi"
    label = "xapi"
    verbose_name = _("Recordstore en cmi5 (xAPI)")
    slug = "xapi"
    title = _("Recordstore en cmi5 (xAPI)")
    description = _(
        "Zet cursussen van anderen (cmi5) in je lessen. En vertelt een recordstore van je "
        "organisatie wat deelnemers doen, als zij dat goed vinden: zonder namen."
    )
    version = "1.0.0"
    requires_api = "1.3"

    def ready(self) -> None:
        from courses.people.services import provide_merge_rule
        from plugins.xapi.services import consents, sessions

        provide_merge_rule(relation="xapi.Consent.person", settle=consents.settle)
        provide_merge_rule(relation="xapi.Registration.person", settle=sessions.settle)

    def contributions(self) -> Sequence[Contribution]:
        from plugins.xapi.cmi5.criteria import CoursesDone
        from plugins.xapi.cmi5.exercises import CourseInLesson
        from plugins.xapi.cmi5.packages import COURSE_FILES
        from plugins.xapi.endpoints import XapiEndpoints
        from plugins.xapi.handlers import TellRecordStore
        from plugins.xapi.jobs import SendWaiting
        from plugins.xapi.pages import CoursePages, ManagingPages
        from plugins.xapi.panels import Sharing
        from plugins.xapi.privacy import OwnCourses, SharedData
        from plugins.xapi.reports import Results
        from plugins.xapi.screens import ParticipantScreens, StoreScreens

        return (
            CourseInLesson(),
            COURSE_FILES,
            CoursePages(),
            ManagingPages(),
            CoursesDone(),
            TellRecordStore(),
            SendWaiting(),
            XapiEndpoints(),
            Sharing(),
            StoreScreens(),
            ParticipantScreens(),
            Results(),
            SharedData(),
            OwnCourses(),
        )
