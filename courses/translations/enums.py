from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InterfaceLanguage(TextChoices):
    """A language that the screens themselves are in."""

    DUTCH = "nl", _("Nederlands")
    ENGLISH = "en", _("Engels")


class TextState(TextChoices):
    """How a text stands in another language."""

    DONE = "done", _("vertaald")
    SHIPPED = "shipped", _("meegeleverd")
    CHANGED = "changed", _("het Nederlands is veranderd")
    MISSING = "missing", _("nog niet vertaald")
