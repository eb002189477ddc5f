"""Open answers before anyone reads them: reviewing and releasing them; and what they are about.

Only for who has the right, and never for who gave the training that they are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.ui.tables import Column, TitleColumn

from courses.common import clock
from courses.common.edit_conflicts import FIELD, Conflict, FormSnapshot, in_words, token
from courses.common.errors import Refusal, add_refusal
from courses.common.list_views import RestrictedListView
from courses.evaluation.models import EvaluationForm, ScreeningException, TextAnswer, Topic
from courses.evaluation.queries import texts as queries
from courses.evaluation.queries.disclosure.texts import readable_texts
from courses.evaluation.queries.staff import forms_for_staff
from courses.evaluation.redactions import has_contact_details, read
from courses.evaluation.review_forms import (
    ExceptionForm,
    MergeForm,
    RenameForm,
    ReviewForm,
    TakeOutForm,
    TopicForm,
    keys_of,
    number_of_texts,
)
from courses.evaluation.services import reviewing, topics
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 10
"""How many texts one reviews on a page: as many as one looks at with attention."""

SAVE_ALL = "all_clear"
"""The button that is also done with the texts of this page in which nothing was found."""


def _refuse_others(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": reverse("evaluation_reviews"), "label": str(ReviewsView.page_title)},
        *({"url": url, "label": label} for url, label in more),
    ]


# --- Reviewing --------------------------------------------------------------------------------


class ReviewsView(RestrictedListView):
    """The forms with texts that wait for who reviews, the first to have closed first."""

    model = EvaluationForm
    page_title = _("Open antwoorden om te bekijken")
    header_icon = "view"
    index_url_name = "evaluation_reviews"
    index_results_url_name = "evaluation_reviews_results"
    template_name = "evaluation/admin/reviews.html"
    search_fields = ["edition__training__title", "title"]
    columns = [
        TitleColumn(
            "subject",
            label=_("Waarover"),
            accessor=str,
            get_url=lambda form: reverse("evaluation_review", args=[form.pk]),
        ),
        Column("occasion", label=_("Wanneer"), accessor="get_occasion_display"),
        Column(
            "closes_at",
            label=_("Gesloten op"),
            accessor=lambda form: date_format(clock.local(form.closes_at), "j N Y"),
        ),
        Column("to_see", label=_("Nog te bekijken")),
        Column("in_review", label=_("Vrij te geven")),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        _refuse_others(request, queries.REVIEW)

    def get_base_queryset(self) -> QuerySet[EvaluationForm]:
        return queries.forms_to_review(self.request.user)


def _form(request: HttpRequest, pk: int) -> EvaluationForm:
    """A form, for who may review its texts.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not for this person.
    """
    _refuse_others(request, queries.REVIEW)
    form = get_object_or_404(EvaluationForm.objects.select_related("edition__training"), pk=pk)
    if not queries.may_review(request.user, form):
        raise PermissionDenied
    return form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts of a form, some at a time: what is taken out of each. All on the page is kept
    with one button, and everything can be undone until they are released."""
    form = _form(request, pk)
    texts = list(queries.texts_of_review(form))
    if not texts:
        messages.info(request, gettext("Hier is niets meer te bekijken."))
        return redirect("evaluation_reviews")
    # `get_page` answers a number that is none, or too high, with the nearest page.
    page = Paginator(texts, PAGE_SIZE).get_page(request.GET.get("p"))
    data = request.POST if request.method == "POST" else None
    own = [ReviewForm(data, text=text) for text in page.object_list]
    shown = token(reviewing.facts_of_review(page.object_list))
    if data is not None:
        if not [one for one in own if not one.is_valid()]:
            try:
                count = _keep(request, form, own)
            except Conflict as conflict:
                messages.error(request, str(conflict))
                for difference in conflict.differences:
                    messages.error(request, in_words(difference))
            except Refusal as no:
                messages.error(request, str(no))
            else:
                said = gettext("Bewaard: %(texts)s.") % {"texts": number_of_texts(count)}
                messages.success(request, said)
                return redirect(_after(form, page))
        else:
            messages.error(request, gettext("Er is nog niets bewaard. Kijk bij de rode tekst."))
            # Still what was shown at first, or a change of somebody else would be overlooked.
            shown = data.get(FIELD, "")
    return _review_page(request, form, texts, page, own, shown)


