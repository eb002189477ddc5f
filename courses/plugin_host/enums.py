from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PluginStatus(TextChoices):
    """How it stands with a plugin on this site."""

    ON = "on", _("Aan")
    OFF = "off", _("Uit op de hele site")
    SAFE_MODE = "safe_mode", _("Uit door de veilige stand")
    FAILED = "failed", _("Kan niet laden")
    NEEDS_OTHER = "needs", _("Wacht op een andere uitbreiding")
    OLDER = "older", _("Ouder dan haar gegevens")
    MISSING = "missing", _("Niet meer geïnstalleerd")
    LEFT_OUT = "left_out", _("Past niet")


class TaskState(TextChoices):
    """How far work that takes long is."""

    WAITING = "waiting", _("Begint zo")
    RUNNING = "running", _("Bezig")
    DONE = "done", _("Klaar")
    REFUSED = "refused", _("Kon niet")
    FAILED = "failed", _("Mislukt")
