"""Where enrolments join Wagtail's administration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from courses.common import clock, staff_menu
from courses.editions.admin import (
    RARELY,
    Hears,
    provide_buttons,
    provide_buttons_for_names,
    provide_notes,
    provide_waiting,
    provide_warnings,
    provide_what_follows,
    provide_who_hears_of_place,
)
from courses.editions.enums import EditionStatus
from courses.editions.services import first_room_is_news
from courses.enrolment import (
    admin,
    answer_admin,
    answers,
    call_questions,  # noqa: F401 - registers what it puts on the page of a call
    cancellation,
    contact_admin,
    group_admin,
    merge_views,
    queries,
    question_admin,
    services,
    staff_actions,
    telephone,
)
from courses.enrolment.double_rows import freed_seats
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.group_mergers import may_be_merged
from courses.enrolment.off_site import AcademyUnpublishBulkAction, OffSiteForm
from courses.enrolment.queries.told_of_cancelling import told_of_cancelling, told_of_change
from courses.enrolment.staff_access import may_change
from courses.notices import trainer_kinds
from courses.notices.queries import reach_of_trainers, some_names
from courses.people import merge_rules
from courses.people.merge_rules import Consequence
from courses.people.models import User
from courses.people.queries import is_coordinator, signed_in_user

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model
    from django.http import HttpRequest
    from wagtail.admin.views.bulk_action import BulkAction
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

    from courses.editions.models import Edition, Location
    from courses.enrolment.double_rows import FreedSeat
    from courses.plugin_api.events import EditionReplanned


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("contactpersonen/", contact_admin.contacts, name="partner_contacts"),
        path(
            "contactpersonen/<int:partner_id>/",
            contact_admin.contacts_of,
            name="partner_contacts_of",
        ),
        path(
            "trainingen/<int:training_id>/vragen/",
            question_admin.questions,
            name="enrolment_questions",
        ),
        path(
            "trainingen/<int:training_id>/vragen/nieuw/",
            question_admin.add_question,
            name="enrolment_question_add",
        ),
        path(
            "trainingen/<int:training_id>/vragen/<int:pk>/",
            question_admin.change_question,
            name="enrolment_question_change",
        ),
        path("inschrijven/", telephone.who, name="enrol_by_telephone"),
        path("inschrijven/<int:person_pk>/", telephone.which, name="enrol_by_telephone_edition"),
        path(
            "inschrijven/<int:person_pk>/leerlijn/<int:path_pk>/",
            telephone.whole_path,
            name="enrol_by_telephone_path",
        ),
        path(
            "inschrijven/klaar/<int:enrolment_pk>/",
            telephone.done,
            name="enrol_by_telephone_done",
        ),
        path("uitvoeringen/<int:pk>/annuleer/", cancellation.cancel, name="edition_cancel"),
        path("uitvoeringen/<int:pk>/samenvoegen/", merge_views.merge, name="edition_merge"),
        path("uitvoeringen/<int:pk>/beslis/", cancellation.decide, name="edition_decide"),
        path("uitvoeringen/<int:pk>/inschrijvingen/", admin.enrolments, name="edition_enrolments"),
        path("inschrijven/groep/", group_admin.which, name="enrol_group"),
        path("uitvoeringen/<int:pk>/groep/", group_admin.group, name="edition_add_group"),
        path(
            "uitvoeringen/<int:pk>/opgave/namen/lijst/",
            group_admin.names,
            name="edition_reported_list",
        ),
        path("uitvoeringen/<int:pk>/inschrijven/", admin.add, name="edition_add_participant"),
        path(
            "uitvoeringen/<int:pk>/afmelden/<int:enrolment_pk>/",
            admin.withdraw,
            name="edition_withdraw_participant",
        ),
        path(
            "uitvoeringen/<int:pk>/inschrijvingen/<int:enrolment_pk>/verplaats/",
            staff_actions.move,
            name="edition_move_participant",
        ),
        path(
            "uitvoeringen/<int:pk>/inschrijvingen/<int:enrolment_pk>/antwoorden/",
            answer_admin.answers,
            name="edition_participant_answers",
        ),
        path(
            "uitvoeringen/<int:pk>/inschrijvingen/<int:enrolment_pk>/<slug:name>/",
            staff_actions.act,
            name="edition_participant_action",
        ),
    ]


@hooks.register("after_copy_page")
def copy_questions_along(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy of a training asks the same of who enrols."""
    answers.copy_questions(source=page, copy=new_page, actor=signed_in_user(request))


