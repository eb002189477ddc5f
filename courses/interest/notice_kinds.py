"""What somebody hears who waited for a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage, who_may_open
from courses.common import addresses
from courses.editions.models import Edition
from courses.interest.models import Interest
from courses.notices import edition_words, kinds
from courses.notices.kinds import Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.writing import link_for
from courses.translations.reading import written

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.notices.models import Notice
    from courses.people.enums import ContactWay

NEW_DATE = "interest_new_date"
REGISTERED = "interest_registered"

ALL_DATES = Placeholder(
    "alle_data",
    _("de pagina van de training, met alle data en de knop om te stoppen"),
    "https://academie.example.org/trainingen/eenzaamheid-signaleren/",
)


def _build(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """As long as one can enrol in it."""
    edition = (
        Edition.objects.select_related("training")
        .prefetch_related("sessions")
        .filter(pk=notice.edition_id)
        .first()
    )
    about = kinds.still_news(
        edition,
        anyway,
        lambda one: (
            one.is_open_for_enrolment
            and one.training.live
            and bool(who_may_open(one.training, [notice.person]))
        ),
    )
    if about is None:
        return None
    return Content(
        {
            **edition_words.values_of(about, with_link=False),
            "link": link_for(way, reverse("enrolment:enrol", args=[about.pk])),
            "alle_data": link_for(way, addresses.training(about.training.slug)),
        },
        training_id=about.training_id,
    )


def _build_registered(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """As long as the person waits for it."""
    wishes = Interest.objects.select_related("training")
    wish = wishes.filter(person=notice.person_id, training=notice.facts.get("wish_for")).first()
    if wish is None and anyway:
        wish = wishes.first()
    if wish is None:
        return None
    words = gettext("Je krijgt een mail bij elke nieuwe datum.")
    if wish.when:
        words = gettext("Je krijgt een mail bij elke nieuwe datum %(when)s.") % {"when": wish.when}
    own_page = reverse("interest:interest", args=[wish.training.slug])
    return Content(
        {
            "training": written(wish.training.title),
            "wens": words,
            "link": link_for(way, own_page),
        },
        training_id=wish.training_id,
    )


def _titles(keys: Collection[int]) -> dict[int, str]:
    found = TrainingPage.objects.filter(pk__in=keys)
    return dict(found.values_list("pk", "title"))


kinds.explain_facts(wish_for=FactWords(_("training"), _titles))

KINDS = (
    NoticeKind(
        name=REGISTERED,
        title=_("Op de lijst voor een nieuwe datum"),
        build=_build_registered,
        placeholders=(
            kinds.TRAINING,
            kinds.LINK,
            Placeholder(
                "wens",
                _("een zin over welke nieuwe data iemand hoort"),
                _("Je krijgt een mail bij elke nieuwe datum ’s avonds."),
            ),
        ),
        script=Script(
            say=(
                _("Je staat op de lijst voor een nieuwe datum van deze training:"),
                "{training}",
            ),
            ask=(_("Wil je op de lijst blijven staan?"),),
        ),
    ),
    NoticeKind(
        name=NEW_DATE,
        title=_("Er is een nieuwe datum"),
        build=_build,
        placeholders=(kinds.TRAINING, kinds.WHEN, kinds.WHERE, kinds.LINK, ALL_DATES),
        is_urgent=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je wilde het weten als er een nieuwe datum is. Die is er:"),
                "{wanneer}",
                "{waar}",
            ),
            ask=(
                _("Wil je meedoen? Dan schrijf ik je meteen in."),
                _("Kun je dan niet? Je blijft op de lijst. Wil je dat niet meer, zeg het dan."),
            ),
            note=(_("Schrijf op of iemand mee wil doen."),),
        ),
    ),
)
