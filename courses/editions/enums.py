from collections.abc import Mapping
from datetime import time

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionStatus(TextChoices):
    """Whether an edition is on. Coming, running and past follow from its sessions."""

    DRAFT = "draft", _("Concept")
    OPEN = "open", _("Gepubliceerd")
    CANCELLED = "cancelled", _("Gaat niet door")
    REPORTED = "reported", _("Volgens opgave")
    """Held before the academy kept its own lists: somebody wrote down what is known of it. Nobody
    enrols in it, and nothing follows from it."""


TRANSITIONS: dict[EditionStatus, frozenset[EditionStatus]] = {
    EditionStatus.DRAFT: frozenset({EditionStatus.OPEN, EditionStatus.CANCELLED}),
    EditionStatus.OPEN: frozenset({EditionStatus.CANCELLED}),
    EditionStatus.CANCELLED: frozenset(),
    EditionStatus.REPORTED: frozenset(),
}


class PaperKind(TextChoices):
    """What a paper of an edition of the past is."""

    LIST = "list", _("Lijst van deelnemers")
    CERTIFICATE = "certificate", _("Certificaat van toen")
    EVALUATION = "evaluation", _("Evaluaties op papier")
    OTHER = "other", _("Iets anders")


class Place(TextChoices):
    """Where an edition is held."""

    VENUE = "venue", _("Op locatie")
    ONLINE = "online", _("Online")


class Language(TextChoices):
    """What is spoken in an edition."""

    DUTCH = "nl", _("Nederlands")
    EASY_DUTCH = "nl-eenvoudig", _("Eenvoudig Nederlands")
    ENGLISH = "en", _("Engels")
    ARABIC = "ar", _("Arabisch")
    TURKISH = "tr", _("Turks")
    UKRAINIAN = "uk", _("Oekraïens")
    TIGRINYA = "ti", _("Tigrinya")

    @classmethod
    def words_unless_dutch(cls, value: str) -> str:
        """The language in words; of plain Dutch nothing, since that goes without saying."""
        return "" if value == cls.DUTCH else str(cls(value).label)


class PartOfDay(TextChoices):
    """When on a day an edition begins."""

    DAY = "overdag", _("Overdag")
    EVENING = "avond", _("’s Avonds")


EVENING = time(17)
"""From when on it is evening."""


class Interval(TextChoices):
    """How often the editions of a series are."""

    WEEK = "week", _("Elke week")
    FORTNIGHT = "fortnight", _("Om de week")
    MONTH = "month", _("Elke maand, op dezelfde weekdag")
    LAST_OF_MONTH = "last", _("Elke maand, op de laatste van deze weekdag")


class District(TextChoices):
    """The ten districts of Utrecht, by the names and in the order of the city's own numbers."""

    WEST = "west", _("West")
    NORTH_WEST = "noordwest", _("Noordwest")
    OVERVECHT = "overvecht", _("Overvecht")
    NORTH_EAST = "noordoost", _("Noordoost")
    EAST = "oost", _("Oost")
    CENTRE = "binnenstad", _("Binnenstad")
    SOUTH = "zuid", _("Zuid")
    SOUTH_WEST = "zuidwest", _("Zuidwest")
    LEIDSCHE_RIJN = "leidsche-rijn", _("Leidsche Rijn")
    VLEUTEN_DE_MEERN = "vleuten-de-meern", _("Vleuten-De Meern")


NEIGHBOURHOODS: Mapping[District, tuple[str, ...]] = {
    District.WEST: ("Lombok", "Oog in Al", "Nieuw Engeland", "Halve Maan", "Majella"),
    District.NORTH_WEST: ("Zuilen", "Ondiep", "Pijlsweerd", "Elinkwijk", "Julianapark"),
    District.OVERVECHT: ("Vechtzoom", "Zambesidreef", "Tigrisdreef", "Taagdreef", "Wolgadreef"),
    District.NORTH_EAST: (
        *("Tuindorp", "Tuinwijk", "Voordorp", "Wittevrouwen", "Vogelenbuurt", "Lauwerecht"),
        *("Staatsliedenbuurt", "Zeeheldenbuurt"),
    ),
    District.EAST: (
        *("Oudwijk", "Abstede", "Schildersbuurt", "Rijnsweerd"),
        *("Wilhelminapark", "Sterrenwijk", "Galgenwaard", "De Uithof", "Science Park"),
    ),
    District.CENTRE: ("Wijk C", "Hoog Catharijne", "Museumkwartier", "Springweg"),
    District.SOUTH: ("Hoograven", "Lunetten", "Tolsteeg", "Rotsoord", "Bokkenbuurt"),
    District.SOUTH_WEST: ("Kanaleneiland", "Transwijk", "Rivierenwijk", "Dichterswijk"),
    District.LEIDSCHE_RIJN: (
        *("Terwijde", "Parkwijk", "Langerak", "Hogeweide", "Rijnvliet"),
        *("Leeuwesteyn",),
    ),
    District.VLEUTEN_DE_MEERN: ("Vleuten", "De Meern", "Haarzuilens", "Veldhuizen", "Vleuterweide"),
}
"""What people call where they live: the best known neighbourhoods of each district."""
