from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Background(TextChoices):
    """As whom someone takes part; the coordinator's figures on reach count these."""

    RESIDENT = "resident", _("Bewoner")
    VOLUNTEER = "volunteer", _("Vrijwilliger")
    PROFESSIONAL = "professional", _("Beroepskracht")
    BUSINESS = "business", _("Bedrijfsleven")


class ContactWay(TextChoices):
    """How somebody is told something; which one, says `queries.way_to_reach`."""

    MAIL = "mail", _("Per mail")
    TELEPHONE = "telephone", _("Per telefoon")
    LETTER = "letter", _("Per brief")


LETTER_TAKES = 7
"""How many days we count for a letter: what somebody has to know sooner is told another way."""


class Role(TextChoices):
    """What someone may do; the value is the name of the group that carries the permissions."""

    VOLUNTEER = "Vrijwilligers", _("Vrijwilliger")
    TRAINER = "Trainers", _("Trainer")
    COORDINATOR = "Coördinatoren", _("Coördinator")
    ADMINISTRATOR = "Beheerders", _("Beheerder")


MAY_GIVE = frozenset({Role.TRAINER.value, Role.COORDINATOR.value, Role.ADMINISTRATOR.value})
"""The roles of who may be the trainer of an edition."""
