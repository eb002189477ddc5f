"""What people are told about their accounts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.notices import kinds
from courses.notices.kinds import Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.writing import link_for
from courses.people import claiming

if TYPE_CHECKING:
    from courses.notices.models import Notice
    from courses.people.enums import ContactWay

CLAIM_CODE = "account_claim_code"


def _claim_code(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """The code itself, which the notice does not keep: not when it holds no more, or another was
    made. A preview has no code."""
    person = notice.person
    code = claiming.code_of(person)
    is_news = code is not None and notice.facts.get("code") == claiming.occasion(person)
    if not is_news and not anyway:
        return None
    values = {"adres": link_for(way, reverse("people:claim"))}
    if is_news and not anyway:
        values |= {"code": code or "", "geldig_tot": formats.day(person.claim_until)}
    return Content(values)


kinds.explain_facts(
    wrong_number=FactWords(_("telefoonnummer"), kinds.each(lambda _token: gettext("klopte niet"))),
    code=FactWords(
        _("een code die geldt tot"),
        kinds.each(lambda until: formats.deadline(datetime.fromisoformat(until))),
    ),
)

kinds.register(
    NoticeKind(
        name=CLAIM_CODE,
        title=_("Code om zelf in te loggen"),
        build=_claim_code,
        placeholders=(
            Placeholder("code", _("de code"), "ABCD-EFGH"),
            Placeholder("geldig_tot", _("de dag tot wanneer de code geldt"), _("3 maart 2026")),
            Placeholder(
                "adres",
                _("de pagina waar iemand de code invult"),
                "academie.example.org/mijn/gegevens/code",
            ),
        ),
        script=Script(
            say=(
                _("Je kunt nu zelf inloggen op onze site. Daarvoor heb je een code nodig."),
                _("Ga naar {adres} en maak een account met je eigen e-mailadres."),
                _("Vul dan deze code in: {code}"),
                _("De code geldt tot {geldig_tot}. Geef hem aan niemand anders."),
            ),
            ask=(_("Heb je de code opgeschreven? Lees hem eens voor."),),
            note=(_("Bel het nummer dat wij kennen. Weet zeker wie je spreekt."),),
        ),
    )
)
