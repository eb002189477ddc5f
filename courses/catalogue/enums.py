"""States of the catalogue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeState(models.TextChoices):
    """What became of a change that a trainer asked for."""

    ASKED = "asked", _("Wacht op een coördinator")
    APPROVED = "approved", _("Goedgekeurd")
    REFUSED = "refused", _("Niet goedgekeurd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class EventKind(models.TextChoices):
    """What one enrols in. Only a training has lessons and a certificate."""

    TRAINING = "training", _("Training")
    LECTURE = "lecture", _("Lezing")
    NETWORK = "network", _("Netwerkbijeenkomst")


USUAL_CAPACITY = {EventKind.TRAINING: 12, EventKind.LECTURE: 100, EventKind.NETWORK: 100}
"""How many seats an edition has when nobody says otherwise."""


class Orientation(models.TextChoices):
    """How a certificate stands."""

    LANDSCAPE = "landscape", _("Liggend")
    PORTRAIT = "portrait", _("Staand")
