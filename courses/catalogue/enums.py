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
