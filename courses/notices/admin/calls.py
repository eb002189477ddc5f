"""Whom to call, and one call: what to say, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages as admin_messages
from wagtail.admin.paginator import WagtailPaginator

from courses.common import clock
from courses.common.contact_details import on_one_line
from courses.common.errors import Refusal
from courses.notices import call_parts, kinds, queries, scripts, services, writing
from courses.notices.admin.detail import may_be_letter, notice_for
from courses.notices.admin.lists import (
    EditionFilterSet,
    NoticesView,
    SaidColumn,
    about,
    moment_in_words,
    person_column,
)
from courses.notices.enums import CallOutcome
from courses.notices.forms import CallForm, NoteForm
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from courses.people.queries import is_coordinator, may_manage, signed_in_user

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from courses.notices.models import CallAttempt
    from courses.people.models import User

GO_TO = "go"
"""The name of the buttons on the page of a call that lead to what is done with the person."""


def tried(notice: Notice) -> str:
    """Who is calling now; else the last attempt, and how many there were."""
    claim = getattr(notice.person, "call_claim", None)
    if claim is not None and claim.stands:
        return gettext("%(name)s belt nu, sinds %(time)s") % {
            "name": claim.by.name,
            "time": f"{clock.local(claim.at):%H:%M}",
        }
    calls = list(notice.calls.all())
    # Of other things too: who hung up on one thing was spoken to.
    spoken: CallAttempt | None = getattr(notice, "last_call", None) or next(iter(calls[-1:]), None)
    if spoken is None:
        return gettext("Nog niet")
    last = f"{moment_in_words(spoken.at)}: {spoken.get_outcome_display()}"
    if spoken.by is not None:
        last = gettext("%(call)s, door %(name)s") % {"call": last, "name": spoken.by.name}
    return f"{last} ({len(calls)}×)" if len(calls) > 1 else last


class _PeoplePaginator(WagtailPaginator):
    """Counts people: each has one row, whatever there is to say."""

    verbose_name, verbose_name_plural = _("persoon"), _("personen")


@dataclass(frozen=True)
class Subject:
    """One of the things that somebody is called about, on the list of whom to call."""

    notice: Notice
    title: str
    about: str
    later: str
    """When to call about it, when that is not yet; else nothing."""
    why: str
    """Why this is a call, of who likes something else best; else nothing."""
    is_urgent: bool
    """Whether it cannot wait."""


class _SubjectsColumn(SaidColumn):
    """All that one call with somebody is about."""

    cell_template_name = "notices/admin/_subjects_cell.html"


class CallListView(NoticesView):
    """Whom to call, who is up first; who asked to be called later is up on that day.

    Each person once, with all there is to say: that is one call.
    """

    page_title = _("Bellen")
    header_icon = "comment"
    index_url_name = "notices_call_list"
    index_results_url_name = "notices_call_list_results"
    template_name = "notices/admin/calls.html"
    filterset_class = EditionFilterSet
    paginator_class = _PeoplePaginator
    columns = [
        person_column("notices_call"),
        SaidColumn("telephone", label=_("Telefoon"), accessor=lambda one: number_in_words(one)),
        _SubjectsColumn("subjects", label=_("Waarover"), accessor="subjects"),
        SaidColumn(
            "due_at", label=_("Bellen vanaf"), accessor=lambda one: moment_in_words(one.due_at)
        ),
        SaidColumn("tried", label=_("Laatste keer"), accessor=tried),
    ]

    wanted = staticmethod(queries.call_list)

    def search_queryset(self, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        return queries.first_of_each(super().search_queryset(queryset))

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        # Of all: the sentence stays where it is when Wagtail's script shows what is searched for.
        due = self.get_base_queryset().filter(due_at__lte=clock.now())
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        rows: Iterable[Any] = context["object_list"]  # type: ignore[assignment]
        people = [one.person_id for one in rows]
        by_person, last = self._subjects(people), queries.last_calls(people, self.request.user)
        wrong = queries.wrong_numbers(one.person for one in rows)
        stand_ins = call_parts.stand_ins_for(rows)
        for one in rows:
            one.stand_in = stand_ins.get(one.pk)
            one.is_wrong_number = one.person_id in wrong
            one.subjects, one.last_call = by_person[one.person_id], last.get(one.person_id)
        called = queries.visible(queries.calls_to_wrong_numbers(), self.request.user)
        wrong_now = Q(person__in={one.person_id for one in called if queries.is_wrong_number(one)})
        out_of_reach = queries.NO_NUMBER | wrong_now
        up_now = queries.number_of_people(due.exclude(out_of_reach))
        unreachable = queries.number_of_people(due.filter(out_of_reach))
        return {
            **context,
            "up_now": up_now,
            "only_own": not is_coordinator(self.request.user),
            "left": _left_to_do(signed_in_user(self.request)),
            "not_reached": queries.not_reached(unreachable) if unreachable else "",
        }

    def _subjects(self, people: Iterable[int]) -> dict[int, list[Subject]]:
        now, found = clock.now(), defaultdict[int, list[Subject]](list)
        for one in self.get_base_queryset().filter(person__in=people):
            later = moment_in_words(one.due_at) if one.due_at > now else ""
            title = kinds.subject_of(one)
            found[one.person_id].append(
                Subject(
                    one,
                    title,
                    about(one),
                    later,
                    queries.why_not_as_preferred(one),
                    is_urgent=queries.is_urgent(one),
                )
            )
        return found


def number_in_words(notice: Notice) -> str:
    number = notice.person.telephone
    stand_in = getattr(notice, "stand_in", None)
    if not number and stand_in is not None:
        return stand_in_in_words(stand_in)
    if number and getattr(notice, "is_wrong_number", False):
        return gettext("%(number)s (klopt niet)") % {"number": on_one_line(number)}
    return on_one_line(number) or gettext("Niet te bereiken: zoek een nummer of adres")


def stand_in_in_words(person: User) -> str:
    """Whom to call for somebody without a number, who comes along."""
    words = gettext("Geen nummer. Bel %(name)s, die samen komt: %(number)s")
    return words % {"name": person.name, "number": on_one_line(person.telephone)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, pk: object) -> HttpResponse:
    """What to say, and what came of it."""
    notice, caller = notice_for(request, pk), signed_in_user(request)
    others = _others(request, notice)
    form = CallForm(
        request.POST if request.method == "POST" else None,
        questions=call_parts.questions_for(notice, caller),
        others=others,
        yes=kinds.yes_to(notice),
    )
    lost_note, go_to = "", request.POST.get(GO_TO, "")
    if go_to and go_to in {one.url for one in _actions(notice, caller)}:
        if _is_kept(request, notice, caller):
            return redirect(go_to)
    elif form.is_bound and form.is_valid():
        outcome, again_at = form.answer()
        # Also when somebody else settled the call meanwhile: it was said.
        form.keep_answers()
        try:
            services.record_attempt(
                notice=notice,
                outcome=outcome,
                actor=caller,
                again_at=again_at,
                note=form.cleaned_data["note"],
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            lost_note = form.cleaned_data["note"]
        else:
            said = _what_now(notice, outcome, again_at)
            buttons = _after_all(notice, outcome, caller)
            admin_messages.success(request, said, buttons=buttons)
            if outcome == CallOutcome.REACHED:
                told = [one for one in others if str(one.pk) in form.cleaned_data.get("told", ())]
                services.tell_along(notices=told, actor=caller)
                return on_to_the_next(request, notice)
        if not lost_note:
            return redirect("notices_call_list")
    return _call_page(request, notice, form, lost_note=lost_note)


def _others(request: HttpRequest, notice: Notice) -> list[Notice]:
    """What else there is to say to the same person, as far as who looks works with it."""
    calls = queries.visible(queries.call_list(), request.user)
    return list(calls.filter(person=notice.person_id).exclude(pk=notice.pk))


def on_to_the_next(request: HttpRequest, notice: Notice) -> HttpResponse:
    """To what the person who is on the telephone has not heard yet; else to the list."""
    now = clock.now()
    waiting = [one for one in _others(request, notice) if one.due_at <= now]
    # What was done in this call may have made something else no news.
    left = [one for one in waiting if not services.drop_if_stale(notice=one)]
    if not left:
        return redirect("notices_call_list")
    words = ngettext(
        "Heb je %(name)s nog aan de telefoon? Er is nog %(n)d onderwerp om te bespreken.",
        "Heb je %(name)s nog aan de telefoon? Er zijn nog %(n)d onderwerpen om te bespreken.",
        len(left),
    )
    messages.info(request, words % {"name": notice.person.name, "n": len(left)})
    return redirect("notices_call", pk=left[0].pk)


def _is_kept(request: HttpRequest, notice: Notice, caller: User) -> bool:
    """Keep what was written down so far, before something is done that the person asked for; what
    came of the call is known only after that. Whether it could be kept."""
    said = NoteForm(request.POST, questions=call_parts.questions_for(notice, caller))
    if not said.is_valid():
        return False
    said.keep_answers()
    if said.cleaned_data["note"].strip():
        services.note_call(notice=notice, note=said.cleaned_data["note"], actor=caller)
    return True


def _call_page(
    request: HttpRequest, notice: Notice, form: CallForm, *, lost_note: str = ""
) -> HttpResponse:
    caller = signed_in_user(request)
    script = _script(notice, caller)
    wrong = queries.wrong_number_call(notice.person)
    stand_in = call_parts.stand_ins_for([notice]).get(notice.pk)
    calls, notes = list(notice.calls.all()), list(queries.other_notes(notice, viewer=caller))
    # Of calls about this, the last is up to date; else what was said about something else.
    noted = [*reversed([one for one in calls if one.note]), *notes]
    return render(
        request,
        "notices/admin/call.html",
        {
            "notice": notice,
            "title": kinds.subject_of(notice),
            "about": about(notice),
            "may_fill_in": may_manage(caller, notice.person),
            "is_coordinator": is_coordinator(caller),
            "wrong_number": wrong and queries.wrong_number_in_words(wrong),
            "may_be_letter": may_be_letter(notice),
            "stand_in": stand_in and stand_in_in_words(stand_in),
            "why": queries.why_not_as_preferred(notice),
            "script": script,
            "form": form,
            "lost_note": lost_note,
            "calls": calls,
            "notes": notes,
            "last_note": noted[0] if noted else None,
            "actions": _actions(notice, caller),
            "may_say_no": bool(kinds.yes_to(notice)),
            "is_open": queries.call_list().filter(pk=notice.pk).exists(),
            "calling": queries.who_calls(notice.person),
            "left": _left_to_do(caller, notice.person),
            "others": [
                (one, kinds.subject_of(one), about(one), _script(one, caller))
                for one in _others(request, notice)
            ],
        },
    )


def _left_to_do(
    caller: User, person: User | None = None
) -> list[tuple[Notice, list[kinds.CallLink]]]:
    """What somebody may have asked for in a call of today, by what it was about; of one `person` or
    of all. What was done since is no more among it."""
    found = []
    for notice in queries.told_today_by(caller, person=person):
        links = [one for one in call_parts.actions_for(notice, caller) if one.may_be_left]
        if links:
            found.append((notice, links))
    return found


def _actions(notice: Notice, caller: User) -> list[kinds.CallLink]:
    """What can be done together with the person: what the kind says first."""
    own = kinds.call_link(notice)
    found = call_parts.actions_for(notice, caller)
    return found if own is None else [own, *found]


@require_POST
def calling(request: HttpRequest, pk: object) -> HttpResponse:
    """Say that one calls somebody now, or that one does not any more."""
    notice, caller = notice_for(request, pk), signed_in_user(request)
    try:
        if "stop" in request.POST:
            services.end_call(person=notice.person)
        else:
            services.begin_call(person=notice.person, actor=caller, anyway="anyway" in request.POST)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    form = CallForm(
        questions=call_parts.questions_for(notice, caller),
        others=_others(request, notice),
        yes=kinds.yes_to(notice),
    )
    if not any(request.POST.get(name) for name in form.fields if name != "again_on"):
        return redirect("notices_call", pk=notice.pk)
    # What was written down already stays in the fields: it is kept with what comes of the call.
    form.initial = {**request.POST.dict(), "told": request.POST.getlist("told")}
    return _call_page(request, notice, form)


def _what_now(notice: Notice, outcome: CallOutcome, again_at: datetime | None) -> str:
    day = date_format(clock.local(again_at), "l j F") if again_at else ""
    name = {"name": notice.person.name, "day": day}
    return {
        CallOutcome.REACHED: gettext("Genoteerd: %(name)s weet het.") % name,
        CallOutcome.NO_ANSWER: (
            gettext("Genoteerd. Dit heeft haast: %(name)s blijft bij wat eerst moet.")
            if queries.is_urgent(notice)
            else gettext("Genoteerd. %(name)s staat nu achteraan in de lijst.")
        )
        % name,
        CallOutcome.CALL_AGAIN: gettext("Terugbellen op %(day)s: dan komt %(name)s weer bovenaan.")
        % name,
        CallOutcome.WRONG_NUMBER: _what_now_without_number(notice) % name,
    }[outcome]


def _what_now_without_number(notice: Notice) -> str:
    """As it was decided what takes the place of the call."""
    way = Notice.objects.values_list("way", flat=True).get(pk=notice.pk)
    if way == ContactWay.LETTER:
        return gettext("Genoteerd: dit nummer klopt niet. %(name)s krijgt nu een brief.")
    if way == ContactWay.MAIL:
        return gettext("Genoteerd: dit nummer klopt niet. %(name)s krijgt nu een mail.")
    return gettext("Genoteerd: dit nummer van %(name)s klopt niet. Zoek een ander nummer of adres.")


def _after_all(notice: Notice, outcome: CallOutcome, caller: User) -> list[tuple[str, str, bool]]:
    """The button behind the message: to put the number right, and for who noted a call that was
    none: there it goes again."""
    if outcome == CallOutcome.WRONG_NUMBER and may_manage(caller, notice.person):
        url = reverse("person_details", args=[notice.person_id])
        return [admin_messages.button(url, gettext("Wijzig gegevens"))]
    if outcome != CallOutcome.REACHED:
        return []
    url = reverse("notices_detail", args=[notice.pk])
    return [admin_messages.button(url, gettext("Toch niet gesproken?"))]


def _script(notice: Notice, caller: User) -> scripts.CallScript | None:
    try:
        return scripts.script_of(notice, caller=caller.name)
    except (writing.UnknownKindError, KeyError):
        return None
