"""One search box over people, editions and certificates, for who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from courses.certificates import admin as certificate_admin
from courses.certificates import codes
from courses.certificates.queries import certificates
from courses.desk.access import may_make_training
from courses.desk.sessions import sessions_for
from courses.editions.models import Edition
from courses.editions.queries import editions_for_staff, next_first
from courses.enrolment import queries as enrolment
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.http import HttpRequest
    from django_stubs_ext import StrPromise
    from wagtail.admin.menu import Menu

    from courses.certificates.models import Certificate
    from courses.people.models import User

MOST = 10
"""How many of each kind are shown."""


@dataclass(frozen=True)
class Found:
    """One thing that fits: its name, a few words to tell it from others, and where it is."""

    name: str
    url: str
    more: str = ""


@dataclass(frozen=True)
class Group:
    """What fits of one kind; `is_more` when there is more than is shown."""

    title: str
    found: Sequence[Found]
    is_more: bool = False


def search(text: str, *, user: User, request: HttpRequest | None = None) -> list[Group]:
    """What fits what somebody typed, of each kind that this person may see; empty ones left out.

    With a request also what stands in the menu.
    """
    if not text.strip():
        return []
    groups = [_people(text, user), _editions(text, user), _certificates(text, user)]
    if request is not None:
        groups.insert(0, _screens(text, request))
        groups.insert(0, _answers(text, user))
    return [one for one in groups if one.found]


ILL = ("ziek", "ziekmelden", "ziekte", "verhinderd")
"""What a trainer types who cannot come."""

CATCHING_UP = ("inhalen", "ingehaald", "inhaal")
"""What a trainer types of whose group somebody missed a session."""

ERASING = ("wissen", "gewist", "verwijderen", "vergeten", "privacy", "avg")
"""What people type who want somebody erased."""


NEW = ("nieuw", "nieuwe", "maken", "maak", "toevoegen", "aanmaken", "beginnen", "erbij")
"""What people type who want to make something."""


@dataclass(frozen=True)
class Action:
    """Something that one can do, with the words for what it is done to; what people type need not
    be what the menu has."""

    words: Sequence[str]
    name: StrPromise
    address: str
    may: Callable[[User], bool]


ACTIONS = (
    Action(
        (*NEW, "training", "trainingen", "module", "modules", "cursus", "workshop"),
        _("Een nieuwe training maken"),
        "desk_new_training",
        may_make_training,
    ),
    Action(
        (*NEW, "les", "lessen", "e-learning", "elearning", "schrijven", "insturen", "indienen"),
        _("Een les maken of insturen"),
        "desk_lessons",
        may_make_training,
    ),
    Action(
        (*NEW, "datum", "data", "uitvoering", "bijeenkomst", "plannen", "inplannen", "planning"),
        _("Een nieuwe datum plannen (uitvoering)"),
        "uitvoeringen:add",
        lambda user: user.has_perm("editions.add_edition"),
    ),
    Action(
        ("goedkeuren", "nakijken", "beoordelen", "keuren", "concept", "concepten", "ingestuurd"),
        _("Nakijken wat is ingestuurd"),
        "wagtailadmin_home",
        is_coordinator,
    ),
    Action(
        (
            *NEW,
            *("rol", "rollen", "recht", "rechten", "toegang", "account", "accounts"),
            *("trainer", "trainers", "coördinator", "coördinatoren", "beheerder", "beheerders"),
        ),
        _("Wie mag wat, en wie geeft een rol"),
        "desk_access",
        is_coordinator,
    ),
)


def _actions(typed: Sequence[str], user: User) -> list[Found]:
    """What one can do of which all that was typed are words, or begin so."""
    return [
        Found(str(one.name), reverse(one.address))
        for one in ACTIONS
        if typed
        and all(any(word.startswith(begin) for word in one.words) for begin in typed)
        and not all(any(word.startswith(begin) for word in NEW) for begin in typed)
        and one.may(user)
    ]


def _answers(text: str, user: User) -> Group:
    """Where something stands that is no screen of the menu; for who may read it."""
    typed = [one for one in text.casefold().split() if len(one) >= SHORTEST]

    def is_asked(words: Sequence[str]) -> bool:
        return any(word.startswith(one) for one in typed for word in words)

    found = _actions(typed, user)
    if is_asked(ERASING) and is_coordinator(user):
        erasing = f"{reverse('desk_access')}#wissen"
        found.append(Found(gettext("Wil iemand gewist worden?"), erasing))
    if is_asked(ILL):
        found += [
            Found(gettext("Ik kan niet komen"), one.cannot_come_url, f"{one.training}, {one.day}")
            for one in sessions_for(user)
            if one.cannot_come_url
        ]
    if is_asked(CATCHING_UP):
        where = gettext("Op de lijst van de bijeenkomst, onder de naam van wie er niet was.")
        lists = reverse("attendance_editions")
        found.append(Found(gettext("Een gemiste keer inhalen"), lists, where))
    return Group(gettext("Hoe doe je dat?"), found)


SHORTEST = 3
"""From how many letters on the menu is looked through: fewer stand in nearly each name."""


def _screens(text: str, request: HttpRequest) -> Group:
    """Of the menu, what has a word that begins so: who looks for a screen knows what it is called,
    and not under what it stands."""
    typed = text.casefold().split()
    found: dict[str, Found] = {}
    if max(len(one) for one in typed) >= SHORTEST:
        for name, url, under in _menu(admin_menu, request):
            words = name.casefold().split()
            if all(any(word.startswith(one) for word in words) for one in typed):
                found.setdefault(url, Found(name, url, under))
    return Group(gettext("In het menu"), list(found.values())[:MOST], len(found) > MOST)


def _menu(menu: Menu, request: HttpRequest, under: str = "") -> Iterator[tuple[str, str, str]]:
    for one in menu.menu_items_for_request(request):
        if isinstance(one, SubmenuMenuItem):
            yield from _menu(one.menu, request, str(one.label))
        else:
            yield str(one.label), str(one.url), under


def _people(text: str, user: User) -> Group:
    found = enrolment.find_people(text, user=user)
    return Group(
        gettext("Mensen"),
        [Found(one.name_in_list, _person_url(one), _reach(one, user)) for one in found[:MOST]],
        len(found) > MOST,
    )


def _person_url(person: User) -> str:
    """Where all that we know of a person stands."""
    return reverse("person_page", args=[person.pk])


def _reach(person: User, user: User) -> str:
    """How to tell people of one name apart; only for who reaches them anyway."""
    if not is_coordinator(user):
        return ""
    return ", ".join(filter(None, (person.telephone, person.email or "", person.city)))


def _editions(text: str, user: User) -> Group:
    fits = Q()
    for word in text.split()[:8]:
        fits &= (
            Q(training__title__icontains=word)
            | Q(location__name__icontains=word)
            | Q(trainers__first_name__icontains=word)
            | Q(trainers__last_name__icontains=word)
        )
    # By key: a trainer who is found twice would else be there twice.
    fitting = Edition.objects.filter(fits).order_by().values("pk")
    wanted = next_first(editions_for_staff(user).filter(pk__in=fitting))
    found = list(wanted[: MOST + 1])
    return Group(
        gettext("Uitvoeringen"),
        [
            Found(str(one), reverse("edition_enrolments", args=[one.pk]), one.get_status_display())
            for one in found[:MOST]
        ],
        len(found) > MOST,
    )


def _certificates(text: str, user: User) -> Group:
    title = gettext("Certificaten")
    if not user.has_perm(certificate_admin.CHANGE):
        return Group(title, [])
    found = list(_fitting(text).select_related("enrolment__person")[: MOST + 1])
    return Group(
        title,
        [
            Found(
                one.enrolment.person.name_in_list,
                reverse("certificate_admin", args=[one.pk]),
                one.code,
            )
            for one in found[:MOST]
        ],
        len(found) > MOST,
    )


def _fitting(text: str) -> QuerySet[Certificate]:
    by_name = Q()
    for word in text.split()[:8]:
        person = "enrolment__person__"
        by_name &= Q(**{f"{person}first_name__icontains": word}) | Q(
            **{f"{person}last_name__icontains": word}
        )
    code = codes.normalise(text)
    fits = Q(code=code) if code else by_name
    return certificates().filter(fits).order_by("-issued_at", "-pk")
