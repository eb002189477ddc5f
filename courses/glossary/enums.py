"""In which language a word stands in a text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WordLanguage(TextChoices):
    NL = "nl", _("Nederlands")
    EN = "en", _("Engels")
