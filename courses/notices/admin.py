"""Notices in the administration: whom to call, which letters to print, what people were told."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages as admin_messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn

from courses.common import clock, pdf
from courses.common.contact_details import on_one_line
from courses.common.errors import Refusal
from courses.common.list_views import RestrictedListView
from courses.editions.queries import editions_for_staff
from courses.notices import call_parts, kinds, queries, scripts, services, writing
from courses.notices.enums import FOR_STAFF, CallOutcome, NoticeState
from courses.notices.forms import CallForm, NoteForm
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from courses.people.models import User
from courses.people.queries import is_coordinator, may_manage, signed_in_user

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from courses.common.mail import Letter
    from courses.editions.models import Edition
    from courses.notices.models import CallAttempt


GO_TO = "go"
"""The name of the buttons on the page of a call that lead to what is done with the person."""

LAST_PRINTED = 5
"""How many times of printing stand below the list, to print again."""

MOST_DIGITS = 15
"""What is longer is no key of a row."""

MOST_LETTERS = 200
"""How many letters are printed at once."""


class StaffMenuItem(MenuItem):
    """Only for who calls people and prints letters."""

    def is_shown(self, request: HttpRequest) -> bool:
        return queries.may_tell(request.user)


class CoordinatorMenuItem(MenuItem):
    """Only for who runs the academy."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_coordinator(request.user)


def _moment(moment: datetime | None) -> str:
    return date_format(clock.local(moment), "D j N Y, H:i") if moment else ""


def _about(notice: Notice) -> str:
    edition = notice.edition
    if edition is None:
        return gettext("niet over een uitvoering")
    begun = gettext("al begonnen")
    return f"{edition} ({begun})" if edition.is_running else str(edition)


def _tried(notice: Notice) -> str:
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
    last = f"{_moment(spoken.at)}: {spoken.get_outcome_display()}"
    if spoken.by is not None:
        last = gettext("%(call)s, door %(name)s") % {"call": last, "name": spoken.by.name}
    return f"{last} ({len(calls)}×)" if len(calls) > 1 else last


class _NoticesView(RestrictedListView):
    """A list of notices: searched by name, of one edition or of all that one works with."""

    model = Notice
    search_fields = ["person__first_name", "person__last_name", "edition__training__title"]
    paginate_by = 30
    header_icon = "mail"
    filterset_class: type[WagtailFilterSet] | None = None

    def refuse_others(self, request: HttpRequest) -> None:
        if not queries.may_tell(request.user):
            raise PermissionDenied

    wanted: Callable[[], QuerySet[Notice]]
    """Which notices stand in this list, in their order."""

    def get_base_queryset(self) -> QuerySet[Notice]:
        return queries.visible(self.wanted(), self.request.user)


def _person_column(url_name: str) -> TitleColumn:
    return TitleColumn(
        "person",
        label=_("Wie"),
        accessor="person.name_in_list",
        get_url=lambda notice: reverse(url_name, args=[notice.pk]),
    )


def _kind_column() -> Column:
    """Leads to the message too: the name alone is a small thing to press."""
    return TitleColumn(
        "kind",
        label=_("Waarover"),
        accessor=lambda one: kinds.subject_of(one),
        get_url=lambda one: reverse("notices_detail", args=[one.pk]),
    )


class _SaidColumn(Column):
    """On a phone, where the cells of a row stand below each other, each says what it is."""

    cell_template_name = "notices/admin/_said_cell.html"


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


class _SubjectsColumn(_SaidColumn):
    """All that one call with somebody is about."""

    cell_template_name = "notices/admin/_subjects_cell.html"


class _EditionFilter(django_filters.ModelChoiceFilter):
    """One of the editions that who looks works with."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return editions_for_staff(request.user).filter(notices__isnull=False).distinct()


class _PersonFilter(django_filters.ModelChoiceFilter):
    """The person whom one came for: a list of all people would be of no use."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        chosen = request.GET.get("person", "")
        if not (chosen.isdecimal() and len(chosen) <= MOST_DIGITS):
            return User.objects.none()
        # A number must not give away a name to who works with nothing of that person.
        told = queries.visible(queries.notices_of(int(chosen)), request.user)
        return User.objects.filter(pk__in=told.order_by().values("person"))


