from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class EditionsConfig(CoursePlugin):
    name = "courses.editions"
    label = "editions"
    verbose_name = _("Uitvoeringen")
    slug = "editions"
    title = _("Uitvoeringen")
    core = True

    def ready(self) -> None:
        from courses.catalogue import filters, page_permissions
        from courses.editions import (
            context,  # noqa: F401 - registers its providers
            double_rows,  # noqa: F401 - registers its rules
            handover,
            invariants,  # noqa: F401 - says what must be so
            person_lines,  # noqa: F401 - registers what it knows of people
            queries,
        )
        from courses.editions.facets import WhenAndWhere
        from courses.editions.search_documents import AgendaSource
        from courses.people import leaving
        from courses.search import sources

        sources.provide(AgendaSource())
        page_permissions.provide(queries.gives)
        leaving.provide(duties=handover.duties, hand_over=handover.hand_over)
        filters.register(WhenAndWhere())

    def contributions(self) -> Sequence[Contribution]:
        from courses.editions.personal_data import ReportedParticipations

        return (ReportedParticipations(),)
