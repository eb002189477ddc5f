"""The list of editions, and their forms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages as admin_messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from courses.catalogue.enums import EventKind
from courses.catalogue.models import TrainingPage
from courses.common import staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.errors import Refusal, add_refusal
from courses.common.labelled_columns import STACKED, LabelledColumn
from courses.editions import services
from courses.editions.admin.asking import AsksFirstError
from courses.editions.admin.clashing import collisions, hours_of, warn_of_clashes
from courses.editions.admin.provided import (
    POLICY,
    RARELY,
    change_providers,
    edition_buttons,
    edition_notes,
    in_sight,
    trainers_providers,
    waiting_providers,
)
from courses.editions.admin.publishing import moment_of, seats_of, warning_about
from courses.editions.enums import EditionStatus
from courses.editions.forms import EditionForm, EveningInput
from courses.editions.models import Edition
from courses.editions.queries import (
    DECIDE_AHEAD,
    FEW,
    FEW_AHEAD,
    clashes,
    edition_facts,
    editions_for_staff,
    minutes_of_meetings,
    next_first,
    other_half,
    with_few_people,
)
from courses.editions.services.planning import change_between
from courses.people.queries import is_coordinator, is_trainer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise
    from wagtail.admin.ui.tables import Table

    from courses.common.edit_conflicts import Facts
    from courses.editions.admin.provided import Hears
    from courses.editions.permissions import EditionPermissionPolicy


class _SavesThroughService:
    """A refusal by the service becomes an error in the form; what was typed stays typed."""

    new: bool
    has_read_collisions = False

    def save_instance(self) -> Edition:
        form = self.form  # type: ignore[attr-defined]
        user = self.request.user  # type: ignore[attr-defined]
        edition: Edition = form.save(commit=False)
        if self.new and not is_coordinator(user):
            edition.trainers.add(user)
        return services.save_edition(
            edition=edition, actor=user, new=self.new, snapshot=getattr(self, "shown", None)
        )

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            add_refusal(form, refusal)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]
        if not self.new and not self.has_read_collisions:
            # After planning the edition's own page follows, which says the same; and who agreed has
            # just read it.
            warn_of_clashes(self.request, self.object)  # type: ignore[attr-defined]
        return response


class _OnlyOnesOwn:
    """Wagtail checks the model's permission; this checks the edition at hand as well."""

    def get_object(self, *args: object, **kwargs: object) -> Edition:
        edition: Edition = super().get_object(*args, **kwargs)  # type: ignore[misc]
        action = getattr(self, "permission_required", None) or "change"
        user = self.request.user  # type: ignore[attr-defined]
        if not POLICY.user_has_permission_for_instance(user, action, edition):
            raise PermissionDenied
        return edition


WHAT_IS_FEW = format_lazy(
    _(
        "Weinig is: minder dan het minimum, of minder dan {few} als er geen minimum is. Dat zie je "
        "vanaf {ahead} dagen voor het begin, of vanaf {decide} dagen voor de dag waarop je beslist."
    ),
    few=FEW,
    ahead=FEW_AHEAD,
    decide=DECIDE_AHEAD,
)
"""When an edition is among those of `with_few_people`, for who looks for them."""


