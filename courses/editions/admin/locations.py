"""The buildings where editions are, to choose from."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from courses.common import staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.fields import GrowingLine
from courses.editions import services
from courses.editions.admin.provided import Hears, place_providers
from courses.editions.forms import LocationForm
from courses.editions.models import Location
from courses.editions.queries import LOCATION_FIELDS, location_facts, to_come_at
from courses.people.queries import signed_in_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import BaseForm, BaseModelForm
    from django.http import HttpResponse

    from courses.common.edit_conflicts import Facts


class LocationEditView(EditConflictMixin[Location], generic.EditView):
    """Changes a location, and says who comes there."""

    template_name = "editions/admin/location.html"

    @cached_property
    def hear(self) -> list[Hears]:
        """Who hears it when that is asked."""
        return [found for provider in place_providers if (found := provider(self.object))]

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