class CoordinatorsMenuItem(MenuItem):
    """For who answers the telephone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user) and may_change(request.user)


@hooks.register(staff_menu.PEOPLE)
def telephone_menu_item() -> MenuItem:
    return CoordinatorsMenuItem(
        _("Iemand inschrijven"),
        reverse_lazy("enrol_by_telephone"),
        name="enrol-by-telephone",
        icon_name="user",
        order=staff_menu.ENROL,
    )


@hooks.register(staff_menu.PEOPLE)
def contacts_menu_item() -> MenuItem:
    return CoordinatorsMenuItem(
        _("Contactpersonen"),
        reverse_lazy("partner_contacts"),
        name="partner-contacts",
        icon_name="group",
        order=staff_menu.CONTACTS,
    )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for status in EnrolmentStatus:
        message = format_lazy(_("Inschrijving: {status}"), status=status.label)
        actions.register_action(f"enrolment.{status.value}", status.label, message)
    actions.register_action(
        "enrolment.move_asked", _("Vraag"), _("Inschrijving: gevraagd of een andere datum kan")
    )
    actions.register_action(
        "enrolment.stays",
        _("Blijft"),
        _("Inschrijving: blijft, en gaat niet naar een andere datum"),
    )
    actions.register_action(
        "enrolment.deadline", _("Aanbod"), _("Inschrijving: het aanbod geldt tot een ander moment")
    )
    label = _("Inschrijving: antwoorden bij het inschrijven opgeschreven")
    actions.register_action("enrolment.answers", _("Antwoorden"), label)
    actions.register_action("enrolment.question", _("Wijzig"), _("Vraag bij inschrijven gewijzigd"))
    actions.register_action(
        "enrolment.moved", _("Verplaatst"), _("Inschrijving: naar een andere uitvoering verplaatst")
    )


@provide_buttons
def list_button(edition: Edition) -> list[Button]:
    """Who is in it, who waits and who left."""
    url = reverse("edition_enrolments", args=[edition.pk])
    return [Button(_("Inschrijvingen"), url=url, icon_name="group", priority=20)]


@provide_buttons_for_names
def list_of_names_button(edition: Edition) -> list[Button]:
    """All who took part in an edition of the past at once."""
    url = reverse("edition_reported_list", args=[edition.pk])
    return [Button(_("Neem een lijst over"), url=url, icon_name="table", priority=10)]


@provide_warnings
def warn_of_double_bookings(edition: Edition) -> list[str]:
    """Which people are in it who are somewhere else at the same hour."""
    if edition.is_past or edition.status == EditionStatus.CANCELLED:
        return []
    found = queries.double_booked(queries.people_with_seat(edition), edition)
    if not found:
        return []
    words = ngettext(
        "%(n)d persoon is op dat moment ook ergens anders: %(names)s.",
        "%(n)d mensen zijn op dat moment ook ergens anders: %(names)s.",
        len(found),
    )
    people = list(User.objects.filter(pk__in=found).order_by("sort_name", "pk"))
    url = reverse("edition_enrolments", args=[edition.pk])
    return [
        format_html(
            '{} <a href="{}">{}</a>',
            words % {"n": len(found), "names": some_names(people)},
            url,
            gettext("Naar de inschrijvingen"),
        )
    ]


provide_waiting(queries.how_many_wait)


@provide_notes
def say_that_it_is_called_off(edition: Edition) -> str:
    """That an edition does not go on, and why, and whether everybody knows."""
    if not edition.is_cancelled:
        return ""
    context = {"edition": edition, "told": told_of_cancelling(edition)}
    return render_to_string("enrolment/admin/_called_off.html", context)


@provide_notes
def who_is_told_of_a_change(edition: Edition) -> str:
    """Who gets what when another day, time or place is saved."""
    if edition.status != EditionStatus.OPEN or edition.is_past:
        return ""
    return render_to_string(
        "enrolment/admin/told_of_change.html",
        {
            "edition": edition,
            "told": told_of_change(edition),
            "first_room_is_news": first_room_is_news(edition),
            "reach": queries.reach_when_moved(edition),
            "trainers": reach_of_trainers(edition, kind=trainer_kinds.MOVED),
            "in_line": queries.reach_of_offer(edition, queries.waiting_list(edition)),
        },
    )


@provide_who_hears_of_place
def say_who_hears_of_the_place(location: Location) -> Hears | None:
    """Who gets what when a location is another place now, and people are told."""
    people, trainers = queries.reach_when_place_changes(location)
    if not (people or trainers):
        return None
    said = [people.with_names] if people else []
    if trainers:
        said.append(trainers.trainers_with_names)
    return Hears(
        before=render_to_string(
            "enrolment/admin/_hear.html", {"reach": people, "trainers": trainers}
        ),
        after=" ".join(said),
    )


@provide_what_follows
def say_who_hears_of_the_change(edition: Edition, change: EditionReplanned) -> list[Hears]:
    """Who gets what now that another day, time, place or link was saved."""
    if not (change.moved or change.new_link):
        return []
    people, trainers = queries.reach_of_change(
        edition, before=change.before, only_taking_part=not change.moved
    )
    return [
        Hears(before=render_to_string("notices/admin/_reach_under.html", values), after=after)
        for values, after in (
            (
                {"heading": gettext("Krijgt het bericht dat er iets verandert:"), "reach": people},
                people.with_names,
            ),
            (
                {
                    "heading": gettext("Trainer. Krijgt het bericht dat er iets verandert:"),
                    "reach": trainers,
                },
                trainers.trainers_with_names,
            ),
        )
        if values["reach"]
    ]


@provide_what_follows
def say_who_is_offered_a_seat(edition: Edition, change: EditionReplanned) -> list[Hears]:
    """Who of the queue gets an offer, and how, now that there are more seats."""
    offered = services.next_in_line(edition) if change.more_room else []
    reach = queries.reach_of_offer(edition, offered)
    said = gettext(
        "Krijgt een plaats aangeboden: %(who)s Die plaatsen houden we vast. In de lijst tellen ze "
        "een moment later als bezet."
    )
    if not reach:
        return []
    values = {"heading": gettext("Krijgt een plaats aangeboden:"), "reach": reach}
    before = render_to_string("notices/admin/_reach_under.html", values)
    return [Hears(before=before, after=said % {"who": reach.with_names})]


@merge_rules.provide_consequences
def say_who_gets_a_double_seat(stays: Model, goes: Model) -> list[Consequence]:
    """Who is offered the seat that one person has twice, as long as that is two accounts."""
    since = clock.now()
    found = []
    for seat in freed_seats(stays, goes):
        reach = queries.reach_of_offer(seat.edition, seat.offered)
        before = render_to_string(
            "enrolment/admin/_double_seat.html", {"seat": seat, "reach": reach}
        )
        found.append(Consequence(before, partial(_what_became_of_a_seat, seat, since)))
    return found


def _what_became_of_a_seat(seat: FreedSeat, since: datetime) -> str:
    reach = queries.reach_of_offer(
        seat.edition, queries.offers_in(seat.edition).filter(changed_at__gte=since)
    )
    if reach:
        said = gettext("Bij “%(edition)s” kwam een plaats vrij. Aangeboden: %(who)s")
        return said % {"edition": seat.edition, "who": reach.with_names}
    return gettext("Bij “%(edition)s” kwam een plaats vrij. Niemand krijgt die nu aangeboden.") % {
        "edition": seat.edition
    }


@provide_buttons
def add_button(edition: Edition) -> list[Button]:
    """Somebody who stands at the door, or called late."""
    if edition.status != EditionStatus.OPEN:
        return []
    url = reverse("edition_add_participant", args=[edition.pk])
    return [Button(_("Schrijf iemand in"), url=url, icon_name="user", priority=21)]


@provide_buttons
def questions_button(edition: Edition) -> list[Button]:
    """What the training asks of who enrols."""
    url = reverse("enrolment_questions", args=[edition.training_id])
    return [Button(_("Vragen bij inschrijven"), url=url, icon_name="help", priority=RARELY + 1)]


@provide_buttons
def cancel_button(edition: Edition) -> list[Button]:
    """Call an edition off, as long as it is not over."""
    if edition.status == EditionStatus.CANCELLED or edition.is_past:
        return []
    url = reverse("edition_cancel", args=[edition.pk])
    return [Button(_("Gaat niet door"), url=url, icon_name="cross", priority=50)]


@provide_buttons
def merge_button(edition: Edition) -> list[Button]:
    """Ask who is in it to go to another date, so that two small groups become one."""
    if not may_be_merged(edition):
        return []
    url = reverse("edition_merge", args=[edition.pk])
    return [Button(_("Voeg groepen samen"), url=url, icon_name="group", priority=49)]


@provide_buttons
def decide_button(edition: Edition) -> list[Button]:
    """Say whether a group goes on that is too small; until somebody has, or it began."""
    undecided = edition.is_too_small and edition.decided_at is None
    if edition.status != EditionStatus.OPEN or edition.has_begun or not undecided:
        return []
    url = reverse("edition_decide", args=[edition.pk])
    return [Button(_("Gaat dit door?"), url=url, icon_name="help", priority=10)]


@hooks.register("after_unpublish_page")
def settle_off_site(request: HttpRequest, page: Page) -> None:
    """Do for the people in it what was chosen on the page that asks."""
    OffSiteForm(request.POST).settle(request, [page])


@hooks.register("after_bulk_action")
def settle_all_off_site(
    request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction
) -> None:
    """The same for many at once."""
    if isinstance(action, AcademyUnpublishBulkAction):
        OffSiteForm(request.POST).settle(request, objects)


# After Wagtail's own, so that it takes its place.
hooks.register("register_bulk_action", AcademyUnpublishBulkAction, order=1)
