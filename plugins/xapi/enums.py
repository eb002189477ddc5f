"""What can be chosen."""

from django.db.models import TextChoices


class Version(TextChoices):
    """The versions of xAPI in which statements can be sent: both understand what we say."""

    V1 = "1.0.3", "1.0.3"
    V2 = "2.0.0", "2.0"