class EditionFilterSet(WagtailFilterSet):
    """Beside what is a field of an edition: which have few people."""

    few = django_filters.ChoiceFilter(
        label=_("Let op"),
        choices=[("ja", _("Weinig inschrijvingen"))],
        method="with_few_people",
        help_text=WHAT_IS_FEW,
    )
    training__kind = django_filters.ChoiceFilter(
        label=_("Soort training"), choices=EventKind.choices
    )

    class Meta:
        model = Edition
        fields = ["status", "place", "few", "training__kind", "language"]

    def with_few_people(self, found: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """Those that begin soon with too few."""
        return found.filter(pk__in=with_few_people().order_by().values("pk"))


class EditionIndexView(generic.IndexView):
    """A coordinator sees all editions, a trainer the own ones."""

    filterset_class = EditionFilterSet
    table_classname = STACKED

    def get_table(self, object_list: Iterable[Edition]) -> Table:
        editions = list(object_list)
        found = clashes(editions)
        given = set(
            Edition.trainers.through.objects.filter(edition__in=editions).values_list(
                "edition", flat=True
            )
        )
        small = set(
            with_few_people()
            .filter(pk__in=[one.pk for one in editions])
            .values_list("pk", flat=True)
        )
        waiting: Counter[int] = Counter()
        for provider in waiting_providers:
            waiting.update(provider(editions))
        for edition in editions:
            edition.number_waiting = waiting[edition.pk]
            edition.clashes = found[edition.pk]
            edition.has_few_people = edition.pk in small
            edition.has_trainer = edition.pk in given
        return super().get_table(editions)

    def get_base_queryset(self) -> QuerySet[Edition]:
        return next_first(editions_for_staff(self.request.user))

    @cached_property
    def no_results_message(self) -> str:
        said: str = super().no_results_message
        return f"{said} {WHAT_IS_FEW}" if self.request.GET.get("few") else said

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if is_coordinator(self.request.user):
            label, url = _("Eerdere uitvoering invoeren"), reverse("edition_report")
            buttons.append(Button(label, url=url, icon_name="history", priority=30))
        return buttons

    def get_delete_url(self, instance: Edition) -> str | None:
        # What cannot be deleted gets no button that only says no.
        if not POLICY.user_has_permission_for_instance(self.request.user, "delete", instance):
            return None
        url: str | None = super().get_delete_url(instance)
        return url

    def get_list_more_buttons(self, instance: Edition) -> list[Button]:
        """What is done every day stands in sight; the rest in the menu with the dots."""
        buttons = [
            in_sight(one) if one.priority < RARELY else one
            for one in edition_buttons(instance, self.request.user)
        ]
        return [*super().get_list_more_buttons(instance), *buttons]


class EditionCreateView(_SavesThroughService, generic.CreateView):
    new = True
    template_name = "editions/admin/add.html"

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_form_kwargs()
        if is_trainer(self.request.user):
            initial: Mapping[str, object] = super().get_form_kwargs().get("initial", {})
            kwargs["initial"] = {**initial, "trainers": [self.request.user.pk]}
        return kwargs

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        together = dict(TrainingPage.objects.values_list("pk", "minutes"))
        return {
            **context,
            "minutes_of_trainings": together,
            "minutes_of_meetings": minutes_of_meetings(),
        }

    def get_success_url(self) -> str:
        return reverse("uitvoeringen:edit", args=[self.object.pk])

    def get_success_message(self, instance: Edition) -> StrOrPromise:
        if instance.has_begun:
            return _("Bewaard als concept. Deze uitvoering is al begonnen of geweest.")
        return _("Bewaard als concept. Kies “Publiceer” als iedereen zich mag inschrijven.")

    def get_success_buttons(self) -> list[tuple[str, StrOrPromise]]:
        # The message wants address and text, not buttons as lists and headers have them.
        return [
            admin_messages.button(button.url, button.label)
            for button in edition_buttons(self.object, self.request.user)[:1]
        ]


def _is_known_of(edition: Edition) -> bool:
    """Whether people know of it, so that they are told what becomes of it."""
    return edition.status == EditionStatus.OPEN and not edition.is_past


def _who_hear_of_trainers(edition: Edition, gave: set[int]) -> list[Hears]:
    """Who hear that they give an edition from now on, or do not any more; `gave` is who did.

    The halves of a hybrid edition have the same trainers, and it may be the other that people know.
    """
    gives = {one.pk for one in edition.trainers.all()}
    if gives == gave:
        return []
    halves = (one for one in (edition, other_half(edition)) if one and _is_known_of(one))
    known = next(halves, None)
    if known is None:
        return []
    began, stopped = gives - gave, gave - gives
    return [one for provider in trainers_providers for one in provider(known, began, stopped)]


class EditionEditView(
    _OnlyOnesOwn, _SavesThroughService, EditConflictMixin[Edition], generic.EditView
):
    new = False
    template_name = "editions/admin/edit.html"
    hears: Sequence[Hears] = ()
    asked: AsksFirstError | None = None

    def save_instance(self) -> Edition:
        before = Edition.objects.prefetch_related("sessions").get(pk=self.object.pk)
        gave = {one.pk for one in before.trainers.all()}
        known = collisions(before)
        edition = super().save_instance()
        change = change_between(before, edition)
        # Now, before it is done: who is told may be so in a moment.
        of_change = (
            [one for provider in change_providers for one in provider(edition, change)]
            if change is not None
            else []
        )
        of_trainers = _who_hear_of_trainers(edition, gave)
        self.hears = [*of_change, *of_trainers]
        found = self._new_collisions(before, known)
        asked = AsksFirstError(found, self.hears)
        if (found or of_trainers) and self.request.POST.get("agreed") != asked.fingerprint:
            # Wagtail saves in a transaction, which this undoes with all that it would have told.
            raise asked
        self.has_read_collisions = bool(found)
        return edition

    @staticmethod
    def _new_collisions(before: Edition, known: list[str]) -> list[str]:
        """With what it collides where saving tells people something.

        What it collided with already (`known`) is no question, unless it is at other hours now:
        then as many people may be other people.
        """
        after = Edition.objects.prefetch_related("sessions").get(pk=before.pk)
        if not _is_known_of(after):
            return []
        moved = hours_of(before) != hours_of(after)
        return [one for one in collisions(after) if moved or one not in known]

    def _show_again(self, asked: AsksFirstError) -> HttpResponse:
        """The page as it was typed, with a question; on rows as they stand, since nothing was
        kept."""
        self.asked = asked
        self.produced_error_code = "asks_first"
        self.produced_error_message = None
        self.object = self.get_object()
        return self.form_invalid(self.get_form())  # type: ignore[no-any-return]

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response = super().form_valid(form)
        except AsksFirstError as asked:
            return self._show_again(asked)
        # Below the sentence that it was kept.
        for one in self.hears:
            messages.info(self.request, one.after)
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if self.request.method == "GET":
            warn_of_clashes(self.request, self.object)
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {
            **context,
            "edition_buttons": edition_buttons(self.object, self.request.user),
            "edition_notes": edition_notes(self.object),
            "asked": self.asked,
        }

    def facts(self, instance: Edition) -> Facts:
        return edition_facts(instance)

    @property
    def can_delete(self) -> bool:
        user = self.request.user
        return POLICY.user_has_permission_for_instance(user, "delete", self.object)


class EditionDeleteView(_OnlyOnesOwn, generic.DeleteView):
    pass


class EditionHistoryView(_OnlyOnesOwn, HistoryView):
    pass


class EditionUsageView(_OnlyOnesOwn, UsageView):
    pass


class EditionViewSet(ModelViewSet):
    """Wagtail's own pages for editions."""

    model = Edition
    icon = "date"
    menu_label = _("Uitvoeringen")
    menu_name = "editions"
    menu_order = staff_menu.LIST
    menu_hook = staff_menu.EDITIONS
    name = "uitvoeringen"
    copy_view_enabled = False
    index_view_class = EditionIndexView
    add_view_class = EditionCreateView
    edit_view_class = EditionEditView
    delete_view_class = EditionDeleteView
    history_view_class = EditionHistoryView
    usage_view_class = EditionUsageView
    search_fields = ["training__title", "venue"]
    search_backend_name = None
    list_display = [
        "training",
        # Wagtail's own column of dates calls every moment to come "just now".
        LabelledColumn(
            "starts_at",
            label=_("Begin"),
            sort_key="starts_at",
            accessor=moment_of,
        ),
        LabelledColumn("get_status_display", label=_("Status")),
        LabelledColumn("get_place_display", label=_("Vorm")),
        LabelledColumn(
            "seats",
            label=_("Bezet"),
            sort_key="seats_taken",
            accessor=seats_of,
        ),
        LabelledColumn("clashes", label=_("Let op"), accessor=warning_about),
    ]
    panels = [
        FieldPanel("training"),
        # Before the meetings: those only say where they differ from it.
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("location"),
                FieldPanel("online_link"),
            ],
            heading=_("Waar"),
        ),
        InlinePanel(
            "sessions",
            heading=_("Bijeenkomsten"),
            label=_("Bijeenkomst"),
            min_num=1,
            panels=[
                FieldPanel("title"),
                FieldRowPanel(
                    [FieldPanel("starts_at", widget=EveningInput), FieldPanel("ends_at")]
                ),
                FieldPanel("room"),
                FieldRowPanel([FieldPanel("location"), FieldPanel("online_link")]),
            ],
        ),
        FieldRowPanel([FieldPanel("capacity"), FieldPanel("enrol_until")]),
        FieldPanel("language"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minimum"), FieldPanel("decide_by")]),
                FieldPanel("withdraw_until_hours"),
                FieldPanel("first_session_required"),
                FieldPanel("may_catch_up"),
                FieldPanel("partners_only"),
            ],
            heading=_("Spelregels"),
        ),
        FieldPanel(
            "trainers",
            widget=forms.CheckboxSelectMultiple,
            help_text=_(
                "Staat de uitvoering op de site? Dan krijgt bericht wie je hier aanvinkt, en wie "
                "je uitvinkt. Je ziet eerst wie, en hoe. Bij een concept gebeurt dat pas als je "
                "publiceert."
            ),
        ),
        FieldPanel("note"),
    ]

    @cached_property
    def permission_policy(self) -> EditionPermissionPolicy:
        return POLICY

    def get_edit_handler(self) -> Panel:
        handler = super().get_edit_handler()
        handler.base_form_class = EditionForm
        return handler
