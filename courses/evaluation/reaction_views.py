"""Where staff write what they did with an evaluation, and tell people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from courses.common import clock
from courses.common.edit_conflicts import TAKE, Conflict, FormSnapshot, token, with_theirs
from courses.common.errors import Refusal, add_refusal
from courses.common.list_views import RestrictedListView
from courses.evaluation.enums import REACTION, ReactionStatus
from courses.evaluation.figure_links import figures_of
from courses.evaluation.models import MOST_CHARACTERS, EvaluationForm, Reaction
from courses.evaluation.queries import reactions as queries
from courses.evaluation.queries import staff
from courses.evaluation.queries.disclosure.texts import readable_texts
from courses.evaluation.queries.texts import may_review, number_in_review
from courses.evaluation.services import reactions as services
from courses.notices import writing
from courses.notices.models import Notice
from courses.notices.queries import who_gets_what
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from courses.notices.queries import Reach

NONE = "none"
"""Of the filter: nothing was written yet."""

MOST_TEXTS = 60
"""How many of the texts that people wrote stand above what is written about them."""


class ReactionForm(forms.Form):
    """What was heard, and what was done with it."""

    heard = forms.CharField(
        label=_("Dit hoorden we"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "nl"}),
        help_text=_(
            "In je eigen woorden, kort. Neem geen zin letterlijk over en noem geen namen: daaraan "
            "kunnen anderen iemand herkennen."
        ),
    )
    done = forms.CharField(
        label=_("Dit deden we ermee"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "nl"}),
        help_text=_("Wat er veranderde, of waarom iets blijft zoals het is."),
    )
    is_shared = forms.BooleanField(
        label=_("Ook voor anderen"),
        required=False,
        help_text=_(
            "Dan staat het ook op de pagina van de training, en leest de volgende groep het na het "
            "invullen. Zonder vinkje lezen alleen de mensen van deze groep het."
        ),
    )


class ReactionFilterSet(WagtailFilterSet):
    """How far the reaction is."""

    reaction = django_filters.ChoiceFilter(
        label=_("Reactie"),
        choices=[(NONE, _("Nog niet geschreven")), *ReactionStatus.choices],
        method="filter_by_reaction",
    )

    class Meta:
        model = EvaluationForm
        fields = ["occasion"]

    def filter_by_reaction(
        self, queryset: QuerySet[EvaluationForm], name: str, value: str
    ) -> QuerySet[EvaluationForm]:
        """The forms with a reaction in this state, or without any."""
        return queryset.filter(Q(reaction=None) if value == NONE else Q(reaction__status=value))


class ReactionsView(RestrictedListView):
    """Closed forms, and whether people heard what was done with them."""

    model = EvaluationForm
    page_title = _("Wat we ermee deden")
    header_icon = "comment"
    index_url_name = "evaluation_reactions"
    index_results_url_name = "evaluation_reactions_results"
    search_fields = ["edition__training__title", "title"]
    filterset_class = ReactionFilterSet
    columns = [
        TitleColumn(
            "subject",
            label=_("Waarover"),
            accessor="subject",
            get_url=lambda form: reverse("evaluation_reaction", args=[form.pk]),
        ),
        Column("occasion", label=_("Wanneer gevraagd"), accessor="get_occasion_display"),
        Column("held_at", label=_("Bijeenkomst"), accessor=lambda form: _held(form)),
        Column("closes_at", label=_("Gesloten"), accessor=lambda form: _day(form)),
        Column("answered_count", label=_("Antwoorden")),
        Column("reaction", label=_("Reactie"), accessor=lambda form: _state(form)),
    ]

    def refuse_others(self, request: HttpRequest) -> None:
        if not staff.may_ask(request.user):
            raise PermissionDenied

    def get_base_queryset(self) -> QuerySet[EvaluationForm]:
        return queries.forms_to_react_to(self.request.user)


def _day(form: EvaluationForm) -> str:
    return date_format(clock.local(form.closes_at), "j N Y")


def _held(form: EvaluationForm) -> str:
    # The day it began, by which an edition is called everywhere else.
    if form.edition is None or form.edition.starts_at is None:
        return ""
    return date_format(clock.local(form.edition.starts_at), "j N Y")


def _state(form: EvaluationForm) -> str:
    found = getattr(form, "reaction", None)
    return found.get_status_display() if found is not None else gettext("Nog niet geschreven")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or change what was done with what one form brought."""
    form = _form(request, pk)
    stored = Reaction.objects.filter(form=form).first() or Reaction(form=form)
    now = {name: getattr(stored, name) for name in queries.WRITTEN}
    typed = ReactionForm(_typed(request, ReactionForm(initial=now)), initial=now)
    if form.edition is None:
        typed.fields["is_shared"].help_text = gettext(
            "Dan leest ook wie later dezelfde enquête krijgt het, na het invullen. Zonder vinkje "
            "lezen alleen de mensen die deze enquête kregen het."
        )
    conflict: Conflict | None = None
    if typed.is_bound and typed.is_valid():
        try:
            services.save_reaction(
                form=form,
                **typed.cleaned_data,
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict as stale:
            conflict = stale
        except Refusal as refusal:
            add_refusal(typed, refusal)
        else:
            if "look" in request.POST:
                return redirect("evaluation_reaction_publish", pk)
            messages.success(request, gettext("Bewaard."))
            return redirect("evaluation_reaction", pk)
    return render(
        request,
        "evaluation/admin/reaction.html",
        {
            "evaluation": form,
            "reaction": stored,
            "form": typed,
            "figures_url": figures_of(form),
            **_what_people_wrote(request, form),
            "history": queries.history_of(stored) if stored.pk else (),
            "conflict": conflict,
            "snapshot_token": conflict.token if conflict else token(queries.facts(stored)),
        },
    )


def _what_people_wrote(request: HttpRequest, form: EvaluationForm) -> dict[str, object]:
    """The texts that may be read of it, question by question, and how many wait for a look."""
    of_form = EvaluationForm.objects.filter(pk=form.pk)
    found = readable_texts(of_form).select_related("question").order_by("question__position", "pk")
    shown = list(found[: MOST_TEXTS + 1])
    return {
        "texts": shown[:MOST_TEXTS],
        "are_more_texts": len(shown) > MOST_TEXTS,
        "waiting_texts": number_in_review(of_form),
        "may_review": may_review(request.user, form),
    }


def _typed(request: HttpRequest, fresh: ReactionForm) -> QueryDict | None:
    """What was typed; with what the other saved, where the button for that was pressed."""
    if request.method != "POST":
        return None
    return with_theirs(request.POST, fresh) if TAKE in request.POST else request.POST


def _reach(request: HttpRequest, form: EvaluationForm) -> Reach:
    """How everybody who was invited hears what was done with it."""
    people = queries.people_to_tell(form)
    return who_gets_what(people, kind=REACTION, actor=signed_in_user(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Look how people read it and who is told what, and publish it."""
    form = _form(request, pk)
    reaction = get_object_or_404(Reaction, form=form)
    if reaction.is_published:
        return redirect("evaluation_reaction", pk)
    if request.method == "POST":
        reach = _reach(request, form)
        try:
            told = services.publish_reaction(
                reaction=reaction,
                actor=signed_in_user(request),
                snapshot=FormSnapshot.submitted(request.POST),
            )
        except Conflict:
            messages.warning(
                request, gettext("Iemand anders veranderde de tekst. Kijk nog eens of het klopt.")
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("evaluation_reaction", pk)
        else:
            sentence = ngettext(
                "Gepubliceerd. %(n)d persoon krijgt bericht.",
                "Gepubliceerd. %(n)d mensen krijgen bericht.",
                told,
            )
            messages.success(request, sentence % {"n": told})
            if told:
                messages.info(request, reach.with_names)
            return redirect("evaluation_reaction", pk)
    reaction.refresh_from_db()
    notice = Notice(
        person=signed_in_user(request),
        kind=REACTION,
        edition=form.edition,
        facts={"form": form.pk},
    )
    return render(
        request,
        "evaluation/admin/reaction_publish.html",
        {
            "evaluation": form,
            "reaction": reaction,
            "is_long_ago": form.closes_at <= clock.now() - queries.DUE_FOR,
            "reach": _reach(request, form),
            "preview": writing.preview(notice),
            "snapshot_token": token(queries.facts(reaction)),
        },
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off all pages."""
    form = _form(request, pk)
    reaction = get_object_or_404(Reaction, form=form)
    try:
        services.withdraw_reaction(reaction=reaction, actor=signed_in_user(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            gettext("Ingetrokken. Het staat nergens meer. Publiceer het opnieuw als het klopt."),
        )
    return redirect("evaluation_reaction", pk)


def _form(request: HttpRequest, pk: int) -> EvaluationForm:
    """The closed form, for who may write about it.

    Raises:
        PermissionDenied: nobody's figures are for this user.
        Http404: it is another's, or not closed.
    """
    if not staff.may_ask(request.user):
        raise PermissionDenied
    found = queries.forms_to_react_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


HERE = "evaluatie/reacties/"

urlpatterns = [
    path(HERE, ReactionsView.as_view(), name="evaluation_reactions"),
    path(
        f"{HERE}resultaten/",
        ReactionsView.as_view(results_only=True),
        name="evaluation_reactions_results",
    ),
    path(f"{HERE}<int:pk>/", edit, name="evaluation_reaction"),
    path(f"{HERE}<int:pk>/publiceer/", publish, name="evaluation_reaction_publish"),
    path(f"{HERE}<int:pk>/trek-in/", withdraw, name="evaluation_reaction_withdraw"),
]
