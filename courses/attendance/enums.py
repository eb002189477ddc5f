"""What can be said of somebody at a session."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Mark(TextChoices):
    """Whether a participant was at a session, or what stands in its place."""

    PRESENT = "present", _("Aanwezig")
    LATE = "late", _("Te laat")
    EXCUSED = "excused", _("Afgemeld")
    ABSENT = "absent", _("Afwezig")
    CAUGHT_UP = "caught_up", _("Ingehaald")


class Turn(IntegerChoices):
    """In which order somebody needs their sessions."""

    TODAY = 1, _("Vandaag")
    TO_COME = 2, _("Komt nog")
    TO_MARK = 3, _("Nog niet ingevuld")
    OVER = 4, _("Geweest")


WAS_THERE = frozenset({Mark.PRESENT, Mark.LATE})
"""Who was at the session itself; that somebody came late takes nothing away."""

MISSED = frozenset({Mark.ABSENT, Mark.EXCUSED, Mark.CAUGHT_UP})
"""Who was not there: what can be caught up, or was."""

MOST_CAUGHT_UP = 1
"""How many missed sessions of an edition may be caught up in another group."""

BEFORE_THE_DAY = frozenset({Mark.EXCUSED, None})
"""What can be said before a session's day: that somebody sent word, or comes after all."""
