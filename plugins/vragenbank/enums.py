from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TaskKind(TextChoices):
    """What somebody does to answer a question."""

    ONE = "one", _("Eén keuze")
    SEVERAL = "several", _("Meer keuzes")
    TRUE_FALSE = "true_false", _("Waar of niet waar")
    SHORT = "short", _("Kort antwoord")
    NUMERICAL = "numerical", _("Getal")
    MATCHING = "matching", _("Bij elkaar zoeken")
    ORDERING = "ordering", _("Op volgorde zetten")
    ESSAY = "essay", _("Open vraag")


class Outcome(TextChoices):
    """What taking over a question from a file does."""

    NEW = "new", _("Nieuw")
    CHANGED = "changed", _("Veranderd")
    SAME = "same", _("Staat er al")
    REFUSED = "refused", _("Kan niet")
