"""Enrolling somebody who calls, in three steps: who it is, which edition, and what to say now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from courses.catalogue.models import LearningPathPage, TrainingPage
from courses.common import clock
from courses.common.errors import Refusal, add_refusal
from courses.editions.queries import access_in_words, editions_for_staff, with_access
from courses.enrolment import queries, services
from courses.enrolment.call_questions import questions_about
from courses.enrolment.enums import ACTIVE
from courses.enrolment.forms import EditionForPersonForm, begun_in_words
from courses.enrolment.models import Enrolment
from courses.enrolment.path_enrolment import enrol_as_planned, is_as_shown, plan_path
from courses.enrolment.providers import page_of_missing, page_of_waiting
from courses.enrolment.staff_access import call_with, may_answer_telephone
from courses.notices.forms import NoteForm
from courses.notices.queries import call_list, notices_about, way_of, why_not_as_preferred
from courses.notices.scripts import script_of
from courses.notices.services import mark_done, note_call, settle_call
from courses.people.forms import NewPersonForm, typed_in_search
from courses.people.queries import active_people, signed_in_user
from courses.people.services import register_person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from courses.editions.models import Session
    from courses.notices.models import Notice
    from courses.people.models import User


@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """Find the person, or make an account for somebody new."""
    actor = _staff(request)
    search = request.GET.get("q", "")
    sent = request.POST if request.method == "POST" else None
    form = NewPersonForm(sent, user=actor, initial=typed_in_search(search, by_surname=True))
    if form.is_valid():
        try:
            person = register_person(actor=actor, **form.new_person())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("enrol_by_telephone_edition", person.pk)
    return render(
        request,
        "enrolment/admin/telephone_who.html",
        {
            "form": form,
            "searched_for": search,
            "sees_all": True,
            "found": queries.find_people(search, user=actor),
        },
    )


@never_cache
def which(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Choose the edition, and enrol."""
    actor = _staff(request)
    person = get_object_or_404(active_people(), pk=person_pk)
    search = request.GET.get("q", "")
    editions = list(with_access(queries.editions_to_choose(actor, search=search)))
    own, waiting = queries.active_by_edition(person), queries.how_many_wait(editions)
    for one in editions:
        one.begun = begun_in_words(one)
        one.access = access_in_words(one)
        one.waiting = waiting.get(one.pk, 0)
        one.own = own.get(one.pk)
        if one.own is not None:
            one.own.edition = one
    sent = request.POST if request.method == "POST" else None
    form = EditionForPersonForm(sent, editions=queries.editions_to_choose(actor, search=""))
    clashes: list[Session] = []
    waits: list[Enrolment] = []
    not_met, seat = "", None
    if form.is_valid():
        edition = form.cleaned_data["edition"]
        if not form.cleaned_data["anyway"]:
            clashes = queries.double_booked([person.pk], edition).get(person.pk, [])
            not_met = queries.what_staff_deviate_from(person, edition)
            waits = queries.waits_elsewhere(person, edition)
            seat = queries.seat_elsewhere(person_id=person.pk, edition=edition)
        if not (clashes or not_met or waits or seat):
            try:
                enrolment = services.enrol(person=person, edition=edition, actor=actor)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                call = call_with(request, person.pk)
                if call is not None:
                    # What is new is read aloud on the next page.
                    settle_call(notice=call, actor=actor, since=clock.now())
                return redirect("enrol_by_telephone_done", enrolment.pk)
    elif form.is_bound:
        messages.error(request, gettext("Kies een uitvoering in de lijst."))
    return render(
        request,
        "enrolment/admin/telephone_which.html",
        {
            "person": person,
            "way": way_of(person, kind=None),
            "editions": editions,
            "paths": LearningPathPage.objects.live().order_by("title"),
            "searched_for": search,
            "sees_all": True,
            "clashes": clashes,
            "not_met": not_met,
            "waits": waits,
            "seat": seat,
            "chosen": form.cleaned_data["edition"] if clashes or not_met or waits or seat else None,
            "other_dates": _other_dates(person),
        },
    )


