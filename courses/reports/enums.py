"""States of the year report, and its parts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportStatus(TextChoices):
    """Whether the figures of a year still follow what is corrected, or are kept as they were."""

    DRAFT = "draft", _("Concept")
    FINAL = "final", _("Vastgesteld")


class ReportPart(TextChoices):
    """The parts of a year report, in order; a coordinator writes a text in each."""

    FOREWORD = "foreword", _("Vooraf")
    TARGETS = "targets", _("Wat we wilden, en wat we bereikten")
    PEOPLE = "people", _("Wie meededen")
    MARKS = "marks", _("Wat deelnemers vonden")
    TIPS = "tips", _("Gouden tips")
    REACTIONS = "reactions", _("Wat we ermee deden")
    AHEAD = "ahead", _("Vooruit kijken")
