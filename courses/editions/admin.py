"""Editions in the administration: planning, changing, publishing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages as admin_messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, ListingButton

from courses.catalogue.enums import EventKind
from courses.common import addresses, clock, formats, staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.errors import Refusal, add_refusal
from courses.common.fields import GrowingLine
from courses.common.labelled_columns import STACKED, LabelledColumn
from courses.editions import services
from courses.editions.enums import EditionStatus
from courses.editions.forms import EditionForm, EveningInput, LocationForm, PublishForm
from courses.editions.models import Edition, Location
from courses.editions.permissions import EditionPermissionPolicy
from courses.editions.queries import (
    DECIDE_AHEAD,
    FEW,
    FEW_AHEAD,
    LOCATION_FIELDS,
    Clash,
    clashes,
    drafts_of,
    edition_facts,
    editions_for_staff,
    location_facts,
    next_first,
    other_half,
    to_come_at,
    with_few_people,
)
from courses.editions.services.planning import change_between
from courses.people.queries import is_coordinator, is_trainer, signed_in_user
from courses.plugin_api.events import EditionReplanned

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.forms import BaseForm, BaseModelForm
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from courses.common.edit_conflicts import Facts
    from courses.people.models import User

POLICY = EditionPermissionPolicy(Edition)

ButtonProvider = Callable[[Edition], list[Button]]
"""What higher parts can do with an edition, as buttons."""

RARELY = 40
"""The priority from which a list keeps a button in its menu."""

_button_providers: list[ButtonProvider] = []

WarningProvider = Callable[[Edition], list[str]]
"""What higher parts know that staff should look at, as sentences."""

NoteProvider = Callable[[Edition], str]
"""What higher parts say above the form of an edition: HTML of a template, or nothing."""

_note_providers: list[NoteProvider] = []

_warning_providers: list[WarningProvider] = []


def provide_warnings(provider: WarningProvider) -> WarningProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _warning_providers.append(provider)
    return provider


def provide_notes(provider: NoteProvider) -> NoteProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _note_providers.append(provider)
    return provider


def edition_notes(edition: Edition) -> list[str]:
    """What to know before an edition is changed, as HTML; no empty ones."""
    return [note for provider in _note_providers if (note := provider(edition))]


ChangeProvider = Callable[[Edition, EditionReplanned], list[str]]
"""What higher parts say when an edition was saved that became different for who is in it."""

_change_providers: list[ChangeProvider] = []


def provide_what_follows(provider: ChangeProvider) -> ChangeProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _change_providers.append(provider)
    return provider


@dataclass(frozen=True)
class Hears:
    """Who hears of something that staff are about to do: HTML for the page that asks, and a
    sentence for when it is done."""

    before: str
    after: str


PublishProvider = Callable[[Edition], Hears | None]
"""Of whom higher parts know that they hear when an edition is published."""

_publish_providers: list[PublishProvider] = []


def provide_who_hears(provider: PublishProvider) -> PublishProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _publish_providers.append(provider)
    return provider


PlaceProvider = Callable[[Location], Hears | None]
"""Of whom higher parts know that they hear when a location is another place, if that is asked."""

_place_providers: list[PlaceProvider] = []


def provide_who_hears_of_place(provider: PlaceProvider) -> PlaceProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _place_providers.append(provider)
    return provider


WaitingProvider = Callable[[Collection[Edition]], Mapping[int, int]]
"""How many people wait in each of these editions, by key; of all of them at once."""

_waiting_providers: list[WaitingProvider] = []


def provide_waiting(provider: WaitingProvider) -> WaitingProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _waiting_providers.append(provider)
    return provider


TrainersProvider = Callable[[Edition, Collection[int], Collection[int]], list[str]]
"""What higher parts say when an edition that people know of has other trainers: who began and who
stopped, by key."""

_trainers_providers: list[TrainersProvider] = []


def provide_other_trainers(provider: TrainersProvider) -> TrainersProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _trainers_providers.append(provider)
    return provider


def provide_buttons(provider: ButtonProvider) -> ButtonProvider:
    """Register a provider; from a part's `wagtail_hooks`."""
    _button_providers.append(provider)
    return provider


