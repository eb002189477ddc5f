"""Kinds of things that are found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

ONE = {
    "training": _("Training"),
    "les": _("Les"),
    "leerlijn": _("Leerlijn"),
    "lezing": _("Lezing"),
    "datum": _("Datum"),
    "pagina": _("Pagina"),
}
"""What one of a kind is called, by its value."""


class DocumentKind(models.TextChoices):
    """What is found, as the filter of the search page names it."""

    TRAINING = "training", _("Trainingen")
    LESSON = "les", _("Lessen")
    LEARNING_PATH = "leerlijn", _("Leerlijnen")
    LECTURE = "lezing", _("Lezingen")
    DATE = "datum", _("Data in de agenda")
    PAGE = "pagina", _("Over de academie")
