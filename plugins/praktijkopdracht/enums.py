from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileRequirement(TextChoices):
    """Whether an assignment asks for a file."""

    NONE = "none", _("Nee, alleen tekst")
    OPTIONAL = "optional", _("Mag, maar hoeft niet")
    REQUIRED = "required", _("Ja, een bestand hoort erbij")


class State(TextChoices):
    """How far somebody is with an assignment; who has handed in nothing has no state."""

    HANDED_IN = "handed_in", _("Ingeleverd")
    IMPROVE = "improve", _("Graag verbeteren")
    APPROVED = "approved", _("Goedgekeurd")


JUDGEMENTS = (State.APPROVED, State.IMPROVE)
"""What a trainer can say of what was handed in."""
