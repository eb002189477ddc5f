from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from academy.operations import error_reports
from courses.common.shared_token import shared_token


class OperationsConfig(AppConfig):
    name = "academy.operations"
    label = "operations"
    verbose_name = _("Beheer van de server")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from academy.operations import checks  # noqa: F401 - registers the checks

        start_by_settings()


def start_by_settings() -> None:
    """Do what the settings ask of a process that begins.

    Raises:
        ImproperlyConfigured: a setting says something impossible.
    """
    # A wrong address stops the start, not the first page.
    shared_token("")
    if settings.ACADEMY_ERROR_REPORTS:
        error_reports.start(settings.ACADEMY_ERROR_REPORTS)
