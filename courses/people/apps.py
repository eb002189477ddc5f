from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class PeopleConfig(CoursePlugin):
    name = "courses.people"
    label = "people"
    verbose_name = _("Personen")
    slug = "people"
    title = _("Personen")
    core = True

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from courses.people import (  # noqa: F401 - register themselves
            double_rows,
            invariants,
            periods,
            screen_rights,
            signals,
        )

        post_migrate.connect(
            screen_rights.keep_rights, sender=self, dispatch_uid="rights-for-screens"
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.people.personal_data import Account, StartedTasks

        # Told the other way round: from the ground up.
        return (StartedTasks(), Account())


class AcademyUsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with the forms for our own User model and our group pages."""

    group_viewset = "courses.people.group_views.AcademyGroupViewSet"
    user_viewset = "courses.people.viewsets.AcademyUserViewSet"
    default = False
