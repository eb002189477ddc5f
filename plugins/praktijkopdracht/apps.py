"""What the plugin is and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Contribution, CoursePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence


class PraktijkopdrachtPlugin(CoursePlugin):
    """Assignments in practice.

    A trainer puts assignments in the lessons; a participant does them and hands in a text, a file
    or both; a trainer of the participant's edition reviews. Each assignment in a published lesson
    must be approved for the certificate.
    """

    name = "plugins.praktijkopdracht"
    label = "praktijkopdracht"
    verbose_name = _("Praktijkopdracht")
    slug = "praktijkopdracht"
    title = _("Praktijkopdracht")
    description = _(
        "Een opdracht in een les die iemand in de praktijk doet. Deelnemers leveren in, met een "
        "tekst of een bestand. Een trainer kijkt na."
    )
    version = "1.1.0"
    requires_api = "1.3"

    def ready(self) -> None:
        from courses.learning.services import provide_open_work
        from courses.people.services import provide_merge_rule
        from plugins.praktijkopdracht.queries import left_to_hand_in

        provide_open_work(plugin=self.slug, finder=left_to_hand_in)

        # Of two pieces of work for one assignment nobody can say which counts: that stops a merger.
        provide_merge_rule(relation="praktijkopdracht.Submission.person")
        provide_merge_rule(relation="praktijkopdracht.Submission.reviewed_by")

    def contributions(self) -> Sequence[Contribution]:
        from plugins.praktijkopdracht.blocks import AssignmentInLesson
        from plugins.praktijkopdracht.criteria import AllApproved
        from plugins.praktijkopdracht.files import HANDED_IN
        from plugins.praktijkopdracht.jobs import ForgetOldFiles
        from plugins.praktijkopdracht.pages import AssignmentPages, OwnPages, ReviewPages
        from plugins.praktijkopdracht.panels import Reviewed, ToReview
        from plugins.praktijkopdracht.privacy import Submissions
        from plugins.praktijkopdracht.screens import SubmissionScreens

        return (
            AssignmentInLesson(),
            OwnPages(),
            AssignmentPages(),
            ReviewPages(),
            SubmissionScreens(),
            AllApproved(),
            ToReview(),
            Reviewed(),
            ForgetOldFiles(),
            HANDED_IN,
            Submissions(),
        )
