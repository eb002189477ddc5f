"""What can be chosen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Version(TextChoices):
    """The versions of xAPI in which statements can be sent: both understand what we say."""

    V1 = "1.0.3", "1.0.3"
    V2 = "2.0.0", "2.0"


class Reason(TextChoices):
    """Why somebody need not do a unit of a course, in the words of cmi5 (9.5.5.2)."""

    TESTED_OUT = "Tested Out", _("Een toets liet zien dat dit al bekend is")
    EQUIVALENT_UNIT = "Equivalent AU", _("Een ander onderdeel telt hiervoor mee")
    OUTSIDE = "Equivalent Outside Activity", _("Iets van buiten telt hiervoor mee")
    ADMINISTRATIVE = "Administrative", _("Iets anders")