@never_cache
def whole_path(request: HttpRequest, person_pk: int, path_pk: int) -> HttpResponse:
    """Enrol somebody in all trainings of a learning path, after a look at which dates these are."""
    actor = _staff(request)
    person = get_object_or_404(active_people(), pk=person_pk)
    path = get_object_or_404(LearningPathPage.objects.live(), pk=path_pk)
    steps = plan_path(person=person, path=path)
    for step in steps:
        if step.edition is not None:
            step.edition.access = access_in_words(step.edition)
    is_sent = request.method == "POST"
    is_done = is_sent and is_as_shown(steps, request.POST.getlist("edition"))
    if is_done:
        enrol_as_planned(person=person, steps=steps, actor=actor)
    return render(
        request,
        "enrolment/admin/telephone_path.html",
        {
            "person": person,
            "way": way_of(person, kind=None),
            "sees_all": True,
            "path": path,
            "steps": steps,
            "is_done": is_done,
            "is_changed": is_sent and not is_done,
            "has_some": any(one.edition for one in steps),
        },
        status=409 if is_sent and not is_done else 200,
    )


@never_cache
def done(request: HttpRequest, enrolment_pk: int) -> HttpResponse:
    """What to read aloud, what to write down of what is said then, and what happens next."""
    actor = _staff(request)
    enrolments = Enrolment.objects.select_related("person", "edition__training")
    enrolment = get_object_or_404(
        enrolments.filter(edition__in=editions_for_staff(actor)), pk=enrolment_pk
    )
    notice = notices_about(enrolment.edition).filter(person=enrolment.person_id).first()
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        questions=[questions_about(enrolment)] if enrolment.status in ACTIVE else [],
    )
    if notice is None:
        del form.fields["note"]
    if form.is_bound and form.is_valid():
        form.keep_answers()
        told = "told" in request.POST
        if notice is not None:
            _keep_note(notice, form.cleaned_data["note"], actor, told=told)
        where = reverse("edition_enrolments", args=[enrolment.edition_id])
        link = format_html('<a href="{}">{}</a>', where, enrolment.edition)
        said = gettext("Bewaard. Je vindt het terug bij de inschrijvingen van deze uitvoering:")
        off = gettext("Dit staat niet meer op de bellijst.") if told and notice is not None else ""
        messages.success(request, format_html("{} {}. {}", said, link, off))
        return redirect("enrol_by_telephone_done", enrolment.pk)
    return render(
        request,
        "enrolment/admin/telephone_done.html",
        {
            "enrolment": enrolment,
            "form": form,
            "person": enrolment.person,
            "together": queries.names_of_companions([enrolment]).get(enrolment.pk, ""),
            "edition": enrolment.edition,
            "notice": notice,
            "script": script_of(notice, who_called=True) if notice is not None else None,
            "why": why_not_as_preferred(notice) if notice is not None else "",
            "is_to_call": call_list().filter(pk=notice.pk).exists() if notice else False,
            "may_withdraw": enrolment.status in ACTIVE,
            "misses_one": page_of_missing(enrolment),
            "offer_days": services.offer_lasts(enrolment.person).days,
            "other_date": page_of_waiting(enrolment.edition.training_id, enrolment.person.name),
        },
    )


def _other_dates(person: User) -> list[tuple[str, str]]:
    """Of each training on the site, where one notes that this person waits for another date."""
    trainings = TrainingPage.objects.live().order_by("title").values_list("pk", "title")
    found = ((title, page_of_waiting(pk, person.name)) for pk, title in trainings)
    return [(title, address) for title, address in found if address]


def _keep_note(notice: Notice, note: str, actor: User, *, told: bool) -> None:
    """Keep what was said; with `told` nobody needs to call about it any more."""
    if note.strip():
        note_call(notice=notice, note=note, actor=actor)
    if told:
        mark_done(notices=[notice], actor=actor)


def _staff(request: HttpRequest) -> User:
    """Who answers the telephone: a coordinator. Trainers enrol from their own editions' lists."""
    if not may_answer_telephone(request.user):
        raise PermissionDenied
    return signed_in_user(request)
