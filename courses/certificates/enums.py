from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CriterionState(TextChoices):
    """How it stands with one thing that a training asks."""

    MET = "met", _("Gedaan")
    NOT_YET = "not_yet", _("Nog niet gedaan")
    UNDETERMINED = "undetermined", _("Nog niet bekend")
