"""What each figure means: the one place that says so, for pages, files and reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Definition:
    """A figure: what it is called, and what exactly it says."""

    term: StrOrPromise
    text: StrOrPromise
    exactly: StrOrPromise = ""
    """How it is reckoned, for who wants to know: apart from what the figure says."""


EDITIONS = Definition(
    _("Uitvoeringen"),
    _(
        "Gepubliceerde uitvoeringen waarvan de laatste bijeenkomst voorbij is, op de dag waarop ze "
        "eindigden. Een uitvoering kan meer dan één bijeenkomst hebben: bij “Bereik” tellen we "
        "bijeenkomsten. Uitvoeringen die anderen opgaven, tellen hier niet mee."
    ),
)
PARTICIPANTS = Definition(
    _("Deelnames"),
    _(
        "Hoe vaak iemand een plaats had. Ook wie niet kwam, telt mee. Wie in twee uitvoeringen "
        "een plaats had, telt twee keer. Wie zich liet wissen, telt nog mee. Hoeveel verschillende "
        "mensen dat waren, staat bij “Bereik”: daar telt iedereen één keer. Bij “Bereik” telt ook "
        "mee wat nog loopt; hier pas als het voorbij is."
    ),
)
PEOPLE = Definition(
    _("Verschillende mensen"),
    _(
        "De mensen met zo’n plaats: iedereen telt één keer, ook wie aan twee uitvoeringen meedeed. "
        "Daarom zijn het er minder dan deelnames. Van wie zich liet wissen, weten we niet meer wie "
        "het was: die telt in elke uitvoering één keer."
    ),
)
EDITIONS_OF_A_YEAR = Definition(
    EDITIONS.term,
    _(
        "Gepubliceerde uitvoeringen waarvan de laatste bijeenkomst voorbij is, op de dag waarop ze "
        "eindigden. Een uitvoering kan meer dan één bijeenkomst hebben. Uitvoeringen die anderen "
        "opgaven, tellen hier niet mee."
    ),
)
"""In a report on a year, which speaks of no other page."""
PARTICIPANTS_OF_A_YEAR = Definition(
    PARTICIPANTS.term,
    _(
        "Hoe vaak iemand een plaats had in een uitvoering die voorbij is. Ook wie niet kwam, telt "
        "mee. Wie in twee uitvoeringen een plaats had, telt twee keer. Wie zich liet wissen, telt "
        "nog mee."
    ),
)
BACKGROUNDS = Definition(
    _("Achtergrond"),
    _(
        "Of iemand meedeed als bewoner, vrijwilliger, beroepskracht of uit het bedrijfsleven. We "
        "tellen dat twee keer: als de evaluatie opengaat en als die sluit. Van wie zich liet "
        "wissen, weten we het niet meer: dat heet onbekend. Groepen van minder dan 5 staan samen "
        "met de kleinste andere groep in één getal."
    ),
)
RESPONSE = Definition(
    _("Respons"),
    _(
        "Hoeveel van de mensen die we konden vragen, het formulier invulden. Gevraagd is wie een "
        "mail of brief kreeg, werd gebeld of op papier invulde. Wie wel is uitgenodigd maar niets "
        "hoorde, telt niet als iemand die niet antwoordde. Alleen gesloten formulieren tellen. "
        "Weet niemand hoeveel mensen er zijn gevraagd, dan telt het formulier hier niet mee."
    ),
)
MEAN = Definition(
    _("Gemiddeld cijfer"),
    _(
        "Alle cijfers van 1 tot en met 10 bij elkaar, gedeeld door hoeveel het er zijn (n). Elk "
        "antwoord telt even zwaar, hoe groot de groep ook was. Een groep telt alleen mee als ten "
        "minste 5 mensen deze vraag beantwoordden en het formulier gesloten is."
    ),
)
SPREAD = Definition(
    _("Spreiding"),
    _(
        "Hoe ver cijfers gewoonlijk van het gemiddelde liggen. Hoe hoger, hoe meer mensen van "
        "mening verschillen."
    ),
    _("Dit is de standaardafwijking."),
)
INTERVAL = Definition(
    _("Onzekerheid"),
    _(
        "Hoe zeker het gemiddelde is. Met dezelfde trainingen en andere mensen zou het gemiddelde "
        "meestal tussen deze twee cijfers liggen. Wie niet antwoordde, kan anders denken; dat zit "
        "er niet in."
    ),
    _(
        "Het 95%-betrouwbaarheidsinterval van het gemiddelde. We rekenen met de t-verdeling, één "
        "keer per persoon en één keer per groep, en nemen het breedste van de twee: mensen uit één "
        "groep hadden dezelfde trainer op dezelfde dag. Omdat cijfers hele getallen zijn, rekenen "
        "we nooit met een kleinere spreiding dan die van het afronden."
    ),
)
DISTRIBUTION = Definition(
    _("Verdeling"),
    _("Hoe vaak elk antwoord is gegeven."),
)
WORDING = Definition(
    _("Andere woorden"),
    _(
        "Als een vraag in andere woorden is gesteld, tellen we de antwoorden niet bij elkaar op. "
        "De lijn in de grafiek is daar onderbroken."
    ),
)
WITHHELD = Definition(
    _("Niet te zien"),
    _(
        "We laten antwoorden op een vraag niet zien als het formulier nog open is, als minder dan "
        "5 mensen die vraag beantwoordden (van wie al in de groep zat toen het formulier "
        "openging), of als te zien zou zijn wat iedereen zei: alle genodigden gaven hetzelfde "
        "antwoord. Wat niet te zien is, telt ook in geen enkel totaal mee. Zo kun je het ook niet "
        "uitrekenen."
    ),
)
REPORTED = Definition(
    _("Volgens opgave"),
    _(
        "Niet hier ingevuld, maar overgenomen van elders: uit een ander programma, van papier of "
        "uit een verslag. Is bekend hoe vaak elk antwoord is gegeven, dan telt het mee in het "
        "gemiddelde, de spreiding en het verloop, en staat erbij van hoeveel mensen dat is. Is "
        "alleen een gemiddelde bekend, dan staat het apart en telt het nergens mee: hoe ver de "
        "cijfers uit elkaar lagen weten we niet, en dus ook niet hoe zeker het is. Ook hiervan "
        "laten we niets zien van minder dan 5 mensen."
    ),
)
DIFFERENCE = Definition(
    _("Verschil"),
    _(
        "Het ene gemiddelde min het andere, en tussen welke twee getallen dat verschil meestal "
        "ligt. Ligt 0 daartussen, dan kan het verschil toeval zijn."
    ),
    _("Het 95%-betrouwbaarheidsinterval van het verschil, met de toets van Welch."),
)

TARGET = Definition(
    _("Doel"),
    _(
        "Wat de academie zich voor dat jaar voornam: hoeveel uitvoeringen van elke soort, en "
        "hoeveel deelnames in alle uitvoeringen van die soort samen. Een doel van één training is "
        "een ander doel. Dat staat hier niet bij."
    ),
)
GROWTH = Definition(
    _("Groei"),
    _("Het aantal in dit jaar min het aantal in het jaar ervoor. Allebei over een heel jaar."),
)
BACKGROUNDS_TOGETHER = Definition(
    _("Achtergronden in dit verslag"),
    _(
        "Groepen van minder dan 5 mensen laten we niet zien. Die staan samen met de kleinste "
        "andere groep in één getal, zodat je ze ook niet kunt uitrekenen. Onbekend zijn mensen die "
        "zich lieten wissen, en mensen in een groep die geen evaluatie kreeg. Het jaar ervoor "
        "staat erbij als dat verslag is vastgesteld."
    ),
)
DISTRICTS = Definition(
    _("Wijk"),
    _("De wijk waar de uitvoering was. Waar deelnemers wonen, vragen we niet."),
)
LANGUAGES = Definition(_("Taal"), _("De taal waarin de uitvoering was."))
TIPS = Definition(
    _("Gouden tips"),
    _(
        "Wat mensen schreven op vragen om een tip. Iemand van de academie koos ze, en las eerst of "
        "er niets in staat waaraan je mensen herkent."
    ),
)
AS_OF = Definition(
    _("Van wanneer de cijfers zijn"),
    _(
        "Een concept laat de cijfers van nu zien. Bij het vaststellen bewaren we ze: wat daarna "
        "verandert, verandert het verslag niet meer."
    ),
)

ALL = {
    "editions": EDITIONS,
    "participants": PARTICIPANTS,
    "people": PEOPLE,
    "backgrounds": BACKGROUNDS,
    "response": RESPONSE,
    "mean": MEAN,
    "spread": SPREAD,
    "interval": INTERVAL,
    "distribution": DISTRIBUTION,
    "wording": WORDING,
    "withheld": WITHHELD,
    "reported": REPORTED,
    "difference": DIFFERENCE,
    "target": TARGET,
    "growth": GROWTH,
    "backgrounds_together": BACKGROUNDS_TOGETHER,
    "districts": DISTRICTS,
    "languages": LANGUAGES,
    "tips": TIPS,
    "as_of": AS_OF,
}

OF_A_YEAR = (
    AS_OF,
    EDITIONS_OF_A_YEAR,
    PARTICIPANTS_OF_A_YEAR,
    PEOPLE,
    TARGET,
    GROWTH,
    BACKGROUNDS,
    BACKGROUNDS_TOGETHER,
    DISTRICTS,
    LANGUAGES,
    RESPONSE,
    MEAN,
    INTERVAL,
    SPREAD,
    WORDING,
    WITHHELD,
    DIFFERENCE,
    TIPS,
    REPORTED,
)
"""What a year report explains at its end, in the order in which it comes by."""
