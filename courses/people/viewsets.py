"""People in the administration."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.bulk_actions.set_active_state import ActivityForm as WagtailActivityForm
from wagtail.users.views.users import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    UserColumn,
    UserFilterSet,
    UserViewSet,
)

from courses.common import staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.common.errors import Refusal
from courses.people import queries, services
from courses.people.enums import MAY_GIVE
from courses.people.fields import BirthYearField
from courses.people.forms import CONTACT_FIELDS, AsksAboutLookalikes, ContactFields, NameFields
from courses.people.leaving import (
    LeavingForm,
    ask_about,
    duties_of,
    hand_over,
    refuse_unanswered,
)
from courses.people.models import Partner, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.widgets.button import Button

PROFILE_FIELDS = {"background", "partner", "language", *CONTACT_FIELDS}


class _OurPerson:
    """An account may be without an e-mail address and with one name; no two share an address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        others = queries.other_addresses(self.instance)  # type: ignore[attr-defined]
        if others:
            self.fields["email"].help_text = _(  # type: ignore[attr-defined]
                "Deze persoon kan ook inloggen met: %(addresses)s."
            ) % {"addresses": ", ".join(others)}

    def clean_email(self) -> str:
        address = (self.cleaned_data["email"] or "").strip().lower()  # type: ignore[attr-defined]
        person = self.instance  # type: ignore[attr-defined]
        changed = address != (person.email or "")
        if address and changed and services.someone_else_has(address, person=person):
            raise forms.ValidationError(_("Iemand anders heeft dit e-mailadres al."))
        return address

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=commit)  # type: ignore[misc]
        if commit:
            services.keep_address(person=user)
        return user

    def _clean_username(self) -> None:
        # The model's own unique check does this, and knows that "none" is not a duplicate.
        return


class AcademyUserCreationForm(
    _OurPerson, AsksAboutLookalikes, NameFields, ContactFields, UserCreationForm
):
    email = forms.EmailField(required=False, label=_("E-mailadres"))

    class Meta(UserCreationForm.Meta):
        model = User
        fields = UserCreationForm.Meta.fields | PROFILE_FIELDS


