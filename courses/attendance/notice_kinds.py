"""What trainers are told about lists of who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance.models import Attendance
from courses.attendance.queries import (
    CANNOT_COME,
    COORDINATORS_TOLD,
    PRESENCE,
    said_not_to_come,
)
from courses.common import clock, formats
from courses.editions.enums import EditionStatus
from courses.editions.models import Session
from courses.notices import edition_words, kinds
from courses.notices.enums import FOR_STAFF
from courses.notices.kinds import CallLink, Content, FactWords, NoticeKind, Placeholder, Script
from courses.notices.trainer_kinds import find_edition
from courses.notices.writing import link_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from courses.notices.models import Notice
    from courses.people.enums import ContactWay


def _presence(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when it has been filled in meanwhile, or the person does not give it any more."""
    return _about_session(
        notice, way, anyway, lambda one: not Attendance.objects.filter(session=one).exists()
    )


def _cannot_come(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when the session is over, or somebody else gives it by now."""
    return _about_session(notice, way, anyway, lambda one: one.ends_at > clock.now())


def _coordinators_told(notice: Notice, way: ContactWay, anyway: bool) -> Content | None:
    """Not when the trainer comes after all, or somebody settled it, or it has begun."""
    edition = find_edition(notice)
    sessions = Session.objects.filter(edition=notice.edition_id).select_related("edition")
    session = sessions.filter(pk=notice.facts.get("session")).first()
    if session is None and anyway:
        session = sessions.first()
    if edition is None or session is None:
        return None
    said = said_not_to_come(session).filter(person=notice.facts.get("trainer")).first()
    is_open = said is not None and said.state in FOR_STAFF and session.starts_at > clock.now()
    if not (anyway or is_open):
        return None
    trainer = said.person if said is not None else None
    call = (
        reverse("notices_call", args=[said.pk])
        if said is not None
        else reverse("attendance_session", args=[edition.pk, session.pk])
    )
    return Content(
        {
            **edition_words.values_of(edition, with_link=True),
            "bijeenkomst": formats.period(session.starts_at, session.ends_at),
            "wie": trainer.name if trainer else gettext("de trainer"),
            "nummer": trainer.telephone if trainer else "",
            "link": link_for(way, call),
        }
    )


def _about_session(
    notice: Notice, way: ContactWay, anyway: bool, is_news: Callable[[Session], bool]
) -> Content | None:
    """About a session of an edition that goes on, as long as the person gives it."""
    edition = find_edition(notice)
    if edition is None:
        return None
    sessions = Session.objects.filter(edition=edition).order_by("starts_at", "pk")
    if not anyway:
        sessions = sessions.filter(pk=notice.facts.get("session"))
    session = sessions.first()
    if session is None:
        return None
    is_given = (
        edition.status == EditionStatus.OPEN
        and edition.trainers.filter(pk=notice.person_id).exists()
    )
    if not anyway and not (is_given and is_news(session)):
        return None
    return Content(
        {
            **edition_words.values_of(edition, with_link=True),
            "bijeenkomst": formats.period(session.starts_at, session.ends_at),
            "link": link_for(way, reverse("attendance_session", args=[edition.pk, session.pk])),
        }
    )


_ABOUT = (
    kinds.TRAINING,
    kinds.WHEN,
    kinds.WHERE,
    kinds.LINK,
    Placeholder(
        "bijeenkomst",
        _("de bijeenkomst waar het om gaat"),
        _("dinsdag 3 maart 2026, 19:00–22:00"),
    ),
)


def _other_trainer(notice: Notice) -> CallLink | None:
    if notice.edition_id is None:
        return None
    url = reverse("uitvoeringen:edit", args=[notice.edition_id])
    return CallLink(gettext("Kies een andere trainer of dag"), url, may_be_left=True)


kinds.register(
    NoticeKind(
        name=PRESENCE,
        title=_("Voor de trainer: presentie nog invullen"),
        build=_presence,
        placeholders=_ABOUT,
        is_urgent=True,
        is_fleeting=False,
        for_trainer=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Van deze bijeenkomst is nog niet ingevuld wie er was:"),
                "{bijeenkomst}",
            ),
            ask=(_("Wie was er wel, en wie niet?"),),
            note=(_("Vul het meteen in op de presentielijst."),),
        ),
    ),
    NoticeKind(
        name=CANNOT_COME,
        title=_("Van de trainer: ik kan niet komen"),
        build=_cannot_come,
        placeholders=_ABOUT,
        is_urgent=True,
        is_fleeting=False,
        for_trainer=True,
        is_call=True,
        call_link=_other_trainer,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je zei dat je bij deze bijeenkomst niet kunt komen:"),
                "{bijeenkomst}",
            ),
            ask=(_("Weet je wie het kan overnemen? Of kan het op een andere dag?"),),
            note=(
                _("Kies een andere trainer of een andere dag."),
                _("Van een andere dag krijgen de deelnemers dan bericht."),
            ),
        ),
    ),
)

kinds.register(
    NoticeKind(
        name=COORDINATORS_TOLD,
        title=_("Voor de coördinator: een trainer kan niet komen"),
        build=_coordinators_told,
        placeholders=(
            *_ABOUT,
            Placeholder("wie", _("de naam van de trainer"), "Nel Smit"),
            Placeholder("nummer", _("het telefoonnummer van de trainer"), "030 123 45 67"),
        ),
        is_fleeting=False,
        for_trainer=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Deze trainer zei niet te kunnen komen: {wie}."),
                "{bijeenkomst}",
            ),
            ask=(_("Wie zoekt een oplossing?"),),
        ),
    ),
)


def _sessions(keys: Collection[int]) -> dict[int, str]:
    found = Session.objects.filter(pk__in=keys).values_list("pk", "starts_at", "ends_at")
    return {pk: formats.period(starts_at, ends_at) for pk, starts_at, ends_at in found}


kinds.explain_facts(
    session=FactWords(_("bijeenkomst"), _sessions),
    # Not who it is: that is about somebody else.
    trainer=FactWords(_("gaat over"), kinds.each(lambda _key: gettext("een trainer"))),
)
