"""Who may see and do what, in words: read from the rights that the roles have by now.

The roles are groups, and an academy changes them. So this page is made of their rights; only what
follows from being the trainer of an edition is a rule in the code, and is named as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission

from courses.catalogue.models import CataloguePage
from courses.people.enums import Role
from courses.plugin_host import staff_rights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from courses.people.models import User


@dataclass(frozen=True)
class Subject:
    """Something that one may see or do: its name, and what the code asks of who does it.

    `rights` must all be there. Where there are `whole` or `own` roles one must also be in such a
    role: it goes for all, or only for what is theirs. `own_anyway` are the roles that have it for
    what is theirs without the rights, which then open the rest.
    """

    name: StrOrPromise
    rights: frozenset[str] = frozenset()
    own: frozenset[Role] = frozenset()
    whole: frozenset[Role] = frozenset()
    own_anyway: frozenset[Role] = frozenset()


RUN = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
GIVE = frozenset({Role.TRAINER})
ALL = frozenset(Role)


def _needs(*rights: str) -> frozenset[str]:
    return frozenset(rights)


SUBJECTS: tuple[Subject, ...] = (
    Subject(_("Eigen gegevens, inschrijvingen en certificaten"), own=ALL),
    Subject(_("Lijst van deelnemers en presentie"), own=GIVE, whole=RUN),
    Subject(_("Telefoonnummers en adressen van deelnemers"), own=GIVE, whole=RUN),
    Subject(
        _("Wat iemand antwoordde bij het inschrijven, of zei in een gesprek"),
        own=GIVE,
        whole=RUN,
    ),
    Subject(_("Bellen, brieven printen, en zien wat mensen hoorden"), own=GIVE, whole=RUN),
    Subject(
        _("Iemand inschrijven, afmelden of verplaatsen"),
        _needs("enrolment.change_enrolment"),
        own=GIVE,
        whole=RUN,
    ),
    Subject(_("Mensen zoeken"), _needs("people.view_user"), own_anyway=GIVE),
    Subject(
        _("Gegevens van mensen veranderen"), _needs("people.view_user", "people.manage_people")
    ),
    Subject(_("Mensen wissen"), _needs("people.delete_user")),
    Subject(
        _("Uitvoeringen plannen en wijzigen"),
        _needs("editions.change_edition"),
        own=GIVE,
        whole=RUN,
    ),
    Subject(_("Cijfers van evaluaties"), own=GIVE, whole=RUN),
    Subject(
        _("Open antwoorden bekijken voordat anderen ze lezen"),
        _needs("evaluation.review_textanswer"),
    ),
    Subject(
        _("Onderwerpen geven aan open antwoorden"),
        _needs("evaluation.label_textanswer"),
        own=GIVE,
        whole=RUN,
    ),
    Subject(_("Teksten van berichten veranderen"), whole=RUN),
    Subject(_("Certificaten intrekken of vervangen"), _needs("certificates.change_certificate")),
    Subject(_("Pagina's publiceren"), _needs("publish_page")),
    Subject(_("Uitbreidingen aan- en uitzetten"), _needs("plugin_api.change_pluginstate")),
    Subject(_("Iemand een rol geven"), _needs("people.change_user")),
    Subject(_("Veranderen wat een rol mag"), _needs("auth.change_group")),
)
"""What is asked about most, in the order in which people meet it."""

YES, OWN, NO = "yes", "own", "no"


@dataclass(frozen=True)
class Cell:
    """What one role may of one subject: `YES`, `OWN` (only what is theirs) or `NO`."""

    answer: str

    @property
    def word(self) -> str:
        return {YES: gettext("Ja"), OWN: gettext("Alleen eigen"), NO: gettext("Nee")}[self.answer]


@dataclass(frozen=True)
class Row:
    """One subject, and the answer for each role in the order of the columns."""

    name: StrOrPromise
    cells: Sequence[Cell]


def table() -> tuple[list[str], list[Row]]:
    """The names of the groups as columns, and a row for each subject; a fixed number of queries."""
    groups = list(Group.objects.order_by("pk"))
    rights = _rights()
    rows = [
        Row(one.name, [Cell(_answer(one, group, rights.get(group.pk, set()))) for group in groups])
        for one in (*SUBJECTS, *_of_plugins())
    ]
    return [group.name for group in groups], rows


def _of_plugins() -> list[Subject]:
    """The rights that plugins bring for screens of their own, those that are on."""
    return [
        Subject(right.words, _needs(right.permission))
        for screens in staff_rights.screens_on_offer()
        for right in screens.rights
    ]


def _rights() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    through = Permission.objects.filter(group__isnull=False).values_list(
        "group", "content_type__app_label", "codename"
    )
    for group, label, name in through:
        found.setdefault(group, set()).add(f"{label}.{name}")
    pages = GroupPagePermission.objects.values_list("group", "permission__codename")
    for group, name in pages:
        found.setdefault(group, set()).add(name)
    return found


def _answer(subject: Subject, group: Group, rights: set[str]) -> str:
    role = next((one for one in Role if one.value == group.name), None)
    has_rights = subject.rights <= rights
    if role in subject.own_anyway and not has_rights:
        return OWN
    if not has_rights:
        return NO
    if not subject.whole | subject.own:
        return YES
    if role in subject.whole:
        return YES
    return OWN if role in subject.own else NO


def may_make_training(user: User | AnonymousUser) -> bool:
    """Whether somebody may make a training."""
    catalogue = CataloguePage.objects.first() if user.is_authenticated else None
    return catalogue is not None and catalogue.permissions_for_user(user).can_add_subpage()
