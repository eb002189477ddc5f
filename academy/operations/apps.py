from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from academy.operations import error_reports


class OperationsConfig(AppConfig):
    name = "academy.operations"
    label = "operations"
    verbose_name = _("Beheer van de server")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if settings.ACADEMY_ERROR_REPORTS:
            error_reports.start(settings.ACADEMY_ERROR_REPORTS)
