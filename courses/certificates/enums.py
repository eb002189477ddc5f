from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.editions.enums import Language


class CriterionState(TextChoices):
    """How it stands with one thing that a training asks."""

    MET = "met", _("Gedaan")
    NOT_YET = "not_yet", _("Nog niet gedaan")
    UNDETERMINED = "undetermined", _("Nog niet bekend")


class CertificateState(TextChoices):
    """The states of a certificate."""

    VALID = "valid", _("Geldig")
    REVOKED = "revoked", _("Ingetrokken")
    REPLACED = "replaced", _("Vervangen")


TRANSITIONS: dict[CertificateState, frozenset[CertificateState]] = {
    CertificateState.VALID: frozenset({CertificateState.REVOKED, CertificateState.REPLACED}),
    # Taken back by mistake, or earned after all: a new one takes its place.
    CertificateState.REVOKED: frozenset({CertificateState.REPLACED}),
    CertificateState.REPLACED: frozenset(),
}


class Doubt(TextChoices):
    """What is not right about a certificate since the list of who was there was corrected."""

    NOT_EARNED = "not_earned", _("Volgens de verbeterde lijst is niet alles gedaan.")
    HOURS = "hours", _("Volgens de verbeterde lijst is het aantal uren anders.")
    EARNED_AGAIN = "earned", _("Is ingetrokken, en volgens de verbeterde lijst toch verdiend.")

    @property
    def advice(self) -> str:
        """What a coordinator can do about it."""
        if self == Doubt.NOT_EARNED:
            return gettext("Open het certificaat om het in te trekken.")
        return gettext("Open het certificaat om een nieuw te maken.")


def sheet_language(spoken: str) -> str:
    """What a certificate is written in, by what was spoken in the edition."""
    return "en" if spoken == Language.ENGLISH else "nl"