class EditionFilterSet(WagtailFilterSet):
    """Of which edition."""

    edition = _EditionFilter(label=_("Uitvoering"))

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ("edition",)


class CallListView(_NoticesView):
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
        _person_column("notices_call"),
        _SaidColumn("telephone", label=_("Telefoon"), accessor=lambda one: _number(one)),
        _SubjectsColumn("subjects", label=_("Waarover"), accessor="subjects"),
        _SaidColumn("due_at", label=_("Bellen vanaf"), accessor=lambda one: _moment(one.due_at)),
        _SaidColumn("tried", label=_("Laatste keer"), accessor=_tried),
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
            later = _moment(one.due_at) if one.due_at > now else ""
            title = kinds.subject_of(one)
            found[one.person_id].append(
                Subject(
                    one,
                    title,
                    _about(one),
                    later,
                    queries.why_not_as_preferred(one),
                    is_urgent=queries.is_urgent(one),
                )
            )
        return found


def _number(notice: Notice) -> str:
    number = notice.person.telephone
    stand_in = getattr(notice, "stand_in", None)
    if not number and stand_in is not None:
        return _stand_in_in_words(stand_in)
    if number and getattr(notice, "is_wrong_number", False):
        return gettext("%(number)s (klopt niet)") % {"number": on_one_line(number)}
    return on_one_line(number) or gettext("Niet te bereiken: zoek een nummer of adres")


def _stand_in_in_words(person: User) -> str:
    """Whom to call for somebody without a number, who comes along."""
    words = gettext("Geen nummer. Bel %(name)s, die samen komt: %(number)s")
    return words % {"name": person.name, "number": on_one_line(person.telephone)}


