from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a program may do with a personal token."""

    READ = "read", _("Alleen lezen")
    ENROL = "enrol", _("Lezen, en je in- en afmelden")


class Lifetime(TextChoices):
    """How long a personal token works, in days."""

    MONTH = "30", _("30 dagen")
    QUARTER = "90", _("90 dagen")
    YEAR = "365", _("Een jaar")
