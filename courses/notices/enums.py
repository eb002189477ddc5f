from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeState(TextChoices):
    """What became of a notice."""

    DUE = "due", _("Wordt verstuurd")
    TO_DO = "to_do", _("Nog te doen")
    FAILED = "failed", _("Mail mislukt, nog te doen")
    SENT = "sent", _("Klaar")
    DROPPED = "dropped", _("Niet meer nodig")


OPEN = frozenset({NoticeState.DUE, NoticeState.TO_DO, NoticeState.FAILED})
"""States of what has yet to reach somebody."""

FOR_STAFF = frozenset({NoticeState.TO_DO, NoticeState.FAILED})
"""States of what somebody has to print or to call about."""


class CallOutcome(TextChoices):
    """What came of a telephone call."""

    REACHED = "reached", _("Gesproken")
    NO_ANSWER = "no_answer", _("Geen gehoor")
    CALL_AGAIN = "call_again", _("Later terugbellen")
    WRONG_NUMBER = "wrong_number", _("Verkeerd nummer")
