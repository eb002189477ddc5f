"""What can be found of the academy's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from academy.website.models import ContentPage
from courses.catalogue.models import for_everybody
from courses.catalogue.search_documents import Asking, as_read, in_language, texts_of_blocks
from courses.common import addresses
from courses.search.enums import DocumentKind
from courses.search.sources import Document, Source

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator


class WebsiteSource(Source):
    """The ordinary pages. The catalogue's stamp changes with any page, so with these too."""

    def stamp(self) -> Hashable:
        return ()

    def documents(self, language: str) -> Iterator[Document]:
        pages = for_everybody(ContentPage.objects.all()).select_related("locale").order_by("path")
        for page in in_language(pages, language):
            yield as_read(page, _page)
        yield _missing_one()
        yield from _doors()


def _missing_one() -> Document:
    """The page for who cannot come once: an address of the site, that no editor can take away."""
    return Document(
        key="missing-one",
        kind=DocumentKind.PAGE,
        title=gettext("Kun je een keer niet?"),
        address=addresses.MISSING_ONE,
        summary=gettext(
            "Wat je doet als je een bijeenkomst mist, of je voor één keer wilt afmelden."
        ),
        keywords=gettext(
            "keer niet kunnen, keer missen, bijeenkomst missen, afmelden voor één keer, afwezig, "
            "afwezigheid, verhinderd, inhalen"
        ),
        is_dutch=False,
    )


def _doors() -> Iterator[Document]:
    """What people look for of their own: an enrolment, a way out of it, a mail, a certificate, and
    how to sign in. What stands behind these doors is no document; that they are there is."""
    yield _door(
        key="own-enrolments",
        title=gettext("Waar ben je ingeschreven?"),
        summary=gettext(
            "In Mijn academie zie je voor welke trainingen je bent ingeschreven: wanneer het is, "
            "waar, en hoe je er komt. Ook of je op een wachtlijst staat."
        ),
        keywords=gettext(
            "mijn academie, ingeschreven, mijn inschrijving, aangemeld, mijn afspraken, "
            "mijn trainingen, mijn data, wachtlijst, waar moet ik zijn, hoe laat moet ik er zijn, "
            "waar is het gebouw, adres, route, bus, halte, parkeren"
        ),
    )
    yield _door(
        key="own-withdrawal",
        title=gettext("Afmelden of een andere datum kiezen"),
        summary=gettext(
            "Kun je niet komen? In Mijn academie staat bij je training hoe je je afmeldt, of hoe "
            "je ruilt met een andere datum."
        ),
        keywords=gettext(
            "afmelden, ik kan niet komen, niet meer komen, kan niet meer, afzeggen, annuleren, "
            "uitschrijven, stoppen, andere datum, ruilen"
        ),
    )
    yield _door(
        key="own-mails",
        title=gettext("Een mail van ons terugvinden"),
        summary=gettext(
            "Wat in onze mails staat, vind je ook in Mijn academie: je data, de plaats en de link."
        ),
        keywords=gettext(
            "mail kwijt, mailtje, e-mail, geen mail gekregen, mail weg, mail niet ontvangen, "
            "bevestiging, link kwijt, spam"
        ),
    )
    yield _door(
        key="own-certificates",
        title=gettext("Je certificaten"),
        anchor="certificaten",
        summary=gettext(
            "Ben je een certificaat kwijt? In Mijn academie kun je het steeds weer downloaden."
        ),
        keywords=gettext(
            "certificaat kwijt, mijn certificaat, certificaat downloaden, certificaat printen, "
            "bewijs van deelname"
        ),
    )
    yield _door(
        key="own-opinions",
        title=gettext("Zeggen wat je van een training vond"),
        summary=gettext(
            "Na afloop vragen we wat je ervan vond. Je hoort dan van ons. De vragen staan ook "
            "bovenaan in Mijn academie."
        ),
        keywords=gettext(
            "evaluatie, evalueren, evaluatieformulier, mening geven, je mening, wat vond je ervan, "
            "feedback, beoordelen, enquête"
        ),
    )
    yield Document(
        key="enrol",
        kind=DocumentKind.PAGE,
        title=gettext("Inschrijven of aanmelden: zo doe je dat"),
        address=addresses.AGENDA,
        summary=gettext(
            "Kies in de agenda een datum, en druk op “Schrijf je in”. Je hebt een e-mailadres "
            "nodig, en geen wachtwoord. Je kunt ook bellen: dan schrijven wij je in."
        ),
        keywords=gettext(
            "inschrijven, hoe schrijf ik me in, aanmelden, me opgeven, meedoen, registreren, "
            "account maken, iemand anders aanmelden"
        ),
        is_dutch=False,
    )
    yield Document(
        key="sign-in",
        kind=DocumentKind.PAGE,
        title=gettext("Inloggen, ook zonder wachtwoord"),
        address=f"{reverse('account_login')}?{urlencode({'next': addresses.MINE})}",
        summary=gettext(
            "Vul je e-mailadres in. Dan mailen we je een code. Een wachtwoord heb je niet nodig."
        ),
        keywords=gettext(
            "inloggen, login, wachtwoord vergeten, wachtwoord kwijt, code kwijt, "
            "geen code gekregen, mijn account, weer inloggen, uitgelogd"
        ),
        is_dutch=False,
    )


def _door(*, key: str, title: str, summary: str, keywords: str, anchor: str = "") -> Document:
    return Document(
        key=key,
        kind=DocumentKind.PAGE,
        title=title,
        address=f"{addresses.MINE}{'#' if anchor else ''}{anchor}",
        summary=summary,
        keywords=keywords,
        is_dutch=False,
        is_own=True,
    )


def _page(page: ContentPage, _ask: Asking) -> Document:
    return Document(
        key=f"page-{page.pk}",
        kind=DocumentKind.PAGE,
        title=page.title,
        address=page.get_url() or "",
        summary=page.introduction,
        texts=texts_of_blocks(page),
        is_dutch=page.locale.language_code.startswith("nl"),
    )
