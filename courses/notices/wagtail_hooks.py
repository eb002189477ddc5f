"""Where notices join Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.widgets.button import Button

from courses.common import staff_menu
from courses.editions.admin import (
    RARELY,
    Hears,
    provide_buttons,
    provide_other_trainers,
    provide_who_hears,
)
from courses.editions.enums import EditionStatus
from courses.notices import admin, queries, text_views, trainer_kinds
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Collection

    from wagtail.log_actions import LogActionRegistry

    from courses.editions.models import Edition


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("", include(admin.urlpatterns + text_views.urlpatterns))]


@hooks.register("register_admin_menu_item")
def register_notices() -> SubmenuMenuItem:
    """Whom to call, which letters to print, and what people were told."""
    items = [
        admin.StaffMenuItem(
            _("Bellen"), reverse_lazy("notices_call_list"), name="calls", icon_name="comment"
        ),
        admin.StaffMenuItem(
            _("Brieven"), reverse_lazy("notices_letters"), name="letters", icon_name="doc-full"
        ),
        admin.StaffMenuItem(
            _("Nog niet verteld"),
            reverse_lazy("notices_untold"),
            name="untold",
            icon_name="warning",
        ),
        admin.StaffMenuItem(
            _("Berichten"), reverse_lazy("notices_log"), name="notices", icon_name="mail"
        ),
        admin.CoordinatorMenuItem(
            _("Teksten"), reverse_lazy("notices_texts"), name="notice-texts", icon_name="pilcrow"
        ),
    ]
    return SubmenuMenuItem(
        _("Contact"), Menu(items=items), name="contact", icon_name="mail", order=staff_menu.CONTACT
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("notices.call", _("Gebeld"), _("Bericht: gebeld"))
    actions.register_action("notices.done", _("Klaar"), _("Bericht: op een andere manier verteld"))
    actions.register_action("notices.print", _("Geprint"), _("Bericht: brief geprint"))
    actions.register_action(
        "notices.taken_back",
        _("Niet meer nodig"),
        _("Bericht: niet meer nodig, zegt wie het vroeg"),
    )
    actions.register_action("notices.letter", _("Brief"), _("Bericht: brief, geen gesprek"))
    actions.register_action("notices.again", _("Opnieuw"), _("Bericht: nog een keer verstuurd"))
    actions.register_action("notices.text", _("Eigen tekst"), _("Bericht: tekst veranderd"))
    actions.register_action(
        "notices.text_reset", _("Standaardtekst"), _("Bericht: standaardtekst teruggezet")
    )


@provide_buttons
def log_button(edition: Edition) -> list[Button]:
    """What people were told about it, and what became of that; nobody hears of a draft."""
    if edition.status == EditionStatus.DRAFT:
        return []
    url = f"{reverse('notices_log')}?edition={edition.pk}"
    return [Button(_("Berichten"), url=url, icon_name="mail", priority=RARELY)]


@provide_who_hears
def say_how_trainers_hear(edition: Edition) -> Hears | None:
    """How who gives an edition hears so when it is published; nobody of what is over."""
    reach = queries.reach_of_trainers(edition, kind=trainer_kinds.ASSIGNED)
    if edition.is_past or not reach:
        return None
    values = {"trainers": reach}
    return Hears(
        before=render_to_string("notices/admin/_reach_of_trainers.html", values),
        after=reach.trainers_with_names,
    )


@provide_other_trainers
def say_how_other_trainers_hear(
    edition: Edition, began: Collection[int], stopped: Collection[int]
) -> list[Hears]:
    """How who became a trainer of an edition hears so, and who is one no more."""
    hears = []
    for keys, kind, heading, words in (
        (
            began,
            trainer_kinds.ASSIGNED,
            gettext("Nieuw als trainer. Krijgt het bericht “Je geeft deze training”:"),
            gettext("Nieuw als trainer: %(who)s"),
        ),
        (
            stopped,
            trainer_kinds.REMOVED,
            gettext("Geen trainer meer. Krijgt het bericht “Je geeft deze training niet meer”:"),
            gettext("Geen trainer meer: %(who)s"),
        ),
    ):
        people = User.objects.filter(pk__in=keys).order_by("sort_name", "pk")
        reach = queries.who_gets_what(people, kind=kind, edition=edition)
        if reach:
            values = {"heading": heading, "reach": reach}
            before = render_to_string("notices/admin/_reach_under.html", values)
            hears.append(Hears(before=before, after=words % {"who": reach.with_names}))
    return hears
