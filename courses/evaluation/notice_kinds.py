"""What people are told about evaluations: that they are asked, twice at most that they were, and in
the end what was done with it.

Nothing here asks whether somebody has answered. The moment at which a notice about that was dropped
would tell when; so who answers after a reminder was written still gets it, and it says that nothing
need be done then.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import addresses, formats
from courses.evaluation import links, rendering
from courses.evaluation.enums import (
    INVITATION,
    INVITATION_AGAIN,
    INVITATION_LATER,
    INVITATION_SURVEY,
    REACTION,
    REMINDER,
    Occasion,
)
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import asking
from courses.evaluation.queries.reactions import reaction_of
from courses.notices import edition_words, kinds
from courses.notices.kinds import CallLink, Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.trainer_kinds import find_edition
from courses.notices.writing import link_for, our_telephone
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from courses.evaluation.models import Participation
    from courses.notices.models import Notice
    from courses.plugin_api.contributions.base import Text


def _invitation(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when the form is closed, or the person is not asked any more."""
    participation = asking.invitation_of(notice)
    is_news = participation is not None and participation.form.takes_answers
    if not (is_news or anyway):
        return None
    values, secrets = _ways_to_answer(participation, way)
    return Content(
        {**_subject(notice, participation), **values},
        enclosures=partial(rendering.enclosures_for, participation),
        secrets=secrets,
    )