def _keep(request: HttpRequest, form: EvaluationForm, own: list[ReviewForm]) -> int:
    is_all_clear = SAVE_ALL in request.POST
    decisions = [
        decision
        for one in own
        if (decision := one.decision(is_seen=is_all_clear)).status != one.cleaned_data["status"]
        or one.is_touched
    ]
    return reviewing.review_texts(
        form=form, decisions=decisions, snapshot=FormSnapshot.submitted(request.POST)
    )


def _after(form: EvaluationForm, page: Page[TextAnswer]) -> str:
    """Where one goes on: the first page with something that nobody looked at, if there is one."""
    waiting = _first_waiting(list(queries.texts_of_review(form)))
    number = page.number if waiting is None else waiting[0]
    return f"{reverse('evaluation_review', args=[form.pk])}?p={number}"


def _first_waiting(texts: Sequence[TextAnswer]) -> tuple[int, TextAnswer] | None:
    """The first text that nobody looked at, and the page on which it stands."""
    found = enumerate(texts)
    return next(
        ((place // PAGE_SIZE + 1, one) for place, one in found if one.status == "waiting"), None
    )


def _link_to_waiting(texts: Sequence[TextAnswer], on_page: Sequence[ReviewForm]) -> str:
    """An address of that text; nothing when all were looked at, or when the page begins with it."""
    waiting = _first_waiting(texts)
    if waiting is None or (on_page and on_page[0].text.pk == waiting[1].pk):
        return ""
    return f"?p={waiting[0]}#tekst-{waiting[1].pk}"


def _review_page(
    request: HttpRequest,
    form: EvaluationForm,
    texts: list[TextAnswer],
    page: Page[TextAnswer],
    own: list[ReviewForm],
    shown: str,
) -> HttpResponse:
    return render(
        request,
        "evaluation/admin/review.html",
        {
            "evaluation": form,
            "state": queries.review_state(texts),
            "next_waiting": _link_to_waiting(texts, own),
            "forms": own,
            "page_obj": page,
            "snapshot_name": FIELD,
            "snapshot": shown,
            "save_all": SAVE_ALL,
            "header_title": gettext("Bekijken: %(subject)s") % {"subject": form},
            "header_icon": "view",
            "breadcrumbs_items": _crumbs(("", str(form))),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """What readers will see, before it is so; then what was taken out is gone."""
    form = _form(request, pk)
    if request.method == "POST":
        snapshot = FormSnapshot.submitted(request.POST)
        try:
            count = reviewing.release_texts(
                form=form, snapshot=snapshot, actor=signed_in_user(request)
            )
        except Refusal as no:
            messages.error(request, str(no))
            return redirect("evaluation_release", pk)
        said = gettext("Vrijgegeven: %(texts)s.") % {"texts": number_of_texts(count)}
        next_step, url = gettext("Schrijf wat jullie ermee deden"), _reaction_of(pk)
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, url, next_step))
        return redirect("evaluation_reviews")
    texts = list(queries.texts_of_review(form))
    if not texts:
        messages.info(request, gettext("Hier is niets meer vrij te geven."))
        return redirect("evaluation_reviews")
    address = reverse("evaluation_review", args=[pk])
    return render(
        request,
        "evaluation/admin/release.html",
        {
            "evaluation": form,
            "with_contact": [one for one in texts if has_contact_details(read(one.redactions))],
            "state": queries.review_state(texts),
            "snapshot_name": FIELD,
            "snapshot": token({reviewing.ALL_TEXTS: reviewing.fact_of_release(texts)}),
            "forms": [ReviewForm(None, text=one) for one in texts],
            "header_title": gettext("Vrijgeven: %(subject)s") % {"subject": form},
            "header_icon": "view",
            "breadcrumbs_items": _crumbs((address, str(form)), ("", gettext("Vrijgeven"))),
        },
    )


def _reaction_of(form: int) -> str:
    """Where one goes on after reading: to what was done with it."""
    return reverse("evaluation_reaction", args=[form])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def released_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One text that readers see: words, or all of it, can still be taken out, for good."""
    _refuse_others(request, queries.REVIEW)
    found = readable_texts(EvaluationForm.objects.all()).filter(pk=pk)
    text = get_object_or_404(found.select_related("question__form__edition__training"))
    if not queries.may_review(request.user, text.question.form):
        raise PermissionDenied
    back = _next(request) or reverse("wagtailadmin_home")
    form = TakeOutForm(request.POST if request.method == "POST" else None, text=text)
    actor = signed_in_user(request)
    try:
        if "away" in request.POST:
            reviewing.take_away(text=text, actor=actor)
            messages.success(request, gettext("De tekst is weg."))
            return redirect(back)
        if form.is_bound and form.is_valid():
            reviewing.take_out(text=text, words=form.cleaned_data["words"], actor=actor)
            messages.success(request, gettext("De woorden zijn weg."))
            return redirect(back)
    except Refusal as no:
        form.add_error("words" if no.field else None, str(no))
    return render(
        request,
        "evaluation/admin/released_text.html",
        {
            "text": text,
            "form": form,
            "next": back,
            "header_title": gettext("Iets weglaten"),
            "header_icon": "edit",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
                {"url": back, "label": gettext("Open antwoorden")},
                {"url": "", "label": gettext("Iets weglaten")},
            ],
        },
    )


def _next(request: HttpRequest) -> str:
    """Where somebody came from, if that is a page of ours."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else ""


# --- Topics -----------------------------------------------------------------------------------

GIVE, TAKE, TIP, NO_TIP = "give", "take", "tip", "no_tip"


@require_POST
def label(request: HttpRequest) -> HttpResponse:
    """Say of the texts that are ticked what they are about, or that they are a golden tip."""
    _refuse_others(request, queries.LABEL)
    back = redirect(_next(request) or "wagtailadmin_home")
    keys = keys_of(request.POST.getlist("text"))
    forms = forms_for_staff(request.user)
    do = request.POST.get("do", "")
    if not keys:
        messages.error(request, gettext("Vink eerst een of meer teksten aan."))
        return back
    if do in (TIP, NO_TIP):
        count = topics.mark_golden_tips(texts=keys, forms=forms, is_tip=do == TIP)
        done = gettext("Gouden tip") if do == TIP else gettext("Geen gouden tip meer")
        messages.success(request, f"{done}: {number_of_texts(count)}.")
        return back
    chosen = request.POST.get("topic", "")
    topic = Topic.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if topic is None:
        messages.error(request, gettext("Kies een onderwerp."))
        return back
    try:
        count = topics.give_topic(texts=keys, topic=topic, forms=forms, is_given=do != TAKE)
    except Refusal as no:
        messages.error(request, str(no))
        return back
    said = gettext("“%(topic)s” gaat erbij: %(texts)s.")
    if do == TAKE:
        said = gettext("“%(topic)s” gaat eraf: %(texts)s.")
    messages.success(request, said % {"topic": topic, "texts": number_of_texts(count)})
    if left := len(keys) - count:
        messages.warning(
            request,
            ngettext(
                "%(n)d tekst niet: het onderwerp hoort bij een andere vraag.",
                "%(n)d teksten niet: het onderwerp hoort bij een andere vraag.",
                left,
            )
            % {"n": left},
        )
    return back


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def all_topics(request: HttpRequest) -> HttpResponse:
    """All topics with how many texts have each, and a new one."""
    _refuse_others(request, queries.MAKE_TOPICS)
    form = TopicForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            topics.add_topic(
                name=form.cleaned_data["name"],
                key=form.cleaned_data["key"],
                actor=signed_in_user(request),
            )
        except Refusal as no:
            add_refusal(form, no)
        else:
            messages.success(request, gettext("Het onderwerp is erbij."))
            return redirect("evaluation_topics")
    questions = queries.open_questions()
    rows = [(one, questions.get(one.key, "")) for one in queries.topics_with_use()]
    return render(
        request,
        "evaluation/admin/topics.html",
        {
            "rows": rows,
            "form": form,
            "header_title": gettext("Onderwerpen van open antwoorden"),
            "header_icon": "tag",
            "breadcrumbs_items": _crumbs_of_topics(),
        },
    )


def _crumbs_of_topics(*more: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
        {"url": reverse("evaluation_topics"), "label": gettext("Onderwerpen")},
        *({"url": url, "label": label} for url, label in more),
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: give it another name, let it go up in another, or take it away."""
    _refuse_others(request, queries.MAKE_TOPICS)
    found = get_object_or_404(queries.topics_with_use(), pk=pk)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    data = request.POST
    rename = RenameForm(data) if do == "rename" else RenameForm(initial={"name": found.name})
    merge = MergeForm(data if do == "merge" else None, topic=found)
    form: Form = rename if do == "rename" else merge
    try:
        if do == "remove":
            topics.remove_topic(topic=found, actor=signed_in_user(request))
            messages.success(request, gettext("Het onderwerp is weg. De teksten staan er nog."))
            return redirect("evaluation_topics")
        if do in ("rename", "merge") and form.is_valid():
            messages.success(request, _changed(request, found, form))
            return redirect("evaluation_topics")
    except Refusal as no:
        add_refusal(form, no)
    return render(
        request,
        "evaluation/admin/topic.html",
        {
            "topic": found,
            "question": queries.open_questions().get(found.key, ""),
            "rename": rename,
            "merge": merge,
            "can_merge": merge.has_others,
            "header_title": found.name,
            "header_icon": "tag",
            "breadcrumbs_items": _crumbs_of_topics(("", found.name)),
        },
    )


def _changed(request: HttpRequest, found: Topic, form: Form) -> str:
    actor = signed_in_user(request)
    if "name" in form.cleaned_data:
        topics.rename_topic(topic=found, name=form.cleaned_data["name"], actor=actor)
        return gettext("Het onderwerp heet nu anders.")
    into = form.cleaned_data["into"]
    count = topics.merge_topics(topic=found, into=into, actor=actor)
    return gettext("Samengevoegd: “%(topic)s” hoort nu bij %(texts)s.") % {
        "topic": into,
        "texts": number_of_texts(count),
    }


# --- Words that are no names ------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exceptions(request: HttpRequest) -> HttpResponse:
    """Words that look like a name of a person and are none."""
    _refuse_others(request, queries.REVIEW)
    form = ExceptionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            topics.add_exception(words=form.cleaned_data["words"], actor=signed_in_user(request))
        except Refusal as no:
            add_refusal(form, no)
        else:
            messages.success(request, gettext("Dit staat nu in de lijst."))
            return redirect("evaluation_exceptions")
    return render(
        request,
        "evaluation/admin/exceptions.html",
        {
            "form": form,
            "exceptions": ScreeningException.objects.all(),
            "header_title": gettext("Dit zijn geen namen"),
            "header_icon": "list-ul",
            "breadcrumbs_items": _crumbs(("", gettext("Dit zijn geen namen"))),
        },
    )


@require_POST
def remove_exception(request: HttpRequest, pk: int) -> HttpResponse:
    """Take words from that list."""
    _refuse_others(request, queries.REVIEW)
    exception = ScreeningException.objects.filter(pk=pk).first()
    if exception is None:
        raise Http404
    topics.remove_exception(exception=exception, actor=signed_in_user(request))
    messages.success(
        request, gettext("“%(words)s” staat niet meer in de lijst.") % {"words": exception.words}
    )
    return redirect("evaluation_exceptions")


HERE = "open-antwoorden/"

urlpatterns = [
    path(f"{HERE}bekijken/", ReviewsView.as_view(), name="evaluation_reviews"),
    path(
        f"{HERE}bekijken/resultaten/",
        ReviewsView.as_view(results_only=True),
        name="evaluation_reviews_results",
    ),
    path(f"{HERE}bekijken/<int:pk>/", review, name="evaluation_review"),
    path(f"{HERE}bekijken/<int:pk>/vrijgeven/", release, name="evaluation_release"),
    path(f"{HERE}tekst/<uuid:pk>/", released_text, name="evaluation_released_text"),
    path(f"{HERE}onderwerp-geven/", label, name="evaluation_label"),
    path(f"{HERE}onderwerpen/", all_topics, name="evaluation_topics"),
    path(f"{HERE}onderwerpen/<int:pk>/", topic, name="evaluation_topic"),
    path(f"{HERE}geen-namen/", exceptions, name="evaluation_exceptions"),
    path(f"{HERE}geen-namen/<int:pk>/weg/", remove_exception, name="evaluation_exception_remove"),
]
