"""What trainers are told about the editions that they give."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.notices import edition_changes, edition_words, kinds
from courses.notices.kinds import Content, NoticeKind, Placeholder, Script
from courses.notices.writing import link_for

if TYPE_CHECKING:
    from courses.notices.models import Notice
    from courses.people.enums import ContactWay

ASSIGNED = "trainer_assigned"
REMOVED = "trainer_removed"
MOVED = "trainer_moved"
CONFIRMED = "trainer_confirmed"
CANCELLED = "trainer_cancelled"


def find_edition(notice: Notice) -> Edition | None:
    """The edition that a notice is about, whatever its state."""
    return (
        Edition.objects.select_related("training")
        .prefetch_related("sessions")
        .filter(pk=notice.edition_id)
        .first()
    )


def _build(
    notice: Notice, way: ContactWay, anyway: bool, *, status: EditionStatus, gives: bool = True
) -> Content | None:
    """About an edition with this status, as long as the person still gives it, or does not."""

    def is_news(one: Edition) -> bool:
        is_trainer = one.trainers.filter(pk=notice.person_id).exists()
        is_so = one.status == status and is_trainer == gives and not one.is_past
        return is_so and edition_changes.has_changed(notice, one)

    edition = kinds.still_news(find_edition(notice), anyway, is_news)
    if edition is None:
        return None
    return Content(
        {
            **edition_words.values_of(edition, with_link=gives, way=way),
            "veranderd": edition_changes.in_full(
                notice, edition, link=edition_words.new_link(edition, way)
            ),
            "reden": edition.cancel_reason,
            "link": link_for(way, reverse("attendance_sheet", args=[edition.pk])),
        }
    )


def _changed_in_short(notice: Notice) -> str:
    changed = edition_changes.in_short(notice)
    return gettext("Voor de trainer: %(changed)s") % {"changed": changed} if changed else ""


_ABOUT = (
    kinds.TRAINING,
    kinds.WHEN,
    kinds.WHERE,
    kinds.LINK,
    edition_words.LINK_TO_SPELL,
)
_NOTE = (
    edition_words.SPELL,
    _("Schrijf op wat er nog geregeld moet worden."),
)

KINDS = (
    NoticeKind(
        name=ASSIGNED,
        title=_("Voor de trainer: je geeft deze training"),
        build=partial(_build, status=EditionStatus.OPEN),
        placeholders=_ABOUT,
        for_trainer=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je geeft deze training, op deze dagen:"),
                "{wanneer}",
                "{waar}",
            ),
            ask=(_("Klopt dat voor jou? Wat heb je nodig?"),),
            note=_NOTE,
        ),
    ),
    NoticeKind(
        name=REMOVED,
        title=_("Voor de trainer: je geeft deze training niet meer"),
        build=partial(_build, status=EditionStatus.OPEN, gives=False),
        placeholders=_ABOUT,
        for_trainer=True,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Je geeft deze training niet meer, op deze dagen:"),
                "{wanneer}",
            ),
            ask=(_("Wist je dat al?"),),
            note=_NOTE,
        ),
    ),
    NoticeKind(
        name=MOVED,
        title=_("Voor de trainer: andere tijd, plek of link"),
        build=partial(_build, status=EditionStatus.OPEN),
        placeholders=(*_ABOUT, edition_words.NEXT_DAY, edition_changes.CHANGED),
        in_short=_changed_in_short,
        for_trainer=True,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Er is iets veranderd aan een training die je geeft:"),
                "{veranderd}",
                _("Zo is het nu:"),
                "{wanneer}",
                "{waar}",
            ),
            ask=(_("Kun je dan ook?"),),
            note=_NOTE,
        ),
    ),
    NoticeKind(
        name=CONFIRMED,
        title=_("Voor de trainer: gaat door"),
        build=partial(_build, status=EditionStatus.OPEN),
        placeholders=_ABOUT,
        for_trainer=True,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("De training gaat door, in een kleine groep. De deelnemers horen het van ons."),
                "{wanneer}",
                "{waar}",
            ),
            ask=(_("Wat heb je nodig?"),),
            note=_NOTE,
        ),
    ),
    NoticeKind(
        name=CANCELLED,
        title=_("Voor de trainer: gaat niet door"),
        build=partial(_build, status=EditionStatus.CANCELLED),
        placeholders=(
            *_ABOUT,
            Placeholder("reden", _("waarom het niet doorgaat"), _("De trainer is ziek.")),
        ),
        for_trainer=True,
        is_urgent=True,
        before_edition=True,
        script=Script(
            say=(
                kinds.CALLING_ABOUT,
                _("Deze training gaat niet door. De deelnemers horen het van ons."),
                "{reden}",
                _("Dit waren de dagen:"),
                "{wanneer}",
            ),
            ask=(_("Heb je daar vragen over?"),),
            note=_NOTE,
        ),
    ),
)

kinds.register(*KINDS)