def on_site(edition: Edition) -> str:
    """Where a visitor finds a published edition."""
    return f"{addresses.training(edition.training.slug)}#uitvoering-{edition.pk}"


class GuardedButton(Button):
    """A button for who has a right: to others it would lead to a refusal."""

    def __init__(self, label: StrOrPromise, *, permission: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.permission = permission


def edition_buttons(edition: Edition, user: User | AnonymousUser) -> list[Button]:
    """What somebody can do with an edition, besides what Wagtail does with any model."""
    buttons: list[Button] = []
    if edition.is_reported:
        url = reverse("edition_reported", args=[edition.pk])
        people_url = reverse("edition_reported_people", args=[edition.pk])
        return [
            Button(_("Wijzig de opgave"), url=url, icon_name="history", priority=1),
            Button(_("Namen en papieren"), url=people_url, icon_name="group", priority=2),
        ]
    if edition.status == EditionStatus.DRAFT:
        url = reverse("edition_publish", args=[edition.pk])
        buttons.append(Button(_("Publiceer"), url=url, icon_name="upload", priority=1))
    if edition.status == EditionStatus.OPEN and not edition.is_past:
        buttons.append(
            Button(_("Bekijk op de site"), url=on_site(edition), icon_name="view", priority=RARELY)
        )
    url = reverse("edition_copy", args=[edition.pk])
    buttons.append(Button(_("Kopieer"), url=url, icon_name="copy", priority=RARELY))
    if edition.status != EditionStatus.CANCELLED and not edition.is_past:
        url = reverse("edition_half", args=[edition.pk])
        # To make the other half, or to go there when it is made.
        label = _("Op locatie en online")
        buttons.append(Button(label, url=url, icon_name="globe", priority=RARELY + 1))
    for provider in _button_providers:
        buttons.extend(provider(edition))
    return sorted(
        one
        for one in buttons
        if not isinstance(one, GuardedButton) or user.has_perm(one.permission)
    )


def _in_sight(button: Button) -> ListingButton:
    """The same, outside a menu."""
    return ListingButton(
        button.label, url=button.url, icon_name=button.icon_name, priority=button.priority
    )


class _SavesThroughService:
    """A refusal by the service becomes an error in the form; what was typed stays typed."""

    new: bool

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
        if not self.new and "agreed" not in self.request.POST:  # type: ignore[attr-defined]
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


def warn_of_clashes(request: HttpRequest, edition: Edition) -> None:
    """Say with what an edition collides, and that nobody gives it: it is staff who know whether
    that matters."""
    if not edition.is_past and not edition.trainers.exists():
        messages.warning(request, gettext("Deze uitvoering heeft geen trainer."))
    for sentence in collisions(edition):
        messages.warning(request, sentence)


def collisions(edition: Edition) -> list[str]:
    """Who or what has to be elsewhere at the hours of an edition, as sentences."""
    found = [clash_in_words(clash) for clash in clashes([edition])[edition.pk]]
    return [
        *found,
        *(sentence for provider in _warning_providers for sentence in provider(edition)),
    ]


class CollidesError(Exception):
    """What was saved collides with something, and nobody said yet that this is meant."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__()
        self.sentences = sentences

    @property
    def fingerprint(self) -> str:
        """What one sends back to say so: other collisions have another one."""
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()


def _hours(edition: Edition) -> set[tuple[datetime, datetime]]:
    return {(one.starts_at, one.ends_at) for one in edition.sessions.all()}


def clash_in_words(clash: Clash) -> str:
    """What collides with what, and when."""
    what = []
    if clash.trainers:
        what.append(gettext("trainer %(names)s") % {"names": ", ".join(clash.trainers)})
    if clash.same_place:
        what.append(gettext("plaats %(venue)s") % {"venue": clash.session.where.venue})
    return gettext("Op hetzelfde moment bezet: %(what)s. Daar is ook “%(training)s”, %(when)s.") % {
        "what": gettext(" en ").join(what),
        "training": clash.edition.training.title,
        "when": formats.period(clash.session.starts_at, clash.session.ends_at),
    }


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
        for provider in _waiting_providers:
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
            _in_sight(one) if one.priority < RARELY else one
            for one in edition_buttons(instance, self.request.user)
        ]
        return [*super().get_list_more_buttons(instance), *buttons]


class EditionCreateView(_SavesThroughService, generic.CreateView):
    new = True

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_form_kwargs()
        if is_trainer(self.request.user):
            initial: Mapping[str, object] = super().get_form_kwargs().get("initial", {})
            kwargs["initial"] = {**initial, "trainers": [self.request.user.pk]}
        return kwargs

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


class EditionEditView(
    _OnlyOnesOwn, _SavesThroughService, EditConflictMixin[Edition], generic.EditView
):
    new = False
    template_name = "editions/admin/edit.html"
    said: Iterable[str] = ()
    began: Collection[int] = ()
    stopped: Collection[int] = ()
    collides: CollidesError | None = None

    def save_instance(self) -> Edition:
        before = Edition.objects.prefetch_related("sessions").get(pk=self.object.pk)
        gave = {one.pk for one in before.trainers.all()}
        known = collisions(before)
        edition = super().save_instance()
        self._ask_about_collisions(before, known)
        change = change_between(before, edition)
        if change is not None:
            # Now, before it is done: who is told may be so in a moment.
            self.said = [
                said for provider in _change_providers for said in provider(edition, change)
            ]
        if edition.status == EditionStatus.OPEN and not edition.is_past:
            gives = {one.pk for one in edition.trainers.all()}
            self.began, self.stopped = gives - gave, gave - gives
        return edition

    def _ask_about_collisions(self, before: Edition, known: list[str]) -> None:
        """Where saving tells people something, first say with what it collides.

        What it collided with already (`known`) is no question, unless it is at other hours now:
        then as many people may be other people.

        Raises:
            CollidesError: there is something to say, and it was not agreed with.
        """
        after = Edition.objects.prefetch_related("sessions").get(pk=before.pk)
        if after.status != EditionStatus.OPEN or after.is_past:
            return
        moved = _hours(before) != _hours(after)
        found = [one for one in collisions(after) if moved or one not in known]
        asked = CollidesError(found)
        if found and self.request.POST.get("agreed") != asked.fingerprint:
            # Wagtail saves in a transaction, which this undoes with all that it would have told.
            raise asked

    def _show_again(self, collides: CollidesError) -> HttpResponse:
        """The page as it was typed, with a question; on rows as they stand, since nothing was
        kept."""
        self.collides = collides
        self.produced_error_code = "collides"
        self.produced_error_message = None
        self.object = self.get_object()
        return self.form_invalid(self.get_form())  # type: ignore[no-any-return]

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response = super().form_valid(form)
        except CollidesError as collides:
            return self._show_again(collides)
        # Below the sentence that it was kept.
        for said in self.said:
            messages.info(self.request, said)
        for tell in _trainers_providers:
            for said in tell(self.object, self.began, self.stopped):
                messages.info(self.request, said)
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if self.request.method == "GET":
            warn_of_clashes(self.request, self.object)
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {
            **context,
            "edition_buttons": edition_buttons(self.object, self.request.user),
            "edition_notes": edition_notes(self.object),
            "collides": self.collides,
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
            accessor=lambda edition: _moment(edition),
        ),
        LabelledColumn("get_status_display", label=_("Status")),
        LabelledColumn("get_place_display", label=_("Vorm")),
        LabelledColumn(
            "seats",
            label=_("Bezet"),
            sort_key="seats_taken",
            accessor=lambda edition: _seats(edition),
        ),
        LabelledColumn("clashes", label=_("Let op"), accessor=lambda edition: _warning(edition)),
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
                "je uitvinkt. Bij een concept pas als je publiceert."
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


class LocationEditView(EditConflictMixin[Location], generic.EditView):
    """Changes a location, and says who comes there."""

    template_name = "editions/admin/location.html"

    @cached_property
    def hear(self) -> list[Hears]:
        """Who hears it when that is asked."""
        return [found for provider in _place_providers if (found := provider(self.object))]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        says_no_bus = not self.object.transport and not self.object.is_archived
        return {**context, "hear": self.hear, "says_no_bus": says_no_bus}

    def form_valid(self, form: BaseModelForm[Location]) -> HttpResponse:
        named = (self.object.name, self.object.address)
        was = Location.objects.filter(pk=self.object.pk).values_list("name", "address").get()
        response: HttpResponse = super().form_valid(form)
        is_kept = response.status_code == HTTPStatus.FOUND
        if is_kept and form.cleaned_data.get("tell") and named != was:
            for one in self.hear:
                messages.info(self.request, one.after)
        return response

    def facts(self, instance: Location) -> Facts:
        return location_facts(instance)

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form: BaseForm = super().get_form(form_class)
        if not self.to_come:
            del form.fields["tell"]
        return form

    @cached_property
    def to_come(self) -> int:
        """How many editions are still to come there."""
        return to_come_at(self.object).count()

    def save_instance(self) -> Location:
        return services.save_location(
            location=self.form.save(commit=False),
            actor=signed_in_user(self.request),
            tell=bool(self.form.cleaned_data.get("tell")),
            snapshot=self.shown,
        )


class LocationCreateView(generic.CreateView):
    """A new location: nobody comes there yet."""

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form: BaseForm = super().get_form(form_class)
        del form.fields["tell"]
        return form


class LocationViewSet(ModelViewSet):
    """Where sessions are held, kept for the next time."""

    model = Location
    icon = "home"
    menu_label = _("Locaties")
    menu_name = "locations"
    menu_order = staff_menu.LOCATIONS
    menu_hook = staff_menu.EDITIONS
    name = "locaties"
    copy_view_enabled = False
    add_view_class = LocationCreateView
    edit_view_class = LocationEditView
    list_filter = ["district", "is_archived"]
    list_display = [
        "name",
        "address",
        Column("get_district_display", label=_("Wijk")),
        Column(
            "transport",
            label=_("Bus of tram"),
            accessor=lambda location: location.transport or gettext("nog niet ingevuld"),
        ),
        Column(
            "is_archived",
            label=_("In gebruik"),
            accessor=lambda location: gettext("nee") if location.is_archived else gettext("ja"),
        ),
    ]
    search_fields = ["name", "address"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("address"), FieldPanel("district")]),
        FieldPanel("own_map_link"),
        MultiFieldPanel(
            [
                FieldPanel(name, widget=GrowingLine)
                for name in ("entrance", "step_free", "hearing", "transport")
            ],
            heading=_("Hoe kom je er, en hoe kom je binnen?"),
            help_text=_("Weet je iets niet? Laat het dan leeg."),
        ),
        FieldPanel("photo"),
        FieldPanel("is_archived"),
        FieldPanel("tell"),
    ]

    def get_edit_handler(self) -> Panel:
        handler = super().get_edit_handler()
        handler.base_form_class = LocationForm
        return handler


class LocationChooserViewSet(ChooserViewSet):
    """Chooses a location for an edition or a session, or makes one on the way."""

    model = Location
    icon = "home"
    choose_one_text = _("Kies een locatie")
    choose_another_text = _("Kies een andere locatie")
    edit_item_text = _("Wijzig deze locatie")
    creation_tab_label = _("Nieuwe locatie")
    create_action_label = _("Bewaar")
    form_fields = [name for name in LOCATION_FIELDS if name not in {"photo", "is_archived"}]

    def get_object_list(self) -> QuerySet[Location]:
        return Location.objects.filter(is_archived=False)


def _moment(edition: Edition) -> str:
    if edition.starts_at is None:
        return ""
    moment = date_format(clock.local(edition.starts_at), "D j N Y, H:i")
    # After what is to come the list goes on with what is over.
    return gettext("%(moment)s (voorbij)") % {"moment": moment} if edition.is_past else moment


def _seats(edition: Edition) -> str:
    """How many seats are taken, and how many people wait for one: `8 / 8, 3 wachten`."""
    taken = f"{edition.seats_taken} / {edition.capacity}"
    waiting: int = getattr(edition, "number_waiting", 0)
    if not waiting or edition.is_past:
        return taken
    return f"{taken}, " + ngettext("%(n)d wacht", "%(n)d wachten", waiting) % {"n": waiting}


def _warning(edition: Edition) -> str:
    found: list[Clash] = getattr(edition, "clashes", [])
    kinds = []
    if getattr(edition, "has_few_people", False):
        kinds.append(gettext("weinig inschrijvingen"))
    if not edition.is_past and not getattr(edition, "has_trainer", True):
        kinds.append(gettext("geen trainer"))
    if any(clash.trainers for clash in found):
        kinds.append(gettext("trainer dubbel"))
    if any(clash.same_place for clash in found):
        kinds.append(gettext("plaats dubbel"))
    return ", ".join(kinds)


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft for enrolment, after asking; twice when it has begun already."""
    edition = get_object_or_404(editions_for_staff(request.user), pk=pk)
    if not request.user.has_perm("editions.change_edition"):
        raise PermissionDenied
    edit_url = reverse("uitvoeringen:edit", args=[pk])
    if edition.status != EditionStatus.DRAFT:
        # There is nothing to ask: it was done, perhaps by somebody else.
        messages.info(request, _published(edition))
        return redirect(edit_url)
    sent = request.POST if request.method == "POST" else None
    form = PublishForm(sent, begun=edition.has_begun)
    hear, others = _who_hears(edition), _other_drafts(request, edition)
    if form.is_valid():
        try:
            services.publish_edition(
                edition=edition, actor=signed_in_user(request), **form.cleaned_data
            )
        except Refusal as refusal:
            if refusal.field not in form.fields:
                messages.error(request, str(refusal))
                return redirect(edit_url)
            add_refusal(form, refusal)
        else:
            admin_messages.success(
                request,
                _published(edition),
                buttons=[admin_messages.button(on_site(edition), _("Bekijk op de site"))],
            )
            for one in hear:
                messages.info(request, one.after)
            _publish_too(request, [one for one in others if one.is_ticked])
            return redirect(edit_url)
    return render(
        request,
        "editions/admin/publish.html",
        {
            "hear": hear,
            "edition": edition,
            "moments": [
                formats.period(one.starts_at, one.ends_at)
                for one in edition.sessions.order_by("starts_at", "pk")
            ],
            "others": others,
            "edit_url": edit_url,
            "form": form,
            "clashes": [clash_in_words(one) for one in clashes([edition])[edition.pk]],
            "closed": edition.closes_at is not None and edition.closes_at <= clock.now(),
        },
    )


def _who_hears(edition: Edition) -> list[Hears]:
    """Who hears of it when an edition is published."""
    return [found for provider in _publish_providers if (found := provider(edition))]


@dataclass(frozen=True)
class OtherDraft:
    """Another draft of the training, that can be published in one go."""

    edition: Edition
    hear: list[Hears]
    clashes: list[str]
    is_ticked: bool


def _other_drafts(request: HttpRequest, edition: Edition) -> list[OtherDraft]:
    """Those that somebody works with; the other half of a hybrid edition goes with it anyhow."""
    half = other_half(edition)
    found = drafts_of(edition).filter(pk__in=editions_for_staff(request.user).values("pk"))
    drafts = [one for one in found if half is None or one.pk != half.pk]
    at_once, ticked = clashes(drafts), request.POST.getlist("others")
    return [
        OtherDraft(
            one,
            _who_hears(one),
            [clash_in_words(clash) for clash in at_once[one.pk]],
            str(one.pk) in ticked,
        )
        for one in drafts
    ]


def _publish_too(request: HttpRequest, chosen: Sequence[OtherDraft]) -> None:
    """Publish each by itself: what cannot be is said, and stops none of the others."""
    published: list[OtherDraft] = []
    for one in chosen:
        try:
            services.publish_edition(edition=one.edition, actor=signed_in_user(request))
        except Refusal as refusal:
            messages.error(request, f"{one.edition}: {refusal}")
        else:
            published.append(one)
    if published:
        names = ", ".join(str(one.edition) for one in published)
        messages.success(request, gettext("Ook op de site: %(names)s.") % {"names": names})
    for one in published:
        for heard in one.hear:
            messages.info(request, f"{one.edition}: {heard.after}")


def _published(edition: Edition) -> str:
    if edition.status == EditionStatus.CANCELLED:
        return gettext("Deze uitvoering gaat niet door. Publiceren kan niet meer.")
    if edition.has_begun:
        return gettext("De uitvoering is gepubliceerd. Schrijf zelf in wie erbij was.")
    return gettext("De uitvoering staat op de site.")


urlpatterns: list[URLPattern] = [
    path("uitvoeringen/<int:pk>/publiceer/", publish, name="edition_publish"),
]
