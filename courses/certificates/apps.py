from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.plugin import CoursePlugin


class CertificatesConfig(CoursePlugin):
    name = "courses.certificates"
    label = "certificates"
    verbose_name = _("Certificaten")
    slug = "certificates"
    title = _("Certificaten")
    core = True

    def ready(self) -> None:
        from courses.certificates import (  # noqa: F401 - register themselves
            checks,
            context,
            corrections,
            double_rows,
            invariants,
            notice_kinds,
            person_lines,
        )

    def contributions(self) -> Sequence[Contribution]:
        from courses.certificates.handlers import IssueForList, IssueWhenComplete
        from courses.certificates.personal_data import Certificates

        return (IssueWhenComplete(), IssueForList(), Certificates())
