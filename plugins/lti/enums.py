"""What a tool of others may hear of who opens it, and why something that came is not believed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Shared(models.TextChoices):
    """What a tool hears of who opens it."""

    NOTHING = "nothing", _("Alleen een nummer")
    NAME = "name", _("Een nummer en de naam")
    NAME_AND_MAIL = "name_and_mail", _("Een nummer, de naam en het e-mailadres")

    def at_most(self, other: Shared) -> Shared:
        """The lesser of two."""
        order = list(Shared)
        return min(self, other, key=order.index)


class Doubt(StrEnum):
    """Why what came from another system is not believed; the value is for who runs that system."""

    NO_TOKEN = "no_token"  # noqa: S105 - no password
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown_key"
    KEYS_AWAY = "keys_away"
    SIGNATURE = "signature"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    STATE = "state"
    REPLAYED = "replayed"
    DEPLOYMENT = "deployment"
    CLAIMS = "claims"

    @property
    def sentence(self) -> Promise:
        """The same for who reads it."""
        return _SENTENCES[self]


_SENTENCES: dict[Doubt, Promise] = {
    Doubt.NO_TOKEN: _("Er kwam geen bericht mee dat we kunnen lezen."),
    Doubt.ALGORITHM: _("Het bericht is niet ondertekend zoals dat hoort."),
    Doubt.UNKNOWN_KEY: _("We kennen de sleutel niet waarmee het bericht is ondertekend."),
    Doubt.KEYS_AWAY: _("We kunnen de sleutels van het andere systeem nu niet ophalen."),
    Doubt.SIGNATURE: _("De handtekening onder het bericht klopt niet."),
    Doubt.EXPIRED: _("Het bericht is te oud."),
    Doubt.NOT_YET: _("De klok van het andere systeem loopt voor op de onze."),
    Doubt.ISSUER: _("Het bericht komt van een ander systeem dan het zegt."),
    Doubt.AUDIENCE: _("Het bericht is voor een ander bedoeld."),
    Doubt.STATE: _("We vroegen niet om dit bericht, of te lang geleden."),
    Doubt.REPLAYED: _("Dit bericht is al een keer gebruikt."),
    Doubt.DEPLOYMENT: _("Het bericht komt uit een deel dat we niet kennen."),
    Doubt.CLAIMS: _("In het bericht ontbreekt iets, of er staat iets in dat niet kan."),
}
