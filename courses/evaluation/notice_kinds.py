"""What people are told about evaluations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm
from courses.notices import edition_words, kinds
from courses.notices.kinds import Content, NoticeKind, Placeholder, Script
from courses.notices.trainer_kinds import find_edition
from courses.notices.writing import link_for, our_telephone, reads_own_page
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from courses.notices.models import Notice

INVITATION = "evaluation_invitation"


def _invitation(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when the form is closed. Never asks whether the person has answered: the moment at which
    a notice about that is dropped would tell when."""
    edition = find_edition(notice)
    form = EvaluationForm.objects.filter(edition=notice.edition_id, occasion=Occasion.END).first()
    if edition is None or not (anyway or (form is not None and form.takes_answers)):
        return None
    return Content(
        {
            **edition_words.values_of(edition, with_link=False),
            "sluit": formats.deadline(form.closes_at) if form is not None else "",
            "hoe": _how(notice, way),
            "link": (
                link_for(way, reverse("evaluation:form", args=[edition.pk]))
                if reads_own_page(notice.person, way)
                else ""
            ),
        }
    )


def _how(notice: Notice, way: ContactWay) -> str:
    if way == ContactWay.MAIL:
        return gettext("Ga naar deze pagina. Je moet inloggen:")
    if not reads_own_page(notice.person, way):
        only_telephone = gettext("Bel ons: {number}. Dan vullen we het samen in.")
        return only_telephone.format(number=our_telephone())
    by_telephone = gettext(
        "Wil je liever bellen? Ons nummer is {number}. Dan vullen we het samen in. Of vul het in "
        "op de site:"
    )
    return by_telephone.format(number=our_telephone())


kinds.register(
    NoticeKind(
        name=INVITATION,
        title=_("Vraag om te evalueren"),
        # Whose training it is about must not be the one who fills in the form along.
        hidden_from_trainers=True,
        build=_invitation,
        placeholders=(
            kinds.TRAINING,
            kinds.WHEN,
            kinds.WHERE,
            kinds.LINK,
            Placeholder("sluit", _("tot wanneer het kan"), _("dinsdag 3 maart om 19:00 uur")),
            Placeholder(
                "hoe",
                _("een zin boven de link; op papier ook met ons nummer"),
                _("Ga naar deze pagina. Je moet inloggen:"),
            ),
        ),
        script=Script(
            say=(
                _("Ik bel over de training {training}."),
                _("Je was erbij. Wat vond je ervan?"),
                _("Je antwoorden zijn anoniem. Niemand kan later zien wat jij hebt gezegd."),
            ),
            ask=(_("Wil je nu een paar vragen beantwoorden?"),),
            note=(_("Wil iemand dat? Vul het formulier samen in."),),
        ),
    )
)
