from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WebhookEvent(TextChoices):
    """What another program can hear of. The values stay: programs go by them."""

    PUBLISHED = "edition.published", _("Een uitvoering staat op de site")
    CHANGED = "edition.changed", _("Een uitvoering heeft een andere tijd of plaats")
    CANCELLED = "edition.cancelled", _("Een uitvoering gaat niet door")
    SEATS_OPENED = "edition.seats_opened", _("In een uitvoering is weer plaats")
    COUNT_CHANGED = "enrolment.count_changed", _("Het aantal inschrijvingen verandert")
    CERTIFICATE = "certificate.issued", _("Er is een certificaat uitgegeven, zonder van wie")


TEST = "webhook.test"
"""What is sent when somebody asks for a test; nobody chooses it."""