def _reminder(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Neither when the next reminder was written: that one says the same."""
    participation = asking.invitation_of(notice)
    number = notice.facts.get("number", 0)
    if not anyway and (participation is None or number < participation.form.reminders):
        return None
    return _invitation(notice, way, anyway)


def _subject(notice: Notice, participation: Participation | None) -> dict[str, Text]:
    edition = find_edition(notice)
    if edition is not None:
        words = edition_words.values_of(edition, with_link=False)
    else:
        words = {"training": "", "wanneer": "", "waar": ""}
    if participation is None:
        return {**words, "sluit": ""}
    form = participation.form
    long_ago = {
        Occasion.TEN_WEEKS: gettext("Tien weken geleden"),
        Occasion.YEAR: gettext("Een jaar geleden"),
    }
    return {
        **words,
        "training": form.subject,
        "sluit": formats.deadline(form.closes_at),
        "toen": long_ago.get(Occasion(form.occasion), gettext("Eerder")),
    }


def _ways_to_answer(
    participation: Participation | None, way: ContactWay
) -> tuple[dict[str, Text], Sequence[str]]:
    """The sentence on how to answer, with a link or a code; and what of it is nobody else's."""
    number = our_telephone()
    if way == ContactWay.TELEPHONE:
        call = gettext("Bel ons: {number}. Dan vullen we het samen in.")
        return {"hoe": call.format(number=number), "link": ""}, ()
    if way == ContactWay.MAIL:
        how = gettext(
            "Ga naar deze pagina. Je hoeft niet in te loggen. De link is van jou alleen, dus stuur "
            "hem niet door:"
        )
        link = ""
        if participation is not None:
            path = reverse("evaluation:personal_form", args=[links.token_of(participation)])
            link = link_for(way, path)
        return {"hoe": how, "link": link}, [link]
    code = links.readable(links.code_of(participation)) if participation else ""
    how = gettext(
        "Vul het formulier in dat bij deze brief zit, en stuur het terug in de envelop.\n"
        "Liever bellen? Ons nummer is {number}. Dan vullen we het samen in.\n"
        "Liever op de site? Ga naar {address} en typ deze code: {code}"
    )
    address = link_for(way, addresses.EVALUATION)
    return {"hoe": how.format(number=number, address=address, code=code), "link": ""}, [code]


def _reaction(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when it is withdrawn."""
    found = kinds.still_news(reaction_of(notice), anyway, lambda one: one.is_published)
    if found is None:
        return None
    return Content(
        {
            "training": found.form.subject,
            "gehoord": found.heard,
            "gedaan": found.done,
            "link": link_for(way, addresses.MINE),
        }
    )


def _call_link(notice: Notice) -> CallLink | None:
    participation = asking.invitation_of(notice)
    if participation is None or not participation.form.takes_answers:
        return None
    url = reverse("evaluation_telephone", args=[participation.pk])
    return CallLink(_("Vul het formulier samen in"), url)


_CLOSES = Placeholder("sluit", _("tot wanneer het kan"), _("dinsdag 3 maart om 19:00 uur"))
_HOW = Placeholder(
    "hoe",
    _("een zin boven de link; op papier de code voor de site, en ons nummer"),
    _("Ga naar deze pagina. Je hoeft niet in te loggen."),
)
_THEN = Placeholder("toen", _("hoe lang geleden de training was"), _("Tien weken geleden"))
_HEARD = Placeholder(
    "gehoord", _("wat we in de antwoorden hoorden"), _("Jullie wilden meer oefenen.")
)
_DONE = Placeholder(
    "gedaan", _("wat we ermee deden"), _("We oefenen nu twee keer, met echte voorbeelden.")
)
_ABOUT = (kinds.TRAINING, kinds.WHEN, kinds.WHERE, kinds.LINK, _CLOSES, _HOW)
_HEARS = _("Ik vul je antwoorden in, dus ik hoor ze. Ik vertel ze aan niemand.")
_ANONYMOUS = _("Ze worden zonder je naam bewaard. Niemand kan later zien wat jij hebt gezegd.")
_ASK = (_("Wil je nu een paar vragen beantwoorden? Het duurt een paar minuten."),)
_NOTE = (
    _("Wil iemand dat? Vul het formulier samen in, met de knop hieronder."),
    _("Wil iemand het liever zelf doen? Zeg dat er een brief kan komen met een formulier."),
)


def _script(*first: Text) -> Script:
    return Script(say=(*first, _HEARS, _ANONYMOUS), ask=_ASK, note=_NOTE)


_asks = partial(
    NoticeKind,
    # Whose training it is about must not be the one who fills in the form along; and a reminder
    # tells who had not answered by then.
    hidden_from_trainers=True,
    build=_invitation,
    placeholders=_ABOUT,
    call_link=_call_link,
)
"""What asks somebody to answer."""

_asks_once_more = partial(_asks, is_fleeting=False, keeps_facts=True)
"""The same about a form of which there are several for one edition, or that is about none: its
facts say which, and each is news beside the others."""

KINDS = (
    _asks(
        name=INVITATION,
        title=_("Vraag om te evalueren"),
        script=_script(kinds.CALLING_ABOUT, _("Je was erbij. Wat vond je ervan?")),
    ),
    _asks_once_more(
        name=INVITATION_LATER,
        title=_("Vraag om te evalueren, een tijd later"),
        placeholders=(*_ABOUT, _THEN),
        script=_script(
            kinds.CALLING_ABOUT,
            _("{toen} was je erbij. We willen graag weten wat je ervan gebruikt."),
        ),
    ),
    _asks_once_more(
        name=INVITATION_SURVEY,
        title=_("Vraag om een enquête in te vullen"),
        placeholders=(kinds.TRAINING, kinds.LINK, _CLOSES, _HOW),
        script=_script(
            _("Ik bel met een paar vragen: {training}."), _("We horen graag wat je vindt.")
        ),
    ),
    _asks_once_more(
        name=INVITATION_AGAIN,
        title=_("Vraag om opnieuw te evalueren, omdat antwoorden verloren zijn"),
        placeholders=(kinds.TRAINING, kinds.LINK, _CLOSES, _HOW),
        script=_script(
            _("Ik bel over vragen die we je eerder stelden: {training}."),
            _(
                "Door een fout van ons zijn alle antwoorden verloren gegaan. Niemand heeft ze "
                "gelezen. Sorry!"
            ),
        ),
    ),
    _asks_once_more(
        name=REMINDER,
        title=_("Herinnering om te evalueren"),
        build=_reminder,
        script=_script(
            _("Ik bel over een paar vragen die we je stelden: {training}."),
            _("Heb je ze al beantwoord? Dan hoef je niets te doen. Dank je wel!"),
        ),
    ),
    NoticeKind(
        name=REACTION,
        title=_("Wat we met de evaluatie deden"),
        is_fleeting=False,
        keeps_facts=True,
        build=_reaction,
        placeholders=(kinds.TRAINING, _HEARD, _DONE, kinds.LINK),
        script=Script(
            say=(
                _("Ik bel over de vragen die we stelden: {training}."),
                _("Dit hoorden we: {gehoord}"),
                _("Dit deden we ermee: {gedaan}"),
                _("Dank je wel voor het meedenken."),
            )
        ),
    ),
)

kinds.register(*KINDS)


def _subjects(keys: Collection[int]) -> dict[int, str]:
    found = EvaluationForm.objects.select_related("edition__training").in_bulk(list(keys))
    return {pk: form.subject for pk, form in found.items()}


kinds.explain_facts(
    form=FactWords(_("evaluatie"), _subjects),
    number=FactWords(_("hoeveelste herinnering"), kinds.each(str)),
)
