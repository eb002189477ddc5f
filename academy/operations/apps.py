from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "academy.operations"
    label = "operations"
    verbose_name = _("Beheer van de server")
    default_auto_field = "django.db.models.BigAutoField"
