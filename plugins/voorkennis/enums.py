"""What a coordinator can choose."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PrerequisiteRule(TextChoices):
    """How many of the chosen trainings somebody must have completed."""

    ALL = "all", _("Alle gekozen trainingen")
    ONE = "one", _("Eén van de gekozen trainingen is genoeg")


class Audience(TextChoices):
    """For whom the seats are."""

    EVERYONE = "everyone", _("Voor iedereen")
    ANY_PARTNER = "any_partner", _("Voor mensen van een partnerorganisatie")
    CHOSEN_PARTNERS = "chosen_partners", _("Voor mensen van de organisaties die ik hieronder kies")


class OutsiderPolicy(TextChoices):
    """What happens to people for whom the seats are not."""

    DENY = "deny", _("Zij kunnen zich niet inschrijven")
    WAIT = "wait", _("Zij komen eerst op de wachtlijst")


DAYS_AT_FIRST = 14
"""How long before an edition begins its free seats are for everyone, until somebody chooses."""
