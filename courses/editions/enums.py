from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionStatus(TextChoices):
    """Whether an edition is on. Coming, running and past follow from its sessions."""

    DRAFT = "draft", _("Concept")
    OPEN = "open", _("Gepubliceerd")
    CANCELLED = "cancelled", _("Gaat niet door")


TRANSITIONS: dict[EditionStatus, frozenset[EditionStatus]] = {
    EditionStatus.DRAFT: frozenset({EditionStatus.OPEN, EditionStatus.CANCELLED}),
    EditionStatus.OPEN: frozenset({EditionStatus.CANCELLED}),
    EditionStatus.CANCELLED: frozenset(),
}


class Place(TextChoices):
    """Where an edition is held."""

    VENUE = "venue", _("Op locatie")
    ONLINE = "online", _("Online")