class _HandsOver(forms.Form):
    """Who is switched off or loses the role of trainer leaves no edition without a word."""

    successor = LeavingForm.base_fields["successor"]
    leave_open = LeavingForm.base_fields["leave_open"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        # What comes next is Wagtail's form, which takes more than Django's.
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.duties = duties_of([self.instance.pk])  # type: ignore[attr-defined]
        ask_about(self, self.duties, [self.instance.pk])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.duties and self._leaves(cleaned):
            refuse_unanswered(self, cleaned, self.duties)
        return cleaned

    def _leaves(self, cleaned: Mapping[str, Any]) -> bool:
        # Who changes the own account has no such choice in the form.
        is_active = cleaned.get("is_active", True)
        groups = cleaned.get("groups")
        keeps_role = (
            groups is None
            or cleaned.get("is_superuser")
            or any(group.name in MAY_GIVE for group in groups)
        )
        return not (is_active and keeps_role)

    def hand_over(self, actor: User | None) -> None:
        """Give the editions to who was chosen; while the person still is their trainer."""
        if self.duties and self._leaves(self.cleaned_data):
            hand_over(
                people=[self.instance.pk],  # type: ignore[attr-defined]
                successor=self.cleaned_data.get("successor"),
                actor=actor,
            )


class AcademyUserEditForm(_OurPerson, _HandsOver, NameFields, ContactFields, UserEditForm):
    email = forms.EmailField(required=False, label=_("E-mailadres"))

    class Meta(UserEditForm.Meta):
        model = User
        fields = UserEditForm.Meta.fields | PROFILE_FIELDS


class _OnlySuperusersMakeSuperusers:
    """An administrator gives out roles, and not the right to everything."""

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form: BaseForm = super().get_form(form_class)  # type: ignore[misc]
        if not self.request.user.is_superuser:  # type: ignore[attr-defined]
            form.fields.pop("is_superuser", None)
        return form


MOST_FOUND = 100
"""How many people a search shows: who looks for more has not said enough."""


class BirthYearFilter(django_filters.Filter):
    """Who was born in this year, and whose year we do not know."""

    field_class = BirthYearField

    def filter(self, people: QuerySet[User], year: int | None) -> QuerySet[User]:
        return people.filter(Q(birth_year=year) | Q(birth_year=None)) if year else people


class PersonFilterSet(UserFilterSet):
    """Wagtail's filters, and what tells people of one name apart."""

    birth_year = BirthYearFilter(label=_("Geboortejaar"))
    partner = django_filters.ModelChoiceFilter(
        label=_("Organisatie"), queryset=Partner.objects.all()
    )


def found_people(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Whom the list shows when somebody looks for `text`, the likeliest first."""
    return queries.in_order(people, queries.find(text, limit=MOST_FOUND, people=people))


def _page_of(person: User) -> str:
    return reverse("person_page", args=[person.pk])


class AcademyUserIndexView(IndexView):
    """People in the order of their surnames, as they stand in a Dutch list."""

    page_title = _("Personen")
    add_item_label = _("Iemand toevoegen")
    is_searchable = True

    @property
    def may_act(self) -> bool:
        """Whether somebody may do anything with several people at once: as Wagtail asks when it
        is to be done. It shows the tick boxes and the buttons to everybody."""
        rights = AcademyUserBulkDelete.any_permission_required
        return any(self.request.user.has_perm(f"people.{one}_user") for one in rights)

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        return {**context, "may_act": self.may_act}

    def get_list_buttons(self, instance: User) -> list[Button]:
        # Wagtail shows the dots of a menu with nothing in it too.
        buttons: list[Button] = super().get_list_buttons(instance)
        return [one for one in buttons if getattr(one, "dropdown_buttons", True)]

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns
        if not self.may_act:
            columns = [one for one in columns if not isinstance(one, BulkActionsCheckboxColumn)]
        name_column = self._get_title_column_class(UserColumn)
        places = {column.name: place for place, column in enumerate(columns)}
        # The page with all that we know; who may change the account does so from there.
        columns[places["name"]] = name_column(
            "name",
            accessor=attrgetter("name_in_list"),
            label=_("Naam"),
            sort_key="name",
            get_url=_page_of,
            classname="name",
        )
        by_name = {column.name: column for column in columns}
        telephone = Column("telephone", label=_("Telefoon"), width="15%")
        by_name["email"].accessor = "email"
        by_name["email"].label = _("E-mailadres")
        place = columns.index(by_name["email"])
        # Who may do everything is told by a filter; hardly anybody may.
        columns.remove(by_name["is_superuser"])
        columns[place + 1 : place + 1] = [
            telephone,
            Column("birth_year", label=_("Geboren"), width="8%"),
        ]
        return columns

    def get_search_form(self) -> SearchForm:
        sent = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(sent, placeholder=_("Naam, telefoon, e-mail of postcode"))

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if not self.is_searching:
            return queryset
        found = found_people(queryset, self.search_query)
        return self.order_queryset(found) if self.is_explicitly_ordered else found

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.ordering in {"name", "-name"}:
            direction = self.ordering.removesuffix("name")
            return queryset.order_by(f"{direction}sort_name", f"{direction}id")
        ordered: QuerySet[User] = super().order_queryset(queryset)
        return ordered


class AcademyUserCreateView(_OnlySuperusersMakeSuperusers, CreateView):
    pass


class AcademyUserEditView(_OnlySuperusersMakeSuperusers, EditConflictMixin[User], EditView):
    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        person: User = super().get_object(queryset)
        if person.is_superuser and not self.request.user.is_superuser:
            # With another's address one could sign in as that person.
            raise PermissionDenied
        return person

    form: AcademyUserEditForm

    def save_instance(self) -> User:
        self.form.hand_over(queries.signed_in_user(self.request))
        return super().save_instance()


class AcademyUserDeleteView(DeleteView):
    """Erases everything about the person, or says why that cannot be."""

    form_class = LeavingForm

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_form_kwargs()
        kwargs.pop("instance", None)
        return {**kwargs, "leaving": [self.object.pk]}

    def delete_action(self) -> None:
        with transaction.atomic():
            self.form.hand_over(self.request.user)
            services.erase_person(person=self.object, actor=self.request.user)

    def form_valid(self, form: LeavingForm) -> HttpResponse:
        self.form = form
        try:
            response: HttpResponse = super().form_valid(form)
        except Refusal as no:
            messages.error(self.request, str(no))
            return redirect("wagtailusers_users:edit", self.object.pk)
        return response


class _AsksAboutDuties:
    """A form that knows whom the action is about."""

    form_class = LeavingForm

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs: dict[str, object] = super().get_form_kwargs()  # type: ignore[misc]
        people, _others = self.get_actionable_objects()  # type: ignore[attr-defined]
        return {**kwargs, "leaving": [person.pk for person in people]}


class _OfTheList:
    """An action on all of a list is about who stands in it.

    Wagtail's own looks for the text in another way than the list does, and leaves out its filters:
    who chose all that are not active would delete everybody.
    """

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> QuerySet[User, int]:
        asked = self.request.GET  # type: ignore[attr-defined]
        filters = PersonFilterSet(asked, queryset=User.objects.all(), request=self.request)  # type: ignore[attr-defined]
        people = filters.qs if filters.is_valid() else User.objects.none()
        text = asked.get("q", "").strip()
        shown = found_people(people, text) if text else people
        keys: QuerySet[User, int] = shown.values_list("pk", flat=True)
        return keys


class AcademyUserBulkDelete(_OfTheList, _AsksAboutDuties, DeleteBulkAction):
    """Leaves out whoever must stay, and whoever cannot be erased; the page says so."""

    def check_perm(self, obj: User) -> bool:
        allowed: bool = super().check_perm(obj)
        return allowed and not services.must_stay(obj)

    def get_execution_context(self) -> dict[str, object]:
        context = super().get_execution_context()
        return {**context, "request": self.request, "leaving": self.cleaned_form}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[User],
        *,
        request: HttpRequest,
        leaving: LeavingForm | None = None,
        **kwargs: object,
    ) -> tuple[int, int]:
        erased, actor = 0, queries.signed_in_user(request)
        if leaving is not None:
            leaving.hand_over(actor)
        for person in objects:
            name = person.name
            try:
                services.erase_person(person=person, actor=actor)
            except Refusal as no:
                messages.error(request, f"{name}: {no}")
            else:
                erased += 1
        return erased, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        said: str | None = super().get_success_message(num_parent_objects, num_child_objects)
        return said


class ActivityForm(LeavingForm):
    """Asks only when people are switched off."""

    mark_as_active = WagtailActivityForm.base_fields["mark_as_active"]
    field_order = ("mark_as_active",)

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("mark_as_active"):
            self.duties = []
        return super().clean()


class _LeavesSuperusersAlone:
    """As on the page of one person: only their equals change who may do everything."""

    def check_perm(self, obj: User) -> bool:
        user = self.request.user  # type: ignore[attr-defined]
        allowed: bool = super().check_perm(obj)  # type: ignore[misc]
        return allowed and (user.is_superuser or not obj.is_superuser)


class AcademyUserBulkRole(_OfTheList, _LeavesSuperusersAlone, AssignRoleBulkAction):
    pass


class AcademyUserBulkActive(
    _OfTheList, _LeavesSuperusersAlone, _AsksAboutDuties, SetActiveStateBulkAction
):
    """Wagtail's own, which leaves no edition without a trainer unasked."""

    form_class = ActivityForm

    def prepare_action(
        self, objects: Sequence[User], objects_without_access: Mapping[str, object]
    ) -> None:
        self.cleaned_form.hand_over(self.request.user)


class AcademyUserViewSet(UserViewSet):
    """Wagtail's own user pages with our fields."""

    menu_label = _("Personen")
    menu_order = staff_menu.PERSONS
    menu_hook = staff_menu.PEOPLE
    ordering = "name"
    filterset_class = PersonFilterSet
    # A person has no copy; and that page would give the right to everything to who asks for it.
    copy_view_enabled = False
    index_view_class = AcademyUserIndexView
    add_view_class = AcademyUserCreateView
    edit_view_class = AcademyUserEditView
    delete_view_class = AcademyUserDeleteView

    def get_form_class(self, for_update: bool = False) -> type[BaseForm]:
        return AcademyUserEditForm if for_update else AcademyUserCreationForm

    def get_search_area(self) -> SearchArea:
        area: SearchArea = super().get_search_area()
        area.label = _("Personen")
        return area

    @cached_property
    def search_area_class(self) -> type[SearchArea]:
        """Among "other searches" also for who may look and change nothing."""

        class PeopleSearchArea(SearchArea):
            def is_shown(self, request: HttpRequest) -> bool:
                return queries.sees_everybody(request.user)

        return PeopleSearchArea
