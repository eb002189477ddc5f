"""The kinds of notices about enrolments: what may be filled in, and what is said in a call."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.common import formats
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.notice_kinds.contents import (
    about_companion,
    about_deadline,
    about_going_on,
    about_move,
    about_move_asked,
    about_newcomer,
    about_off_site,
    about_other_edition,
    about_status,
    link_to_answers,
    message,
)
from courses.enrolment.notice_names import (
    COMPANION_CAME,
    COMPANION_LEFT,
    DEADLINE,
    GOES_ON,
    LEFT_QUEUE,
    MESSAGE,
    MOVE_ASKED,
    MOVED,
    OFF_SITE,
    OTHER_EDITION,
)
from courses.notices import edition_changes, edition_words, kinds
from courses.notices.kinds import FactWords, NoticeKind, Placeholder, Script
from courses.people.queries import yes_or_no
from courses.plugin_api.contributions.messages import NotificationKind

if TYPE_CHECKING:
    from collections.abc import Collection


ABOUT = (kinds.TRAINING, kinds.WHEN, kinds.WHERE, kinds.LINK, edition_words.LINK_TO_SPELL)
_AGENDA = Placeholder(
    "agenda", _("het adres van de agenda"), "https://academie.example.org/agenda/"
)
_OTHER_DATES = Placeholder(
    "andere_data",
    _("andere data van deze training, of waar die komen te staan"),
    format_lazy(
        "{}\nhttps://academie.example.org/trainingen/voorbeeld/nieuwe-datum/",
        _("Wil je het weten als er een nieuwe datum is? Zet je dan op de lijst:"),
    ),
)
_ATTACHED = Placeholder(
    "bijlage",
    _("een zin over de bijlage voor de agenda; alleen in een mail"),
    _("Bij deze mail zit een bestand. Open het. Dan staat de training in je agenda."),
)
_TAKEN_OUT = Placeholder(
    "bijlage",
    _("een zin over de bijlage voor de agenda; alleen in een mail"),
    _("Bij deze mail zit een bestand. Open het. Dan gaat de training weer uit je agenda."),
)
_LEFT_BEHIND = Placeholder(
    "achterblijft",
    _("wie iemand meenam, die blijft en die wij niet kunnen bereiken; anders niets"),
    _("Noor blijft ingeschreven. Vertel dus zelf dat jij niet komt."),
)
_DEADLINE = Placeholder(
    "deadline", _("tot wanneer het aanbod geldt"), _("dinsdag 3 maart om 19:00 uur")
)
_AFTERWARDS = Placeholder(
    "daarna", _("een zin over wat er daarna gebeurt"), _("Daarna kan het niet meer.")
)
_OFFER = (_DEADLINE, _AFTERWARDS)
_SIGNING_IN = Placeholder(
    "inloggen",
    _("een zin over inloggen, voor wie dat nog nooit deed; alleen in een mail"),
    _("Inloggen doe je met dit e-mailadres. Je krijgt dan een code, meer hoeft niet."),
)
_TO_COME = Placeholder(
    "komende",
    _("de bijeenkomsten die nog komen, elk op een eigen regel"),
    _("- dinsdag 3 maart 2026, 19:00–22:00"),
)
_BEGUN = Placeholder(
    "al_begonnen",
    _("een zin als de training al begonnen is; anders niets"),
    _("Let op: deze training is al begonnen op 3 maart 2026."),
)
ACCESS = Placeholder(
    "toegang", _("hoe je er komt en binnenkomt, van de locatie"), _("- De deur: de groene deur")
)
_TOGETHER = Placeholder(
    "samen",
    _("met wie iemand samen komt, en hoe die het hoort; anders niets"),
    _("Je komt samen met Noor. Wij bellen Noor."),
)
_OFF_LIST = Placeholder(
    "lijst",
    _("voor wie op een nieuwe datum wachtte: dat het wachten voorbij is; anders niets"),
    _("Je staat niet meer op de lijst voor nieuwe data: je hebt nu een plaats."),
)
_UNTIL_WHEN = Placeholder(
    "afmelden",
    _("tot wanneer afmelden op de eigen pagina kan; leeg waar dat tot het begin is"),
    _("Afmelden kan op de site tot 24 uur voor het begin. Daarna bel je ons: 030 236 17 45."),
)
_WHEN_TO_CALL = Placeholder(
    "bereikbaar",
    _("wanneer we de telefoon opnemen; leeg waar dat al ergens anders staat"),
    _("Wij nemen op: elke dag van 9.00 tot 13.00 uur."),
)
_CAN_COME = Placeholder("kun_je", _("de vraag of iemand dan kan"), _("Kun je op al deze dagen?"))
_MISSES_ONE = Placeholder(
    "een_keer_niet",
    _("wat je doet als iemand één keer niet kan; leeg als er maar één keer is"),
    _("Kan iemand één keer niet? Kies “Kan één keer niet”."),
)

TIMES = _("Dit zijn de dagen en tijden:")
COMES = _("Gesproken: ja, komt")
NOTE_ANSWER = _("Zegt iemand ja of nee? Kies hieronder wat het wordt.")
NOTE_OTHER_DATE = _("Wil iemand een andere datum? Kies hieronder een uitvoering.")

KINDS = (
    NoticeKind(
        name=NotificationKind.CONFIRMED.value,
        title=_("Ingeschreven"),
        build=partial(about_status, EnrolmentStatus.CONFIRMED),
        placeholders=(
            *(*ABOUT, ACCESS, _TOGETHER, _ATTACHED, _TO_COME, _BEGUN, _CAN_COME),
            *(_MISSES_ONE, _SIGNING_IN, _OFF_LIST, _UNTIL_WHEN, _WHEN_TO_CALL),
        ),
        plugin_kind=NotificationKind.CONFIRMED,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je bent ingeschreven. Fijn dat je meedoet!"),
                "{samen}",
                "{lijst}",
                "{al_begonnen}",
                TIMES,
                "{komende}",
                "{waar}",
                "{toegang}",
            ),
            ask=("{kun_je}", _("Heb je iets nodig om mee te kunnen doen?")),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
                "{een_keer_niet}",
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=NotificationKind.WAITING.value,
        title=_("Op de wachtlijst"),
        build=partial(about_status, EnrolmentStatus.WAITING),
        placeholders=(
            *ABOUT,
            _TOGETHER,
            Placeholder("plek", _("het nummer op de wachtlijst"), "3"),
            Placeholder(
                "dan",
                _("een zin over hoe iemand hoort dat er een plaats vrij is"),
                _("Komt er een plaats vrij en ben jij aan de beurt? Dan bellen we je."),
            ),
        ),
        plugin_kind=NotificationKind.WAITING,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("De training is vol. Je staat op nummer {plek} van de wachtlijst."),
                "{samen}",
                "{dan}",
                _("Het gaat om deze dagen en tijden:"),
                "{wanneer}",
                "{waar}",
            ),
            ask=(_("Wil je op de wachtlijst blijven staan?"),),
            note=(_("Wil iemand niet wachten? Haal die persoon dan van de lijst."),),
        ),
    ),
    NoticeKind(
        name=NotificationKind.OFFERED.value,
        title=_("Plaats aangeboden"),
        build=partial(about_status, EnrolmentStatus.OFFERED),
        placeholders=(*ABOUT, _TOGETHER, *_OFFER),
        plugin_kind=NotificationKind.OFFERED,
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Goed nieuws: er is een plaats vrij en jij bent aan de beurt."),
                "{samen}",
                TIMES,
                "{wanneer}",
                "{waar}",
                _("Je kunt kiezen tot {deadline}."),
            ),
            ask=(_("Wil je de plaats? Ja of nee?"),),
            note=(NOTE_ANSWER,),
        ),
    ),
    NoticeKind(
        name=DEADLINE,
        title=_("Aanbod geldt tot een ander moment"),
        build=about_deadline,
        placeholders=(*ABOUT, *_OFFER),
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is een plaats voor je."),
                "{wanneer}",
                "{waar}",
                _("Je kunt nu kiezen tot {deadline}. {daarna}"),
            ),
            ask=(_("Wil je de plaats? Ja of nee?"),),
            note=(NOTE_ANSWER,),
        ),
    ),
    NoticeKind(
        name=NotificationKind.EXPIRED.value,
        title=_("Aanbod verlopen"),
        build=partial(about_status, EnrolmentStatus.EXPIRED),
        placeholders=(
            *ABOUT,
            _OTHER_DATES,
            Placeholder(
                "waarom",
                _("een zin over waarom het aanbod voorbij is"),
                _("We hoorden niet op tijd van je. Daarom is de plaats weer vrij voor een ander."),
            ),
            Placeholder(
                "verder", _("wat iemand nu kan doen, met de link"), _("Kijk in de agenda.")
            ),
        ),
        plugin_kind=NotificationKind.EXPIRED,
        script=Script(
            say=(kinds.CALLING_ABOUT, "{waarom}", "{andere_data}"),
            ask=(_("Wil je nog meedoen, op deze of een andere datum?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name="enrolment_no_place",
        title=_("Geen plaats vrijgekomen"),
        build=partial(about_status, EnrolmentStatus.NO_PLACE),
        placeholders=(*ABOUT, _OTHER_DATES),
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is geen plaats voor je vrijgekomen. Dat spijt ons."),
                "{andere_data}",
            ),
            ask=(_("Wil je een andere keer meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=NotificationKind.WITHDRAWN.value,
        title=_("Afgemeld"),
        build=partial(about_status, EnrolmentStatus.WITHDRAWN),
        placeholders=(*ABOUT, _AGENDA, _OTHER_DATES, _LEFT_BEHIND, _TAKEN_OUT),
        plugin_kind=NotificationKind.WITHDRAWN,
        script=Script(
            say=(kinds.CALLING_ABOUT, _("Je bent afgemeld voor deze training.")),
            ask=(_("Klopt dat? Wil je een andere keer meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=LEFT_QUEUE,
        title=_("Niet meer op de wachtlijst"),
        build=partial(about_status, EnrolmentStatus.WITHDRAWN),
        placeholders=(
            *ABOUT,
            _AGENDA,
            _OTHER_DATES,
            _LEFT_BEHIND,
            Placeholder(
                "wat",
                _("een zin over wat er weg is: de plek op de wachtlijst, of de aangeboden plaats"),
                _("Je staat niet meer op de wachtlijst voor deze training."),
            ),
        ),
        plugin_kind=NotificationKind.WITHDRAWN,
        script=Script(
            say=(kinds.CALLING_ABOUT, "{wat}"),
            ask=(_("Klopt dat? Wil je een andere keer meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=NotificationKind.CANCELLED.value,
        title=_("Gaat niet door"),
        build=partial(about_status, EnrolmentStatus.CANCELLED),
        placeholders=(
            *ABOUT,
            _TAKEN_OUT,
            _OTHER_DATES,
            Placeholder(
                "reden",
                _("waarom het niet doorgaat, in jouw woorden"),
                _("De trainer is ziek."),
            ),
        ),
        plugin_kind=NotificationKind.CANCELLED,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Deze training gaat helaas niet door. Dat spijt ons."),
                "{reden}",
                _("Dit waren de dagen:"),
                "{wanneer}",
                "{andere_data}",
            ),
            ask=(_("Wil je op een andere datum meedoen?"),),
            note=(NOTE_OTHER_DATE,),
        ),
    ),
    NoticeKind(
        name=MOVED,
        title=_("Andere tijd, plek of link"),
        build=about_move,
        placeholders=(
            *ABOUT,
            edition_words.NEXT_DAY,
            _ATTACHED,
            _TO_COME,
            edition_changes.CHANGED,
            Placeholder(
                "aanbod",
                _("voor wie een plaats aangeboden kreeg: tot wanneer die kan kiezen"),
                _("Er is een plaats voor je. Kies vóór dinsdag 3 maart om 19:00 uur."),
            ),
            Placeholder(
                "vraag",
                _("een zin boven de link, over wie nu niet meer kan"),
                _("Kun je nu niet meer? Meld je dan af op je eigen pagina:"),
            ),
        ),
        plugin_kind=NotificationKind.MOVED,
        in_short=edition_changes.in_short,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is iets veranderd aan deze training:"),
                "{veranderd}",
                _("Zo is het nu:"),
                "{komende}",
                "{waar}",
                "{aanbod}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=OTHER_EDITION,
        title=_("Verplaatst naar een andere datum"),
        build=about_other_edition,
        placeholders=(
            *ABOUT,
            ACCESS,
            _TOGETHER,
            _ATTACHED,
            _TO_COME,
            _BEGUN,
            _LEFT_BEHIND,
            _OFF_LIST,
            _UNTIL_WHEN,
            Placeholder(
                "vroeger",
                _("de bijeenkomsten die niet meer gelden, elk op een eigen regel"),
                _("- dinsdag 3 maart 2026, 19:00–22:00"),
            ),
        ),
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je bent ingeschreven op een andere datum."),
                "{samen}",
                "{lijst}",
                "{al_begonnen}",
                TIMES,
                "{komende}",
                "{waar}",
                "{toegang}",
                _("Deze bijeenkomsten gelden voor jou niet meer:"),
                "{vroeger}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=MOVE_ASKED,
        title=_("Vraag om naar een andere datum te gaan"),
        build=about_move_asked,
        placeholders=(
            *ABOUT,
            Placeholder(
                "nieuw",
                _("de andere datum, elke bijeenkomst op een eigen regel"),
                _("- dinsdag 3 maart 2026, 19:00–22:00"),
            ),
        ),
        is_urgent=True,
        call_link=link_to_answers,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("In jouw groep zijn weinig mensen. Daarom willen we twee groepen samenvoegen."),
                _("De andere datum is:"),
                "{nieuw}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=(
                _("Kan iemand dan? Kies hieronder “Zet in een andere uitvoering”."),
                _("Blijft iemand liever? Kies “Zegt nee”, en noteer het daar."),
            ),
        ),
    ),
    NoticeKind(
        name=GOES_ON,
        title=_("Gaat door"),
        build=about_going_on,
        placeholders=(*ABOUT, _TO_COME),
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Goed nieuws: de training gaat door, in een kleine groep."),
                TIMES,
                "{komende}",
                "{waar}",
            ),
            ask=(_("Kom je ook?"),),
            note=(
                edition_words.SPELL,
                _("Kan iemand niet? Meld die persoon dan af."),
            ),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=COMPANION_CAME,
        title=_("Er komt iemand met je mee"),
        build=about_newcomer,
        placeholders=(
            *ABOUT,
            _TOGETHER,
            Placeholder("met", _("de naam van wie meekomt"), "Noor Jansen"),
            Placeholder(
                "stand",
                _("een zin over hoe het nu is met wie meekomt"),
                _("Noor Jansen is nu ook ingeschreven."),
            ),
        ),
        script=Script(
            say=(kinds.CALLING_ABOUT, "{stand}", "{samen}", TIMES, "{wanneer}", "{waar}"),
            ask=(_("Klopt dat?"),),
            note=(_("Komt iemand toch niet? Meld die persoon dan af."),),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=COMPANION_LEFT,
        title=_("Met wie je zou komen, komt niet"),
        build=about_companion,
        placeholders=(
            *ABOUT,
            Placeholder("met", _("de voornaam van wie niet komt"), "Noor"),
            Placeholder(
                "stand",
                _("een zin over hoe het nu met de inschrijving is"),
                _("Jij bent nog ingeschreven. Fijn als je komt!"),
            ),
        ),
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je zou samen met {met} komen. {met} komt niet meer."),
                "{stand}",
                TIMES,
                "{wanneer}",
            ),
            ask=(_("Wil je nu ook nog komen?"),),
            note=(_("Wil iemand niet meer? Meld die persoon dan af."),),
            yes=COMES,
        ),
    ),
    NoticeKind(
        name=OFF_SITE,
        title=_("Training of les van de site"),
        build=about_off_site,
        is_editable=False,
        is_fleeting=False,
        script=Script(say=(kinds.CALLING_ABOUT, "{wat}", "{gevolg}")),
    ),
    NoticeKind(
        name=MESSAGE,
        title=_("Bericht over de training"),
        build=message,
        is_editable=False,
        is_fleeting=False,
        script=Script(say=("{bericht}",)),
    ),
)

kinds.register(*KINDS)


def _editions(keys: Collection[int]) -> dict[int, str]:
    found = Edition.objects.select_related("training").in_bulk(list(keys))
    return {pk: str(edition) for pk, edition in found.items()}


def _pages(keys: Collection[int]) -> dict[int, str]:
    return dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))


def _at(moment: str) -> str:
    return formats.deadline(datetime.fromisoformat(moment))


kinds.explain_facts(
    before=FactWords(_("status daarvoor"), kinds.each(lambda one: str(EnrolmentStatus(one).label))),
    edition_before=FactWords(_("van"), _editions),
    to_edition=FactWords(_("naar"), _editions),
    # Not who it is: that is about somebody else.
    enrolment=FactWords(_("gaat over"), kinds.each(lambda _key: gettext("wie met je meekwam"))),
    deadline=FactWords(_("plaats aangeboden tot"), kinds.each(_at)),
    page=FactWords(_("pagina"), _pages),
    off_list=FactWords(_("van de lijst voor nieuwe data"), kinds.each(yes_or_no)),
    kept=FactWords(_("blijft voor jou open"), kinds.each(yes_or_no)),
    subject=FactWords(_("onderwerp"), kinds.each(str)),
    body=FactWords(_("tekst"), kinds.each(str)),
    until=FactWords(_("geldt tot"), kinds.each(_at)),
)