class _AnyEditionFilter(_EditionFilter):
    """The same, or what is about none of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(null_label=_("niet over een uitvoering"), **kwargs)


NOT_YET, TOO_LATE = "nee", "te-laat"
"""What the filter of messages calls what has yet to reach somebody, and what never did in time."""


class LogFilterSet(WagtailFilterSet):
    """In which way, with which outcome, of what, about which edition."""

    told = django_filters.ChoiceFilter(
        label=_("Verteld"),
        choices=[(NOT_YET, _("Nog niet verteld")), (TOO_LATE, _("Niet op tijd verteld"))],
        method="only_untold",
    )
    way = django_filters.ChoiceFilter(label=_("Hoe"), choices=ContactWay.choices)
    state = django_filters.ChoiceFilter(label=_("Status"), choices=NoticeState.choices)
    kind = django_filters.ChoiceFilter(
        label=_("Waarover"), choices=lambda: [(one.name, one.title) for one in kinds.every()]
    )
    edition = _AnyEditionFilter(label=_("Uitvoering"))
    person = _PersonFilter(
        label=_("Persoon"),
        help_text=_("Berichten aan één persoon? Zoek die op, en kies daar “Berichten”."),
    )

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ("told", "way", "state", "kind", "edition", "person")

    def only_untold(self, found: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        """What has yet to reach somebody, or did not in time."""
        if value == NOT_YET:
            return found.filter(queries.NOT_TOLD)
        return found.filter(pk__in=queries.told_too_late().order_by().values("pk"))


class LogView(_NoticesView):
    """What people were told, the newest first."""

    page_title = _("Berichten")
    index_url_name = "notices_log"
    index_results_url_name = "notices_log_results"
    filterset_class = LogFilterSet
    columns = [
        _person_column("notices_detail"),
        _kind_column(),
        Column("edition", label=_("Uitvoering"), accessor=_about),
        Column("way", label=_("Hoe"), accessor="get_way_display"),
        Column("state", label=_("Status"), accessor="state_in_words"),
        Column("created_at", label=_("Wanneer"), accessor=lambda one: _moment(one.created_at)),
    ]

    wanted = staticmethod(queries.newest_first)


class UntoldFilterSet(WagtailFilterSet):
    """In which way, of what."""

    way = LogFilterSet.base_filters["way"]
    kind = LogFilterSet.base_filters["kind"]

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ("way", "kind")


class _EditionsPaginator(WagtailPaginator):
    """Counts editions: each has one row, whatever there is to tell about it."""

    verbose_name, verbose_name_plural = _("uitvoering"), _("uitvoeringen")


class _UntoldColumn(_SaidColumn):
    """Of each thing who has yet to hear it, and where that is done."""

    cell_template_name = "notices/admin/_untold_cell.html"


class UntoldView(_NoticesView):
    """Who has not been told yet, of what and in which way: over all editions, a row for each."""

    page_title = _("Nog niet verteld")
    index_url_name = "notices_untold"
    index_results_url_name = "notices_untold_results"
    template_name = "notices/admin/untold.html"
    filterset_class = UntoldFilterSet
    paginator_class = _EditionsPaginator
    columns = [
        TitleColumn(
            "edition",
            label=_("Uitvoering"),
            accessor=lambda one: capfirst(_about(one)),
            get_url=lambda one: _untold_url(one.edition_id),
        ),
        _UntoldColumn("untold", label=_("Wie weet wat nog niet"), accessor="untold"),
        _SaidColumn("created_at", label=_("Sinds"), accessor=lambda one: _moment(one.created_at)),
    ]

    wanted = staticmethod(queries.not_told)

    def search_queryset(self, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        # What is asked for; the rows of a page show all of it.
        self.found = super().search_queryset(queryset)
        return queries.first_of_each_edition(self.found)

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return gettext("Niets gevonden.")
        return gettext("Iedereen weet alles: er is niemand meer die je iets moet vertellen.")

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        rows: Iterable[Any] = context["object_list"]  # type: ignore[assignment]
        editions = {one.edition_id for one in rows}
        wanted = Q(edition__in=editions - {None})
        if None in editions:
            wanted |= Q(edition__isnull=True)
        untold = queries.untold(self.found.filter(wanted).prefetch_related(None))
        for one in rows:
            one.untold = untold[one.edition_id]
        late = queries.visible(queries.told_too_late(), self.request.user)
        return {
            **context,
            "people": queries.number_of_people(self.get_base_queryset()),
            "late": queries.number_of_people(late),
            "late_url": f"{reverse('notices_log')}?told={TOO_LATE}",
            "only_own": not is_coordinator(self.request.user),
        }


def _untold_url(edition: int | None) -> str:
    """The messages about an edition, or about none, that have yet to reach somebody."""
    chosen = UNTOLD_OF_NONE if edition is None else edition
    return f"{reverse('notices_log')}?told={NOT_YET}&edition={chosen}"


UNTOLD_OF_NONE = "null"
"""How a filter calls what is about no edition."""


class LettersView(_NoticesView):
    """Which letters wait for the printer; they are printed together."""

    page_title = _("Brieven")
    header_icon = "doc-full"
    index_url_name = "notices_letters"
    index_results_url_name = "notices_letters_results"
    template_name = "notices/admin/letters.html"
    results_template_name = "notices/admin/letters_results.html"
    filterset_class = EditionFilterSet
    columns = [
        _person_column("notices_detail"),
        _kind_column(),
        Column("edition", label=_("Uitvoering"), accessor=_about),
        Column("created_at", label=_("Sinds"), accessor=lambda one: _moment(one.created_at)),
    ]

    wanted = staticmethod(queries.letters_by_person)

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        found: Iterable[Notice] = context["object_list"]  # type: ignore[assignment]
        return {
            **context,
            "envelopes": _envelopes(found),
            "one_sided": self.request.session.get(ONE_SIDED, False),
            "ticks_none": self.request.GET.get("vink") == "geen",
            "printed": _printed_together(self.request.user),
        }


ONE_SIDED = "letters_one_sided"
"""Under which name the session keeps that letters are printed on one side."""


def _envelopes(found: Iterable[Notice]) -> list[tuple[User, list[tuple[Notice, str, bool]]]]:
    """The letters to each person, who gets them in one envelope, each with its subject and whether
    it cannot wait; give them by person."""
    return [
        (person, [(one, kinds.subject_of(one), queries.is_urgent(one)) for one in letters])
        for person, letters in groupby(found, key=lambda one: one.person)
    ]


def _printed_together(
    user: User | AnonymousUser,
) -> list[tuple[datetime, list[tuple[Notice, str]]]]:
    """What was printed last: each time with its letters, so that one button prints them again."""
    found = queries.visible(queries.letters_printed(), user)[:MOST_LETTERS]
    times = groupby(found, key=lambda one: one.settled_at)
    return [
        (moment, [(one, kinds.subject_of(one)) for one in letters])
        for moment, letters in islice(times, LAST_PRINTED)
    ]


# --- One notice -----------------------------------------------------------------------------------


def _found(request: HttpRequest, pk: object, *, among: QuerySet[Notice] | None = None) -> Notice:
    """The notice, for who may see it.

    Raises:
        Http404: it is not there, or not for this person.
        PermissionDenied: this person tells nobody anything.
    """
    if not queries.may_tell(request.user):
        raise PermissionDenied
    return get_object_or_404(
        queries.visible(queries.notices() if among is None else among, request.user), pk=pk
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, pk: object) -> HttpResponse:
    """What to say, and what came of it."""
    notice, caller = _found(request, pk), signed_in_user(request)
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
            "about": _about(notice),
            "may_fill_in": may_manage(caller, notice.person),
            "is_coordinator": is_coordinator(caller),
            "wrong_number": wrong and queries.wrong_number_in_words(wrong),
            "may_be_letter": _may_be_letter(notice),
            "stand_in": stand_in and _stand_in_in_words(stand_in),
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
                (one, kinds.subject_of(one), _about(one), _script(one, caller))
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
    notice, caller = _found(request, pk), signed_in_user(request)
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


@never_cache
def detail(request: HttpRequest, pk: object) -> HttpResponse:
    """One notice: what it says, and what became of it."""
    notice = _found(request, pk)
    return render(
        request,
        "notices/admin/detail.html",
        {
            "notice": notice,
            "title": kinds.subject_of(notice),
            "about": _about(notice),
            "address": _address(notice),
            "why": queries.why_not_as_preferred(notice),
            "letter": _letter(notice),
            "may_go_again": _may_go_again(notice),
            "may_be_letter": _may_be_letter(notice),
            "may_go_on_paper": _may_go_on_paper(notice),
            "may_fill_in": may_manage(request.user, notice.person),
            "calls": notice.calls.all(),
            "repeats": notice.repeats.order_by("created_at"),
        },
    )


def _may_be_letter(notice: Notice) -> bool:
    """Whether what somebody is to be called about can be printed instead."""
    is_call = (notice.way, notice.state) == (ContactWay.TELEPHONE, NoticeState.TO_DO)
    return is_call and notice.person.has_postal_address


def _may_go_again(notice: Notice) -> bool:
    """Not what waits for the printer or for a call, and so did not go once; unless a mail would
    reach the person by now."""
    if notice.state not in FOR_STAFF:
        return True
    if notice.way == ContactWay.LETTER:
        return False
    now = queries.way_of(notice.person, kind=kinds.find(notice.kind))
    return notice.state == NoticeState.FAILED or now == ContactWay.MAIL


def _may_go_on_paper(notice: Notice) -> bool:
    """Whether it went in another way, and somebody may say that it never came."""
    return notice.state == NoticeState.SENT and notice.way != ContactWay.LETTER


def _address(notice: Notice) -> str:
    """Where it goes, or would go now: no address of the past is kept."""
    person = notice.person
    return {
        ContactWay.MAIL: person.email or "",
        ContactWay.LETTER: ", ".join(
            filter(None, [person.street, f"{person.postcode} {person.city}".strip()])
        ),
        ContactWay.TELEPHONE: person.telephone,
    }[ContactWay(notice.way)]


def _letter(notice: Notice) -> Letter | None:
    """What it says, as it would be said now; None when that is not known any more."""
    try:
        written = writing.write(notice, way=ContactWay(notice.way))
    except (writing.UnknownKindError, KeyError):
        return None
    return written.on_screen if written else None


@require_POST
def again(request: HttpRequest, pk: object) -> HttpResponse:
    """Tell it once more, in the way that fits now."""
    notice = _found(request, pk)
    try:
        new = services.send_again(
            notice=notice, actor=signed_in_user(request), on_paper="paper" in request.POST
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("notices_detail", pk=notice.pk)
    messages.success(request, queries.reach_of([new]).with_names)
    return redirect("notices_detail", pk=new.pk)


@require_POST
def as_letter(request: HttpRequest, pk: object) -> HttpResponse:
    """A letter in the place of a call."""
    notice = _found(request, pk)
    try:
        services.make_letter(notice=notice, actor=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("De brief staat klaar. Print hem hieronder."))
    return redirect("notices_detail", pk=notice.pk)


@require_POST
def done(request: HttpRequest, pk: object) -> HttpResponse:
    """The person heard of it otherwise."""
    notice = _found(request, pk)
    if services.mark_done(notices=[notice], actor=signed_in_user(request)):
        messages.success(request, gettext("Genoteerd: dit bericht is klaar."))
    else:
        messages.warning(request, gettext("Dit bericht was al klaar."))
    return redirect("notices_detail", pk=notice.pk)


@require_POST
def print_letters(request: HttpRequest) -> HttpResponse:
    """One file with the letters that were chosen; they count as sent from there on."""
    if not queries.may_tell(request.user):
        raise PermissionDenied
    chosen = queries.visible(Notice.objects.filter(_uuids(request)), request.user)
    try:
        content = services.print_letters(
            notices=chosen, actor=signed_in_user(request), one_sided=_is_one_sided(request)
        )
    except (Refusal, pdf.PdfUnavailable) as refusal:
        messages.error(request, str(refusal))
        return redirect("notices_letters")
    # Read on the next page: this answer is the file.
    said, again = gettext("Geprint en dus verstuurd."), gettext("Print ze nog een keer")
    url = f"{reverse('notices_letters')}#geprint"
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, url, again))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(chosen.count())}"'
    return response


def _is_one_sided(request: HttpRequest) -> bool:
    """Whether only the front of a sheet is printed: as chosen now, or else the last time."""
    if "sides" in request.POST:
        request.session[ONE_SIDED] = request.POST["sides"] == "one"
    return bool(request.session.get(ONE_SIDED, False))


def _uuids(request: HttpRequest) -> Q:
    keys = [key for key in request.POST.getlist("letter") if _is_key(key)]
    return Q(pk__in=keys[:MOST_LETTERS])


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _file_name(count: int) -> str:
    letters = ngettext("brief", "brieven", count)
    return f"{letters}-{clock.today():%Y-%m-%d}.pdf"


urlpatterns = [
    path("bellen/", CallListView.as_view(), name="notices_call_list"),
    path(
        "bellen/resultaten/",
        CallListView.as_view(results_only=True),
        name="notices_call_list_results",
    ),
    path("bellen/<uuid:pk>/", call, name="notices_call"),
    path("bellen/<uuid:pk>/nu/", calling, name="notices_calling"),
    path("brieven/", LettersView.as_view(), name="notices_letters"),
    path(
        "brieven/resultaten/",
        LettersView.as_view(results_only=True),
        name="notices_letters_results",
    ),
    path("brieven/print/", print_letters, name="notices_print"),
    path("berichten/", LogView.as_view(), name="notices_log"),
    path("berichten/resultaten/", LogView.as_view(results_only=True), name="notices_log_results"),
    path("berichten/nog-niet-verteld/", UntoldView.as_view(), name="notices_untold"),
    path(
        "berichten/nog-niet-verteld/resultaten/",
        UntoldView.as_view(results_only=True),
        name="notices_untold_results",
    ),
    path("berichten/<uuid:pk>/", detail, name="notices_detail"),
    path("berichten/<uuid:pk>/opnieuw/", again, name="notices_again"),
    path("berichten/<uuid:pk>/brief/", as_letter, name="notices_as_letter"),
    path("berichten/<uuid:pk>/klaar/", done, name="notices_done"),
]
